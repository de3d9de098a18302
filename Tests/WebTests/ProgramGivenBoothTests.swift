import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("Booths that programs of an organising office share out, hold, confirm, move and take back")
struct ProgramGivenBoothTests {
    private static func match(_ version: Int, _ key: String? = nil) -> [String: String] {
        ["If-Match": "\"\(version)\""].merging(key.map { ["Idempotency-Key": $0] } ?? [:]) { $1 }
    }

    private static func told(_ answer: HTTPAnswer) throws -> [String] {
        try answer.list("errors").map { "\($0["code"] ?? "") \($0["pointer"] ?? "")" }
    }

    @Test(
        "booths are shared out by what a trial showed, once; a request that came in since or a second run is a conflict"
    )
    func allocation() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair(booths: 2)
            let officer = try await test.program("can.bo", .officer, in: "19", scopes: [.fairsWrite])
            let reader = try await test.program("can.bo", .officer, in: "19", scopes: [.fairsRead])
            let path = "fairs/\(fair.id)/runs"
            let head = "tenant_kind,tenant_name,booths,filed_on\n"
            try await RunningSite.run(test.registry, on: test.today) { site in
                let program = ProgramClient(site: site, token: officer.text)
                let none = try await program.post(path + "?dry_run=true", "{}")
                #expect(none.status == 409 && none.code == "fair-terms-missing", "\(none.body)")
                try await test.declare(fair, seed: "Giải đặc biệt")
                try await test.requests(head + "sponsor,Nhà A,1,2026-11-20\n", at: fair)
                let early = try await program.post(path + "?dry_run=true", #"{"seed": "Giải đặc biệt"}"#)
                #expect(early.status == 200, "\(early.body)")
                #expect(try early.text("id") == nil && early.list("lines").count == 1, "\(early.body)")
                let open = try await program.post(
                    path, #"{"input_sha256": "\#(try early.text("input_sha256") ?? "")"}"#)
                #expect(open.status == 409 && open.code == "booth-requests-open", "\(open.body)")
                try await test.requests(head + "sponsor,Nhà B,2,2026-11-20\n", at: fair)
            }
            try await RunningSite.run(test.registry, on: Day("2026-11-23")) { site in
                let program = ProgramClient(site: site, token: officer.text)
                let shown = try await program.post(
                    path + "?dry_run=true", #"{"held_until": "2026-12-05"}"#, ["Idempotency-Key": "a"])
                #expect(shown.status == 200, "\(shown.body)")
                let digest = try #require(try shown.text("input_sha256"))
                #expect(try shown.json["given"] as? Int == 2 && shown.text("held_until") == "2026-12-05")
                #expect(try await test.standings(fair).isEmpty)
                for (body, wrong) in [
                    ("{}", "value-missing /input_sha256"),
                    (#"{"input_sha256": "\#(digest)", "held_until": "mai"}"#, "date-unreadable /held_until"),
                    (
                        #"{"input_sha256": "\#(digest)", "held_until": "2027-01-01"}"#,
                        "booth-hold-until /held_until"
                    ),
                    (#"{"input_sha256": "\#(digest)", "seed": "hợp ý"}"#, "seed-other /seed"),
                    (#"{"input": "x"}"#, "field-unknown /input"),
                ] {
                    let answer = try await program.post(path, body)
                    #expect(answer.status == 422, "\(body): \(answer.body)")
                    #expect(try Self.told(answer) == [wrong], "\(body): \(answer.body)")
                }
                let other = String(repeating: "0", count: 64)
                let changed = try await program.post(path, #"{"input_sha256": "\#(other)"}"#)
                #expect(changed.status == 409 && changed.code == "booth-run-input-changed", "\(changed.body)")
                #expect(try await test.standings(fair).isEmpty)

                let body =
                    #"{"input_sha256": "\#(digest)", "held_until": "2026-12-05", "reason": "Họp 22/11"}"#
                let done = try await program.post(path, body, ["Idempotency-Key": "a"])
                #expect(done.status == 201, "\(done.body)")
                let id = try #require(try done.text("id"))
                #expect(done.headers["location"] == "/api/v1/\(path)/\(id)")
                #expect(try done.text("result_sha256") == shown.text("result_sha256"))
                #expect(try await test.standings(fair) == ["A01 held", "A02 held"])
                let again = try await program.post(path, body, ["Idempotency-Key": "a"])
                #expect(again.status == 201 && again.body == done.body, "\(again.body)")
                #expect(again.headers["idempotency-replayed"] == "true")
                // the control: without the key they are shared out already
                let twice = try await program.post(path, body)
                #expect(twice.status == 409 && twice.code == "booth-run-done", "\(twice.body)")

                let readers = ProgramClient(site: site, token: reader.text)
                let listed = try await readers.get(path).list()
                #expect(listed.map { $0["id"] as? String } == [id])
                #expect(listed.first?["reason"] as? String == "Họp 22/11")
                #expect(try await readers.get("\(path)/\(id)").body == done.body)
                let lines = try done.list("lines")
                #expect(lines.compactMap { $0["why"] as? String }.allSatisfy { !$0.isEmpty })
                let waiting = lines.filter { $0["waiting_position"] as? Int == 1 }
                #expect(waiting.count == 1, "\(done.body)")
                for nothing in ["\(path)/999", "\(path)/x", "fairs/999/runs/\(id)"] {
                    let answer = try await readers.get(nothing)
                    #expect(answer.status == 404 && answer.code == "unknown-booth-run", "\(answer.body)")
                }
                let nowhere = try await readers.get("fairs/999/runs")
                #expect(nowhere.status == 404 && nowhere.code == "unknown-fair", "\(nowhere.body)")
            }
        }
    }

    @Test("booths are held for somebody whole or not at all, once, and whose they are is told to others")
    func hold() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            let maker = try await test.establishment()
            let officer = try await test.program("can.bo", .officer, in: "19", scopes: [.fairsWrite])
            let path = "fairs/\(fair.id)/holds"
            let body =
                #"{"booth_codes": ["A01", "A02"], "establishment_ids": ["\#(maker.id)"], "held_until": "2026-12-05", "group": "food"}"#
            try await RunningSite.run(test.registry, on: test.today) { site in
                let program = ProgramClient(site: site, token: officer.text)
                let key = ["Idempotency-Key": "h"]
                let tried = try await program.post(path + "?dry_run=true", body, key)
                #expect(tried.status == 200, "\(tried.body)")
                #expect(try tried.text("id") == nil)
                #expect(try await test.standings(fair).isEmpty)
                let held = try await program.post(path, body, key)
                #expect(held.status == 201 && held.headers["etag"] == "\"1\"", "\(held.body)")
                #expect(try held.json["tenants"] as? [String] == [maker.name])
                #expect(try held.list("booths").map { $0["code"] as? String } == ["A01", "A02"])
                #expect(try held.text("from_date") == "2026-12-10" && held.text("group") == "food")
                #expect(try await test.standings(fair) == ["A01 held", "A02 held"])
                let again = try await program.post(path, body, key)
                #expect(again.status == 201 && again.body == held.body, "\(again.body)")
                #expect(again.headers["idempotency-replayed"] == "true")
                let read = try await program.get("fairs/\(fair.id)/booths/\(try held.text("id") ?? "")")
                #expect(read.body == held.body && read.headers["etag"] == "\"1\"", "\(read.body)")
                // the control: without the key somebody has them
                let taken = try await program.post(path, body)
                #expect(taken.status == 409 && taken.code == "booth-taken", "\(taken.body)")
                #expect(try Self.told(taken).allSatisfy { $0 == "booth-taken /booth_codes" })
                #expect(taken.body.contains(maker.name))

                let one = #"{"booth_codes": ["A04"], "sponsors": ["Nhà A"], "held_until": "2026-12-05""#
                for (body, wrong) in [
                    ("{}", ["booth-tenants-count /establishment_ids", "value-missing /booth_codes"]),
                    (one + #", "establishment_ids": ["x"]}"#, ["establishment-number /establishment_ids"]),
                    (
                        one + #", "establishment_ids": ["999"]}"#,
                        ["unknown-establishment /establishment_ids"]
                    ),
                    (one + #", "province_code": "98"}"#, ["unknown-unit /province_code"]),
                    (one + #", "funds": "own"}"#, ["funding-source-unknown /funds"]),
                    (one + #", "group": "x"}"#, ["product-group-unknown /group"]),
                    (one + #", "to_date": "2026-12-20"}"#, ["booth-days /from_date"]),
                    (
                        one + #", "from_date": "2026-12-14", "to_date": "2026-12-11"}"#,
                        ["fair-days /from_date"]
                    ),
                    (one + #", "common": true}"#, ["booth-tenants-count /establishment_ids"]),
                    (
                        one.replacing("A04", with: #"A04", "A06"#) + "}",
                        ["booths-not-adjacent /booth_codes"]
                    ),
                    (one.replacing("A04", with: "Z99") + "}", ["unknown-booth /booth_codes"]),
                    (one.replacing("12-05", with: "11-01") + "}", ["booth-hold-until /held_until"]),
                    (one + #", "tenants": []}"#, ["field-unknown /tenants"]),
                    (
                        one.replacing(#"["A04"]"#, with: #""A04""#) + #", "common": 1}"#,
                        ["field-type /common"]
                    ),
                ] {
                    let answer = try await program.post(path, body)
                    #expect(answer.status == 422, "\(body): \(answer.body)")
                    for violation in wrong {
                        #expect(try Self.told(answer).contains(violation), "\(body): \(answer.body)")
                    }
                }
                let common = try await program.post(
                    path, one + #", "departments": ["Sở Công Thương"], "common": true}"#)
                #expect(common.status == 201, "\(common.body)")
                #expect(try common.json["tenants"] as? [String] == ["Sở Công Thương", "Nhà A"])
                let nowhere = try await program.post("fairs/999/holds", one + "}")
                #expect(nowhere.status == 404 && nowhere.code == "unknown-fair", "\(nowhere.body)")
            }
            #expect(try await test.standings(fair) == ["A01 held", "A02 held", "A04 held"])
        }
    }

    @Test(
        "what was given is confirmed, moved and taken back for others, for the version that was read and once"
    )
    func acts() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            let other = try await test.openFair()
            let given = try await test.hold("A01", "A02", at: fair)
            let officer = try await test.program("can.bo", .officer, in: "19", scopes: [.fairsWrite])
            try await RunningSite.run(test.registry, on: test.today) { site in
                let program = ProgramClient(site: site, token: officer.text)
                let one = "fairs/\(fair.id)/booths/\(given[1].id)"
                #expect(try await program.get(one).headers["etag"] == "\"1\"")
                let blind = try await program.post(one + "/confirmation", "{}")
                #expect(blind.status == 428 && blind.code == "if-match-missing", "\(blind.body)")
                let confirm = one + "/confirmation"
                let tried = try await program.post(confirm + "?dry_run=true", "{}", Self.match(1, "c"))
                #expect(tried.status == 200, "\(tried.body)")
                #expect(try tried.text("state") == "confirmed")
                #expect(try await test.standings(fair) == ["A01 held", "A02 held"])
                let confirmed = try await program.post(confirm, "{}", Self.match(1, "c"))
                #expect(confirmed.status == 200 && confirmed.headers["etag"] == "\"2\"", "\(confirmed.body)")
                #expect(try await test.standings(fair) == ["A01 confirmed", "A02 confirmed"])
                let again = try await program.post(confirm, "{}", Self.match(1, "c"))
                #expect(again.body == confirmed.body, "\(again.body)")
                #expect(again.headers["idempotency-replayed"] == "true")
                // the controls: without the key it is a lost race, and confirmed already
                let stale = try await program.post(confirm, "{}", Self.match(1))
                #expect(stale.status == 412 && stale.code == "stale-version", "\(stale.body)")
                let twice = try await program.post(confirm, "{}", ["If-Match": "*"])
                #expect(twice.status == 409 && twice.code == "booth-allocation-state", "\(twice.body)")

                let why = #""reason": "cột nhà chắn lối""#
                for (body, wrong) in [
                    ("{}", ["value-missing /booth_codes", "value-missing /reason"]),
                    (#"{"booth_codes": ["A03"], \#(why)}"#, ["booth-count /booth_codes"]),
                    (#"{"booth_codes": ["A03", "A05"], \#(why)}"#, ["booths-not-adjacent /booth_codes"]),
                ] {
                    let answer = try await program.post(one + "/move", body, Self.match(2))
                    #expect(answer.status == 422, "\(body): \(answer.body)")
                    #expect(try Self.told(answer) == wrong, "\(body): \(answer.body)")
                }
                let body = #"{"booth_codes": ["A04", "A05"], \#(why)}"#
                let would = try await program.post(one + "/move?dry_run=true", body, Self.match(2))
                #expect(would.status == 200, "\(would.body)")
                let moved = try await program.post(one + "/move", body, Self.match(2, "m"))
                #expect(moved.status == 200 && moved.headers["etag"] == "\"1\"", "\(moved.body)")
                #expect(try moved.text("state") == "confirmed")
                #expect(try moved.text("moved_from") == String(given[0].id))
                #expect(try await test.standings(fair) == ["A04 confirmed", "A05 confirmed"])
                let repeated = try await program.post(one + "/move", body, Self.match(2, "m"))
                #expect(repeated.body == moved.body, "\(repeated.body)")
                #expect(repeated.headers["idempotency-replayed"] == "true")

                let new = "fairs/\(fair.id)/booths/\(try moved.text("id") ?? "")"
                let silent = try await program.post(new + "/release", "{}", Self.match(1))
                #expect(silent.status == 422, "\(silent.body)")
                #expect(try Self.told(silent) == ["text-empty /reason"], "\(silent.body)")
                let reason = #"{"reason": "đơn vị xin thôi"}"#
                let released = try await program.post(new + "/release", reason, Self.match(1, "r"))
                #expect(released.status == 200, "\(released.body)")
                #expect(try released.text("state") == "released")
                let replayed = try await program.post(new + "/release", reason, Self.match(1, "r"))
                #expect(replayed.body == released.body, "\(replayed.body)")
                #expect(try await test.standings(fair).isEmpty)

                // another fair's address does not lead there
                for nothing in ["fairs/\(other.id)/booths/\(given[0].id)", "fairs/\(fair.id)/booths/999"] {
                    for (method, path) in [("GET", nothing), ("POST", nothing + "/release")] {
                        let answer = try await program.send(
                            method, path, body: method == "GET" ? nil : reason, type: "application/json",
                            headers: ["If-Match": "*"])
                        #expect(answer.status == 404 && answer.code == "unknown-allocation", "\(answer.body)")
                    }
                }
            }
        }
    }

    @Test("requests of a fair are listed, and one is refused for the version that was read, once")
    func refusal() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            let other = try await test.openFair()
            try await test.requests(
                "tenant_kind,tenant_name,booths,filed_on\nsponsor,Nhà A,1,2026-11-20\ndepartment,Sở B,2,2026-11-20\n",
                at: fair)
            let officer = try await test.program("can.bo", .officer, in: "19", scopes: [.fairsWrite])
            try await RunningSite.run(test.registry, on: test.today) { site in
                let program = ProgramClient(site: site, token: officer.text)
                let path = "fairs/\(fair.id)/booth-requests"
                let listed = try await program.get(path).list()
                #expect(listed.map { $0["tenant"] as? String } == ["Nhà A", "Sở B"])
                #expect(listed.map { $0["tenant_kind"] as? String } == ["sponsor", "department"])
                let id = try #require(listed.first?["id"] as? String)
                let one = "\(path)/\(id)"
                let read = try await program.get(one)
                #expect(read.headers["etag"] == "\"1\"", "\(read.body)")
                #expect(try await program.get(one, ["If-None-Match": "\"1\""]).status == 304)

                let why = #"{"reason": "không thuộc đối tượng"}"#
                let silent = try await program.post(one + "/refusal", "{}", Self.match(1))
                #expect(silent.status == 422, "\(silent.body)")
                #expect(try Self.told(silent) == ["text-empty /reason"], "\(silent.body)")
                #expect(try await program.post(one + "/refusal", why).status == 428)
                #expect(try await program.post(one + "/refusal", why, Self.match(2)).status == 412)
                let tried = try await program.post(one + "/refusal?dry_run=true", why, Self.match(1, "n"))
                #expect(try tried.text("state") == "refused", "\(tried.body)")
                #expect(try await program.get(path + "?state=filed").list().count == 2)
                let refused = try await program.post(one + "/refusal", why, Self.match(1, "n"))
                #expect(refused.status == 200 && refused.headers["etag"] == "\"2\"", "\(refused.body)")
                let again = try await program.post(one + "/refusal", why, Self.match(1, "n"))
                #expect(again.body == refused.body && again.headers["idempotency-replayed"] == "true")
                // the control: without the key it is ended
                let twice = try await program.post(one + "/refusal", why, ["If-Match": "*"])
                #expect(twice.status == 409 && twice.code == "booth-request-state", "\(twice.body)")
                #expect(try await program.get(path + "?state=refused").list().count == 1)
                #expect(try await program.get(path + "?state=x").status == 400)
                for nothing in ["fairs/\(other.id)/booth-requests/\(id)", path + "/999", path + "/x"] {
                    let answer = try await program.get(nothing)
                    #expect(answer.status == 404 && answer.code == "unknown-booth-request", "\(answer.body)")
                    let act = try await program.post(nothing + "/refusal", why, ["If-Match": "*"])
                    #expect(act.status == 404 && act.code == "unknown-booth-request", "\(act.body)")
                }
            }
        }
    }

    @Test(
        "who only reads fairs gives and takes nothing; elsewhere they are read, and not there to be changed")
    func refused() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            let maker = try await test.establishment()
            let given = try await test.hold("A01", at: fair, for: [.establishment(maker.id)])
            try await test.requests(
                "tenant_kind,tenant_name,booths,filed_on\nsponsor,Nhà A,1,2026-11-20\n", at: fair)
            let request = try await test.requests(of: fair)[0].id
            let reader = try await test.program("can.bo", .officer, in: "19", scopes: [.fairsRead])
            let auditor = try await test.program("kiem.toan", .auditor, in: "19")
            let elsewhere = try await test.program("noi.khac", .officer, in: "08")
            let owner = try await test.program("chu", .establishmentOwner, in: "establishment:\(maker.id)")
            let why = #"{"reason": "x", "booth_codes": ["A03"]}"#
            let reason = #"{"reason": "x"}"#
            try await RunningSite.run(test.registry, on: test.today) { site in
                for (who, status, code, isRead) in [
                    (reader, 403, "token-scope", true), (auditor, 403, "not-permitted", true),
                    (elsewhere, 404, "unknown", true), (owner, 403, "not-permitted", false),
                ] {
                    let program = ProgramClient(site: site, token: who.text)
                    for (part, noun, body) in [
                        ("runs", "fair", #"{"input_sha256": "\#(String(repeating: "0", count: 64))"}"#),
                        (
                            "holds", "fair",
                            #"{"booth_codes": ["A02"], "sponsors": ["x"], "held_until": "2026-12-01"}"#
                        ),
                        ("booths/\(given[0].id)/confirmation", "allocation", "{}"),
                        ("booths/\(given[0].id)/release", "allocation", reason),
                        ("booths/\(given[0].id)/move", "allocation", why),
                        ("booth-requests/\(request)/refusal", "booth-request", reason),
                    ] {
                        let answer = try await program.post(
                            "fairs/\(fair.id)/\(part)", body, ["If-Match": "*"])
                        let told = code == "unknown" ? "unknown-\(noun)" : code
                        #expect(answer.status == status && answer.code == told, "\(part): \(answer.body)")
                    }
                    for list in [
                        "runs", "booth-requests", "booths/\(given[0].id)", "booth-requests/\(request)",
                    ] {
                        let answer = try await program.get("fairs/\(fair.id)/\(list)")
                        #expect(answer.status == (isRead ? 200 : 403), "\(list): \(answer.body)")
                    }
                }
            }
            #expect(try await test.standings(fair) == ["A01 held"])
            #expect(try await test.requests(of: fair).map(\.state) == [.filed])
        }
    }
}
