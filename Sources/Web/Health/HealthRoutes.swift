import Hummingbird
import Registry

/// Whether the process is up, and whether it can do its work.
struct HealthRoutes: Sendable {
    let site: Site

    func process(_ request: Request, _ context: SiteContext) async throws -> Response { .text("ok\n") }

    func readiness(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard await databaseAnswers(within: .seconds(1)) else { throw Problem.outage }
        return .text("ready\n")
    }

    /// A connection that hangs must not hang the answer: what comes first counts, and nobody waits for the other.
    private func databaseAnswers(within limit: Duration) async -> Bool {
        let (answers, answer) = AsyncStream.makeStream(of: Bool.self)
        let question = Task {
            do {
                _ = try await site.registry.productExists(0, as: .anybody)
                answer.yield(true)
            } catch {
                answer.yield(false)
            }
        }
        let patience = Task {
            try await Task.sleep(for: limit)
            answer.yield(false)
        }
        defer {
            question.cancel()
            patience.cancel()
        }
        for await isThere in answers { return isThere }
        return false
    }
}
