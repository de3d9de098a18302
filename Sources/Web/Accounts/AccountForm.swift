import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// One thing that is done to an account by filling in a form: shown by GET, done by POST, shown again with what is wrong with it.
struct AccountForm: Sendable {
    let title: Bilingual
    var lead: [Bilingual] = []
    var values: [String: String] = [:]
    let fields: @Sendable (FormFilling) -> [FormField]
    let button: Bilingual
    /// Only for who manages all that the account holds.
    var isOfWholeAccount = true
    /// Does it, and answers: nil leads back to the account.
    let run: @Sendable (FormFields) async throws -> Response?

    /// A form that asks for a reason alone.
    static func reasoned(
        _ desk: AccountDesk, _ title: Bilingual, _ lead: Bilingual, button: Bilingual,
        _ run:
            @escaping @Sendable (
                _ registry: Registry, _ login: String, _ reason: String, _ now: Instant, _ viewer: Viewer
            ) async throws -> Void
    ) -> AccountForm {
        AccountForm(
            title: title, lead: [lead],
            fields: { [$0.line("reason", Bilingual(vi: "Lý do", en: "Why"))] }, button: button
        ) { fields in
            try await run(
                desk.site.registry, desk.account.login, fields["reason"], desk.site.clock(),
                desk.person.viewer)
            return nil
        }
    }
}

extension Router where Context == SiteContext {
    /// A form of an account at `/desk/accounts/{id}/PATH`, for who may change accounts.
    func accountForm(
        _ site: Site, _ path: String, _ make: @escaping @Sendable (AccountDesk) throws -> AccountForm
    ) {
        @Sendable func opened(_ request: Request, _ context: SiteContext) async throws -> (
            AccountDesk, AccountForm
        ) {
            let desk = try await AccountDesk(site, request, context)
            try desk.person.require(.userChange)
            let form = try make(desk)
            if form.isOfWholeAccount, !desk.details.isManaged { throw Problem.accountBeyondReach }
            return (desk, form)
        }
        read(RouterPath("\(AccountDeskRoutes.folder)/{id}/\(path)")) { request, context in
            let (desk, form) = try await opened(request, context)
            return form.page(
                desk, request.uri.path, FormFilling(values: FormFields(filledWith: form.values)))
        } taking: { request, context in
            let (desk, form) = try await opened(request, context)
            let typed = try await FormFields(of: request)
            do {
                return try await form.run(typed) ?? .redirected(to: desk.address + "?done=1")
            } catch let refusal as Refusal where !refusal.isBeyondReach {
                let shown = form.fields(FormFilling(values: typed)).map(\.id)
                let first = shown.first ?? "content"
                let errors = FormError.all(of: refusal, at: first).map {
                    FormError(field: shown.contains($0.field) ? $0.field : first, text: $0.text)
                }
                return form.page(
                    desk, request.uri.path, FormFilling(values: typed, errors: errors),
                    status: .unprocessableContent)
            }
        }
    }
}

extension AccountForm {
    fileprivate func page(
        _ desk: AccountDesk, _ action: String, _ filling: FormFilling, status: HTTPResponse.Status = .ok
    ) -> Response {
        desk.site.page(
            FormView(
                title: title,
                lead: [Bilingual(vi: "\(desk.account.name) – \(desk.account.login)", en: "")] + lead,
                errors: filling.errors, action: action, fields: fields(filling), button: button,
                wayBack: desk.address), at: AccountDeskRoutes.folder, for: desk.person, status: status)
    }
}

extension Problem {
    fileprivate static let accountBeyondReach = Problem(
        .forbidden, code: "not-permitted",
        detail: Bilingual(
            vi:
                "Người này còn giữ vai trò ngoài phạm vi của bạn, nên tài khoản không phải do bạn quản lý. Hãy hỏi người quản trị phụ trách cả hai nơi.",
            en:
                "They hold a role beyond your reach as well, so the account is not yours to change. Ask who administers both places."
        ))
}
