public import Postgres

// Ways past the use cases, for tests of what the database itself allows.

extension TestRegistry {
    /// Runs one transaction as the role that the program uses.
    ///
    /// - Parameter viewer: what the walls of the database know of who looks.
    @discardableResult
    public func asProgram<Value: Sendable>(
        viewer: LocalSettings = Self.seeingAll, _ body: @Sendable (Session) throws -> Value
    ) async throws -> Value { try await transaction(database.url, viewer, body) }

    /// Runs one transaction as the role that owns the tables.
    @discardableResult
    public func asOwner<Value: Sendable>(
        viewer: LocalSettings = Self.seeingAll, _ body: @Sendable (Session) throws -> Value
    ) async throws -> Value { try await transaction(database.ownerURL, viewer, body) }

    public static let seeingAll = LocalSettings.none.adding("cnnt.viewer", text: #"{"all":true}"#)

    /// Runs one transaction as the superuser with triggers and foreign keys switched off and an audit event begun: what only
    /// tampering, or a disk, can do.
    @discardableResult
    public func tamper<Value: Sendable>(_ body: @Sendable (Session) throws -> Value) async throws -> Value {
        try await transaction(database.cluster.url(database: database.name, role: "postgres"), .none) {
            session in
            try session.script("SET LOCAL session_replication_role = replica")
            try session.beginAudit()
            return try body(session)
        }
    }

    private func transaction<Value: Sendable>(
        _ url: String, _ settings: LocalSettings, _ body: @Sendable (Session) throws -> Value
    ) async throws -> Value {
        let database = Database(url: url, poolSize: 1)
        do {
            let value = try await database.transaction(settings: settings) { try body($0) }
            await database.close()
            return value
        } catch {
            await database.close()
            throw error
        }
    }
}

extension Session {
    /// Begins an audit event as the use cases do, so that rows can be written by hand.
    public func beginAudit() throws {
        try execute(
            """
            WITH event AS (
              INSERT INTO audit_event (actor, action, subject) VALUES ('kiểm thử', 'test.write', 'test') RETURNING audit_id
            )
            SELECT set_config('cnnt.audit_id', audit_id::text, true) FROM event
            """)
    }
}
