import HTTPTypes
import Hummingbird

/// Refuses a request that announces more content than is read anywhere.
struct RequestSize: RouterMiddleware {
    typealias Context = SiteContext

    func handle(
        _ request: Request, context: SiteContext, next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        if let length = request.headers[.contentLength], Int(length).map({ $0 > BodyLimit.bytes }) ?? true {
            throw Problem.tooLarge
        }
        return try await next(request, context)
    }
}
