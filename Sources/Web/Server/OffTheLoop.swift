import HTTPTypes
import Hummingbird

/// Runs what changes something away from the threads that read and write the sockets: it may read a whole file or decode a
/// photograph, and whoever else is on that thread would wait for it. What is only read waits for the database at most.
struct OffTheLoop: RouterMiddleware {
    typealias Context = SiteContext

    func handle(
        _ request: Request, context: SiteContext, next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        if [.get, .head].contains(request.method) { return try await next(request, context) }
        return try await withTaskExecutorPreference(globalConcurrentExecutor) {
            try await next(request, context)
        }
    }
}
