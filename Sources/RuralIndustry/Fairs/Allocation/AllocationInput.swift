/// Everything that a sharing out of booths started from, as a document that is kept, hashed and computed again by anybody: the
/// free booths, who asks for what with which awards, what quotas have left, the rules and the seed.
///
/// The document is the same whatever the order in which its parts came.
public struct AllocationInput: Hashable, Sendable {
    public let fair: Int64
    public let fairName: String
    /// The day on which awards count and codes are read: the first of the fair.
    public let day: Day
    /// In the order of their codes.
    public let booths: [Booth]
    /// By draw id.
    public let requests: [Request]
    public let quotas: [AllocationProblem.Quota]
    /// The names of provinces by code.
    public let provinces: [String: String]
    public let rules: AllocationRules
    /// Named before requests closed; nil: none was.
    public let seed: String?

    /// A booth that is free.
    public struct Booth: Hashable, Sendable {
        public let code: String
        public let zone: String
        /// The codes of free booths beside it.
        public let neighbours: [String]

        public init(code: String, zone: String, neighbours: [String]) {
            self.code = code
            self.zone = zone
            self.neighbours = neighbours.sorted { NaturalOrder($0) < NaturalOrder($1) }
        }
    }

    /// A request as it was filed, and the awards of who files it.
    public struct Request: Hashable, Sendable {
        /// Its number in the registry.
        public let number: Int64
        public let tenant: BoothTenant
        public let tenantName: String
        public let province: UnitCode?
        public let group: ProductGroupID?
        public let funds: FundingSource?
        public let booths: Int
        public let isAdjacent: Bool
        public let zones: [String]
        public let takesOtherZones: Bool
        public let filedOn: Day
        /// How many awards of each level stand on the fair's day.
        public let awards: [SelectionLevel: Int]

        public init(
            number: Int64, tenant: BoothTenant, tenantName: String, province: UnitCode?,
            group: ProductGroupID?,
            funds: FundingSource?, booths: Int, isAdjacent: Bool, zones: [String], takesOtherZones: Bool,
            filedOn: Day, awards: [SelectionLevel: Int]
        ) {
            self.number = number
            self.tenant = tenant
            self.tenantName = tenantName
            self.province = province
            self.group = group
            self.funds = funds
            self.booths = booths
            self.isAdjacent = isAdjacent
            self.zones = zones
            self.takesOtherZones = takesOtherZones
            self.filedOn = filedOn
            self.awards = awards
        }

        /// What stands in the draw: who asks, and never in which order requests came or how they were numbered, so that nobody
        /// can choose it once the seed is known.
        public var drawID: String { tenant.drawID }
    }

    public init(
        fair: Int64, fairName: String, day: Day, booths: [Booth], requests: [Request],
        quotas: [AllocationProblem.Quota], provinces: [String: String], rules: AllocationRules, seed: String?
    ) {
        self.fair = fair
        self.fairName = fairName
        self.day = day
        self.booths = booths.sorted { NaturalOrder($0.code) < NaturalOrder($1.code) }
        self.requests = requests.sorted {
            Array($0.drawID.utf8).lexicographicallyPrecedes(Array($1.drawID.utf8))
        }
        self.quotas = quotas.sorted { $0.order.lexicographicallyPrecedes($1.order) }
        self.provinces = provinces
        self.rules = rules
        self.seed = seed
    }

    /// The problem that the rule solves.
    public func problem() throws(Refusal) -> AllocationProblem {
        let places = Dictionary(zip(booths.map(\.code), booths.indices)) { first, _ in first }
        return try AllocationProblem(
            booths: booths.map { booth in
                AllocationProblem.Booth(
                    code: booth.code, zone: booth.zone, neighbours: booth.neighbours.map { places[$0] ?? -1 })
            },
            requests: requests.map { request in
                AllocationProblem.Request(
                    id: request.drawID, province: request.province, group: request.group,
                    funds: request.funds,
                    boothsWanted: request.booths, isAdjacent: request.isAdjacent, zones: request.zones,
                    takesOtherZones: request.takesOtherZones, points: points(of: request))
            }, quotas: quotas, scale: rules.scale, seed: seed)
    }

    public func points(of request: Request) -> Int {
        rules.priority.points(of: request.awards.flatMap { Array(repeating: $0.key, count: $0.value) })
    }

    /// What a quota is of, by names, as it stands inside a sentence.
    public func name(of quota: AllocationProblem.Quota) -> Bilingual {
        let province = quota.province.map { provinces[$0.text] ?? $0.text }
        let group = quota.group.map { $0.lawName ?? Bilingual(vi: $0.rawValue, en: $0.rawValue) }
        return Bilingual(
            vi: [
                province.map { $0.prefix(1).lowercased() + $0.dropFirst() }, group.map { "nhóm \($0.vi)" },
                quota.funds.map { "nguồn \($0.name.vi)" },
            ]
            .compactMap(\.self).joined(separator: ", "),
            en: [province, group?.en, quota.funds?.name.en].compactMap(\.self).joined(separator: ", "))
    }
}

extension BoothTenant {
    /// One text for each tenant: `establishment 12`, `sponsor Ngân hàng Mẫu`.
    var drawID: String { "\(kind.rawValue) \(name ?? String(establishment ?? 0))" }
}

extension AllocationProblem.Quota {
    fileprivate var order: [String] {
        [province?.text, group?.rawValue, funds?.rawValue].map { $0.map { "0" + $0 } ?? "1" }
    }
}
