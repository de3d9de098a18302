import Postgres
public import RuralIndustry

/// Where a fair stands for those who run it: what comes next, what is missing for that, and what they may do.
public struct FairStanding: Sendable {
    public let fair: FairRecord
    /// How many are in each state.
    public let requests: [BoothRequestState: Int]
    /// How many quotas provinces were given.
    public let quotas: Int
    /// Booths on the plan without a rent.
    public let unpriced: Int
    /// What the fair declares now; nil: nothing yet.
    public let terms: FairTermsRecord?
    /// The numbers of the runs that shared booths out, the latest last.
    public let runs: [Int64]
    /// Booths that are held today and wait to be confirmed.
    public let held: Int
    /// The first day after which one of those holds no longer holds.
    public let firstDeadline: Day?
    /// Booths whose hold has run out unconfirmed.
    public let expired: Int
    /// The step that leads on; nil: there is none.
    public let next: FairState?
    /// What is missing for it, in the words in which the step itself would be refused.
    public let missing: [Violation]
    /// Stands for how the fair, its booths and its requests were: it differs once any of them was changed.
    public let mark: String
    private let allowed: Set<Action>

    /// Whether who asked may do something at this fair. Of booths and requests that is so too for who works for a province that
    /// may give booths here; which of them are within reach each one tells.
    public func may(_ action: Action) -> Bool { allowed.contains(action) }

    fileprivate init(
        _ fair: FairRecord, _ counts: FairWork, requests: [BoothRequestState: Int], terms: FairTermsRecord?,
        runs: [Int64], allowed: Set<Action>
    ) {
        self.fair = fair
        self.requests = requests
        self.terms = terms
        self.runs = runs
        self.allowed = allowed
        quotas = counts.quotas
        unpriced = counts.unpriced
        held = counts.held
        firstDeadline = counts.firstDeadline
        expired = counts.expired
        next = fair.state.onward
        missing = fair.state == .planned && fair.booths == 0 ? [.fairWithoutBooths(fair.id)] : []
        mark = "\(fair.state.rawValue)/\(fair.version)/\(counts.lastChange)"
    }
}

extension FairState {
    /// The state that a fair goes on to when nothing goes wrong.
    public var onward: FairState? {
        switch self {
        case .planned: .open
        case .open: .closed
        case .closed, .cancelled: nil
        }
    }
}

/// Booths that were given together, and what somebody may do with them.
public struct BoothGroupStanding: Sendable {
    public let fair: FairRecord
    /// In the state of the one that was asked for; never empty.
    public let allocations: [BoothAllocationRecord]
    private let allowed: Set<Action>

    public func may(_ action: Action) -> Bool { allowed.contains(action) }

    fileprivate init(_ fair: FairRecord, _ allocations: [BoothAllocationRecord], _ allowed: Set<Action>) {
        self.fair = fair
        self.allocations = allocations
        self.allowed = allowed
    }
}

/// A request for booths with all that ever happened to it, and what somebody may do with it.
public struct BoothRequestStanding: Sendable {
    public let request: BoothRequestRecord
    public let steps: [BoothRequestStepRecord]
    private let allowed: Set<Action>

    public func may(_ action: Action) -> Bool { allowed.contains(action) }

    fileprivate init(
        _ request: BoothRequestRecord, _ steps: [BoothRequestStepRecord], _ allowed: Set<Action>
    ) {
        self.request = request
        self.steps = steps
        self.allowed = allowed
    }
}

extension Registry {
    /// A fair as its task list shows it.
    public func standing(ofFair id: Int64, today: Day, as viewer: Viewer) async throws -> FairStanding {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { session in
            try session.standings(
                of: [try session.fair(id)], today: today, allowed: try session.allowed(atFair: id, as: viewer)
            )[0]
        }
    }

