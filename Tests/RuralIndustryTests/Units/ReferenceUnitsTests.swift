import RuralIndustry
import Testing

@Suite("Provinces and regions that ship")
struct ReferenceUnitsTests {
    private let units: [Located<UnitRecord>]
    private let lineage: [Located<LineageEdge>]
    private let regions: [Located<RegionMember>]

    init() throws {
        units = try UnitFiles.units(UnitFiles.reference, "provinces.csv")
        lineage = try UnitFiles.lineage(UnitFiles.reference, "province-lineage.csv")
        regions = try UnitFiles.regions(UnitFiles.reference)
    }

    @Test("63 provinces before the merger, 34 since, nothing at odds")
    func counts() throws {
        let catalogue = UnitCatalogue(units.map(\.value))
        #expect(UnitChecks.violations(units: units).isEmpty)
        #expect(UnitChecks.violations(lineage: lineage, units: catalogue).isEmpty)
        #expect(UnitChecks.violations(regions: regions, units: catalogue).isEmpty)
        func count(_ day: String, _ kind: UnitKind? = nil) throws -> Int {
            let day = try Day(iso: day)
            return units.count { $0.value.validity.contains(day) && (kind == nil || $0.value.kind == kind) }
        }
        #expect(try count("2014-10-21") == 63 && count("2025-06-30") == 63)
        #expect(try count("2025-07-01") == 34 && count("2026-11-20") == 34)
        #expect(try count("2026-04-29", .city) == 6 && count("2026-04-30", .city) == 7)
        let report = UnitReport(units: catalogue, lineage: lineage.map(\.value))
        #expect(report.withoutSuccessor.isEmpty && report.withoutPredecessor.isEmpty && report.splits.isEmpty)
        // Their codes name a merged province since, which continues another one.
        #expect(report.reusedCodes.map(\.code.text) == ["15", "24", "44", "52", "80", "82", "91"])
    }

    @Test(
        "names are spelt as laws spell them",
        arguments: ["Khánh Hòa", "Thanh Hóa", "Hòa Bình", "Bà Rịa - Vũng Tàu", "Đắk Lắk", "Hồ Chí Minh"])
    func spelling(name: String) {
        let found = units.map(\.value.name).filter { Spelling.isSame($0, name) }
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { $0.unicodeScalars.elementsEqual(name.unicodeScalars) })
    }

    @Test("28, 15 and 20 provinces as the circular lists them; 18, 8 and 8 since, provisionally")
    func regionCounts() throws {
        func counts(_ day: String, _ status: RegionStatus) throws -> [Int] {
            let day = try Day(iso: day)
            return Region.allCases.map { region in
                regions.count {
                    $0.value.region == region && $0.value.validity.contains(day) && $0.value.status == status
                }
            }
        }
        #expect(try counts("2025-06-30", .stated) == [28, 15, 20])
        #expect(try counts("2025-07-01", .provisional) == [18, 8, 8])
        #expect(try counts("2025-07-01", .stated) == [0, 0, 0])
    }

    @Test(
        "loading the shared unit files over them changes no province, edge or membership",
        .enabled(if: UnitFiles.sharedExist, "needs ../shared/data/units"))
    func sharedAgree() throws {
        let shared = try UnitFiles.units(UnitFiles.shared, "units.csv").map(\.value).filter {
            $0.level == .province
        }
        #expect(shared.count == units.count)
        for unit in shared {
            let own = units.map(\.value).filter { $0.code == unit.code && $0.validity == unit.validity }
            #expect(own.count == 1 && own[0].isUnchanged(by: unit), "\(unit.code) \(unit.name)")
        }
        let edges = try UnitFiles.lineage(UnitFiles.shared, "lineage.csv").map(\.value).filter {
            $0.level == .province
        }
        #expect(edges.count == lineage.count && Set(edges) == Set(lineage.map(\.value)))
        let members = try UnitFiles.regions(UnitFiles.shared).map(\.value)
        #expect(members.count == regions.count && Set(members) == Set(regions.map(\.value)))
    }

    @Test(
        "the shared unit files pass, and what they do not know is reported",
        .enabled(if: UnitFiles.sharedExist, "needs ../shared/data/units"))
    func sharedReport() throws {
        let units = try UnitFiles.units(UnitFiles.shared, "units.csv")
        let edges = try UnitFiles.lineage(UnitFiles.shared, "lineage.csv")
        let catalogue = UnitCatalogue(units.map(\.value))
        #expect(UnitChecks.violations(units: units) == [])
        #expect(UnitChecks.violations(lineage: edges, units: catalogue) == [])
        let report = UnitReport(units: catalogue, lineage: edges.map(\.value))
        #expect(report.withoutSuccessor.count == 64)
        #expect(report.withoutPredecessor.count == 18)
        #expect(report.splits.count == 295)
        #expect(report.reusedCodes.count { $0.code.level == .commune } == 3_315)
        #expect(report.reusedCodes.count { $0.code.level == .province } == 7)
        let reloaded = UnitCatalogue(units.map(\.value), changedBy: units.map(\.value))
        #expect(reloaded.all == catalogue.all)
    }
}
