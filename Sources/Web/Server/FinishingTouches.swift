import HTTPTypes
import Hummingbird
import Logging

/// What every answer gets, whoever gave it: the security headers, the request's id, a line in the log, its place in the metrics,
/// and no body for HEAD.
struct FinishingTouches: RouterMiddleware {
    typealias Context = SiteContext

    let isHTTPS: Bool
    let metrics: ServiceMetrics

    func handle(
        _ request: Request, context: SiteContext, next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        metrics.begin()
        defer { metrics.end() }
        var response = try await next(request, context)
        addHeaders(to: &response, id: context.requestID)
        // The path's pattern, not the path: a verification code is for those who hold the paper.
        let duration = ContinuousClock.now - start
        metrics.count(
            route: context.endpointPath, method: request.method, status: response.status.code, took: duration)
        context.logger.info(
            "request",
            metadata: [
                "method": "\(request.method)", "route": "\(context.endpointPath ?? "")",
                "status": .stringConvertible(response.status.code),
                "duration_ms": .stringConvertible((duration / .microseconds(1)).rounded() / 1000),
            ])
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func addHeaders(to response: inout Response, id: String) {
        response.headers.append(HTTPField(name: .requestID, value: id))
        response.headers.append(contentsOf: Self.security)
        if isHTTPS { response.headers[.strictTransportSecurity] = "max-age=31536000" }
    }

    /// Nobody else sets any of them, so that they need not be looked for in every answer.
    private static let security: HTTPFields = [
        .contentSecurityPolicy: policy, .xContentTypeOptions: "nosniff", .referrerPolicy: "no-referrer",
        .permissionsPolicy: "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        .openerPolicy: "same-origin", .resourcePolicy: "same-origin",
    ]

    static let policy = """
        default-src 'none'; style-src 'self'; script-src 'self'; worker-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; \
        frame-ancestors 'none'
        """
}

extension HTTPField.Name {
    static let requestID = HTTPField.Name(known: "X-Request-Id")
    static let referrerPolicy = HTTPField.Name(known: "Referrer-Policy")
    static let permissionsPolicy = HTTPField.Name(known: "Permissions-Policy")
    static let openerPolicy = HTTPField.Name(known: "Cross-Origin-Opener-Policy")
    static let resourcePolicy = HTTPField.Name(known: "Cross-Origin-Resource-Policy")
    static let robots = HTTPField.Name(known: "X-Robots-Tag")

    /// A name that is written in the program.
    init(known name: StaticString) {
        guard let parsed = HTTPField.Name(name.description) else {
            preconditionFailure("\(name) is no header's name")
        }
        self = parsed
    }
}
