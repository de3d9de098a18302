import RuralIndustry
import Testing

@Suite("Awards of earlier years")
struct AwardTests {
    private func fields(_ changes: [String: String] = [:]) throws -> Fields<AwardColumn> {
        let least = [
            "product_name": "Chè đinh", "establishment_name": "HTX Mẫu", "level": "provincial",
            "year": "2023",
            "issuer_code": "19", "decision_number": "2081/QĐ-UBND", "decision_date": "2023-08-29",
        ]
        return try Fields(named: least.merging(changes) { $1 })
    }

    private func sample(_ seed: UInt64) throws -> EarlierAward {
        var samples = Samples(seed: seed)
        let level = samples.one(of: SelectionLevel.allCases)
        let issuer: AwardIssuer =
            switch level {
            case .commune: .unit(try UnitCode(samples.digits(5)))
            case .district: .unit(try UnitCode(samples.digits(3)))
            case .provincial: .unit(try UnitCode(samples.digits(2)))
            case .regional: .region(samples.one(of: Region.allCases))
            case .national: .nation
            }
        let decision = Day(daysSince2000: Int32(samples.int(4_000...9_000)))
        let issue = samples.maybe { decision.adding(days: $0.int(0...60)) }
        let code = samples.taxCode()
        return EarlierAward(
            productName: samples.line(), establishmentName: samples.line(), level: level, year: decision.year,
            issuer: issuer, decisionNumber: samples.line(), decisionDate: decision,
            establishmentTaxCode: try samples.maybe { _ in try TaxCode(code) },
            productExternalID: samples.maybe { $0.line() },
            group: samples.maybe { $0.one(of: ProductGroupID.ofLaw) },
            awardClass: samples.maybe { $0.line() }, certificateNumber: samples.maybe { $0.line() },
            issueDate: issue,
            validTo: samples.maybe { (issue ?? decision).adding(days: $0.int(0...2_000)) },
            source: samples.maybe { $0.line() },
            documentSHA256: samples.maybe { samples in
                (0..<64).map { _ in String(samples.int(0...15), radix: 16) }.joined()
            })
    }

    @Test("what is printed is read to the same value", arguments: 0..<200)
    func roundTrip(seed: UInt64) throws {
        let award = try sample(seed)
        #expect(try EarlierAward.parse(award.fields) == award)
        #expect(try EarlierAward.parse(Fields(texts: award.fields.row), .vietnamese) == award)
    }

    @Test(
        "what is wrong is said with its column",
        arguments: [
            (["product_name": ""], "value-missing@product_name"),
            (["level": "ward"], "selection-level-unknown@level"),
            (["year": "23"], "year-unreadable@year"), (["year": "1999"], "year-unreadable@year"),
            (["year": "2024"], "year-after-decision@year"),
            (["issuer_code": ""], "value-missing@issuer_code"),
            (["issuer_code": "019"], "unit-code-level@issuer_code"),
            (["issuer_code": "north"], "unit-code-unreadable@issuer_code"),
            (["level": "regional"], "issuer-unreadable@issuer_code"),
            (["level": "national"], "issuer-unreadable@issuer_code"),
            (["decision_number": " "], "value-missing@decision_number"),
            (["decision_date": ""], "value-missing@decision_date"),
            (["decision_date": "29/8/2023"], "date-unreadable@decision_date"),
            (["decision_date": "2030-01-01"], "date-in-future@decision_date"),
            (["issue_date": "2023-08-28"], "issue-before-decision@issue_date"),
            (["valid_to": "2023-08-28"], "validity-before-issue@valid_to"),
            (["group": "tea"], "product-group-unknown@group"),
            (["establishment_tax_code": "300588569"], "tax-code-lost-zero@establishment_tax_code"),
            (["document_sha256": "abc"], "sha256-unreadable@document_sha256"),
        ] as [([String: String], String)])
    func refused(changes: [String: String], code: String) throws {
        let today = try Day(iso: "2026-11-20")
        #expect(codes { try EarlierAward.parse(fields(changes), today: today) } == [code])
    }

    @Test(
        "who may issue at a level",
        arguments: [
            (SelectionLevel.commune, "05437"), (.district, "164"), (.provincial, "19"), (.regional, "north"),
            (.national, "VN"),
        ])
    func issuers(level: SelectionLevel, text: String) throws {
        #expect(try AwardIssuer(text, level: level).text == text)
        for other in SelectionLevel.allCases where other != level {
            #expect(!codes { try AwardIssuer(text, level: other) }.isEmpty)
        }
        for text in ["national", "BCT"] { #expect(try AwardIssuer(text, level: .national) == .nation) }
    }

    @Test("an award lives from its issue to its last day, unless it is revoked")
    func status() throws {
        let issue = try Day(iso: "2018-08-20")
        let last = try Day(iso: "2021-12-31")
        let revocation = try Day(iso: "2020-05-05")
        let term = AwardTerm(issuedOn: issue, validTo: last)
        #expect(term.status(on: issue.adding(days: -1)) == nil)
        #expect(term.status(on: issue) == .live && term.status(on: last) == .live)
        #expect(term.status(on: last.adding(days: 1)) == .expired)
        let revoked = AwardTerm(issuedOn: issue, validTo: last, revokedOn: revocation)
        #expect(revoked.status(on: revocation.adding(days: -1)) == .live)
        #expect(
            revoked.status(on: revocation) == .revoked && revoked.status(on: last.adding(days: 1)) == .revoked
        )
        #expect(AwardTerm(issuedOn: issue, validTo: nil).status(on: last) == .unknown)
        #expect(AwardTerm(issuedOn: issue, validTo: nil, revokedOn: revocation).status(on: last) == .revoked)
    }

    @Test("the term is the file's, then the rule's; the decision's day stands in for the issue's")
    func term() throws {
        let rule = try Day(iso: "2026-12-31")
        let bare = try EarlierAward.parse(fields())
        #expect(bare.term(fallback: rule) == AwardTerm(issuedOn: bare.decisionDate, validTo: rule))
        let full = try EarlierAward.parse(fields(["issue_date": "2023-09-10", "valid_to": "2025-12-31"]))
        #expect(
            full.term(fallback: rule)
                == AwardTerm(issuedOn: try Day(iso: "2023-09-10"), validTo: try Day(iso: "2025-12-31")))
    }
}
