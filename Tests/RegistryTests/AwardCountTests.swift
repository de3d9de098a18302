import Postgres
import RuralIndustry
import TestSupport
import Testing

@testable import Registry

@Suite("Awards by the units of any day")
struct AwardCountTests {
    private static let oldDay = Day("2024-12-31")
    private static let newDay = Day("2026-01-01")

    private func counts(
        _ test: TestRegistry, _ level: CountLevel, _ day: Day, _ filter: AwardFilter = AwardFilter()
    ) async throws -> [String] {
        try await test.registry.awardCounts(by: level, on: day, filter, as: test.viewer).map {
            "\($0.answer.rawValue) \($0.code ?? "-") \($0.awards)"
        }
    }

    /// Awards of earlier years given by units, without establishments.
    private func give(
        _ test: TestRegistry, _ issuers: [(level: SelectionLevel, code: String)], on day: Day = oldDay
    ) async throws {
        let rows = issuers.enumerated().map { number, issuer in
            "Sản phẩm \(number),Cơ sở \(number),\(issuer.level.rawValue),\(day.year),\(issuer.code),\(number)/QĐ,\(day.iso),\(day.iso),\(day.year + 3)-12-31"
        }
        try await test.importAwards(
            "product_name,establishment_name,level,year,issuer_code,decision_number,decision_date,issue_date,valid_to\n"
                + rows.joined(separator: "\n") + "\n")
    }

    @Test(
        "an award of a district in 2024 counts today under the successor of its province, and keeps issuer and name"
    )
    func district() async throws {
        try await TestRegistry.run { test in
            try await give(test, [(.district, "164"), (.provincial, "06"), (.provincial, "19")])
            #expect(try await counts(test, .province, Self.oldDay) == ["home 06 1", "home 19 2"])
            #expect(try await counts(test, .province, Self.newDay) == ["home 19 3"])
            #expect(
                try await counts(test, .district, Self.oldDay) == [
                    "home 164 1", "coarser 06 1", "coarser 19 1",
                ])
            let award = try await test.registry.awards(AwardFilter(level: .district), as: test.viewer)
            #expect(award.map(\.issuerCode) == ["164"])
            #expect(award.map(\.issuerName) == ["Ủy ban nhân dân thành phố Thái Nguyên"])
        }
    }

    @Test("regions are counted by the provinces of the day, provisional lists saying so")
    func regions() async throws {
        try await TestRegistry.run { test in
            // Bình Thuận was south; Lâm Đồng, which it went into, is central
            try await give(test, [(.provincial, "60"), (.provincial, "06"), (.regional, "south")])
            #expect(
                try await counts(test, .region, Self.oldDay) == [
                    "home north 1", "home south 1", "no-territory - 1",
                ])
            let today = try await test.registry.awardCounts(by: .region, on: Self.newDay, as: test.viewer)
            #expect(today.map(\.code) == ["central", "north", nil])
            #expect(today.map(\.isProvisional) == [true, true, false])
        }
    }

    @Test("what came of a merger cannot be counted under the units before it, unless they lay in one")
    func backwards() async throws {
        try await TestRegistry.run { test in
            try await give(test, [(.provincial, "19"), (.provincial, "01")], on: Self.newDay)
            // Thái Nguyên was made of two provinces; Hà Nội went on as it was
            #expect(try await counts(test, .province, Self.oldDay) == ["home 01 1", "earlier 19 1"])
        }
    }

    @Test("awards are filtered before they are counted")
    func filtered() async throws {
        try await TestRegistry.run { test in
            try await give(test, [(.district, "164"), (.provincial, "06"), (.provincial, "19")])
            #expect(
                try await counts(test, .province, Self.newDay, AwardFilter(level: .district)) == ["home 19 1"]
            )
            #expect(try await counts(test, .province, Self.newDay, AwardFilter(year: 2023)) == [])
        }
    }

    @Test("every award is in just one row, on any day and for any history of units", arguments: 1...12)
    func conservation(seed: UInt64) async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            let history = SyntheticUnits(seed: seed)
            try await history.write(to: test)
            for level in [CountLevel.province, .commune] {
                for day in SyntheticUnits.days {
                    let rows = try await test.registry.awardCounts(by: level, on: day, as: test.viewer)
                    #expect(SyntheticUnits.counted(rows) == history.counted(level, day), "\(level) on \(day)")
                }
            }
        }
    }

    @Test(
        "what counts under the units of a day is, on a later day, under its units or shown apart",
        arguments: 1...12)
    func conservedForward(seed: UInt64) async throws {
        let history = SyntheticUnits(seed: seed)
        for level in [UnitLevel.province, .commune] {
            for (number, earlier) in SyntheticUnits.days.enumerated() {
                let here = history.awards.filter { history.isPlaced($0, level, earlier) }
                for later in SyntheticUnits.days[number...] {
                    let kept = here.count { history.isPlaced($0, level, later) }
                    let apart = here.count {
                        ["split", "lost", "earlier", "coarser"].contains(
                            history.place($0, level, later))
                    }
                    #expect(here.count == kept + apart)
                }
            }
        }
    }
}

