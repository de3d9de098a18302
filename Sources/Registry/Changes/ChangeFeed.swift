import Postgres
import RuralIndustry

extension Registry {
    /// What was changed after a position, in an order that nothing comes into later: a program that goes on from where it was
    /// misses nothing and is told nothing twice.
    ///
    /// Only of what the viewer may read: establishments and products within reach, certificates for who may list them, and every
    /// round that is published, which everybody may know, with what was corrected and amended of it since.
    public func changes(
        after position: ChangePosition, limit: Int, as viewer: Viewer
    ) async throws -> ChangePage {
        try viewer.require(.changeRead)
        let bound = try await settledNow()
        let found = try await read(.changeRead, of: .listed("audit_event"), as: viewer) { session in
            try session.changes(after: position, to: bound, limit: limit + 1, as: viewer)
        }
        let changes = Array(found.prefix(limit))
        let hasMore = found.count > limit
        let end = max(bound, position.event)
        // what was looked through for nothing need not be looked through again
        let next =
            hasMore ? changes.last?.position : end > position.event ? .after(end) : changes.last?.position
        return ChangePage(changes: changes, next: next ?? position, hasMore: hasMore)
    }

    /// The position after everything that has changed.
    public func lastChange(as viewer: Viewer) async throws -> ChangePosition {
        try viewer.require(.changeRead)
        return .after(try await settledNow())
    }

    /// The last event before which none can come any more; 0 if that cannot be said for half a second.
    private func settledNow() async throws -> Int64 {
        for attempt in 1...100 {
            if let event = try await settledEvent() { return event }
            if attempt < 100 { try await Task.sleep(for: .milliseconds(5)) }
        }
        return 0
    }
}

extension Session {
    fileprivate func changes(
        after position: ChangePosition, to bound: Int64, limit: Int, as viewer: Viewer
    ) throws -> [ChangeRecord] {
        guard bound >= position.event else { return [] }
        let reach = viewer.reach(.changeRead)
        func part(
            _ kind: Int, _ columns: String, from source: String, event: String, id: String,
            version: String = "0",
            _ condition: SQL?
        ) -> SQL {
            SQL(
                trusted:
                    "(SELECT \(event) AS audit_id, \(kind) AS kind, \(id) AS id, nullif(\(version), 0) AS version, \(columns) FROM \(source)"
            )
                + SQL.matching(
                    SQL(trusted: "\(event) >= ") + "\(position.event)",
                    SQL(trusted: "\(event) <= ") + "\(bound)",
                    SQL(trusted: "(\(event), \(kind), \(id), \(version)) > (")
                        + "\(position.event), \(position.kind), \(position.id), \(position.version))",
                    condition)
                + SQL(trusted: " ORDER BY 1, 3, 4 LIMIT ") + "\(limit))"
        }
        func saved(_ alias: String) -> String {
            """
            CASE WHEN \(alias).record ->> 'closed_on' IS NOT NULL THEN 'closed' WHEN \(alias).version = 1 THEN 'created'
              ELSE 'updated' END AS change, NULL::text AS number
            """
        }
        // what came before is part of what was published
        func afterPublication(_ kind: Int, _ change: String, _ table: String) -> SQL {
            part(
                kind, "'\(change)' AS change, NULL::text AS number",
                from: "\(table) t JOIN round r USING (round_id)", event: "t.audit_id", id: "t.round_id",
                SQL(
                    trusted: """
                        r.state = 'published' AND t.audit_id > (SELECT max(s.audit_id) FROM audit_event s
                          WHERE s.subject = 'round' AND s.subject_id = t.round_id::text AND s.action = 'round.step')
                        """))
        }
        var parts = [
            part(
                1, saved("v"), from: "establishment_version v JOIN establishment e USING (establishment_id)",
                event: "v.audit_id", id: "v.establishment_id", version: "v.version", reach.establishments("e")
            ),
            part(
                2, saved("v"), from: "product_version v JOIN product p USING (product_id)",
                event: "v.audit_id", id: "v.product_id", version: "v.version",
                reach.belonging("p.establishment_id")),
            // published is the last step of a round
            part(
                3, "'published' AS change, NULL::text AS number",
                from: """
                    (SELECT max(s.audit_id) AS audit_id, r.round_id FROM round r JOIN audit_event s
                      ON s.subject = 'round' AND s.subject_id = r.round_id::text AND s.action = 'round.step'
                    WHERE r.state = 'published' GROUP BY r.round_id) r
                    """, event: "r.audit_id", id: "r.round_id", nil),
            afterPublication(6, "corrected", "result_correction"),
            afterPublication(7, "amended", "decision"),
        ]
        let certificates = viewer.reach(.changeRead, byRolesFor: .certificateRead)
        if !certificates.scopes.isEmpty {
            let within = certificates.awards("a")
            parts += [
                part(
                    4, "'issued' AS change, c.number", from: "certificate c JOIN award a USING (award_id)",
                    event: "c.audit_id", id: "c.certificate_id", within),
                part(
                    5, "'revoked' AS change, c.number",
                    from:
                        "revocation v JOIN certificate c USING (certificate_id) JOIN award a USING (award_id)",
                    event: "v.audit_id", id: "v.certificate_id", within),
                // the certificate that stands in its place is issued by the same event
                part(
                    8, "'replaced' AS change, c.number",
                    from:
                        "certificate n JOIN certificate c ON c.certificate_id = n.replaces JOIN award a ON a.award_id = c.award_id",
                    event: "n.audit_id", id: "c.certificate_id", within),
            ]
        }
        return try query(
            "SELECT c.*, n.recorded_at FROM (" + parts.joined(by: " UNION ALL ")
                + ") c JOIN audit_event n USING (audit_id) ORDER BY c.audit_id, c.kind, c.id, c.version LIMIT \(limit)",
            as: ChangeRecord.self)
    }
}
