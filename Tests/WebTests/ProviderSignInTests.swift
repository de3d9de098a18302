import Foundation
import OpenID
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("Signing in through a provider of OpenID Connect")
struct ProviderSignInTests {
    private static let password = "bốn con trâu đi cày"
    private static let day = Day("2026-11-20")

    /// A browser that keeps its cookies by name.
    private actor Browser {
        let site: RunningSite
        private(set) var jar: [String: String] = [:]

        init(_ site: RunningSite) { self.site = site }

        func get(_ path: String) async throws -> HTTPAnswer { try await send("GET", path, nil) }

        func post(_ path: String, _ fields: [(String, String)] = []) async throws -> HTTPAnswer {
            try await send(
                "POST", path, fields.map { "\($0.0)=\(PercentCoding.encoded($0.1))" }.joined(separator: "&"))
        }

        /// Where the page on the way to the provider leads.
        func onward(_ answer: HTTPAnswer) throws -> String {
            let refresh = try #require(answer.headers["refresh"])
            #expect(answer.status == 200 && refresh.hasPrefix("0; url=http"))
            return String(refresh.dropFirst("0; url=".count))
        }

        /// Opens an address of the site as another site led there.
        func open(_ address: String) async throws -> HTTPAnswer {
            try await get(String(address.dropFirst("https://cnnt.example".count)))
        }

        func signIn() async throws {
            let answer = try await post(
                "/sign-in", [("login", "can.bo"), ("password", ProviderSignInTests.password)])
            #expect(answer.status == 303)
        }

        func forget(_ name: String) { jar[name] = nil }

        private func send(_ method: String, _ path: String, _ body: String?) async throws -> HTTPAnswer {
            var head = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            let cookies = jar.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(
                separator: "; ")
            if !cookies.isEmpty { head += "Cookie: \(cookies)\r\n" }
            if let body {
                head +=
                    "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: \(body.utf8.count)\r\n"
            }
            let answer = try await HTTPExchange.run(port: site.port, head + "\r\n" + (body ?? ""))
            for line in answer.cookies {
                let pair = line.split(separator: ";")[0].split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                jar[String(pair[0])] = pair[1].isEmpty ? nil : String(pair[1])
            }
            return answer
        }
    }

    private static func run(
        _ body: @escaping @Sendable (TestRegistry, RunningSite, LocalProvider) async throws -> Void
    ) async throws {
        try await TestRegistry.run { test in
            for login in ["can.bo", "nguoi.khac"] {
                try await test.account(login)
                _ = try await test.registry.setPassword(password, of: login, at: day.noon, as: test.viewer)
            }
            try await LocalProvider.run(now: day.noon.secondsSince1970) { provider, issuer in
                let settings = try Provider.Settings(
                    issuer: issuer, client: LocalProvider.client, secret: LocalProvider.secret,
                    name: "Cổng <Sở>")
                try await RunningSite.run(
                    test.registry, on: day, baseURL: "https://cnnt.example", provider: settings
                ) { site in try await body(test, site, provider) }
            }
        }
    }

    /// Links the account `can.bo` to somebody at the provider.
    private static func link(_ browser: Browser, _ provider: LocalProvider, to subject: String = "nguoi-1")
        async throws
    {
        try await browser.signIn()
        let sent = try await browser.post("/account/openid", [("old", password)])
        let back = await provider.signIn(at: try await browser.onward(sent), as: subject)
        #expect(try await browser.open(back).headers["location"] == "/account?done=linked")
    }

