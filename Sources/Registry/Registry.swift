public import Evidence
public import Postgres
import RuralIndustry

/// Every use case of CNNT on one database: the only place that writes SQL and asks who may do what.
///
/// Each use case takes a `Viewer`. Whatever changes anything does so in one transaction with its audit event, and either
/// happens whole or not at all; a broken rule comes back as a `Refusal`.
public struct Registry: Sendable {
    let database: Database
    /// What secrets are enciphered with; without, no second factor is set up.
    let secretKeys: SecretKeys?
    /// Shared by all searches of the process on this database.
    let postingCache = PostingCache()
    let statisticsCache = StatisticsCache()

    public init(database: Database, secretKeys: SecretKeys? = nil) {
        self.database = database
        self.secretKeys = secretKeys
    }

    public func close() async { await database.close() }

    /// Reads in one transaction, after asking the policy and whether the subject is within the viewer's reach.
    ///
    /// - Parameter settings: beside what the viewer is walled in by, or instead of it.
    func read<Value: Sendable>(
        _ action: Action, of subject: Subject, as viewer: Viewer, settings: LocalSettings = .none,
        _ body: @escaping @Sendable (Session) throws -> Value
    ) async throws -> Value {
        try viewer.require(action)
        return try await database.read(settings: viewer.walls.adding(settings)) { session in
            try session.require(action, on: subject, as: viewer)
            return try body(session)
        }
    }

    /// Changes in one transaction that begins with its audit event, after asking the policy. With `dryRun` everything is
    /// done and checked and then rolled back; with `once` it is done for the first of equal requests alone.
    @discardableResult
    func change<Value: Sendable>(
        _ action: Action, of subject: Subject, because reason: String? = nil, as viewer: Viewer,
        dryRun: Bool = false, once: OneRequest<Value>? = nil,
        _ body: @escaping @Sendable (Session) throws -> Value
    ) async throws -> Value {
        try await perform(
            action, because: reason, as: viewer, dryRun: dryRun, once: once, subject: { _ in subject }
        ) { session, _ in
            try session.require(action, on: subject, as: viewer)
            return try body(session)
        }
    }

    /// A change that makes one new record, whose number is taken first so that the audit event names it. Whether it lies within
    /// the viewer's reach shows when it is there.
    func create<Value: Sendable>(
        _ action: Action, _ table: String, because reason: String? = nil, as viewer: Viewer,
        dryRun: Bool = false, once: OneRequest<Value>? = nil,
        _ body: @escaping @Sendable (Session, _ id: Int64) throws -> Value
    ) async throws -> Value {
        try await perform(
            action, because: reason, as: viewer, dryRun: dryRun, once: once,
            subject: { .one(table, id: try $0.nextID(of: table)) },
            { session, subject in
                let value = try body(session, subject.number)
                try session.require(action, on: subject, as: viewer)
                return value
            })
    }

    private func perform<Value: Sendable>(
        _ action: Action, because reason: String?, as viewer: Viewer, dryRun: Bool, once: OneRequest<Value>?,
        subject: @escaping @Sendable (Session) throws -> Subject,
        _ body: @escaping @Sendable (Session, Subject) throws -> Value
    ) async throws -> Value {
        try viewer.require(action)
        do {
            let value = try await database.transaction(settings: viewer.walls) { session in
                if let once { try session.begin(once, by: viewer) }
                let subject = try subject(session)
                try AuditEvent.begin(action, of: subject, because: reason, by: viewer, in: session)
                let value = try body(session, subject)
                if dryRun { throw DryRun(value: value) }
                if let once { try session.keep(once, value, by: viewer) }
                return value
            }
            if action.isSealedAtOnce { await sealQuietly() }
            return value
        } catch let dryRun as DryRun<Value> {
            return dryRun.value
        } catch PostgresError.server(let error) {
            throw Constraints.refusal(for: error) ?? PostgresError.server(error)
        }
    }
}

/// Carries the outcome of a dry run out of its transaction, which rolls back.
private struct DryRun<Value: Sendable>: Error {
    let value: Value
}
