import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("Votes of the council that programs record and read")
struct ProgramVoteTests {
    private static func told(_ answer: HTTPAnswer) throws -> [String] {
        try answer.list("errors").map { "\($0["code"] ?? "") \($0["pointer"] ?? "")" }
    }

    @Test(
        "a vote is tried, recorded once at a meeting with its quorum and listed; one that does not add up is told"
    )
    func votes() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(in: test, ["Chè Biểu Quyết"], issued: false, published: false)
            let officer = try await test.program(
                "can.bo", .officer, in: "19", scopes: [.roundsRead, .roundsRun])
            let reader = try await test.program("can.bo", .officer, in: "19", scopes: [.roundsRead])
            try await RunningSite.run(test.registry, on: test.today) { site in
                let program = ProgramClient(site: site, token: officer.text)
                let round = "rounds/\(held.round)"
                let path = round + "/votes"
                let names = try await program.get(round + "/council").list().compactMap {
                    $0["name"] as? String
                }
                let present = names.map { "\"\($0)\"" }.joined(separator: ", ")
                let none = try await program.post(
                    path, #"{"held_on": "2026-11-20", "in_favour": \#(names.count)}"#)
                #expect(none.status == 422, "\(none.body)")
                #expect(try Self.told(none) == ["unknown-meeting /held_on"], "\(none.body)")
                let meeting = try await program.post(
                    round + "/meetings", #"{"held_on": "2026-11-20", "present": [\#(present)]}"#)
                #expect(meeting.status == 201, "\(meeting.body)")

                let body =
                    #"{"held_on": "2026-11-20", "in_favour": \#(names.count - 1), "abstained": 1}"#
                let key = ["Idempotency-Key": "v"]
                let before = try await program.get(path).list().count
                let tried = try await program.post(path + "?dry_run=true", body, key)
                #expect(tried.status == 200, "\(tried.body)")
                #expect(try await program.get(path).list().count == before)
                let recorded = try await program.post(path, body, key)
                #expect(recorded.status == 201, "\(recorded.body)")
                #expect(try recorded.json["abstained"] as? Int == 1)
                #expect(try recorded.json["is_adopted"] as? Bool == true)
                #expect(try recorded.text("entry_code") == nil)
                #expect(try recorded.text("meeting_id") == meeting.text("id"))
                let again = try await program.post(path, body, key)
                #expect(again.status == 201 && again.body == recorded.body, "\(again.body)")
                #expect(again.headers["idempotency-replayed"] == "true")
                // the control: without the key the meeting has voted on this
                let twice = try await program.post(path, body)
                #expect(twice.status == 409 && twice.code == "vote-recorded", "\(twice.body)")
                let other = try await program.post(path, body.replacing("1}", with: "0}"), key)
                #expect(other.status == 422 && other.code == "idempotency-key-reused", "\(other.body)")

                let code = try await program.get(round + "/entries").list().first?["entry_code"] as? String
                let one = try await program.post(
                    path,
                    #"{"held_on": "2026-11-20", "entry_code": "\#(code ?? "")", "in_favour": 0, "against": \#(names.count)}"#
                )
                #expect(one.status == 201, "\(one.body)")
                #expect(try one.text("entry_code") == code && one.json["is_adopted"] as? Bool == false)
                let listed = try await ProgramClient(site: site, token: reader.text).get(path).list()
                #expect(listed.suffix(2).map { $0["entry_code"] as? String } == [nil, code])

                for (body, wrong) in [
                    ("{}", ["value-missing /held_on", "value-missing /in_favour"]),
                    (#"{"held_on": "2026-11-20", "in_favour": 99}"#, ["vote-count /in_favour"]),
                    (#"{"held_on": "2026-11-20", "in_favour": 1}"#, ["vote-sum /in_favour"]),
                    (
                        #"{"held_on": "2026-11-20", "in_favour": \#(names.count), "entry_code": "X9"}"#,
                        ["unknown-entry /entry_code"]
                    ),
                    (#"{"held_on": "2026-11-20", "in_favour": [1]}"#, ["field-type /in_favour"]),
                    (#"{"held_on": "2026-11-20", "vote": 1}"#, ["field-unknown /vote"]),
                ] {
                    let answer = try await program.post(path, body)
                    #expect(answer.status == 422, "\(body): \(answer.body)")
                    #expect(try Self.told(answer) == wrong, "\(body): \(answer.body)")
                    #expect(!answer.body.contains("cnnt council"), "\(answer.body)")
                }
            }
        }
    }

    @Test("nobody votes before marking is closed, without a scope or elsewhere")
    func refused() async throws {
        try await TestRegistry.run { test in
            let round = try await test.openRound()
            let officer = try await test.program("can.bo", .officer, in: "19")
            let reader = try await test.program("can.bo", .officer, in: "19", scopes: [.roundsRead])
            let clerk = try await test.program("van.thu", .clerk, in: "19")
            let elsewhere = try await test.program("noi.khac", .officer, in: "08")
            let path = "rounds/\(round.id)/votes"
            try await RunningSite.run(test.registry, on: test.today) { site in
                for (who, status, code, listed) in [
                    (officer, 409, "round-state", 200), (reader, 403, "token-scope", 200),
                    (clerk, 403, "not-permitted", 403), (elsewhere, 404, "unknown-round", 404),
                ] {
                    let program = ProgramClient(site: site, token: who.text)
                    let answer = try await program.post(path, #"{"held_on": "2026-11-20", "in_favour": 7}"#)
                    #expect(answer.status == status && answer.code == code, "\(answer.body)")
                    #expect(try await program.get(path).status == listed)
                }
            }
            #expect(try await test.registry.votes(ofRound: round.id, as: test.viewer).isEmpty)
        }
    }
}
