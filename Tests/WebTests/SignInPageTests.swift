import Evidence
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("Signing in through a browser")
struct SignInPageTests {
    private static let password = "bốn con trâu đi cày"

    /// A browser as far as these pages ask for one: it keeps a cookie and says where its forms come from.
    private actor Browser {
        let site: RunningSite
        private(set) var cookie: String?

        init(_ site: RunningSite) { self.site = site }

        func get(_ path: String) async throws -> HTTPAnswer { try await send("GET", path, nil, [:]) }

        func post(_ path: String, _ fields: [(String, String)], headers: [String: String]? = nil) async throws
            -> HTTPAnswer
        {
            let body = fields.map { "\($0.0)=\(Self.encoded($0.1))" }.joined(separator: "&")
            return try await send("POST", path, body, headers ?? ["Sec-Fetch-Site": "same-origin"])
        }

        func show(_ cookie: String?) { self.cookie = cookie }

        private func send(
            _ method: String, _ path: String, _ body: String?, _ headers: [String: String]
        ) async throws -> HTTPAnswer {
            var head =
                "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nUser-Agent: Firefox/140 Linux\r\n"
            if let cookie { head += "Cookie: other=1; \(cookie)\r\n" }
            for (name, value) in headers { head += "\(name): \(value)\r\n" }
            if let body {
                head +=
                    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(body.utf8.count)\r\n"
            }
            let answer = try await HTTPExchange.run(port: site.port, head + "\r\n" + (body ?? ""))
            if let set = answer.headers["set-cookie"]?.split(separator: ";").first {
                cookie = set.hasSuffix("=") ? nil : String(set)
            }
            return answer
        }

        private static func encoded(_ text: String) -> String {
            text.utf8.map { byte in
                byte == 32 ? "+" : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }.joined()
        }
    }

    private static func run(
        baseURL: String? = nil, _ body: @escaping @Sendable (TestRegistry, RunningSite) async throws -> Void
    ) async throws {
        try await TestRegistry.run { test in
            try await test.account("can.bo")
            try await test.grant(.officer, in: "19", to: "can.bo")
            _ = try await test.registry.setPassword(
                password, of: "can.bo", at: Day("2026-11-20").noon, as: test.viewer)
            try await RunningSite.run(test.registry, baseURL: baseURL) { site in try await body(test, site) }
        }
    }

