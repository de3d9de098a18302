import HTTPTypes
import Hummingbird
import Logging
import Registry
import RuralIndustry

/// Turns whatever a handler threw into a problem for programs or a page for people.
struct ErrorAnswers: RouterMiddleware {
    typealias Context = SiteContext

    let pages: Pages

    func handle(
        _ request: Request, context: SiteContext, next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let needed as SignInNeeded {
            return try needed.redirection ?? answer(.signInNeeded, to: request, id: context.requestID)
        } catch {
            let isOutage = Registry.isOutage(error)
            let (problem, isLogged) = Problem.answering(error, isOutage: isOutage)
            if isLogged {
                context.logger.log(
                    level: isOutage ? .warning : .error, "request failed",
                    metadata: [
                        "route": "\(context.endpointPath ?? "")", "code": "\(problem.code)",
                        "error": "\(error)",
                    ])
            }
            return try answer(
                Self.isKnown(request.method) ? problem : .unknownMethod, to: request, id: context.requestID)
        }
    }

    private func answer(_ problem: Problem, to request: Request, id: String) throws -> Response {
        let preferences = Preferences(request)
        let isForPrograms = request.uri.path.hasPrefix("/api/") || preferences.prefersJSON
        var response =
            isForPrograms
            ? try Response.json(
                ProblemJSON(problem, in: preferences.language, requestID: id), status: problem.status,
                type: "application/problem+json")
            : Response.html(
                pages.problem(problem, at: request.uri.path, requestID: id), status: problem.status)
        response.headers[.cacheControl] = "no-store"
        response.headers[.vary] = "Accept, Accept-Language"
        if let seconds = problem.retryAfter { response.headers[.retryAfter] = String(seconds) }
        if let challenge = problem.challenge { response.headers[.wwwAuthenticate] = challenge }
        if !problem.allowed.isEmpty {
            response.headers[.allow] = problem.allowed.map(\.rawValue).joined(separator: ", ")
        }
        return response
    }

    private static func isKnown(_ method: HTTPRequest.Method) -> Bool {
        [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect, .query].contains(method)
    }
}

extension HTTPRequest.Method {
    /// A question with content (draft-ietf-httpbis-safe-method-w-body): known, and asked nowhere here.
    static let query = HTTPRequest.Method("QUERY") ?? .get
}
