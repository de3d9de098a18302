import Mustache
import Registry
import RuralIndustry

/// Renders every page, from templates that are parsed once for the process.
struct Pages: Sendable {
    private let parsed: [Template: MustacheTemplate]

    /// - Throws: when a template cannot be parsed.
    init() throws {
        parsed = try Self.templates.get()
    }

    /// The templates are part of the program, so every site in a process has the same.
    private static let templates = Result {
        PageText.register()
        return try Dictionary(
            Template.all.map {
                ($0, try MustacheTemplate(string: "{{% CONTENT_TYPE:\(PageText.name)}}" + $0.text))
            }, uniquingKeysWith: { first, _ in first })
    }

    /// A whole page.
    ///
    /// - Parameter view: what the template says that it shows.
    func page(_ template: Template, _ view: some Sendable, in frame: PageFrame) -> String {
        render(.layout, LayoutView(frame, content: render(template, view)))
    }

    /// The content alone.
    func render(_ template: Template, _ view: some Sendable) -> String {
        guard let parsed = parsed[template] else {
            preconditionFailure("the template \(template.name) is not among Template.all")
        }
        return parsed.render(view)
    }
}

extension Pages {
    /// - Parameter file: a file that was looked at for it.
    func certificate(_ verified: VerifiedCertificate, file: CheckedFile? = nil, checkedOn day: Day) -> String
    {
        let view = CertificateView(verified, file: file, checkedOn: day)
        return page(
            .certificate, view,
            in: PageFrame(
                title:
                    "\(view.stateName.vi) – \(view.product) – Giấy chứng nhận \(verified.certificate.number ?? "")",
                heading: PageFrame.certificates, menuAt: nil))
    }

    func fair(_ fair: PublicFair, asked question: String = "") -> String {
        page(
            .fair, FairView(fair, asked: question),
            in: PageFrame(
                title: "\(fair.name) – Gian hàng",
                about:
                    "\(fair.name), \(fair.venue), \(fair.days.first.vietnamese) – \(fair.days.last.vietnamese): sơ đồ gian hàng và đơn vị tham gia.",
                heading: PageFrame.fairs, isWide: true))
    }

    func fairs(_ view: FairListView) -> String {
        page(
            .fairs, view, in: PageFrame(title: "Hội chợ – CNNT", heading: PageFrame.fairs, menuAt: "/fairs"))
    }

    func search(_ view: SearchView) -> String {
        let title = view.question.isEmpty ? "Tra cứu – CNNT" : "\(view.question) – Tra cứu – CNNT"
        return page(.search, view, in: PageFrame(title: title, menuAt: "/"))
    }

    func establishment(_ view: EstablishmentView) -> String {
        page(
            .establishment, view,
            in: PageFrame(
                title: "\(view.name) – CNNT",
                about:
                    "\(view.name), \(view.place): \(view.products.count) sản phẩm, \(view.awards.count) lần được công nhận sản phẩm công nghiệp nông thôn tiêu biểu."
            ))
    }

    func product(_ view: ProductView) -> String {
        page(
            .product, view,
            in: PageFrame(
                title: "\(view.name) – \(view.maker) – CNNT",
                about:
                    "\(view.name) của \(view.maker), \(view.place): \(view.awards.count) lần được công nhận sản phẩm công nghiệp nông thôn tiêu biểu."
            ))
    }

    func rounds(_ view: RoundListView) -> String {
        page(.rounds, view, in: PageFrame(title: "Kỳ bình chọn – CNNT", menuAt: "/rounds"))
    }

    func round(_ view: RoundView) -> String {
        page(
            .round, view,
            in: PageFrame(
                title: "\(view.name) – CNNT",
                about: "\(view.name), \(view.organiser): \(view.count) sản phẩm được công nhận."))
    }

    func signIn(_ view: SignInView) -> String {
        page(.signIn, view, in: PageFrame(title: "Đăng nhập – CNNT", menuAt: "/account", scripts: [.forget]))
    }

    func invitation(_ view: InvitationView) -> String {
        page(.invitation, view, in: PageFrame(title: "Đặt mật khẩu – CNNT", menuAt: nil))
    }

    func account(_ view: AccountView, of viewer: Viewer) -> String {
        page(
            .account, view,
            in: PageFrame(
                title: "\(view.name) – CNNT", menuAt: "/account", viewer: viewer, scripts: [.signOut]))
    }

    /// - Parameter path: what was asked for: who came by a code has nothing to do with the rest.
    func problem(_ problem: Problem, at path: String, requestID: String) -> String {
        let isOfCertificates = path.hasPrefix(CertificateRoutes.folder)
        let view = ProblemView(problem, requestID: requestID, hasElsewhere: !isOfCertificates)
        return page(
            .problem, view,
            in: PageFrame(
                title: "\(view.title.vi) – \(view.title.en)",
                heading: isOfCertificates ? PageFrame.certificates : PageFrame.registry,
                menuAt: isOfCertificates ? nil : ""))
    }
}
