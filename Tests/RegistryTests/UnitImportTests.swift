import FoundationEssentials
import Postgres
import RuralIndustry
import TestSupport
import Testing

@testable import Registry

@Suite("Loading units")
struct UnitImportTests {
    private static let shared = SourceTree.shared + "/data/units"
    private static let sharedExist = SourceTree.exists(shared + "/units.csv")

    @Test(
        "the units of the whole country load over the reference data, changing no province",
        .enabled(if: sharedExist, "needs ../shared/data/units"))
    func sharedData() async throws {
        try await TestRegistry.run { test in
            let before = try await test.provinces()
            let loaded = try await test.importShared()
            #expect(try await test.provinces() == before)
            #expect(loaded.units.changed == 0 && loaded.lineage.changed == 0)
            #expect(loaded.units.added > 14_000 - 200 && loaded.lineage.added > 10_900)
            #expect(loaded.regions == UnitImportReport.Counts(added: 0, changed: 0, unchanged: 97))

            #expect(loaded.report.withoutSuccessor.count == 64)
            #expect(loaded.report.withoutPredecessor.count == 18)
            #expect(loaded.report.splits.count == 295)
            #expect(loaded.report.reusedCodes.count { $0.code.level == .commune } == 3_315)
            #expect(loaded.report.reusedCodes.count { $0.code.level == .province } == 7)
            #expect(try await test.units(.province, "2025-06-30") == 63)
            #expect(try await test.units(.province, "2025-07-01") == 34)
            #expect(try await test.units(.commune, "2025-07-01") == 3_321)
            #expect(try await test.units(.district, "2025-07-01") == 0)

            let again = try await test.importShared()
            #expect(again.units.added == 0 && again.units.changed == 0)
            #expect(again.lineage.added == 0 && again.lineage.changed == 0)
            #expect(again.units.unchanged == loaded.units.added + loaded.units.unchanged)
            #expect(again.report == loaded.report)
        }
    }

    @Test("loading the reference data again changes nothing")
    func referenceAgain() async throws {
        try await TestRegistry.run { test in
            let before = try await test.fingerprint()
            try await test.registry.loadReferenceData(from: SourceTree.root + "/sql")
            #expect(try await test.fingerprint() == before)
        }
    }

