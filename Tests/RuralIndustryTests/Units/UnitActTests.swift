import RuralIndustry
import Testing

@Suite("What an act makes of units")
struct UnitActTests {
    private let known: UnitCatalogue
    private let day = "2026-09-01"

    init() throws {
        func unit(
            _ code: String, _ name: String, _ kind: UnitKind, _ from: String? = "2025-07-01",
            _ to: String? = nil,
            in parent: String? = nil
        ) throws -> UnitRecord {
            UnitRecord(
                code: try UnitCode(code), name: name, fullName: "\(kind.name.vi) \(name)", kind: kind,
                parent: try parent.map { try UnitCode($0) },
                validity: try #require(
                    Validity(from: try from.map { try Day(iso: $0) }, to: try to.map { try Day(iso: $0) })))
        }
        known = UnitCatalogue([
            try unit("22", "Quảng Ninh", .province),
            try unit("24", "Bắc Giang", .province, nil, "2025-07-01"),
            try unit("24", "Bắc Ninh", .province), try unit("27", "Bắc Ninh", .province, nil, "2025-07-01"),
            try unit("05001", "Một", .commune, in: "22"), try unit("05002", "Hai", .commune, in: "22"),
            try unit("05003", "Ba", .commune, in: "22"),
        ])
    }

    private func act(_ code: String, on day: String? = nil, _ more: [String: String]) throws -> UnitAct {
        try UnitAct.parse(
            Fields(named: more.merging(["code": code, "on": day ?? self.day, "act": "1/NQ"]) { a, _ in a }))
    }

    private func plan(
        _ act: UnitAct, lineage: [LineageEdge] = [], over units: UnitCatalogue? = nil
    ) throws -> UnitActPlan {
        try act.plan(units: units ?? known, lineage: lineage, regions: [])
    }

    private func refusal(_ body: () throws -> Void) -> [String] {
        do {
            try body()
            return []
        } catch let refusal as Refusal {
            return refusal.violations.map { "\($0.code)@\($0.place.column ?? "")" }
        } catch {
            return ["\(error)"]
        }
    }

    private let city = ["kind": "city", "full_name": "Thành phố Quảng Ninh"]

    @Test("a unit goes on with another kind: the old record ends, the new one begins, one edge joins them")
    func goesOn() throws {
        let made = try plan(act("22", city))
        #expect(made.units.map(\.kind) == [.province, .city])
        #expect(made.units.map(\.validity.to?.iso) == [day, nil] && made.units[1].validity.from?.iso == day)
        #expect(made.units[1].name == "Quảng Ninh" && made.units[1].fullName == "Thành phố Quảng Ninh")
        #expect(made.lineage.map(\.text) == ["22 → 22"])
        #expect(made.lineage.map(\.relation) == [.continues] && made.lineage[0].legalBasis == "1/NQ")
        #expect(made.changes.map(\.field) == ["full_name", "kind", "relation", "legal_basis"])
    }

    @Test("recorded again it gives what is there; another change on that day is refused")
    func again() throws {
        let first = try plan(act("22", city))
        let after = UnitCatalogue(known.all, changedBy: first.units)
        let second = try plan(act("22", city), lineage: first.lineage, over: after)
        #expect(second.units == first.units && second.lineage == first.lineage)
        let other = ["kind": "city", "full_name": "Thành phố Hạ Long"]
        #expect(
            refusal { _ = try plan(act("22", other), lineage: first.lineage, over: after) }
                == ["unit-act-recorded-otherwise@on"])
        #expect(
            refusal { _ = try plan(act("22", on: "2026-10-01", city), lineage: first.lineage, over: after) }
                == ["unit-act-nothing@act"])
    }

    @Test("all of a unit goes into one that stays as it is; parts go into several")
    func endings() throws {
        let merged = try plan(act("05001", ["merge_into": "05002"]))
        #expect(merged.units.map(\.code.text) == ["05001"] && merged.units[0].validity.to?.iso == day)
        #expect(merged.lineage.map(\.relation) == [.mergedInto])
        let split = try plan(act("05001", ["split_into": "05002|05003"]))
        #expect(split.lineage.map(\.text) == ["05001 → 05002", "05001 → 05003"])
        #expect(split.lineage.allSatisfy { $0.relation == .partOf } && split.units.count == 1)
    }

    @Test("several merge into one that goes on, also with the code of one that is merged")
    func merging() throws {
        let made = try plan(
            act("05002", ["name": "Mới", "full_name": "xã Mới", "also_merge": "05001|05003"]))
        #expect(made.units.map(\.code.text) == ["05002", "05001", "05003", "05002"])
        #expect(made.lineage.map(\.relation) == [.continues, .mergedInto, .mergedInto])
        let code = try self.plan(act("05001", ["continues": "05002", "also_merge": "05001"]))
        #expect(code.lineage.map(\.text) == ["05002 → 05001", "05001 → 05001"])
        #expect(code.lineage.map(\.relation) == [.continues, .mergedInto])
        #expect(code.units.last?.name == "Hai" && code.units.last?.code.text == "05001")
        #expect(
            refusal { _ = try self.plan(act("05001", ["continues": "05002"])) }
                == ["unit-act-code-taken@continues"])
    }

    @Test("a unit begins under a code that nothing had, made of several")
    func newCode() throws {
        let values = [
            "name": "Mới", "full_name": "Xã Mới", "kind": "commune", "parent_code": "22",
            "also_merge": "05001|05002",
        ]
        let made = try plan(act("05009", values))
        #expect(made.units.map(\.code.text) == ["05001", "05002", "05009"])
        #expect(made.lineage.allSatisfy { $0.relation == .mergedInto })
        #expect(
            refusal { _ = try self.plan(act("05009", ["also_merge": "05001"])) } == [
                "value-missing@name", "value-missing@full_name", "value-missing@kind",
                "unit-parent-level@parent_code",
            ])
    }

    @Test("what speaks against an act is told with clear codes, each in its field")
    func refused() throws {
        #expect(refusal { _ = try plan(act("99", city)) } == ["unknown-unit@code"])
        #expect(refusal { _ = try plan(act("27", city)) } == ["unknown-unit@code"])
        #expect(refusal { _ = try plan(act("22", on: "2025-07-01", city)) } == ["unit-act-day@code"])
        #expect(refusal { _ = try plan(act("22", on: "2025-06-30", city)) } == ["unknown-unit@code"])
        #expect(refusal { _ = try plan(act("22", [:])) } == ["unit-act-nothing@act"])
        #expect(refusal { _ = try plan(act("22", ["name": "Quảng  Ninh"])) } == ["unit-act-nothing@act"])
        #expect(refusal { _ = try plan(act("22", ["kind": "city"])) } == ["unit-act-full-name@full_name"])
        #expect(
            refusal { _ = try plan(act("22", ["kind": "ward", "full_name": "Phường"])) }
                == ["unit-kind-level@kind"])
        #expect(
            refusal { _ = try plan(act("05001", ["merge_into": "05009"])) }
                == ["unit-act-target-unknown@merge_into"])
        #expect(refusal { _ = try act("05001", ["merge_into": "22"]) } == ["unit-code-level@merge_into"])
        #expect(refusal { _ = try act("05001", ["merge_into": "05001"]) } == ["unit-act-itself@merge_into"])
        #expect(refusal { _ = try act("05001", ["split_into": "05002"]) } == ["unit-act-split@split_into"])
        #expect(
            refusal { _ = try act("05001", on: "hôm nay", ["merge_into": "05002", "kind": "ward"]) }
                == ["date-unreadable@on", "unit-act-mixed@kind"])
    }

    @Test("a unit whose end is known cannot end earlier in another way, but may be renamed before it")
    func laterChange() throws {
        let ended = try plan(act("05001", ["merge_into": "05002"]))
        let after = UnitCatalogue(known.all, changedBy: ended.units)
        #expect(
            refusal {
                _ = try plan(
                    act("05001", on: "2026-08-01", ["merge_into": "05003"]), lineage: ended.lineage,
                    over: after)
            } == ["unit-act-later-change@on"])
        let renamed = try plan(
            act("05001", on: "2026-08-01", ["name": "Khác", "full_name": "Xã Khác"]), lineage: ended.lineage,
            over: after)
        #expect(renamed.units.map(\.validity.to?.iso) == ["2026-08-01", day])
    }

    @Test("a province that ends leaves its region on that day; one that goes on stays in it")
    func regions() throws {
        let member = RegionMember(
            region: .north, province: try UnitCode("22"),
            validity: try #require(Validity(from: try Day(iso: "2025-07-01"), to: nil)), status: .provisional,
            legalBasis: nil)
        let merged = try act("22", ["merge_into": "24"]).plan(units: known, lineage: [], regions: [member])
        #expect(merged.regions.map(\.validity.to?.iso) == [day])
        #expect(try act("22", city).plan(units: known, lineage: [], regions: [member]).regions.isEmpty)
    }
}
