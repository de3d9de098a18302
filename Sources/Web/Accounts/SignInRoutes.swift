import HTTPTypes
import Hummingbird
import OpenID
import Registry
import RuralIndustry

/// Signing in and out, and choosing a password by invitation.
struct SignInRoutes: Sendable {
    let site: Site

    func form(_ request: Request, _ context: SiteContext) async throws -> Response {
        let next = Self.local(request.uri.queryParameters["next"].map(String.init) ?? "")
        if context.signedIn != nil { return .redirected(to: next) }
        return .page(site.pages.signIn(view(errors: [], login: "", next: next)))
    }

    func signIn(_ request: Request, _ context: SiteContext) async throws -> Response {
        let fields = try await FormFields(of: request)
        let next = Self.local(fields["next"])
        do {
            let signedIn = try await site.registry.signIn(
                login: fields["login"], password: fields["password"], from: context.origin(of: request),
                at: site.clock())
            var response = Response.redirected(
                to: signedIn.awaitsCode ? "/sign-in/code?next=\(PercentCoding.encoded(next))" : next)
            if let token = signedIn.tokenText { site.cookie.keep(token, in: &response) }
            return response
        } catch let refusal as Refusal {
            let view = view(
                errors: FormError.all(of: refusal, at: "login"), login: fields["login"], next: next)
            let isThrottled = refusal.violations.contains { $0.code == "sign-in-throttled" }
            return .page(
                site.pages.signIn(view), status: isThrottled ? .tooManyRequests : .unprocessableContent)
        }
    }

    private func view(errors: [FormError], login: String, next: String) -> SignInView {
        SignInView(errors: errors, login: login, next: next, provider: site.provider?.settings.name)
    }

    /// Asks for a code of the second factor, after the password.
    func codeForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let next = Self.local(request.uri.queryParameters["next"].map(String.init) ?? "")
        guard context.awaitingCode != nil else {
            return .redirected(to: "/sign-in?next=\(PercentCoding.encoded(next))")
        }
        return .page(codePage(errors: [], next: next))
    }

    func enterCode(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard let awaiting = context.awaitingCode else { throw SignInNeeded(request) }
        let fields = try await FormFields(of: request)
        let next = Self.local(fields["next"])
        do {
            let signedIn = try await site.registry.enterCode(
                fields["code"], of: awaiting, from: context.origin(of: request), at: site.clock())
            var response = Response.redirected(to: next)
            if let token = signedIn.tokenText { site.cookie.keep(token, in: &response) }
            return response
        } catch let refusal as Refusal {
            let isThrottled = refusal.violations.contains { $0.code == "sign-in-throttled" }
            return .page(
                codePage(errors: FormError.all(of: refusal, at: "code"), next: next),
                status: isThrottled ? .tooManyRequests : .unprocessableContent)
        }
    }

    private func codePage(errors: [FormError], next: String) -> String {
        let filling = FormFilling(values: FormFields(filledWith: ["next": next]), errors: errors)
        return site.pages.page(
            .form,
            FormView(
                title: Bilingual(vi: "Nhập mã xác thực", en: "Enter a code"), errors: errors,
                action: "/sign-in/code",
                fields: [
                    filling.hidden("next"),
                    filling.line(
                        "code", Bilingual(vi: "Mã xác thực", en: "Code"),
                        hint: Bilingual(
                            vi:
                                "Sáu chữ số đang hiện trong ứng dụng trên điện thoại. Mất điện thoại thì gõ một mã khôi phục.",
                            en:
                                "Six digits that the application on your telephone shows. If it is lost, a recovery code."
                        ),
                        autocomplete: "one-time-code"),
                ], button: Bilingual(vi: "Tiếp tục", en: "Continue"), wayBack: nil),
            in: PageFrame(title: "Nhập mã xác thực – CNNT", menuAt: "/account"))
    }

    func signOut(_ request: Request, _ context: SiteContext) async throws -> Response {
        if let signedIn = context.signedIn ?? context.awaitingCode {
            try await site.registry.signOut(signedIn, at: site.clock())
        }
        var response = Response.redirected(to: "/sign-in")
        site.cookie.forget(in: &response)
        return response
    }

    func invitation(_ request: Request, _ context: SiteContext) async throws -> Response {
        let account = try await invited(context)
        return .page(site.pages.invitation(InvitationView(account, errors: [])))
    }

    func acceptInvitation(_ request: Request, _ context: SiteContext) async throws -> Response {
        let account = try await invited(context)
        let fields = try await FormFields(of: request)
        do {
            guard fields["password"] == fields["again"] else { throw Refusal(.passwordsDiffer) }
            try await site.registry.acceptInvitation(
                byText: try context.parameters.require("token"), password: fields["password"],
                at: site.clock())
            var response = Response.redirected(to: "/sign-in")
            // whoever was signed in here is so no longer, and may be somebody else
            site.cookie.forget(in: &response)
            return response
        } catch let refusal as Refusal where refusal.violations[0].code.hasPrefix("password") {
            let view = InvitationView(account, errors: FormError.all(of: refusal, at: "password"))
            return .page(site.pages.invitation(view), status: .unprocessableContent)
        }
    }

    private func invited(_ context: SiteContext) async throws -> AccountRecord {
        let token = try context.parameters.require("token")
        guard let account = try await site.registry.invited(byText: token, at: site.clock()) else {
            throw Problem.voidInvitation
        }
        return account
    }

    /// A path of this site; anything else leads to one's own page.
    static func local(_ text: String) -> String {
        let isLocal =
            text.hasPrefix("/") && !text.hasPrefix("//") && !text.hasPrefix("/\\")
            && text.utf8.allSatisfy { $0 > 32 && $0 < 127 }
        return isLocal ? text : "/account"
    }
}

extension Violation {
    static let passwordsDiffer = Violation(
        "passwords-differ", vi: "hai lần gõ mật khẩu không giống nhau",
        en: "the two passwords are not the same", at: Place(column: "again"))
}

extension Problem {
    fileprivate static let voidInvitation = Problem(
        .notFound, code: "unknown-invitation",
        detail: Bilingual(
            vi:
                "Lời mời không còn dùng được: đã dùng, quá 7 ngày, hoặc đã có lời mời mới hơn. Hãy xin người quản trị tài khoản lời mời khác.",
            en:
                "The invitation is no longer good: used, older than 7 days, or followed by another. Ask who administers accounts for a new one."
        ))
}

extension Response {
    /// After a form: the browser gets the page anew, and sending the form again does nothing (RFC 9110, 15.4.4).
    static func redirected(to path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }

    /// A page for one person, which nobody keeps.
    static func page(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        var response = Response.html(text, status: status)
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
