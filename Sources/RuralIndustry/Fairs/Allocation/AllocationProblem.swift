/// Who wants which booths of a fair, and what limits hold: everything that an allocation depends on. The order of the rows
/// never matters.
public struct AllocationProblem: Hashable, Sendable {
    public let booths: [Booth]
    public let requests: [Request]
    public let quotas: [Quota]
    public let scale: PreferenceScale
    /// Named before the requests are known; needed only where lots must be drawn.
    public let seed: String?

    /// A booth that is free to be given.
    public struct Booth: Hashable, Sendable {
        public let code: String
        public let zone: String
        /// The places, in the list of booths, of those that stand side by side or back to back with it. Said of one of the
        /// two is enough.
        public let neighbours: [Int]

        public init(code: String, zone: String, neighbours: [Int] = []) {
            self.code = code
            self.zone = zone
            self.neighbours = neighbours
        }
    }

    /// What an establishment, a department or a promotion centre asks for.
    public struct Request: Hashable, Sendable {
        /// Stands in the draw: SHA-256(seed ‖ 0x00 ‖ id).
        public let id: String
        public let province: UnitCode?
        public let group: ProductGroupID?
        /// The fund that bears a part of the price; nil: none does.
        public let funds: FundingSource?
        /// At least 1.
        public let boothsWanted: Int
        /// The booths must hang together through neighbours, in one zone, and are given all or none.
        public let isAdjacent: Bool
        /// Zones wished for, the most wanted first; empty: all are equally welcome.
        public let zones: [String]
        /// Whether a zone beside those named would be taken.
        public let takesOtherZones: Bool
        /// By the fair's `PriorityRule`.
        public let points: Int

        public init(
            id: String, province: UnitCode? = nil, group: ProductGroupID? = nil, funds: FundingSource? = nil,
            boothsWanted: Int = 1, isAdjacent: Bool = false, zones: [String] = [],
            takesOtherZones: Bool = true,
            points: Int = 0
        ) {
            self.id = id
            self.province = province
            self.group = group
            self.funds = funds
            self.boothsWanted = boothsWanted
            self.isAdjacent = isAdjacent
            self.zones = zones
            self.takesOtherZones = takesOtherZones
            self.points = points
        }

        /// One booth hangs together with itself.
        var isGroup: Bool { isAdjacent && boothsWanted > 1 }
    }

    /// At most so many booths for the requests that have all of the named marks; a mark that is nil is not looked at.
    public struct Quota: Hashable, Sendable {
        public let province: UnitCode?
        public let group: ProductGroupID?
        public let funds: FundingSource?
        /// Booths that may still be given.
        public let maximum: Int

        public init(
            province: UnitCode? = nil, group: ProductGroupID? = nil, funds: FundingSource? = nil, maximum: Int
        ) {
            self.province = province
            self.group = group
            self.funds = funds
            self.maximum = maximum
        }

        public func covers(_ request: Request) -> Bool {
            (province == nil || province == request.province) && (group == nil || group == request.group)
                && (funds == nil || funds == request.funds)
        }
    }

    /// - Throws: everything that is wrong: `allocation-booth-repeated`, `allocation-neighbour-unknown`,
    ///   `allocation-request-repeated`, `allocation-booths-wanted`, `allocation-points`, `allocation-zone-repeated`,
    ///   `allocation-quota-repeated`, `allocation-quota-negative`, `allocation-too-large`.
    public init(
        booths: [Booth], requests: [Request], quotas: [Quota] = [], scale: PreferenceScale = .standard,
        seed: String? = nil
    ) throws(Refusal) {
        self.booths = booths
        self.requests = requests
        self.quotas = quotas
        self.scale = scale
        self.seed = seed
        try Refusal.throwIfAny(AllocationCheck(self).violations)
    }
}