    @Test("a service without a key to encipher secrets with says so, and sets no second factor up")
    func noSecretKey() async throws {
        try await Self.run { test, _ in
            let registry = Registry(database: Database(url: test.database.url, poolSize: 2))
            try await RunningSite.run(registry) { site in
                let browser = Browser(site)
                _ = try await browser.post("/sign-in", [("login", "can.bo"), ("password", Self.password)])
                for address in ["/account/second-factor/begin", "/account/second-factor"] {
                    let answer = try await browser.post(address, [("code", "123456")])
                    #expect(
                        answer.status == 503 && answer.body.contains("CNNT_SECRET_KEY_FILE"), "\(address)")
                }
            }
            await registry.close()
            let kept: Int64 = try await test.asOwner {
                try $0.value("SELECT count(*) FROM account_time_code")
            }
            #expect(kept == 0)
        }
    }

    @Test("a second factor is set up with a telephone, asked for at the next signing in, and switched off")
    func secondFactor() async throws {
        try await Self.run { test, site in
            let browser = Browser(site)
            let seconds = Day("2026-11-20").noon.secondsSince1970
            @Sendable func code() async throws -> String {
                // the clock stands still here, and no code is good twice: the next one is taken early
                let last = try await test.asOwner {
                    try $0.value(
                        "SELECT max(last_step) FROM account_time_code WHERE ended_at IS NULL", as: Int64?.self
                    )
                }
                let now = TimeCode.step(ofSecondsSince1970: seconds)
                return try await test.timeCode().code(at: last.map { max($0 + 1, now) } ?? now - 1)
            }
            @Sendable func signIn(_ browser: Browser) async throws -> HTTPAnswer {
                try await browser.post(
                    "/sign-in", [("login", "can.bo"), ("password", Self.password), ("next", "/account")])
            }
            _ = try await signIn(browser)
            let before = try await browser.get("/account/second-factor")
            #expect(before.status == 200 && !before.body.contains("otpauth:"))
            let kept: Int64 = try await test.asOwner {
                try $0.value("SELECT count(*) FROM account_time_code")
            }
            #expect(kept == 0, "looking at the page makes no secret")
            let begun = try await browser.post("/account/second-factor/begin", [])
            #expect(begun.status == 303 && begun.headers["location"] == "/account/second-factor")
            let setUp = try await browser.get("/account/second-factor")
            #expect(setUp.body.contains("<svg") && setUp.body.contains("otpauth://totp/CNNT:can.bo?secret="))
            #expect(setUp.headers["cache-control"] == "no-store")
            let wrong = try await browser.post("/account/second-factor", [("code", "x")])
            #expect(wrong.status == 422 && wrong.body.contains("Mã không đúng"))
            let codes = try await browser.post("/account/second-factor", [("code", try await code())])
            #expect(codes.status == 200 && codes.body.matches(of: /<li><code>/).count == 10)
            #expect(try await browser.get("/account").body.contains("Còn 10 mã khôi phục"))

            let other = Browser(site)
            let asked = try await signIn(other)
            #expect(asked.status == 303 && asked.headers["location"] == "/sign-in/code?next=/account")
            let nobody = try await other.get("/account")
            #expect(nobody.status == 303 && nobody.headers["location"] == "/sign-in?next=/account")
            let shown = await other.cookie
            #expect(
                try await other.post("/sign-in/code", [("code", "000000"), ("next", "/account")]).status
                    == 422)
            let foreign = try await other.post(
                "/sign-in/code", [("code", try await code())], headers: ["Sec-Fetch-Site": "cross-site"])
            #expect(foreign.status == 403)
            let entered = try await other.post(
                "/sign-in/code", [("code", try await code()), ("next", "/account")])
            #expect(entered.status == 303 && entered.headers["location"] == "/account")
            #expect(await other.cookie != shown, "who knew the token before is not let in with it")
            #expect(try await other.get("/account").status == 200)
            #expect(try await other.post("/account/second-factor/end", [("code", "1")]).status == 422)
            let off = try await other.post("/account/second-factor/end", [("code", try await code())])
            #expect(off.headers["location"] == "/account?done=second-factor-off")
        }
    }

    @Test("from the form to one's own page and out again; the address that was asked for is not forgotten")
    func story() async throws {
        try await Self.run { _, site in
            let browser = Browser(site)
            let away = try await browser.get("/account")
            #expect(away.status == 303 && away.headers["location"] == "/sign-in?next=/account")
            let form = try await browser.get("/sign-in?next=/fairs/1")
            #expect(form.status == 200 && form.body.contains("value=\"/fairs/1\""))
            #expect(form.headers["cache-control"] == "no-store")
            let wrong = try await browser.post(
                "/sign-in", [("login", "can.bo"), ("password", "sai"), ("next", "/fairs/1")])
            #expect(wrong.status == 422 && wrong.body.contains("Tên đăng nhập hoặc mật khẩu không đúng."))
            #expect(wrong.body.contains("value=\"can.bo\"") && wrong.body.contains("value=\"/fairs/1\""))
            #expect(await browser.cookie == nil)
            let signedIn = try await browser.post(
                "/sign-in", [("login", "can.bo"), ("password", Self.password), ("next", "/fairs/1")])
            #expect(signedIn.status == 303 && signedIn.headers["location"] == "/fairs/1")
            let cookie = try #require(signedIn.headers["set-cookie"])
            #expect(cookie.contains("; HttpOnly; SameSite=Lax") && cookie.hasPrefix("cnnt="))
            let account = try await browser.get("/account")
            #expect(account.status == 200)
            for text in [
                "Người dùng can.bo", "cán bộ khuyến công", "Thái Nguyên", "Firefox, Linux", "127.0.0.1",
            ] {
                #expect(account.body.contains(text), "\(text)")
            }
            #expect(try await browser.get("/sign-in").headers["location"] == "/account")
            let out = try await browser.post("/sign-out", [])
            #expect(out.status == 303)
            #expect(await browser.cookie == nil)
            #expect(try await browser.get("/account").status == 303)
        }
    }

    @Test("behind https the cookie is this host's alone, and a cookie that is good no longer is taken away")
    func cookie() async throws {
        try await Self.run(baseURL: "https://cnnt.example") { _, site in
            let browser = Browser(site)
            let answer = try await browser.post(
                "/sign-in", [("login", "can.bo"), ("password", Self.password)])
            let cookie = try #require(answer.headers["set-cookie"])
            #expect(
                cookie.hasPrefix("__Host-cnnt=")
                    && cookie.hasSuffix("; Path=/; HttpOnly; SameSite=Lax; Secure"))
            #expect(answer.headers["location"] == "/account")
            for shown in [
                "__Host-cnnt=\(String(repeating: "0", count: 52))", "__Host-cnnt=x", "__Host-cnnt=",
            ] {
                await browser.show(shown)
                let gone = try await browser.get("/account")
                #expect(
                    gone.status == 303 && gone.headers["set-cookie"]?.contains("Max-Age=0") == true,
                    "\(shown)")
            }
        }
    }

    @Test("a new token comes with whatever is answered, a page that is not there too")
    func tokenWithErrors() async throws {
        try await TestRegistry.run { test in
            try await test.account("can.bo")
            _ = try await test.registry.setPassword(
                Self.password, of: "can.bo", at: Day("2026-11-20").noon, as: test.viewer)
            // signed in a quarter of an hour before the clock of the site
            let signedIn = try await test.registry.signIn(
                login: "can.bo", password: Self.password,
                from: RequestOrigin(network: "127.0.0.1", agent: "Firefox"),
                at: Day("2026-11-20").noon.adding(seconds: -1000))
            let token = try #require(signedIn.tokenText)
            try await RunningSite.run(test.registry) { site in
                let browser = Browser(site)
                await browser.show("cnnt=\(token)")
                let missing = try await browser.get("/rounds/999")
                #expect(missing.status == 404)
                let shown = await browser.cookie
                #expect(shown != "cnnt=\(token)" && shown?.hasPrefix("cnnt=") == true)
                #expect(try await browser.get("/account").status == 200)
            }
        }
    }

    @Test("a form from elsewhere changes nothing, whoever is signed in")
    func foreign() async throws {
        try await Self.run { _, site in
            let browser = Browser(site)
            _ = try await browser.post("/sign-in", [("login", "can.bo"), ("password", Self.password)])
            for headers in [
                [:], ["Sec-Fetch-Site": "cross-site"], ["Sec-Fetch-Site": "same-site"],
                ["Sec-Fetch-Site": "none"],
                ["Origin": "https://evil.example"], ["Origin": "null"],
                ["Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"],
            ] {
                let answer = try await browser.post("/sign-out", [], headers: headers)
                #expect(answer.status == 403 && answer.body.contains("foreign-origin"), "\(headers)")
            }
            #expect(try await browser.get("/account").status == 200)
            let own = try await browser.post("/sign-out", [], headers: ["Origin": "http://localhost"])
            #expect(own.status == 303)
        }
    }

    @Test("after too many failures the form says how long to wait, and where to go is never another site")
    func limits() async throws {
        try await Self.run { _, site in
            let browser = Browser(site)
            for _ in 0..<5 {
                _ = try await browser.post("/sign-in", [("login", "can.bo"), ("password", "sai")])
            }
            let told = try await browser.post("/sign-in", [("login", "can.bo"), ("password", Self.password)])
            #expect(told.status == 429 && told.body.contains("hãy đợi 1 phút"))
        }
        for next in [
            "//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "", "/a b",
            "/a\r\nX: y",
        ] {
            #expect(SignInRoutes.local(next) == "/account", "\(next)")
        }
        #expect(SignInRoutes.local("/rounds/12?x=1") == "/rounds/12?x=1")
    }

    @Test("an invitation's page takes a password twice the same, once")
    func invitation() async throws {
        try await Self.run { test, site in
            try await test.account("moi")
            let invitation = try await test.registry.invite(
                "moi", at: Day("2026-11-20").noon, as: test.viewer)
            let path = "/invitation/\(invitation.token.text)"
            let browser = Browser(site)
            let page = try await browser.get(path)
            #expect(page.status == 200 && page.body.contains("Người dùng moi"))
            let differ = try await browser.post(
                path, [("password", Self.password), ("again", Self.password + "x")])
            #expect(differ.status == 422 && differ.body.contains("href=\"#again\""))
            let weak = try await browser.post(
                path, [("password", "moi moi moi moi"), ("again", "moi moi moi moi")])
            #expect(weak.status == 422 && weak.body.contains("dễ đoán"))
            let taken = try await browser.post(path, [("password", Self.password), ("again", Self.password)])
            #expect(taken.status == 303 && taken.headers["location"] == "/sign-in")
            let again = try await browser.get(path)
            #expect(again.status == 404 && again.body.contains("unknown-invitation"))
            #expect(try await browser.get("/invitation/x").status == 404)
            let signedIn = try await browser.post(
                "/sign-in", [("login", "moi"), ("password", Self.password)])
            #expect(signedIn.status == 303)
            #expect(try await browser.get("/account").body.contains("Chưa được giao vai trò nào."))
        }
    }

    @Test("one's page ends other sessions and changes the password")
    func account() async throws {
        try await Self.run { _, site in
            let (here, there) = (Browser(site), Browser(site))
            for browser in [here, there] {
                _ = try await browser.post("/sign-in", [("login", "can.bo"), ("password", Self.password)])
            }
            let page = try await here.get("/account").body
            let path = try #require(page.firstMatch(of: /action="(\/account\/sessions\/[0-9]+\/end)"/)).1
            #expect(try await here.post(String(path), []).headers["location"] == "/account?done=session")
            #expect(try await there.get("/account").status == 303)
            #expect(try await here.post("/account/sessions/999/end", []).status == 404)
            #expect(try await here.post("/account/sessions/x/end", []).status == 404)
            let wrong = try await here.post(
                "/account/password",
                [("old", "sai"), ("password", "mưa rơi mái ngói"), ("again", "mưa rơi mái ngói")])
            #expect(wrong.status == 422 && wrong.body.contains("href=\"#old\""))
            let changed = try await here.post(
                "/account/password",
                [("old", Self.password), ("password", "mưa rơi mái ngói"), ("again", "mưa rơi mái ngói")])
            #expect(changed.headers["location"] == "/account?done=password")
            #expect(try await here.get("/account?done=password").body.contains("Đã đổi mật khẩu."))
            #expect(try await here.get("/account/password").status == 405)
        }
    }

    @Test(
        "networks are whole IPv4 addresses and halves of IPv6 ones; a proxy on this machine speaks for others"
    )
    func networks() {
        #expect(ClientNetwork.network("203.0.113.9") == "203.0.113.9")
        #expect(ClientNetwork.network("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64")
        #expect(ClientNetwork.network("::ffff:203.0.113.9") == "203.0.113.9")
        #expect(ClientNetwork.network("[2001:db8::1]") == "2001:db8:0:0::/64")
        #expect(ClientNetwork.network("evil\r\n") == "unknown" && ClientNetwork.network("") == "unknown")
    }

    @Test("fields of a form are read as browsers write them")
    func fields() {
        let fields = FormFields("login=can.bo&password=b%E1%BB%91n+con%2Btr%C3%A2u&empty=&bare&login=second")
        #expect(fields["login"] == "can.bo" && fields["password"] == "bốn con+trâu")
        #expect(fields["empty"] == "" && fields["bare"] == "" && fields["missing"] == "")
    }
}
