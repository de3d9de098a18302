import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("Rounds that programs take from their opening to the result")
struct ProgramRoundTests {
    private static let new =
        #"{"regulation": "vbhn-16-2018", "level": "provincial", "organiser": "19", "year": 2023, "name": "Kỳ của Sở", "held_on": "2023-12-15"}"#

    private static func match(_ version: Int, _ key: String? = nil) -> [String: String] {
        ["If-Match": "\"\(version)\""].merging(key.map { ["Idempotency-Key": $0] } ?? [:]) { $1 }
    }

    /// Seats seven members of the council and three judges.
    static func seat(_ program: ProgramClient, at round: String) async throws {
        let members = ["chair", "standing-vice-chair"] + Array(repeating: "member", count: 5)
        for (number, role) in members.enumerated() {
            let body = #"{"name": "Ủy viên \#(number)", "role": "\#(role)", "from_date": "2023-12-01"}"#
            #expect(try await program.post("\(round)/council", body).status == 201)
        }
        for (number, role) in ["head", "judge", "judge"].enumerated() {
            let body =
                #"{"judge": "J\#(number + 1)", "name": "Giám khảo \#(number)", "role": "\#(role)", "from_date": "2023-12-01"}"#
            #expect(try await program.post("\(round)/panel", body).status == 201)
        }
    }

    /// As if the judges had marked, every one of them with 88 marks.
    static func mark(_ entries: [String], of round: Int64, in test: TestRegistry) async throws {
        let rows = try entries.flatMap { entry in
            try (1...3).flatMap { judge in
                try [("market", "35"), ("economy", "35"), ("culture", "9"), ("other", "9")].map {
                    criterion, marks throws(Refusal) in
                    try ScoreRow(Fields(texts: [entry, "J\(judge)", criterion, marks]))
                }
            }
        }
        _ = try await test.registry.importMarks(rows, round: round, as: test.viewer)
    }

