import Foundation
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Two truths: what the public sees until a round is published, and after")
struct TwoTruthsTests {
    /// A round whose decision joins two products into a set, with its certificates.
    private struct Held: Sendable {
        let round: Int64
        let products: [Int64]
        let establishment: Int64
        let set: Int64
        let code: String
        let number: String
        /// What nobody outside may read before publication.
        let secrets: [String]
    }

    private static let setName = "Bộ Quà Tặng Bí Mật"

    private static func hold(_ test: TestRegistry) async throws -> Held {
        let registry = test.registry
        let maker = try await test.establishment(name: "Hợp tác xã Chè Mẫu", commune: "05503")
        var products: [ProductRecord] = []
        for name in ["Chè Búp Mẫu", "Trà Sen Mẫu"] {
            products.append(try await test.product(of: maker, name: name))
        }
        let day = Day("2023-05-15")
        let round = try await registry.createRound(
            NewRound(
                regulationID: "vbhn-16-2018", level: .provincial, organiserCode: "19", year: 2023,
                name: "Kỳ Bình Chọn Kín", heldOn: day), as: test.viewer, today: test.today
        ).id
        _ = try await registry.openRound(round, as: test.viewer)
        for seat in 1...7 {
            _ = try await registry.addCouncilMember(
                round: round, name: "Ủy viên \(seat)",
                role: seat == 1 ? .chair : seat == 2 ? .standingViceChair : .member, from: day,
                as: test.viewer)
        }
        _ = try await registry.addJudge(
            round: round, code: "J1", name: "Giám Khảo Kín", role: .head, from: day, as: test.viewer)
        let entries = try await registry.importEntries(
            try products.enumerated().map { index, product in
                Located(
                    try EntryDraft(
                        Fields(named: [
                            "product_id": String(product.id), "filed_on": "2023-05-10",
                            "exception": "lower-round-not-held", "entry_code": "MS-KIN-\(index)",
                        ])), at: Place(row: index + 2))
            }, round: round, as: test.viewer, today: test.today)
        _ = try await registry.moveEntries(
            round: round, codes: entries.map(\.code), to: .accepted, because: nil, as: test.viewer)
        _ = try await registry.startJudging(round, as: test.viewer)
        _ = try await registry.importMarks(
            try entries.flatMap { entry in
                try [("market", "38.25"), ("economy", "37.75"), ("culture", "9"), ("other", "9")].map {
                    criterion, mark throws(Refusal) in
                    try ScoreRow(Fields(texts: [entry.code, "J1", criterion, mark]))
                }
            }, round: round, as: test.viewer)
        _ = try await registry.closeRound(round, as: test.viewer, today: Day("2023-05-30"))
        _ = try await registry.decideRound(
            round,
            act: DecisionAct(number: "9077/QĐ-KÍN", decidedOn: Day("2023-06-30"), signatoryName: "Người Ký"),
            rows: entries.map {
                DecisionRow(entry: $0.code, isRecognised: true, setName: setName, reason: "Lý do kín")
            }, as: test.viewer)
        _ = try await registry.issueCertificates(
            CertificateIssue(round: round, issuedOn: Day("2023-07-10"), baseURL: "https://cnnt.example.vn"),
            as: test.viewer)
        _ = try await registry.sendNotices(
            ofRound: round, on: Day("2023-07-11"), by: .post, as: test.viewer, today: test.today)
        // from now on there is a proof, for those who may have it
        _ = try await registry.certificateCheckpoint(
            ofRound: round, signedBy: try await test.signingKey(), at: HeldRound.now, as: test.viewer)
        let certificate = try #require(try await registry.certificates(round: round, as: test.viewer).first)
        let award = try #require(try await registry.awards(as: test.viewer).first)
        return Held(
            round: round, products: products.map(\.id), establishment: maker.id,
            set: try #require(award.productID), code: try #require(certificate.code),
            number: try #require(certificate.number),
            secrets: [
                setName, "9077/QĐ-KÍN", "MS-KIN", "Giám Khảo Kín", "Kỳ Bình Chọn Kín", "Lý do kín", "94.00",
                "38.25",
                try #require(certificate.number), "Người Ký",
            ])
    }

