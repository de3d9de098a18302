import HTTPTypes
import Hummingbird
import Logging
import Registry
import RuralIndustry

/// What the handlers share, and which of them answers what.
struct Site: Sendable {
    let registry: Registry
    let pages: Pages
    let isHTTPS: Bool
    let clock: @Sendable () -> Instant
    let logger: Logger

    /// - Throws: when a template cannot be parsed.
    init(registry: Registry, isHTTPS: Bool, clock: @escaping @Sendable () -> Instant, logger: Logger) throws {
        self.registry = registry
        self.isHTTPS = isHTTPS
        self.clock = clock
        self.logger = logger
        pages = try Pages()
    }

    /// The calendar day that certificates and units are judged by.
    var today: Day { clock().vietnameseDay }

    func responder() -> some HTTPResponder<SiteContext> { router().buildResponder() }

    /// Everything that is answered, and by whom.
    func router() -> Router<SiteContext> {
        let router = Router(context: SiteContext.self, options: .autoGenerateHeadEndpoints)
        // Middleware covers only what is added after it, and what no route is for.
        router.add(middleware: FinishingTouches(isHTTPS: isHTTPS))
        router.add(middleware: ErrorAnswers(pages: pages))
        router.add(middleware: RequestSize())

        let health = HealthRoutes(site: self)
        router.read("/healthz", health.process)
        router.read("/readyz", health.readiness)

        let certificates = CertificateRoutes(site: self)
        router.read("/c/{code}", certificates.answer, and: certificates.check)
        router.read("/c/{code}/proof", certificates.proof)
        router.read("/api/v1/certificates/{code}", certificates.json)
        router.read("/api/v1/certificates/{code}/proof", certificates.proof)

        router.read("/fairs/{id}", FairRoutes(site: self).page)
        router.read("/api/v1/awards", AwardRoutes(site: self).history)
        router.read("/assets/style.css", AssetRoutes.styleSheet)
        return router
    }
}

extension Router where Context == SiteContext {
    typealias Handler = @Sendable (Request, SiteContext) async throws -> Response

    /// A route that is only read: GET and HEAD, everything else is told so.
    ///
    /// - Parameter question: what answers a POST that asks about something it brings along, where there is such a thing.
    func read(_ path: RouterPath, _ handler: @escaping Handler, and question: Handler? = nil) {
        get(path) { request, context in try await handler(request, context) }
        if let question { post(path) { request, context in try await question(request, context) } }
        let allowed: [HTTPRequest.Method] = question == nil ? [.get, .head] : [.get, .head, .post]
        for method in [HTTPRequest.Method.post, .put, .patch, .delete, .options, .trace, .connect]
        where !allowed.contains(method) {
            on(path, method: method) { _, _ -> Response in throw Problem.methodNotAllowed(allowed: allowed) }
        }
    }
}