    /// Files a product and accepts it.
    static func enter(
        _ product: ProductRecord, at round: String, _ program: ProgramClient
    ) async throws -> String {
        let filed = try await program.post(
            round + "/entries", #"{"product_id": "\#(product.id)", "exception": "lower-round-not-held"}"#)
        let code = try #require(try filed.text("entry_code"))
        let accepted = try await program.post("\(round)/entries/\(code)/acceptance", "{}", match(1))
        #expect(accepted.status == 200, "\(accepted.body)")
        return code
    }

    @Test(
        "a round is opened, its council and panel seated, judged and closed with the result that was shown, each once and from the version that was read"
    )
    func story() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment()
            let products = [
                try await test.product(of: maker, name: "Chè búp"),
                try await test.product(of: maker, name: "Chè đinh"),
            ]
            // no more than the scopes that these steps are for
            let issued = try await test.program(
                "can.bo", .officer, in: "19", scopes: [.roundsRead, .roundsWrite, .roundsRun])
            try await RunningSite.run(test.registry) { site in
                let program = ProgramClient(site: site, token: issued.text)
                let made = try await program.post("rounds", Self.new)
                let id = try #require(Int64(try made.text("id") ?? ""))
                let round = "rounds/\(id)"
                let read = try await program.get(round)
                #expect(read.headers["etag"] == "\"1\"")

                // opened once
                #expect(try await program.post(round + "/opening", "").status == 428)
                let tried = try await program.post(round + "/opening?dry_run=true", "", Self.match(1, "o"))
                #expect(tried.status == 200 && tried.headers["etag"] == nil, "\(tried.body)")
                #expect(try tried.text("state") == "open")
                #expect(try await program.get(round).text("state") == "draft")
                let opened = try await program.post(round + "/opening", "", Self.match(1, "o"))
                #expect(opened.status == 200 && opened.headers["etag"] == "\"2\"", "\(opened.body)")
                #expect(try opened.text("state") == "open")
                let again = try await program.post(round + "/opening", "", Self.match(1, "o"))
                #expect(again.body == opened.body && again.headers["idempotency-replayed"] == "true")
                // the control: without the key it is a lost race
                let stale = try await program.post(round + "/opening", "", Self.match(1))
                #expect(stale.status == 412 && stale.code == "stale-version", "\(stale.body)")
                let twice = try await program.post(round + "/opening", "", Self.match(2))
                #expect(twice.status == 409 && twice.code == "round-transition", "\(twice.body)")

                // everything that is missing is told
                let early = try await program.post(round + "/judging", "", Self.match(2))
                #expect(early.status == 409 && early.code == "round-no-entries", "\(early.body)")
                let missing = try early.list("errors").compactMap { $0["code"] as? String }
                #expect(missing.contains("council-size") && missing.contains("panel-head"), "\(missing)")
                try await Self.seat(program, at: round)
                var codes: [String] = []
                for product in products { codes.append(try await Self.enter(product, at: round, program)) }
                // the counts are answered whatever is known: entries do not advance the round's version
                let counted = try await program.get(round, ["If-None-Match": "\"2\""])
                #expect(counted.status == 200 && counted.headers["etag"] == "\"2\"")
                #expect(try counted.json["accepted"] as? Int == 2)
                let judged = try await program.post(round + "/judging", "", Self.match(2, "j"))
                #expect(judged.status == 200 && judged.headers["etag"] == "\"3\"", "\(judged.body)")
                #expect(try judged.text("state") == "judging")

                // closed with what was shown
                let unmarked = try await program.post(
                    round + "/closing?dry_run=true", "{}", Self.match(3))
                #expect(unmarked.status == 409 && unmarked.code == "marks-missing", "\(unmarked.body)")
                try await Self.mark(codes, of: id, in: test)
                let unseen = try await program.post(round + "/closing", "{}", Self.match(3))
                #expect(unseen.status == 422, "\(unseen.body)")
                #expect(try unseen.list("errors").map { $0["pointer"] as? String } == ["/result_sha256"])
                let shown = try await program.post(round + "/closing?dry_run=true", "{}", Self.match(3))
                #expect(shown.status == 200 && shown.headers["etag"] == nil, "\(shown.body)")
                #expect(try shown.list().map { $0["total"] as? String } == ["88", "88"])
                let digest = try #require(try shown.text("result_sha256"))
                #expect(try await program.get(round + "/results").text("result_sha256") == digest)
                // an entry is taken back after somebody looked
                let back = try await program.post(
                    "\(round)/entries/\(codes[1])/withdrawal", #"{"reason": "cơ sở rút"}"#, Self.match(2))
                #expect(back.status == 200, "\(back.body)")
                let closing = #"{"result_sha256": "\#(digest)"}"#
                let changed = try await program.post(round + "/closing", closing, Self.match(3, "c"))
                #expect(changed.status == 409 && changed.code == "result-changed", "\(changed.body)")
                #expect(try await program.get(round).text("state") == "judging")
                let looked = try await program.post(round + "/closing?dry_run=true", "{}", Self.match(3))
                let now = try #require(try looked.text("result_sha256"))
                let last = #"{"result_sha256": "\#(now)"}"#
                let closed = try await program.post(round + "/closing", last, Self.match(3, "c2"))
                #expect(closed.status == 200 && closed.headers["etag"] == "\"4\"", "\(closed.body)")
                #expect(try closed.text("state") == "closed" && closed.text("result_sha256") == now)
                let repeated = try await program.post(round + "/closing", last, Self.match(3, "c2"))
                #expect(repeated.body == closed.body && repeated.headers["etag"] == "\"4\"")
                #expect(repeated.headers["idempotency-replayed"] == "true")
                let other = try await program.post(round + "/closing", closing, Self.match(3, "c2"))
                #expect(other.status == 422 && other.code == "idempotency-key-reused")
                let late = try await program.post(round + "/closing", last, Self.match(4))
                #expect(late.status == 409 && late.code == "round-transition")
                #expect(try await program.get(round + "/results").text("result_sha256") == now)
            }
            let steps = try await test.asOwner {
                try $0.values(
                    "SELECT count(*) FROM audit_event WHERE actor = 'can.bo' AND action = 'round.step'",
                    as: Int.self)
            }
            #expect(steps == [3])
        }
    }