    @Test("every bad row of the three files is told with its place, and nothing is changed")
    func badRows() async throws {
        try await TestRegistry.run { test in
            let before = try await test.fingerprint()
            let violations = await expectRefusal(
                "unit-parent-unknown", "unit-validity-overlap", "lineage-to-unknown", "region-overlap"
            ) {
                _ = try await test.importUnits(
                    """
                    30001,commune,Một,Xã Một,commune,19,2025-07-01,
                    30002,commune,Hai,Xã Hai,commune,99,2025-07-01,
                    05503,commune,Ba,Xã Ba,commune,19,2025-08-01,
                    """,
                    lineage: """
                        commune,05503,30001,part_of,2025-07-01,
                        commune,05503,30009,part_of,2025-07-01,
                        """,
                    regions: "south,khu vực phía Nam,19,2026-01-01,,,")
            }
            #expect(violations.map(\.place.row) == [3, 4, 3, 2])
            #expect(
                violations.map(\.place.column) == ["parent_code", "valid_from", "to_code", "province_code"])
            #expect(violations.allSatisfy { $0.place.file != nil })
            #expect(try await test.fingerprint() == before)
        }
    }

    @Test("a dry run tells what would be done and does nothing")
    func dryRun() async throws {
        try await TestRegistry.run { test in
            let before = try await test.fingerprint()
            let report = try await test.importUnits(
                "30001,commune,Một,Xã Một,commune,19,2025-07-01,", dryRun: true)
            #expect(report.units == UnitImportReport.Counts(added: 1, changed: 0, unchanged: 0))
            #expect(try await test.fingerprint() == before)
        }
    }

    @Test("a renamed unit is changed where it stands; a second unit takes over its code from a day on")
    func changes() async throws {
        try await TestRegistry.run { test in
            let renamed = try await test.importUnits(
                "05503,commune,Tân Cương Mới,Xã Tân Cương Mới,commune,19,2025-07-01,")
            #expect(renamed.units == UnitImportReport.Counts(added: 0, changed: 1, unchanged: 0))
            let ended = try await test.importUnits(
                """
                05503,commune,Tân Cương,Phường Tân Cương,ward,19,2026-05-01,
                05503,commune,Tân Cương Mới,Xã Tân Cương Mới,commune,19,2025-07-01,2026-05-01
                """, lineage: "commune,05503,05503,continues,2026-05-01,Nghị quyết thử")
            #expect(ended.units == UnitImportReport.Counts(added: 1, changed: 1, unchanged: 0))
            #expect(try await test.name("05503", "2026-04-30") == "Xã Tân Cương Mới")
            #expect(try await test.name("05503", "2026-05-01") == "Phường Tân Cương")
        }
    }

    @Test("the spelling of the law stays when a file writes Thanh Hoá or Khánh Hoà")
    func spelling() async throws {
        try await TestRegistry.run { test in
            let report = try await test.importUnits(
                "38,province,Thanh Hoá,Tỉnh Thanh Hoá,province,,2025-07-01,")
            #expect(report.units.changed == 0 && report.units.unchanged == 1)
            #expect(try await test.name("38", "2026-01-01") == "Tỉnh Thanh Hóa")
        }
    }

    @Test("a corrected copy of the files changes only what differs, and says each field before and now")
    func corrected() async throws {
        try await TestRegistry.run { test in
            let folder = SourceTree.root + "/sql/reference"
            func corrected(_ file: String, _ row: String, by other: String) throws -> String {
                let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
                #expect(text.contains("\n\(row)\n"))
                return text.replacing("\n\(row)\n", with: "\n\(other)\n")
            }
            let units = try corrected(
                "provinces.csv", "20,province,Lạng Sơn,Tỉnh Lạng Sơn,province,,2025-07-01,",
                by: "20,province,Lạng Sơn Mới,Tỉnh Lạng Sơn,province,,2025-07-01,"
            ).replacing(
                "\n38,province,Thanh Hóa,Tỉnh Thanh Hóa,province,,2025-07-01,\n",
                with: "\n38,province,Thanh Hoá,Tỉnh Thanh Hoá,city,,2025-07-01,\n")
            let lineage = try corrected(
                "province-lineage.csv", "province,06,19,merged_into,2025-07-01,202/2025/QH15",
                by: "province,06,19,part_of,2025-07-01,202/2025/QH15")
            let member = "north,khu vực phía Bắc,22,2025-07-01,,"
            let regions = try corrected(
                "regions.csv", member + "provisional,majority of predecessors; official list not seen",
                by: member + "stated,46/VBHN-BCT")
            func load(dryRun: Bool) async throws -> UnitImportReport {
                try await test.registry.importUnits(
                    try TextFile.with(units) { try UnitFiles.units($0) },
                    lineage: try TextFile.with(lineage) { try UnitFiles.lineage($0) },
                    regions: try TextFile.with(regions) { try UnitFiles.regions($0) }, as: test.viewer,
                    dryRun: dryRun)
            }
            let before = try await test.fingerprint()
            let dry = try await load(dryRun: true)
            #expect(try await test.fingerprint() == before)
            let report = try await load(dryRun: false)
            #expect(dry.changes == report.changes)
            let told = report.changes.map {
                "\($0.what) \($0.code) \($0.day?.iso ?? "-") \($0.field): \($0.before ?? "-") > \($0.after ?? "-")"
            }
            #expect(
                Set(told) == [
                    "unit 20 2025-07-01 name: Lạng Sơn > Lạng Sơn Mới",
                    "unit 38 2025-07-01 kind: province > city",
                    "lineage 06 → 19 2025-07-01 relation: merged_into > part_of",
                    "region 22 2025-07-01 status: provisional > stated",
                    "region 22 2025-07-01 legal_basis: majority of predecessors; official list not seen > 46/VBHN-BCT",
                ])
            #expect(told.count == 5 && report.units.changed == 2 && report.lineage.changed == 1)
            #expect(report.regions.changed == 1 && report.units.added == 0)
            // only the kind was wrong: the law's spelling of the name stays
            #expect(try await test.name("38", "2026-01-01") == "Tỉnh Thanh Hóa")
            #expect(try await load(dryRun: false).changes.isEmpty)
        }
    }

    @Test("what somebody has corrected stays when the program loads what it ships")
    func shippedAgain() async throws {
        try await TestRegistry.run { test in
            _ = try await test.importUnits(
                "20,province,Lạng Sơn,Thành phố Lạng Sơn,city,,2025-07-01,",
                regions: "north,khu vực phía Bắc,22,2025-07-01,,stated,46/VBHN-BCT")
            let before = try await test.fingerprint()
            try await test.registry.loadReferenceData(from: SourceTree.root + "/sql")
            #expect(try await test.fingerprint() == before)
        }
    }

    @Test("a province cannot end in the registry while it is in a region after that")
    func endedProvinceInRegion() async throws {
        try await TestRegistry.run { test in
            await expectRefusal("region-province-unknown") {
                _ = try await test.importUnits(
                    "20,province,Lạng Sơn,Tỉnh Lạng Sơn,province,,2025-07-01,2026-01-01")
            }
        }
    }

    @Test("a unit cannot be given other days while lineage or communes rest on the old ones")
    func strandedRecords() async throws {
        try await TestRegistry.run { test in
            let before = try await test.fingerprint()
            // An edge says that this district ended on 2025-07-01.
            let edge = await expectRefusal("lineage-days") {
                _ = try await test.importUnits(
                    "164,district,Thái Nguyên,Thành phố Thái Nguyên,city,19,,2025-08-01")
            }
            #expect(edge.first?.place.row == 2)
            // Its communes existed until then.
            await expectRefusal("unit-parent-unknown", "lineage-days") {
                _ = try await test.importUnits(
                    "164,district,Thái Nguyên,Thành phố Thái Nguyên,city,19,,2025-01-01")
            }
            #expect(try await test.fingerprint() == before)
        }
    }

    @Test("an edge from a unit that goes on is refused")
    func edgeOfLivingUnit() async throws {
        try await TestRegistry.run { test in
            await expectRefusal("lineage-days") {
                _ = try await test.importUnits("", lineage: "commune,05503,05587,part_of,2026-01-01,")
            }
        }
    }
}

