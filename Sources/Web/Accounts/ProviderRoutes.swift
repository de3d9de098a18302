import HTTPTypes
import Hummingbird
import Logging
import OpenID
import Registry
import RuralIndustry

/// Signing in through a provider of OpenID Connect, and linking one's account to it.
struct ProviderRoutes: Sendable {
    let site: Site
    let provider: Provider

    /// To the provider, from the form for signing in.
    func begin(_ request: Request, _ context: SiteContext) async throws -> Response {
        let fields = try await FormFields(of: request)
        let next = SignInRoutes.local(fields["next"])
        do {
            return try await sent(to: next, linking: nil, request, context)
        } catch let refusal as Refusal {
            return refused(refusal, next: next, status: .tooManyRequests)
        } catch let violation as Violation {
            return refused(silent(violation, context), next: next, status: .badGateway)
        }
    }

    /// Back from the provider: whoever they are there is signed in here, or linked.
    func comeBack(_ request: Request, _ context: SiteContext) async throws -> Response {
        let query = request.uri.queryParameters
        let shown = site.cookie.atProvider.token(of: request) ?? ""
        let taken = try await site.registry.takeProviderAttempt(
            state: query["state"].map(String.init) ?? "", browser: shown, at: site.clock())
        guard let attempt = taken else { throw Problem.lostOnTheWay }
        var response = try await answer(attempt, request, context)
        site.cookie.atProvider.forget(in: &response)
        return response
    }

    private func answer(_ attempt: ProviderAttempt, _ request: Request, _ context: SiteContext) async throws
        -> Response
    {
        // the provider says so when somebody turns round there
        guard let code = request.uri.queryParameters["code"].map(String.init) else {
            return refused(Refusal(.notSignedInThere), next: attempt.next, status: .unprocessableContent)
        }
        do {
            let identity = try await provider.identity(
                byCode: code, nonce: attempt.nonce, verifier: attempt.verifier)
            if let account = attempt.linkedAccount {
                guard let person = context.signedIn, person.account.id == account else {
                    throw Problem.lostOnTheWay
                }
                try await site.registry.link(identity, to: person, at: site.clock())
                return .redirected(to: "/account?done=linked")
            }
            let signedIn = try await site.registry.signIn(
                by: identity, from: context.origin(of: request), at: site.clock())
            var response = Response.redirected(
                to: signedIn.awaitsCode
                    ? "/sign-in/code?next=\(PercentCoding.encoded(attempt.next))" : attempt.next)
            if let token = signedIn.tokenText { site.cookie.keep(token, in: &response) }
            return response
        } catch let refusal as Refusal where attempt.linkedAccount != nil {
            let person = try context.person(request)
            return .page(
                linkPage(person, FormError.all(of: refusal, at: "old")), status: .unprocessableContent)
        } catch let refusal as Refusal {
            return refused(refusal, next: attempt.next, status: .unprocessableContent)
        } catch let violation as Violation {
            return refused(silent(violation, context), next: attempt.next, status: .badGateway)
        }
    }

