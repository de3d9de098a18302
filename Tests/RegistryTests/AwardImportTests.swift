import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Importing awards of earlier years")
struct AwardImportTests {
    static let header =
        "product_name,establishment_name,level,year,issuer_code,decision_number,decision_date,establishment_tax_code,"
        + "product_external_id,group,class,certificate_number,issue_date,valid_to,source\n"

    @Test("awards are tied to the registry, counted, and the same file again changes nothing")
    func importing() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(name: "Cơ sở Một", taxCode: taxCode(1))
            let tea = try await test.product(of: maker, name: "Chè đinh", externalID: "SP1")
            let noodle = try await test.product(of: maker, name: "Miến")
            let file =
                Self.header + """
                    Chè đinh cũ,Cơ sở Một,provincial,2019,19,12/QĐ,2019-06-01,\(taxCode(1)),SP1,food,A,07/GCN,2019-06-10,,Báo Mẫu
                    Miến,Cơ sở Một,provincial,2021,19,13/QĐ,2021-06-01,,,,,,,,
                    Lạ,Cơ sở Lạ,provincial,2019,19,12/QĐ,2019-06-01,,,,,,,,
                    Gạo,Cơ sở Một,provincial,2019,19,12/QĐ,2019-06-01,,,,,,,,
                    """
            let counts = AwardImportReport.Counts(added: 4, unchanged: 0, unlinked: 2)
            #expect(try await test.importAwards(file, dryRun: true).counts == counts)
            #expect(try await test.awards() == [])
            #expect(try await test.importAwards(file).counts == counts)
            let awards = try await test.awards()
            #expect(awards.map(\.productName) == ["Chè đinh cũ", "Lạ", "Gạo", "Miến"])
            #expect(awards.map(\.productID) == [tea.id, nil, nil, noodle.id])
            #expect(awards.map(\.establishmentID) == [maker.id, nil, maker.id, maker.id])
            #expect(
                awards[0].awardClass == "A" && awards[0].certificateNumber == "07/GCN"
                    && awards[0].source == "Báo Mẫu")
            #expect(
                awards[0].issuerName == "ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN"
                    || awards[0].issuerName.contains("Thái Nguyên"))
            let again = try await test.importAwards(file)
            #expect(again.counts == AwardImportReport.Counts(added: 0, unchanged: 4, unlinked: 0))
            #expect(try await test.awards() == awards)
        }
    }

    @Test("the last day follows from the rule of the issue day, not of the decision")
    func validity() async throws {
        try await TestRegistry.run { test in
            for (issued, validTo) in [
                (Day("2014-12-31"), Day("2016-12-31")), (Day("2018-08-15"), Day("2020-12-31")),
                (Day("2018-08-16"), Day("2021-12-31")), (Day("2018-08-20"), Day("2021-12-31")),
                (Day("2025-06-30"), Day("2028-12-31")), (Day("2026-01-02"), Day("2029-12-31")),
            ] {
                try await test.importAwards(
                    Self.header + "Chè \(issued),Cơ sở,provincial,2014,19,12/QĐ,2014-11-01,,,,,,\(issued),,")
                let award = try #require(try await test.awards().last)
                #expect(award.issuedOn == issued && award.validTo == validTo)
                #expect(
                    award.status(on: validTo) == .live
                        && award.status(on: validTo.adding(days: 1)) == .expired)
            }
        }
    }

    @Test(
        "a last day that the file states outranks the rule; without an issue day that of the decision counts")
    func statedValidity() async throws {
        try await TestRegistry.run { test in
            try await test.importAwards(
                Self.header + """
                    Một,Cơ sở,provincial,2018,19,12/QĐ,2018-08-15,,,,,,2018-08-20,2019-12-31,
                    Hai,Cơ sở,provincial,2018,19,12/QĐ,2018-08-15,,,,,,,,
                    """)
            let awards = try await test.awards()
            #expect(awards.map(\.validTo) == [Day("2019-12-31"), Day("2020-12-31")])
            #expect(awards.map(\.issuedOn) == [Day("2018-08-20"), Day("2018-08-15")])
        }
    }

    @Test("every bad row is told, and nothing is changed")
    func badRows() async throws {
        try await TestRegistry.run { test in
            try await test.establishment(name: "Cơ sở Một", taxCode: taxCode(1))
            let violations = await expectRefusal(
                "unknown-establishment", "unknown-product", "unknown-unit", "unknown-unit"
            ) {
                try await test.importAwards(
                    Self.header + """
                        Tốt,Cơ sở Một,provincial,2019,19,12/QĐ,2019-06-01,\(taxCode(1)),,,,,,,
                        Chè,Cơ sở Một,provincial,2019,19,12/QĐ,2019-06-01,\(taxCode(2)),,,,,,,
                        Chè,Cơ sở Một,provincial,2019,19,12/QĐ,2019-06-01,\(taxCode(1)),SP9,,,,,,
                        Chè,Cơ sở Một,provincial,2025,06,12/QĐ,2025-07-01,,,,,,,,
                        Chè,Cơ sở Một,district,2025,164,12/QĐ,2025-07-01,,,,,,,,
                        """)
            }
            #expect(violations.map(\.place.row) == [3, 4, 5, 6])
            #expect(
                violations.map(\.place.column) == [
                    "establishment_tax_code", "product_external_id", "issuer_code", "issuer_code",
                ])
            #expect(try await test.awards() == [])
        }
    }

    @Test(
        "what a row says of a certificate is not dropped: where no rule gives the last day it must be stated")
    func unknownTerm() async throws {
        try await TestRegistry.run { test throws in
            let before2014 = "Chè,Cơ sở Cũ,provincial,2012,19,1/QĐ,2012-06-01,,,,,"
            await expectRefusal("validity-not-stated") {
                _ = try await test.importAwards(Self.header + before2014 + "9/GCN,2012-06-10,,\n")
            }
            #expect(try await test.awards() == [])
            #expect(
                try await test.importAwards(Self.header + before2014 + "9/GCN,2012-06-10,2015-12-31,\n").added
                    == 1)
            let plain = before2014.replacing("1/QĐ", with: "2/QĐ")
            #expect(try await test.importAwards(Self.header + plain + ",,,\n").added == 1)
            #expect(try await test.awards().map(\.certificateNumber) == ["9/GCN", nil])
        }
    }

    @Test("one certificate number cannot be recorded for two awards")
    func certificateNumberTwice() async throws {
        try await TestRegistry.run { test in
            let violations = await expectRefusal("certificate-number-taken", "unknown-establishment") {
                try await test.importAwards(
                    Self.header + """
                        Một,Cơ sở,provincial,2019,19,12/QĐ,2019-06-01,,,,,07/GCN,,,
                        Hai,Cơ sở,provincial,2019,19,12/QĐ,2019-06-01,,,,,07/GCN,,,
                        Ba,Cơ sở,provincial,2019,19,12/QĐ,2019-06-01,\(taxCode(9)),,,,,,,
                        """)
            }
            #expect(
                violations.map(\.place.row) == [3, 4]
                    && violations.first?.place.column == "certificate_number")
            let awards = try await test.awards()
            #expect(awards == [])
        }
    }

    @Test("an exact name ties only where one establishment of the issuer's territory has it")
    func byName() async throws {
        try await TestRegistry.run { test in
            let here = try await test.establishment(name: "Trùng tên", commune: "05491")
            let awardOf = { (issuer: String, level: String) in
                Self.header + "Chè,Trùng tên,\(level),2019,\(issuer),\(issuer)/QĐ,2019-06-01,,,,,,,,"
            }
            #expect(try await test.importAwards(awardOf("19", "provincial")).added == 1)
            #expect(try await test.importAwards(awardOf("01", "provincial")).added == 1)
            try await test.establishment(name: "Trùng tên", commune: "05941")
            #expect(try await test.importAwards(awardOf("164", "district")).added == 1)
            #expect(try await test.importAwards(awardOf("north", "regional")).added == 1)
            let tied = try await test.awards().reduce(into: [String: Int64?]()) {
                $0[$1.issuerCode] = .some($1.establishmentID)
            }
            #expect(tied == ["19": here.id, "01": nil, "164": here.id, "north": nil])
        }
    }
}

extension AwardImportReport {
    struct Counts: Equatable {
        var added: Int
        var unchanged: Int
        var unlinked: Int
    }

    var counts: Counts { Counts(added: added, unchanged: unchanged, unlinked: unlinked) }
}

extension TestRegistry {
    fileprivate func awards() async throws -> [AwardRecord] { try await registry.awards(as: viewer) }
}