    /// The fairs that a viewer's office holds and that are neither over nor called off, the next first. What may be done at each
    /// is asked where it is opened.
    ///
    /// - Parameter limit: of fairs.
    public func fairsAtWork(today: Day, limit: Int = 20, as viewer: Viewer) async throws -> [FairStanding] {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { session in
            let fairs = try session.query(
                FairRecord.select
                    + SQL.matching(
                        viewer.reach(.fairRead).fairs("f"), "f.state IN ('planned', 'open')")
                    + " ORDER BY f.days, f.fair_id LIMIT \(limit)", as: FairRecord.self)
            return try session.standings(of: fairs, today: today, allowed: [])
        }
    }

    /// The booths of a fair that were given together with one. Refusal: `unknown-allocation`, also where it is another fair's.
    public func boothGroup(
        _ id: Int64, atFair fairID: Int64, as viewer: Viewer
    ) async throws -> BoothGroupStanding {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { session in
            let found = try session.boothAllocation(id)
            guard found.fairID == fairID else { throw Refusal(.unknownAllocation(id)) }
            return BoothGroupStanding(
                try session.fair(fairID), try session.boothGroup(of: found),
                try session.allowed(
                    [.boothConfirm, .boothMove, .boothSwap, .boothRelease, .boothNoShow],
                    on: .one("booth_allocation", id: id), as: viewer))
        }
    }

    /// What is held and confirmed at a fair within a viewer's reach, by number.
    public func boothAllocations(
        ofFair id: Int64, for action: Action, as viewer: Viewer
    ) async throws -> Set<Int64> {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { session in
            guard viewer.may(action) else { return [] }
            return Set(
                try session.values(
                    "SELECT t.booth_allocation_id FROM booth_allocation t"
                        + SQL.matching(
                            "t.fair_id = \(id)", "t.state IN ('held', 'confirmed')",
                            viewer.reach(action).boothAllocations("t")), as: Int64.self))
        }
    }

    /// A request for booths of a fair. Refusal: `unknown-booth-request`, also where it is another fair's.
    public func boothRequest(
        _ id: Int64, atFair fairID: Int64, as viewer: Viewer
    ) async throws -> BoothRequestStanding {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { session in
            let request = try session.boothRequest(id)
            guard request.fairID == fairID else { throw Refusal(.unknownBoothRequest(id)) }
            let own = try session.allowed(
                [.boothRequest], on: .one("booth_request", id: id), as: viewer)
            let organisers = try session.allowed(
                [.boothRequestRefuse, .fairWaiting], on: .one("fair", id: fairID), as: viewer)
            return BoothRequestStanding(request, try session.boothRequestSteps(id), own.union(organisers))
        }
    }
}

private struct FairWork {
    let quotas: Int
    let unpriced: Int
    let held: Int
    let firstDeadline: Day?
    let expired: Int
    /// The last event of the trail that changed booths or requests.
    let lastChange: Int64
}

extension Session {
    /// In as many statements for one fair as for many.
    fileprivate func standings(
        of fairs: [FairRecord], today: Day, allowed: Set<Action>
    ) throws -> [FairStanding] {
        let ids = fairs.map(\.id)
        let requests = try query(
            "SELECT fair_id, state, count(*) AS count FROM booth_request WHERE fair_id = ANY (\(ids)) GROUP BY fair_id, state",
            {
                (
                    fair: try $0("fair_id", as: Int64.self),
                    state: try $0("state", as: BoothRequestState.self),
                    count: try $0("count", as: Int.self)
                )
            })
        let requestsOfFair = Dictionary(grouping: requests, by: \.fair)
        let runs = try query(
            "SELECT fair_id, booth_run_id FROM booth_run WHERE fair_id = ANY (\(ids)) ORDER BY booth_run_id",
            { (fair: try $0("fair_id", as: Int64.self), run: try $0("booth_run_id", as: Int64.self)) })
        let runsOfFair = Dictionary(grouping: runs, by: \.fair)
        let (work, terms) = (try work(at: ids, today: today), try latestTerms(ofFairs: ids))
        return try fairs.map { fair in
            guard let own = work[fair.id] else { throw PostgresError.misuse("fair \(fair.id) is gone") }
            return FairStanding(
                fair, own,
                requests: Dictionary(
                    uniqueKeysWithValues: (requestsOfFair[fair.id] ?? []).map { ($0.state, $0.count) }),
                terms: terms[fair.id], runs: (runsOfFair[fair.id] ?? []).map(\.run), allowed: allowed)
        }
    }

