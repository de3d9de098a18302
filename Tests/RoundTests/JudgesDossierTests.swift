import Evidence
import Registry
import RuralIndustry
import TestPictures
import TestSupport
import Testing

@Suite("What judges see of the dossiers")
struct JudgesDossierTests {
    private static let plan = #"{"judges": {"dossier_parts": ["description", "photo"]}}"#
    private static let photos = [1, 2].map { Picture(width: 96, height: 64, seed: $0).jpeg() }

    private static func paper(_ kind: PaperKind, _ bytes: [UInt8], _ more: [String: String] = [:]) throws
        -> IncomingPaper
    {
        IncomingPaper(try Fields(named: more.merging(["kind": kind.rawValue]) { $1 }), bytes: bytes)
    }

    /// A judged round of two entries; the first one's dossier has two photographs, of which one came later than the other
    /// papers, a description, a form and the establishment's certificate.
    private static func judged(_ test: TestRegistry, plan: String? = plan) async throws -> (
        round: HeldRound, papers: [PaperRecord]
    ) {
        let script = RoundScript(plan: plan, judges: 3)
        let products = try await test.products(2, for: script)
        let papers = try await test.registry.addPapers(
            [
                try paper(.photo, photos[0], ["title": "Xưởng của bà Một"]),
                try paper(.registrationForm, samplePDF("% form")),
                try paper(.productDescription, samplePDF("% description"), ["title": "Chè Mẫu Tân Cương"]),
                try paper(.photo, photos[1]),
            ], to: .product(products[0].id), today: test.today, as: test.viewer)
        _ = try await test.registry.addPapers(
            [
                try paper(
                    .legalStatus, samplePDF("% law"),
                    ["number": "4600123456", "issuer": "Sở Kế hoạch", "issued_on": "2020-02-03"])
            ], to: .establishment(products[0].establishmentID), today: test.today, as: test.viewer)
        let round = try await test.judged(script, products: products)
        for (login, role, judge) in [("truong", Role.headJudge, "J1"), ("hoa", .judge, "J2")] {
            try await test.account(login)
            try await test.grant(role, in: "round:\(round.id)", to: login)
            try await test.registry.tieAccount(
                login, toJudge: judge, round: round.id, on: test.today, as: test.viewer)
        }
        return (round, papers)
    }

    private static func parts(_ round: HeldRound, _ entry: Int, _ login: String? = nil) async throws
        -> [DossierPart]
    {
        let viewer = if let login { try await round.test.viewer(login) } else { round.test.viewer }
        return try await round.test.registry.dossierParts(
            ofRound: round.id, entry: round.codes[entry], as: viewer)
    }

    @Test(
        "a judge gets the kinds that the round names, in its order, as they were when the entry was accepted")
    func parts() async throws {
        try await TestRegistry.run { test in
            let (round, papers) = try await Self.judged(test)
            let code = round.codes[0]
            let seen = try await Self.parts(round, 0, "hoa")
            #expect(seen.map(\.kind) == [.productDescription, .photo, .photo])
            #expect(seen.map(\.fileName) == ["\(code)-1.pdf", "\(code)-2.jpg", "\(code)-3.jpg"])
            #expect(seen.map(\.sha256) == [papers[2], papers[0], papers[3]].map(\.sha256))
            for part in seen { #expect(SHA256Digest(of: part.bytes) == part.sha256) }
            // what the maker does afterwards changes nothing of it
            _ = try await test.registry.withdrawPaper(papers[0].id, because: "mờ", as: test.viewer)
            _ = try await test.registry.addPapers(
                [try Self.paper(.photo, Picture(width: 96, height: 64, seed: 7).jpeg())],
                to: .product(round.entries[0].productID), today: test.today, as: test.viewer)
            for login in ["hoa", "truong", nil] {
                #expect(try await Self.parts(round, 0, login) == seen, "\(login ?? "operator")")
            }
            // a dossier without such parts is an empty list
            #expect(try await Self.parts(round, 1, "hoa") == [])
        }
    }

    @Test("a round that names no part shows none, and says so")
    func none() async throws {
        try await TestRegistry.run { test in
            for plan in [nil, #"{"judges": {"dossier_parts": []}}"#] {
                let round = try await test.judged(RoundScript(plan: plan, judges: 1), entries: 1)
                let told = await expectRefusal("dossier-not-shown") { _ = try await Self.parts(round, 0) }
                #expect(told.first?.text.vi.contains("judges.dossier_parts") == true)
            }
        }
    }

    @Test("a judge has nothing of entries that they are not to mark, and does not learn why")
    func ownEntries() async throws {
        try await TestRegistry.run { test in
            let (round, _) = try await Self.judged(test)
            try await test.registry.recordConflict(
                round: round.id, judge: "J2", establishment: round.entries[0].establishmentID,
                because: "Là người nhà", on: Day("2023-05-20"), as: test.viewer)
            try await test.registry.recordConflict(
                round: round.id, judge: "J1", establishment: round.entries[0].establishmentID,
                because: "Là người nhà", on: Day("2023-05-20"), as: test.viewer)
            // the head judge, who reads all sheets, no more than the others
            for login in ["hoa", "truong"] {
                await expectRefusal("judge-not-assigned") { _ = try await Self.parts(round, 0, login) }
            }
            #expect(try await Self.parts(round, 0).count == 3)
            await expectRefusal("unknown-entry") {
                _ = try await test.registry.dossierParts(
                    ofRound: round.id, entry: "999999", as: try await test.viewer("hoa"))
            }
            try await round.move([round.codes[1]], to: .withdrawn, because: "Cơ sở xin rút")
            await expectRefusal("entry-not-accepted") { _ = try await Self.parts(round, 1) }
        }
    }

    @Test("nobody is shown a dossier before judging begins, nor a stranger ever")
    func others() async throws {
        try await TestRegistry.run { test in
            let draft = try await test.drafted(RoundScript(plan: Self.plan))
            await expectRefusal("round-state") {
                _ = try await test.registry.dossierParts(ofRound: draft.id, entry: "1", as: test.viewer)
            }
            let (round, _) = try await Self.judged(test)
            for (login, role, code) in [
                ("khac", Role.judge, "judge-account-missing"), ("nhap", .clerk, "not-permitted"),
            ] {
                try await test.account(login)
                try await test.grant(role, in: role == .clerk ? "19" : "round:\(round.id)", to: login)
                await expectRefusal(code) { _ = try await Self.parts(round, 0, login) }
            }
        }
    }
}