    /// Every address that answers the public, with the numbers and words that somebody curious would try.
    private static func addresses(_ held: Held) -> [String] {
        let numbers = held.products + [held.set]
        return numbers.map { "/api/v1/awards?product=\($0)" } + [
            "/api/v1/awards?establishment=\(held.establishment)", "/api/v1/awards?unit=19&as_of=2024-01-01",
            "/api/v1/awards?unit=19", "/api/v1/awards?unit=05503", "/c/\(held.code)",
            "/c/\(held.code)/proof", "/api/v1/certificates/\(held.code)/proof",
            "/api/v1/certificates/\(held.code)", "/c/\(held.code)?lang=en", "/healthz", "/readyz", "/metrics",
            "/", "/api/v1/rounds/\(held.round)", "/api/v1/rounds", "/rounds/\(held.round)", "/api/v1/entries",
            "/api/v1/results/\(held.round)", "/api/v1/products/\(held.set)", "/assets/style.css",
            "/rounds", "/products/\(held.set)", "/products/\(held.products[0])",
            "/establishments/\(held.establishment)", "/?q=bo+qua+tang", "/register",
            "/registration/\(held.code)",
            "/products/\(held.set)/pictures/1", "/products/\(held.set)/pictures/1/small",
            "/provinces/19", "/open-data", "/open-data/awards.csv", "/open-data/products.csv",
            "/open-data/establishments.json", "/open-data/certificates.csv", "/open-data/rounds.csv",
            "/open-data/figures.json",
            "/statistics", "/statistics?year=2023&level=provincial",
            "/api/v1/rounds/\(held.round)/entries", "/api/v1/rounds/\(held.round)/results", "/api/v1/changes",
            "/api/v1/certificates", "/api/v1/products/export", "/api/v1/guide", "/api/v1/openapi.yaml",
        ]
            + ["", "/entries", "/tally", "/progress", "/events", "/decisions", "/certificates"].map {
                "/desk/rounds/\(held.round)\($0)"
            }
    }

