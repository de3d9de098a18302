import HTTPTypes
import Hummingbird
import Logging
import OpenID
import Registry
import RuralIndustry

/// What the handlers share, and which of them answers what.
struct Site: Sendable {
    let registry: Registry
    let pages: Pages
    /// Under which the public reaches the service, without a slash at the end; nil: the operator did not say.
    let publicAddress: String?
    var isHTTPS: Bool { publicAddress?.lowercased().hasPrefix("https://") ?? false }
    var cookie: SessionCookie { SessionCookie(isHTTPS: isHTTPS) }
    let clock: @Sendable () -> Instant
    let logger: Logger
    let metrics: ServiceMetrics
    /// Where people may sign in instead of here; nil: nowhere.
    let provider: Provider?
    let notes: ServiceNotes
    /// What papers are made with; nil: none are made here.
    let workshop: PaperWorkshop?
    let openDataSeals = OpenDataSeals()
    /// Word of rounds that change; it runs beside the server.
    let watch: RoundWatch
    /// Draws the papers of fairs.
    let press: FairPress

    /// - Throws: when a template cannot be parsed.
    init(
        registry: Registry, publicAddress: String?, clock: @escaping @Sendable () -> Instant, logger: Logger,
        version: String, notes: ServiceNotes = ServiceNotes(), provider: Provider? = nil,
        workshop: PaperWorkshop? = nil
    ) throws {
        self.workshop = workshop
        self.notes = notes
        self.registry = registry
        self.publicAddress = publicAddress
        self.clock = clock
        self.logger = logger
        self.provider = provider
        metrics = ServiceMetrics(version: version)
        watch = RoundWatch(registry: registry)
        press = FairPress(fonts: workshop?.fonts ?? PaperFonts())
        pages = try Pages()
    }

    /// The calendar day that certificates and units are judged by.
    var today: Day { clock().vietnameseDay }

    func responder() -> some HTTPResponder<SiteContext> { router().buildResponder() }

    /// Everything that is answered, and by whom.
    func router() -> Router<SiteContext> {
        let router = Router(context: SiteContext.self, options: .autoGenerateHeadEndpoints)
        // Middleware covers only what is added after it, and what no route is for.
        router.add(middleware: FinishingTouches(isHTTPS: isHTTPS, metrics: metrics))
        router.add(middleware: ErrorAnswers(pages: pages))
        router.add(middleware: RequestSize())
        router.add(middleware: SessionReader(registry: registry, cookie: cookie, clock: clock))
        router.add(middleware: TokenReader(registry: registry, clock: clock))
        // once more within: what goes wrong in a handler is an answer by the time the browser's new token is put on it
        router.add(middleware: ErrorAnswers(pages: pages))

        addService(to: router)
        addCertificates(to: router)
        addAccounts(to: router)
        addAccountDesk(to: router)
        addRegistry(to: router)
        addJudging(to: router)
        addRegistrations(to: router)
        addStatistics(to: router)
        addPictures(to: router)
        addOpenData(to: router)
        addProvinces(to: router)
        addHelp(to: router)
        addDesk(to: router)
        addProgramInterface(to: router)
        addMakers(to: router)
        return router
    }

    private func addService(to router: Router<SiteContext>) {
        let health = HealthRoutes(site: self)
        router.read("/healthz", health.process)
        router.read("/readyz", health.readiness)
        router.read("/metrics", MetricsRoutes(site: self).page)
        router.read("/assets/style.css", AssetRoutes.styleSheet)
        router.read("/assets/{file}", AssetRoutes.script)
    }

    private func addCertificates(to router: Router<SiteContext>) {
        let certificates = CertificateRoutes(site: self)
        router.read("/c/{code}", certificates.answer, and: certificates.check)
        router.read("/c/{code}/proof", certificates.proof)
        router.read("/api/v1/certificates/{code}", certificates.json)
        router.read("/api/v1/certificates/{code}/proof", certificates.proof)
    }

    private func addAccounts(to router: Router<SiteContext>) {
        let signIn = SignInRoutes(site: self)
        router.read("/sign-in", signIn.form, taking: signIn.signIn)
        router.read("/sign-in/code", signIn.codeForm, taking: signIn.enterCode)
        router.take("/sign-out", signIn.signOut)
        router.read("/invitation/{token}", signIn.invitation, taking: signIn.acceptInvitation)
        if let provider {
            let shared = ProviderRoutes(site: self, provider: provider)
            router.take("/sign-in/openid", shared.begin)
            router.read("/sign-in/openid/return", shared.comeBack)
            router.read("/account/openid", shared.linkForm, taking: shared.beginLink)
            router.take("/account/openid/end", shared.unlink)
        }
        let account = AccountRoutes(site: self)
        router.read("/account", account.page)
        router.take("/account/password", account.changePassword)
        router.take("/account/sessions/{id}/end", account.endSession)
        let second = SecondFactorRoutes(site: self)
        router.read("/account/second-factor", second.page, taking: second.confirm)
        router.take("/account/second-factor/begin", second.begin)
        router.read("/account/second-factor/end", second.endForm, taking: second.end)
        let tokens = TokenRoutes(site: self)
        router.read("/account/tokens", tokens.page, taking: tokens.make)
        router.take("/account/tokens/{id}/end", tokens.end)
    }

    /// What anybody may read of the registry.
    private func addRegistry(to router: Router<SiteContext>) {
        router.read("/", SearchRoutes(site: self).page)
        router.read("/establishments/{id}", EstablishmentRoutes(site: self).page)
        router.read("/products/{id}", ProductRoutes(site: self).page)
        let rounds = RoundRoutes(site: self)
        router.read("/rounds", rounds.list)
        router.read("/rounds/{id}", rounds.page)
        router.read("/fairs", FairRoutes(site: self).list)
        router.read("/fairs/{id}", FairRoutes(site: self).page)
        router.read("/api/v1/awards", AwardRoutes(site: self).history)
    }
}

extension Router where Context == SiteContext {
    typealias Handler = @Sendable (Request, SiteContext) async throws -> Response

    /// A route that a form is sent to, and that is nothing to read.
    func take(_ path: RouterPath, _ handler: @escaping Handler) {
        post(path) { request, context in
            try SameOrigin.require(request)
            return try await handler(request, context)
        }
        for method in [HTTPRequest.Method.get, .head, .put, .patch, .delete, .options, .trace, .connect] {
            on(path, method: method) { _, _ -> Response in throw Problem.methodNotAllowed(allowed: [.post]) }
        }
    }

    /// A route that is only read: GET and HEAD, everything else is told so.
    ///
    /// - Parameters:
    ///   - question: what answers a POST that asks about something it brings along and changes nothing, where there is such a thing.
    ///   - form: what a form of this site is sent to at the same address.
    func read(
        _ path: RouterPath, _ handler: @escaping Handler, and question: Handler? = nil,
        taking form: Handler? = nil
    ) {
        get(path) { request, context in try await handler(request, context) }
        if let question { post(path) { request, context in try await question(request, context) } }
        if let form {
            post(path) { request, context in
                try SameOrigin.require(request)
                return try await form(request, context)
            }
        }
        let allowed: [HTTPRequest.Method] =
            question == nil && form == nil ? [.get, .head] : [.get, .head, .post]
        for method in [HTTPRequest.Method.post, .put, .patch, .delete, .options, .trace, .connect]
        where !allowed.contains(method) {
            on(path, method: method) { _, _ -> Response in throw Problem.methodNotAllowed(allowed: allowed) }
        }
    }
}