    @Test("a seat is tried, taken once, listed, and told what is wrong with it at its member")
    func seats() async throws {
        try await TestRegistry.run { test in
            let round = try await test.openRound()
            let officer = try await test.program("can.bo", .officer, in: "19")
            try await RunningSite.run(test.registry, on: test.today) { site in
                let program = ProgramClient(site: site, token: officer.text)
                let path = "rounds/\(round.id)"
                for (seat, body, twice) in [
                    (
                        "council",
                        #"{"name": "Bà Chủ tịch", "role": "chair", "position": "Phó Giám đốc Sở"}"#,
                        "council-member-twice"
                    ),
                    (
                        "panel", #"{"judge": "J1", "name": "Ông Trưởng ban", "role": "head", "unit": "19"}"#,
                        "judge-code-taken"
                    ),
                ] {
                    let address = "\(path)/\(seat)"
                    let key = ["Idempotency-Key": seat]
                    #expect(try await program.post(address + "?dry_run=true", body, key).status == 200)
                    #expect(try await program.get(address).list().isEmpty)
                    let seated = try await program.post(address, body, key)
                    #expect(seated.status == 201, "\(seated.body)")
                    #expect(try seated.text("from_date") == test.today.iso)
                    let again = try await program.post(address, body, key)
                    #expect(again.status == 201 && again.body == seated.body)
                    #expect(again.headers["idempotency-replayed"] == "true")
                    let second = try await program.post(
                        address, body.replacing("chair", with: "member").replacing("head", with: "judge"))
                    #expect(second.status == 409 && second.code == twice, "\(second.body)")
                    #expect(try await program.get(address).list().count == 1)
                    let wrong = try await program.post(address, #"{"role": "x", "colour": "red"}"#)
                    #expect(wrong.status == 422 && wrong.code == "field-unknown", "\(wrong.body)")
                    let empty = try await program.post(address, #"{"role": "x"}"#)
                    let pointers = try empty.list("errors").compactMap { $0["pointer"] as? String }
                    #expect(pointers.contains("/name") && pointers.contains("/role"), "\(empty.body)")
                }
            }
        }
    }

    @Test("who files entries, or only reads, takes no round on; elsewhere it is not there")
    func foreign() async throws {
        try await TestRegistry.run { test in
            let round = try await test.openRound()
            let writer = try await test.program(
                "can.bo", .officer, in: "19", scopes: [.roundsRead, .roundsWrite])
            let clerk = try await test.program("van.thu", .clerk, in: "19")
            let elsewhere = try await test.program("noi.khac", .officer, in: "08")
            try await RunningSite.run(test.registry) { site in
                for (who, status, code) in [
                    (writer, 403, "token-scope"), (clerk, 403, "not-permitted"),
                    (elsewhere, 404, "unknown-round"),
                ] {
                    let program = ProgramClient(site: site, token: who.text)
                    for (step, body) in [
                        ("opening", ""), ("judging", ""), ("closing", #"{"result_sha256": "x"}"#),
                        ("council", #"{"name": "Bà Thử", "role": "member"}"#),
                        ("panel", #"{"judge": "J1", "name": "Ông Thử", "role": "judge"}"#),
                    ] {
                        let answer = try await program.post(
                            "rounds/\(round.id)/\(step)", body, ["If-Match": "*"])
                        #expect(answer.status == status && answer.code == code, "\(step): \(answer.body)")
                    }
                }
                // the scope names itself
                let told = try await ProgramClient(site: site, token: writer.text).post(
                    "rounds/\(round.id)/opening", "", ["If-Match": "*"])
                #expect(told.body.contains("rounds:run"), "\(told.body)")
            }
            #expect(try await test.registry.round(round.id, as: test.viewer).version == round.version)
        }
    }
}
