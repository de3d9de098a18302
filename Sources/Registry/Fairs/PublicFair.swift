import Documents
import Postgres
public import RuralIndustry

/// A fair as everybody may know it: its booths and who is in them, not who has asked for one or holds one for the time being.
public struct PublicFair: Hashable, Sendable {
    public let name: String
    public let organiser: String
    public let venue: String
    public let days: FairDays
    public let state: FairState
    /// The day of the fair that is shown.
    public let day: Day
    /// The plan as SVG; each booth leads to its `anchor`.
    public let plan: String
    /// In the order of their codes.
    public let booths: [PublicBooth]
    /// What was changed of the fair itself since it was announced, the latest first.
    public let changes: [PublicFairChange]
}

/// Something of a fair that was changed after it was announced.
public struct PublicFairChange: Hashable, Sendable {
    public let at: Instant
    public let reason: String
    /// Of its name, venue, days and setting up.
    public let changes: [HistoryChange]
}

/// A booth and who is in it.
public struct PublicBooth: Hashable, Sendable {
    public let code: String
    public let zone: String?
    /// The name of its place in a page.
    public let anchor: String
    /// Held or confirmed on the day that is shown.
    public let isTaken: Bool
    /// What is confirmed, in the order of the days.
    public let stays: [Stay]

    /// Some days on which tenants have the booth.
    public struct Stay: Hashable, Sendable {
        public let tenants: [String]
        public let days: FairDays
        /// Out of whose quota it was given.
        public let province: String?
    }
}

extension Registry {
    /// The fairs that are announced, the latest first.
    ///
    /// - Parameter before: those that come after a fair in this order; nil: from the first on.
    public func publicFairs(
        before: Int64? = nil, limit: Int = 50, as viewer: Viewer
    ) async throws -> [FairRecord] {
        try await read(.fairVisit, of: .reference("fair"), as: viewer) { session in
            try session.query(
                FairRecord.select
                    + SQL.matching(
                        "f.state IN ('open', 'closed')",
                        before.map {
                            "(f.days, f.fair_id) < (SELECT b.days, b.fair_id FROM fair b WHERE b.fair_id = \($0))"
                        }) + " ORDER BY f.days DESC, f.fair_id DESC LIMIT \(min(max(1, limit), 200))",
                as: FairRecord.self)
        }
    }

    /// What everybody may know of a fair, on the day of it that is nearest to today; nil: there is no such fair, or it is not
    /// announced (it is planned still, or cancelled).
    public func publicFair(_ id: Int64, today: Day, as viewer: Viewer) async throws -> PublicFair? {
        try await read(.fairVisit, of: .reference("fair"), as: viewer) { session in
            guard let fair = try session.knownFair(id), [.open, .closed].contains(fair.state) else {
                return nil
            }
            let day = fair.nearest(to: today)
            let standings = try session.boothStandings(of: fair, on: today)
            let anchors = standings.map(\.booth.id).anchors
            let plan = BoothPlanDrawing(
                fair, standings, on: day, coloring: .province, isPublic: true
            ) { booth in anchors[booth.id].map { "#" + $0 } }
            return PublicFair(
                name: fair.name, organiser: fair.organiserName, venue: fair.venue, days: fair.days,
                state: fair.state, day: day, plan: plan.svg(),
                booths: standings.map { standing in
                    PublicBooth(
                        code: standing.booth.booth.code.text, zone: standing.booth.booth.zone,
                        anchor: anchors[standing.booth.id] ?? "",
                        isTaken: standing.allocation(on: day) != nil,
                        stays: standing.allocations.filter { $0.state == .confirmed }.map {
                            PublicBooth.Stay(tenants: $0.tenants, days: $0.days, province: $0.provinceName)
                        })
                }, changes: try session.changesSinceAnnounced(ofFair: id))
        }
    }
}

extension Session {
    fileprivate func changesSinceAnnounced(ofFair id: Int64) throws -> [PublicFairChange] {
        let found = try query(
            """
            SELECT c.audit_id, e.recorded_at, coalesce(e.reason, '') AS reason, c.kind, c.record_id, NULL AS name,
              x.key AS field, x.value ->> 0 AS before, x.value ->> 1 AS after
            FROM record_change c JOIN audit_event e USING (audit_id) CROSS JOIN LATERAL jsonb_each(c.changes) x
            WHERE c.kind = 'fair' AND c.record_id = \(id) AND x.key IN ('name', 'venue', 'days', 'set_up_on')
              AND c.audit_id > (SELECT max(o.audit_id) FROM record_change o
                WHERE o.kind = 'fair' AND o.record_id = \(id) AND o.changes -> 'state' ->> 1 = 'open')
            ORDER BY c.audit_id DESC, x.key COLLATE "C"
            """
        ) { row in
            (
                event: try row("audit_id", as: Int64.self), at: try row("recorded_at", as: Instant.self),
                reason: try row("reason", as: String.self), change: try HistoryChange(row)
            )
        }
        return Dictionary(grouping: found) { $0.event }.sorted { $0.key > $1.key }.map { _, lines in
            PublicFairChange(at: lines[0].at, reason: lines[0].reason, changes: lines.map(\.change))
        }
    }
}
