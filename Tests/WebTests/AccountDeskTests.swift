import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("Accounts at the desk")
struct AccountDeskTests {
    private static let day = Day("2026-11-20")

    /// Administrators of Thái Nguyên and of Tuyên Quang, and an auditor of the first.
    private static func run(
        baseURL: String? = nil, _ body: @escaping @Sendable (TestRegistry, RunningSite) async throws -> Void
    ) async throws {
        try await TestRegistry.run { test in
            for (login, role, place) in [
                ("quan.tri", Role.administrator, "19"), ("quan.tri.xa", .administrator, "08"),
                ("kiem.tra", .auditor, "19"), ("can.bo", .officer, "19"),
            ] {
                try await OfficeBrowser.account(login, [(role, place)], in: test)
            }
            try await RunningSite.run(test.registry, on: day, baseURL: baseURL) { try await body(test, $0) }
        }
    }

    private static func id(_ login: String, _ test: TestRegistry) async throws -> Int64 {
        try await test.registry.account(login, on: day, as: test.viewer).id
    }

    @Test("an administrator adds a user, gives a role, invites; the user signs in and works; the role ends")
    func story() async throws {
        try await Self.run { test, site in
            let desk = try await OfficeBrowser.signedIn("quan.tri", at: site)
            #expect(try await desk.get("/account").body.contains("href=\"/desk/accounts\""))
            let wrong = try await desk.fill(
                "/desk/accounts/new", ["login": "Ngô", "name": "Ngô Văn Mới", "email": "x"])
            #expect(wrong.status == 422 && wrong.body.contains("href=\"#login\""))
            #expect(wrong.body.contains("value=\"Ngô Văn Mới\""), "nothing typed is lost")
            let added = try await desk.fill(
                "/desk/accounts/new", ["login": "ngo.moi", "name": "Ngô Văn Mới"])
            let address = "/desk/accounts/\(try await Self.id("ngo.moi", test))"
            #expect(added.headers["location"] == address + "?done=1")
            #expect(try await desk.get(address + "?done=1").body.contains("Chưa được giao vai trò nào"))
            let twice = try await desk.fill("/desk/accounts/new", ["login": "ngo.moi", "name": "Khác"])
            #expect(twice.status == 422)

            let granted = try await desk.fill(
                address + "/roles/new",
                ["role": "officer", "kind": "unit", "place": "19", "until": "31/12/2026", "act": "12/QĐ-SCT"])
            #expect(granted.headers["location"] == address + "?done=1", "\(granted.body)")
            let page = try await desk.get(address)
            #expect(page.body.contains("cán bộ khuyến công") && page.body.contains("đến hết 31/12/2026"))
            let invited = try await desk.fill(address + "/invite")
            #expect(invited.status == 200 && invited.headers["cache-control"] == "no-store")
            let invitation = String(
                try #require(invited.body.firstMatch(of: /<code>(\/invitation\/[0-9A-Z]{52})/)).1)
            let user = OfficeBrowser(site)
            let chosen = try await user.post(
                invitation, ["password": OfficeBrowser.password, "again": OfficeBrowser.password])
            #expect(chosen.status == 303)
            let officer = try await OfficeBrowser.signedIn("ngo.moi", at: site)
            #expect(try await officer.get("/desk/establishments").status == 200)
            #expect(try await officer.get("/desk/accounts").status == 403)

            #expect(try await desk.get(address).body.contains("127.0.0.1"), "where they are signed in")
            let role = try await test.registry.account("ngo.moi", on: Self.day, as: test.viewer).roles[0].id
            let unreasoned = try await desk.fill(address + "/roles/\(role)/end")
            #expect(unreasoned.status == 422 && unreasoned.body.contains("href=\"#reason\""))
            let ended = try await desk.fill(address + "/roles/\(role)/end", ["reason": "chuyển công tác"])
            #expect(ended.status == 303)
            #expect(try await officer.get("/desk/establishments").status == 403)
            #expect(try await desk.get(address).body.contains("chuyển công tác"))
            #expect(try await desk.get(address + "/roles/\(role)/end").status == 404, "it has ended")
        }
    }

    @Test("signing somebody out, disabling and enabling: each for a reason, at once, and in the audit trail")
    func ending() async throws {
        try await Self.run { test, site in
            let desk = try await OfficeBrowser.signedIn("quan.tri", at: site)
            let address = "/desk/accounts/\(try await Self.id("can.bo", test))"
            let user = try await OfficeBrowser.signedIn("can.bo", at: site)
            let out = try await desk.fill(address + "/end-sessions", ["reason": "mất máy"])
            #expect(out.status == 303)
            #expect(try await user.get("/account").status == 303)
            #expect(try await desk.get(address).body.contains("Không đăng nhập ở đâu"))
            let again = try await OfficeBrowser.signedIn("can.bo", at: site)
            #expect(try await desk.fill(address + "/disable", ["reason": "nghỉ việc"]).status == 303)
            #expect(try await again.get("/account").status == 303)
            let locked = try await desk.get(address)
            #expect(locked.body.contains("nghỉ việc") && !locked.body.contains(address + "/invite"))
            #expect(!(try await desk.get("/desk/accounts").body.contains("can.bo ·")))
            #expect(try await desk.get("/desk/accounts?disabled=yes").body.contains("can.bo ·"))
            #expect(try await desk.fill(address + "/enable", ["reason": "trở lại"]).status == 303)
            _ = try await OfficeBrowser.signedIn("can.bo", at: site)
            #expect(try await desk.fill(address + "/reset-factor", ["reason": "x"]).status == 422)
            #expect(try await desk.fill(address + "/unlink", ["reason": "x"]).status == 422)
            let token = try await test.registry.issueToken(
                NewToken(name: "Phần mềm", scopes: [.registryRead], until: Self.day.adding(days: 30)),
                to: "can.bo", at: Self.day.noon, as: test.viewer)
            #expect(try await desk.get(address).body.contains("Phần mềm"))
            let end = address + "/tokens/\(token.record.id)/end"
            #expect(try await desk.fill(end, ["reason": "thôi dùng"]).status == 303)
            #expect(try await desk.get(end).status == 404)
            #expect(try await test.registry.bearer(byText: token.text, at: Self.day.noon) == nil)
            let reasons = try await test.asOwner {
                try $0.values(
                    "SELECT reason FROM audit_event WHERE actor = 'quan.tri' AND reason IS NOT NULL",
                    as: String.self)
            }
            #expect(Set(reasons).isSuperset(of: ["mất máy", "nghỉ việc", "trở lại", "thôi dùng"]))
        }
    }

    @Test("nobody manages beyond their territory: what is elsewhere is not there, and no wider role is given")
    func territory() async throws {
        try await Self.run { test, site in
            let address = "/desk/accounts/\(try await Self.id("can.bo", test))"
            let away = try await OfficeBrowser.signedIn("quan.tri.xa", at: site)
            let elsewhere = try await away.get(address)
            let nothing = try await away.get("/desk/accounts/99999999")
            #expect(elsewhere.status == 404 && nothing.status == 404)
            #expect(!(try await away.get("/desk/accounts").body.contains("can.bo ·")))
            for form in ["invite", "disable", "end-sessions", "roles/new"] {
                #expect(try await away.post("\(address)/\(form)", ["reason": "x"]).status == 404, "\(form)")
            }
            let desk = try await OfficeBrowser.signedIn("quan.tri", at: site)
            for (place, field) in [
                (["role": "officer", "kind": "unit", "place": "08"], "place"),
                (["role": "officer", "kind": "nation"], "place"),
                (["role": "administrator", "kind": "unit", "place": "19"], "role"),
                (["role": "judge", "kind": "unit", "place": "19"], "place"),
                (["role": "officer", "kind": "unit", "place": "x"], "place"),
                (["role": "", "kind": "unit", "place": "19"], "role"),
            ] {
                let told = try await desk.fill(address + "/roles/new", place)
                #expect(told.status == 422 && told.body.contains("href=\"#\(field)\""), "\(place)")
            }
            let auditor = try await OfficeBrowser.signedIn("kiem.tra", at: site)
            let seen = try await auditor.get(address)
            #expect(seen.status == 200 && !seen.body.contains(address + "/disable"))
            for form in ["invite", "disable", "end-sessions", "roles/new"] {
                #expect(try await auditor.get("\(address)/\(form)").status == 403, "\(form)")
                #expect(
                    try await auditor.post("\(address)/\(form)", ["reason": "x"]).status == 403, "\(form)")
            }
        }
    }

