import Postgres
public import RuralIndustry

/// Booths that an establishment has at a fair: given together, all held or all confirmed.
public struct OwnBooths: Hashable, Sendable {
    public let fair: FairRecord
    /// Never empty.
    public let allocations: [BoothAllocationRecord]
    /// The establishment rents them: it may confirm them or give them back. Others are in the booth of somebody else.
    public let isParty: Bool

    /// Of the group, and of its address.
    public var id: Int64 { allocations[0].id }
    public var state: BoothAllocationState { allocations[0].state }
    public var heldUntil: Day { allocations[0].heldUntil }
    public var days: FairDays { allocations[0].days }
    public var codes: [String] { allocations.map(\.booth) }

    /// True of a hold whose last day is over: the booths are free to whoever takes them.
    public func isExpired(on day: Day) -> Bool { allocations[0].isExpired(on: day) }

    /// Whether they can still be confirmed.
    public func canConfirm(on day: Day) -> Bool {
        isParty && state == .held && fair.state == .open && !isExpired(on: day)
    }

    /// Whether they can be given back.
    public func canRelease(on day: Day) -> Bool {
        isParty && state.isLive && fair.state == .open && !isExpired(on: day)
    }
}

extension Registry {
    /// What an establishment holds and has confirmed at fairs, the latest fair first, whoever gave it and whatever it was asked for.
    public func ownBooths(of establishment: Int64, as viewer: Viewer) async throws -> [OwnBooths] {
        try await read(.boothReadOwn, of: .one("establishment", id: establishment), as: viewer) {
            session in
            try session.ownBooths(of: establishment)
        }
    }

    /// What was given together with a booth that an establishment rents or has rented, as it is now.
    public func ownBoothGroup(
        _ id: Int64, of establishment: Int64, as viewer: Viewer
    ) async throws -> [BoothAllocationRecord] {
        try await read(.boothReadOwn, of: .one("establishment", id: establishment), as: viewer) {
            session in
            try session.requireOwn(id, of: establishment)
            return try session.boothGroup(of: session.boothAllocation(id))
        }
    }

    /// held → confirmed, by the establishment that rents the booths, as long as the hold holds.
    ///
    /// - Parameters:
    ///   - id: of one of the booths that were given together.
    ///   - once: keeps the number of the first of them.
    public func confirmOwnBooths(
        _ id: Int64, of establishment: Int64, as viewer: Viewer, today: Day, dryRun: Bool = false,
        once: OneRequest<[BoothAllocationRecord]>? = nil
    ) async throws -> [BoothAllocationRecord] {
        try await change(
            .boothRequestOwn, of: .one("establishment", id: establishment), as: viewer, dryRun: dryRun,
            once: once
        ) { session in
            try session.requireOwn(id, of: establishment)
            return try session.boothAllocations(
                try session.confirmGroup(of: id, because: nil, today: today))
        }
    }

    /// Gives booths of one's own back, for a reason.
    ///
    /// - Parameter once: keeps the number of the first of them.
    public func releaseOwnBooths(
        _ id: Int64, of establishment: Int64, because reason: String, as viewer: Viewer, today: Day,
        dryRun: Bool = false, once: OneRequest<[BoothAllocationRecord]>? = nil
    ) async throws -> [BoothAllocationRecord] {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(
            .boothRequestOwn, of: .one("establishment", id: establishment), because: reason, as: viewer,
            dryRun: dryRun, once: once
        ) { session in
            try session.requireOwn(id, of: establishment)
            return try session.boothAllocations(
                try session.releaseGroup(of: id, because: reason, today: today))
        }
    }
}

extension Session {
    fileprivate func ownBooths(of establishment: Int64) throws -> [OwnBooths] {
        let found = try query(
            "SELECT x.*, n.ordinal = 1 AS is_party FROM (" + BoothAllocationRecord.select
                + """
                 WHERE a.state IN ('held', 'confirmed')) x JOIN booth_tenant n USING (booth_allocation_id)
                WHERE n.establishment_id = \(establishment) ORDER BY x.booth_allocation_id
                """
        ) { (try BoothAllocationRecord($0), isParty: try $0("is_party", as: Bool.self)) }
        let fairs = try fairs(Set(found.map(\.0.fairID)))
        return Dictionary(grouping: found) { "\($0.0.groupID)/\($0.0.state.rawValue)" }.values.compactMap {
            group in
            fairs[group[0].0.fairID].map {
                OwnBooths(fair: $0, allocations: group.map(\.0), isParty: group[0].isParty)
            }
        }.sorted { ($1.fair.days.first, $1.id) < ($0.fair.days.first, $0.id) }
    }

    /// Refuses booths that somebody else rents with the words for those that there are not.
    fileprivate func requireOwn(_ id: Int64, of establishment: Int64) throws {
        let isOwn: Bool = try value(
            """
            SELECT EXISTS (SELECT FROM booth_tenant n
              WHERE n.booth_allocation_id = \(id) AND n.ordinal = 1 AND n.establishment_id = \(establishment))
            """)
        if !isOwn { throw Refusal(.unknownAllocation(id)) }
    }
}
