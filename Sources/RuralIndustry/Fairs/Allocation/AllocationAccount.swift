/// Accounts for a finished plan: who has what, what quotas were spent on, and what was in the way.
struct AllocationAccount {
    private let frame: AllocationFrame
    private let groups: GroupPlacing
    /// For each request its booths.
    private let booths: [[Int]]
    /// Booths by quota that may still be given.
    private let left: [Int]
    private let isFull: [Bool]

    /// - Parameter dealt: for each request the booths given one by one.
    init(_ frame: AllocationFrame, _ groups: GroupPlacing, dealt: [[Int]]) {
        self.frame = frame
        self.groups = groups
        booths = frame.requests.indices.map { groups.places[$0]?.booths ?? dealt[$0] }
        var left = frame.quotas.quotas.map(\.maximum)
        var free = frame.boothsOfZone.map(\.count)
        for (request, given) in booths.enumerated() {
            for quota in frame.quotas.covering[request] { left[quota] -= given.count }
            for booth in given { free[frame.zoneOfBooth[booth]] -= 1 }
        }
        self.left = left
        isFull = free.map { $0 == 0 }
    }

    var spent: [AllocationPlan.SpentQuota] {
        zip(frame.quotas.quotas, left).map { .init(quota: $0, booths: $0.maximum - $1) }
    }

    func outcome(of request: Int, draw: AllocationPlan.Draw?) -> AllocationPlan.Outcome {
        let asked = frame.requests[request]
        let given = booths[request].map { booth in
            AllocationPlan.GivenBooth(
                code: frame.booths[booth].code, zone: frame.booths[booth].zone,
                rank: asked.zones.firstIndex(of: frame.booths[booth].zone).map { $0 + 1 })
        }
        let hindrances = groups.places[request]?.hindrances ?? hindrances(of: request)
        return AllocationPlan.Outcome(
            request: asked, booths: given,
            value: frame.value(of: request, zones: booths[request].map { frame.zoneOfBooth[$0] }),
            hindrances: hindrances,
            draw: draw?.standing(isShort: !hindrances.isEmpty, hasBooths: !given.isEmpty))
    }

    /// What was in the way of a request that does not ask for neighbours. An allocation leaves no booth free that such a
    /// request takes and no quota forbids, and nobody in a worse zone while a better one has a free booth.
    private func hindrances(of request: Int) -> [AllocationPlan.Hindrance] {
        let asked = frame.requests[request]
        let worst = booths[request].compactMap { frame.bonus[request][frame.zoneOfBooth[$0]] }.min()
        let isShort = booths[request].count < asked.boothsWanted
        let taken = frame.zones.indices.filter { frame.bonus[request][$0] != nil }
        var found: [AllocationPlan.Hindrance] = []
        if isShort {
            found = frame.quotas.covering[request].filter { left[$0] == 0 }.map {
                .quota(frame.quotas.quotas[$0], left: 0)
            }
        }
        if frame.booths.isEmpty { return found + [.noBooths] }
        let isNowhereRoom = isShort && taken.allSatisfy { isFull[$0] }
        guard isNowhereRoom || worst != nil else { return found }
        let atLeast = isNowhereRoom ? nil : worst
        let better = taken.filter { zone in atLeast.map { frame.bonus[request][zone] ?? 0 > $0 } ?? true }
        found += frame.missingZones(of: request, betterThan: atLeast).map { .zoneFull($0) }
        found += better.map { .zoneFull(frame.zones[$0]) }
        return found
    }
}

extension AllocationPlan.Draw {
    /// What is left of a draw in the finished plan: a loss may have been made good since, and a gain passed on.
    fileprivate func standing(isShort: Bool, hasBooths: Bool) -> Self? {
        switch self {
        case .won: hasBooths ? .won : nil
        case .lost: isShort ? .lost : nil
        case .between: isShort && hasBooths ? .between : isShort ? .lost : hasBooths ? .won : nil
        }
    }
}

extension AllocationFrame {
    /// Zones that a request names but that have no booth to give.
    ///
    /// - Parameter bonus: only those that would add more than this; nil: all.
    func missingZones(of request: Int, betterThan bonus: Int?) -> [String] {
        let named = requests[request].zones
        return named.indices.filter { place in
            !zones.contains(named[place]) && bonus.map { scale.bonus(place: place) > $0 } ?? true
        }.map { named[$0] }
    }

    /// Gives each request booths in its zones. To those who ask for no neighbours the booths of a zone are equal: they are
    /// dealt in the order of their codes by province, product group and request, so that provinces stand together.
    func deal(_ zonesOfRequest: [[Int]], _ free: FreeBooths) -> [[Int]] {
        var stock = zones.indices.map { free.inZone($0)[...] }
        var dealt = [[Int]](repeating: [], count: requests.count)
        let order = requests.indices.sorted {
            let (one, other) = (requests[$0], requests[$1])
            return (one.province?.text ?? "", one.group?.rawValue ?? "", $0)
                < (other.province?.text ?? "", other.group?.rawValue ?? "", $1)
        }
        for request in order {
            dealt[request] = zonesOfRequest[request].compactMap { stock[$0].popFirst() }.sorted()
        }
        return dealt
    }
}
