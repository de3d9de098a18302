import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("Seats that programs let people leave and take, and meetings that they record")
struct ProgramSeatTests {
    private static func told(_ answer: HTTPAnswer) throws -> [String] {
        try answer.list("errors").map { "\($0["code"] ?? "") \($0["pointer"] ?? "")" }
    }

    /// A member of a list by a member of theirs.
    private static func one(_ items: [[String: Any]], _ key: String, _ value: String) throws -> [String: Any]
    {
        try #require(items.first { $0[key] as? String == value })
    }

    @Test("somebody leaves the council or is replaced on it: tried, done once, and on record with the reason")
    func council() async throws {
        try await TestRegistry.run { test in
            let round = try await test.openRound()
            let officer = try await test.program(
                "can.bo", .officer, in: "19", scopes: [.roundsRead, .roundsRun])
            try await RunningSite.run(test.registry, on: test.today) { site in
                let program = ProgramClient(site: site, token: officer.text)
                let council = "rounds/\(round.id)/council"
                let seated = try await program.post(
                    council, #"{"name": "Bà Chủ tịch", "role": "chair", "from_date": "2026-11-01"}"#)
                let id = try #require(try seated.text("id"))
                let replacement = "\(council)/\(id)/replacement"
                let body = #"{"name": "Ông Mới", "position": "Sở Công Thương", "reason": "chuyển công tác"}"#
                let key = ["Idempotency-Key": "r"]
                let tried = try await program.post(replacement + "?dry_run=true", body, key)
                #expect(tried.status == 200, "\(tried.body)")
                #expect(try await program.get(council).list().count == 1)
                let replaced = try await program.post(replacement, body, key)
                #expect(replaced.status == 201, "\(replaced.body)")
                #expect(try replaced.text("role") == "chair" && replaced.text("from_date") == "2026-11-20")
                let again = try await program.post(replacement, body, key)
                #expect(again.status == 201 && again.body == replaced.body, "\(again.body)")
                #expect(again.headers["idempotency-replayed"] == "true")
                // the control: without the key there is nobody to replace any more
                let twice = try await program.post(replacement, body)
                #expect(twice.status == 404 && twice.code == "unknown-council-member", "\(twice.body)")
                let left = try Self.one(try await program.get(council).list(), "id", id)
                #expect(left["to_date"] as? String == "2026-11-19")
                #expect(left["leave_reason"] as? String == "chuyển công tác")

                let newID = try #require(try replaced.text("id"))
                let removal = "\(council)/\(newID)/removal"
                for (body, wrong) in [
                    ("{}", "value-missing /reason"),
                    (#"{"reason": "x", "act_date": "2026-11-01"}"#, "value-missing /act"),
                    (#"{"reason": "x", "to_date": "mai"}"#, "date-unreadable /to_date"),
                    (#"{"reason": "x", "from_date": "2026-11-01"}"#, "field-unknown /from_date"),
                ] {
                    let answer = try await program.post(removal, body)
                    #expect(answer.status == 422, "\(body): \(answer.body)")
                    #expect(try Self.told(answer).contains(wrong), "\(body): \(answer.body)")
                }
                let why = #"{"reason": "nghỉ hưu", "to_date": "2026-11-25", "act": "9/QĐ-UBND"}"#
                let would = try await program.post(removal + "?dry_run=true", why)
                #expect(try would.text("to_date") == "2026-11-25", "\(would.body)")
                let sits = try Self.one(try await program.get(council).list(), "id", newID)
                #expect(sits["to_date"] as? String == nil)
                let removed = try await program.post(removal, why, ["Idempotency-Key": "x"])
                #expect(removed.status == 200 && removed.body == would.body, "\(removed.body)")
                #expect(try removed.text("leave_act") == "9/QĐ-UBND")
                let repeated = try await program.post(removal, why, ["Idempotency-Key": "x"])
                #expect(repeated.status == 200 && repeated.body == removed.body, "\(repeated.body)")
                #expect(repeated.headers["idempotency-replayed"] == "true")
                for nobody in ["999", "0", "x"] {
                    let answer = try await program.post("\(council)/\(nobody)/removal", why)
                    #expect(answer.status == 404 && answer.code == "unknown-council-member", "\(answer.body)")
                }
                let nowhere = try await program.post("rounds/999/council/1/removal", why)
                #expect(nowhere.status == 404 && nowhere.code == "unknown-round", "\(nowhere.body)")
            }
        }
    }

    @Test(
        "while a round is judged members change by an act, and into no council or panel that the law forbids"
    )
    func whileJudged() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment()
            let product = try await test.product(of: maker, name: "Chè búp")
            let officer = try await test.program("can.bo", .officer, in: "19")
            try await RunningSite.run(test.registry, on: test.today) { site in
                let program = ProgramClient(site: site, token: officer.text)
                let made = try await program.post(
                    "rounds",
                    #"{"regulation": "vbhn-16-2018", "level": "provincial", "organiser": "19", "year": 2023, "name": "Kỳ của Sở", "held_on": "2023-12-15"}"#
                )
                let round = "rounds/\(try made.text("id") ?? "")"
                let any = ["If-Match": "*"]
                #expect(try await program.post(round + "/opening", "", any).status == 200)
                try await ProgramRoundTests.seat(program, at: round)
                _ = try await ProgramRoundTests.enter(product, at: round, program)
                let judging = try await program.post(round + "/judging", "", any)
                #expect(judging.status == 200, "\(judging.body)")

                let members = try await program.get(round + "/council").list()
                let member = try #require(members.last?["id"] as? String)
                let seat = "\(round)/council/\(member)"
                let new = #"{"name": "Người Mới", "reason": "ốm"}"#
                let actless = try await program.post(seat + "/replacement", new)
                #expect(actless.status == 422, "\(actless.body)")
                #expect(try Self.told(actless) == ["act-required /act"], "\(actless.body)")
                let act = #", "act": "77/QĐ-UBND", "act_date": "2026-11-18"}"#
                let removed = try await program.post(seat + "/removal", #"{"reason": "ốm"\#(act)"#)
                #expect(removed.status == 409 && removed.code == "council-size", "\(removed.body)")
                let replaced = try await program.post(
                    seat + "/replacement", new.replacing("}", with: act))
                #expect(replaced.status == 201, "\(replaced.body)")
                #expect(try replaced.text("act") == "77/QĐ-UBND")

                let judge = "\(round)/panel/J3"
                let even = try await program.post(judge + "/removal", #"{"reason": "ốm"\#(act)"#)
                #expect(even.status == 409 && even.code == "panel-odd", "\(even.body)")
                let body = #"{"judge": "J4", "name": "Giám khảo mới", "unit": "19", "reason": "ốm"\#(act)"#
                let nowhere = try await program.post(
                    judge + "/replacement", body.replacing(#""19""#, with: #""98""#))
                #expect(nowhere.status == 422, "\(nowhere.body)")
                #expect(try Self.told(nowhere) == ["unknown-unit /unit"], "\(nowhere.body)")
                let key = ["Idempotency-Key": "j"]
                let tried = try await program.post(judge + "/replacement?dry_run=true", body)
                #expect(tried.status == 200, "\(tried.body)")
                let changed = try await program.post(judge + "/replacement", body, key)
                #expect(changed.status == 201 && changed.body == tried.body, "\(changed.body)")
                #expect(try changed.text("judge") == "J4" && changed.text("role") == "judge")
                let again = try await program.post(judge + "/replacement", body, key)
                #expect(again.body == changed.body && again.headers["idempotency-replayed"] == "true")
                let gone = try await program.post(judge + "/replacement", body)
                #expect(gone.status == 404 && gone.code == "unknown-judge", "\(gone.body)")
                let left = try Self.one(try await program.get(round + "/panel").list(), "judge", "J3")
                #expect(left["leave_act"] as? String == "77/QĐ-UBND")
            }
        }
    }

    @Test(
        "a meeting is tried, recorded once and listed; the same day again replaces it, and a stranger is told"
    )
    func meetings() async throws {
        try await TestRegistry.run { test in
            let round = try await test.openRound()
            let officer = try await test.program(
                "can.bo", .officer, in: "19", scopes: [.roundsRead, .roundsRun])
            let reader = try await test.program("can.bo", .officer, in: "19", scopes: [.roundsRead])
            try await RunningSite.run(test.registry, on: test.today) { site in
                let program = ProgramClient(site: site, token: officer.text)
                try await ProgramRoundTests.seat(program, at: "rounds/\(round.id)")
                let path = "rounds/\(round.id)/meetings"
                let first = try await program.get("rounds/\(round.id)/council").list().first?["id"] as? String
                let body =
                    #"{"held_on": "2026-11-19", "place": "Sở Công Thương", "present": ["\#(first ?? "")", "Ủy viên 1"]}"#
                let key = ["Idempotency-Key": "m"]
                let tried = try await program.post(path + "?dry_run=true", body, key)
                #expect(tried.status == 200, "\(tried.body)")
                #expect(try await program.get(path).list().isEmpty)
                let held = try await program.post(path, body, key)
                #expect(held.status == 201, "\(held.body)")
                #expect(try held.json["present"] as? [String] == ["Ủy viên 0", "Ủy viên 1"])
                #expect(try held.json["council_size"] as? Int == 7 && held.text("place") == "Sở Công Thương")
                let again = try await program.post(path, body, key)
                #expect(again.status == 201 && again.body == held.body, "\(again.body)")
                #expect(again.headers["idempotency-replayed"] == "true")
                #expect(try await program.get(path).list().count == 1)
                let mended = try await program.post(path, body.replacing("Ủy viên 1", with: "Ủy viên 2"))
                #expect(mended.status == 201, "\(mended.body)")
                let readers = ProgramClient(site: site, token: reader.text)
                let listed = try await readers.get(path).list()
                #expect(listed.map { $0["counts"] as? Bool } == [false, true])

                for (body, wrong) in [
                    ("{}", ["value-missing /held_on", "value-missing /present"]),
                    (body.replacing("11-19", with: "11-21"), ["meeting-day /held_on"]),
                    (
                        body.replacing("Ủy viên 1", with: "Ủy viên 0"),
                        ["meeting-member-twice /present"]
                    ),
                    (body.replacing("Ủy viên 1", with: "Người Lạ"), ["unknown-council-member /present"]),
                    (body.replacing("\"Ủy viên 1\"", with: "{}"), ["field-type /present"]),
                ] {
                    let answer = try await program.post(path, body)
                    #expect(answer.status == 422, "\(body): \(answer.body)")
                    for violation in wrong {
                        #expect(try Self.told(answer).contains(violation), "\(body): \(answer.body)")
                    }
                }
                #expect(try await readers.get(path).list().count == 2)
            }
        }
    }

    @Test(
        "who only reads or files entries lets nobody leave and records no meeting; elsewhere it is not there")
    func refused() async throws {
        try await TestRegistry.run { test in
            let round = try await test.openRound()
            let member = try await test.registry.addCouncilMember(
                round: round.id, name: "Bà Chủ tịch", role: .chair, from: test.today, as: test.viewer)
            try await test.registry.addJudge(
                round: round.id, code: "J1", name: "Ông Trưởng ban", role: .head, from: test.today,
                as: test.viewer)
            let writer = try await test.program(
                "can.bo", .officer, in: "19", scopes: [.roundsRead, .roundsWrite])
            let clerk = try await test.program("van.thu", .clerk, in: "19")
            let elsewhere = try await test.program("noi.khac", .officer, in: "08")
            let base = "rounds/\(round.id)"
            try await RunningSite.run(test.registry, on: test.today) { site in
                for (who, status, code) in [
                    (writer, 403, "token-scope"), (clerk, 403, "not-permitted"),
                    (elsewhere, 404, "unknown-round"),
                ] {
                    let program = ProgramClient(site: site, token: who.text)
                    for (address, body) in [
                        ("council/\(member.id)/removal", #"{"reason": "x"}"#),
                        ("council/\(member.id)/replacement", #"{"name": "Ai", "reason": "x"}"#),
                        ("panel/J1/removal", #"{"reason": "x"}"#),
                        ("panel/J1/replacement", #"{"judge": "J2", "name": "Ai", "reason": "x"}"#),
                        ("meetings", #"{"held_on": "2026-11-20", "present": ["\#(member.id)"]}"#),
                    ] {
                        let answer = try await program.post("\(base)/\(address)", body)
                        #expect(answer.status == status && answer.code == code, "\(address): \(answer.body)")
                    }
                    let listed = try await program.get("\(base)/meetings")
                    #expect(listed.status == (who.text == writer.text ? 200 : status), "\(listed.body)")
                }
            }
            let members = try await test.registry.council(ofRound: round.id, as: test.viewer)
            let judges = try await test.registry.panel(ofRound: round.id, as: test.viewer)
            #expect(members.map(\.to) == [nil] && judges.map(\.to) == [nil])
            #expect(try await test.registry.meetings(ofRound: round.id, as: test.viewer).isEmpty)
        }
    }
}
