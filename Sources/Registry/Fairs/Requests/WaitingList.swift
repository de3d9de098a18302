import Evidence
import Postgres
public import RuralIndustry

/// A request on a fair's waiting list, and what it could be given now if nobody stood before it.
public struct WaitingPlace: Sendable {
    public let request: BoothRequestRecord
    /// The codes of free booths that it would get; empty: none of them fits.
    public let booths: [String]
    /// What stands between it and more booths, or a better zone.
    public let hindrances: [Bilingual]
}

/// What came of giving booths to somebody who waits.
public struct WaitingOffer: Sendable {
    public let request: BoothRequestRecord
    public let allocations: [BoothAllocationRecord]
}

extension Registry {
    /// The waiting list of a fair in its order, each with what free booths would fit on the day.
    ///
    /// - Parameter codes: only these booths are looked at; empty: all.
    public func waitingList(
        ofFair id: Int64, booths codes: [String] = [], on day: Day, as viewer: Viewer
    ) async throws -> [WaitingPlace] {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { session in
            let fair = try session.fair(id)
            return try session.waitingPlaces(
                fair, try session.freeBooths(fair, codes, today: day), today: day)
        }
    }

    /// Gives free booths to the first on the waiting list whom some of them fit, in one transaction: the hold, the request's state,
    /// and the places of all behind it.
    ///
    /// - Parameters:
    ///   - codes: booths that may be given, such as those that were just released; empty: all that are free.
    ///   - chosen: a request that is to have them though others before it could; needs a reason, which is kept with all whom it
    ///     passes over.
    ///   - until: the last day on which the hold holds.
    public func offerBooths(
        _ codes: [String] = [], fair id: Int64, to chosen: Int64? = nil, until: Day,
        because reason: String? = nil,
        as viewer: Viewer, today: Day, dryRun: Bool = false
    ) async throws -> WaitingOffer {
        let reason = try BoundedText.optional(reason, column: "reason")
        return try await change(
            .fairWaiting, of: .one("fair", id: id), because: reason, as: viewer, dryRun: dryRun
        ) { session in
            let fair = try session.fairForChange(id)
            try session.requireState(fair, [.open], to: Bilingual(vi: "giao gian hàng", en: "give booths"))
            try fair.checkHold(until: until, today: today)
            try session.expire(try session.liveAllocations(ofFair: id), on: today)
            let free = try session.freeBooths(fair, codes, today: today)
            try session.lockBooths(free.map(\.id))
            let places = try session.waitingPlaces(fair, free, today: today)
            let (place, passed) = try places.choose(chosen, because: reason)
            return try session.give(
                place, passing: passed, of: free, at: fair, until: until, because: reason, today: today)
        }
    }

    /// Puts a request on another place of the waiting list, for a reason that is kept with everybody whose place changes.
    public func moveWaiting(
        _ id: Int64, to position: Int, because reason: String, as viewer: Viewer, dryRun: Bool = false
    ) async throws -> [BoothRequestRecord] {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(
            .fairWaiting, of: .one("booth_request", id: id), because: reason, as: viewer, dryRun: dryRun
        ) { session in
            let request = try session.boothRequestForChange(id)
            try session.require(.fairWaiting, on: .one("fair", id: request.fairID), as: viewer)
            var order = try session.waiting(ofFair: request.fairID)
            guard let from = order.firstIndex(where: { $0.id == id }) else {
                throw Refusal(.notWaiting(request))
            }
            guard order.indices.contains(position - 1) else {
                throw Refusal(
                    Violation(
                        "waiting-position", vi: "thứ tự chờ phải từ 1 đến \(order.count)",
                        en: "a place on the waiting list lies between 1 and \(order.count)",
                        at: Place(column: "position")))
            }
            order.insert(order.remove(at: from), at: position - 1)
            try session.take(
                zip(order, 1...).filter { $0.waitingPosition != $1 }.map {
                    BoothRequestMove(request: $0, state: $0.state, waitingPosition: $1, reason: reason)
                })
            return try session.waiting(ofFair: request.fairID)
        }
    }
}

