import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("One's own tokens in a browser")
struct TokenPageTests {
    private static let password = "bốn con trâu đi cày"

    /// Sends what a browser without scripts sends.
    private static func send(
        _ site: RunningSite, _ cookie: String, _ path: String, form: String? = nil,
        origin: String = "same-origin"
    ) async throws -> HTTPAnswer {
        var head =
            "\(form == nil ? "GET" : "POST") \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: cnnt=\(cookie)\r\n"
        if let form {
            head +=
                "Sec-Fetch-Site: \(origin)\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: \(form.utf8.count)\r\n"
        }
        return try await HTTPExchange.run(port: site.port, head + "\r\n" + (form ?? ""))
    }

    /// Two people, each signed in.
    private static func run(
        _ body: @escaping @Sendable (TestRegistry, RunningSite, _ cookies: [String]) async throws -> Void
    ) async throws {
        try await TestRegistry.run { test in
            var cookies: [String] = []
            for login in ["can.bo", "nguoi.khac"] {
                try await test.account(login)
                try await test.grant(.officer, in: "19", to: login)
                _ = try await test.registry.setPassword(
                    password, of: login, at: Day("2026-11-20").noon, as: test.viewer)
                let signedIn = try await test.registry.signIn(
                    login: login, password: password,
                    from: RequestOrigin(network: "127.0.0.1", agent: "Firefox"), at: Day("2026-11-20").noon)
                cookies.append(try #require(signedIn.tokenText))
            }
            let shown = cookies
            try await RunningSite.run(test.registry) { site in try await body(test, site, shown) }
        }
    }

    @Test("a token is made, shown once, used, and ended by its owner alone")
    func story() async throws {
        try await Self.run { test, site, cookies in
            let page = try await Self.send(site, cookies[0], "/account/tokens")
            #expect(page.status == 200 && page.body.contains("Chưa có mã nào"))
            #expect(page.headers["cache-control"] == "no-store")
            let made = try await Self.send(
                site, cookies[0], "/account/tokens",
                form:
                    "name=Ph%E1%BA%A7n+m%E1%BB%81m+%3Cb%3E&until=20%2F12%2F2026&territory=&scope=registry%3Aread&scope=changes%3Aread"
            )
            #expect(made.status == 200 && made.headers["cache-control"] == "no-store")
            #expect(made.body.contains("Phần mềm &lt;b&gt;"))
            let token = try #require(made.body.firstMatch(of: /<code>(cnnt_[0-9A-Z]{58})<\/code>/)?.1)
            let me = try await ProgramClient(site: site, token: String(token)).get("me")
            #expect(try me.object("token")["scopes"] as? [String] == ["changes:read", "registry:read"])
            let list = try await Self.send(site, cookies[0], "/account/tokens")
            #expect(!list.body.contains(token) && list.body.contains("đến hết 20/12/2026"))
            #expect(list.body.contains("dùng lần cuối 20/11/2026"))
            let end = try #require(list.body.firstMatch(of: /action="(\/account\/tokens\/[0-9]+\/end)"/)?.1)
            let foreign = try await Self.send(site, cookies[1], String(end), form: "")
            #expect(foreign.status == 404)
            #expect(!(try await Self.send(site, cookies[1], "/account/tokens")).body.contains("Phần mềm"))
            let forged = try await Self.send(site, cookies[0], String(end), form: "", origin: "cross-site")
            #expect(forged.status == 403)
            #expect(try await ProgramClient(site: site, token: String(token)).get("me").status == 200)
            let ended = try await Self.send(site, cookies[0], String(end), form: "")
            #expect(ended.status == 303 && ended.headers["location"] == "/account/tokens?done=ended")
            #expect(try await ProgramClient(site: site, token: String(token)).get("me").status == 401)
            let trail = try await test.asOwner {
                try $0.value(
                    "SELECT count(*) FROM audit_event WHERE actor = 'can.bo' AND reason IN ('token', 'token-ended')",
                    as: Int64.self)
            }
            #expect(trail == 2)
        }
    }

    @Test("what is wrong is told at its field and above the form, and nothing that was typed is lost")
    func wrong() async throws {
        try await Self.run { _, site, cookies in
            for (form, field) in [
                ("name=&until=20%2F12%2F2026&scope=fairs%3Aread", "name"),
                ("name=X&until=mai&scope=fairs%3Aread", "until"),
                ("name=X&until=20%2F12%2F2030&scope=fairs%3Aread", "until"),
                ("name=X&until=20%2F12%2F2026", "scope"),
                ("name=X&until=20%2F12%2F2026&scope=everything", "scope"),
                ("name=X&until=20%2F12%2F2026&scope=fairs%3Aread&territory=x", "territory"),
                ("name=X&until=20%2F12%2F2026&scope=fairs%3Aread&territory=08", "territory"),
            ] {
                let answer = try await Self.send(site, cookies[0], "/account/tokens", form: form)
                #expect(answer.status == 422, "\(form)")
                #expect(answer.body.contains("<a href=\"#\(field)\">"), "\(form)")
                #expect(answer.body.contains("id=\"\(field)-error\""), "\(form)")
                if form.contains("name=X") { #expect(answer.body.contains("value=\"X\""), "\(form)") }
                if form.contains("fairs") {
                    #expect(answer.body.contains("value=\"fairs:read\" checked"), "\(form)")
                }
            }
            let nobody = try await Self.send(site, "x", "/account/tokens")
            #expect(nobody.status == 303 && nobody.headers["location"] == "/sign-in?next=/account/tokens")
        }
    }
}
