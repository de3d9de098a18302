import Postgres
public import RuralIndustry

// What becomes of booths that were given: every act is on the whole group that was given together, and every step is kept with
// its reason.

extension Registry {
    /// held → confirmed. Refused once the hold has run out.
    ///
    /// - Parameters:
    ///   - version: of the booths, as whoever confirms them read them.
    ///   - once: keeps what was confirmed, as its numbers.
    public func confirmBooths(
        _ id: Int64, version: VersionMatch = .any, because reason: String? = nil, as viewer: Viewer,
        today: Day, dryRun: Bool = false, once: OneRequest<[BoothAllocationRecord]>? = nil
    ) async throws -> [BoothAllocationRecord] {
        let reason = try BoundedText.optional(reason, column: "reason")
        return try await act(
            .boothConfirm, on: id, because: reason, as: viewer, dryRun: dryRun, once: once
        ) { session in
            try session.confirmGroup(of: id, version: version, because: reason, today: today)
        }
    }

    /// Gives booths back, for a reason; with version and once as for confirming them.
    public func releaseBooths(
        _ id: Int64, version: VersionMatch = .any, because reason: String, as viewer: Viewer, today: Day,
        dryRun: Bool = false, once: OneRequest<[BoothAllocationRecord]>? = nil
    ) async throws -> [BoothAllocationRecord] {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await act(
            .boothRelease, on: id, because: reason, as: viewer, dryRun: dryRun, once: once
        ) { session in
            try session.releaseGroup(of: id, version: version, because: reason, today: today)
        }
    }

    /// Records that nobody turned up in booths that were confirmed; from their first day on.
    public func recordNoShow(
        _ id: Int64, because reason: String? = nil, as viewer: Viewer, today: Day, dryRun: Bool = false
    ) async throws -> [BoothAllocationRecord] {
        let reason = try BoundedText.optional(reason, column: "reason")
        return try await act(.boothNoShow, on: id, because: reason, as: viewer, dryRun: dryRun) { session in
            let group = try session.groupForChange(id, fair: [.open, .closed], to: .noShow, today: today)
            if let first = group.first, today < first.days.first {
                throw Refusal(
                    Violation(
                        "booth-no-show-early",
                        vi:
                            "gian hàng \(first.booth) được dùng từ \(first.days.first.vietnamese): chưa biết có đến hay không",
                        en:
                            "booth \(first.booth) is taken from \(first.days.first.iso): nobody can be missing yet"
                    ))
            }
            try session.end(group, as: .noShow, because: reason)
            return group.map(\.id)
        }
    }

    /// Gives the tenants of a group other booths in place of theirs, as many and as adjacent; held stays held, confirmed confirmed.
    ///
    /// - Parameters:
    ///   - version: of the booths that are left, as whoever moves them read them.
    ///   - once: keeps what was given instead, as its numbers.
    public func moveBooths(
        _ id: Int64, to codes: [String], version: VersionMatch = .any, because reason: String,
        as viewer: Viewer, today: Day, dryRun: Bool = false,
        once: OneRequest<[BoothAllocationRecord]>? = nil
    ) async throws -> [BoothAllocationRecord] {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await act(
            .boothMove, on: id, because: reason, as: viewer, dryRun: dryRun, once: once
        ) { session in
            let fair = try session.fairForBooths(try session.boothAllocation(id).fairID)
            let wanted = try session.booths(codes, ofFair: fair.id)
            let group = try session.groupForChange(
                id, version: version, fair: [.open], to: .moved, today: today, besides: wanted.map(\.id))
            let booths = try session.booths(codes, ofFair: fair.id)
            try group.requireRoom(in: booths.count)
            try session.requireAdjacent(booths, ofFair: fair.id)
            try session.end(group, as: .moved, because: reason)
            return try session.give(booths, to: group, leaving: group, because: reason, today: today)
        }
    }

