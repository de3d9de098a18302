import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("Registering an establishment through a browser")
struct RegistrationPageTests {
    private static let day = Day("2023-05-15")

    private static let form = [
        "name": "Gốm Tự Đăng Ký", "legal_form": "household", "commune_code": "05503",
        "phone": "0912 000 111", "founded_on": "20/11/2010", "applicant_name": "Nguyễn Thị Gốm",
        "applicant_phone": "0912000222", "login": "gom.moi",
    ]

    private static func run(
        baseURL: String? = nil, _ body: @escaping @Sendable (TestRegistry, RunningSite) async throws -> Void
    ) async throws {
        try await TestRegistry.run { test in
            for (login, unit) in [("can.bo", "19"), ("can.bo.xa", "08")] {
                try await test.account(login)
                try await test.grant(.officer, in: unit, to: login, from: Day("2023-01-01"))
            }
            try await RunningSite.run(test.registry, on: day, baseURL: baseURL) { try await body(test, $0) }
        }
    }

    private static func text(_ answer: HTTPAnswer, _ pattern: Regex<(Substring, Substring)>) throws -> String
    {
        String(try #require(answer.body.firstMatch(of: pattern)).1)
    }

    @Test("from the form to the owner's password: sent, waiting, confirmed by an officer, signed in")
    func story() async throws {
        try await Self.run { test, site in
            let maker = PersonBrowser(site)
            #expect(try await maker.get("/register").body.contains("name=\"legal_form\""))
            let sent = try await maker.post("/register", Self.form)
            #expect(sent.status == 303)
            let own = try #require(sent.headers["location"])
            let waiting = try await maker.get(own)
            #expect(waiting.status == 200 && waiting.body.contains("Đang chờ xác nhận"))
            #expect(waiting.headers["cache-control"] == "no-store")
            let officer = try await PersonBrowser.signedIn("can.bo", test, site, on: Self.day)
            let list = try await officer.get("/desk/registrations")
            #expect(list.body.contains("Gốm Tự Đăng Ký"))
            let address = try Self.text(list, /href="(\/desk\/registrations\/[0-9]+)"/)
            let review = try await officer.get(address)
            #expect(review.body.contains("Nguyễn Thị Gốm") && review.body.contains("value=\"gom.moi\""))
            let confirmed = try await officer.post(address + "/confirm", ["as": "new", "login": "gom.moi"])
            #expect(confirmed.status == 200 && confirmed.headers["cache-control"] == "no-store")
            let invitation = try Self.text(confirmed, /<code>(\/invitation\/[0-9A-Z]{52})/)
            #expect(confirmed.body.contains("chưa được đặt địa chỉ công khai"))
            let again = try await officer.post(address + "/confirm", ["as": "new", "login": "gom.hai"])
            #expect(again.status == 422 && again.body.contains("đã xác nhận ngày"))
            #expect(try await maker.get(own).body.contains("Đã xác nhận"))
            let chosen = try await maker.post(
                invitation, ["password": PersonBrowser.password, "again": PersonBrowser.password])
            #expect(chosen.status == 303)
            let signedIn = try await maker.post(
                "/sign-in", ["login": "gom.moi", "password": PersonBrowser.password])
            #expect(signedIn.status == 303)
            #expect(try await maker.get("/account").body.contains("chủ cơ sở"))
        }
    }

    @Test("the invitation leads to the configured address, whatever host the request names")
    func invitationAddress() async throws {
        try await Self.run(baseURL: "https://cnnt.example.vn/") { test, site in
            let filed = try await test.registration(at: Self.day)
            let officer = try await PersonBrowser.signedIn("can.bo", test, site, on: Self.day)
            let confirmed = try await officer.post(
                "/desk/registrations/\(filed.id)/confirm", ["as": "new", "login": "gom.moi"])
            #expect(confirmed.status == 200 && !confirmed.body.contains("localhost/invitation"))
            #expect(confirmed.body.contains("<code>https://cnnt.example.vn/invitation/"))
            #expect(!confirmed.body.contains("chưa được đặt địa chỉ công khai"))
        }
    }

    @Test("a long list of registrations goes on from page to page")
    func pages() async throws {
        try await Self.run { test, site in
            var filed: [Int64] = []
            for turn in 1...3 {
                filed.append(try await test.registration(login: "gom.\(turn)", at: Self.day).id)
            }
            let first = try await test.registry.registrations(limit: 2, as: test.viewer)
            let rest = try await test.registry.registrations(after: 2, limit: 2, as: test.viewer)
            #expect(Set((first + rest).map(\.id)) == Set(filed) && rest.count == 1)
            let many = Array(repeating: first[0], count: RegistrationListView.most + 1)
            let view = RegistrationListView(many, page: 2)
            #expect(view.waiting.count == RegistrationListView.most)
            #expect(
                view.pages.map(\.address) == ["/desk/registrations", "/desk/registrations?page=3"])
            #expect(RegistrationListView(first, page: 1).pages.isEmpty)
            let officer = try await PersonBrowser.signedIn("can.bo", test, site, on: Self.day)
            for page in ["1", "-1", "x", "99999999999999999999"] {
                let list = try await officer.get("/desk/registrations?page=\(page)")
                #expect(list.status == 200 && list.body.contains("Chờ xác nhận"), "\(page)")
            }
            let beyond = try await officer.get("/desk/registrations?page=2")
            #expect(beyond.status == 200 && !beyond.body.contains("Không có đăng ký nào"))
        }
    }

