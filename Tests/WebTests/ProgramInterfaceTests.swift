import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("What programs ask under /api/v1")
struct ProgramInterfaceTests {
    static let maker =
        #"{"name": "Hợp tác xã Chè Mẫu", "legal_form": "cooperative", "commune_code": "05503"}"#

    @Test("without a token, with a wrong one and with a browser's cookie, nobody is let in")
    func letIn() async throws {
        try await TestRegistry.run { test in
            let issued = try await test.program("can.bo", .officer, in: "19")
            _ = try await test.registry.setPassword(
                "bốn con trâu đi cày", of: "can.bo", at: Day("2026-11-20").noon, as: test.viewer)
            let session = try await test.registry.signIn(
                login: "can.bo", password: "bốn con trâu đi cày",
                from: RequestOrigin(network: "127.0.0.1", agent: "Firefox"), at: Day("2026-11-20").noon)
            let cookie = "cnnt=\(try #require(session.tokenText))"
            try await RunningSite.run(test.registry) { site in
                let nobody = ProgramClient(site: site)
                let program = ProgramClient(site: site, token: issued.text)
                let asked = try await nobody.get("establishments")
                #expect(asked.status == 401 && asked.code == "token-needed")
                #expect(asked.headers["www-authenticate"] == "Bearer realm=\"cnnt\"")
                for wrong in ["cnnt_", "x", String(issued.text.dropLast()) + "!", issued.text.lowercased()] {
                    let answer = try await ProgramClient(site: site, token: wrong).get("me")
                    #expect(answer.status == 401 && answer.code == "token-invalid")
                    #expect(answer.headers["www-authenticate"]?.contains("invalid_token") == true)
                }
                let basic = try await nobody.get("me", ["Authorization": "Basic Y24wOmJv"])
                #expect(basic.status == 401 && basic.code == "token-invalid")
                // also where anybody is answered: who shows a token wants to be somebody
                #expect(
                    try await ProgramClient(site: site, token: "x").get("awards?product=1").status == 401)
                // a page of somewhere else has a browser send its cookie: nothing is done
                let forged = try await nobody.post(
                    "establishments", Self.maker, ["Cookie": cookie, "Sec-Fetch-Site": "same-origin"])
                #expect(forged.status == 401)
                #expect(try await nobody.get("me", ["Cookie": cookie]).status == 401)
                let me = try await program.get("me")
                #expect(me.status == 200 && me.headers["cache-control"] == "private, no-cache")
                #expect(try me.text("login") == "can.bo")
                #expect(
                    try me.object("token")["scopes"] as? [String]
                        == TokenScope.allCases.map(\.rawValue).sorted())
                #expect(!me.body.contains(issued.text))
                #expect(try await program.get("establishments").list().isEmpty)
            }
        }
    }

    @Test("a record is made, read, changed by who has its version, and listed part by part")
    func records() async throws {
        try await TestRegistry.run { test in
            let issued = try await test.program("can.bo", .officer, in: "19")
            try await RunningSite.run(test.registry) { site in
                let program = ProgramClient(site: site, token: issued.text)
                let tried = try await program.post("establishments?dry_run=true", Self.maker)
                #expect(tried.status == 200 && tried.body.contains("\"id\":null"))
                let made = try await program.post("establishments", Self.maker)
                #expect(made.status == 201 && made.headers["etag"] == "\"1\"")
                let address = try #require(made.headers["location"])
                let id = try #require(try made.text("id"))
                #expect(address == "/api/v1/establishments/\(id)")
                let read = try await program.get("establishments/\(id)")
                #expect(read.body == made.body && read.headers["etag"] == "\"1\"")
                #expect(try read.text("commune_name") == "Xã Tân Cương")
                let known = try await program.get("establishments/\(id)", ["If-None-Match": "\"1\""])
                #expect(known.status == 304 && known.body.isEmpty)

                let change = #"{"labour": 12, "phone": "0912345678", "industry": "Chế biến chè"}"#
                let unguarded = try await program.patch("establishments/\(id)", change, ifMatch: nil)
                #expect(unguarded.status == 428 && unguarded.code == "if-match-missing")
                let wouldBe = try await program.patch(
                    "establishments/\(id)?dry_run=true", change, ifMatch: "\"1\"")
                #expect(wouldBe.status == 200 && wouldBe.headers["etag"] == nil)
                let changed = try await program.patch(
                    "establishments/\(id)?reason=theo%20b%C3%A1o%20c%C3%A1o", change, ifMatch: "\"1\"")
                #expect(changed.status == 200 && changed.headers["etag"] == "\"2\"")
                #expect(try changed.json["labour"] as? Int == 12)
                let late = try await program.patch(
                    "establishments/\(id)", #"{"labour": 99}"#, ifMatch: "\"1\"")
                #expect(late.status == 412 && late.code == "stale-version")
                for tag in ["W/\"2\"", "\"x\"", "x"] {
                    #expect(
                        try await program.patch("establishments/\(id)", change, ifMatch: tag).status == 412,
                        "\(tag)")
                }
                let either = try await program.patch(
                    "establishments/\(id)", #"{"phone": null}"#, ifMatch: "\"1\", \"2\"")
                #expect(either.status == 200 && either.headers["etag"] == "\"3\"")
                #expect(either.body.contains("\"phone\":null"))
                let history = try await test.registry.establishmentVersions(Int64(id) ?? 0, as: test.viewer)
                #expect(history.map(\.actor) == ["can.bo", "can.bo", "can.bo"])
                #expect(history[1].reason == "theo báo cáo")

                let product = try await program.post(
                    "products",
                    #"{"name": "Chè búp", "group": "food", "establishment_id": "\#(id)", "markets": ["Hà Nội", "Nhật Bản"], "price_vnd": 350000}"#
                )
                #expect(product.status == 201)
                #expect(try product.json["markets"] as? [String] == ["Hà Nội", "Nhật Bản"])
                #expect(try product.json["price_vnd"] as? Int == 350_000)
                let productID = try #require(try product.text("id"))
                let renamed = try await program.patch(
                    "products/\(productID)", #"{"name": "Chè búp hảo hạng"}"#, ifMatch: "*")
                #expect(try renamed.text("name") == "Chè búp hảo hạng")
                #expect(
                    try await program.get("products?establishment=\(id)").list().map { $0["name"] as? String }
                        == ["Chè búp hảo hạng"])

                for number in 1...5 {
                    _ = try await program.post(
                        "establishments",
                        #"{"name": "Cơ sở \#(number)", "legal_form": "household", "commune_code": "05587"}"#)
                }
                var names: [String] = []
                var next: String? = ""
                while let cursor = next {
                    let part = try await program.get(
                        "establishments?limit=2" + (cursor.isEmpty ? "" : "&after=\(cursor)"))
                    let items = try part.list()
                    #expect(items.count <= 2)
                    names += items.compactMap { $0["name"] as? String }
                    next = try part.json["next"] as? String
                }
                #expect(names == ["Hợp tác xã Chè Mẫu"] + (1...5).map { "Cơ sở \($0)" })
                let found = try await program.get("establishments?name=che%20mau&legal_form=cooperative")
                #expect(try found.list().count == 1)
            }
        }
    }

    @Test(
        "what is wrong is told with a stable code, at the member or parameter that is wrong, in both languages"
    )
    func problems() async throws {
        try await TestRegistry.run { test in
            let issued = try await test.program("can.bo", .officer, in: "19")
            try await test.establishment(taxCode: taxCode(1))
            try await RunningSite.run(test.registry) { site in
                let program = ProgramClient(site: site, token: issued.text)
                @Sendable func told(_ answer: HTTPAnswer) throws -> [String] {
                    try answer.list("errors").map {
                        "\($0["code"] ?? "") \($0["pointer"] ?? $0["parameter"] ?? $0["column"] ?? "")"
                    }
                }
                let wrong = try await program.post(
                    "establishments",
                    #"{"name": "", "legal_form": "company", "commune_code": "05503", "colour": "red", "labour": {}}"#
                )
                #expect(wrong.status == 422)
                #expect(try told(wrong) == ["field-unknown /colour", "field-type /labour"])
                let domain = try await program.post(
                    "establishments", #"{"name": "X", "legal_form": "company", "commune_code": "1"}"#,
                    ["Accept-Language": "en"])
                #expect(domain.status == 422)
                #expect(try told(domain).contains { $0.hasSuffix("/legal_form") })
                #expect(domain.headers["content-type"] == "application/problem+json")
                let unit = try await program.post(
                    "establishments", #"{"name": "X", "legal_form": "household", "commune_code": "99999"}"#)
                #expect(unit.status == 422)
                #expect(try told(unit) == ["unknown-unit /commune_code"])
                let taken = try await program.post(
                    "establishments",
                    #"{"name": "X", "legal_form": "cooperative", "commune_code": "05503", "tax_code": "\#(taxCode(1))"}"#
                )
                #expect(taken.status == 409 && taken.code == "tax-code-taken")
                for (body, code) in [
                    ("", "json-syntax"), ("{", "json-syntax"), (#"{"a":1,"a":2}"#, "json-duplicate-key"),
                ] {
                    let answer = try await program.post("establishments", body)
                    #expect(answer.status == 400 && answer.code == code, "\(body)")
                }
                #expect(try await program.post("establishments", "[]").code == "content-no-object")
                #expect(
                    try await program.post("establishments", Self.maker, type: "text/plain").status == 415)
                let long = try await program.send(
                    "POST", "establishments", type: "application/json", headers: ["Content-Length": "70000"])
                #expect(long.status == 413 && long.code == "content-too-large")
                for query in [
                    "limit=0", "limit=201", "limit=x", "after=x", "after=products.1", "legal_form=x",
                    "unit=x", "colour=red",
                    "include_closed=1", "name=", "name=%00", "limit=1&limit=2",
                ] {
                    let answer = try await program.get("establishments?\(query)")
                    #expect(answer.status == 400, "\(query): \(answer.status)")
                    #expect(try !told(answer).isEmpty, "\(query)")
                }
                #expect(try await program.get("establishments", ["Accept": "text/html"]).status == 406)
                #expect(try await program.get("establishments", ["Accept": "application/*"]).status == 200)
                let method = try await program.send("DELETE", "establishments/1")
                #expect(method.status == 405 && method.headers["allow"] == "GET, HEAD, PATCH")
                #expect(try method.text("detail") == "Địa chỉ này chỉ nhận: GET, HEAD, PATCH.")
                // what a cache keeps for anybody is not given to the holder of a token
                for client in [program, ProgramClient(site: site)] {
                    let awards = try await client.get("awards?establishment=1")
                    #expect(awards.headers["vary"]?.contains("Authorization") == true, "\(awards.headers)")
                }
                let nothing = try await program.get("nothing")
                #expect(
                    nothing.status == 404 && nothing.headers["content-type"] == "application/problem+json")
                for id in ["0", "x", "99999999999999999999", "-1", "1%00", "999"] {
                    let answer = try await program.get("establishments/\(id)")
                    #expect(answer.status == 404 && answer.code == "unknown-establishment", "\(id)")
                    #expect(!answer.body.contains("cnnt "), "\(answer.body)")
                }
            }
        }
    }

    @Test(
        "what lies outside the token is not told apart from what does not exist, and what its scopes do not allow is refused"
    )
    func outside() async throws {
        try await TestRegistry.run { test in
            let here = try await test.establishment()
            let there = try await test.establishment(name: "Cơ sở Xa", commune: "05587")
            let product = try await test.product(of: there)
            let all = try await test.program("can.bo", .officer, in: "19")
            let owner = try await test.program("chu", .establishmentOwner, in: "establishment:\(here.id)")
            let reader = try await test.program("can.bo", .officer, in: "19", scopes: [.registryRead])
            let narrow = try await test.program(
                "can.bo", .officer, in: "19", narrowedTo: "establishment:\(here.id)")
            try await RunningSite.run(test.registry) { site in
                @Sendable func program(_ issued: IssuedToken) -> ProgramClient {
                    ProgramClient(site: site, token: issued.text)
                }
                for client in [program(owner), program(narrow)] {
                    for path in ["establishments/\(there.id)", "products/\(product.id)"] {
                        let foreign = try await client.get(path)
                        let missing = try await client.get(
                            path.replacing(/[0-9]+/, with: "987654"))
                        #expect(foreign.status == 404 && missing.status == 404, "\(path)")
                        #expect(foreign.code == missing.code)
                        let changed = try await client.patch(path, #"{"name": "Lén"}"#, ifMatch: "\"1\"")
                        #expect(changed.status == 404, "\(path)")
                    }
                    #expect(
                        try await client.get("establishments").list().map { $0["id"] as? String } == [
                            String(here.id)
                        ])
                    #expect(
                        try await client.get("establishments/export?format=jsonl").body.contains("Xa")
                            == false)
                }
                #expect(try await program(all).get("establishments").list().count == 2)
                let refused = try await program(reader).post("establishments", Self.maker)
                #expect(refused.status == 403 && refused.code == "token-scope")
                #expect(refused.headers["www-authenticate"]?.contains("insufficient_scope") == true)
                #expect(refused.body.contains("registry:write"))
                for path in ["rounds", "certificates", "fairs", "changes"] {
                    #expect(try await program(reader).get(path).code == "token-scope", "\(path)")
                }
                #expect(try await program(owner).post("establishments", Self.maker).code == "not-permitted")
                let elsewhere = try await program(narrow).post("establishments", Self.maker)
                #expect(elsewhere.status == 403 && elsewhere.code == "outside-territory")
                _ = try await test.registry.disableAccount(
                    "can.bo", on: test.today, because: "nghỉ", as: test.viewer)
                #expect(try await program(all).get("me").status == 401)
            }
        }
    }

    @Test(
        "with a key a request is done once: again it is the same answer, and with another content it is refused"
    )
    func idempotency() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let issued = try await test.program("can.bo", .officer, in: "19")
            try await RunningSite.run(test.registry) { site in
                let program = ProgramClient(site: site, token: issued.text)
                let key = ["Idempotency-Key": "2f1c6d4e-1"]
                let first = try await program.post("establishments", Self.maker, key)
                let again = try await program.post("establishments", Self.maker, key)
                #expect(first.status == 201 && again.status == 201)
                #expect(first.body == again.body && again.headers["location"] == first.headers["location"])
                #expect(again.headers["etag"] == "\"1\"" && again.headers["idempotency-replayed"] == "true")
                #expect(first.headers["idempotency-replayed"] == nil)
                let id = try #require(try first.text("id"))
                _ = try await program.patch(
                    "establishments/\(id)", #"{"phone": "0912345678"}"#, ifMatch: "\"1\"")
                // the answer of then, whatever has become of the record
                #expect(try await program.post("establishments", Self.maker, key).body == first.body)
                let other = try await program.post(
                    "establishments", Self.maker.replacing("Mẫu", with: "Khác"), key)
                #expect(other.status == 422 && other.code == "idempotency-key-reused")
                #expect(
                    try await program.post("establishments?dry_run=false", Self.maker, key).code
                        == "idempotency-key-reused")
                for bad in ["", " ", "a b", String(repeating: "x", count: 256), "khóa"] {
                    let answer = try await program.post(
                        "establishments", Self.maker, ["Idempotency-Key": bad])
                    #expect(answer.status == 400 || bad.allSatisfy { $0 == " " }, "\(bad): \(answer.status)")
                }
                let outcomes = try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 1...12 {
                        group.addTask {
                            try await program.post(
                                "establishments", Self.maker.replacing("Mẫu", with: "Đua"),
                                ["Idempotency-Key": "race"]
                            ).status
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(
                    outcomes.contains(201) && outcomes.allSatisfy { [201, 409].contains($0) }, "\(outcomes)")
                #expect(try await program.get("establishments?name=dua").list().count == 1)
            }
        }
    }

    @Test(
        "mark-up and SQL in every field come back as they were sent, and a header of JSON keeps browsers from reading it as a page"
    )
    func hostile() async throws {
        try await TestRegistry.run { test in
            let issued = try await test.program("can.bo", .officer, in: "19")
            try await RunningSite.run(test.registry) { site in
                let program = ProgramClient(site: site, token: issued.text)
                let evil = #"<script>alert(1)</script>'; DROP TABLE establishment; -- \\\" {{name}} %s"#
                let fields = ["name", "representative", "address", "site_address", "industry", "external_id"]
                let members = fields.map { "\"\($0)\": \"\(evil)\"" }.joined(separator: ", ")
                let made = try await program.post(
                    "establishments",
                    "{\(members), \"legal_form\": \"household\", \"commune_code\": \"05503\"}")
                let read = #"<script>alert(1)</script>'; DROP TABLE establishment; -- \" {{name}} %s"#
                if made.status == 201 {
                    for field in fields where field != "external_id" {
                        #expect(try made.text(field) == read, "\(field)")
                    }
                } else {
                    #expect(made.status == 422, "\(made.body)")
                }
                #expect(made.headers["x-content-type-options"] == "nosniff")
                let asked = try await program.get(
                    "establishments?name=%27%20OR%201%3D1%20--%20%3Cscript%3E")
                #expect(asked.status == 200 || asked.status == 400)
                #expect(try await program.get("establishments").status == 200)
            }
        }
    }
}