    /// Lets two groups of a fair, of as many booths, change places.
    public func swapBooths(
        _ id: Int64, with other: Int64, because reason: String, as viewer: Viewer, today: Day,
        dryRun: Bool = false
    ) async throws -> [BoothAllocationRecord] {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await act(.boothSwap, on: id, because: reason, as: viewer, dryRun: dryRun) { session in
            try session.require(.boothSwap, on: .one("booth_allocation", id: other), as: viewer)
            let (one, two) = (try session.boothAllocation(id), try session.boothAllocation(other))
            if one.fairID != two.fairID || one.groupID == two.groupID {
                throw Refusal(
                    Violation(
                        "booth-swap-apart",
                        vi: "chỉ đổi chỗ được hai lần giao khác nhau của cùng một hội chợ",
                        en: "only two different allocations of one fair can change places"))
            }
            // one statement locks the booths of both: two locks after each other could meet another swap's
            let theirs = try session.boothIDs(ofGroup: two.groupID)
            let first = try session.groupForChange(
                id, fair: [.open], to: .moved, today: today, besides: theirs)
            let second = try session.groupForChange(other, fair: [.open], to: .moved, today: today)
            try first.requireRoom(in: second.count)
            let all = try session.booths(ofFair: one.fairID)
            func booths(of group: [BoothAllocationRecord]) -> [BoothRecord] {
                group.compactMap { allocation in all.first { $0.id == allocation.boothID } }
            }
            let leaving = first + second
            try session.lockPayees(ofAllocations: leaving, fair: one.fairID)
            try session.end(leaving, as: .moved, because: reason)
            return try session.give(
                booths(of: second), to: first, leaving: leaving, because: reason, today: today)
                + session.give(
                    booths(of: first), to: second, leaving: leaving, because: reason, today: today)
        }
    }

    private func act(
        _ action: Action, on id: Int64, because reason: String?, as viewer: Viewer, dryRun: Bool,
        once: OneRequest<[BoothAllocationRecord]>? = nil,
        _ body: @escaping @Sendable (Session) throws -> [Int64]
    ) async throws -> [BoothAllocationRecord] {
        try await change(
            action, of: .one("booth_allocation", id: id), because: reason, as: viewer, dryRun: dryRun,
            once: once
        ) { session in
            try session.boothAllocations(try body(session))
        }
    }
}

extension Session {
    /// Confirms what was given together with an allocation; the numbers of all.
    func confirmGroup(
        of id: Int64, version: VersionMatch = .any, because reason: String?, today: Day
    ) throws -> [Int64] {
        let group = try groupForChange(id, version: version, fair: [.open], to: .confirmed, today: today)
        if let first = group.first, let unit = first.provinceUnitID {
            let province = try one(KnownUnit.select + " WHERE u.unit_id = \(unit)", as: KnownUnit.self)
            try requireQuota(
                BoothSpending(
                    fair: first.fairID, province: province, group: first.productGroup, funds: first.funds),
                for: group.map(\.boothID), confirming: true, today: today)
        }
        try requireFunding(of: group, today: today)
        try end(group, as: .confirmed, because: reason)
        return group.map(\.id)
    }

    /// Gives back what was given together with an allocation; the numbers of all.
    func releaseGroup(
        of id: Int64, version: VersionMatch = .any, because reason: String, today: Day
    ) throws -> [Int64] {
        let group = try groupForChange(id, version: version, fair: [.open], to: .released, today: today)
        try end(group, as: .released, because: reason)
        return group.map(\.id)
    }

    /// The booths of all allocations that were given together.
    fileprivate func boothIDs(ofGroup id: Int64) throws -> [Int64] {
        try values("SELECT booth_id FROM booth_allocation WHERE group_id = \(id)", as: Int64.self)
    }

