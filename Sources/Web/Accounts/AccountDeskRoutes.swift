import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// `/desk/accounts`: who works with the registry in somebody's territory, for those who manage accounts there.
struct AccountDeskRoutes: Sendable {
    let site: Site

    static let folder = "/desk/accounts"
    static func address(_ id: Int64) -> String { "\(folder)/\(id)" }

    func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let query = request.uri.queryParameters
        let name = PercentCoding.decoded(query["name"].map(String.init)?.replacing("+", with: " ") ?? "")
        let isAll = query["disabled"] == "yes"
        let accounts = try await site.registry.accounts(
            includingDisabled: isAll, on: site.today, as: person.viewer)
        let view = AccountListView(
            accounts, name: name, includingDisabled: isAll, page: query["page"].flatMap { Int($0) } ?? 1,
            mayAdd: person.viewer.may(.userChange), on: site.today)
        return .page(
            site.pages.page(
                .accountList, view,
                in: PageFrame(title: "Người dùng – CNNT", menuAt: Self.folder, viewer: person.viewer)))
    }

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        let desk = try await AccountDesk(site, request, context)
        return .page(
            site.pages.page(
                .deskPage, desk.page(done: request.uri.queryParameters["done"] != nil).view,
                in: PageFrame(
                    title: "\(desk.account.name) – Người dùng – CNNT", menuAt: Self.folder, isWide: true,
                    viewer: desk.person.viewer)))
    }

    // MARK: Adding

    func newForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        try person.require(.userChange)
        return newPage(FormFilling(values: FormFields("")), person)
    }

    func add(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        try person.require(.userChange)
        let typed = try await FormFields(of: request)
        do {
            let login: Login
            do throws(Violation) {
                login = try Login(typed["login"])
            } catch {
                throw Refusal(error.inColumn("login"))
            }
            let added = try await site.registry.addAccount(
                login, name: typed["name"], email: typed.text("email"), on: site.today, as: person.viewer)
            return .redirected(to: Self.address(added.id) + "?done=1")
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            return newPage(
                FormFilling(
                    values: typed, errors: FormError.all(of: refusal, at: "login", labels: Self.labels)),
                person, status: .unprocessableContent)
        }
    }

    private static let labels = ["name": Bilingual(vi: "Họ và tên", en: "Name")]

    private func newPage(_ filling: FormFilling, _ person: SignedIn, status: HTTPResponse.Status = .ok)
        -> Response
    {
        site.page(
            FormView(
                title: Bilingual(vi: "Thêm người dùng", en: "Add a user"),
                lead: [
                    Bilingual(
                        vi:
                            "Sau đó giao vai trò, rồi mời người ấy tự đặt mật khẩu. Chưa có vai trò thì chưa làm được gì.",
                        en:
                            "Then give a role and invite them to choose a password. Without a role nothing can be done."
                    )
                ], errors: filling.errors, action: Self.folder + "/new",
                fields: [
                    filling.line(
                        "login", Bilingual(vi: "Tên đăng nhập", en: "Login"),
                        hint: Bilingual(
                            vi: "Từ 3 chữ không dấu, chữ số, và . _ - @; sau này không đổi được.",
                            en: "At least 3 plain letters, digits, and . _ - @; it cannot be changed.")),
                    filling.line("name", Bilingual(vi: "Họ và tên", en: "Name")),
                    filling.line(
                        "email", Bilingual(vi: "Thư điện tử", en: "E-mail"), isOptional: true, type: "email",
                        inputMode: "email"),
                ], button: Bilingual(vi: "Thêm", en: "Add"), wayBack: Self.folder), at: Self.folder,
            for: person, status: status)
    }
}

extension Site {
    /// The accounts of a territory, for who manages them.
    func addAccountDesk(to router: Router<SiteContext>) {
        let desk = AccountDeskRoutes(site: self)
        router.read("/desk/accounts", desk.list)
        router.read("/desk/accounts/new", desk.newForm, taking: desk.add)
        router.read("/desk/accounts/{id}", desk.page)
        router.accountForm(self, "invite") { .invite($0) }
        router.accountForm(self, "roles/new") { .grant($0) }
        router.accountForm(self, "roles/{role}/end") { try .endRole($0) }
        router.accountForm(self, "disable") { .disable($0) }
        router.accountForm(self, "enable") { .enable($0) }
        router.accountForm(self, "end-sessions") { .endSessions($0) }
        router.accountForm(self, "reset-factor") { .resetSecondFactor($0) }
        router.accountForm(self, "unlink") { .unlink($0) }
        router.accountForm(self, "tokens/{token}/end") { try .endToken($0) }
    }
}