/// Units of three eras with reused codes, mergers, splits, ends without successor and beginnings without predecessor; and where
/// each lies on a day, worked out one by one.
struct SyntheticUnits {
    static let days = [Day("2010-01-01"), Day("2020-06-01"), Day("2026-01-01")]
    private static let turns = [Day("2020-01-01"), Day("2025-01-01")]

    struct Unit {
        let level: UnitLevel
        let code: String
        let parent: String?
        let era: Int
    }

    private var numbers: SeededGenerator
    private(set) var units: [Unit] = []
    private(set) var edges: [(from: Int, to: Int, relation: String)] = []
    /// The unit that each award is known by; nil: none.
    private(set) var awards: [Int?] = []

    init(seed: UInt64) {
        numbers = SeededGenerator(seed: seed)
        make()
    }

    private mutating func make() {
        for era in 0..<3 {
            // codes that no real unit of the template has
            let provinces = (90...99).map(String.init).filter {
                !["91", "92", "96", "93", "94", "95"].contains($0)
            }
            .shuffled(using: &numbers).prefix(3)
            for code in provinces { units.append(Unit(level: .province, code: code, parent: nil, era: era)) }
            for code in (0...9).map({ "9990\($0)" }).shuffled(using: &numbers).prefix(7) {
                units.append(
                    Unit(
                        level: .commune, code: code, parent: provinces.randomElement(using: &numbers),
                        era: era))
            }
        }
        for (index, unit) in units.enumerated() where unit.era < 2 {
            let next = units.indices.filter { units[$0].era == unit.era + 1 && units[$0].level == unit.level }
            switch Int.random(in: 0..<10, using: &numbers) {
            case 0: continue
            case 1...3:
                for target in next.shuffled(using: &numbers).prefix(2) {
                    edges.append((index, target, "part_of"))
                }
            default:
                let relation = Bool.random(using: &numbers) ? "continues" : "merged_into"
                if let target = next.randomElement(using: &numbers) {
                    edges.append((index, target, relation))
                }
            }
        }
        awards = (0..<60).map { _ in
            Int.random(in: 0..<20, using: &numbers) == 0
                ? nil : Int.random(in: units.indices, using: &numbers)
        }
    }

    /// What the rows of a count say, by unit or answer.
    static func counted(_ rows: [AwardCount]) -> [String: Int] {
        rows.reduce(into: [:]) { counts, row in
            let key =
                row.answer == .home ? "\(row.code ?? "-") \(row.validity?.text ?? "")" : row.answer.rawValue
            counts[key, default: 0] += row.awards
        }
    }

    /// What they must say: every award once.
    func counted(_ level: CountLevel, _ day: Day) -> [String: Int] {
        awards.reduce(into: [:]) { $0[place($1, level.unitLevel, day), default: 0] += 1 }
    }

    /// `CODE VALIDITY` of the unit it counts under, or the answer.
    func place(_ award: Int?, _ level: UnitLevel, _ day: Day) -> String {
        guard let unit = award else { return "no-territory" }
        let era = Self.turns.count { $0 <= day }
        if units[unit].level == .province, level == .commune { return "coarser" }
        if units[unit].era > era { return placedBack(unit, level, era) }
        let reached = forward(unit, era)
        let homes = reached.map { $0.map { home($0, level) } }
        let known = Set(homes.compactMap { $0 ?? nil })
        let isLost = reached.contains(nil)
        let isCoarser = homes.contains { $0.map { $0 == nil } ?? false }
        if let only = known.first, known.count == 1, !isLost, !isCoarser { return name(only) }
        return !known.isEmpty ? "split" : isCoarser ? "coarser" : "lost"
    }

