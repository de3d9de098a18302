public import Postgres
public import RuralIndustry

/// A booth given to tenants for some days of a fair.
public struct BoothAllocationRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    /// Every step makes the next.
    public let version: Int
    public let fairID: Int64
    public let boothID: Int64
    /// The booth's code.
    public let booth: String
    /// The first of the allocations that were given together.
    public let groupID: Int64
    /// The allocation that it took the place of.
    public let movedFrom: Int64?
    public let days: FairDays
    public let state: BoothAllocationState
    /// The last day on which a hold holds.
    public let heldUntil: Day
    /// The code of the province whose quota it spends; nil: it is the organiser's own.
    public let province: String?
    /// Its name then.
    public let provinceName: String?
    public let productGroup: ProductGroupID?
    /// What pays a part of the rent; nil: nothing does.
    public let funds: FundingSource?
    /// The rent when it was given.
    public let price: VND?
    /// The part of the rent that funds pay; nil: nothing, or given before there were rules.
    public let support: VND?
    /// Whoever gave the booth stated that its tenants are in an area that gets more.
    public let isPriorityArea: Bool
    /// Names in the order of the tenants, a common booth's host first.
    public let tenants: [String]

    let provinceUnitID: Int64?
    let fundingRuleID: Int64?

    /// What is left of the rent for the tenants to pay.
    public var tenantsPart: VND? {
        price.flatMap { VND($0.amount - (support?.amount ?? 0)) }
    }

    /// True of a hold whose last day is over: the booth is free to whoever takes it.
    public func isExpired(on day: Day) -> Bool { state == .held && heldUntil < day }

    public init(_ row: Row) throws {
        id = try row("booth_allocation_id")
        version = try row("version")
        fairID = try row("fair_id")
        boothID = try row("booth_id")
        booth = try row("booth")
        groupID = try row("group_id")
        movedFrom = try row("moved_from")
        days = try row.fairDays("first_day", "last_day")
        state = try row("state")
        heldUntil = try row("held_until")
        province = try row("province")
        provinceName = try row("province_name")
        provinceUnitID = try row("province_unit_id")
        productGroup = try row("product_group")
        funds = try row("funds")
        price = try row("price_vnd", as: Int64?.self).flatMap(VND.init)
        support = try row("support_vnd", as: Int64?.self).flatMap(VND.init)
        isPriorityArea = try row("is_priority_area")
        fundingRuleID = try row("funding_rule_id")
        tenants = try row("tenants")
    }

    static let select: SQL = """
        SELECT a.booth_allocation_id, a.version, a.fair_id, a.booth_id, b.code AS booth, a.group_id, a.moved_from,
          lower(a.days) AS first_day, upper(a.days) - 1 AS last_day, a.state, a.held_until, p.code AS province, p.name AS province_name,
          a.province_unit_id, a.product_group, a.funds, a.price_vnd,
          a.support_vnd, a.is_priority_area, a.funding_rule_id,
          ARRAY(SELECT coalesce(t.name, e.name) FROM booth_tenant t LEFT JOIN establishment e USING (establishment_id)
            WHERE t.booth_allocation_id = a.booth_allocation_id ORDER BY t.ordinal) AS tenants
        FROM booth_allocation a JOIN booth b USING (booth_id) LEFT JOIN unit p ON p.unit_id = a.province_unit_id
        """
}

extension BoothAllocationState: SQLCodable {}
extension FundingSource: SQLCodable {}

extension Session {
    func boothAllocation(_ id: Int64) throws -> BoothAllocationRecord {
        let found = try first(
            BoothAllocationRecord.select + " WHERE a.booth_allocation_id = \(id)",
            as: BoothAllocationRecord.self)
        guard let found else { throw Refusal(.unknownAllocation(id)) }
        return found
    }

    func boothAllocations(_ ids: [Int64]) throws -> [BoothAllocationRecord] {
        try query(
            BoothAllocationRecord.select
                + " WHERE a.booth_allocation_id = ANY (\(ids)) ORDER BY a.booth_allocation_id",
            as: BoothAllocationRecord.self)
    }

    /// What was given together with one and is in the same state, that one included.
    func boothGroup(of allocation: BoothAllocationRecord) throws -> [BoothAllocationRecord] {
        try query(
            BoothAllocationRecord.select
                + """
                 WHERE a.group_id = \(allocation.groupID) AND a.state = \(allocation.state)
                ORDER BY a.booth_allocation_id
                """, as: BoothAllocationRecord.self)
    }

    /// What is held or confirmed at a fair, holds that have run out included.
    func liveAllocations(ofFair id: Int64) throws -> [BoothAllocationRecord] {
        try query(
            BoothAllocationRecord.select
                + " WHERE a.fair_id = \(id) AND a.state IN ('held', 'confirmed') ORDER BY a.booth_allocation_id",
            as: BoothAllocationRecord.self)
    }

