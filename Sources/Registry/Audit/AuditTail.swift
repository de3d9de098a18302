public import Postgres
public import RuralIndustry

/// An event of the trail as people read it.
public struct AuditRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let recordedAt: Instant
    public let actor: String
    public let action: String
    public let subject: String
    public let subjectID: String?
    public let reason: String?
    /// Its place in the chain; nil: not sealed yet.
    public let position: Int64?

    public init(_ row: Row) throws {
        id = try row("audit_id")
        recordedAt = try row("recorded_at")
        actor = try row("actor")
        action = try row("action")
        subject = try row("subject")
        subjectID = try row("subject_id")
        reason = try row("reason")
        position = try row("position")
    }
}

extension Registry {
    /// The last events, the newest last.
    ///
    /// - Parameter unsealed: only those that no run of the sealer has chained.
    public func auditTail(_ count: Int, unsealed: Bool = false, as viewer: Viewer) async throws
        -> [AuditRecord]
    {
        try await read(.auditRead, of: .many("audit_event"), as: viewer) { session in
            let condition: SQL = unsealed ? "WHERE l.position IS NULL" : ""
            return try session.query(
                """
                SELECT e.audit_id, e.recorded_at, e.actor, e.action, e.subject, e.subject_id, e.reason, l.position
                FROM audit_event e LEFT JOIN audit_link l USING (audit_id)
                """ + " " + condition + " ORDER BY e.audit_id DESC LIMIT \(count)", as: AuditRecord.self
            ).reversed()
        }
    }
}
