import Evidence
import Postgres
public import RuralIndustry

/// A request that is done once however often it is sent, since whoever sends it may not learn that it was done: told by a key that
/// they chose.
public struct OneRequest<Value: Sendable>: Sendable {
    let key: String
    let hash: SHA256Digest
    let moment: Instant
    let outcome: @Sendable (Value) -> String

    /// - Parameters:
    ///   - content: everything that the request asks for; the same key with another content is refused.
    ///   - outcome: what is kept of what it did, so that the answer can be given again: numbers of records and counts, nothing
    ///     personal.
    public init(
        key: String, content: RequestContent, at moment: Instant,
        outcome: @escaping @Sendable (Value) -> String
    ) {
        self.key = key
        hash = content.hash.digest
        self.moment = moment
        self.outcome = outcome
    }
}

/// Everything that a request asks for, told stretch by stretch and not kept: equal contents are equal requests.
public struct RequestContent: Sendable {
    fileprivate var hash = RunningSHA256()

    public init(_ bytes: [UInt8] = []) { add(bytes) }

    public mutating func add(_ bytes: [UInt8]) { hash.update(bytes) }
}

/// Thrown where a request was done before.
public struct RepeatedRequest: Error, Sendable {
    /// As it was kept.
    public let outcome: String
}

extension Session {
    /// Lets the first of equal requests through; while it goes on, no other with its key.
    ///
    /// Violations: `request-in-progress`, `idempotency-key-reused`.
    func begin<Value>(_ request: OneRequest<Value>, by viewer: Viewer) throws {
        let account = try requireAccount(viewer)
        // held until commit or rollback, after which the others see what was done
        let isFirst: Bool = try value(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(\("request \(account) " + request.key), 45))")
        guard isFirst else { throw Refusal(.requestInProgress) }
        let done = try first(
            """
            SELECT request_sha256 = \(Bytes(request.hash.bytes)) AS is_same, outcome FROM api_request
            WHERE account_id = \(account) AND idempotency_key = \(request.key)
            """
        ) { (isSame: try $0("is_same", as: Bool.self), outcome: try $0("outcome", as: String.self)) }
        guard let done else { return }
        guard done.isSame else { throw Refusal(.keyReused) }
        throw RepeatedRequest(outcome: done.outcome)
    }

    func keep<Value>(_ request: OneRequest<Value>, _ value: Value, by viewer: Viewer) throws {
        try letGo(.requestsOfPrograms, at: request.moment)
        try execute(
            """
            INSERT INTO api_request (account_id, idempotency_key, request_sha256, outcome, done_at)
            VALUES (\(try requireAccount(viewer)), \(request.key), \(Bytes(request.hash.bytes)), \(request.outcome(value)), \(request.moment))
            """)
    }

    private func requireAccount(_ viewer: Viewer) throws -> Int64 {
        guard let account = viewer.account else { throw PostgresError.misuse("only accounts choose keys") }
        return account
    }
}

extension Violation {
    fileprivate static let requestInProgress = Violation(
        "request-in-progress",
        vi: "một yêu cầu với cùng Idempotency-Key đang được thực hiện; hãy thử lại sau",
        en: "a request with this Idempotency-Key is going on; try again in a moment")

    fileprivate static let keyReused = Violation(
        "idempotency-key-reused",
        vi: "Idempotency-Key này đã dùng cho một yêu cầu có nội dung khác; mỗi yêu cầu mới cần một khóa mới",
        en: "this Idempotency-Key belongs to a request with another content; a new request needs a new key")
}
