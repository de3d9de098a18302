import Documents
import RuralIndustry

/// A large fair that a seed fixes: halls of double rows, and requests from all provinces for more booths than there are.
struct BenchFair {
    let booths: Int
    let requests: Int
    let provinces: Int
    let seed: UInt64

    private static let boothsPerHall = 200
    private static let boothsPerRow = 20

    /// Booths side by side and back to back in halls of ten rows.
    func plan() throws -> BoothPlan {
        try BoothPlan(
            try (0..<booths).map { number in
                let (hall, place) = number.quotientAndRemainder(dividingBy: Self.boothsPerHall)
                let (row, column) = place.quotientAndRemainder(dividingBy: Self.boothsPerRow)
                let x = (hall % 2) * (Self.boothsPerRow * 3_000 + 8_000) + column * 3_000
                let y = (hall / 2) * 50_000 + row * 3_000 + row / 2 * 3_000
                guard let left = Length(millimetres: x), let top = Length(millimetres: y),
                    let side = Length(millimetres: 3_000),
                    let place = BoothRectangle(
                        x: left, y: top, width: side, depth: side)
                else { throw Violation("bench", vi: "sơ đồ quá lớn", en: "the plan is too large") }
                let rowName = String(UnicodeScalar(UInt8(65 + row)))
                return Booth(
                    code: try BoothCode("\(hall + 1)\(rowName)\(column + 1)"), rectangle: place,
                    zone: "\(hall + 1)")
            })
    }

    /// - Parameter isHard: a sixth of the requests wants neighbours, and quotas of product groups and funds cut across those
    ///   of the provinces; otherwise the quotas nest.
    func problem(_ plan: BoothPlan, isHard: Bool) throws -> AllocationProblem {
        let neighbours = plan.neighbours()
        let shown = plan.booths.indices.map {
            AllocationProblem.Booth(
                code: plan.booths[$0].code.text, zone: plan.booths[$0].zone ?? "", neighbours: neighbours[$0])
        }
        var (asked, quotas) = asking(plan, provinces: try provinceCodes(), isHard: isHard)
        if isHard {
            quotas += [
                AllocationProblem.Quota(group: .machinery, maximum: booths / 6),
                AllocationProblem.Quota(funds: .national, maximum: booths / 4),
            ]
        }
        return try AllocationProblem(booths: shown, requests: asked, quotas: quotas, seed: "\(seed)")
    }

    /// The requests, and quotas of provinces that nest.
    private func asking(
        _ plan: BoothPlan, provinces codes: [UnitCode], isHard: Bool
    ) -> (requests: [AllocationProblem.Request], quotas: [AllocationProblem.Quota]) {
        var numbers = SeededNumbers(seed: seed)
        let zones = Set(plan.booths.compactMap(\.zone)).sorted()
        let groups: [ProductGroupID] = [.handicraft, .food, .machinery, .other]
        let asked = (0..<requests).map { number in
            let wanted = numbers.one(of: [1, 1, 1, 2, 2, 4])
            return AllocationProblem.Request(
                id: "\(number + 1)", province: numbers.one(of: codes), group: numbers.one(of: groups),
                funds: numbers.happens(percent: 60) ? numbers.one(of: FundingSource.allCases) : nil,
                boothsWanted: wanted,
                isAdjacent: isHard && wanted > 1 && numbers.happens(percent: 33),
                zones: Array(zones.shuffled(using: &numbers).prefix(numbers.below(4))),
                takesOtherZones: numbers.happens(percent: 80), points: numbers.below(4) * 10)
        }
        let quotas = codes.flatMap { province in
            [
                AllocationProblem.Quota(
                    province: province, maximum: booths / codes.count * (80 + numbers.below(60)) / 100),
                AllocationProblem.Quota(
                    province: province, group: .food, maximum: booths / codes.count / 3),
            ]
        }
        return (asked, quotas)
    }

    /// The same fair as the files that the commands read, each by its name. Request n is that of the establishment with the external
    /// id `En`; with `isHard` a quota of national funds cuts across those of every province.
    func files(provinces codes: [UnitCode], isHard: Bool) throws -> [(name: String, text: String)] {
        let plan = try plan()
        var (asked, quotas) = asking(plan, provinces: codes, isHard: isHard)
        if isHard {
            quotas += codes.map {
                AllocationProblem.Quota(province: $0, funds: .national, maximum: booths / codes.count / 4)
            }
        }
        func file(_ header: String, _ rows: [[String]]) -> String {
            ([header] + rows.map { $0.joined(separator: ",") }).map { $0 + "\n" }.joined()
        }
        return [
            (
                "booths.csv",
                file(
                    "code,x_m,y_m,width_m,depth_m,zone,price_vnd",
                    plan.booths.map { booth in
                        let place = booth.rectangle
                        return [
                            booth.code.text, place.x.text, place.y.text, place.width.text, place.depth.text,
                            booth.zone ?? "", "9600000",
                        ]
                    })
            ),
            (
                "quotas.csv",
                file(
                    "province_code,booths,group,funds",
                    quotas.map {
                        [
                            $0.province?.text ?? "", String($0.maximum), $0.group?.rawValue ?? "",
                            $0.funds?.rawValue ?? "",
                        ]
                    })
            ),
            (
                "requests.csv",
                file(
                    "establishment_external_id,province_code,booths,adjacent,zones,other_zones,group,funds,filed_on",
                    asked.map { request in
                        [
                            "E\(request.id)", request.province?.text ?? "", String(request.boothsWanted),
                            request.isAdjacent ? "yes" : "no", request.zones.joined(separator: "|"),
                            request.takesOtherZones || request.zones.isEmpty ? "yes" : "no",
                            request.group?.rawValue ?? "", request.funds?.rawValue ?? "", "2026-01-05",
                        ]
                    })
            ),
            (
                "funding.csv",
                file(
                    "source,province_code,fair_kind,share_percent,booth_cap_vnd,fair_cap_vnd,valid_from,legal_basis",
                    [["national", "", "organised", "80", "", "40000000", "2099-01-01", "bench"]]
                        + codes.map {
                            [
                                "local", $0.text, "organised", "50", "6000000", "20000000", "2099-01-01",
                                "bench",
                            ]
                        })
            ),
        ]
    }

    /// The fair as allocated.
    func drawing(_ plan: BoothPlan, _ allocation: AllocationPlan) throws -> BoothPlanDrawing {
        guard let day = Day(year: 2026, month: 11, day: 20) else {
            throw Violation("bench", vi: "ngày sai", en: "bad day")
        }
        let tenants = allocation.outcomes.flatMap { outcome in
            outcome.booths.map { ($0.code, outcome.request) }
        }
        let tenant = Dictionary(tenants) { first, _ in first }
        return BoothPlanDrawing(
            title: "Hội chợ hàng công nghiệp nông thôn tiêu biểu năm 2026",
            subtitle: "Từ ngày 20/11/2026 đến ngày 26/11/2026", organiser: "Sở Công Thương Mẫu", day: day,
            booths: plan.booths.map { booth in
                guard let request = tenant[booth.code.text] else { return .init(booth) }
                return .init(
                    booth, .confirmed, tenant: "Hợp tác xã Mẫu số \(request.id)", province: request.province,
                    link: "/fairs/1/booths/\(booth.code.text)")
            })
    }

    private func provinceCodes() throws -> [UnitCode] {
        try (0..<provinces).map { try UnitCode(String(10 + $0)) }
    }
}