    /// What is held or confirmed of booths on some days, holds that have run out included.
    func liveAllocations(ofBooths ids: [Int64], on days: FairDays) throws -> [BoothAllocationRecord] {
        try query(
            BoothAllocationRecord.select
                + """
                 WHERE a.booth_id = ANY (\(ids)) AND a.state IN ('held', 'confirmed')
                  AND a.days && daterange(\(days.first), \(days.last), '[]')
                ORDER BY a.booth_allocation_id
                """, as: BoothAllocationRecord.self)
    }

    /// Ends or confirms allocations whose booths are locked, each with its step.
    func end(
        _ allocations: [BoothAllocationRecord], as state: BoothAllocationState, because reason: String?
    ) throws {
        if allocations.isEmpty { return }
        try execute(
            """
            WITH changed AS (
              UPDATE booth_allocation SET state = \(state), version = version + 1
              WHERE booth_allocation_id = ANY (\(allocations.map(\.id))) RETURNING booth_allocation_id, version
            )
            INSERT INTO booth_step (booth_allocation_id, version, state, reason)
            SELECT booth_allocation_id, version, \(state), \(reason) FROM changed ORDER BY booth_allocation_id
            """)
    }

    /// Marks the holds among these that have run out by a day.
    func expire(_ allocations: [BoothAllocationRecord], on day: Day) throws {
        try end(allocations.filter { $0.isExpired(on: day) }, as: .expired, because: nil)
    }

    /// Makes booths, whose rows are locked, free for some days: holds that have run out are marked so, and whoever else has one is
    /// told.
    ///
    /// - Parameter besides: allocations that leave in the same transaction.
    func requireFree(
        _ booths: [BoothRecord], on days: FairDays, besides leaving: [BoothAllocationRecord] = [], today: Day
    ) throws {
        let found = try liveAllocations(ofBooths: booths.map(\.id), on: days)
        let inTheWay = found.filter { one in !leaving.contains { $0.id == one.id } }
        try Refusal.throwIfAny(inTheWay.filter { !$0.isExpired(on: today) }.map(Violation.taken))
        try expire(inTheWay, on: today)
    }

    /// Writes allocations of booths that are locked and free, with their first step and what funds pay for them; the first id is
    /// the group's.
    func insert(
        _ given: [GivenBooth], ids: [Int64], fair: Int64, tenants: BoothTenants, because reason: String?,
        today: Day
    ) throws {
        try insert(
            [GivenGroup(booths: given, ids: ids, tenants: tenants)], fair: fair, because: reason, today: today
        )
    }

    /// The same of several groups, of which each takes from the caps what the next no longer has.
    ///
    /// - Parameter telling: says of a refusal which group it is about, by its place.
    func insert(
        _ groups: [GivenGroup], fair: Int64, because reason: String?, today: Day,
        telling: (Violation, _ group: Int) -> Violation = { violation, _ in violation }
    ) throws {
        if groups.isEmpty { return }
        let funding = try funding(of: groups, fair: fair, today: today, telling: telling)
        let given = groups.flatMap(\.booths)
        let ids = groups.flatMap(\.ids)
        let groupIDs = groups.flatMap { group in group.ids.map { _ in group.ids[0] } }
        try execute(
            """
            INSERT INTO booth_allocation (booth_allocation_id, fair_id, booth_id, group_id, moved_from, days, state, held_until,
              province_unit_id, product_group, funds, price_vnd, is_priority_area, funding_rule_id, support_vnd)
            SELECT n.id, \(fair), n.booth, n.group_id, n.moved_from, daterange(n.first, n.last, '[]'), n.state, n.until,
              n.province, n.product_group, n.funds, n.price, n.is_priority_area, n.rule, n.support
            FROM unnest(\(ids), \(given.map(\.booth.id)), \(groupIDs), \(given.map(\.movedFrom)),
              \(given.map(\.days.first)), \(given.map(\.days.last)), \(given.map(\.state.rawValue)),
              \(given.map(\.heldUntil)), \(given.map(\.provinceUnitID)), \(given.map { $0.productGroup?.rawValue }),
              \(given.map { $0.funds?.rawValue }), \(given.map { $0.booth.booth.price?.amount }),
              \(given.map(\.isPriorityArea)), \(funding.map { $0?.rule.id }), \(funding.map { $0?.support.amount.amount }))
              AS n (id, booth, group_id, moved_from, first, last, state, until, province, product_group, funds, price,
                is_priority_area, rule, support)
            """)
        let all = groups.flatMap { group in
            group.ids.flatMap { id in
                group.tenants.tenants.indices.map { (allocation: id, place: $0, tenants: group.tenants) }
            }
        }
        try execute(
            """
            INSERT INTO booth_tenant (booth_allocation_id, ordinal, kind, role, establishment_id, name)
            SELECT * FROM unnest(\(all.map(\.allocation)), \(all.map { $0.place + 1 }),
              \(all.map { $0.tenants.tenants[$0.place].kind.rawValue }), \(all.map { $0.tenants.role(at: $0.place).rawValue }),
              \(all.map { $0.tenants.tenants[$0.place].establishment }), \(all.map { $0.tenants.tenants[$0.place].name }))
            """)
        try execute(
            """
            INSERT INTO booth_step (booth_allocation_id, version, state, reason)
            SELECT n.id, 1, n.state, \(reason) FROM unnest(\(ids), \(given.map(\.state.rawValue))) AS n (id, state)
            """)
    }

