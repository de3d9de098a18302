import RuralIndustry

/// Builders for allocations that show only what a test is about.
enum Allocating {
    /// Rows of neighbouring booths, one for each zone: `booths(["A": 3])` are A1, A2, A3.
    static func booths(_ zones: KeyValuePairs<String, Int>) -> [AllocationProblem.Booth] {
        var booths: [AllocationProblem.Booth] = []
        for (zone, count) in zones {
            for place in 0..<count {
                let neighbours = place == 0 ? [] : [booths.count - 1]
                booths.append(.init(code: "\(zone)\(place + 1)", zone: zone, neighbours: neighbours))
            }
        }
        return booths
    }

    static func request(
        _ id: String, _ province: String? = nil, group: ProductGroupID? = nil, funds: FundingSource? = nil,
        wants booths: Int = 1, together isAdjacent: Bool = false, in zones: [String] = [],
        orOther: Bool = true,
        points: Int = 0
    ) throws -> AllocationProblem.Request {
        AllocationProblem.Request(
            id: id, province: try province.map { try UnitCode($0) }, group: group, funds: funds,
            boothsWanted: booths, isAdjacent: isAdjacent, zones: zones, takesOtherZones: orOther,
            points: points)
    }

    static func quota(
        _ maximum: Int, _ province: String? = nil, group: ProductGroupID? = nil, funds: FundingSource? = nil
    ) throws -> AllocationProblem.Quota {
        .init(
            province: try province.map { try UnitCode($0) }, group: group, funds: funds, maximum: maximum)
    }

    static func plan(
        _ booths: [AllocationProblem.Booth], _ requests: [AllocationProblem.Request],
        _ quotas: [AllocationProblem.Quota] = [], seed: String? = nil
    ) throws(Refusal) -> AllocationPlan {
        try plan(AllocationProblem(booths: booths, requests: requests, quotas: quotas, seed: seed))
    }

    static func plan(_ problem: AllocationProblem) throws(Refusal) -> AllocationPlan {
        try AllocationPlan(of: problem, sha256: Judging.mixed)
    }

    /// The same problem with its rows in another order.
    static func shuffled(
        _ problem: AllocationProblem, using numbers: inout SeededNumbers
    ) throws(Refusal) -> AllocationProblem {
        let order = problem.booths.indices.shuffled(using: &numbers)
        var place = [Int](repeating: 0, count: order.count)
        for (new, old) in order.enumerated() { place[old] = new }
        let booths = order.map { old in
            let booth = problem.booths[old]
            let neighbours = booth.neighbours.map { place[$0] }.shuffled(using: &numbers)
            return AllocationProblem.Booth(code: booth.code, zone: booth.zone, neighbours: neighbours)
        }
        return try AllocationProblem(
            booths: booths, requests: problem.requests.shuffled(using: &numbers),
            quotas: problem.quotas.shuffled(using: &numbers), scale: problem.scale, seed: problem.seed)
    }
}

extension AllocationPlan {
    /// The codes of what a request got.
    func booths(_ request: String) -> [String] { outcome(request)?.booths.map(\.code) ?? [] }

    func outcome(_ request: String) -> Outcome? { outcomes.first { $0.request.id == request } }
}

/// Problems that a seed fixes.
struct RandomFair {
    var zones = 1...3
    var boothsPerZone = 0...3
    var requests = 0...5
    var wants = 1...2
    /// In percent of those who want several.
    var together = 0
    var quotas: Quotas = .nested
    /// Few different points make ties.
    var points = [0, 0, 5, 10]
    var seed: String? = "seed"

    enum Quotas { case none, nested, crossing }

    func problem(_ numbers: inout SeededNumbers) throws -> AllocationProblem {
        let zones = ["A", "B", "C", "D", "E", "F", "G", "H"].prefix(
            Int.random(in: self.zones, using: &numbers))
        var booths: [AllocationProblem.Booth] = []
        for zone in zones {
            let count = Int.random(in: boothsPerZone, using: &numbers)
            // two rows back to back, so that booths have up to three neighbours
            for place in 0..<count {
                let before = [place % 2 == 1 ? 1 : nil, place >= 2 ? 2 : nil].compactMap { $0 }
                booths.append(
                    .init(
                        code: "\(zone)\(place + 1)", zone: zone, neighbours: before.map { booths.count - $0 })
                )
            }
        }
        let requests = try (0..<Int.random(in: self.requests, using: &numbers)).map { number in
            let wanted = Int.random(in: wants, using: &numbers)
            let wishes = zones.shuffled(using: &numbers).prefix(Int.random(in: 0...2, using: &numbers))
            return try Allocating.request(
                "R\(number)", ["01", "04"].randomElement(using: &numbers),
                group: [.food, .handicraft].randomElement(using: &numbers),
                funds: [FundingSource.national, nil].randomElement(using: &numbers) ?? nil, wants: wanted,
                together: wanted > 1 && Int.random(in: 0..<100, using: &numbers) < together,
                in: Array(wishes),
                orOther: Int.random(in: 0..<3, using: &numbers) > 0,
                points: points.randomElement(using: &numbers) ?? 0)
        }
        return try AllocationProblem(
            booths: booths, requests: requests, quotas: try quotas(booths.count, &numbers), seed: seed)
    }

    private func quotas(_ booths: Int, _ numbers: inout SeededNumbers) throws -> [AllocationProblem.Quota] {
        func some() -> Int { Int.random(in: 0...max(booths, 1), using: &numbers) }
        let nested = try [
            Allocating.quota(some()), Allocating.quota(some(), "01"), Allocating.quota(some(), "04"),
            Allocating.quota(some(), "01", group: .food),
            Allocating.quota(some(), "04", group: .food, funds: .national),
        ]
        switch quotas {
        case .none: return []
        case .nested: return nested.filter { _ in Bool.random(using: &numbers) }
        case .crossing:
            let crossing = try [
                Allocating.quota(some(), group: .food), Allocating.quota(some(), funds: .national),
                Allocating.quota(some(), group: .handicraft),
            ]
            return (nested + crossing).filter { _ in Bool.random(using: &numbers) }
        }
    }
}
