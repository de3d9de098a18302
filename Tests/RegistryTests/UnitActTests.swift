import Postgres
import RuralIndustry
import TestSupport
import Testing

@testable import Registry

@Suite("Recording official changes of units")
struct UnitActTests {
    private static let quangNinh = [
        "code": "22", "on": "2026-09-01", "act": "36/2026/QH16", "kind": "city",
        "full_name": "Thành phố Quảng Ninh",
    ]
    private static let bacNinh = [
        "code": "24", "on": "2026-09-20", "act": "39/2026/QH16", "kind": "city",
        "full_name": "Thành phố Bắc Ninh",
    ]

    @Test("Quảng Ninh and Bắc Ninh become centrally-run cities: kind and name by day, the region goes on")
    func cities() async throws {
        try await TestRegistry.run { test in
            try await test.importAwards(
                AwardImportTests.header + """
                    Chả mực,Cơ sở Hạ Long,provincial,2024,22,1/QĐ,2024-06-01,,,,,,,,
                    Gốm,Cơ sở Phù Lãng,provincial,2024,27,2/QĐ,2024-06-01,,,,,,,,
                    """)
            for act in [Self.quangNinh, Self.bacNinh] {
                let report = try await test.record(act)
                #expect(report.saved.units == UnitImportReport.Counts(added: 1, changed: 1, unchanged: 0))
                #expect(report.saved.lineage.added == 1 && report.saved.regions.changed == 0)
                #expect(
                    report.saved.changes.map(\.field)
                        == ["valid_to", "full_name", "kind", "relation", "legal_basis"])
            }
            for (code, day, name, kind) in [
                ("22", "2026-08-31", "Tỉnh Quảng Ninh", UnitKind.province),
                ("22", "2026-09-01", "Thành phố Quảng Ninh", .city),
                ("24", "2026-09-19", "Tỉnh Bắc Ninh", .province),
                ("24", "2026-09-20", "Thành phố Bắc Ninh", .city),
            ] {
                let listing = try await test.registry.unit(code, on: try Day(iso: day), as: test.viewer)
                #expect(listing.unit.fullName == name && listing.unit.record.kind == kind)
                #expect(listing.region == .north)
            }
            for (code, product) in [("22", "Chả mực"), ("24", "Gốm")] {
                let awards = try await test.registry.awardHistory(
                    .unit(code, on: test.today), as: test.viewer)
                #expect(awards.map(\.productName) == [product] && !awards[0].isPartial)
            }
            let lineage = try await test.registry.lineage("22", on: test.today, as: test.viewer)
            #expect(lineage.last?.legalBasis == "36/2026/QH16" && lineage.last?.relation == .continues)
            let reasons = try await test.asOwner {
                try $0.values(
                    "SELECT reason FROM audit_event WHERE action = 'unit.change' ORDER BY audit_id",
                    as: String.self)
            }
            #expect(reasons == ["36/2026/QH16", "39/2026/QH16"])
        }
    }

    @Test("the same act again, and the same facts by file, change nothing; so does an update of the program")
    func again() async throws {
        try await TestRegistry.run { test in
            _ = try await test.record(Self.quangNinh)
            let before = try await test.unitRows()
            let again = try await test.record(Self.quangNinh)
            #expect(again.isRecordedAlready && again.saved.changes.isEmpty)
            let file = try await test.registry.importUnits(
                try TextFile.with(
                    """
                    code,level,name,full_name,kind,parent_code,valid_from,valid_to
                    22,province,Quảng Ninh,Tỉnh Quảng Ninh,province,,2025-07-01,2026-09-01
                    22,province,Quảng Ninh,Thành phố Quảng Ninh,city,,2026-09-01,

                    """
                ) { try UnitFiles.units($0) },
                lineage: try TextFile.with(
                    """
                    level,from_code,to_code,relation,effective_date,legal_basis
                    province,22,22,continues,2026-09-01,36/2026/QH16

                    """
                ) { try UnitFiles.lineage($0) }, as: test.viewer)
            #expect(file.units == UnitImportReport.Counts(added: 0, changed: 0, unchanged: 2))
            #expect(file.lineage.unchanged == 1 && file.changes.isEmpty)
            // the shipped provinces know nothing of this act
            try await test.registry.loadReferenceData(from: SourceTree.root + "/sql")
            #expect(try await test.unitRows() == before)
        }
    }

    @Test("a dry run tells the same and does nothing")
    func dryRun() async throws {
        try await TestRegistry.run { test in
            let before = try await test.unitRows()
            let dry = try await test.record(Self.quangNinh, dryRun: true)
            #expect(try await test.unitRows() == before)
            let real = try await test.record(Self.quangNinh)
            #expect(dry.saved.changes == real.saved.changes && dry.saved.units == real.saved.units)
        }
    }

    @Test("units that lie in one that would end are counted in the refusal, and nothing is changed")
    func stranded() async throws {
        try await TestRegistry.run { test in
            let before = try await test.unitRows()
            let told = await expectRefusal("unit-parent-unknown") {
                _ = try await test.record([
                    "code": "19", "on": "2026-10-01", "act": "Nghị quyết thử", "merge_into": "24",
                ])
            }
            #expect(told.first?.text.vi.contains("12 đơn vị thuộc 19") == true)
            #expect(try await test.unitRows() == before)
        }
    }

    @Test("a commune merges into another; that one, renamed on the same day, keeps what came to it")
    func sameDay() async throws {
        try await TestRegistry.run { test in
            let act = ["on": "2026-10-01", "act": "Nghị quyết thử"]
            _ = try await test.record(
                act.merging(["code": "05800", "merge_into": "05773"]) { $1 })
            // the edge leads to the unit that is valid on its day, which the second act makes anew
            let renamed = try await test.record(
                act.merging(["code": "05773", "name": "Mới", "full_name": "Xã Mới"]) { $1 })
            #expect(renamed.saved.units == UnitImportReport.Counts(added: 1, changed: 1, unchanged: 0))
            let lineage = try await test.registry.lineage("05773", on: Day("2026-10-01"), as: test.viewer)
            #expect(
                lineage.filter { $0.effectiveDate == Day("2026-10-01") }.map(\.toName) == [
                    "Xã Mới", "Xã Mới",
                ])
        }
    }

    @Test("only who answers for the whole registry records an act")
    func policy() async throws {
        try await TestRegistry.run { test in
            let act = try UnitAct.parse(Fields(named: Self.quangNinh))
            for viewer in [Viewer.anybody, .program] {
                await expectRefusal("not-permitted") {
                    _ = try await test.registry.changeUnit(act, as: viewer)
                }
            }
        }
    }
}

extension TestRegistry {
    fileprivate func record(_ act: [String: String], dryRun: Bool = false) async throws -> UnitActReport {
        try await registry.changeUnit(try UnitAct.parse(Fields(named: act)), as: viewer, dryRun: dryRun)
    }

    fileprivate func unitRows() async throws -> [String] {
        try await asOwner {
            try $0.values(
                """
                SELECT x FROM (SELECT u::text AS x FROM unit u UNION ALL SELECT e::text FROM unit_edge e
                  UNION ALL SELECT m::text FROM region_member m) AS all_rows ORDER BY x
                """, as: String.self)
        }
    }
}
