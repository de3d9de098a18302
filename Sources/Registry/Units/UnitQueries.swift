public import Postgres
public import RuralIndustry

/// A unit with what lies around it: the unit above and the region.
public struct UnitListing: RowDecodable, Hashable, Sendable {
    public let unit: KnownUnit
    public let parentName: String?
    public let region: Region?
    /// True where no official list of the region's provinces was seen.
    public let regionIsProvisional: Bool

    public init(_ row: Row) throws {
        unit = try KnownUnit(row)
        parentName = try row("parent_name")
        region = try row("region")
        regionIsProvisional = try row("region_status", as: RegionStatus?.self) == .provisional
    }
}

/// One step of a unit's history.
public struct LineageStep: RowDecodable, Hashable, Sendable {
    public let from: String
    public let fromName: String
    public let to: String
    public let toName: String
    public let relation: LineageRelation
    public let effectiveDate: Day
    public let legalBasis: String?

    public init(_ row: Row) throws {
        from = try row("from_code")
        fromName = try row("from_name")
        to = try row("to_code")
        toName = try row("to_name")
        relation = try row("relation")
        effectiveDate = try row("effective_date")
        legalBasis = try row("legal_basis")
    }
}

/// A province's place in a region, with the province's name on the day that was asked for.
public struct RegionListing: RowDecodable, Hashable, Sendable {
    public let member: RegionMember
    public let provinceName: String?

    public init(_ row: Row) throws {
        guard let validity = Validity(from: try row("valid_from"), to: try row("valid_to")) else {
            throw PostgresError.misuse("a region membership is valid on no day")
        }
        member = RegionMember(
            region: try row("region"), province: try row("province_code"), validity: validity,
            status: try row("status"), legalBasis: try row("legal_basis"))
        provinceName = try row("province_name")
    }
}

extension Registry {
    /// Which province belongs to which region on a day, region by region.
    public func regions(on day: Day, as viewer: Viewer) async throws -> [RegionListing] {
        try await read(.unitRead, of: .reference("region_member"), as: viewer) { session in
            try session.query(
                """
                SELECT m.region, m.province_code, lower(m.validity) AS valid_from, upper(m.validity) AS valid_to, m.status,
                  m.legal_basis, u.full_name AS province_name
                FROM region_member m LEFT JOIN unit u ON u.code = m.province_code AND u.validity @> \(day)
                WHERE m.validity @> \(day)
                ORDER BY array_position(ARRAY['north', 'central', 'south'], m.region), m.province_code
                """, as: RegionListing.self)
        }
    }

    /// The units that exist on a day, in the order of their codes.
    public func units(
        level: UnitLevel? = nil, within parent: String? = nil, on day: Day, as viewer: Viewer
    ) async throws -> [UnitListing] {
        try await read(.unitRead, of: .reference("unit"), as: viewer) { session in
            let parentUnit = try parent.map { try session.requireUnit($0, on: day) }
            return try session.query(
                Self.listing(on: day)
                    + SQL.matching(
                        "u.validity @> \(day)", level.map { "u.level = \($0)" },
                        parentUnit.map { parent in
                            "unit_within(u.unit_id, \(parent.record.level), \(day)) = \(parent.id)"
                        })
                    + " ORDER BY length(u.code), u.code", as: UnitListing.self)
        }
    }

    public func unit(_ code: String, on day: Day, as viewer: Viewer) async throws -> UnitListing {
        try await read(.unitRead, of: .reference("unit"), as: viewer) { session in
            let unit = try session.requireUnit(code, on: day)
            return try session.one(
                Self.listing(on: day) + " WHERE u.unit_id = \(unit.id)", as: UnitListing.self)
        }
    }

    /// Everything that led to a unit and everything that it led to, in the order of days.
    public func lineage(_ code: String, on day: Day, as viewer: Viewer) async throws -> [LineageStep] {
        try await read(.unitRead, of: .reference("unit"), as: viewer) { session in
            try session.lineage(of: try session.requireUnit(code, on: day))
        }
    }

    private static func listing(on day: Day) -> SQL {
        "SELECT " + KnownUnit.columns + """
            , p.full_name AS parent_name, m.region, m.status AS region_status
            FROM unit u LEFT JOIN unit p ON p.code = u.parent_code AND p.validity @> \(day)
              LEFT JOIN region_member m ON m.validity @> \(day)
                AND m.province_code = (SELECT code FROM unit WHERE unit_id = unit_within(u.unit_id, 'province', \(day)))
            """
    }
}

extension Session {
    /// Everything that led to a unit and everything that it led to, in the order of days.
    ///
    /// - Parameter level: only what units of this level became.
    func lineage(of unit: KnownUnit, from level: UnitLevel? = nil) throws -> [LineageStep] {
        try query(
            """
            WITH RECURSIVE back AS (
              SELECT \(unit.id) AS unit_id
              UNION SELECT e.from_unit_id FROM back JOIN unit_edge e ON e.to_unit_id = back.unit_id
            ), forward AS (
              SELECT \(unit.id) AS unit_id
              UNION SELECT e.to_unit_id FROM forward JOIN unit_edge e ON e.from_unit_id = forward.unit_id
            )
            SELECT f.code AS from_code, f.full_name AS from_name, t.code AS to_code, t.full_name AS to_name,
              e.relation, e.effective_date, e.legal_basis
            FROM unit_edge e JOIN unit f ON f.unit_id = e.from_unit_id JOIN unit t ON t.unit_id = e.to_unit_id
            WHERE (e.to_unit_id IN (SELECT unit_id FROM back) OR e.from_unit_id IN (SELECT unit_id FROM forward))
              AND f.level = coalesce(\(level), f.level)
            ORDER BY e.effective_date, f.code, t.code
            """, as: LineageStep.self)
    }
}