extension TestRegistry {
    fileprivate func importUnits(
        _ units: String, lineage: String = "", regions: String = "", dryRun: Bool = false
    ) async throws -> UnitImportReport {
        try await registry.importUnits(
            try TextFile.with("code,level,name,full_name,kind,parent_code,valid_from,valid_to\n\(units)\n") {
                try UnitFiles.units($0)
            },
            lineage: try TextFile.with(
                "level,from_code,to_code,relation,effective_date,legal_basis\n\(lineage)\n"
            ) {
                try UnitFiles.lineage($0)
            },
            regions: try TextFile.with(
                "region,region_name,province_code,valid_from,valid_to,status,legal_basis\n\(regions)\n"
            ) { try UnitFiles.regions($0) }, as: viewer, dryRun: dryRun)
    }

    fileprivate func importShared() async throws -> UnitImportReport {
        let folder = SourceTree.shared + "/data/units"
        return try await registry.importUnits(
            try UnitFiles.units(folder + "/units.csv"),
            lineage: try UnitFiles.lineage(folder + "/lineage.csv"),
            regions: try UnitFiles.regions(folder + "/regions.csv"), as: viewer)
    }

    fileprivate func units(_ level: UnitLevel, _ day: StaticString) async throws -> Int {
        try await registry.units(level: level, on: Day(day), as: viewer).count
    }

    fileprivate func name(_ code: String, _ day: StaticString) async throws -> String {
        try await registry.unit(code, on: Day(day), as: viewer).unit.fullName
    }

    /// The rows of all provinces with the events that wrote them.
    fileprivate func provinces() async throws -> [String] {
        try await asOwner {
            try $0.values("SELECT u::text FROM unit u WHERE level = 'province' ORDER BY unit_id")
        }
    }

    /// Everything about units, with the events that wrote it.
    fileprivate func fingerprint() async throws -> String {
        try await asOwner {
            try $0.value(
                """
                SELECT md5(concat(
                  (SELECT string_agg(u::text, ';' ORDER BY unit_id) FROM unit u),
                  (SELECT string_agg(e::text, ';' ORDER BY from_unit_id, to_unit_id) FROM unit_edge e),
                  (SELECT string_agg(m::text, ';' ORDER BY province_code, validity) FROM region_member m),
                  (SELECT string_agg(r::text, ';' ORDER BY regulation_id) FROM regulation r)))
                """)
        }
    }
}
