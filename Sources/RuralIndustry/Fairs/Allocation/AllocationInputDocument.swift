extension AllocationInput {
    private static let format = "cnnt-booth-allocation-1"
    private static let code = "allocation-input-unreadable"

    /// The document that is kept; `init(_:)` reads it back. Canonical as JSON by RFC 8785.
    public var document: JSONValue {
        .object([
            "format": .string(Self.format), "fair": .integer(fair), "fair_name": .string(fairName),
            "day": .string(day.iso), "booths": .array(booths.map(\.document)),
            "requests": .array(requests.map(\.document)), "quotas": .array(quotas.map(\.document)),
            "provinces": .object(provinces.mapValues { .string($0) }), "rules": rules.document,
            "seed": seed.map { .string($0) } ?? .null,
        ])
    }

    /// - Throws: `allocation-input-unreadable` with a pointer, and what the rules' and codes' own readers throw.
    public init(_ document: JSONValue) throws(Violation) {
        let keys = [
            "format", "fair", "fair_name", "day", "booths", "requests", "quotas", "provinces", "rules",
            "seed",
        ]
        let fields = try StrictObject(document, keys: keys, code: Self.code)
        guard try fields.text("format") == Self.format else {
            throw Violation(
                Self.code, vi: "không phải là dữ liệu phân bổ gian hàng (\(Self.format))",
                en: "this is no input of an allocation (\(Self.format))", at: fields.place("format"))
        }
        var booths: [Booth] = []
        for (place, value) in try fields.array("booths").enumerated() {
            booths.append(try Booth(value, "/booths/\(place)"))
        }
        var requests: [Request] = []
        for (place, value) in try fields.array("requests").enumerated() {
            requests.append(try Request(value, "/requests/\(place)"))
        }
        var quotas: [AllocationProblem.Quota] = []
        for (place, value) in try fields.array("quotas").enumerated() {
            quotas.append(try AllocationProblem.Quota(value, "/quotas/\(place)"))
        }
        guard case .object(let names)? = fields.value("provinces"), let rules = fields.value("rules") else {
            throw Violation(
                Self.code, vi: "thiếu provinces hoặc rules", en: "provinces or rules are missing")
        }
        self.init(
            fair: Int64(try fields.number("fair")), fairName: try fields.text("fair_name"),
            day: try fields.day("day"), booths: booths, requests: requests, quotas: quotas,
            provinces: names.compactMapValues(\.string), rules: try AllocationRules(rules),
            seed: try fields.optionalText("seed"))
    }

    fileprivate static func object(_ value: JSONValue, _ pointer: String, _ keys: [String]) throws(Violation)
        -> StrictObject
    { try StrictObject(value, pointer, keys: keys, code: code) }
}

extension AllocationInput.Booth {
    fileprivate init(_ value: JSONValue, _ pointer: String) throws(Violation) {
        let fields = try AllocationInput.object(value, pointer, ["code", "zone", "neighbours"])
        self.init(
            code: try fields.text("code"), zone: try fields.text("zone"),
            neighbours: try fields.texts("neighbours"))
    }

    fileprivate var document: JSONValue {
        .object([
            "code": .string(code), "zone": .string(zone),
            "neighbours": .array(neighbours.map { .string($0) }),
        ])
    }
}

extension AllocationInput.Request {
    fileprivate init(_ value: JSONValue, _ pointer: String) throws(Violation) {
        let fields = try AllocationInput.object(
            value, pointer,
            [
                "number", "tenant_kind", "tenant_id", "tenant", "province", "group", "funds", "booths",
                "adjacent", "zones", "other_zones", "filed_on", "awards",
            ])
        let kind = try Words.choice(
            try fields.text("tenant_kind"), BoothTenant.Kind.self, code: "booth-tenant-kind-unknown")
        let name = try fields.text("tenant")
        var awards: [SelectionLevel: Int] = [:]
        for (level, count) in try fields.numbers("awards") {
            awards[try Words.choice(level, SelectionLevel.self, code: "level-unknown")] = count
        }
        let funds = try fields.optionalText("funds")
        let tenant: BoothTenant =
            switch kind {
            case .establishment: .establishment(Int64(try fields.number("tenant_id")))
            case .department: .department(name)
            case .promotionCentre: .promotionCentre(name)
            case .sponsor: .sponsor(name)
            }
        self.init(
            number: Int64(try fields.number("number")), tenant: tenant, tenantName: name,
            province: try fields.optionalProvince("province"),
            group: try fields.optionalText("group").map { ProductGroupID(rawValue: $0) },
            funds: try funds.map { (text) throws(Violation) in
                try Words.choice(text, FundingSource.self, code: "funding-source-unknown")
            }, booths: try fields.number("booths"), isAdjacent: try fields.flag("adjacent"),
            zones: try fields.texts("zones"), takesOtherZones: try fields.flag("other_zones"),
            filedOn: try fields.day("filed_on"), awards: awards)
    }