    @Test("whoever works in two territories is seen from both, and managed as a whole from neither")
    func shared() async throws {
        try await Self.run { test, site in
            try await test.grant(.clerk, in: "08", to: "can.bo")
            let id = try await Self.id("can.bo", test)
            let address = "/desk/accounts/\(id)"
            let desk = try await OfficeBrowser.signedIn("quan.tri", at: site)
            #expect(try await desk.get("/desk/accounts").body.contains("can.bo ·"))
            let page = try await desk.get(address)
            #expect(page.status == 200 && page.body.contains("ngoài phạm vi của bạn"))
            #expect(!page.body.contains("Nơi đang đăng nhập"), "sessions are of the whole account")
            #expect(try await desk.get(address + "/disable").status == 403)
            #expect(try await desk.post(address + "/disable", ["reason": "x"]).status == 403)
            let roles = try await test.registry.account("can.bo", on: Self.day, as: test.viewer).roles
            #expect(page.body.contains("\(address)/roles/\(roles[0].id)/end"))
            #expect(!page.body.contains("\(address)/roles/\(roles[1].id)/end"))
            #expect(try await desk.get("\(address)/roles/\(roles[1].id)/end").status == 404)
            #expect(
                try await desk.post(
                    "\(address)/roles/\(roles[1].id)/end", ["date": "20/11/2026", "reason": "x"]
                ).status == 404)
            #expect(
                try await desk.fill("\(address)/roles/\(roles[0].id)/end", ["reason": "thôi việc"]).status
                    == 303)
            #expect(try await desk.get(address).status == 404, "nothing of theirs is here any more")
        }
    }

    @Test("the list finds by name without diacritics or login, page by page, and its text stays text")
    func finding() async throws {
        try await Self.run(baseURL: "https://cnnt.example.vn") { test, site in
            _ = try await test.registry.addAccount(
                Login("la.thu"), name: "<b>Đỗ Thị Hòa</b>", on: Self.day, as: test.viewer)
            try await test.grant(.clerk, in: "19", to: "la.thu")
            let desk = try await OfficeBrowser.signedIn("quan.tri", at: site)
            let found = try await desk.get("/desk/accounts?name=do+thi+ho%C3%A0")
            #expect(found.body.contains("&lt;b&gt;Đỗ Thị Hòa") && !found.body.contains("<b>Đỗ"))
            #expect(!found.body.contains("can.bo ·"))
            #expect(try await desk.get("/desk/accounts?name=LA.THU").body.contains("Đỗ Thị Hòa"))
            #expect(try await desk.get("/desk/accounts?name=khongco").body.contains("Không có người dùng"))
            let address = "/desk/accounts/\(try await Self.id("la.thu", test))"
            let invited = try await desk.fill(address + "/invite")
            #expect(invited.body.contains("<code>https://cnnt.example.vn/invitation/"))
            let accounts = try await test.registry.accounts(on: Self.day, as: test.viewer)
            let many = Array(repeating: accounts[0], count: AccountListView.most * 2 + 1)
            let pages = (0...4).map {
                AccountListView(
                    many, name: "", includingDisabled: false, page: $0, mayAdd: true, on: Self.day)
            }
            #expect(pages.map(\.found.count) == [50, 50, 50, 1, 1])
            #expect(
                pages[2].pages.map(\.address) == ["/desk/accounts?page=1", "/desk/accounts?page=3"])
        }
    }
}
