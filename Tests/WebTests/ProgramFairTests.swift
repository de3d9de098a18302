import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("Fairs that programs create, change, open and close")
struct ProgramFairTests {
    private static func match(_ version: Int, _ key: String? = nil) -> [String: String] {
        ["If-Match": "\"\(version)\""].merging(key.map { ["Idempotency-Key": $0] } ?? [:]) { $1 }
    }

    private static func new(_ more: String = "") -> String {
        #"{"name": "Hội chợ của Sở", "level": "provincial", "organiser": "19", "venue": "Quảng trường", "first_day": "2026-12-10", "last_day": "2026-12-14"\#(more)}"#
    }

    @Test("a fair is tried, created once, changed by who has its version, and opened and closed once")
    func story() async throws {
        try await TestRegistry.run { test in
            let officer = try await test.program("can.bo", .officer, in: "19", scopes: [.fairsWrite])
            try await RunningSite.run(test.registry, on: test.today) { site in
                let program = ProgramClient(site: site, token: officer.text)
                let key = ["Idempotency-Key": "fair-1"]
                #expect(try await program.post("fairs?dry_run=true", Self.new(), key).status == 200)
                #expect(try await program.get("fairs").list().isEmpty)
                let made = try await program.post("fairs", Self.new(), key)
                #expect(made.status == 201 && made.headers["etag"] == "\"1\"", "\(made.body)")
                #expect(try made.text("state") == "planned" && made.text("kind") == "organised")
                #expect(try made.text("set_up_on") == "2026-12-10" && made.text("booth_width_m") == "3")
                let id = try #require(try made.text("id"))
                let fair = "fairs/\(id)"
                #expect(made.headers["location"] == "/api/v1/\(fair)")
                let again = try await program.post("fairs", Self.new(), key)
                #expect(again.status == 201 && again.body == made.body)
                #expect(again.headers["idempotency-replayed"] == "true")
                #expect(try await program.get("fairs").list().count == 1)

                let later = #"{"last_day": "2026-12-15", "booth_width_m": 3.5}"#
                #expect(try await program.patch(fair, later, ifMatch: nil).status == 428)
                let tried = try await program.patch(fair + "?dry_run=true", later, ifMatch: "\"1\"")
                #expect(try tried.text("last_day") == "2026-12-15", "\(tried.body)")
                let changed = try await program.patch(fair, later, ifMatch: "\"1\"")
                #expect(changed.status == 200 && changed.headers["etag"] == "\"2\"", "\(changed.body)")
                #expect(
                    try changed.text("booth_width_m") == "3.5" && changed.text("name") == "Hội chợ của Sở")
                #expect(try await program.get(fair).headers["etag"] == "\"2\"")
                let stale = try await program.patch(fair, later, ifMatch: "\"1\"")
                #expect(stale.status == 412 && stale.code == "stale-version", "\(stale.body)")

                let bare = try await program.post(fair + "/opening", "", Self.match(2, "o"))
                #expect(bare.status == 409 && bare.code == "fair-without-booths", "\(bare.body)")
                try await test.importBooths(
                    "code,x_m,y_m,width_m,depth_m\nA01,0,0,3,3\n",
                    at: try await test.registry.fair(Int64(id) ?? 0, as: test.viewer))
                let planned = try await program.get(fair)
                #expect(try planned.json["booths"] as? Int == 1 && planned.headers["etag"] == "\"3\"")
                let would = try await program.post(fair + "/opening?dry_run=true", "", Self.match(3))
                #expect(try would.text("state") == "open")
                #expect(try await program.get(fair).text("state") == "planned")
                let opened = try await program.post(fair + "/opening", "", Self.match(3, "o"))
                #expect(opened.status == 200 && opened.headers["etag"] == "\"4\"", "\(opened.body)")
                let reopened = try await program.post(fair + "/opening", "", Self.match(3, "o"))
                #expect(reopened.body == opened.body && reopened.headers["idempotency-replayed"] == "true")
                #expect(try await program.post(fair + "/opening", "", Self.match(3)).status == 412)

                // of an announced fair everybody reads why it is changed
                let silent = try await program.patch(fair, #"{"venue": "Nhà thi đấu"}"#, ifMatch: "\"4\"")
                #expect(silent.status == 422 && silent.code == "fair-change-reason", "\(silent.body)")
                let moved = try await program.patch(
                    fair + "?reason=m%C6%B0a", #"{"venue": "Nhà thi đấu"}"#, ifMatch: "\"4\"")
                #expect(moved.status == 200 && moved.headers["etag"] == "\"5\"", "\(moved.body)")
                let closed = try await program.post(fair + "/closing", "", Self.match(5, "c"))
                #expect(try closed.text("state") == "closed", "\(closed.body)")
                let over = try await program.post(fair + "/closing", "", Self.match(6))
                #expect(over.status == 409 && over.code == "fair-transition", "\(over.body)")
                let late = try await program.patch(fair + "?reason=x", #"{"venue": "Sân"}"#, ifMatch: "*")
                #expect(late.status == 409 && late.code == "fair-state", "\(late.body)")
            }
        }
    }

    @Test("what is wrong with a fair is told at its member, and who may not hold it changes nothing")
    func refused() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair(isOpen: false)
            let officer = try await test.program("can.bo", .officer, in: "19")
            let reader = try await test.program("can.bo", .officer, in: "19", scopes: [.fairsRead])
            let clerk = try await test.program("van.thu", .clerk, in: "19")
            let elsewhere = try await test.program("noi.khac", .officer, in: "08")
            try await RunningSite.run(test.registry, on: test.today) { site in
                let program = ProgramClient(site: site, token: officer.text)
                for (body, code, pointer) in [
                    ("{}", "value-missing", "/name"),
                    (Self.new(#", "kind": "x""#), "fair-kind-unknown", "/kind"),
                    (Self.new(#", "set_up_on": "2026-12-11""#), "fair-set-up", "/set_up_on"),
                    (Self.new(#", "booth_width_m": "0""#), "booth-size", "/booth_width_m"),
                    (Self.new().replacing("2026-12-14", with: "2026-12-01"), "fair-days", "/last_day"),
                    (
                        Self.new().replacing("provincial", with: "regional").replacing("19", with: "xx"),
                        "unknown-organiser", "/organiser"
                    ),
                    (Self.new().replacing("\"19\"", with: "\"98\""), "unknown-unit", "/organiser"),
                    (Self.new().replacing("\"19\"", with: "\"tỉnh\""), "unit-code-unreadable", "/organiser"),
                    (Self.new(#", "colour": 1"#), "field-unknown", "/colour"),
                ] {
                    let answer = try await program.post("fairs", body)
                    #expect(answer.status == 422, "\(body): \(answer.body)")
                    let told = try answer.list("errors").map { "\($0["code"] ?? "") \($0["pointer"] ?? "")" }
                    #expect(told.contains("\(code) \(pointer)"), "\(body): \(told)")
                }
                let one = "fairs/\(fair.id)"
                for (body, code, pointer) in [
                    (#"{"name": null}"#, "value-missing", "/name"),
                    (#"{"level": "national"}"#, "field-unknown", "/level"),
                    (#"{"first_day": "2026-12-20"}"#, "fair-days", "/last_day"),
                ] {
                    let answer = try await program.patch(one, body, ifMatch: "*")
                    #expect(answer.status == 422, "\(body): \(answer.body)")
                    let told = try answer.list("errors").map { "\($0["code"] ?? "") \($0["pointer"] ?? "")" }
                    #expect(told.contains("\(code) \(pointer)"), "\(body): \(told)")
                }
                for (who, status, code) in [
                    (reader, 403, "token-scope"), (clerk, 403, "not-permitted"),
                    (elsewhere, 404, "unknown-fair"),
                ] {
                    let other = ProgramClient(site: site, token: who.text)
                    for step in ["opening", "closing"] {
                        let answer = try await other.post("\(one)/\(step)", "", ["If-Match": "*"])
                        #expect(answer.status == status && answer.code == code, "\(answer.body)")
                    }
                    let edited = try await other.patch(one, #"{"name": "Khác"}"#, ifMatch: "*")
                    #expect(edited.status == status && edited.code == code, "\(edited.body)")
                    #expect(try await other.post("fairs", Self.new()).status == 403)
                }
                #expect(try await program.get("fairs").list().count == 1)
            }
            let after = try await test.registry.fair(fair.id, as: test.viewer)
            #expect(after.state == .planned && after.name == fair.name && after.days == fair.days)
        }
    }
}
