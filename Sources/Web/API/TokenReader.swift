import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// Finds out which program asks, where it shows a token (RFC 6750). Under `/api/` nobody is let in by anything else: a browser's
/// cookie is not looked at there, so that no page can have it do anything.
struct TokenReader: RouterMiddleware {
    typealias Context = SiteContext

    let registry: Registry
    let clock: @Sendable () -> Instant

    func handle(
        _ request: Request, context: SiteContext, next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        guard request.uri.path.hasPrefix("/api/") else { return try await next(request, context) }
        guard let shown = request.headers[.authorization] else {
            // what anybody is told is not what the holder of a token is
            return try await next(request, context).varyingByAuthorization
        }
        let parts = shown.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer",
            let bearer = try await registry.bearer(byText: String(parts[1]), at: clock())
        else { throw Problem.tokenInvalid }
        var context = context
        context.bearer = bearer
        var response = try await next(request, context)
        // what a token is answered with is for its holder alone, also where anybody is answered something
        response.headers[.cacheControl] = "private, no-cache"
        return response.varyingByAuthorization
    }
}

extension Response {
    /// Said to be another for who shows another token (RFC 9110, 12.5.5).
    fileprivate var varyingByAuthorization: Response {
        var response = self
        let named = response.headers[.vary]
        if named?.contains("Authorization") != true {
            response.headers[.vary] = named.map { "Authorization, " + $0 } ?? "Authorization"
        }
        return response
    }
}

extension Problem {
    private static let realm = "Bearer realm=\"cnnt\""

    static let tokenNeeded: Problem = {
        var problem = Problem(
            .unauthorized, code: "token-needed",
            detail: Bilingual(
                vi:
                    "Địa chỉ này cần mã truy cập: gửi kèm tiêu đề Authorization: Bearer cnnt_… (xem /api/v1/guide).",
                en:
                    "A token is needed here: send the header Authorization: Bearer cnnt_… (see /api/v1/guide)."
            ))
        problem.challenge = realm
        return problem
    }()

    /// The same whether the token was never given, is too old, was ended or is of an account that is disabled.
    static let tokenInvalid: Problem = {
        var problem = Problem(
            .unauthorized, code: "token-invalid",
            detail: Bilingual(
                vi: "Mã truy cập không đúng, đã hết hạn hoặc đã bị kết thúc. Hãy lập mã mới.",
                en: "The token is wrong, has expired or was ended. Make a new one."))
        problem.challenge = realm + ", error=\"invalid_token\""
        return problem
    }()

    /// - Parameter violation: says which scopes would do.
    static func insufficientScope(_ violation: Violation) -> Problem {
        var problem = Problem(.forbidden, code: violation.code, detail: violation.text)
        problem.challenge = realm + ", error=\"insufficient_scope\""
        return problem
    }
}
