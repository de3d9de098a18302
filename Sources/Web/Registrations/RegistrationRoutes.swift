import Hummingbird
import Registry
import RuralIndustry

/// `/register` and `/registration/TOKEN`: an establishment registers itself, and sees what became of it.
struct RegistrationRoutes: Sendable {
    let site: Site

    func form(_ request: Request, _ context: SiteContext) async throws -> Response {
        .page(page(FormFilling(values: FormFields("")), context))
    }

    func file(_ request: Request, _ context: SiteContext) async throws -> Response {
        let form = try await FormFields(of: request)
        var applicant = Fields<ApplicantColumn>()
        for column in ApplicantColumn.allCases { applicant[column] = form[column.name] }
        do {
            let filed = try await site.registry.fileRegistration(
                EstablishmentForm.fields(of: form), by: applicant, from: context.origin(of: request),
                at: site.clock())
            return .redirected(to: "/registration/\(filed.tokenText)")
        } catch let refusal as Refusal {
            let filling = FormFilling(
                values: form,
                errors: FormError.all(
                    of: refusal, at: EstablishmentColumn.name.name,
                    labels: EstablishmentForm.labels.merging(Self.labels) { $1 }))
            let isThrottled = refusal.violations.contains { $0.code == "registration-throttled" }
            return .page(
                page(filling, context), status: isThrottled ? .tooManyRequests : .unprocessableContent)
        }
    }

    func status(_ request: Request, _ context: SiteContext) async throws -> Response {
        let token = try context.parameters.require("token")
        guard let status = try await site.registry.registrationStatus(byText: token) else {
            throw Problem.unknownRegistration
        }
        return .page(
            site.pages.page(
                .registrationStatus, RegistrationStatusView(status),
                in: PageFrame(title: "Đăng ký cơ sở – CNNT", viewer: context.viewer)))
    }

    private static let labels = [
        ApplicantColumn.name.name: Bilingual(vi: "Họ và tên của bạn", en: "Your name"),
        ApplicantColumn.login.name: Bilingual(
            vi: "Tên đăng nhập bạn muốn dùng", en: "The login that you want"),
    ]

    private func page(_ filling: FormFilling, _ context: SiteContext) -> String {
        let person = GroupedFormView.Group(
            title: Bilingual(vi: "Người đăng ký và tài khoản", en: "Who registers, and the account"),
            fields: [
                filling.line(
                    ApplicantColumn.name.name, Bilingual(vi: "Họ và tên của bạn", en: "Your name"),
                    autocomplete: "name"),
                filling.line(
                    ApplicantColumn.phone.name, Bilingual(vi: "Điện thoại của bạn", en: "Your telephone"),
                    hint: Bilingual(
                        vi: "Cán bộ gọi số này để xác nhận. Điện thoại hoặc thư điện tử, ít nhất một.",
                        en: "The officer calls it to confirm. At least one of telephone and e-mail."),
                    type: "tel", inputMode: "tel", autocomplete: "tel"),
                filling.line(
                    ApplicantColumn.email.name, Bilingual(vi: "Thư điện tử của bạn", en: "Your e-mail"),
                    isOptional: true, type: "email", inputMode: "email", autocomplete: "email"),
                filling.line(
                    ApplicantColumn.login.name,
                    Bilingual(vi: "Tên đăng nhập bạn muốn dùng", en: "The login that you want"),
                    hint: Bilingual(
                        vi: "Từ 3 chữ không dấu, chữ số, và . _ - @; ví dụ gom.bat.trang.",
                        en: "At least 3 plain letters, digits, and . _ - @."),
                    autocomplete: "username"),
            ])
        return site.pages.page(
            .groupedForm,
            GroupedFormView(
                title: Bilingual(vi: "Đăng ký cơ sở", en: "Register an establishment"),
                lead: [
                    Bilingual(
                        vi:
                            "Dành cho cơ sở công nghiệp nông thôn chưa có tài khoản. Cán bộ nơi cơ sở sản xuất sẽ liên hệ để xác nhận, rồi trao địa chỉ để bạn đặt mật khẩu.",
                        en:
                            "For rural-industry establishments without an account. The officer where it produces calls you to confirm, then hands you an address at which you choose a password."
                    ),
                    Bilingual(
                        vi:
                            "Điện thoại, thư điện tử, số định danh và địa chỉ hộ không công bố. Thông tin về người đăng ký được xóa sau \(RegistrationTerms.settledDays) ngày kể từ khi xử lý xong.",
                        en:
                            "Telephone, e-mail, personal numbers and a household's address are not published. What is said of who registers is removed \(RegistrationTerms.settledDays) days after it was dealt with."
                    ),
                ], errors: filling.errors, action: "/register",
                groups: EstablishmentForm(filling: filling).groups + [person],
                button: Bilingual(vi: "Gửi đăng ký", en: "Send"), wayBack: nil),
            in: PageFrame(title: "Đăng ký cơ sở – CNNT", viewer: context.viewer))
    }
}