    private func placedBack(_ unit: Int, _ level: UnitLevel, _ era: Int) -> String {
        let reached = backward(unit, era, isSame: true)
        let homes = reached.map { $0.unit.flatMap { home($0, level) } }
        guard let only = homes.first ?? nil, homes.allSatisfy({ $0 == only }) else { return "earlier" }
        let isSame = reached.allSatisfy(\.isSame)
        return isSame || units[unit].level != level ? name(only) : "earlier"
    }

    func isPlaced(_ award: Int?, _ level: UnitLevel, _ day: Day) -> Bool {
        !["no-territory", "lost", "earlier", "coarser", "split"].contains(
            place(award, level, day))
    }

    private func name(_ unit: Int) -> String {
        let era = units[unit].era
        let validity = Validity(
            from: era > 0 ? Self.turns[era - 1] : nil, to: era < 2 ? Self.turns[era] : nil)
        return "\(units[unit].code) \(validity?.text ?? "")"
    }

    /// What a unit became by an era; nil: nothing is recorded. Where what is recorded of it is not all, the unit above it tells.
    private func forward(_ unit: Int, _ era: Int) -> Set<Int?> {
        if units[unit].era == era { return [unit] }
        let recorded = edges.filter { $0.from == unit }
        var next: [Int?] = recorded.map(\.to)
        if recorded.count < 2, recorded.allSatisfy({ $0.relation == "part_of" }) { next.append(above(unit)) }
        return next.reduce(into: []) { reached, unit in
            if let unit { reached.formUnion(forward(unit, era)) } else { reached.insert(nil) }
        }
    }

    /// What a unit came from in an era, and whether it merely went on all the way; nil: nothing is recorded.
    private func backward(_ unit: Int, _ era: Int, isSame: Bool) -> [(unit: Int?, isSame: Bool)] {
        if units[unit].era == era { return [(unit, isSame)] }
        let recorded = edges.filter { $0.to == unit }
        if recorded.isEmpty { return [(nil, false)] }
        return recorded.flatMap { edge in
            backward(edge.from, era, isSame: isSame && recorded.count == 1 && edge.relation == "continues")
        }
    }

    private func above(_ unit: Int) -> Int? {
        units.firstIndex {
            $0.code == units[unit].parent && $0.era == units[unit].era && $0.level == .province
        }
    }

    private func home(_ unit: Int, _ level: UnitLevel) -> Int? {
        if units[unit].level == level { return unit }
        guard let parent = units[unit].parent else { return nil }
        return units.firstIndex { $0.code == parent && $0.era == units[unit].era && $0.level == level }
    }

    func write(to test: TestRegistry) async throws {
        let (units, edges, awards) = (units, edges, awards)
        try await test.asProgram { session in
            try session.beginAudit()
            var ids: [Int64] = []
            for unit in units {
                let from = unit.era > 0 ? Self.turns[unit.era - 1] : nil
                let to = unit.era < 2 ? Self.turns[unit.era] : nil
                ids.append(
                    try session.value(
                        """
                        INSERT INTO unit (level, code, name, full_name, kind, parent_code, validity)
                        VALUES (\(unit.level), \(unit.code), 'Mẫu', 'Đơn vị mẫu', \(unit.level == .province ? "province" : "commune"),
                          \(unit.parent), daterange(\(from), \(to))) RETURNING unit_id
                        """))
            }
            for edge in edges {
                try session.execute(
                    """
                    INSERT INTO unit_edge (from_unit_id, to_unit_id, relation, effective_date)
                    VALUES (\(ids[edge.from]), \(ids[edge.to]), \(edge.relation), \(Self.turns[units[edge.from].era]))
                    """)
            }
            for (number, award) in awards.enumerated() {
                let unit = award.map { ids[$0] }
                let isCommune = award.map { units[$0].level == .commune } ?? false
                try session.execute(
                    """
                    INSERT INTO award (level, year, issuer_code, issuer_name, decision_number, decision_date, product_name,
                      establishment_name, commune_unit_id, province_unit_id)
                    VALUES ('provincial', 2010, '00', 'Mẫu', \(String(number)), '2010-01-01', 'Mẫu', 'Mẫu',
                      \(isCommune ? unit : nil), \(isCommune ? nil : unit))
                    """)
            }
        }
    }
}

/// SplitMix64: numbers that a seed fixes.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
