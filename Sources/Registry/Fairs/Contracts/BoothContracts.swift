import Postgres
public import RuralIndustry

extension Registry {
    /// The contracts of a fair, one for each who rents there, by what is confirmed: the host of a common booth, the first of those
    /// who share one, each with its booths, rents and what funds pay, and where that is more than the rules in force on the fair's
    /// first day allow.
    ///
    /// - Parameter day: on which records are merged and provinces are looked at.
    public func boothContracts(
        ofFair id: Int64, on day: Day, as viewer: Viewer
    ) async throws -> [BoothContract] {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { session in
            try session.boothContracts(of: try session.fair(id), on: day, as: viewer)
        }
    }

    /// The contract of one tenant: an establishment by its number, also by that of a record that was merged into it, or anybody by
    /// the name. Refusals: `contract-none`, `contract-tenant-ambiguous`.
    public func boothContract(
        ofFair id: Int64, tenant: String, on day: Day, as viewer: Viewer
    ) async throws -> BoothContract {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { session in
            let contracts = try session.boothContracts(of: try session.fair(id), on: day, as: viewer)
            let found: [BoothContract]
            if let number = Int64(tenant) {
                _ = try session.establishment(number)
                let now: Int64 = try session.value("SELECT establishment_on(\(number), \(day))")
                found = contracts.filter { $0.party.establishment == now }
            } else {
                let name = Folded(tenant)
                found = contracts.filter { Folded($0.party.name) == name }
            }
            if let contract = found.first, found.count == 1 { return contract }
            throw Refusal(found.isEmpty ? .noContract(tenant, fair: id) : .severalContracts(tenant, found))
        }
    }
}

extension Session {
    fileprivate func boothContracts(
        of fair: FairRecord, on day: Day, as viewer: Viewer
    ) throws -> [BoothContract] {
        let rented = try rentedBooths(of: fair.id, on: day)
        let parties = try contractParties(of: fair.id, on: day, as: viewer)
        let booths = rented.map { $0.booth(tenants: parties[$0.allocation] ?? []) }
        let days = Dictionary(rented.map { ($0.allocation, $0.confirmedOn) }) { first, _ in first }
        let findings = try contractFindings(booths, rented, at: fair)
        let header = ContractFair(
            id: fair.id, name: fair.name, organiser: fair.organiserName, venue: fair.venue, days: fair.days,
            setUpOn: fair.setUpOn)
        return try Dictionary(grouping: booths) { $0.tenants.first?.party.identity }.values.map { own in
            try BoothContract(
                fair: header, booths: own,
                confirmedOn: own.compactMap { days[$0.allocation] }.max() ?? fair.days.first,
                findings: findings)
        }.inOrder
    }

    private func rentedBooths(of fair: Int64, on day: Day) throws -> [RentedBooth] {
        let rules = Dictionary(
            try query(
                FundingRuleRecord.select
                    + """
                     WHERE r.funding_rule_id IN (
                      SELECT a.funding_rule_id FROM booth_allocation a WHERE a.fair_id = \(fair) AND a.state = 'confirmed')
                    """, as: FundingRuleRecord.self
            ).map { ($0.id, $0.rule) }
        ) { first, _ in first }
        return try query(
            """
            WITH home AS MATERIALIZED (
              SELECT q.province_unit_id, unit_home(q.province_unit_id, 'province', \(day)) AS home_unit_id
              FROM (SELECT DISTINCT a.province_unit_id FROM booth_allocation a WHERE a.fair_id = \(fair)) q
              WHERE q.province_unit_id IS NOT NULL
            )
            SELECT a.booth_allocation_id, b.code, b.zone, b.width_mm, b.depth_mm, lower(a.days) AS first_day,
              upper(a.days) - 1 AS last_day, a.price_vnd, a.support_vnd, a.funds, a.is_priority_area, a.funding_rule_id,
              a.province_unit_id, u.code AS home_code, u.full_name AS home_name,
              (SELECT max(v.recorded_at) FROM booth_step s JOIN audit_event v USING (audit_id)
                WHERE s.booth_allocation_id = a.booth_allocation_id AND s.state = 'confirmed') AS confirmed_at
            FROM booth_allocation a JOIN booth b USING (booth_id) LEFT JOIN home h USING (province_unit_id)
              LEFT JOIN unit u ON u.unit_id = h.home_unit_id
            WHERE a.fair_id = \(fair) AND a.state = 'confirmed' ORDER BY a.booth_allocation_id
            """
        ) { try RentedBooth($0, rules: rules) }
    }

