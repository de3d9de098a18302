import Postgres

/// What a change is about, for the audit trail.
enum Subject: Sendable {
    case many(String)
    case one(String, id: Int64)

    var name: String {
        switch self {
        case .many(let name), .one(let name, _): name
        }
    }

    var id: String? {
        if case .one(_, let id) = self { String(id) } else { nil }
    }

    /// The record's number; 0 for many.
    var number: Int64 {
        if case .one(_, let id) = self { id } else { 0 }
    }
}

/// Begins the audit event of a transaction. The database takes its number for every row that the transaction writes, and
/// refuses rows without one (`current_audit()`).
///
/// The transaction gets its number before the event gets its own: the sealer, which waits for transactions that have
/// begun, then waits for every event that could still come before another.
enum AuditEvent {
    static func begin(
        _ action: Action, of subject: Subject, because reason: String?, by viewer: Viewer, in session: Session
    ) throws {
        try session.execute(
            """
            WITH event AS (
              INSERT INTO audit_event (actor, action, subject, subject_id, reason)
              SELECT \(viewer.name)::text, \(action.rawValue)::text, \(subject.name)::text, \(subject.id)::text, \(reason)::text
              FROM (SELECT pg_current_xact_id() AS id OFFSET 0) transaction WHERE id IS NOT NULL RETURNING audit_id
            )
            SELECT set_config('cnnt.audit_id', audit_id::text, true) FROM event
            """)
    }
}
