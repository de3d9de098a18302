public import Postgres
public import RuralIndustry

/// A booth on a fair's plan and who has it.
public struct BoothStanding: Hashable, Sendable {
    public let booth: BoothRecord
    /// In the order of their days; several have it on different days.
    public let allocations: [BoothAllocationRecord]
}

/// A step in the life of an allocation: what became of it, who did it, when and why.
public struct BoothStepRecord: RowDecodable, Hashable, Sendable {
    public let allocation: BoothAllocationRecord
    public let state: BoothAllocationState
    public let reason: String?
    public let actor: String
    public let at: Instant

    public init(_ row: Row) throws {
        allocation = try BoothAllocationRecord(row)
        state = try row("step_state")
        reason = try row("step_reason")
        actor = try row("actor")
        at = try row("recorded_at")
    }
}

/// All booths that an establishment ever had, at all fairs.
public struct EstablishmentBooths: Sendable {
    public let name: String
    /// The first first.
    public let steps: [BoothStepRecord]
    /// Those that the steps are of, by number.
    public let fairs: [Int64: FairRecord]
}

extension Registry {
    /// The booths on a fair's plan with what is held and confirmed; a hold that has run out by the day leaves its booth free.
    public func boothStandings(
        ofFair id: Int64, on day: Day, as viewer: Viewer
    ) async throws -> [BoothStanding] {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { session in
            try session.boothStandings(of: try session.fair(id), on: day)
        }
    }

    /// The same, part by part in the order in which booths came onto the plan.
    ///
    /// - Parameter after: those with a greater number.
    public func boothStandings(
        ofFair id: Int64, on day: Day, after: Int64, limit: Int, as viewer: Viewer
    ) async throws -> RecordPage<BoothStanding> {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { session in
            let fair = try session.fair(id)
            let booths = try session.query(
                BoothRecord.select
                    + """
                     WHERE b.fair_id = \(id) AND b.removed_in IS NULL AND b.booth_id > \(after)
                    ORDER BY b.booth_id LIMIT \(limit + 1)
                    """, as: BoothRecord.self)
            let live = try session.liveAllocations(ofBooths: booths.map(\.id), on: fair.days)
            return RecordPage(
                BoothStanding.standings(of: booths, live, on: day), limit: limit, id: \.booth.id)
        }
    }

    /// All that ever happened in a booth, whatever became of the plan.
    public func boothHistory(
        _ code: String, fair id: Int64, as viewer: Viewer
    ) async throws -> [BoothStepRecord] {
        let code = try BoothCode(code)
        return try await read(.fairRead, of: .reference("fair"), as: viewer) { session in
            _ = try session.fair(id)
            return try session.boothSteps("b.fair_id = \(id) AND b.code_key = \(code.key)")
        }
    }

    /// All booths that an establishment ever had, those of the records that were merged into it by the day included.
    public func boothHistory(
        ofEstablishment id: Int64, on day: Day, as viewer: Viewer
    ) async throws -> [BoothStepRecord] {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { session in
            _ = try session.establishment(id)
            return try session.boothSteps(ofEstablishment: id, on: day)
        }
    }

    /// The same with the establishment and the fairs, as a page tells of it.
    public func establishmentBooths(
        _ id: Int64, on day: Day, as viewer: Viewer
    ) async throws -> EstablishmentBooths {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { session in
            let steps = try session.boothSteps(ofEstablishment: id, on: day)
            return EstablishmentBooths(
                name: try session.establishment(id).name, steps: steps,
                fairs: try session.fairs(Set(steps.map(\.allocation.fairID))))
        }
    }
}

extension Session {
    fileprivate func boothSteps(ofEstablishment id: Int64, on day: Day) throws -> [BoothStepRecord] {
        try boothSteps(
            """
            EXISTS (SELECT FROM booth_tenant n WHERE n.booth_allocation_id = a.booth_allocation_id
              AND n.establishment_id IN (SELECT establishment_records(\(id), \(day))))
            """)
    }

    fileprivate func boothSteps(_ condition: SQL) throws -> [BoothStepRecord] {
        try query(
            "SELECT x.*, s.state AS step_state, s.reason AS step_reason, v.actor, v.recorded_at FROM ("
                + BoothAllocationRecord.select + " WHERE " + condition
                    + """
                    ) x JOIN booth_step s USING (booth_allocation_id) JOIN audit_event v USING (audit_id)
                    ORDER BY s.booth_step_id
                    """, as: BoothStepRecord.self)
    }
}

extension Session {
    func boothStandings(of fair: FairRecord, on day: Day) throws -> [BoothStanding] {
        let live = try liveAllocations(ofFair: fair.id)
        return BoothStanding.standings(of: try booths(ofFair: fair.id), live, on: day)
    }
}

extension BoothStanding {
    /// - Parameter live: what is held or confirmed of them, holds that have run out included.
    fileprivate static func standings(
        of booths: [BoothRecord], _ live: [BoothAllocationRecord], on day: Day
    ) -> [BoothStanding] {
        let live = Dictionary(grouping: live.filter { !$0.isExpired(on: day) }, by: \.boothID)
        return booths.map { booth in
            BoothStanding(
                booth: booth, allocations: (live[booth.id] ?? []).sorted { $0.days.first < $1.days.first })
        }
    }
}