    /// Who is in each booth, in their order. Where establishments are is told to those who may read their records.
    private func contractParties(
        of fair: Int64, on day: Day, as viewer: Viewer
    ) throws -> [Int64: [ContractTenant]] {
        let rows = try query(
            """
            SELECT n.booth_allocation_id, n.kind, n.role, n.party_id, coalesce(n.name, e.name) AS name, s.part_vnd
            FROM (
              SELECT t.booth_allocation_id, t.ordinal, t.kind, t.role, t.establishment_id, t.name,
                establishment_on(t.establishment_id, \(day)) AS party_id
              FROM booth_tenant t JOIN booth_allocation a USING (booth_allocation_id)
              WHERE a.fair_id = \(fair) AND a.state = 'confirmed') n
              LEFT JOIN establishment e ON e.establishment_id = n.party_id
              LEFT JOIN (SELECT * FROM booth_support_parts() p WHERE p.fair_id = \(fair)) s
                ON s.booth_allocation_id = n.booth_allocation_id AND s.establishment_id = n.establishment_id
            ORDER BY n.booth_allocation_id, n.ordinal
            """
        ) { row in
            (
                allocation: try row("booth_allocation_id", as: Int64.self),
                kind: try row("kind", as: BoothTenant.Kind.self),
                role: try row("role", as: BoothTenantRole.self), id: try row("party_id", as: Int64?.self),
                name: try row("name", as: String.self),
                part: try row("part_vnd", as: Int64?.self).flatMap(VND.init)
            )
        }
        let within = viewer.reach(.establishmentRead).establishments("e")
        let known = Dictionary(
            try query(
                EstablishmentRecord.select
                    + SQL.matching("e.establishment_id = ANY (\(Array(Set(rows.compactMap(\.id)))))", within),
                as: EstablishmentRecord.self
            ).map { ($0.id, $0) }
        ) { first, _ in first }
        return Dictionary(grouping: rows, by: \.allocation).mapValues { own in
            own.map { row in
                let record = row.id.flatMap { known[$0] }
                return ContractTenant(
                    party: ContractParty(
                        kind: row.kind, establishment: row.id, name: row.name,
                        taxCode: record?.fields[.taxCode], address: record?.seat),
                    role: row.role, part: row.part)
            }
        }
    }
}

/// A confirmed booth as it is kept, without those who are in it.
struct RentedBooth {
    let allocation: Int64
    let confirmedOn: Day
    /// The one whose funds pay if local ones do, by its number.
    let provinceUnitID: Int64?
    private let code: String
    private let zone: String?
    private let width: Length
    private let depth: Length
    private let days: FairDays
    private let price: VND?
    private let funding: ContractFunding?
    private let province: ContractProvince?

    fileprivate init(_ row: Row, rules: [Int64: FundingRule]) throws {
        allocation = try row("booth_allocation_id")
        confirmedOn = try row("confirmed_at", as: Instant.self).vietnameseDay
        provinceUnitID = try row("province_unit_id")
        code = try row("code")
        zone = try row("zone")
        width = try row.length("width_mm")
        depth = try row.length("depth_mm")
        days = try row.fairDays("first_day", "last_day")
        price = try row("price_vnd", as: Int64?.self).flatMap(VND.init)
        let support = try row("support_vnd", as: Int64?.self).flatMap(VND.init)
        let rule = try row("funding_rule_id", as: Int64?.self).flatMap { rules[$0] }
        let isPriorityArea: Bool = try row("is_priority_area")
        funding = try row("funds", as: FundingSource?.self).map {
            ContractFunding(source: $0, support: support, rule: rule, isPriorityArea: isPriorityArea)
        }
        let (homeCode, homeName) = (
            try row("home_code", as: String?.self), try row("home_name", as: String?.self)
        )
        province = provinceUnitID.map { _ in
            homeCode.map { ContractProvince(code: $0, name: homeName) } ?? .notAttributable
        }
    }

    fileprivate func booth(tenants: [ContractTenant]) -> ContractBooth {
        ContractBooth(
            allocation: allocation, code: code, zone: zone, width: width, depth: depth, days: days,
            price: price, funding: funding, province: province, tenants: tenants)
    }
}

extension EstablishmentRecord {
    /// Where it is, as papers write it.
    fileprivate var seat: String {
        [fields[.address], communeName, provinceName].compactMap(\.self).joined(separator: ", ")
    }
}

extension [BoothContract] {
    /// As people look them up: by name, then by number.
    fileprivate var inOrder: [BoothContract] {
        func key(_ contract: BoothContract) -> (String, String, String, Int64) {
            let party = contract.party
            return (Folded(party.name).text, party.name, party.kind.rawValue, party.establishment ?? 0)
        }
        return sorted { key($0) < key($1) }
    }
}

extension Violation {
    fileprivate static func noContract(_ tenant: String, fair: Int64) -> Violation {
        Violation(
            "contract-none",
            vi:
                "\(Text.quoted(tenant)) không đứng tên hợp đồng nào tại hội chợ \(fair) (chưa xác nhận gian hàng, hoặc ở trong gian hàng của đơn vị khác)",
            en:
                "\(Text.quoted(tenant)) has no contract at fair \(fair): no booth is confirmed, or it is in somebody else's",
            at: Place(column: "tenant"))
    }

    fileprivate static func severalContracts(_ tenant: String, _ found: [BoothContract]) -> Violation {
        let who = found.map { contract in
            contract.party.establishment.map { String($0) } ?? contract.party.kind.name.vi
        }.joined(separator: ", ")
        return Violation(
            "contract-tenant-ambiguous",
            vi: "có \(found.count) đơn vị tên \(Text.quoted(tenant)) (\(who)); ghi số của cơ sở",
            en:
                "\(found.count) tenants are called \(Text.quoted(tenant)) (\(who)); give the number of the establishment",
            at: Place(column: "tenant"))
    }
}
