import Postgres
import RuralIndustry
import TestSupport
import Testing

@testable import Registry

@Suite("Names of authorities in the registry")
struct AuthorityNameTests {
    @Test("what ships names the authorities by day, and says which days are a choice")
    func shipped() async throws {
        try await TestRegistry.run { test in
            for (day, name) in [
                ("2014-10-21", "Cục Công nghiệp địa phương"), ("2018-08-20", "Cục Công Thương địa phương"),
                ("2024-05-13", "Cục Công Thương địa phương"),
                ("2026-11-20", "Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công"),
            ] {
                let names = try await test.registry.authorityNames(on: try Day(iso: day), as: test.viewer)
                #expect(names.map(\.authority.name) == [name, "Bộ Công Thương"])
                #expect(names.map(\.authority.signatoryTitle) == ["CỤC TRƯỞNG", "BỘ TRƯỞNG"])
                #expect(names.map(\.status) == [.provisional, .stated])
            }
            #expect(try await test.registry.authorityNames(as: test.viewer).count == 4)
        }
    }

    @Test("a file gives a day its official place: what differs is told, and stays so")
    func corrected() async throws {
        try await TestRegistry.run { test in
            await expectRefusal("authority-overlap") {
                _ = try await test.importAuthorities("regional,Cục Mới,CỤC TRƯỞNG,2025-03-15,,stated,Thử")
            }
            let fixed = try await test.importAuthorities(
                """
                regional,"Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công",CỤC TRƯỞNG,2025-03-15,,stated,Thử
                regional,Cục Công Thương địa phương,CỤC TRƯỞNG,2018-01-01,2025-03-15,stated,Thử
                """)
            #expect(fixed.authorities == UnitImportReport.Counts(added: 0, changed: 2, unchanged: 0))
            #expect(
                fixed.changes.map(\.field)
                    == ["valid_from", "status", "legal_basis", "valid_to", "status", "legal_basis"])
            #expect(fixed.changes.first?.before == "2025-03-01" && fixed.changes.first?.after == "2025-03-15")
            #expect(fixed.changes.allSatisfy { $0.what == .authority && $0.code == "regional" })
            let eve = try await test.registry.authorityNames(on: Day("2025-03-14"), as: test.viewer)
            #expect(eve.map(\.authority.name) == ["Cục Công Thương địa phương", "Bộ Công Thương"])
            // what somebody has put right stays so when the program loads what it ships
            try await test.registry.loadReferenceData(from: SourceTree.root + "/sql")
            let names = try await test.registry.authorityNames(on: Day("2020-01-01"), as: test.viewer)
            #expect(names.map(\.status) == [.stated, .stated])
        }
    }

    @Test("a day without a name is refused, an award of that day too")
    func unknown() async throws {
        try await TestRegistry.run { test in
            _ = try await test.importAuthorities("national,Bộ Công Thương,BỘ TRƯỞNG,,2020-01-01,stated,")
            let told = await expectRefusal("authority-unknown") {
                try await test.importAwards(
                    AwardImportTests.header + "Một,Cơ sở,national,2021,VN,1/QĐ,2021-06-01,,,,,,,,")
            }
            #expect(told.first?.place.column == "decision_date" && told.first?.place.row == 2)
        }
    }

    @Test("the database itself refuses two names on one day, and levels that are committees")
    func wall() async throws {
        try await TestRegistry.run { test in
            for (values, constraint, state) in [
                (
                    "'regional', 'A', 'B', daterange('2019-01-01', NULL), 'stated'",
                    "authority_name_validity_overlap", "23P01"
                ),
                (
                    "'provincial', 'A', 'B', daterange(NULL, NULL), 'stated'",
                    "authority_name_level_known", "23514"
                ),
                (
                    "'national', 'A', 'B', 'empty'::daterange, 'stated'", "authority_name_validity_some",
                    "23514"
                ),
            ] {
                await expectDatabaseError(state, constraint: constraint) {
                    _ = try await test.asProgram { session in
                        try session.beginAudit()
                        try session.script(
                            "INSERT INTO authority_name (level, name, signatory_title, validity, status) VALUES (\(values))"
                        )
                    }
                }
            }
        }
    }

    @Test("regions are listed by day with their provinces' names, provisional ones as such")
    func regions() async throws {
        try await TestRegistry.run { test in
            let before = try await test.registry.regions(on: Day("2025-06-30"), as: test.viewer)
            #expect(before.count == 63 && before.allSatisfy { $0.member.status == .stated })
            let today = try await test.registry.regions(on: test.today, as: test.viewer)
            #expect(today.count == 34 && today.allSatisfy { $0.member.status == .provisional })
            #expect(
                today.first?.member.province.text == "01" && today.first?.provinceName == "Thành phố Hà Nội")
            #expect(
                today.first { $0.member.province.text == "75" }?.provinceName == "Thành phố Đồng Nai")
            #expect(Set(today.map(\.member.region)) == Set(Region.allCases))
            #expect(RegionStatus.provisional.name.vi == "tạm thời")
        }
    }
}

extension TestRegistry {
    fileprivate func importAuthorities(_ rows: String) async throws -> UnitImportReport {
        let names = try RecordFile<AuthorityColumn>(
            csv: "level,name,signatory_title,valid_from,valid_to,status,legal_basis\n\(rows)\n"
        ).parsed { (row, notation) throws(Refusal) in try AuthorityName.parse(row.fields, notation) }
        return try await registry.importUnits([], authorities: names, as: viewer)
    }
}