extension [WaitingPlace] {
    /// The place that is served, and those whom it passes over although something fits them.
    fileprivate func choose(
        _ chosen: Int64?, because reason: String?
    ) throws -> (place: WaitingPlace, passed: [WaitingPlace]) {
        guard let chosen else {
            if let first = first(where: { !$0.booths.isEmpty }) { return (first, []) }
            throw Refusal(
                Violation(
                    "waiting-none-fits",
                    vi: isEmpty
                        ? "không có đăng ký nào chờ"
                        : "không có gian trống nào hợp với đăng ký nào trong danh sách chờ",
                    en: isEmpty ? "nobody waits" : "no free booth fits anybody on the waiting list"))
        }
        guard let index = firstIndex(where: { $0.request.id == chosen }) else {
            throw Refusal(
                Violation(
                    "waiting-unknown", vi: "đăng ký \(chosen) không có trong danh sách chờ của hội chợ",
                    en: "request \(chosen) is not on the fair's waiting list"))
        }
        let place = self[index]
        guard !place.booths.isEmpty else {
            let why = place.hindrances
            throw Refusal(
                Violation(
                    "waiting-none-fits",
                    vi: "không có gian trống nào hợp với đăng ký \(chosen): "
                        + why.map(\.vi).joined(separator: "; "),
                    en: "no free booth fits request \(chosen): " + why.map(\.en).joined(separator: "; ")))
        }
        let passed = self[..<index].filter { !$0.booths.isEmpty }
        if !passed.isEmpty, reason == nil { throw Refusal(.passedOver(passed)) }
        return (place, passed)
    }
}

extension Session {
    /// Those who wait at a fair, in their order.
    func waiting(ofFair id: Int64) throws -> [BoothRequestRecord] {
        try boothRequests(ofFair: id, in: [.waiting, .partlyGiven]).sorted {
            ($0.waitingPosition ?? 0) < ($1.waitingPosition ?? 0)
        }
    }

    /// The moves of those behind a request that leaves the waiting list; none if it was not on it.
    func movingUp(behind request: BoothRequestRecord) throws -> [BoothRequestMove] {
        guard let position = request.waitingPosition else { return [] }
        return try waiting(ofFair: request.fairID).filter { $0.waitingPosition ?? 0 > position }.map {
            BoothRequestMove(
                request: $0, state: $0.state, waitingPosition: ($0.waitingPosition ?? 0) - 1,
                reason: "Đăng ký \(request.id) ra khỏi danh sách chờ")
        }
    }

    /// Refuses to give booths past those who wait for them without a reason, which is then kept with the hold.
    func requireReasonToPass(
        _ fair: FairRecord, with booths: [BoothRecord], because reason: String?, today: Day
    ) throws {
        if reason != nil { return }
        let passed = try waitingPlaces(fair, booths, today: today).filter { !$0.booths.isEmpty }
        if !passed.isEmpty { throw Refusal(.passedOver(passed)) }
    }

    /// Free booths of a fair, or those of them that are named; refuses a named one that somebody has.
    fileprivate func freeBooths(_ fair: FairRecord, _ codes: [String], today: Day) throws -> [BoothRecord] {
        if codes.isEmpty { return try freeBooths(ofFair: fair.id, today: today) }
        let named = try booths(codes, ofFair: fair.id)
        let taken = try liveAllocations(ofBooths: named.map(\.id), on: fair.days).filter {
            !$0.isExpired(on: today)
        }
        try Refusal.throwIfAny(taken.map(Violation.taken))
        return named
    }

