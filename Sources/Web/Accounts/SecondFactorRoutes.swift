import Hummingbird
import Registry
import RuralIndustry

/// `/account/second-factor`: setting one's second factor up, and switching it off.
struct SecondFactorRoutes: Sendable {
    let site: Site

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        if try await site.registry.secondFactor(of: person) != nil { return .redirected(to: "/account") }
        return .page(try await setUp(person, errors: []) ?? beginPage(person, errors: []))
    }

    /// Makes the secret: looking at the page makes none.
    func begin(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        do {
            _ = try await site.registry.beginSecondFactor(of: person, at: site.clock())
            return .redirected(to: "/account/second-factor")
        } catch let refusal as Refusal where refusal.violations[0].code == "secret-key-missing" {
            return withoutKey(person, refusal)
        } catch is Refusal {
            // there is one already
            return .redirected(to: "/account")
        }
    }

    /// Shows the recovery codes, this once.
    func confirm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let fields = try await FormFields(of: request)
        do {
            let codes = try await site.registry.confirmSecondFactor(
                by: fields["code"], of: person, at: site.clock())
            return .page(
                site.pages.page(
                    .recoveryCodes, RecoveryCodesView(codes: codes),
                    in: PageFrame(title: "Mã khôi phục – CNNT", menuAt: "/account", viewer: person.viewer)))
        } catch let refusal as Refusal where refusal.violations[0].code == "code-wrong" {
            guard let page = try await setUp(person, errors: FormError.all(of: refusal, at: "code")) else {
                return .redirected(to: "/account")
            }
            return .page(page, status: .unprocessableContent)
        } catch let refusal as Refusal where refusal.violations[0].code == "secret-key-missing" {
            return withoutKey(person, refusal)
        } catch is Refusal {
            // another tab was faster, or nothing was begun
            return .redirected(to: "/account")
        }
    }

    func endForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        .page(endPage(try context.person(request), errors: []))
    }

    func end(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let fields = try await FormFields(of: request)
        do {
            try await site.registry.endSecondFactor(
                by: fields["code"], of: person, from: context.origin(of: request), at: site.clock())
            return .redirected(to: "/account?done=second-factor-off")
        } catch let refusal as Refusal {
            return .page(
                endPage(person, errors: FormError.all(of: refusal, at: "code")), status: .unprocessableContent
            )
        }
    }

    /// Nothing that the person can mend: who runs the service has to.
    private func withoutKey(_ person: SignedIn, _ refusal: Refusal) -> Response {
        .page(beginPage(person, errors: FormError.all(of: refusal, at: "")), status: .serviceUnavailable)
    }

    private func beginPage(_ person: SignedIn, errors: [FormError]) -> String {
        site.pages.page(
            .form,
            FormView(
                title: Bilingual(vi: "Bật xác thực hai bước", en: "Set up a second factor"),
                lead: [
                    Bilingual(
                        vi:
                            "Cần một ứng dụng xác thực trên điện thoại (Google Authenticator, Microsoft Authenticator, FreeOTP…). Bước sau hiện một mã để quét vào ứng dụng.",
                        en:
                            "It needs an authenticator application on your telephone. The next step shows a code to be scanned."
                    )
                ], errors: errors, action: "/account/second-factor/begin", fields: [],
                button: Bilingual(vi: "Bắt đầu", en: "Begin"), wayBack: "/account"),
            in: PageFrame(title: "Xác thực hai bước – CNNT", menuAt: "/account", viewer: person.viewer))
    }

    /// Nil: nothing is being set up.
    private func setUp(_ person: SignedIn, errors: [FormError]) async throws -> String? {
        guard let begun = try await site.registry.openSecondFactor(of: person) else { return nil }
        let filling = FormFilling(values: FormFields(""), errors: errors)
        let view = SecondFactorView(
            errors: errors, picture: begun.picture, secret: begun.secret, address: begun.address,
            fields: [
                filling.line(
                    "code",
                    Bilingual(vi: "Mã đang hiện trong ứng dụng", en: "The code that the application shows"),
                    hint: Bilingual(vi: "Sáu chữ số.", en: "Six digits."), inputMode: "numeric",
                    autocomplete: "one-time-code")
            ])
        return site.pages.page(
            .secondFactor, view,
            in: PageFrame(title: "Xác thực hai bước – CNNT", menuAt: "/account", viewer: person.viewer))
    }

    private func endPage(_ person: SignedIn, errors: [FormError]) -> String {
        let filling = FormFilling(values: FormFields(""), errors: errors)
        return site.pages.page(
            .form,
            FormView(
                title: Bilingual(vi: "Tắt xác thực hai bước", en: "Switch the second factor off"),
                lead: [
                    Bilingual(
                        vi: "Sau khi tắt, ai biết mật khẩu là vào được. Các mã khôi phục cũ sẽ hết hiệu lực.",
                        en: "Then whoever knows the password gets in. The recovery codes are void.")
                ], errors: errors, action: "/account/second-factor/end",
                fields: [
                    filling.line(
                        "code", Bilingual(vi: "Mã xác thực hoặc mã khôi phục", en: "Code or recovery code"),
                        autocomplete: "one-time-code")
                ], button: Bilingual(vi: "Tắt", en: "Switch off"), wayBack: "/account"),
            in: PageFrame(title: "Tắt xác thực hai bước – CNNT", menuAt: "/account", viewer: person.viewer))
    }
}