    /// What an answer says, without the times that the service took, whose digits are as chance has it: `0.0059077` holds the
    /// digits of many a number, and `138.250` those of a mark.
    private static func said(_ body: String) -> String {
        body.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let isTime =
                line.hasPrefix("cnnt_uptime_seconds")
                || line.hasPrefix("cnnt_http_request_duration_seconds_sum")
            return isTime ? String(line.prefix(upTo: line.lastIndex(of: " ") ?? line.endIndex)) : String(line)
        }.joined(separator: "\n")
    }

    @Test(
        "before publication nothing of a round's result is to be had at any public address; afterwards all is"
    )
    func addresses() async throws {
        try await TestRegistry.run { test in
            let held = try await Self.hold(test)
            try await RunningSite.run(test.registry) { site in
                for address in Self.addresses(held) {
                    for accept in ["text/html", "application/json"] {
                        let answer = try await site.get(address, accept: accept)
                        for secret in held.secrets {
                            #expect(
                                !Self.said(answer.body).contains(secret),
                                "\(address) as \(accept) tells \(secret)")
                        }
                    }
                }
                // a set that only the decision made is as unknown as any other number
                let set = try await site.get("/api/v1/awards?product=\(held.set)")
                #expect(set.status == 404)
                #expect(try await site.get("/api/v1/awards?product=\(held.products[0])").status == 200)
                _ = try await test.registry.publishRound(held.round, as: test.viewer)
                for address in [
                    "/api/v1/awards?product=\(held.products[0])", "/api/v1/awards?product=\(held.set)",
                    "/api/v1/awards?establishment=\(held.establishment)",
                    "/api/v1/awards?unit=19&as_of=2024-01-01",
                ] {
                    let answer = try await site.get(address)
                    #expect(answer.status == 200 && answer.body.contains("9077/QĐ-KÍN"), "\(address)")
                    #expect(answer.body.contains(Self.setName), "\(address)")
                }
                // what was joined into a set is one product of the result
                let result = try await site.get("/rounds/\(held.round)").body
                #expect(result.components(separatedBy: ">\(Self.setName)<").count == 2)
                #expect(result.contains("1 sản phẩm được công nhận"))
                #expect(try await site.get("/rounds").body.contains("1 sản phẩm được công nhận"))
                let page = try await site.get("/c/\(held.code)", accept: "text/html")
                #expect(page.status == 200 && page.body.contains(Self.setName))
                let proof = try await site.get("/c/\(held.code)/proof")
                #expect(proof.status == 200 && proof.body.contains(held.number))
                // marks, codes and judges stay with the council
                for address in Self.addresses(held) {
                    let answer = try await site.get(address)
                    for secret in ["MS-KIN", "Giám Khảo Kín", "38.25", "94.00", "Lý do kín"] {
                        #expect(!Self.said(answer.body).contains(secret), "\(address) tells \(secret)")
                    }
                }
            }
        }
    }

    @Test("the public's use cases tell nothing before publication, and every other refuses the public")
    func useCases() async throws {
        try await TestRegistry.run { test in
            let held = try await Self.hold(test)
            let registry = test.registry
            func history() async throws -> [AwardRecord] {
                var found: [AwardRecord] = []
                for product in held.products + [held.set] {
                    found += try await registry.awardHistory(.product(product), as: .anybody)
                }
                found += try await registry.awardHistory(.establishment(held.establishment), as: .anybody)
                return found
                    + (try await registry.awardHistory(.unit("19", on: Day("2024-01-01")), as: .anybody))
            }
            func hits(_ text: String) async throws -> [SearchHit] {
                try await registry.search(SearchQuery(text), on: test.today, as: .anybody).hits
            }
            for words in ["quà tặng bí mật", "bộ quà tặng bí m", "qua tang bi matt"] {
                #expect(try await hits(words).isEmpty, "\(words)")
            }
            #expect(try await hits("chè búp mẫu").map(\.awards) == [0])
            #expect(try await history().isEmpty)
            guard
                case .unknown = try await registry.verifyCertificate(
                    code: held.code, on: test.today, as: .anybody)
            else {
                Issue.record("an unpublished certificate was spoken of")
                return
            }
            guard
                case .unknown = try await registry.certificateProof(
                    code: held.code, on: test.today, as: .anybody)
            else {
                Issue.record("an unpublished certificate was proved")
                return
            }
            // the council, meanwhile, has it all
            #expect(try await registry.tally(ofRound: held.round, as: test.viewer).tally.lines.count == 2)
            #expect(
                try await registry.search(SearchQuery("quà tặng bí mật"), on: test.today, as: test.viewer)
                    .hits
                    .count == 1)
            let refused: [@Sendable (Registry) async throws -> Void] = [
                { _ = try await $0.round(held.round, as: .anybody) },
                { _ = try await $0.rounds(as: .anybody) },
                { _ = try await $0.changes(after: .start, limit: 1, as: .anybody) },
                { _ = try await $0.rules(ofRound: held.round, as: .anybody) },
                { _ = try await $0.entries(ofRound: held.round, as: .anybody) },
                { _ = try await $0.tally(ofRound: held.round, as: .anybody) },
                { _ = try await $0.decision(ofRound: held.round, as: .anybody) },
                { _ = try await $0.votes(ofRound: held.round, as: .anybody) },
                { _ = try await $0.meetings(ofRound: held.round, as: .anybody) },
                { _ = try await $0.notices(ofRound: held.round, as: .anybody) },
                { _ = try await $0.council(ofRound: held.round, as: .anybody) },
                { _ = try await $0.panel(ofRound: held.round, as: .anybody) },
                { _ = try await $0.acts(ofRound: held.round, as: .anybody) },
                { _ = try await $0.conflicts(ofRound: held.round, as: .anybody) },
                { _ = try await $0.assignments(ofRound: held.round, as: .anybody) },
                { _ = try await $0.certificates(round: held.round, as: .anybody) },
                { _ = try await $0.awards(as: .anybody) },
                { _ = try await $0.nominations(as: .anybody) },
                { _ = try await $0.tabularList(NominationFilter(round: held.round), as: .anybody) },
                { _ = try await $0.auditTail(9, as: .anybody) },
                {
                    _ = try await $0.resultBundle(
                        ofRound: held.round, sealedOn: Day("2026-11-20"), signedBy: nil, as: .anybody)
                },
            ]
            for useCase in refused { await expectRefusal("not-permitted") { try await useCase(registry) } }
            _ = try await registry.publishRound(held.round, as: test.viewer)
            #expect(try await history().count == 5)
            #expect(try await hits("quà tặng bí mật").map(\.awards) == [1])
        }
    }
}