    /// Each who waits with what the rule would give it of the free booths if it alone asked.
    fileprivate func waitingPlaces(
        _ fair: FairRecord, _ free: [BoothRecord], today: Day
    ) throws -> [WaitingPlace] {
        let waiting = try waiting(ofFair: fair.id)
        if waiting.isEmpty { return [] }
        let terms = try terms(ofFair: fair.id)
        let quotas = try quotasLeft(ofFair: fair.id, today: today)
        let missing = Dictionary(waiting.map { ($0.id, $0.missing) }) { first, _ in first }
        let input = try allocationInput(fair, terms, waiting, free, today: today).asking(for: missing)
        let outcomes = try AllocationPlan.alone(try input.problem()) { SHA256Digest(of: $0).bytes }
        // both are in the order of the draw ids
        let alone = Dictionary(zip(input.requests.map(\.number), outcomes)) { first, _ in first }
        return waiting.map { request in
            if !quotas.isEmpty, let province = request.provinceUnitID,
                !quotas.contains(where: { $0.covers(request, province: province) })
            {
                return WaitingPlace(request: request, booths: [], hindrances: [.noQuota])
            }
            let outcome = alone[request.id]
            return WaitingPlace(
                request: request, booths: outcome?.booths.map(\.code) ?? [],
                hindrances: outcome?.hindrances.map { $0.text(quota: input.name) } ?? [])
        }
    }

    fileprivate func give(
        _ place: WaitingPlace, passing passed: [WaitingPlace], of free: [BoothRecord], at fair: FairRecord,
        until: Day, because reason: String?, today: Day
    ) throws -> WaitingOffer {
        let request = place.request
        try requireTenants(try BoothTenants([request.tenant]), on: request.days.first)
        let codes = Set(place.booths)
        let booths = free.filter { codes.contains($0.booth.code.text) }
        let why = reason ?? "Giao cho đăng ký \(request.id) trong danh sách chờ"
        let ids = try hold([(request, booths)], at: fair, until: until, because: why, today: today)
        let isWhole = booths.count == request.missing
        var moves = passed.map {
            BoothRequestMove(
                request: $0.request, state: $0.request.state, waitingPosition: $0.request.waitingPosition,
                reason: reason)
        }
        moves.append(
            BoothRequestMove(
                request: request, state: isWhole ? .given : .partlyGiven,
                waitingPosition: isWhole ? nil : request.waitingPosition, reason: why))
        if isWhole { moves += try movingUp(behind: request) }
        try take(moves)
        return WaitingOffer(
            request: try boothRequest(request.id), allocations: try boothAllocations(ids))
    }
}

extension AllocationInput {
    /// The same, the requests for other numbers of booths.
    fileprivate func asking(for booths: [Int64: Int]) -> AllocationInput {
        AllocationInput(
            fair: fair, fairName: fairName, day: day, booths: self.booths,
            requests: requests.map { $0.asking(for: booths[$0.number] ?? $0.booths) }, quotas: quotas,
            provinces: provinces, rules: rules, seed: seed)
    }
}

extension AllocationInput.Request {
    /// The same, for another number of booths.
    fileprivate func asking(for booths: Int) -> Self {
        Self(
            number: number, tenant: tenant, tenantName: tenantName, province: province, group: group,
            funds: funds,
            booths: booths, isAdjacent: isAdjacent, zones: zones, takesOtherZones: takesOtherZones,
            filedOn: filedOn, awards: awards)
    }
}

extension Bilingual {
    fileprivate static let noQuota = Bilingual(
        vi: "tỉnh không có chỉ tiêu nào cho đăng ký này",
        en: "the province has no quota that covers the request")
}

extension Violation {
    fileprivate static func passedOver(_ passed: [WaitingPlace]) -> Violation {
        let few = passed.prefix(5).map { "\($0.request.id) (\($0.request.tenantName))" }.joined(
            separator: ", ")
        let names = few + (passed.count > 5 ? ", …" : "")
        return Violation(
            "waiting-passed-over",
            vi: "đăng ký \(names) chờ trước và cũng nhận được gian này; hãy nêu lý do",
            en: "\(names) wait before and could have a booth too; give a reason",
            at: Place(column: "because"))
    }

    fileprivate static func notWaiting(_ request: BoothRequestRecord) -> Violation {
        Violation(
            "waiting-unknown",
            vi:
                "đăng ký \(request.id) (\(request.tenantName)) \(request.state.name.vi), không ở trong danh sách chờ",
            en: "request \(request.id) (\(request.tenantName)) is \(request.state.name.en), not waiting")
    }
}
