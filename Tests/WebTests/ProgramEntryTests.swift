import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("Entries of rounds, filed and withdrawn by programs")
struct ProgramEntryTests {
    @Test("a round is tried, created once as a draft with its own plan, and takes entries")
    func rounds() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment()
            let product = try await test.product(of: maker, name: "Chè búp")
            let officer = try await test.program("can.bo", .officer, in: "19")
            let elsewhere = try await test.program("noi.khac", .officer, in: "08")
            let clerk = try await test.program("van.thu", .clerk, in: "19")
            try await RunningSite.run(test.registry) { site in
                let program = ProgramClient(site: site, token: officer.text)
                func round(_ more: String = "") -> String {
                    #"{"regulation": "vbhn-16-2018", "level": "provincial", "organiser": "19", "year": 2023, "name": "Kỳ của Sở", "held_on": "2023-12-15"\#(more)}"#
                }
                let planned = round(#", "plan": {"scoring": {"step": "0.25"}}"#)
                let key = ["Idempotency-Key": "round-1"]
                let tried = try await program.post("rounds?dry_run=true", planned, key)
                #expect(tried.status == 200, "\(tried.body)")
                #expect(try await program.get("rounds").list().isEmpty)
                let made = try await program.post("rounds", planned, key)
                #expect(made.status == 201 && made.headers["etag"] == "\"1\"", "\(made.body)")
                #expect(try made.text("state") == "draft" && made.text("held_on") == "2023-12-15")
                let id = try #require(try made.text("id"))
                #expect(made.headers["location"] == "/api/v1/rounds/\(id)")
                let again = try await program.post("rounds", planned, key)
                #expect(again.body == made.body && again.headers["idempotency-replayed"] == "true")
                #expect(try await program.get("rounds").list().count == 1)
                // the plan is pinned: other rules than those of the regulation alone
                let plain = try await program.post("rounds?dry_run=true", round())
                #expect(try plain.text("rules_sha256") != made.text("rules_sha256"))

                let entry = try await program.post(
                    "rounds/\(id)/entries",
                    #"{"product_id": "\#(product.id)", "exception": "lower-round-not-held"}"#)
                #expect(entry.status == 201, "\(entry.body)")

                for (body, code, pointer) in [
                    ("{}", "value-missing", "/name"),
                    (round().replacing("provincial", with: "x"), "level-unknown", "/level"),
                    (round().replacing("2023,", with: "-1,"), "number-unreadable", "/year"),
                    (round(#", "plan": {"colour": 1}"#), "regulation-key-unknown", "/plan"),
                    (round(#", "colour": 1"#), "field-unknown", "/colour"),
                ] {
                    let answer = try await program.post("rounds", body)
                    #expect(answer.status == 422, "\(answer.body)")
                    let told = try answer.list("errors").map { "\($0["code"] ?? "") \($0["pointer"] ?? "")" }
                    #expect(told.contains("\(code) \(pointer)"), "\(told)")
                }
                for (who, code) in [(elsewhere, "outside-territory"), (clerk, "not-permitted")] {
                    let answer = try await ProgramClient(site: site, token: who.text).post("rounds", planned)
                    #expect(answer.status == 403 && answer.code == code, "\(answer.body)")
                }
                #expect(try await program.get("rounds").list().count == 1)
            }
        }
    }

    @Test("an entry is tried, filed once, read, listed, and withdrawn by who has its version")
    func story() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment()
            let product = try await test.product(of: maker, name: "Chè búp")
            let round = try await test.openRound()
            let issued = try await test.program("can.bo", .officer, in: "19")
            try await RunningSite.run(test.registry) { site in
                let program = ProgramClient(site: site, token: issued.text)
                let entries = "rounds/\(round.id)/entries"
                let entry =
                    #"{"product_id": "\#(product.id)", "exception": "lower-round-not-held", "note": "kèm hồ sơ giấy"}"#
                let key = ["Idempotency-Key": "entry-1"]
                let tried = try await program.post(entries + "?dry_run=true", entry, key)
                #expect(tried.status == 200 && tried.headers["etag"] == nil, "\(tried.body)")
                #expect(try await program.get(entries).list().isEmpty)
                let filed = try await program.post(entries, entry, key)
                let code = try #require(try filed.text("entry_code"))
                #expect(filed.status == 201 && filed.headers["etag"] == "\"1\"")
                #expect(filed.headers["location"] == "/api/v1/\(entries)/\(code)")
                #expect(try filed.text("product_name") == "Chè búp" && filed.text("state") == "received")
                #expect(try filed.text("note") == "kèm hồ sơ giấy")
                let again = try await program.post(entries, entry, key)
                #expect(again.status == 201 && again.body == filed.body)
                #expect(again.headers["idempotency-replayed"] == "true")
                // the control: without the key it is a second entry of the same product, which the round does not take
                let twice = try await program.post(entries, entry)
                #expect(twice.status == 409 && twice.code == "product-entered-twice", "\(twice.body)")
                #expect(try await program.get(entries).list().map { $0["entry_code"] as? String } == [code])
                let one = "\(entries)/\(code)"
                #expect(try await program.get(one).body == filed.body)
                #expect(try await program.get(one, ["If-None-Match": "\"1\""]).status == 304)

                let reason = #"{"reason": "cơ sở đổi ý"}"#
                #expect(try await program.post(one + "/withdrawal", reason).status == 428)
                let stale = try await program.post(one + "/withdrawal", reason, ["If-Match": "\"2\""])
                #expect(stale.status == 412 && stale.code == "stale-version")
                let wordless = try await program.post(one + "/withdrawal", "{}", ["If-Match": "\"1\""])
                #expect(wordless.status == 422)
                #expect(try wordless.list("errors").map { $0["pointer"] as? String } == ["/reason"])
                let wouldBe = try await program.post(
                    one + "/withdrawal?dry_run=true", reason, ["If-Match": "\"1\""])
                #expect(try wouldBe.text("state") == "withdrawn")
                #expect(try await program.get(one).text("state") == "received")
                let withdrawn = try await program.post(one + "/withdrawal", reason, ["If-Match": "\"1\""])
                #expect(withdrawn.status == 200 && withdrawn.headers["etag"] == "\"2\"", "\(withdrawn.body)")
                #expect(try withdrawn.text("state_reason") == "cơ sở đổi ý")
                let ended = try await program.post(one + "/withdrawal", reason, ["If-Match": "*"])
                #expect(ended.status == 409 && ended.code == "entry-transition")
                // what was withdrawn makes room
                #expect(try await program.post(entries, entry).status == 201)
            }
            let events = try await test.asOwner {
                try $0.values(
                    "SELECT action || ' ' || coalesce(reason, '') FROM audit_event WHERE actor = 'can.bo' ORDER BY audit_id",
                    as: String.self)
            }
            #expect(events == ["entry.import ", "entry.step cơ sở đổi ý", "entry.import "])
        }
    }

    @Test(
        "an entry is sent back, accepted and refused by who has its version, tried first, done once, and told apart from what others did"
    )
    func steps() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment()
            let product = try await test.product(of: maker, name: "Chè búp")
            let round = try await test.openRound()
            let issued = try await test.program("can.bo", .officer, in: "19")
            try await RunningSite.run(test.registry) { site in
                let program = ProgramClient(site: site, token: issued.text)
                let filed = try await program.post(
                    "rounds/\(round.id)/entries",
                    #"{"product_id": "\#(product.id)", "exception": "lower-round-not-held"}"#)
                let one = "rounds/\(round.id)/entries/\(try #require(try filed.text("entry_code")))"
                func match(_ version: Int, _ key: String? = nil) -> [String: String] {
                    ["If-Match": "\"\(version)\""].merging(key.map { ["Idempotency-Key": $0] } ?? [:]) { $1 }
                }
                // without a word nobody learns what is missing
                for step in ["supplement-request", "rejection"] {
                    let wordless = try await program.post("\(one)/\(step)", "{}", match(1))
                    #expect(wordless.status == 422, "\(wordless.body)")
                    #expect(try wordless.list("errors").map { $0["pointer"] as? String } == ["/reason"])
                }
                let lacks = #"{"reason": "thiếu ảnh"}"#
                let asked = try await program.post(one + "/supplement-request", lacks, match(1, "a"))
                #expect(asked.status == 200 && asked.headers["etag"] == "\"2\"", "\(asked.body)")
                #expect(try asked.text("state") == "incomplete" && asked.text("state_reason") == "thiếu ảnh")

                #expect(try await program.post(one + "/acceptance", "{}").status == 428)
                let stale = try await program.post(one + "/acceptance", "{}", match(1))
                #expect(stale.status == 412 && stale.code == "stale-version")
                let tried = try await program.post(one + "/acceptance?dry_run=true", "{}", match(2, "b"))
                #expect(try tried.text("state") == "accepted" && tried.headers["etag"] == nil)
                #expect(try await program.get(one).text("state") == "incomplete")
                let accepted = try await program.post(one + "/acceptance", "{}", match(2, "b"))
                #expect(accepted.status == 200 && accepted.headers["etag"] == "\"3\"", "\(accepted.body)")
                #expect(try accepted.text("state") == "accepted")
                // sent again it is answered again, with the version that was matched then
                let again = try await program.post(one + "/acceptance", "{}", match(2, "b"))
                #expect(again.status == 200 && again.body == accepted.body)
                #expect(again.headers["idempotency-replayed"] == "true")
                // also where it was for one of several versions, none of which is there any more
                let several = ["If-Match": "\"1\", \"2\"", "Idempotency-Key": "b"]
                let replayed = try await program.post(one + "/acceptance", "{}", several)
                #expect(replayed.status == 200 && replayed.body == accepted.body, "\(replayed.body)")
                let none = try await program.post(
                    one + "/acceptance", "{}", ["If-Match": "\"1\", \"2\"", "Idempotency-Key": "d"])
                #expect(none.status == 412 && none.code == "stale-version", "\(none.body)")
                // the control: without the key it is a lost race, and what is accepted is not accepted twice
                #expect(try await program.post(one + "/acceptance", "{}", match(2)).status == 412)
                let twice = try await program.post(one + "/acceptance", "{}", match(3))
                #expect(twice.status == 409 && twice.code == "entry-transition")
                let other = try await program.post(one + "/rejection", lacks, match(3, "b"))
                #expect(other.status == 422 && other.code == "idempotency-key-reused")

                let refused = try await program.post(
                    one + "/rejection", #"{"reason": "khai sai"}"#, match(3, "c"))
                #expect(refused.status == 200, "\(refused.body)")
                #expect(try refused.text("state") == "rejected" && refused.text("state_reason") == "khai sai")
            }
            let events = try await test.asOwner {
                try $0.values(
                    "SELECT coalesce(reason, '') FROM audit_event WHERE actor = 'can.bo' AND action = 'entry.step' ORDER BY audit_id",
                    as: String.self)
            }
            #expect(events == ["thiếu ảnh", "", "khai sai"])
        }
    }

    @Test("who reads entries or files them accepts none")
    func foreignSteps() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment()
            let product = try await test.product(of: maker)
            let round = try await test.openRound()
            let officer = try await test.program("can.bo", .officer, in: "19")
            let reader = try await test.program("can.bo", .officer, in: "19", scopes: [.roundsRead])
            let clerk = try await test.program("van.thu", .clerk, in: "19")
            let elsewhere = try await test.program("noi.khac", .officer, in: "08")
            try await RunningSite.run(test.registry) { site in
                let entries = "rounds/\(round.id)/entries"
                let filed = try await ProgramClient(site: site, token: officer.text).post(
                    entries, #"{"product_id": "\#(product.id)", "exception": "lower-round-not-held"}"#)
                let one = "\(entries)/\(try #require(try filed.text("entry_code")))"
                for (who, status, code) in [
                    (reader, 403, "token-scope"), (clerk, 403, "not-permitted"),
                    (elsewhere, 404, "unknown-entry"),
                ] {
                    for step in ["acceptance", "supplement-request", "rejection", "withdrawal"] {
                        let answer = try await ProgramClient(site: site, token: who.text).post(
                            "\(one)/\(step)", #"{"reason": "x"}"#, ["If-Match": "*"])
                        #expect(answer.status == status && answer.code == code, "\(step): \(answer.body)")
                    }
                }
                let after = try await ProgramClient(site: site, token: officer.text).get(one)
                #expect(try after.text("state") == "received")
            }
        }
    }

    @Test(
        "everything that is wrong with an entry is told at its member, and where nothing may be written nothing is"
    )
    func refused() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment()
            let product = try await test.product(of: maker)
            let round = try await test.openRound()
            let other = try await test.openRound(of: "08")
            let officer = try await test.program("can.bo", .officer, in: "19")
            let reader = try await test.program("can.bo", .officer, in: "19", scopes: [.roundsRead])
            let elsewhere = try await test.program("noi.khac", .officer, in: "08")
            let auditor = try await test.program("kiem.toan", .auditor, in: "19")
            try await RunningSite.run(test.registry) { site in
                let program = ProgramClient(site: site, token: officer.text)
                let entries = "rounds/\(round.id)/entries"
                func entry(_ product: Int64, _ more: String = "") -> String {
                    #"{"product_id": "\#(product)", "exception": "lower-round-not-held"\#(more)}"#
                }
                for (body, code, pointer) in [
                    ("{}", "product-reference", "/product_id"),
                    (entry(999), "unknown-product", "/product_id"),
                    (entry(product.id, #", "group": "x""#), "unknown-group", "/group"),
                    (entry(product.id, #", "entry_code": "a b""#), "entry-code-form", "/entry_code"),
                    (entry(product.id, #", "colour": "red""#), "field-unknown", "/colour"),
                ] {
                    let answer = try await program.post(entries, body)
                    #expect(answer.status == 422, "\(answer.body)")
                    let told = try answer.list("errors").map { "\($0["code"] ?? "") \($0["pointer"] ?? "")" }
                    #expect(told.contains("\(code) \(pointer)"), "\(told)")
                }
                for (who, status, code) in [
                    (reader, 403, "token-scope"), (elsewhere, 404, "unknown-round"),
                    (auditor, 403, "not-permitted"),
                ] {
                    let answer = try await ProgramClient(site: site, token: who.text).post(
                        entries, entry(product.id))
                    #expect(answer.status == status && answer.code == code, "\(answer.body)")
                }
                // where one may file, but not what is made elsewhere
                let foreign = try await ProgramClient(site: site, token: elsewhere.text).post(
                    "rounds/\(other.id)/entries", entry(product.id))
                #expect(foreign.status == 403 && foreign.code == "outside-territory", "\(foreign.body)")
                #expect(try foreign.list("errors").map { $0["pointer"] as? String } == ["/product_id"])
                for path in ["\(entries)/X1", "\(entries)/%00", "rounds/999/entries/X1"] {
                    let answer = try await program.get(path)
                    #expect(answer.status == 404 && answer.code == "unknown-entry", "\(path): \(answer.body)")
                }
                #expect(try await program.get(entries).list().isEmpty)
                _ = try await test.registry.cancelRound(
                    round.id, act: "1/QĐ", on: test.today, because: "thử", as: test.viewer)
                let late = try await program.post(entries, entry(product.id))
                #expect(late.status == 409 && late.code == "round-state")
            }
        }
    }
}
