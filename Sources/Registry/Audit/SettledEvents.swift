import Postgres

extension Registry {
    /// The last event that is committed now, settled or not; 0 if there is none.
    func lastEvent() async throws -> Int64 {
        try await database.read(.single) {
            try $0.value("SELECT coalesce(max(audit_id), 0) FROM audit_event")
        }
    }

    /// The last event before which none can come any more; nil: at this moment that cannot be said, ask again.
    ///
    /// Events are numbered when a transaction begins its change and seen when it commits, so a lower number may come after a
    /// higher one. Whoever has begun holds a lock that names their event (`AuditEvent.begin`): below the lowest of them, of those
    /// that are committed now, nothing is missing. The locks are read after the snapshot of the statement was taken, so who held
    /// none by then has ended, or is numbered higher than all that it sees. Between taking a number and naming it there is a moment,
    /// in which the transaction holds the table already.
    ///
    /// Only transactions of this database are waited for: those of its neighbours in the cluster may last as long as they like.
    func settledEvent() async throws -> Int64? {
        let state = try await database.read(.single) { session in
            try session.one(
                """
                SELECT coalesce((SELECT max(audit_id) FROM audit_event), 0) AS last,
                  coalesce(bool_or(l.named IS NULL), false) AS is_unnamed, min(l.named) AS lowest
                FROM (
                  SELECT min(\(AuditEvent.lockedEvent)) FILTER (WHERE l.locktype = 'advisory') AS named
                  FROM pg_locks l JOIN pg_database d ON d.oid = l.database
                  WHERE d.datname = current_database() AND l.granted AND (
                    l.locktype = 'relation' AND l.relation = 'audit_event'::regclass AND l.mode = 'RowExclusiveLock'
                    OR l.locktype = 'advisory' AND l.objsubid = 1 AND \(AuditEvent.isEventLock))
                  GROUP BY l.virtualtransaction
                ) l
                """
            ) {
                (
                    last: try $0("last", as: Int64.self), isUnnamed: try $0("is_unnamed", as: Bool.self),
                    lowest: try $0("lowest", as: Int64?.self)
                )
            }
        }
        return state.isUnnamed ? nil : min(state.last, state.lowest.map { $0 - 1 } ?? .max)
    }
}
