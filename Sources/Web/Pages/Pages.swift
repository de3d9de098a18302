import HTTPTypes
import Mustache
import Registry
import RuralIndustry

/// Renders every page, from templates that are parsed once.
struct Pages: Sendable {
    private let layout: MustacheTemplate
    private let certificate: MustacheTemplate
    private let fair: MustacheTemplate
    private let problem: MustacheTemplate
    private let signIn: MustacheTemplate
    private let invitation: MustacheTemplate
    private let account: MustacheTemplate

    /// - Throws: when a template cannot be parsed.
    init() throws {
        PageText.register()
        layout = try Self.parsed(.layout)
        certificate = try Self.parsed(.certificate)
        fair = try Self.parsed(.fair)
        problem = try Self.parsed(.problem)
        signIn = try Self.parsed(.signIn)
        invitation = try Self.parsed(.invitation)
        account = try Self.parsed(.account)
    }

    /// - Parameter file: a file that was looked at for it.
    func certificate(_ verified: VerifiedCertificate, file: CheckedFile? = nil, checkedOn day: Day) -> String
    {
        let view = CertificateView(verified, file: file, checkedOn: day)
        return page(
            title:
                "\(view.stateName.vi) – \(view.product) – Giấy chứng nhận \(verified.certificate.number ?? "")",
            content: certificate.render(view))
    }

    func fair(_ fair: PublicFair) -> String {
        page(
            title: "\(fair.name) – Gian hàng", heading: Self.fairs, isWide: true,
            content: self.fair.render(FairView(fair)))
    }

    func signIn(_ view: SignInView) -> String {
        page(title: "Đăng nhập – CNNT", heading: Self.registry, content: signIn.render(view))
    }

    func invitation(_ view: InvitationView) -> String {
        page(title: "Đặt mật khẩu – CNNT", heading: Self.registry, content: invitation.render(view))
    }

    func account(_ view: AccountView) -> String {
        page(title: "\(view.name) – CNNT", heading: Self.registry, content: account.render(view))
    }

    func problem(_ problem: Problem, requestID: String) -> String {
        let view = ProblemView(problem, requestID: requestID)
        return page(title: "\(view.title.vi) – \(view.title.en)", content: self.problem.render(view))
    }

    private static let certificates = Bilingual(vi: "Tra cứu Giấy chứng nhận", en: "Certificate verification")
    private static let registry = Bilingual(
        vi: "Sổ đăng ký công nghiệp nông thôn", en: "Registry of rural industry")
    private static let fairs = Bilingual(
        vi: "Hội chợ, triển lãm hàng công nghiệp nông thôn", en: "Rural-industry trade fairs")

    private func page(
        title: String, heading: Bilingual = certificates, isWide: Bool = false, content: String
    ) -> String {
        layout.render(
            LayoutView(
                title: title, styleSheet: StyleSheet.address, heading: heading, isWide: isWide,
                content: content))
    }

    private static func parsed(_ template: Template) throws -> MustacheTemplate {
        try MustacheTemplate(string: "{{% CONTENT_TYPE:\(PageText.name)}}" + template.text)
    }
}

struct LayoutView: Sendable {
    let title: String
    let styleSheet: String
    let heading: Bilingual
    /// As wide as the screen, for plans and tables.
    let isWide: Bool
    /// HTML that is escaped already.
    let content: String
}

struct ProblemView: Sendable {
    let title: Bilingual
    let detail: Bilingual
    let status: String
    let code: String
    let isOurFault: Bool
    let requestID: String

    init(_ problem: Problem, requestID: String) {
        title = problem.title
        detail = problem.detail
        status = String(problem.status.code)
        code = problem.code
        isOurFault = problem.status.kind == .serverError
        self.requestID = requestID
    }
}
