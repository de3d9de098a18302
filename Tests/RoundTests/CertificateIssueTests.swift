import FoundationEssentials
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Issuing certificates")
struct CertificateIssueTests {
    /// What is printed on each certificate of a round, in the order of the numbers.
    private static func papers(_ round: HeldRound) async throws -> [CertificatePaper] {
        try await round.test.asProgram { session in
            try session.values(
                """
                SELECT c.paper FROM certificate c JOIN award a USING (award_id) JOIN decision d USING (decision_id)
                WHERE d.round_id = \(round.id) ORDER BY c.serial
                """, as: String.self)
        }.map { try JSONDecoder().decode(CertificatePaper.self, from: Data($0.utf8)) }
    }

    @Test("rounds of one authority and year are numbered on in one series, by tally")
    func series() async throws {
        try await TestRegistry.run { test in
            let first = try await test.decided(entries: 3, recognised: 2)
            let second = try await test.decided(RoundScript(organiser: "171", commune: "05815"), entries: 1)
            let third = try await test.decided(entries: 2)
            #expect(try await first.issue() == 2)
            #expect(try await second.issue() == 1)
            #expect(try await third.issue() == 2)
            #expect(
                try await first.certificates().map(\.number) == [
                    "0001/2023/CNNT-H164", "0002/2023/CNNT-H164",
                ])
            #expect(try await second.certificates().map(\.number) == ["0001/2023/CNNT-H171"])
            #expect(
                try await third.certificates().map(\.number) == [
                    "0003/2023/CNNT-H164", "0004/2023/CNNT-H164",
                ])
            // The best entry has the first number.
            #expect(
                try await first.certificates().map(\.productName) == ["Sản phẩm Mẫu 1", "Sản phẩm Mẫu 2"])
            // Again issues nothing.
            #expect(try await first.issue() == 0)
            #expect(Set(try await test.registry.certificates(as: test.viewer).compactMap(\.code)).count == 5)
        }
    }

    @Test("another year of issue begins another series")
    func years() async throws {
        try await TestRegistry.run { test in
            try await test.decided(entries: 1).issue()
            let late = try await test.decided(entries: 1)
            try await late.issue(on: Day("2024-01-02"))
            #expect(try await late.certificates().map(\.number) == ["0001/2024/CNNT-H164"])
        }
    }

    @Test(
        "every authority has a register of its own",
        arguments: [
            (RoundScript.provincial, "0001/2023/CNNT-T19"),
            (
                RoundScript(
                    level: .commune, regulation: "vbhn-46-2025", organiser: "05503",
                    heldOn: Day("2025-10-15"), filedOn: Day("2025-10-01"), closedOn: Day("2025-10-20"),
                    decidedOn: Day("2025-11-01"), issuedOn: Day("2025-11-20")), "0001/2025/CNNT-X05503"
            ),
        ])
    func registers(script: RoundScript, number: String) async throws {
        try await TestRegistry.run { test in
            let round = try await test.decided(script, entries: 1)
            try await round.issue()
            #expect(try await round.certificates().map(\.number) == [number])
        }
    }

    @Test(
        "validity follows the rule in force on the issue day",
        arguments: [
            ("tt-26-2014", "2018-07-10", "2018-08-15", "2020-12-31"),
            ("tt-26-2014", "2018-07-10", "2018-08-20", "2021-12-31"),
            ("vbhn-16-2018", "2023-05-15", "2023-07-10", "2026-12-31"),
            // Rounds of districts ended with June 2025; their certificates follow the last rule that they had.
            ("vbhn-16-2018", "2025-05-15", "2025-07-10", "2028-12-31"),
        ])
    func validity(regulation: String, heldOn: String, issuedOn: String, validTo: String) async throws {
        try await TestRegistry.run { test in
            let held = try Day(iso: heldOn)
            let issued = try Day(iso: issuedOn)
            let script = RoundScript().with {
                ($0.regulation, $0.heldOn, $0.filedOn, $0.closedOn) = (regulation, held, held, held)
                ($0.decidedOn, $0.issuedOn) = (held.adding(days: 20), issued)
            }
            let round = try await test.decided(script, entries: 1)
            try await round.issue()
            let certificate = try #require(try await round.certificates().first)
            #expect(certificate.validTo == (try Day(iso: validTo)))
            #expect(certificate.status(on: certificate.validTo) == .live)
            #expect(certificate.status(on: certificate.validTo.adding(days: 1)) == .expired)
            #expect(certificate.status(on: issued.adding(days: -1)) == nil)
        }
    }

    @Test("nothing is issued before the decision's day, or in a round that is not decided")
    func tooEarly() async throws {
        try await TestRegistry.run { test in
            let decided = try await test.decided(entries: 1)
            await expectRefusal("issued-before-decision") { try await decided.issue(on: Day("2023-06-29")) }
            let closed = try await test.closed(totals: [80])
            await expectRefusal("round-state") { try await closed.issue() }
            let counted = try await test.asProgram {
                try $0.value("SELECT count(*) FROM certificate_series", as: Int.self)
            }
            #expect(counted == 0)
            #expect(try await decided.issue(on: Day("2023-06-30")) == 1)
        }
    }

    @Test("a dry run says how many, and takes no number")
    func dryRun() async throws {
        try await TestRegistry.run { test in
            let round = try await test.decided(entries: 2)
            #expect(try await round.issue(dryRun: true) == 2)
            #expect(try await round.certificates() == [])
            try await round.issue()
            #expect(try await round.certificates().first?.number == "0001/2023/CNNT-H164")
        }
    }

    @Test("the paper says everything by the names of the day of the decision")
    func paper() async throws {
        try await TestRegistry.run { test in
            let plan = #"{"classes": [{"id": "A", "name": "Hạng A"}]}"#
            let round = try await test.closed(.provincial.with { $0.plan = plan }, totals: [90])
            try await round.decide([DecisionRow(entry: round.codes[0], isRecognised: true, awardClass: "A")])
            try await round.issue()
            let paper = try #require(try await Self.papers(round).first)
            let certificate = try #require(try await round.certificates().first)
            #expect(paper.number == certificate.number)
            #expect(paper.levelName == "cấp tỉnh năm 2023")
            #expect(paper.issuer == ["ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN"])
            #expect(
                paper.product
                    == .init(name: "Sản phẩm Mẫu 1", group: "Chế biến nông, lâm, thủy sản và thực phẩm"))
            #expect(
                paper.establishment
                    == .init(name: "Cơ sở Mẫu", unit: "xã Tân Cương, thành phố Thái Nguyên, tỉnh Thái Nguyên")
            )
            #expect(paper.classification == "Hạng A")
            #expect(
                paper.decision
                    == .init(
                        number: round.act.number, day: Day("2023-06-30"),
                        authority: "Ủy ban nhân dân tỉnh Thái Nguyên"))
            #expect(paper.place == "Thái Nguyên")
            #expect(paper.issuedOn == Day("2023-07-10"))
            #expect(paper.validThrough == Day("2026-12-31"))
            #expect(
                paper.signature
                    == .init(capacity: "TM. ỦY BAN NHÂN DÂN", title: "CHỦ TỊCH", name: "Nguyễn Văn Mẫu"))
            #expect(paper.verification.code == certificate.code)
            #expect(paper.verification.address == "https://cnnt.example/c/\(paper.verification.code)")
            #expect(!paper.isSpecimen)
        }
    }

    @Test(
        "after the merger the same establishment stands under its new names; a commune that was split is left out"
    )
    func namesOfTheDay() async throws {
        try await TestRegistry.run { test in
            func unit(_ commune: String) async throws -> String? {
                let product = try await test.product(
                    of: test.establishment(name: "Ở \(commune)", commune: commune))
                let round = try await test.decided(.merged, entries: 1, products: [product])
                try await round.issue()
                return try await Self.papers(round).first?.establishment.unit
            }
            let units = try await [unit("05491"), unit("05641"), unit("05779")]
            #expect(
                units == [
                    "phường Quyết Thắng, tỉnh Thái Nguyên", "xã Vô Tranh, tỉnh Thái Nguyên",
                    "tỉnh Thái Nguyên",
                ])
        }
    }

    @Test(
        "issued after a merger, a paper has the names that the decision has and the new ones; issued before, only those"
    )
    func oldAndNewNames() async throws {
        let old = "xã Tân Cương, thành phố Thái Nguyên, tỉnh Thái Nguyên"
        for (day, unit) in [
            (Day("2025-06-30"), old), (Day("2025-07-01"), old + " (nay là xã Tân Cương, tỉnh Thái Nguyên)"),
        ] {
            try await TestRegistry.run { test in
                let round = try await test.decided(entries: 1)
                try await round.issue(on: day)
                #expect(try await Self.papers(round).first?.establishment.unit == unit)
            }
        }
    }

    @Test("a set's certificate names its members")
    func setPaper() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [80, 90])
            try await round.decide(
                round.codes.map {
                    DecisionRow(entry: $0, isRecognised: true, setName: "Bộ Mẫu", setKind: .design)
                })
            #expect(try await round.issue() == 1)
            #expect(
                try await Self.papers(round).first?.product.members == ["Sản phẩm Mẫu 1", "Sản phẩm Mẫu 2"])
        }
    }

    @Test("demonstration papers are marked as such")
    func specimen() async throws {
        try await TestRegistry.run { test in
            let round = try await test.decided(entries: 1)
            try await round.issue(isSpecimen: true)
            #expect(try await Self.papers(round).first?.isSpecimen == true)
        }
    }

    @Test("later changes of records change no paper")
    func paperStays() async throws {
        try await TestRegistry.run { test in
            let round = try await test.decided(entries: 1)
            let establishment = round.entries[0].establishmentID
            _ = try await test.registry.editEstablishment(
                establishment, changes: Fields(named: ["name": "Tên sau quyết định"]), on: Day("2023-05-15"),
                today: test.today, as: test.viewer)
            try await round.issue()
            #expect(try await Self.papers(round).first?.establishment.name == "Cơ sở Mẫu")
        }
    }

    @Test("a number that was taken by a transaction that failed is given again")
    func failedTransaction() async throws {
        try await TestRegistry.run { test in
            let round = try await test.decided(entries: 2)
            // A second certificate of one award makes the whole issue fail, after its numbers are taken.
            try await test.asOwner { session in
                try session.script(
                    """
                    CREATE FUNCTION fail_second() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                      IF NEW.serial = 2 THEN RAISE EXCEPTION 'as if the disk were full' USING ERRCODE = '53100'; END IF;
                      RETURN NEW;
                    END $$;
                    CREATE TRIGGER fail_second BEFORE INSERT ON certificate FOR EACH ROW EXECUTE FUNCTION fail_second();
                    """)
            }
            await expectDatabaseError("53100") { try await round.issue() }
            #expect(try await round.certificates() == [])
            try await test.asOwner { try $0.script("DROP FUNCTION fail_second CASCADE") }
            #expect(try await round.issue() == 2)
            #expect(
                try await round.certificates().map(\.number) == [
                    "0001/2023/CNNT-H164", "0002/2023/CNNT-H164",
                ])
        }
    }
}
