/// Which request gets which booths of a fair, and why: a pure function of the problem, whatever the order of its rows.
///
/// Groups of neighbouring booths are placed first (`GroupPlacing`), all other booths are then given one by one in the best
/// way (`WishFlow`); where quotas cut across each other, what exceeds them is taken back and given again (`QuotaRepair`).
/// Without groups, and if no quota that cuts across another had to be enforced, no plan has a higher total.
public struct AllocationPlan: Hashable, Sendable {
    /// One for each request, by id.
    public let outcomes: [Outcome]
    /// What all booths given are worth, by the problem's `PreferenceScale`.
    public let value: Int
    /// No plan is worth more than this (`QuotaBound`).
    public let upperBound: Int
    /// For each quota, in the order of province, group and fund, how many booths it was spent on.
    public let spent: [SpentQuota]

    /// How much more a better plan could be worth at most; 0: there is no better one.
    public var gap: Int { upperBound - value }

    public struct Outcome: Hashable, Sendable {
        public let request: AllocationProblem.Request
        /// In the order of their codes.
        public let booths: [GivenBooth]
        public let value: Int
        /// Why it has not more booths, or not all of them in the zone it wishes for most; empty if it has.
        public let hindrances: [Hindrance]
        /// What the draw did to it.
        public let draw: Draw?

        public var isWhole: Bool { booths.count == request.boothsWanted }
    }

    public struct GivenBooth: Hashable, Sendable {
        public let code: String
        public let zone: String
        /// The zone's place among those that the request names, from 1; nil: it is not among them.
        public let rank: Int?
    }

    /// What stands between a request and what it asks for. It holds for the finished plan, for groups of neighbours at the
    /// moment of their turn.
    public enum Hindrance: Hashable, Sendable {
        /// The quota has only so many booths left.
        case quota(AllocationProblem.Quota, left: Int)
        /// All booths of the zone are given, or it had none to give.
        case zoneFull(String)
        /// No more booths than this hang together in the zone.
        case noRun(zone: String, longest: Int)
        /// The fair has no zone with booths to give.
        case noBooths

        var zone: String? {
            switch self {
            case .quota, .noBooths: nil
            case .zoneFull(let zone), .noRun(let zone, _): zone
            }
        }
    }

    public enum Draw: String, Hashable, Sendable {
        /// Decided for it: it could have had less in a plan just as good.
        case won
        /// Decided against it: it could have had more in a plan just as good.
        case lost
        /// Both at once: it could have had more, and less.
        case between
    }

    public struct SpentQuota: Hashable, Sendable {
        public let quota: AllocationProblem.Quota
        public let booths: Int
    }

    /// - Parameter sha256: the hash that lots are drawn with.
    /// - Throws: `draw-needs-seed` if equals must be drawn and the problem has no seed.
    public init(of problem: AllocationProblem, sha256: ([UInt8]) -> [UInt8]) throws(Refusal) {
        let frame = AllocationFrame(problem)
        let settled = try Settled(frame, seed: problem.seed, sha256: sha256)
        outcomes = settled.outcomes
        value = outcomes.reduce(0) { $0 + $1.value }
        spent = settled.spent
        upperBound = settled.isExact ? value : QuotaBound(frame).bound(above: value)
    }

    /// What each request would get if it alone had asked: one for each, by id, each the outcome of a plan for it alone. What the
    /// fair is like is worked out once for all.
    public static func alone(
        _ problem: AllocationProblem, sha256: ([UInt8]) -> [UInt8]
    ) throws(Refusal) -> [Outcome] {
        let frame = AllocationFrame(problem)
        var outcomes: [Outcome] = []
        for request in frame.requests.indices {
            outcomes += try Settled(frame.alone(request), seed: problem.seed, sha256: sha256).outcomes
        }
        return outcomes
    }
}

/// Who has what in the end.
private struct Settled {
    let outcomes: [AllocationPlan.Outcome]
    let spent: [AllocationPlan.SpentQuota]
    /// No plan is worth more.
    let isExact: Bool

    init(_ frame: AllocationFrame, seed: String?, sha256: ([UInt8]) -> [UInt8]) throws(Refusal) {
        let lots = Lots(frame.requests, seed: seed, sha256: sha256)
        let groups = try GroupPlacing(frame, by: lots)
        let singles = try QuotaRepair(
            frame, booths: frame.zones.indices.map { groups.free.inZone($0).count }, left: groups.left,
            by: lots)
        var drawn = groups.drawn
        drawn.add(singles.drawn)
        let dealt = frame.deal(singles.zones, groups.free)
        let account = AllocationAccount(frame, groups, dealt: dealt)
        outcomes = frame.requests.indices.map { account.outcome(of: $0, draw: drawn.draw(of: $0)) }
        spent = account.spent
        isExact = groups.places.isEmpty && singles.isExact
    }
}

extension DrawnRequests {
    func draw(of request: Int) -> AllocationPlan.Draw? {
        switch (won.contains(request), lost.contains(request)) {
        case (true, true): .between
        case (true, false): .won
        case (false, true): .lost
        case (false, false): nil
        }
    }
}