    @Test("what is wrong stands above the form and at its fields, and nothing that was typed is lost")
    func wrong() async throws {
        try await Self.run { _, site in
            let maker = PersonBrowser(site)
            var form = Self.form
            form["name"] = "\"><script>alert(1)</script>"
            form["commune_code"] = "Xã <b>Không Có</b>"
            form["tax_code"] = "123456789"
            form["login"] = ""
            let told = try await maker.post("/register", form)
            #expect(told.status == 422)
            for field in ["commune_code", "tax_code", "login"] {
                #expect(told.body.contains("<a href=\"#\(field)\">"), "\(field)")
                #expect(told.body.contains("id=\"\(field)-error\""), "\(field)")
            }
            #expect(
                told.body.contains("value=\"20/11/2010\"") && told.body.contains("value=\"0912 000 111\""))
            #expect(told.body.contains("<option value=\"household\" selected>"))
            #expect(!told.body.contains("<script>") && !told.body.contains("<b>Không Có"))
            let foreign = try await maker.post("/register", Self.form, from: "cross-site")
            #expect(foreign.status == 403)
            #expect(try await maker.get("/registration/" + String(repeating: "0", count: 52)).status == 404)
            #expect(try await maker.get("/registration/x").status == 404)
        }
    }

    @Test("mark-up in every field stays text, on the officer's pages too")
    func hostile() async throws {
        try await Self.run { test, site in
            let maker = PersonBrowser(site)
            var form: [String: String] = [:]
            for name in [
                "name", "registration_number", "representative", "industry", "address", "site_address",
                "applicant_name",
            ] { form[name] = "<img src=x onerror=a>'\"& \(name)" }
            for (name, value) in Self.form where form[name] == nil { form[name] = value }
            let sent = try await maker.post("/register", form)
            #expect(sent.status == 303)
            let officer = try await PersonBrowser.signedIn("can.bo", test, site, on: Self.day)
            let list = try await officer.get("/desk/registrations")
            let review = try await officer.get(
                try Self.text(list, /href="(\/desk\/registrations\/[0-9]+)"/))
            for page in [list, review, try await maker.get(try #require(sent.headers["location"]))] {
                #expect(page.status == 200 && !page.body.contains("<img src=x"))
            }
            #expect(review.body.contains("&lt;img src=x onerror=a&gt;"))
        }
    }

    @Test("a network that sends too many is told how long to wait")
    func throttled() async throws {
        try await Self.run { _, site in
            let maker = PersonBrowser(site)
            for turn in 0..<RegistrationThrottle.filedPerDay {
                #expect(
                    try await maker.post("/register", Self.form.merging(["login": "gom.\(turn)"]) { $1 })
                        .status == 303)
            }
            let told = try await maker.post("/register", Self.form)
            #expect(told.status == 429 && told.body.contains("quá nhiều đăng ký"))
            #expect(told.body.contains("value=\"Gốm Tự Đăng Ký\""))
        }
    }

    @Test(
        "who is not signed in is led to sign in; another province's officer finds nothing; others may not look"
    )
    func territory() async throws {
        try await Self.run { test, site in
            let filed = try await test.registration(at: Self.day)
            let address = "/desk/registrations/\(filed.id)"
            let nobody = PersonBrowser(site)
            #expect(
                try await nobody.get(address).headers["location"]
                    == "/sign-in?next=/desk/registrations/\(filed.id)")
            #expect(try await nobody.post(address + "/refuse", ["reason": "x"]).status == 401)
            let stranger = try await PersonBrowser.signedIn("can.bo.xa", test, site, on: Self.day)
            #expect(try await stranger.get(address).status == 404)
            #expect(try await stranger.get("/desk/registrations/999").status == 404)
            #expect(try await stranger.post(address + "/confirm", ["as": "new"]).status == 404)
            #expect(try await stranger.post(address + "/refuse", ["reason": "x"]).status == 404)
            #expect(!(try await stranger.get("/desk/registrations").body.contains("Gốm Tự Đăng Ký")))
            try await test.account("nhap.lieu")
            try await test.grant(.clerk, in: "19", to: "nhap.lieu", from: Day("2023-01-01"))
            let clerk = try await PersonBrowser.signedIn("nhap.lieu", test, site, on: Self.day)
            #expect(try await clerk.get(address).status == 403)
            #expect(!(try await clerk.get("/account").body.contains("href=\"/desk/registrations\"")))
            let officer = try await PersonBrowser.signedIn("can.bo", test, site, on: Self.day)
            #expect(try await officer.get("/desk").body.contains("href=\"/desk/registrations\""))
            let without = try await officer.post(address + "/refuse", ["reason": " "])
            #expect(without.status == 422 && without.body.contains("href=\"#reason\""))
            #expect(try await officer.post(address + "/refuse", ["reason": "thiếu giấy tờ"]).status == 303)
            #expect(try await nobody.get("/registration/\(filed.tokenText)").body.contains("thiếu giấy tờ"))
        }
    }
}
