import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("Booths that programs ask for, confirm and give back")
struct ProgramBoothTests {
    @Test("booths are asked for once, read, and withdrawn by who has the version of the request")
    func story() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(commune: "05503")
            let fair = try await test.openFair()
            let owner = try await test.program("chu", .establishmentOwner, in: "establishment:\(maker.id)")
            try await RunningSite.run(test.registry, on: test.today) { site in
                let program = ProgramClient(site: site, token: owner.text)
                let mine = "establishments/\(maker.id)"
                let open = try await program.get("\(mine)/open-fairs")
                #expect(try open.list().map { $0["id"] as? String } == [String(fair.id)], "\(open.body)")
                let path = "fairs/\(fair.id)/booth-requests"
                let asked =
                    #"{"establishment_id": "\#(maker.id)", "booths": 2, "adjacent": true, "group": "food", "from_date": "2026-12-11"}"#
                let key = ["Idempotency-Key": "booths-1"]
                let tried = try await program.post(path + "?dry_run=true", asked, key)
                #expect(tried.status == 200 && tried.headers["etag"] == nil, "\(tried.body)")
                #expect(try tried.text("id") == nil)
                #expect(try await program.get("\(mine)/booth-requests").list().isEmpty)
                let filed = try await program.post(path, asked, key)
                #expect(filed.status == 201 && filed.headers["etag"] == "\"1\"", "\(filed.body)")
                let one = "booth-requests/\(try filed.text("id") ?? "")"
                #expect(filed.headers["location"] == "/api/v1/\(one)")
                #expect(try filed.text("state") == "filed" && filed.text("province_code") == "19")
                #expect(try filed.text("from_date") == "2026-12-11" && filed.text("to_date") == "2026-12-14")
                #expect(try filed.json["adjacent"] as? Bool == true && filed.json["booths"] as? Int == 2)
                let again = try await program.post(path, asked, key)
                #expect(again.status == 201 && again.body == filed.body)
                #expect(again.headers["idempotency-replayed"] == "true")
                let other = try await program.post(path, asked.replacing("2,", with: "3,"), key)
                #expect(other.status == 422, "the same key with another content")
                // the control: without the key another request stands in the way of the first
                let twice = try await program.post(path, asked.replacing("2,", with: "3,"))
                #expect(twice.status == 409 && twice.code == "booth-request-twice", "\(twice.body)")
                #expect(try await program.get("\(mine)/booth-requests").list().count == 1)
                #expect(try await program.get("\(mine)/open-fairs").list().isEmpty)
                #expect(try await program.get(one).body == filed.body)
                #expect(try await program.get(one, ["If-None-Match": "\"1\""]).status == 304)

                let reason = #"{"reason": "đổi ý"}"#
                #expect(try await program.post(one + "/withdrawal", reason).status == 428)
                let stale = try await program.post(one + "/withdrawal", reason, ["If-Match": "\"2\""])
                #expect(stale.status == 412 && stale.code == "stale-version")
                let wordless = try await program.post(one + "/withdrawal", "{}", ["If-Match": "\"1\""])
                #expect(wordless.status == 422)
                #expect(try wordless.list("errors").map { $0["pointer"] as? String } == ["/reason"])
                let wouldBe = try await program.post(
                    one + "/withdrawal?dry_run=true", reason, ["If-Match": "\"1\""])
                #expect(try wouldBe.text("state") == "withdrawn")
                #expect(try await program.get(one).text("state") == "filed")
                let first = ["If-Match": "\"1\"", "Idempotency-Key": "back-1"]
                let withdrawn = try await program.post(one + "/withdrawal", reason, first)
                #expect(withdrawn.status == 200 && withdrawn.headers["etag"] == "\"2\"", "\(withdrawn.body)")
                let repeated = try await program.post(one + "/withdrawal", reason, first)
                #expect(repeated.status == 200 && repeated.body == withdrawn.body, "\(repeated.body)")
                #expect(repeated.headers["idempotency-replayed"] == "true")
                let ended = try await program.post(one + "/withdrawal", reason, ["If-Match": "*"])
                #expect(ended.status == 409 && ended.code == "booth-request-state")
            }
        }
    }

    @Test(
        "booths that are held for an establishment are confirmed and given back by its program, and no other")
    func given() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(name: "Gốm Tự Tâm", commune: "05503")
            let second = try await test.establishment(name: "Chè Hai", commune: "05503")
            let fair = try await test.openFair()
            let held = try await test.hold("A01", "A02", at: fair, for: [.establishment(maker.id)])
            let owner = try await test.program("chu", .establishmentOwner, in: "establishment:\(maker.id)")
            let others = try await test.program("hai", .establishmentOwner, in: "establishment:\(second.id)")
            try await RunningSite.run(test.registry, on: test.today) { site in
                let program = ProgramClient(site: site, token: owner.text)
                let foreign = ProgramClient(site: site, token: others.text)
                let booths = "establishments/\(maker.id)/booths"
                let listed = try await program.get(booths).list()
                #expect(listed.map { $0["state"] as? String } == ["held"])
                #expect(listed.first?["can_confirm"] as? Bool == true)
                let codes = (listed.first?["booths"] as? [[String: Any]])?.map { $0["code"] as? String }
                #expect(codes == ["A01", "A02"])
                let one = "\(booths)/\(held[0].id)"
                #expect(try await foreign.get(booths).status == 404)
                for path in ["\(one)/confirmation", "\(one)/release"] {
                    let answer = try await foreign.post(path, #"{"reason": "x"}"#)
                    #expect(answer.status == 404, "\(path): \(answer.body)")
                }
                // at their own address the booths of another are not there either
                let theirs = "establishments/\(second.id)/booths/\(held[0].id)/confirmation"
                let strange = try await foreign.post(theirs, "{}")
                #expect(strange.status == 404 && strange.code == "unknown-allocation", "\(strange.body)")
                #expect(try await program.post(one + "/confirmation?dry_run=true", "{}").status == 200)
                #expect(try await test.standings(fair) == ["A01 held", "A02 held"])
                let (asked, given) = (["Idempotency-Key": "confirm-1"], ["Idempotency-Key": "release-1"])
                let confirmed = try await program.post(one + "/confirmation", "{}", asked)
                #expect(confirmed.status == 200, "\(confirmed.body)")
                #expect(try confirmed.text("state") == "confirmed")
                let repeated = try await program.post(one + "/confirmation", "{}", asked)
                #expect(repeated.status == 200 && repeated.body == confirmed.body, "\(repeated.body)")
                #expect(repeated.headers["idempotency-replayed"] == "true")
                // the control: without the key it is another request
                let twice = try await program.post(one + "/confirmation", "{}")
                #expect(twice.status == 409 && twice.code == "booth-allocation-state", "\(twice.body)")
                #expect(try await program.post(one + "/release", "{}").status == 422)
                let reason = #"{"reason": "không đi được"}"#
                let reused = try await program.post(one + "/release", reason, asked)
                #expect(reused.status == 422 && reused.code == "idempotency-key-reused", "\(reused.body)")
                let released = try await program.post(one + "/release", reason, given)
                #expect(try released.text("state") == "released", "\(released.body)")
                let late = try await program.post(one + "/release", reason, given)
                #expect(late.status == 200 && late.body == released.body, "\(late.body)")
                #expect(late.headers["idempotency-replayed"] == "true")
                // what was confirmed then is told as it is now
                let confirmedThen = try await program.post(one + "/confirmation", "{}", asked)
                #expect(confirmedThen.body == released.body, "\(confirmedThen.body)")
                #expect(try await program.get(booths).list().isEmpty)
            }
            #expect(try await test.standings(fair).isEmpty)
        }
    }

    @Test("what is wrong is told at its member, and without the scope or the establishment nothing is done")
    func refused() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(name: "Gốm Tự Tâm", commune: "05503")
            let second = try await test.establishment(name: "Chè Hai", commune: "05503")
            let fair = try await test.openFair()
            let territory = "establishment:\(maker.id)"
            let owner = try await test.program("chu", .establishmentOwner, in: territory)
            let reader = try await test.program(
                "chu", .establishmentOwner, in: territory, scopes: [.fairsRead, .registryWrite])
            let auditor = try await test.program("kiem.toan", .auditor, in: "19")
            try await RunningSite.run(test.registry, on: test.today) { site in
                let program = ProgramClient(site: site, token: owner.text)
                let path = "fairs/\(fair.id)/booth-requests"
                func asking(_ id: Int64, _ more: String = #", "booths": 1"#) -> String {
                    #"{"establishment_id": "\#(id)"\#(more)}"#
                }
                for (body, code, pointer) in [
                    ("{}", "value-missing", "/establishment_id"),
                    (asking(maker.id, ""), "value-missing", "/booths"),
                    (asking(maker.id, #", "booths": 0"#), "booths-wanted", "/booths"),
                    (asking(maker.id, #", "booths": 1, "adjacent": "yes""#), "field-type", "/adjacent"),
                    (asking(maker.id, #", "booths": 1, "zones": ["Khu X"]"#), "unknown-zone", "/zones"),
                    (asking(maker.id, #", "booths": 1, "to_date": "2027-01-01""#), "booth-days", "/to_date"),
                    (asking(maker.id, #", "booths": 1, "funds": "national""#), "field-unknown", "/funds"),
                ] {
                    let answer = try await program.post(path, body)
                    #expect(answer.status == 422, "\(body): \(answer.body)")
                    let told = try answer.list("errors").map { "\($0["code"] ?? "") \($0["pointer"] ?? "")" }
                    #expect(told.contains("\(code) \(pointer)"), "\(body): \(told)")
                }
                let foreign = try await program.post(path, asking(second.id))
                #expect(foreign.status == 403 && foreign.code == "outside-territory", "\(foreign.body)")
                #expect(try foreign.list("errors").map { $0["pointer"] as? String } == ["/establishment_id"])
                let nowhere = try await program.post("fairs/999/booth-requests", asking(maker.id))
                #expect(nowhere.status == 404 && nowhere.code == "unknown-fair", "\(nowhere.body)")
                for (who, code) in [(reader, "token-scope"), (auditor, "not-permitted")] {
                    let answer = try await ProgramClient(site: site, token: who.text).post(
                        path, asking(maker.id))
                    #expect(answer.status == 403 && answer.code == code, "\(answer.body)")
                }
                #expect(try await test.requests(of: fair).isEmpty)
                // who may only read reads what is the establishment's own, and nobody else's
                #expect(try await program.post(path, asking(maker.id)).status == 201)
                let readers = ProgramClient(site: site, token: reader.text)
                let own = try await readers.get("establishments/\(maker.id)/booth-requests")
                #expect(try own.list().count == 1, "\(own.body)")
                let one = "booth-requests/\(try #require(own.list().first?["id"] as? String))"
                #expect(try await readers.get(one).status == 200)
                for list in ["open-fairs", "booths", "booth-requests"] {
                    #expect(try await readers.get("establishments/\(maker.id)/\(list)").status == 200)
                    #expect(try await readers.get("establishments/\(second.id)/\(list)").status == 404)
                }
                let withdrawn = try await readers.post(
                    one + "/withdrawal", #"{"reason": "x"}"#, ["If-Match": "*"])
                #expect(withdrawn.status == 403 && withdrawn.code == "token-scope", "\(withdrawn.body)")
                _ = try await test.registry.closeFair(fair.id, as: test.viewer)
                let late = try await program.post(path, asking(maker.id))
                #expect(late.status == 409 && late.code == "fair-state", "\(late.body)")
            }
        }
    }
}
