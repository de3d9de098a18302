import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("The lower award that an entry rests on")
struct LowerAwardTests {
    private static let letter = ["nomination_number": "12/UBND-CN", "nomination_date": "2024-03-15"]
    private static let certificate = EarlierAwardRow().number

    private static func fields(_ certificate: String, _ more: [String: String] = letter) -> [String: String] {
        ["lower_certificate": certificate].merging(more) { $1 }
    }

    /// Files a product with a live provincial award in the north's round.
    private static func filing(
        _ fields: [String: String], in script: RoundScript = .regional
    ) -> @Sendable (TestRegistry) async throws -> [EntryRecord] {
        { test in
            let product = try await test.awardedProduct()
            _ = try await test.award(to: product)
            return try await test.drafted(script).file([script.entry(product, fields)])
        }
    }

    @Test("a live, nominated award of the level below opens the round and is kept with the entry")
    func holds() async throws {
        try await TestRegistry.run { test in
            let entries = try await Self.filing(Self.fields(Self.certificate))(test)
            #expect(entries.first?.lowerCertificate == Self.certificate)
            let nominations = try await test.registry.nominations(to: .regional, as: test.viewer)
            #expect(nominations.map(\.number) == ["12/UBND-CN"])
            #expect(nominations.first?.nominatedOn == Day("2024-03-15"))
        }
    }

    @Test("an award without a certificate number is named by its own number")
    func byAwardNumber() async throws {
        try await TestRegistry.run { test in
            let product = try await test.awardedProduct()
            let award = try await test.award(to: product)
            let round = try await test.drafted(.regional)
            let entries = try await round.file([round.script.entry(product, Self.fields("award:\(award)"))])
            #expect(entries.first?.lowerAwardID == award)
        }
    }

    @Test(
        "the certificate must be valid on the filing day, its first and last day included",
        arguments: [("2022-07-09", false), ("2022-07-10", true), ("2025-12-31", true), ("2026-01-01", false)])
    func lastDay(day: String, holds: Bool) async throws {
        try await TestRegistry.run { test in
            let filedOn = try Day(iso: day)
            let script = RoundScript.regional.with {
                $0.filedOn = filedOn
                $0.heldOn = filedOn
                $0.regulation = filedOn < Day("2025-07-01") ? "vbhn-16-2018" : "vbhn-46-2025"
            }
            let filing = Self.filing(
                Self.fields(Self.certificate, ["nomination_number": "1", "nomination_date": day]), in: script)
            if holds {
                #expect(try await filing(test).count == 1)
            } else {
                await expectRefusal("lower-award-expired") { _ = try await filing(test) }
            }
        }
    }

    @Test("a certificate revoked by the filing day does not hold; one revoked later did")
    func revoked() async throws {
        try await TestRegistry.run { test in
            let script = RoundScript.regional
            for (name, day, holds) in [("SP1", "2024-03-20", false), ("SP2", "2024-03-21", true)] {
                let product = try await test.awardedProduct(name)
                let row = EarlierAwardRow(number: name, decision: name)
                _ = try await test.award(row, to: product)
                _ = try await test.registry.revokeCertificate(
                    number: name, act: "3/QĐ", on: try Day(iso: day), because: "Vi phạm", as: test.viewer)
                let round = try await test.drafted(script)
                if holds {
                    try await round.file([script.entry(product, Self.fields(name))])
                } else {
                    await expectRefusal("lower-award-revoked") {
                        try await round.file([script.entry(product, Self.fields(name))])
                    }
                }
            }
        }
    }

    @Test(
        "the product must be nominated by the filing day, by the entry's letter or an earlier one, for this level"
    )
    func nominated() async throws {
        try await TestRegistry.run { test in
            let product = try await test.awardedProduct()
            _ = try await test.award(to: product)
            let script = RoundScript.regional
            let round = try await test.drafted(script)
            func file(_ more: [String: String]) async throws {
                try await round.file([script.entry(product, Self.fields(Self.certificate, more))])
            }
            let none = await expectRefusal("lower-award-not-nominated") { try await file([:]) }
            #expect(none.first?.place.column == "nomination_number")
            await expectRefusal("lower-award-not-nominated") {
                try await file(["nomination_number": "1", "nomination_date": "2024-03-21"])
            }
            func nominate(_ level: SelectionLevel, _ day: Day) async throws {
                _ = try await test.registry.nominate(
                    certificates: [Self.certificate], to: level, number: "8/TTr", on: day, as: test.viewer)
            }
            try await nominate(.national, Day("2024-03-01"))
            await expectRefusal("lower-award-not-nominated") { try await file([:]) }
            try await nominate(.regional, Day("2024-03-21"))
            await expectRefusal("lower-award-not-nominated") { try await file([:]) }
            try await nominate(.regional, Day("2024-03-20"))
            try await file([:])
            #expect(try await round.record().entries == 1)
        }
    }

