import Postgres

/// What a use case is about: for the audit trail, and for asking whether it is within the viewer's reach.
enum Subject: Sendable {
    /// One record of a table, which must be within reach.
    case one(String, id: Int64)
    /// A list, or many records at once: the use case puts the reach into its statement, row by row.
    case listed(String)
    /// What the whole registry rests on and everybody with the role may read.
    case reference(String)
    /// What concerns the whole registry: only for those who reach everywhere.
    case many(String)

    var name: String {
        switch self {
        case .many(let name), .one(let name, _), .listed(let name), .reference(let name): name
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
enum AuditEvent {
    static func begin(
        _ action: Action, of subject: Subject, because reason: String?, by viewer: Viewer, in session: Session
    ) throws {
        try session.execute(
            """
            WITH event AS (
              INSERT INTO audit_event (actor, action, subject, subject_id, reason, details)
              SELECT \(viewer.name)::text, \(action.rawValue)::text, \(subject.name)::text, \(subject.id)::text, \(reason)::text,
                jsonb_strip_nulls(jsonb_build_object('operator', \(viewer.operatorName)::text))
              RETURNING audit_id
            )
            SELECT set_config('cnnt.audit_id', audit_id::text, true), pg_advisory_xact_lock_shared(\(lockClass) | audit_id) FROM event
            """)
    }

    // Whoever has begun holds a lock that names their event until they end, so that readers know which numbers may still come. The
    // lock is shared: nobody ever waits for it.

    /// The upper 24 bits of the lock's key, the event's number being the rest.
    static let lockClass: Int64 = 0x434E54 << 40

    /// True of a row `l` of `pg_locks` that is such a lock.
    static let isEventLock: SQL = "(l.classid::bigint << 32 | l.objid::bigint) >> 40 = \(lockClass >> 40)"

    /// The event that it names.
    static let lockedEvent: SQL = "((l.classid::bigint << 32 | l.objid::bigint) & 1099511627775)"
}
