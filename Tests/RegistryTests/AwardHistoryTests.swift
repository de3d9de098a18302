import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Award history")
struct AwardHistoryTests {
    @Test("awards of the old Bắc Kạn count under Thái Nguyên today, and under no other province")
    func mergedProvince() async throws {
        try await TestRegistry.run { test in
            try await test.importAwards(
                AwardImportTests.header + """
                    Miến,Cơ sở Bắc,provincial,2019,06,1/QĐ,2019-06-01,,,,,,,,
                    Chè,Cơ sở Nam,provincial,2020,19,2/QĐ,2020-06-01,,,,,,,,
                    Trà,Cơ sở Nam,provincial,2025,19,3/QĐ,2025-08-01,,,,,,,,
                    """)
            #expect(try await test.history("19", "2026-11-20") == ["Miến", "Chè", "Trà"])
            #expect(try await test.history("19", "2025-06-30") == ["Chè"])
            #expect(try await test.history("06", "2025-06-30") == ["Miến"])
            #expect(try await test.history("24", "2026-11-20") == [])
            let awards = try await test.registry.awardHistory(.unit("19", on: test.today), as: test.viewer)
            #expect(awards.map(\.provinceName) == ["Tỉnh Bắc Kạn", "Tỉnh Thái Nguyên", "Tỉnh Thái Nguyên"])
            #expect(awards.allSatisfy { !$0.isPartial })
            await expectRefusal("unknown-unit") { _ = try await test.history("06", "2025-07-01") }
        }
    }

    @Test("an award from a commune that was split is shown in each part as partial, in the province as whole")
    func splitCommune() async throws {
        try await TestRegistry.run { test in
            try await test.establishment(name: "Cơ sở Chia", commune: "05779", taxCode: taxCode(1))
            try await test.establishment(name: "Cơ sở Nhập", commune: "05773", taxCode: taxCode(2))
            try await test.importAwards(
                AwardImportTests.header + """
                    Một,Cơ sở Chia,provincial,2023,19,1/QĐ,2023-06-01,\(taxCode(1)),,,,,,,
                    Hai,Cơ sở Nhập,provincial,2024,19,2/QĐ,2024-06-01,\(taxCode(2)),,,,,,,
                    """)
            for (code, names, partial) in [
                ("05773", ["Một", "Hai"], [true, false]), ("05800", ["Một"], [true]),
                ("19", ["Một", "Hai"], [false, false]),
            ] {
                let awards = try await test.registry.awardHistory(
                    .unit(code, on: test.today), as: test.viewer)
                #expect(awards.map(\.productName) == names && awards.map(\.isPartial) == partial, "\(code)")
            }
            #expect(try await test.history("171", "2025-06-30") == ["Một", "Hai"])
            #expect(try await test.history("164", "2025-06-30") == [])
        }
    }