struct RegistrationStatusView: Sendable {
    let state: Bilingual
    /// Of the badge: `live`, `revoked`, `none`.
    let kind: String
    /// What happened and what to do now, a paragraph each.
    let words: [Bilingual]
    let facts: [LabelledText]

    init(_ status: RegistrationStatus) {
        let office = [status.communeName, status.provinceName].compactMap(\.self).joined(separator: ", ")
        var facts = [
            LabelledText(label: Bilingual(vi: "Gửi lúc", en: "Sent"), value: status.sentAt.vietnameseMinute)
        ]
        if let name = status.name {
            facts.insert(LabelledText(label: Bilingual(vi: "Cơ sở", en: "Establishment"), value: name), at: 0)
        }
        facts.append(LabelledText(label: Bilingual(vi: "Nơi sản xuất", en: "Produces in"), value: office))
        if let login = status.login {
            facts.append(
                LabelledText(
                    label: Bilingual(vi: "Tên đăng nhập xin dùng", en: "Login asked for"), value: login))
        }
        if let reason = status.reason {
            facts.append(
                LabelledText(label: Bilingual(vi: "Lý do từ chối", en: "Why refused"), value: reason))
        }
        self.init(state: status.state, facts: facts)
    }

    init(state: RegistrationState, facts: [LabelledText]) {
        self.state = Bilingual(vi: state.name.vi.capitalizedFirst, en: state.name.en)
        self.facts = facts
        switch state {
        case .waiting:
            kind = "none"
            words = [
                Bilingual(
                    vi:
                        "Cán bộ sẽ liên hệ để xác nhận. Hãy lưu địa chỉ của trang này để xem lại: chỉ bạn có nó.",
                    en: "The officer will call to confirm. Keep the address of this page: only you have it.")
            ]
        case .confirmed:
            kind = "live"
            words = [
                Bilingual(
                    vi:
                        "Cán bộ trao cho bạn một địa chỉ để đặt mật khẩu; sau đó đăng nhập và mở “Cơ sở của tôi”.",
                    en:
                        "The officer hands you an address at which you choose a password; then sign in and open “My establishments”."
                )
            ]
        case .refused:
            kind = "revoked"
            words = [
                Bilingual(
                    vi:
                        "Bạn có thể sửa theo lý do dưới đây và gửi đăng ký khác, hoặc hỏi cơ quan công thương nơi sản xuất.",
                    en: "You may send another registration, or ask the office where you produce.")
            ]
        case .lapsed:
            kind = "none"
            words = [
                Bilingual(
                    vi: "Đăng ký đã quá hạn \(RegistrationTerms.waitingDays) ngày và được xóa. Hãy gửi lại.",
                    en:
                        "It waited longer than \(RegistrationTerms.waitingDays) days and was removed. Send it again."
                )
            ]
        }
    }
}

extension Template {
    static let registrations = [
        groupedForm, registrationStatus, registrationList, registrationReview, registrationConfirmed,
    ]

    /// Shows a `RegistrationStatusView`.
    static let registrationStatus = Template(
        name: "registration-status",
        text: """
            <section class="card">
            <h1>Đăng ký cơ sở <span lang="en">Registration of an establishment</span></h1>
            <p><span class="badge {{kind}}">{{state.vi}} <span lang="en">{{state.en}}</span></span></p>
            {{#words}}<p class="lead">{{vi}} <span lang="en">{{en}}</span></p>{{/words}}
            \(factLines)
            </section>
            """)
}

extension Problem {
    fileprivate static let unknownRegistration = Problem(
        .notFound, code: "unknown-registration",
        detail: Bilingual(
            vi: "Không có đăng ký nào ở địa chỉ này. Hãy kiểm tra lại địa chỉ đã lưu.",
            en: "There is no registration at this address. Check the address that you kept."))
}

extension Site {
    /// Establishments that register themselves, and the officers who settle that.
    func addRegistrations(to router: Router<SiteContext>) {
        let registration = RegistrationRoutes(site: self)
        router.read("/register", registration.form, taking: registration.file)
        router.read("/registration/{token}", registration.status)
        let desk = RegistrationDeskRoutes(site: self)
        router.read("/desk/registrations", desk.list)
        router.read("/desk/registrations/{id}", desk.page)
        router.take("/desk/registrations/{id}/confirm", desk.confirm)
        router.take("/desk/registrations/{id}/refuse", desk.refuse)
    }
}
