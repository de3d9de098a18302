import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("Plans, quotas and terms that programs give fairs")
struct ProgramFairPartTests {
    private static let plan = """
        code,x_m,y_m,width_m,depth_m,zone,corner,price_vnd
        A01,0,0,3,3,Ẩm thực,yes,12000000
        A02,3,0,3,3,,no,
        B01,0,9,3,3,,,

        """

    private static func match(_ version: Int, _ key: String? = nil) -> [String: String] {
        ["If-Match": "\"\(version)\""].merging(key.map { ["Idempotency-Key": $0] } ?? [:]) { $1 }
    }

    /// What is wrong and where, as `code /pointer`.
    private static func told(_ answer: HTTPAnswer) throws -> [String] {
        try answer.list("errors").map { "\($0["code"] ?? "") \($0["pointer"] ?? "")" }
    }

    @Test("a plan is tried, given once by who has the fair's version, and read part by part")
    func plan() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair(isOpen: false)
            let officer = try await test.program("can.bo", .officer, in: "19", scopes: [.fairsWrite])
            let reader = try await test.program("can.bo", .officer, in: "19", scopes: [.fairsRead])
            try await RunningSite.run(test.registry, on: test.today) { site in
                let program = ProgramClient(site: site, token: officer.text)
                let (one, path) = ("fairs/\(fair.id)", "fairs/\(fair.id)/booths")
                let (file, csv) = (path + "/import", "text/csv")
                #expect(try await program.get(one).headers["etag"] == "\"2\"")
                let blind = try await program.post(file, Self.plan, type: csv)
                #expect(blind.status == 428 && blind.code == "if-match-missing", "\(blind.body)")
                let tried = try await program.post(
                    file + "?dry_run=true", Self.plan, type: csv, Self.match(2, "p"))
                #expect(tried.status == 200 && tried.headers["etag"] == nil, "\(tried.body)")
                #expect(try await program.get(path).list().count == 6)
                let given = try await program.post(file, Self.plan, type: csv, Self.match(2, "p"))
                #expect(given.status == 200 && given.headers["etag"] == "\"3\"", "\(given.body)")
                #expect(given.body == tried.body)
                let counts = ["plan": 2, "fair_version": 3, "booths": 3, "added": 1, "removed": 4]
                for (name, count) in counts { #expect(try given.json[name] as? Int == count, "\(name)") }
                let again = try await program.post(file, Self.plan, type: csv, Self.match(2, "p"))
                #expect(again.body == given.body && again.headers["etag"] == "\"3\"", "\(again.body)")
                #expect(again.headers["idempotency-replayed"] == "true")
                // the control: without the key it is a lost race
                let stale = try await program.post(file, Self.plan, type: csv, Self.match(2))
                #expect(stale.status == 412 && stale.code == "stale-version", "\(stale.body)")
                #expect(try await program.get(one).headers["etag"] == "\"3\"")

                let readers = ProgramClient(site: site, token: reader.text)
                let first = try await readers.get(path + "?limit=2")
                #expect(try first.list().map { $0["code"] as? String } == ["A01", "A02"], "\(first.body)")
                let corner = try #require(try first.list().first)
                #expect(corner["corner"] as? Bool == true && corner["price_vnd"] as? Int == 12_000_000)
                #expect(corner["zone"] as? String == "Ẩm thực" && corner["x_m"] as? String == "0")
                let next = try #require(try first.text("next"))
                let last = try await readers.get(path + "?limit=2&after=\(next)")
                #expect(try last.list().map { $0["code"] as? String } == ["B01"] && last.text("next") == nil)
                let foreign = try await readers.get("fairs?after=\(next)")
                #expect(foreign.status == 400 && foreign.code == "cursor-unreadable", "\(foreign.body)")
            }
        }
    }

    @Test("a plan is drawn by rows and aisles; a booth that somebody has stays where it is")
    func grid() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            try await test.hold("A01", at: fair)
            let officer = try await test.program("can.bo", .officer, in: "19")
            try await RunningSite.run(test.registry, on: test.today) { site in
                let program = ProgramClient(site: site, token: officer.text)
                let path = "fairs/\(fair.id)/booths"
                let held = try #require(try await program.get(path).list().first)
                let holds = held["given"] as? [[String: Any]] ?? []
                #expect(holds.map { $0["state"] as? String } == ["held"])
                #expect(holds.first?["tenants"] as? [String] == ["Nhà tài trợ Mẫu"])
                #expect(holds.first?["held_until"] as? String == "2026-11-30")
                let later = try #require(
                    try await program.get(path + "?as_of=2026-12-01").list().first?["given"] as? [Any])
                #expect(later.isEmpty)

                let taken = try await program.post(
                    path + "/import", Self.plan.replacing("A01,0,0", with: "A01,30,0"), type: "text/csv",
                    ["If-Match": "*"])
                #expect(taken.status == 409 && taken.code == "booth-in-use", "\(taken.body)")
                #expect(try taken.list("errors").map { $0["row"] as? Int } == [2], "\(taken.body)")
                let rows = #"{"rows": 2, "booths_per_row": 3, "aisle_m": "2.5", "price_vnd": 9600000}"#
                let drawn = try await program.post(
                    path + "/grid", rows, ["If-Match": "*", "Idempotency-Key": "g"])
                #expect(drawn.status == 200, "\(drawn.body)")
                #expect(try drawn.json["booths"] as? Int == 6 && drawn.json["added"] as? Int == 3)
                let listed = try await program.get(path).list()
                #expect(
                    listed.map { $0["code"] as? String } == ["A01", "A02", "A03", "B01", "B02", "B03"])
                #expect(listed.last?["y_m"] as? String == "5.5" && listed.last?["x_m"] as? String == "6")
                let again = try await program.post(
                    path + "/grid", rows, ["If-Match": "*", "Idempotency-Key": "g"])
                #expect(again.body == drawn.body && again.headers["idempotency-replayed"] == "true")

                for (body, wrong) in [
                    ("{}", ["rows", "booths_per_row", "aisle_m"].map { "value-missing /\($0)" }),
                    (rows.replacing("2,", with: "0,"), ["booth-grid-count /rows"]),
                    (rows.replacing(": 2,", with: #": "x","#), ["number-unreadable /rows"]),
                    (rows.replacing("2.5", with: "-1"), ["length-unreadable /aisle_m"]),
                    (rows.replacing("}", with: #", "back_to_back": "x"}"#), ["field-type /back_to_back"]),
                    (rows.replacing("rows", with: "row"), ["field-unknown /row"]),
                ] {
                    let answer = try await program.post(path + "/grid", body, ["If-Match": "*"])
                    #expect(answer.status == 422, "\(body): \(answer.body)")
                    for violation in wrong {
                        #expect(try Self.told(answer).contains(violation), "\(body): \(answer.body)")
                    }
                }
                let file = try await program.post(
                    path + "/import", "code,x_m,y_m,width_m,depth_m\nA01,0,0,3,3\nA02,3,0,0,3\nA03,x,0,3,3\n",
                    type: "text/csv", ["If-Match": "*"])
                #expect(file.status == 422, "\(file.body)")
                #expect(try file.list("errors").map { $0["row"] as? Int } == [3, 4], "\(file.body)")
                _ = try await test.registry.closeFair(fair.id, as: test.viewer)
                let late = try await program.post(path + "/grid", rows, ["If-Match": "*"])
                #expect(late.status == 409 && late.code == "fair-state", "\(late.body)")
            }
        }
    }

    @Test("quotas are tried, given once by who has their version, and never below what is confirmed")
    func quotas() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            let officer = try await test.program("can.bo", .officer, in: "19", scopes: [.fairsWrite])
            try await RunningSite.run(test.registry, on: test.today) { site in
                let program = ProgramClient(site: site, token: officer.text)
                let (path, csv) = ("fairs/\(fair.id)/quotas", "text/csv")
                let file = "province_code,booths,return_by\n19,3,2026-12-01\n08,2,\n"
                let none = try await program.get(path)
                #expect(try none.list().isEmpty && none.headers["etag"] == "\"1\"")
                #expect(try await program.post(path + "/import", file, type: csv).status == 428)
                let tried = try await program.post(
                    path + "/import?dry_run=true", file, type: csv, Self.match(1, "q"))
                #expect(try tried.json["added"] as? Int == 2, "\(tried.body)")
                #expect(try await program.get(path).list().isEmpty)
                let given = try await program.post(path + "/import", file, type: csv, Self.match(1, "q"))
                #expect(given.status == 200 && given.body == tried.body, "\(given.body)")
                let again = try await program.post(path + "/import", file, type: csv, Self.match(1, "q"))
                #expect(again.body == given.body && again.headers["idempotency-replayed"] == "true")
                let stale = try await program.post(path + "/import", file, type: csv, Self.match(1))
                #expect(stale.status == 412 && stale.code == "stale-version", "\(stale.body)")
                let listed = try await program.get(path)
                #expect(listed.headers["etag"] == "\"3\"", "\(listed.body)")
                #expect(try listed.list().map { $0["province_code"] as? String } == ["08", "19"])
                #expect(try listed.list().last?["return_by"] as? String == "2026-12-01")

                let held = try await test.hold("A01", at: fair, province: "19")
                _ = try await test.registry.confirmBooths(held[0].id, as: test.viewer, today: test.today)
                let more = try await program.post(
                    path + "/import", "province_code,booths\n19,4\n", type: csv, Self.match(3))
                #expect(try more.json["changed"] as? Int == 1, "\(more.body)")
                let now = try await program.get(path)
                #expect(now.headers["etag"] == "\"4\"")
                #expect(try now.list().map { $0["left"] as? Int } == [2, 3], "\(now.body)")
                let below = try await program.post(
                    path + "/import", "province_code,booths\n19,0\n", type: csv, Self.match(4))
                #expect(below.status == 409 && below.code == "booth-quota-below-confirmed", "\(below.body)")
                let wrong = try await program.post(
                    path + "/import", "province_code,booths\n98,1\n19,x\n", type: csv, Self.match(4))
                #expect(wrong.status == 422, "\(wrong.body)")
                #expect(try wrong.list("errors").map { $0["row"] as? Int }.contains(3), "\(wrong.body)")
                #expect(try await program.get(path).headers["etag"] == "\"4\"")
            }
        }
    }

    @Test(
        "terms are declared where there are none, then for their version, and no more once requests are closed"
    )
    func terms() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair(isOpen: false)
            let officer = try await test.program("can.bo", .officer, in: "19", scopes: [.fairsWrite])
            let path = "fairs/\(fair.id)/terms"
            let first = #"{"requests_until": "2026-11-25", "seed": "Giải đặc biệt"}"#
            let (new, key) = (["If-None-Match": "*"], ["Idempotency-Key": "t"])
            try await RunningSite.run(test.registry, on: test.today) { site in
                let program = ProgramClient(site: site, token: officer.text)
                let none = try await program.get(path)
                #expect(none.status == 404 && none.code == "fair-terms-missing", "\(none.body)")
                let blind = try await program.post(path, first)
                #expect(blind.status == 428 && blind.code == "if-match-missing", "\(blind.body)")
                #expect(try await program.post(path, first, Self.match(1)).status == 412)
                let tried = try await program.post(path + "?dry_run=true", first, new.merging(key) { $1 })
                #expect(tried.status == 200 && tried.headers["etag"] == nil, "\(tried.body)")
                #expect(try await program.get(path).status == 404)
                let declared = try await program.post(path, first, new.merging(key) { $1 })
                #expect(declared.status == 200 && declared.headers["etag"] == "\"1\"", "\(declared.body)")
                #expect(try declared.text("requests_until") == "2026-11-25")
                let scale = try declared.object("rules")["scale"] as? [String: Any]
                #expect(scale?["first_booth"] as? Int == 1000, "\(declared.body)")
                let again = try await program.post(path, first, new.merging(key) { $1 })
                #expect(again.body == declared.body && again.headers["idempotency-replayed"] == "true")
                #expect(try await program.post(path, first, new).status == 412)

                let points = #"{"rules": {"priority": {"points": {"national": 30}}}}"#
                let other = try await program.post(path, points, Self.match(1))
                #expect(other.status == 200 && other.headers["etag"] == "\"2\"", "\(other.body)")
                #expect(try other.text("seed") == "Giải đặc biệt")
                let read = try await program.get(path)
                #expect(read.body == other.body && read.headers["etag"] == "\"2\"")
                for (body, wrong) in [
                    (#"{"requests_until": "2026-12-10"}"#, "fair-terms-until /requests_until"),
                    (#"{"requests_until": "mai"}"#, "date-unreadable /requests_until"),
                    (#"{"seed": null}"#, "value-missing /seed"),
                    (#"{"rules": {"priority": 1}}"#, "fair-rules /rules"),
                    (#"{"rules": 1}"#, "fair-rules /rules"),
                    (#"{"seeds": "x"}"#, "field-unknown /seeds"),
                ] {
                    let answer = try await program.post(path, body, Self.match(2))
                    #expect(answer.status == 422, "\(body): \(answer.body)")
                    #expect(try Self.told(answer).contains(wrong), "\(body): \(answer.body)")
                }
            }
            try await RunningSite.run(test.registry, on: Day("2026-11-26")) { site in
                let late = try await ProgramClient(site: site, token: officer.text).post(
                    path, #"{"seed": "Khác"}"#, Self.match(2))
                #expect(late.status == 409 && late.code == "fair-terms-closed", "\(late.body)")
            }
        }
    }

    @Test("who only reads fairs gives them nothing; elsewhere they are read, and not there to be changed")
    func refused() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.registry.fair(
                try await test.openFair(isOpen: false).id, as: test.viewer)
            try await test.declare(fair)
            let reader = try await test.program("can.bo", .officer, in: "19", scopes: [.fairsRead])
            let clerk = try await test.program("van.thu", .clerk, in: "19")
            let elsewhere = try await test.program("noi.khac", .officer, in: "08")
            let maker = try await test.establishment()
            let owner = try await test.program("chu", .establishmentOwner, in: "establishment:\(maker.id)")
            try await RunningSite.run(test.registry, on: test.today) { site in
                for (who, status, code, isRead) in [
                    (reader, 403, "token-scope", true), (clerk, 403, "not-permitted", true),
                    (elsewhere, 404, "unknown-fair", true), (owner, 403, "not-permitted", false),
                ] {
                    let program = ProgramClient(site: site, token: who.text)
                    for (part, type, body) in [
                        ("booths/import", "text/csv", Self.plan),
                        (
                            "booths/grid", "application/json",
                            #"{"rows": 1, "booths_per_row": 1, "aisle_m": 1}"#
                        ),
                        ("quotas/import", "text/csv", "province_code,booths\n19,1\n"),
                        ("terms", "application/json", #"{"seed": "x"}"#),
                    ] {
                        let answer = try await program.post(
                            "fairs/\(fair.id)/\(part)", body, type: type, ["If-Match": "*"])
                        #expect(answer.status == status && answer.code == code, "\(part): \(answer.body)")
                    }
                    for list in ["booths", "quotas", "terms"] {
                        let answer = try await program.get("fairs/\(fair.id)/\(list)")
                        #expect(answer.status == (isRead ? 200 : 403), "\(list): \(answer.body)")
                    }
                }
                let nowhere = try await ProgramClient(site: site, token: reader.text).get("fairs/999/terms")
                #expect(nowhere.status == 404 && nowhere.code == "unknown-fair", "\(nowhere.body)")
            }
            let after = try await test.registry.fair(fair.id, as: test.viewer)
            #expect(after.planVersion == fair.planVersion && after.version == fair.version)
            #expect(try await test.registry.fairTerms(ofFair: fair.id, as: test.viewer).version == 1)
        }
    }
}
