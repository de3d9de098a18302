import Hummingbird
import Registry
import RuralIndustry

/// Finds out who asks, where a browser shows a token; gives it a new one when that is due, and takes a dead one from it.
struct SessionReader: RouterMiddleware {
    typealias Context = SiteContext

    let registry: Registry
    let cookie: SessionCookie
    let clock: @Sendable () -> Instant

    func handle(
        _ request: Request, context: SiteContext, next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        guard let shown = cookie.token(of: request), Self.asksWho(request.uri.path) else {
            return try await next(request, context)
        }
        var context = context
        let found = try await registry.signedIn(byText: shown, at: clock())
        if found?.awaitsCode == true { context.awaitingCode = found } else { context.signedIn = found }
        var response = try await next(request, context)
        // what the handler set itself is newer
        guard !cookie.isSet(in: response) else { return response }
        if let new = context.signedIn?.tokenText {
            cookie.keep(new, in: &response)
        } else if found == nil {
            cookie.forget(in: &response)
        }
        return response
    }

    /// Addresses at which it makes no difference who asks: files, and what programs ask, who show no cookie.
    private static func asksWho(_ path: String) -> Bool {
        !["/assets/", "/api/", "/healthz", "/readyz", "/metrics"].contains { path.hasPrefix($0) }
    }
}
