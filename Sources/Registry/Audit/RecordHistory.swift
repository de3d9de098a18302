public import Postgres
public import RuralIndustry

/// What one act did to a record: who, when, why, and what it changed.
public struct HistoryEvent: Hashable, Sendable {
    /// In the audit trail.
    public let id: Int64
    public let recordedAt: Instant
    public let actor: String
    /// The `Action` by its name.
    public let action: String
    public let reason: String?
    /// In the order in which they were made.
    public let changes: [HistoryChange]
}

/// A value of a record that an act changed, as the database writes it: names are for who shows it.
public struct HistoryChange: Hashable, Sendable {
    public let kind: Kind
    /// Which record of the kind.
    public let record: Int64
    /// Who sits on the council or the panel, the number of a decision; nil for other records.
    public let name: String?
    /// A column, or of a decision the code of an entry.
    public let field: String
    /// Nil: there was none.
    public let before: String?
    public let after: String?

    public enum Kind: String, CaseIterable, Sendable {
        case round, entry, fair, judge
        case councilMember = "council_member"
        case accountRole = "account_role"
        /// What acts say of entries: `recognised` or `unrecognised`, then what set and class there are, between ` · `.
        case decision
    }
}

/// A stretch of a history, the newest first.
public struct HistoryStretch: Sendable {
    public let events: [HistoryEvent]
    /// The place to go on from; nil: there is nothing older.
    public let next: Int64?
}

extension Registry {
    /// What was done to a round and in it, without single sheets and marks.
    ///
    /// - Parameter before: only what is older than this event.
    public func history(
        ofRound id: Int64, before: Int64? = nil, limit: Int = HistoryQuestion.usual, as viewer: Viewer
    ) async throws -> HistoryStretch {
        // who reads the tally reads conflicts, complaints and notices too, which are told here by what was done alone
        try await read(.tallyRead, of: .one("round", id: id), as: viewer) { session in
            _ = try session.round(id)
            let members = try session.values(
                "SELECT council_member_id FROM council_member WHERE round_id = \(id)", as: Int64.self)
            let judges = try session.values(
                "SELECT judge_id FROM judge WHERE round_id = \(id)", as: Int64.self)
            return try session.history(
                HistoryQuestion(
                    records: [.round: [id], .councilMember: members, .judge: judges],
                    subject: (name: "round", id: id), before: before, limit: limit))
        }
    }

    /// What was done to an entry, from its filing.
    public func history(
        ofEntry code: String, round id: Int64, before: Int64? = nil, limit: Int = HistoryQuestion.usual,
        as viewer: Viewer
    ) async throws -> HistoryStretch {
        try await read(.entryRead, of: .one("round", id: id), as: viewer) { session in
            let entry = try session.first(
                "SELECT entry_id FROM entry WHERE round_id = \(id) AND code = \(code)"
            ) { try $0("entry_id", as: Int64.self) }
            guard let entry else { throw Refusal(.unknownEntry(code, round: id)) }
            return try session.history(
                HistoryQuestion(records: [.entry: [entry]], before: before, limit: limit))
        }
    }

    /// The decisions of a round, each with what it changed of each entry.
    public func historyOfDecisions(ofRound id: Int64, as viewer: Viewer) async throws -> [HistoryEvent] {
        try await read(.entryRead, of: .one("round", id: id), as: viewer) { session in
            _ = try session.round(id)
            return try session.historyOfDecisions(ofRound: id)
        }
    }

    /// What was done to a fair.
    public func history(
        ofFair id: Int64, before: Int64? = nil, limit: Int = HistoryQuestion.usual, as viewer: Viewer
    ) async throws -> (fair: FairRecord, stretch: HistoryStretch) {
        try await read(.fairRead, of: .one("fair", id: id), as: viewer) { session in
            let fair = try session.fair(id)
            return (
                fair,
                try session.history(
                    HistoryQuestion(
                        records: [.fair: [id]], subject: (name: "fair", id: id), before: before,
                        limit: limit)
                )
            )
        }
    }

    /// Which roles an account was given and lost, for who manages it.
    public func history(
        ofRolesOf id: Int64, before: Int64? = nil, limit: Int = HistoryQuestion.usual, on day: Day,
        as viewer: Viewer
    ) async throws -> (account: AccountRecord, stretch: HistoryStretch) {
        try await read(.userRead, of: .listed("account"), as: viewer) { session in
            // behind the wall there are only accounts within reach
            let login = try session.first("SELECT login FROM account WHERE account_id = \(id)") {
                try $0("login", as: String.self)
            }
            guard let login else { throw Refusal(.unknownAccountNumber(id)) }
            let account = try session.account(login, on: day)
            try session.requireManaged(account, .userRead, as: viewer, on: day)
            return (
                account,
                try session.history(
                    HistoryQuestion(
                        records: [.accountRole: account.roles.map(\.id)], before: before, limit: limit))
            )
        }
    }
}

/// Which part of which history is asked for.
public struct HistoryQuestion: Sendable {
    /// As much as somebody reads at once.
    public static let usual = 50