    @Test(
        "an account is linked with its password, lets its owner in through the provider, and no longer after the link ended"
    )
    func story() async throws {
        try await Self.run { test, site, provider in
            let browser = Browser(site)
            #expect(try await browser.get("/sign-in").body.contains("Đăng nhập qua Cổng &lt;Sở&gt;"))
            try await browser.signIn()
            #expect(try await browser.get("/account").body.contains("Chưa liên kết"))
            let wrong = try await browser.post("/account/openid", [("old", "sai")])
            #expect(wrong.status == 422 && wrong.body.contains("Mật khẩu hiện tại không đúng"))
            try await Self.link(browser, provider)
            #expect(try await browser.get("/account").body.contains("Đã liên kết từ ngày 20/11/2026"))

            let other = Browser(site)
            let sent = try await other.post("/sign-in/openid", [("next", "/fairs")])
            #expect(sent.headers["cache-control"] == "no-store")
            let address = try await other.onward(sent)
            #expect(address.contains("/authorize?tenant=1&response_type=code&client_id=cnnt-test"))
            #expect(address.contains("code_challenge_method=S256") && address.contains("&scope=openid&"))
            let before = await other.jar
            let entered = try await other.open(await provider.signIn(at: address))
            #expect(entered.status == 303 && entered.headers["location"] == "/fairs")
            #expect(
                await other.jar.keys.sorted() == ["__Host-cnnt"],
                "what the browser was known by on the way is gone")
            #expect(before.keys.sorted() == ["__Host-cnnt-openid"])
            #expect(try await other.get("/account").body.contains("can.bo"))

            #expect(
                try await browser.post("/account/openid/end").headers["location"] == "/account?done=unlinked")
            let late = Browser(site)
            let refused = try await late.open(
                await provider.signIn(at: try await late.onward(try await late.post("/sign-in/openid"))))
            #expect(refused.status == 422 && refused.body.contains("liên kết ở trang tài khoản"))
            #expect((await late.jar).isEmpty)
            let events = try await test.asOwner {
                try $0.values(
                    "SELECT reason FROM audit_event WHERE reason LIKE 'identity%' OR reason LIKE '%provider' ORDER BY audit_id",
                    as: String.self)
            }
            #expect(events == ["identity-linked", "signed-in-at-provider", "identity-unlinked"])
        }
    }

    @Test("whatever a provider gets wrong, nobody is let in, and nobody is told which key or claim it was")
    func lies() async throws {
        try await Self.run { _, site, provider in
            try await Self.link(Browser(site), provider)
            for lie in LocalProvider.Lie.allCases where lie != .anotherIssuer {
                await provider.lying(lie)
                let browser = Browser(site)
                let sent = try await browser.post("/sign-in/openid")
                let answer = try await browser.open(await provider.signIn(at: try await browser.onward(sent)))
                #expect(answer.status == 502, "\(lie)")
                #expect(
                    answer.body.contains("hiện không đăng nhập qua")
                        || answer.body.contains("Hiện không đăng nhập qua"), "\(lie)")
                #expect(!answer.body.contains("ID token"), "\(lie)")
                #expect((await browser.jar).isEmpty, "\(lie)")
            }
            await provider.lying(nil)
            let browser = Browser(site)
            let sent = try await browser.post("/sign-in/openid")
            #expect(
                try await browser.open(await provider.signIn(at: try await browser.onward(sent))).status
                    == 303)
        }
    }

    @Test("a provider that names itself otherwise, or is not there, is told at the form, which keeps working")
    func silence() async throws {
        try await Self.run { _, site, provider in
            await provider.lying(.anotherIssuer)
            let answer = try await Browser(site).post("/sign-in/openid", [("next", "/fairs")])
            #expect(answer.status == 502 && answer.body.contains("value=\"/fairs\""))
        }
        try await TestRegistry.run { test in
            let nobody = try Provider.Settings(
                issuer: "http://127.0.0.1:9", client: "c", secret: "s", name: "")
            try await RunningSite.run(test.registry, baseURL: "https://cnnt.example", provider: nobody) {
                site in
                let silent = try await Browser(site).post("/sign-in/openid")
                #expect(silent.status == 502)
                #expect(try await Browser(site).get("/sign-in").body.contains("Đăng nhập qua 127.0.0.1:9"))
            }
        }
    }

    @Test(
        "a provider's new key is read when a token names it, RSA or P-256; a made-up name does not make it be read each time"
    )
    func keys() async throws {
        try await Self.run { _, site, provider in
            try await Self.link(Browser(site), provider)
            let first = await provider.keysRead
            for _ in 0..<3 {
                let browser = Browser(site)
                let sent = try await browser.post("/sign-in/openid")
                #expect(
                    try await browser.open(await provider.signIn(at: try await browser.onward(sent))).status
                        == 303)
            }
            #expect(await provider.keysRead == first)
            await provider.lying(.unknownKey)
            for _ in 0..<3 {
                let browser = Browser(site)
                let sent = try await browser.post("/sign-in/openid")
                #expect(
                    try await browser.open(await provider.signIn(at: try await browser.onward(sent))).status
                        == 502)
            }
            #expect(
                await provider.keysRead == first,
                "the clock stands still: what was read this second is not read again")
        }
        try await Self.run { _, site, provider in
            await provider.changeKey()
            let browser = Browser(site)
            try await Self.link(browser, provider)
        }
    }

    @Test(
        "what comes back from a provider is good once, for the browser that was sent there, for ten minutes")
    func forgedReturns() async throws {
        try await Self.run { test, site, provider in
            try await Self.link(Browser(site), provider)
            let browser = Browser(site)
            let back = await provider.signIn(
                at: try await browser.onward(try await browser.post("/sign-in/openid")))
            // somebody else's browser is led to an address that another one was given: it would be signed in as another person
            let victim = Browser(site)
            let led = try await victim.open(back)
            #expect(led.status == 400 && led.body.contains("trình duyệt khác"))
            let others = Browser(site)
            _ = try await others.post("/sign-in/openid")
            #expect(try await others.open(back).status == 400, "on the way itself, but with another state")
            for path in ["", "?code=x", "?state=x", "?code=x&state=%00", "?error=access_denied"] {
                #expect(try await browser.get("/sign-in/openid/return\(path)").status == 400, "\(path)")
            }
            #expect(try await browser.open(back).status == 303)
            let again = Browser(site)
            #expect(try await again.open(back).status == 400)

            let turned = Browser(site)
            let address = try await turned.onward(try await turned.post("/sign-in/openid"))
            let state = try #require(
                URLComponents(string: address)?.queryItems?.first { $0.name == "state" }?.value)
            let declined = try await turned.get("/sign-in/openid/return?error=access_denied&state=\(state)")
            #expect(declined.status == 422 && declined.body.contains("chưa đăng nhập ở nơi kia"))

            let attempts = try await test.asOwner {
                try $0.value(
                    "SELECT count(*)::integer FROM provider_attempt WHERE used_at IS NULL", as: Int.self)
            }
            #expect(attempts == 1)
        }
        // ten minutes later, on the clock of the registry
        try await TestRegistry.run { test in
            let start = Self.day.noon
            func begin(_ state: String) async throws -> String {
                try await test.registry.beginProviderSignIn(
                    state: state, nonce: "n", verifier: "v", next: "/",
                    from: RequestOrigin(network: "192.0.2.1", agent: ""),
                    at: start)
            }
            let (first, second) = (try await begin("a"), try await begin("b"))
            #expect(
                try await test.registry.takeProviderAttempt(
                    state: "a", browser: first, at: start.adding(seconds: 599))
                    != nil)
            #expect(
                try await test.registry.takeProviderAttempt(
                    state: "b", browser: second, at: start.adding(seconds: 600))
                    == nil)
        }
    }

    @Test(
        "a link is made by the person who began it, and of two accounts that claim one identity the first has it"
    )
    func links() async throws {
        try await Self.run { test, site, provider in
            let browser = Browser(site)
            try await browser.signIn()
            let back = await provider.signIn(
                at: try await browser.onward(
                    try await browser.post("/account/openid", [("old", Self.password)])))
            await browser.forget("__Host-cnnt")
            #expect(try await browser.open(back).status == 400, "signed out meanwhile: nothing is linked")
            try await Self.link(Browser(site), provider)

            let other = Browser(site)
            _ = try await other.post("/sign-in", [("login", "nguoi.khac"), ("password", Self.password)])
            let taken = try await other.open(
                await provider.signIn(
                    at: try await other.onward(
                        try await other.post("/account/openid", [("old", Self.password)]))))
            #expect(taken.status == 422 && taken.body.contains("đã liên kết với một tài khoản khác"))
            #expect(try await Browser(site).get("/account/openid").status == 303)
            #expect(try await Browser(site).post("/account/openid", [("old", Self.password)]).status == 401)
            _ = try await test.registry.resetIdentities(
                of: "can.bo", because: "mất tài khoản ở nơi kia", at: Self.day.noon, as: test.viewer)
            await #expect(throws: Refusal.self) {
                try await test.registry.resetIdentities(
                    of: "can.bo", because: "x", at: Self.day.noon, as: test.viewer)
            }
            let late = Browser(site)
            let refused = try await late.open(
                await provider.signIn(at: try await late.onward(try await late.post("/sign-in/openid"))))
            #expect(refused.status == 422)
        }
    }

    @Test("a second factor is asked for behind a provider too, and a disabled account is not let in")
    func secondFactor() async throws {
        try await Self.run { test, site, provider in
            try await Self.link(Browser(site), provider)
            try await test.asOwner {
                _ = try $0.execute(
                    """
                    INSERT INTO account_time_code (account_id, secret, begun_at, confirmed_at, last_step, audit_id)
                    SELECT account_id, decode(repeat('00', 20), 'hex'), now(), now(), 1, audit_id FROM account WHERE login = 'can.bo'
                    """)
            }
            let browser = Browser(site)
            let asked = try await browser.open(
                await provider.signIn(
                    at: try await browser.onward(
                        try await browser.post("/sign-in/openid", [("next", "/fairs")]))))
            #expect(asked.headers["location"] == "/sign-in/code?next=/fairs")
            let nobody = try await browser.get("/account")
            #expect(nobody.status == 303)
            _ = try await test.registry.disableAccount(
                "can.bo", on: Self.day, because: "thôi việc", as: test.viewer)
            let late = Browser(site)
            let refused = try await late.open(
                await provider.signIn(at: try await late.onward(try await late.post("/sign-in/openid"))))
            #expect(refused.status == 422)
            #expect((await late.jar).isEmpty)
        }
    }

    @Test("a network that begins a hundred sign-ins at once has to wait")
    func flood() async throws {
        try await Self.run { _, site, _ in
            let browser = Browser(site)
            for _ in 0..<100 {
                let sent = try await browser.post("/sign-in/openid")
                #expect(sent.status == 200)
            }
            let refused = try await browser.post("/sign-in/openid")
            #expect(refused.status == 429)
        }
    }

    @Test(
        "settings that cannot work are refused before the service starts",
        arguments: [
            ("http://idp.example", "c", "s"), ("ftp://idp.example", "c", "s"), ("https://", "c", "s"),
            ("https://idp.example", "", "s"), ("https://idp.example", "c", ""),
            ("https://idp.example/a b", "c", "s"),
            ("http://127.0.0.1.evil.example", "c", "s"), ("http://localhost:80@evil.example", "c", "s"),
        ])
    func settings(_ issuer: String, _ client: String, _ secret: String) {
        #expect(throws: Violation.self) {
            try Provider.Settings(issuer: issuer, client: client, secret: secret, name: "")
        }
    }
}
