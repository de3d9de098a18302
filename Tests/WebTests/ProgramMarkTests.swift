import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("Marks of judges that programs import")
struct ProgramMarkTests {
    /// What is wrong and where, as `code row column`.
    private static func told(_ answer: HTTPAnswer) throws -> [String] {
        try answer.list("errors").map { "\($0["code"] ?? "") \($0["row"] ?? "") \($0["column"] ?? "")" }
    }

    /// A file of one entry's marks by all three judges.
    static func file(_ entry: String) -> String {
        "entry,judge,criterion,score,absence\n"
            + ["J1", "J2", "J3"].map { judge in
                [("market", "35"), ("economy", "35"), ("culture", "9"), ("other", "9")].map {
                    "\(entry),\(judge),\($0),\($1),\n"
                }.joined()
            }.joined()
    }

    /// A round that is being judged, with its one entry.
    private static func judged(
        _ test: TestRegistry, _ program: ProgramClient
    ) async throws -> (path: String, entry: String) {
        let product = try await test.product(of: try await test.establishment(), name: "Chè búp")
        let made = try await program.post(
            "rounds",
            #"{"regulation": "vbhn-16-2018", "level": "provincial", "organiser": "19", "year": 2023, "name": "Kỳ của Sở", "held_on": "2023-12-15"}"#
        )
        let round = "rounds/\(try made.text("id") ?? "")"
        let any = ["If-Match": "*"]
        #expect(try await program.post(round + "/opening", "", any).status == 200)
        try await ProgramRoundTests.seat(program, at: round)
        let entry = try await ProgramRoundTests.enter(product, at: round, program)
        let early = try await program.post(round + "/marks/import", file(entry), type: "text/csv")
        #expect(early.status == 409 && early.code == "round-state", "\(early.body)")
        let judging = try await program.post(round + "/judging", "", any)
        #expect(judging.status == 200, "\(judging.body)")
        return (round, entry)
    }

    @Test(
        "a file is tried, taken once and whole, and every bad row of another is told; no mark is written over"
    )
    func story() async throws {
        try await TestRegistry.run { test in
            let officer = try await test.program("can.bo", .officer, in: "19")
            let runner = try await test.program("can.bo", .officer, in: "19", scopes: [.roundsRun])
            try await RunningSite.run(test.registry, on: test.today) { site in
                let (round, entry) = try await Self.judged(
                    test, ProgramClient(site: site, token: officer.text))
                let program = ProgramClient(site: site, token: runner.text)
                let (path, file) = (round + "/marks/import", Self.file(entry))
                let key = ["Idempotency-Key": "m"]
                func send(
                    _ body: String, _ query: String = "", _ headers: [String: String] = [:]
                ) async throws -> HTTPAnswer {
                    try await program.post(path + query, body, type: "text/csv", headers)
                }
                func closing() async throws -> Int {
                    try await program.post(round + "/closing?dry_run=true", "{}", ["If-Match": "*"]).status
                }

                let bad =
                    file.replacing("\(entry),J2,economy,35,", with: "\(entry),J2,economy,99,")
                    .replacing("\(entry),J3,culture", with: "X9,J3,culture")
                    .replacing("\(entry),J3,other", with: "\(entry),J9,other")
                let wrong = try await send(bad)
                #expect(wrong.status == 422, "\(wrong.body)")
                #expect(
                    Set(try Self.told(wrong).map { String($0.prefix { $0 != " " }) })
                        == ["mark-out-of-range", "unknown-entry", "unknown-judge"], "\(wrong.body)")
                #expect(
                    Set(try wrong.list("errors").compactMap { $0["row"] as? Int }) == [7, 12, 13],
                    "\(wrong.body)")
                let unreadable = try await send("entry,judge,criterion,score\n\(entry),J1,market,nhiều\n")
                #expect(unreadable.status == 422, "\(unreadable.body)")
                let shapeless = try await send("entry,judge\nA1,J1\n")
                #expect(shapeless.status == 422, "\(shapeless.body)")
                let other = try await program.post(path, "{}")
                #expect(other.status == 415, "\(other.body)")

                let tried = try await send(file, "?dry_run=true", key)
                #expect(tried.status == 200, "\(tried.body)")
                #expect(try tried.json["marks"] as? Int == 12)
                // nothing of all that was kept: the judges are still to mark
                #expect(try await closing() == 409)
                let taken = try await send(file, "", key)
                #expect(taken.status == 200 && taken.body == tried.body, "\(taken.body)")
                #expect(try taken.json["entries"] as? Int == 1 && taken.json["judges"] as? Int == 3)
                let again = try await send(file, "", key)
                #expect(again.body == taken.body && again.headers["idempotency-replayed"] == "true")
                // the control: without the key every one of them is there
                let twice = try await send(file)
                #expect(twice.status == 422 && twice.code == "mark-twice", "\(twice.body)")
                #expect(try twice.list("errors").count == 12)
                let reused = try await send(bad, "", key)
                #expect(reused.status == 422 && reused.code == "idempotency-key-reused", "\(reused.body)")
                #expect(try await closing() == 200)
            }
        }
    }

    @Test("who may not run the round imports nothing; elsewhere it is not there")
    func refused() async throws {
        try await TestRegistry.run { test in
            let officer = try await test.program("can.bo", .officer, in: "19")
            let writer = try await test.program(
                "can.bo", .officer, in: "19", scopes: [.roundsRead, .roundsWrite])
            let auditor = try await test.program("kiem.toan", .auditor, in: "19")
            let elsewhere = try await test.program("noi.khac", .officer, in: "08")
            try await RunningSite.run(test.registry, on: test.today) { site in
                let program = ProgramClient(site: site, token: officer.text)
                let (round, entry) = try await Self.judged(test, program)
                for (who, status, code) in [
                    (writer, 403, "token-scope"), (auditor, 403, "not-permitted"),
                    (elsewhere, 404, "unknown-round"),
                ] {
                    let answer = try await ProgramClient(site: site, token: who.text).post(
                        round + "/marks/import", Self.file(entry), type: "text/csv")
                    #expect(answer.status == status && answer.code == code, "\(answer.body)")
                }
                let nowhere = try await program.post(
                    "rounds/999/marks/import", Self.file(entry), type: "text/csv")
                #expect(nowhere.status == 404 && nowhere.code == "unknown-round", "\(nowhere.body)")
                let closing = try await program.post(
                    round + "/closing?dry_run=true", "{}", ["If-Match": "*"])
                #expect(closing.status == 409, "\(closing.body)")
            }
        }
    }
}
