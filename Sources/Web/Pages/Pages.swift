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
    private let search: MustacheTemplate
    private let establishment: MustacheTemplate
    private let product: MustacheTemplate
    private let rounds: MustacheTemplate
    private let round: MustacheTemplate
    private let fairs: MustacheTemplate

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
        search = try Self.parsed(.search)
        establishment = try Self.parsed(.establishment)
        product = try Self.parsed(.product)
        rounds = try Self.parsed(.rounds)
        round = try Self.parsed(.round)
        fairs = try Self.parsed(.fairs)
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
            title: "\(fair.name) – Gian hàng", heading: Self.fairHeading, isWide: true, menuAt: "",
            content: self.fair.render(FairView(fair)))
    }

    func fairs(_ view: FairListView) -> String {
        page(
            title: "Hội chợ – CNNT", heading: Self.fairHeading, menuAt: "/fairs", content: fairs.render(view))
    }

    func search(_ view: SearchView) -> String {
        let title = view.question.isEmpty ? "Tra cứu – CNNT" : "\(view.question) – Tra cứu – CNNT"
        return page(title: title, heading: Self.registry, menuAt: "/", content: search.render(view))
    }

    func establishment(_ view: EstablishmentView) -> String {
        page(
            title: "\(view.name) – CNNT", heading: Self.registry, menuAt: "",
            content: establishment.render(view))
    }

    func product(_ view: ProductView) -> String {
        page(
            title: "\(view.name) – \(view.maker) – CNNT", heading: Self.registry, menuAt: "",
            content: product.render(view))
    }

    func rounds(_ view: RoundListView) -> String {
        page(
            title: "Kỳ bình chọn – CNNT", heading: Self.registry, menuAt: "/rounds",
            content: rounds.render(view))
    }

    func round(_ view: RoundView) -> String {
        page(title: "\(view.name) – CNNT", heading: Self.registry, menuAt: "", content: round.render(view))
    }

    func signIn(_ view: SignInView) -> String {
        page(
            title: "Đăng nhập – CNNT", heading: Self.registry, menuAt: "/account",
            content: signIn.render(view))
    }

    func invitation(_ view: InvitationView) -> String {
        page(title: "Đặt mật khẩu – CNNT", heading: Self.registry, content: invitation.render(view))
    }

    func account(_ view: AccountView) -> String {
        page(
            title: "\(view.name) – CNNT", heading: Self.registry, menuAt: "/account",
            content: account.render(view))
    }

    func problem(_ problem: Problem, requestID: String) -> String {
        let view = ProblemView(problem, requestID: requestID)
        return page(title: "\(view.title.vi) – \(view.title.en)", content: self.problem.render(view))
    }

    private static let certificates = Bilingual(vi: "Tra cứu Giấy chứng nhận", en: "Certificate verification")
    private static let registry = Bilingual(
        vi: "Sổ đăng ký công nghiệp nông thôn", en: "Registry of rural industry")
    private static let fairHeading = Bilingual(
        vi: "Hội chợ, triển lãm hàng công nghiệp nông thôn", en: "Rural-industry trade fairs")

    /// - Parameter menuAt: which of the menu's addresses the page is; nil: there is no menu, as on a page that somebody came to by
    ///   a code of their own.
    private func page(
        title: String, heading: Bilingual = certificates, isWide: Bool = false, menuAt: String? = nil,
        content: String
    ) -> String {
        layout.render(
            LayoutView(
                title: title, styleSheet: StyleSheet.address, heading: heading, hasMenu: menuAt != nil,
                menu: menuAt.map(MenuItem.all) ?? [], isWide: isWide, content: content))
    }

    private static func parsed(_ template: Template) throws -> MustacheTemplate {
        try MustacheTemplate(string: "{{% CONTENT_TYPE:\(PageText.name)}}" + template.text)
    }
}

struct LayoutView: Sendable {
    let title: String
    let styleSheet: String
    let heading: Bilingual
    let hasMenu: Bool
    let menu: [MenuItem]
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
