public import Postgres
public import RuralIndustry

/// A merge of two records of one establishment: for its days, the first is read as the second.
public struct EstablishmentRedirect: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let from: Int64
    public let fromName: String
    public let into: Int64
    public let intoName: String
    public let effectiveOn: Day
    public let reason: String
    /// The first day on which it no longer holds.
    public let undoneOn: Day?
    public let undoneReason: String?

    public init(_ row: Row) throws {
        id = try row("establishment_redirect_id")
        from = try row("from_establishment_id")
        fromName = try row("from_name")
        into = try row("into_establishment_id")
        intoName = try row("into_name")
        effectiveOn = try row("effective_on")
        reason = try row("reason")
        undoneOn = try row("undone_on")
        undoneReason = try row("undone_reason")
    }

    static let select: SQL = """
        SELECT r.establishment_redirect_id, r.from_establishment_id, f.name AS from_name, r.into_establishment_id,
          t.name AS into_name, r.effective_on, r.reason, r.undone_on, r.undone_reason
        FROM establishment_redirect r JOIN establishment f ON f.establishment_id = r.from_establishment_id
          JOIN establishment t ON t.establishment_id = r.into_establishment_id
        """
}

extension Registry {
    /// Merges a record into another of the same establishment, from `day` on. Nothing moves: results, awards, products and
    /// certificates keep the record that they name, and what is read follows the merge.
    public func mergeEstablishment(
        _ id: Int64, into other: Int64, on day: Day, because reason: String, today: Day, as viewer: Viewer,
        dryRun: Bool = false
    ) async throws -> EstablishmentRedirect {
        let reason = try BoundedText.short(reason, column: "reason")
        if day > today { throw Refusal(.inFuture(day).inColumn("date")) }
        if id == other {
            throw Refusal(
                Violation(
                    "merge-itself", vi: "không thể hợp nhất một cơ sở vào chính nó",
                    en: "an establishment cannot be merged into itself"))
        }
        return try await change(
            .establishmentMerge, of: .one("establishment", id: id), because: reason, as: viewer,
            dryRun: dryRun
        ) { session in
            _ = try session.establishment(id)
            try session.require(.establishmentMerge, on: .one("establishment", id: other), as: viewer)
            let target = try session.establishment(other)
            if target.closedOn != nil { throw Refusal(.establishmentClosed(other)) }
            try session.requireUnmerged(id)
            try session.requireUnmerged(other)
            let made: Int64 = try session.value(
                """
                INSERT INTO establishment_redirect (from_establishment_id, into_establishment_id, effective_on, reason)
                VALUES (\(id), \(other), \(day), \(reason)) RETURNING establishment_redirect_id
                """)
            return try session.redirect(made)
        }
    }

    /// Undoes the merge of a record: from `day` on it stands for itself again.
    public func undoMerge(
        of id: Int64, on day: Day, because reason: String, today: Day, as viewer: Viewer, dryRun: Bool = false
    ) async throws -> EstablishmentRedirect {
        let reason = try BoundedText.short(reason, column: "reason")
        if day > today { throw Refusal(.inFuture(day).inColumn("date")) }
        return try await change(
            .establishmentMerge, of: .one("establishment", id: id), because: reason, as: viewer,
            dryRun: dryRun
        ) { session in
            _ = try session.establishment(id)
            let open = try session.first(
                "SELECT establishment_redirect_id FROM establishment_redirect WHERE from_establishment_id = \(id) AND undone_on IS NULL FOR UPDATE"
            ) { try $0(at: 0, as: Int64.self) }
            guard let open else {
                throw Refusal(
                    Violation(
                        "not-merged", vi: "cơ sở số \(id) không bị hợp nhất vào cơ sở nào",
                        en: "establishment \(id) is not merged into another"))
            }
            let redirect = try session.redirect(open)
            if day < redirect.effectiveOn {
                throw Refusal(
                    Violation(
                        "merge-days",
                        vi:
                            "việc hợp nhất có từ \(redirect.effectiveOn.vietnamese), không thể bỏ trước ngày đó",
                        en:
                            "the merge holds since \(redirect.effectiveOn.iso) and cannot be undone before that day",
                        at: Place(column: "date")))
            }
            // the trigger fills in the event of this transaction
            try session.execute(
                """
                UPDATE establishment_redirect SET undone_on = \(day), undone_reason = \(reason)
                WHERE establishment_redirect_id = \(open)
                """)
            return try session.redirect(open)
        }
    }
}

extension Session {
    fileprivate func redirect(_ id: Int64) throws -> EstablishmentRedirect {
        try one(
            EstablishmentRedirect.select + " WHERE r.establishment_redirect_id = \(id)",
            as: EstablishmentRedirect.self)
    }

    /// Refuses to touch a record that was merged into another, with a pointer to it.
    func requireUnmerged(_ id: Int64) throws {
        let into = try first(
            "SELECT into_establishment_id FROM establishment_redirect WHERE from_establishment_id = \(id) AND undone_on IS NULL"
        ) { try $0(at: 0, as: Int64.self) }
        if let into { throw Refusal(.merged(String(id), into: String(into))) }
    }

    /// Rows of `matched` that name a merged record in `column`; with `new`, only rows that would make a record.
    func mergedViolations(_ column: String, onlyNew: Bool, in records: [IncomingRecord]) throws -> [Violation]
    {
        let rows = try query(
            SQL(
                trusted: """
                    SELECT m.row, m.\(column)::text AS source, r.into_establishment_id::text AS target
                    FROM matched m JOIN establishment_redirect r ON r.from_establishment_id = m.\(column) AND r.undone_on IS NULL
                    \(onlyNew ? "WHERE m.existing_id IS NULL" : "") ORDER BY m.row
                    """)
        ) {
            (
                row: try $0("row", as: Int32.self), from: try $0("source", as: String.self),
                into: try $0("target", as: String.self)
            )
        }
        return rows.map { Violation.merged($0.from, into: $0.into).at(records[Int($0.row)].place) }
    }
}

extension Violation {
    static func merged(_ id: String, into other: String) -> Violation {
        Violation(
            "establishment-merged",
            vi: "cơ sở số \(id) đã được hợp nhất vào cơ sở số \(other); hãy ghi vào cơ sở số \(other)",
            en: "establishment \(id) was merged into \(other); work on \(other)")
    }
}
