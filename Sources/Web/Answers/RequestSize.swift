import HTTPTypes
import Hummingbird

/// Refuses a request that announces more content than is read anywhere.
struct RequestSize: RouterMiddleware {
    typealias Context = SiteContext

    func handle(
        _ request: Request, context: SiteContext, next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        let limit = BodyLimit.bytes(for: request.method, request.uri.path)
        // `BodyLimit` keeps the content itself from being read
        if let length = request.headers[.contentLength], Int(length).map({ $0 > limit }) ?? true {
            throw Problem.tooLarge(limit)
        }
        return try await next(request, context)
    }
}