    @Test("what an establishment won counts where it lay on the day of the decision")
    func homeOfTheDay() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(name: "Cơ sở", commune: "05491", taxCode: taxCode(1))
            try await test.importAwards(
                AwardImportTests.header + "Một,Cơ sở,national,2023,VN,1/QĐ,2023-06-01,\(taxCode(1)),,,,,,,")
            var moved = Fields<EstablishmentColumn>()
            moved[.communeCode] = "05941"
            _ = try await test.registry.editEstablishment(
                maker.id, changes: moved, on: Day("2023-07-01"), today: test.today, as: test.viewer)
            #expect(try await test.history("05491", "2025-06-30") == ["Một"])
            #expect(try await test.history("05455", "2026-11-20") == ["Một"])
            #expect(try await test.history("05941", "2025-06-30") == [])
        }
    }

    @Test(
        "a product's history holds its own awards and those of its sets; an establishment's holds all of its own"
    )
    func productAndEstablishment() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(name: "Cơ sở", taxCode: taxCode(1))
            let cup = try await test.product(of: maker, name: "Chén", externalID: "C")
            let pot = try await test.product(of: maker, name: "Ấm", externalID: "A")
            let set = try await test.product(of: maker, name: "Bộ", members: ["Ấm", "Chén"], externalID: "B")
            try await test.asProgram { session in
                try session.beginAudit()
                try session.execute(
                    """
                    INSERT INTO product_member (product_id, ordinal, member_product_id)
                    VALUES (\(set.id), 1, \(pot.id)), (\(set.id), 2, \(cup.id))
                    """)
            }
            try await test.importAwards(
                AwardImportTests.header + """
                    Bộ,Cơ sở,provincial,2021,19,2/QĐ,2021-06-01,\(taxCode(1)),B,,,,,,
                    Chén,Cơ sở,provincial,2019,19,1/QĐ,2019-06-01,\(taxCode(1)),C,,,,,,
                    Khác,Cơ sở Khác,provincial,2019,19,1/QĐ,2019-06-01,,,,,,,,
                    Chưa đăng ký,Cơ sở,national,2022,VN,3/QĐ,2022-06-01,\(taxCode(1)),,,,,,,
                    """)
            @Sendable func names(_ scope: AwardScope) async throws -> [String] {
                try await test.registry.awardHistory(scope, as: .anybody).map(\.productName)
            }
            let ofCup = try await names(.product(cup.id))
            let ofPot = try await names(.product(pot.id))
            let ofSet = try await names(.product(set.id))
            // and the same to those who come at once
            for _ in 0..<20 {
                async let cupAgain = names(.product(cup.id))
                async let potAgain = names(.product(pot.id))
                async let setAgain = names(.product(set.id))
                let again = try await [cupAgain, potAgain, setAgain]
                #expect(again == [ofCup, ofPot, ofSet])
            }
            let ofMaker = try await names(.establishment(maker.id))
            #expect(ofCup == ["Chén", "Bộ"] && ofPot == ["Bộ"] && ofSet == ["Bộ"])
            #expect(ofMaker == ["Chén", "Bộ", "Chưa đăng ký"])
            #expect(try await test.registry.productExists(cup.id, as: .anybody))
            #expect(try await !test.registry.productExists(987_654, as: .anybody))
            #expect(try await test.registry.establishmentExists(maker.id, as: .anybody))
            #expect(try await !test.registry.establishmentExists(987_654, as: .anybody))
        }
    }

    @Test("awards are filtered by level, year and group")
    func filters() async throws {
        try await TestRegistry.run { test in
            try await test.importAwards(
                AwardImportTests.header + """
                    Một,Cơ sở,provincial,2019,19,1/QĐ,2019-06-01,,,food,,,,,
                    Hai,Cơ sở,provincial,2021,19,2/QĐ,2021-06-01,,,handicraft,,,,,
                    Ba,Cơ sở,national,2021,VN,3/QĐ,2021-07-01,,,food,,,,,
                    """)
            func names(_ filter: AwardFilter) async throws -> [String] {
                try await test.registry.awards(filter, as: test.viewer).map(\.productName)
            }
            let all = try await names(AwardFilter())
            let provincial = try await names(AwardFilter(level: .provincial))
            let of2021 = try await names(AwardFilter(year: 2021))
            let food = try await names(AwardFilter(group: .food))
            let together = try await names(AwardFilter(level: .provincial, year: 2021, group: .handicraft))
            #expect(all == ["Một", "Hai", "Ba"] && provincial == ["Một", "Hai"] && of2021 == ["Hai", "Ba"])
            #expect(food == ["Một", "Ba"] && together == ["Hai"])
            let inUnit = try await test.registry.awardHistory(
                .unit("19", on: test.today), AwardFilter(year: 2021), as: test.viewer)
            #expect(inUnit.map(\.productName) == ["Hai"])
        }
    }

    @Test("the public sees the awards of a round once it is published", arguments: ["decided", "published"])
    func publicViewer(state: String) async throws {
        // The round is put there by hand, its rules and council do not matter here.
        try await TestRegistry.run(checksInvariants: false) { test in
            let maker = try await test.establishment()
            let product = try await test.product(of: maker)
            try await test.tamper { session in
                try session.decidedRound(state: state)
                try session.execute(
                    """
                    INSERT INTO award (product_id, establishment_id, level, year, decision_id, issuer_code, issuer_name,
                      decision_number, decision_date, product_name, establishment_name, province_unit_id)
                    SELECT \(product.id), \(maker.id), 'provincial', 2023, decision_id, '19', 'UBND', number, decided_on, 'Chè',
                      'Cơ sở', unit_on('19', decided_on) FROM decision
                    """)
            }
            for scope in [
                AwardScope.product(product.id), .establishment(maker.id), .unit("19", on: test.today),
            ] {
                let seen = try await test.registry.awardHistory(scope, as: .anybody)
                #expect(seen.count == (state == "published" ? 1 : 0))
                let all = try await test.registry.awardHistory(scope, as: test.viewer)
                #expect(all.count == 1)
            }
        }
    }
}

extension TestRegistry {
    fileprivate func history(_ code: String, _ day: StaticString) async throws -> [String] {
        try await registry.awardHistory(.unit(code, on: Day(day)), as: viewer).map(\.productName)
    }
}