    func linkForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        .page(linkPage(try context.person(request), []))
    }

    /// To the provider, from one's own page; the password is asked for again.
    func beginLink(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let fields = try await FormFields(of: request)
        do {
            try await site.registry.confirmPassword(
                fields["old"], of: person, from: context.origin(of: request), at: site.clock())
            return try await sent(to: "/account", linking: person, request, context)
        } catch let refusal as Refusal {
            return .page(
                linkPage(person, FormError.all(of: refusal, at: "old")), status: .unprocessableContent)
        } catch let violation as Violation {
            return .page(
                linkPage(person, FormError.all(of: silent(violation, context), at: "old")),
                status: .badGateway)
        }
    }

    func unlink(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        try await site.registry.unlink(issuer: provider.settings.issuer, from: person, at: site.clock())
        return .redirected(to: "/account?done=unlinked")
    }

    private func sent(
        to next: String, linking person: SignedIn?, _ request: Request, _ context: SiteContext
    ) async throws -> Response {
        let secrets = SignInSecrets()
        let address = try await provider.address(for: secrets)
        let browser = try await site.registry.beginProviderSignIn(
            state: secrets.state, nonce: secrets.nonce, verifier: secrets.verifier, next: next,
            linking: person, from: context.origin(of: request), at: site.clock())
        let name = provider.settings.name
        var response = Response.page(
            site.pages.page(
                .onward, OnwardView(name: name, address: address),
                in: PageFrame(title: "\(name) – CNNT", menuAt: "/account")))
        // No redirection: a form may lead to this site alone (`form-action`), and where a provider leads on to is its own affair.
        response.headers[.refresh] = "0; url=\(address)"
        site.cookie.atProvider.keep(browser, in: &response)
        return response
    }

    /// The page for signing in, with what is wrong.
    private func refused(_ refusal: Refusal, next: String, status: HTTPResponse.Status) -> Response {
        .page(
            site.pages.signIn(
                SignInView(
                    errors: FormError.all(of: refusal, at: "openid"), login: "", next: next,
                    provider: provider.settings.name)), status: status)
    }

    /// What exactly went wrong at the provider is for who runs the service.
    private func silent(_ violation: Violation, _ context: SiteContext) -> Refusal {
        context.logger.warning("\(violation.text.en)", metadata: ["code": "\(violation.code)"])
        return Refusal(.providerFailed(provider.settings.name))
    }

    private func linkPage(_ person: SignedIn, _ errors: [FormError]) -> String {
        let name = provider.settings.name
        let filling = FormFilling(values: FormFields(""), errors: errors)
        return site.pages.page(
            .form,
            FormView(
                title: Bilingual(vi: "Liên kết với \(name)", en: "Link with \(name)"),
                lead: [
                    Bilingual(
                        vi:
                            "Sau khi liên kết, bạn đăng nhập được ở đây qua \(name). Bây giờ hãy gõ mật khẩu của mình, rồi đăng nhập ở \(name).",
                        en:
                            "Then you can sign in here through \(name). Type your password now, then sign in there."
                    )
                ], errors: errors, action: "/account/openid",
                fields: [
                    filling.line(
                        "old", Bilingual(vi: "Mật khẩu hiện tại", en: "Present password"), type: "password",
                        autocomplete: "current-password")
                ], button: Bilingual(vi: "Tiếp tục ở \(name)", en: "Continue at \(name)"),
                wayBack: "/account"),
            in: PageFrame(title: "Liên kết tài khoản – CNNT", menuAt: "/account", viewer: person.viewer))
    }
}

/// On the way to a provider.
struct OnwardView: Sendable {
    let name: String
    let address: String
}

extension Template {
    /// Shows an `OnwardView`.
    static let onward = Template(
        name: "onward",
        text: """
            <section class="card">
            <h1>Đăng nhập qua {{name}} <span lang="en">Sign in through {{name}}</span></h1>
            <p><a class="act-button" href="{{address}}">Tiếp tục ở {{name}} <span lang="en">Continue at {{name}}</span></a></p>
            </section>
            """)
}

extension HTTPField.Name {
    static let refresh = HTTPField.Name(known: "Refresh")
}

extension Violation {
    fileprivate static let notSignedInThere = Violation(
        "openid-declined", vi: "bạn chưa đăng nhập ở nơi kia; hãy thử lại hoặc dùng mật khẩu",
        en: "you did not sign in there; try again or use your password")

    fileprivate static func providerFailed(_ name: String) -> Violation {
        Violation(
            "openid-provider",
            vi: "hiện không đăng nhập qua \(name) được; hãy thử lại sau hoặc dùng mật khẩu",
            en: "signing in through \(name) does not work just now; try again later or use your password")
    }
}

extension Problem {
    fileprivate static let lostOnTheWay = Problem(
        .badRequest, code: "openid-attempt",
        detail: Bilingual(
            vi:
                "Lần đăng nhập này không còn dùng được: đã quá 10 phút, đã dùng rồi, hoặc bắt đầu từ một trình duyệt khác. Hãy bắt đầu lại ở trang Đăng nhập.",
            en:
                "This sign-in is no longer good: it took more than 10 minutes, was used already or began in another browser. Begin again at the page for signing in."
        ))
}