    fileprivate var document: JSONValue {
        let counted = awards.map { ($0.key.rawValue, JSONValue.integer(Int64($0.value))) }
        return .object([
            "number": .integer(number), "tenant_kind": .string(tenant.kind.rawValue),
            "tenant_id": tenant.establishment.map { .integer($0) } ?? .null, "tenant": .string(tenantName),
            "province": .optional(province?.text), "group": .optional(group?.rawValue),
            "funds": .optional(funds?.rawValue), "booths": .integer(Int64(booths)),
            "adjacent": .bool(isAdjacent),
            "zones": .array(zones.map { .string($0) }), "other_zones": .bool(takesOtherZones),
            "filed_on": .string(filedOn.iso), "awards": .object(Dictionary(counted) { first, _ in first }),
        ])
    }
}

extension AllocationProblem.Quota {
    fileprivate init(_ value: JSONValue, _ pointer: String) throws(Violation) {
        let fields = try AllocationInput.object(value, pointer, ["province", "group", "funds", "left"])
        let funds = try fields.optionalText("funds")
        self.init(
            province: try fields.optionalProvince("province"),
            group: try fields.optionalText("group").map { ProductGroupID(rawValue: $0) },
            funds: try funds.map { (text) throws(Violation) in
                try Words.choice(text, FundingSource.self, code: "funding-source-unknown")
            }, maximum: try fields.number("left"))
    }

    fileprivate var document: JSONValue { .object(marks(["left": .integer(Int64(maximum))])) }

    /// What it looks at, beside other members.
    fileprivate func marks(_ others: [String: JSONValue]) -> [String: JSONValue] {
        var members = others
        members["province"] = .optional(province?.text)
        members["group"] = .optional(group?.rawValue)
        members["funds"] = .optional(funds?.rawValue)
        return members
    }
}

extension AllocationPlan {
    /// What came out, as a document that is kept beside the input and compared when that is computed again.
    public var document: JSONValue {
        .object([
            "outcomes": .array(outcomes.map(\.document)), "value": .integer(Int64(value)),
            "upper_bound": .integer(Int64(upperBound)),
            "spent": .array(
                spent.map { .object($0.quota.marks(["booths": .integer(Int64($0.booths))])) }),
        ])
    }
}

extension AllocationPlan.Outcome {
    fileprivate var document: JSONValue {
        .object([
            "request": .string(request.id), "booths": .array(booths.map { .string($0.code) }),
            "value": .integer(Int64(value)), "draw": .optional(draw?.rawValue),
            "hindrances": .array(hindrances.map(\.document)),
        ])
    }
}

extension AllocationPlan.Hindrance {
    fileprivate var document: JSONValue {
        switch self {
        case .quota(let quota, let left):
            .object(quota.marks(["kind": .string("quota"), "left": .integer(Int64(left))]))
        case .zoneFull(let zone): .object(["kind": .string("zone-full"), "zone": .string(zone)])
        case .noRun(let zone, let longest):
            .object(["kind": .string("no-run"), "zone": .string(zone), "longest": .integer(Int64(longest))])
        case .noBooths: .object(["kind": .string("no-booths")])
        }
    }
}

extension JSONValue {
    fileprivate static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}

extension StrictObject {
    fileprivate func optionalProvince(_ key: String) throws(Violation) -> UnitCode? {
        guard let text = try optionalText(key) else { return nil }
        do throws(Violation) { return try UnitCode(text, level: .province) } catch {
            throw error.at(place(key))
        }
    }
}