    /// The live allocations that were given together with one, with their booths and the fair held until commit. Refuses what
    /// cannot become `target` any more.
    ///
    /// - Parameters:
    ///   - version: of the one that is named, as whoever changes it read it.
    ///   - besides: further booths to lock, in the same order.
    fileprivate func groupForChange(
        _ id: Int64, version: VersionMatch = .any, fair states: Set<FairState>,
        to target: BoothAllocationState, today: Day, besides more: [Int64] = []
    ) throws -> [BoothAllocationRecord] {
        let found = try boothAllocation(id)
        try execute("SELECT 1 FROM fair WHERE fair_id = \(found.fairID) FOR SHARE")
        try requireState(
            try fair(found.fairID), states,
            to: Bilingual(vi: "thay đổi việc giao gian hàng", en: "change who has a booth"))
        try lockBooths(try boothIDs(ofGroup: found.groupID) + more)
        let named = try boothAllocation(id)
        try version.require(named.version)
        if !named.state.next.contains(target) { throw Refusal(.ended(named, target)) }
        if named.isExpired(on: today), target != .released { throw Refusal(.holdExpired(named)) }
        return try query(
            BoothAllocationRecord.select
                + " WHERE a.group_id = \(found.groupID) AND a.state = \(named.state) ORDER BY a.booth_allocation_id",
            as: BoothAllocationRecord.self)
    }

    /// Holds the establishments of all that funds pay for at once: one group's after the other's could meet another swap.
    fileprivate func lockPayees(ofAllocations all: [BoothAllocationRecord], fair id: Int64) throws {
        let funded = all.filter { $0.funds != nil }.map(\.id)
        if funded.isEmpty { return }
        try lockPayees(
            try values(
                """
                SELECT DISTINCT establishment_id FROM booth_tenant
                WHERE booth_allocation_id = ANY (\(funded)) AND establishment_id IS NOT NULL
                """, as: Int64.self), at: try fair(id))
    }

    /// Gives a group's tenants booths, whose rows are locked, in place of those that they leave.
    fileprivate func give(
        _ booths: [BoothRecord], to group: [BoothAllocationRecord], leaving: [BoothAllocationRecord],
        because reason: String, today: Day
    ) throws -> [Int64] {
        guard let first = group.first else { return [] }
        try requireFree(booths, on: first.days, besides: leaving, today: today)
        let given = zip(booths, group).map { booth, old in
            GivenBooth(
                booth: booth, movedFrom: old.id, days: old.days, state: old.state, heldUntil: old.heldUntil,
                provinceUnitID: old.provinceUnitID, productGroup: old.productGroup, funds: old.funds,
                isPriorityArea: old.isPriorityArea)
        }
        let ids = try given.map { _ in try nextID(of: "booth_allocation") }
        try insert(
            given, ids: ids, fair: first.fairID, tenants: try tenants(ofAllocation: first.id),
            because: reason, today: today)
        return ids
    }
}

extension [BoothAllocationRecord] {
    fileprivate func requireRoom(in booths: Int) throws {
        if count == booths { return }
        throw Refusal(
            Violation(
                "booth-count", vi: "nhóm này có \(count) gian hàng, không chuyển sang \(booths) gian được",
                en: "this group has \(count) booths and cannot go into \(booths)", at: Place(column: "booth"))
        )
    }
}

extension Violation {
    fileprivate static func ended(
        _ allocation: BoothAllocationRecord, _ target: BoothAllocationState
    ) -> Violation {
        Violation(
            "booth-allocation-state",
            vi:
                "gian hàng \(allocation.booth) (số \(allocation.id)): \(allocation.state.name.vi), không chuyển sang “\(target.name.vi)” được",
            en:
                "allocation \(allocation.id) of booth \(allocation.booth) is \(allocation.state.name.en) and cannot become \(target.name.en)"
        )
    }

    fileprivate static func holdExpired(_ allocation: BoothAllocationRecord) -> Violation {
        Violation(
            "booth-hold-expired",
            vi:
                "chỗ giữ ở gian hàng \(allocation.booth) đã hết hạn sau ngày \(allocation.heldUntil.vietnamese); hãy giữ chỗ lại",
            en:
                "the hold of booth \(allocation.booth) ran out after \(allocation.heldUntil.iso); hold it again"
        )
    }
}