struct SecondFactorView: Sendable {
    let hasErrors: Bool
    let errors: [FormError]
    /// An SVG drawing.
    let picture: String
    let secret: String
    let address: String
    let fields: [FormField]

    init(errors: [FormError], picture: String, secret: String, address: String, fields: [FormField]) {
        hasErrors = !errors.isEmpty
        self.errors = errors
        self.picture = picture
        self.secret = secret
        self.address = address
        self.fields = fields
    }
}

struct RecoveryCodesView: Sendable {
    let codes: [TextLine]

    init(codes: [String]) { self.codes = codes.map { TextLine(text: $0) } }
}

extension Template {
    /// Shows a `SecondFactorView`.
    static let secondFactor = Template(
        name: "second-factor",
        text: errorSummary + """

            <section class="card">
            <h1>Bật xác thực hai bước <span lang="en">Set up a second factor</span></h1>
            <ol class="steps">
            <li><p>Mở ứng dụng xác thực trên điện thoại (Google Authenticator, Microsoft Authenticator, FreeOTP…) và quét mã này. \
            <span lang="en">Open an authenticator application and scan this code.</span></p>
            <div class="qr">{{{picture}}}</div>
            <p><a href="{{address}}">Mở trong ứng dụng trên máy này <span lang="en">Open it on this device</span></a></p>
            <p>Không quét được thì gõ khóa: <span lang="en">Or type the key:</span> <code>{{secret}}</code></p></li>
            <li><form method="post" action="/account/second-factor" class="form">\(formFields)
            <p><button class="act-button">Bật <span lang="en">Switch on</span></button></p></form></li>
            </ol>
            <p><a href="/account">Quay lại, không bật <span lang="en">Back</span></a></p>
            </section>
            """)

    /// Shows a `RecoveryCodesView`.
    static let recoveryCodes = Template(
        name: "recovery-codes",
        text: """
            <section class="answer live" role="status"><p>Đã bật xác thực hai bước. Các trình duyệt khác đã bị đăng xuất.</p>
            <p lang="en">The second factor is on. Other browsers are signed out.</p></section>
            <section class="card">
            <h1>Mã khôi phục <span lang="en">Recovery codes</span></h1>
            <p>Hãy chép hoặc in các mã này và cất nơi an toàn: trang này chỉ hiện một lần. Khi mất điện thoại, mỗi mã vào được một lần. \
            <span lang="en">Keep these safe: they are shown this once. Each lets you in once if the telephone is lost.</span></p>
            <ul class="codes">{{#codes}}<li><code>{{text}}</code></li>{{/codes}}</ul>
            <p><a class="load" href="/account">Tôi đã cất các mã <span lang="en">I have kept them</span></a></p>
            </section>
            """)
}