    @Test("an award of another product, of a wrong level, or that nobody knows does not hold")
    func otherAwards() async throws {
        try await TestRegistry.run { test in
            let product = try await test.awardedProduct("SP1")
            let other = try await test.awardedProduct("SP2")
            _ = try await test.award(EarlierAwardRow(number: "SP2", decision: "2"), to: other)
            _ = try await test.award(
                EarlierAwardRow(level: .district, issuer: "164", number: "H", decision: "3"), to: product)
            let script = RoundScript.regional
            let round = try await test.drafted(script)
            func file(_ certificate: String) async throws {
                try await round.file([script.entry(product, Self.fields(certificate))])
            }
            await expectRefusal("lower-award-other-product") { try await file("SP2") }
            await expectRefusal("lower-award-level") { try await file("H") }
            await expectRefusal("unknown-certificate") { try await file("9999/2022/CNNT-T19") }
            await expectRefusal("unknown-certificate") { try await file("award:99999") }
            await expectRefusal("unknown-certificate") { try await file("award:một") }
            await expectRefusal("lower-award-required") { try await round.file([script.entry(product)]) }
            #expect(try await round.record().entries == 0)
            #expect(try await test.registry.nominations(as: test.viewer) == [])
        }
    }

    @Test("the exception is lawful below the region only")
    func exception() async throws {
        try await TestRegistry.run { test in
            let product = try await test.awardedProduct()
            let province = try await test.drafted(.provincial)
            #expect(
                try await province.file([RoundScript.provincial.entry(product)]).first?.exception
                    == .lowerRoundNotHeld)
            let script = RoundScript.regional.with { $0.exception = .lowerRoundNotHeld }
            let region = try await test.drafted(script)
            let told = await expectRefusal("exception-not-lawful") {
                try await region.file([script.entry(product)])
            }
            #expect(told.first?.place.column == "exception")
        }
    }

    @Test("the lowest level takes neither an award nor an exception")
    func notNeeded() async throws {
        try await TestRegistry.run { test in
            let product = try await test.awardedProduct()
            _ = try await test.award(to: product)
            let script = RoundScript()
            let round = try await test.drafted(script)
            await expectRefusal("lower-award-not-needed") {
                try await round.file([script.entry(product, ["exception": "lower-round-not-held"])])
            }
            await expectRefusal("lower-award-not-needed") {
                try await round.file([script.entry(product, Self.fields(Self.certificate))])
            }
            try await round.file([script.entry(product)])
        }
    }

    @Test("since 2025 a provincial round is opened by an award of the commune or of the former district")
    func communeOrDistrict() async throws {
        try await TestRegistry.run { test in
            let script = RoundScript.merged.with { $0.exception = nil }
            let round = try await test.drafted(script)
            let awards = [
                EarlierAwardRow(level: .district, issuer: "164", number: "H", decision: "1"),
                EarlierAwardRow(
                    level: .commune, issuer: "05503", number: "X", issuedOn: Day("2025-08-01"),
                    validTo: Day("2028-12-31"), decision: "2"),
                EarlierAwardRow(number: "T", decision: "3"),
            ]
            for award in awards {
                let product = try await test.awardedProduct(award.number)
                _ = try await test.award(award, to: product)
                let draft = try script.entry(
                    product,
                    Self.fields(award.number, ["nomination_number": "1", "nomination_date": "2025-09-01"]))
                if award.level == .provincial {
                    await expectRefusal("lower-award-level") { try await round.file([draft]) }
                } else {
                    try await round.file([draft])
                }
            }
            #expect(try await round.record().entries == 2)
        }
    }

    @Test("an entry whose certificate turns out to have been revoked can still be rejected and withdrawn")
    func revokedAfterwards() async throws {
        try await TestRegistry.run { test in
            let product = try await test.awardedProduct()
            _ = try await test.award(to: product)
            let script = RoundScript.regional
            let round = try await test.drafted(script)
            let code = try await round.file([script.entry(product, Self.fields(Self.certificate))])[0].code
            _ = try await test.registry.revokeCertificate(
                number: Self.certificate, act: "3/QĐ", on: Day("2024-03-01"), because: "Vi phạm",
                as: test.viewer)
            await expectRefusal("lower-award-revoked") { try await round.move([code], to: .accepted) }
            #expect(
                try await round.move([code], to: .rejected, because: "Giấy chứng nhận đã bị thu hồi") == 1)
        }
    }
}