    private func work(at fairs: [Int64], today: Day) throws -> [Int64: FairWork] {
        let found = try query(
            """
            SELECT f.fair_id,
              (SELECT count(*) FROM booth_quota q WHERE q.fair_id = f.fair_id) AS quotas,
              (SELECT count(*) FROM booth b WHERE b.fair_id = f.fair_id AND b.removed_in IS NULL AND b.price_vnd IS NULL)
                AS unpriced,
              h.held, h.first_deadline, h.expired,
              coalesce(greatest(
                (SELECT max(s.audit_id) FROM booth_step s JOIN booth_allocation a USING (booth_allocation_id)
                  WHERE a.fair_id = f.fair_id),
                (SELECT max(s.audit_id) FROM booth_request_step s JOIN booth_request r USING (booth_request_id)
                  WHERE r.fair_id = f.fair_id),
                (SELECT max(t.audit_id) FROM fair_terms t WHERE t.fair_id = f.fair_id),
                (SELECT max(r.audit_id) FROM booth_run r WHERE r.fair_id = f.fair_id)), 0) AS last_change
            FROM fair f CROSS JOIN LATERAL (
              SELECT count(DISTINCT a.booth_id) FILTER (WHERE a.held_until >= \(today)) AS held,
                min(a.held_until) FILTER (WHERE a.held_until >= \(today)) AS first_deadline,
                count(DISTINCT a.booth_id) FILTER (WHERE a.held_until < \(today)) AS expired
              FROM booth_allocation a WHERE a.fair_id = f.fair_id AND a.state = 'held') h
            WHERE f.fair_id = ANY (\(fairs))
            """
        ) { row in
            (
                try row("fair_id", as: Int64.self),
                FairWork(
                    quotas: try row("quotas"), unpriced: try row("unpriced"), held: try row("held"),
                    firstDeadline: try row("first_deadline"), expired: try row("expired"),
                    lastChange: try row("last_change"))
            )
        }
        return Dictionary(uniqueKeysWithValues: found)
    }

    /// What a viewer may do at a fair: what its organiser does there, and of booths what a province does that may give some.
    fileprivate func allowed(atFair id: Int64, as viewer: Viewer) throws -> Set<Action> {
        let organisers: [Action] = [
            .fairRead, .fairEdit, .fairStep, .fairQuota, .boothImport, .fairTerms, .fairAllocate,
            .fairWaiting,
            .boothRequestRefuse,
        ]
        let provinces: [Action] = [
            .boothHold, .boothConfirm, .boothMove, .boothSwap, .boothRelease, .boothNoShow, .boothRequest,
        ]
        var allowed = try allowed(organisers + provinces, on: .one("fair", id: id), as: viewer)
        if viewer.may(.fairRead) { allowed.insert(.fairRead) }
        for action in provinces where !allowed.contains(action) && viewer.may(action) {
            guard let units = viewer.reach(action).units("u.unit_id") else { continue }
            let gives: Bool = try value(
                """
                SELECT EXISTS (SELECT FROM unit u WHERE u.level = 'province'
                  AND (NOT EXISTS (SELECT FROM booth_quota q WHERE q.fair_id = \(id))
                    OR EXISTS (SELECT FROM booth_quota q WHERE q.fair_id = \(id) AND q.province_unit_id = u.unit_id)) AND
                """ + " " + units + ")")
            if gives { allowed.insert(action) }
        }
        return allowed
    }

    /// Which of some actions a viewer may do on one record.
    fileprivate func allowed(
        _ actions: [Action], on subject: Subject, as viewer: Viewer
    ) throws -> Set<Action> {
        try Set(
            actions.filter { action in
                guard viewer.may(action) else { return false }
                do {
                    try require(action, on: subject, as: viewer)
                    return true
                } catch is Refusal { return false }
            })
    }
}