    let records: [HistoryChange.Kind: [Int64]]
    /// What events of the trail that changed no column of these records call what it is about; nil: they are not asked for.
    var subject: (name: String, id: Int64)?
    let before: Int64?
    let limit: Int
}

extension Session {
    fileprivate func history(_ question: HistoryQuestion) throws -> HistoryStretch {
        let asked = question.records.flatMap { kind, records in records.map { (kind.rawValue, $0) } }
        let (kinds, records) = (asked.map(\.0), asked.map(\.1))
        let found = try query(
            """
            WITH event AS (
              SELECT c.audit_id FROM record_change c
                JOIN unnest(\(kinds), \(records)) AS r (kind, id) ON c.kind = r.kind AND c.record_id = r.id
              UNION
              SELECT e.audit_id FROM audit_event e
              WHERE e.subject = \(question.subject?.name) AND e.subject_id = \(question.subject.map { String($0.id) })
                AND e.action !~ '^(sheet|mark)[.]'
            )
            SELECT a.audit_id, a.recorded_at, a.actor, a.action, a.reason FROM event JOIN audit_event a USING (audit_id)
            WHERE a.audit_id < coalesce(\(question.before), a.audit_id + 1)
            ORDER BY a.audit_id DESC LIMIT \(question.limit + 1)
            """
        ) { try HistoryEvent($0, changes: []) }
        let events = found.prefix(question.limit)
        let changes = try query(
            """
            SELECT c.audit_id, c.kind, c.record_id, coalesce(m.name, j.code || ', ' || j.name) AS name, x.key AS field,
              x.value ->> 0 AS before, x.value ->> 1 AS after
            FROM record_change c
              JOIN unnest(\(kinds), \(records)) AS r (kind, id) ON c.kind = r.kind AND c.record_id = r.id
              CROSS JOIN LATERAL jsonb_each(c.changes) x
              LEFT JOIN council_member m ON c.kind = 'council_member' AND m.council_member_id = c.record_id
              LEFT JOIN judge j ON c.kind = 'judge' AND j.judge_id = c.record_id
            WHERE c.audit_id = ANY (\(events.map(\.id)))
            ORDER BY c.record_change_id, x.key COLLATE "C"
            """
        ) { row in
            (event: try row("audit_id", as: Int64.self), change: try HistoryChange(row))
        }
        let byEvent = Dictionary(grouping: changes, by: { $0.event })
        return HistoryStretch(
            events: events.map { $0.with((byEvent[$0.id] ?? []).map(\.change)) },
            next: found.count > question.limit ? events.last?.id : nil)
    }

    fileprivate func historyOfDecisions(ofRound id: Int64) throws -> [HistoryEvent] {
        let lines = try query(
            """
            SELECT a.audit_id, a.recorded_at, a.actor, a.action, coalesce(d.amendment_reason, a.reason) AS reason,
              d.decision_id, d.number, e.code, concat_ws(' · ', CASE WHEN l.recognised THEN 'recognised' ELSE 'unrecognised' END,
                l.set_name, l.class) AS after,
              (SELECT concat_ws(' · ', CASE WHEN p.recognised THEN 'recognised' ELSE 'unrecognised' END, p.set_name, p.class)
                FROM decision_line p JOIN decision q USING (decision_id)
                WHERE q.round_id = d.round_id AND p.entry_id = l.entry_id
                  AND coalesce(q.amendment, 0) < coalesce(d.amendment, 0)
                ORDER BY coalesce(q.amendment, 0) DESC LIMIT 1) AS before
            FROM decision d JOIN audit_event a USING (audit_id) JOIN decision_line l USING (decision_id)
              JOIN entry e USING (entry_id)
            WHERE d.round_id = \(id) ORDER BY a.audit_id DESC, e.code COLLATE "C"
            """
        ) { row in
            try HistoryEvent(
                row,
                changes: [
                    HistoryChange(
                        kind: .decision, record: try row("decision_id"), name: try row("number"),
                        field: try row("code"),
                        before: try row("before"), after: try row("after"))
                ])
        }
        return Dictionary(grouping: lines, by: \.id).values.compactMap { lines in
            lines.first?.with(lines.flatMap(\.changes))
        }.sorted { $0.id > $1.id }
    }
}

extension HistoryChange {
    init(_ row: Row) throws {
        self.init(
            kind: try row("kind"), record: try row("record_id"), name: try row("name"),
            field: try row("field"),
            before: try row("before"), after: try row("after"))
    }
}

extension HistoryChange.Kind: SQLCodable {}

extension Violation {
    fileprivate static func unknownAccountNumber(_ id: Int64) -> Violation {
        Violation("unknown-account", vi: "không có tài khoản số \(id)", en: "there is no account \(id)")
    }
}

extension HistoryEvent {
    fileprivate init(_ row: Row, changes: [HistoryChange]) throws {
        self.init(
            id: try row("audit_id"), recordedAt: try row("recorded_at"), actor: try row("actor"),
            action: try row("action"), reason: try row("reason"), changes: changes)
    }

    fileprivate func with(_ changes: [HistoryChange]) -> HistoryEvent {
        HistoryEvent(
            id: id, recordedAt: recordedAt, actor: actor, action: action, reason: reason, changes: changes)
    }
}