    /// What funds pay for each booth of some groups.
    private func funding(
        of groups: [GivenGroup], fair id: Int64, today: Day, telling: (Violation, _ group: Int) -> Violation
    ) throws -> [BoothFunding?] {
        let claims = groups.compactMap(\.claim)
        if claims.isEmpty { return groups.flatMap { $0.booths.map { _ in nil } } }
        var ledger = try fundsLedger(
            for: claims, at: try fair(id), counting: .givenAndHeld(on: today))
        var funding: [BoothFunding?] = []
        for (place, group) in groups.enumerated() {
            do {
                funding += try ledger.pay(for: group)
            } catch let refusal as Refusal {
                try Refusal.throwIfAny(refusal.violations.map { telling($0, place) })
            }
        }
        return funding
    }

    /// Who is in a booth, as it was given.
    func tenants(ofAllocation id: Int64) throws -> BoothTenants {
        let rows = try query(
            """
            SELECT kind, role, establishment_id, name FROM booth_tenant WHERE booth_allocation_id = \(id) ORDER BY ordinal
            """
        ) { row in
            (
                try BoothTenant(
                    kind: try row("kind"), establishment: try row("establishment_id"), name: try row("name")),
                role: try row("role", as: BoothTenantRole.self)
            )
        }
        return try BoothTenants(rows.map(\.0), isCommon: rows.first?.role == .host)
    }
}

/// One booth to be given, and how.
struct GivenBooth {
    let booth: BoothRecord
    let movedFrom: Int64?
    let days: FairDays
    let state: BoothAllocationState
    let heldUntil: Day
    let provinceUnitID: Int64?
    let productGroup: ProductGroupID?
    let funds: FundingSource?
    var isPriorityArea = false
}

/// Booths that are given together to the same tenants, whole or not at all.
struct GivenGroup {
    let booths: [GivenBooth]
    /// Of their allocations; the first is the group's.
    let ids: [Int64]
    let tenants: BoothTenants
}

extension BoothTenant.Kind: SQLCodable {}
extension BoothTenantRole: SQLCodable {}

extension BoothTenant {
    init(kind: Kind, establishment: Int64?, name: String?) throws {
        switch (kind, establishment, name) {
        case (.establishment, let id?, _): self = .establishment(id)
        case (.department, _, let name?): self = .department(name)
        case (.promotionCentre, _, let name?): self = .promotionCentre(name)
        case (.sponsor, _, let name?): self = .sponsor(name)
        default: throw PostgresError.misuse("a tenant of kind \(kind.rawValue) is nobody")
        }
    }
}

extension Violation {
    static func unknownAllocation(_ id: Int64) -> Violation {
        Violation(
            "unknown-allocation", vi: "không có lần giao gian hàng số \(id)",
            en: "there is no allocation \(id) of a booth")
    }

    /// Says who has a booth, and until when.
    static func taken(_ by: BoothAllocationRecord) -> Violation {
        let tenants = by.tenants.joined(separator: ", ")
        let days = by.days.text
        return by.state == .confirmed
            ? Violation(
                "booth-taken",
                vi: "gian hàng \(by.booth) \(days.vi) đã xác nhận cho \(Text.quoted(tenants)) (số \(by.id))",
                en: "booth \(by.booth) is confirmed \(days.en) for \(Text.quoted(tenants)) (\(by.id))",
                at: Place(column: "booth"))
            : Violation(
                "booth-taken",
                vi:
                    "gian hàng \(by.booth) \(days.vi) đang giữ cho \(Text.quoted(tenants)) đến hết ngày \(by.heldUntil.vietnamese) (số \(by.id))",
                en:
                    "booth \(by.booth) is held \(days.en) for \(Text.quoted(tenants)) until \(by.heldUntil.iso) (\(by.id))",
                at: Place(column: "booth"))
    }
}
