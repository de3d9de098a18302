import RuralIndustry
import Testing

@Suite("Establishments")
struct EstablishmentTests {
    private func fields(_ changes: [String: String] = [:]) throws -> Fields<EstablishmentColumn> {
        let least = ["name": "Hợp tác xã chè Mẫu", "legal_form": "cooperative", "commune_code": "05437"]
        return try Fields(named: least.merging(changes) { $1 })
    }

    private func sample(_ seed: UInt64) throws -> Establishment {
        var samples = Samples(seed: seed)
        let form = samples.one(of: LegalForm.allCases)
        let code = samples.taxCode(branch: samples.int(0...1) == 0)
        return Establishment(
            name: samples.line(), legalForm: form, commune: try samples.commune(),
            taxCode: try samples.maybe { _ in try TaxCode(code) },
            registrationNumber: samples.maybe { $0.line() },
            registrationDate: samples.maybe { $0.day() }, representative: samples.maybe { $0.line() },
            address: samples.maybe { $0.line(upTo: 20) }, siteCommune: try samples.maybe { try $0.commune() },
            siteAddress: samples.maybe { $0.line() },
            phone: try samples.maybe { try PhoneNumber("09" + $0.digits(8)) },
            email: try samples.maybe { try EmailAddress("a\($0.digits(3))@vidu.vn") },
            website: try samples.maybe { try Website("https://vidu.vn/\($0.digits(2))") },
            industry: samples.maybe { $0.line() }, foundedOn: samples.maybe { $0.day() },
            labour: samples.maybe { $0.int(0...1_000_000) },
            capital: samples.maybe { VND(Int64($0.int(0...1 << 40))) } ?? nil,
            revenue: samples.maybe { VND(Int64($0.int(0...1 << 40))) } ?? nil,
            externalID: samples.maybe { $0.line() })
    }

    @Test("what an export prints, an import reads to the same value", arguments: 0..<200)
    func roundTrip(seed: UInt64) throws {
        let establishment = try sample(seed)
        #expect(try Establishment.parse(establishment.fields) == establishment)
        #expect(try Establishment.parse(establishment.fields, .vietnamese) == establishment)
        #expect(try Establishment.parse(Fields(texts: establishment.fields.row)) == establishment)
        #expect(try Establishment.parse(Fields(named: establishment.fields.named)) == establishment)
    }

    @Test("name, form and commune are enough")
    func least() throws {
        let establishment = try Establishment.parse(fields())
        #expect(establishment.fields.named.count == 3)
        #expect(establishment.productionCommune == establishment.commune)
    }

    @Test(
        "what is wrong is said with its column",
        arguments: [
            (["name": ""], "value-missing@name"),
            (["name": String(repeating: "a", count: 301)], "text-too-long@name"),
            (["legal_form": "company"], "legal-form-unknown@legal_form"),
            (["legal_form": " "], "value-missing@legal_form"),
            (["commune_code": "437"], "unit-code-level@commune_code"),
            (["commune_code": "5437"], "unit-code-unreadable@commune_code"),
            (["tax_code": "300588569"], "tax-code-lost-zero@tax_code"),
            (["tax_code": "0300588568"], "tax-code-check-digit@tax_code"),
            (["tax_code": "019085012345"], "tax-code-personal-number@tax_code"),
            (["registration_date": "2026-02-30"], "date-unreadable@registration_date"),
            (["founded_on": "2027-01-01"], "date-in-future@founded_on"),
            (["address": "a\0b"], "text-has-nul@address"),
            (["site_commune_code": "x"], "unit-code-unreadable@site_commune_code"),
            (["phone": "không"], "phone-unreadable@phone"),
            (["email": "không"], "email-unreadable@email"),
            (["website": "không"], "website-unreadable@website"),
            (["labour": "8.5"], "number-unreadable@labour"),
            (["labour": "1000001"], "number-too-large@labour"),
            (["capital_vnd": "-1"], "number-unreadable@capital_vnd"),
            (["revenue_vnd": "1.000"], "number-unreadable@revenue_vnd"),
            (["external_id": String(repeating: "1", count: 201)], "text-too-long@external_id"),
        ] as [([String: String], String)])
    func refused(changes: [String: String], code: String) throws {
        let today = try Day(iso: "2026-11-20")
        #expect(codes { try Establishment.parse(fields(changes), today: today) } == [code])
    }

    @Test("everything that is wrong is said at once, in the order of the columns")
    func allAtOnce() throws {
        let found = codes {
            try Establishment.parse(
                Fields(named: [
                    "legal_form": "x", "tax_code": "1", "phone": "y", "labour": "z", "founded_on": "w",
                ]))
        }
        #expect(
            found == [
                "value-missing@name", "legal-form-unknown@legal_form", "value-missing@commune_code",
                "tax-code-unreadable@tax_code", "phone-unreadable@phone", "date-unreadable@founded_on",
                "number-unreadable@labour",
            ])
    }

    @Test("a semicolon file may write days as in Vietnam, a comma file may not")
    func notation() throws {
        let vietnamese = try fields(["founded_on": "20/11/2015"])
        #expect(try Establishment.parse(vietnamese, .vietnamese).foundedOn?.iso == "2015-11-20")
        #expect(codes { try Establishment.parse(vietnamese) } == ["date-unreadable@founded_on"])
    }

    @Test("a household may have its owner's personal number")
    func household() throws {
        let establishment = try Establishment.parse(
            fields(["legal_form": "household", "tax_code": "019085012345"]))
        #expect(establishment.taxCode?.isPersonalNumber == true)
    }
}
