public import Postgres
public import RuralIndustry

/// What counts of fairs are grouped by.
public enum FairCountKey: String, CaseIterable, Hashable, Sendable {
    case fair, year, province, funds
}

/// Which booths of which fairs are counted.
public struct FairCountScope: Sendable {
    public var fair: Int64?
    /// Fairs that opened on these days.
    public var from: Day?
    public var to: Day?
    /// Code of a province on the day of counting: what it gave, and what those gave that are it by then.
    public var province: String?
    public var funds: FundingSource?

    public init(
        fair: Int64? = nil, from: Day? = nil, to: Day? = nil, province: String? = nil,
        funds: FundingSource? = nil
    ) {
        self.fair = fair
        self.from = from
        self.to = to
        self.province = province
        self.funds = funds
    }
}

/// The figures of reports on fairs, of booths that are confirmed. Booths and establishments are counted each by itself: an
/// establishment may have several booths, and several may share one.
public struct FairCount: RowDecodable, Hashable, Sendable {
    /// The fair's number, the year, the code of the province that the giving one is on the day of counting
    /// (`not-attributable` if it is not one), or the source of funds; nil: all, or none of these.
    public let key: String?
    /// The name of what the key is.
    public let name: String?
    public let fairs: Int
    public let booths: Int
    /// Area of the booths over that of the standard booth of their fair, to two decimals: a booth of another size is more or less
    /// than one.
    public let standardBooths: String
    /// Different establishments, as the records are merged on the day of counting.
    public let establishments: Int
    /// Participations (lượt): each establishment once for each fair.
    public let participations: Int
    /// Provinces out of whose quotas booths were given, as they are on the day of counting.
    public let provinces: Int
    /// The rents of all booths as they were given, in đồng: what funds pay and what tenants pay make the whole. A booth that is
    /// given to several on different days counts with its rent for each.
    public let rent: Int64
    public let support: Int64
    public let tenantsPart: Int64
    /// Allocations without a rent, or with funds whose part is not known: given before there were rules.
    public let unreckoned: Int

    public init(_ row: Row) throws {
        key = try row("key")
        name = try row("name")
        fairs = try row("fairs")
        booths = try row("booths")
        standardBooths = try row("standard_booths")
        establishments = try row("establishments")
        participations = try row("participations")
        provinces = try row("provinces")
        rent = try row("rent_vnd")
        support = try row("support_vnd")
        tenantsPart = try row("tenants_vnd")
        unreckoned = try row("unreckoned")
    }
}

extension Registry {
    /// Counts of fairs as reports state them, one row for each key.
    ///
    /// The money of the rows makes the whole. Rows by province or funds do not add up to the whole in establishments and participations: whoever has booths of two kinds
    /// is in both rows.
    public func fairCounts(
        of scope: FairCountScope = FairCountScope(), by key: FairCountKey? = nil, on day: Day,
        as viewer: Viewer
    ) async throws -> [FairCount] {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { session in
            if let id = scope.fair { _ = try session.fair(id) }
            let province = try scope.province.map { try session.requireProvince($0, on: day).id }
            return try session.query(
                """
                WITH home AS MATERIALIZED (
                  SELECT q.province_unit_id, unit_home(q.province_unit_id, 'province', \(day)) AS home_unit_id
                  FROM (SELECT DISTINCT province_unit_id FROM booth_allocation) q WHERE q.province_unit_id IS NOT NULL
                ), given AS (
                  SELECT a.booth_allocation_id, a.booth_id, a.fair_id, f.name AS fair_name, a.funds,
                    a.price_vnd AS rent, coalesce(a.support_vnd, 0) AS support,
                    a.price_vnd IS NULL OR a.funds IS NOT NULL AND a.support_vnd IS NULL AS is_unreckoned,
                    extract(year FROM lower(f.days))::integer AS year, a.province_unit_id IS NOT NULL AS has_province,
                    u.unit_id AS home_unit_id, u.code AS home_code, u.full_name AS home_name,
                    b.width_mm::numeric * b.depth_mm / (f.booth_width_mm::numeric * f.booth_depth_mm) AS standard
                  FROM booth_allocation a JOIN booth b USING (booth_id) JOIN fair f ON f.fair_id = a.fair_id
                    LEFT JOIN home h USING (province_unit_id) LEFT JOIN unit u ON u.unit_id = h.home_unit_id
                """
                    + SQL.matching(
                        "a.state = 'confirmed'", scope.fair.map { "a.fair_id = \($0)" },
                        scope.from.map { "lower(f.days) >= \($0)" },
                        scope.to.map { "lower(f.days) <= \($0)" },
                        province.map { "h.home_unit_id = \($0)" }, scope.funds.map { "a.funds = \($0)" })
                    + Self.grouped(by: key, on: day), as: FairCount.self)
        }
    }

    /// A booth that is given on several days is one booth.
    private static func grouped(by key: FairCountKey?, on day: Day) -> SQL {
        let (column, name): (SQL, SQL) =
            switch key {
            case nil: ("NULL::text", "NULL::text")
            case .fair: ("g.fair_id::text", "g.fair_name")
            case .year: ("g.year::text", "NULL::text")
            // the one code that two provinces had one after the other is one province on a day
            case .province:
                (
                    "CASE WHEN g.has_province THEN coalesce(g.home_code, 'not-attributable') END",
                    "g.home_name"
                )
            case .funds: ("g.funds", "NULL::text")
            }
        return """
            ), keyed AS (
              SELECT g.*, \(column) AS key, \(name) AS name FROM given g
            ), booths AS (
              SELECT k.key, count(*)::integer AS booths, trim_scale(round(sum(k.standard), 2))::text AS standard_booths
              FROM (SELECT DISTINCT key, booth_id, standard FROM keyed) k GROUP BY k.key
            ), tenants AS (
              SELECT k.key, count(DISTINCT t.id)::integer AS establishments,
                count(DISTINCT (t.id, k.fair_id))::integer AS participations
              FROM keyed k JOIN LATERAL (
                SELECT establishment_on(n.establishment_id, \(day)) AS id FROM booth_tenant n
                WHERE n.booth_allocation_id = k.booth_allocation_id AND n.establishment_id IS NOT NULL) t ON true
              GROUP BY k.key
            )
            SELECT k.key, min(k.name) AS name, count(DISTINCT k.fair_id)::integer AS fairs, min(b.booths) AS booths,
              min(b.standard_booths) AS standard_booths, coalesce(min(t.establishments), 0) AS establishments,
              coalesce(min(t.participations), 0) AS participations, count(DISTINCT k.home_unit_id)::integer AS provinces,
              coalesce(sum(k.rent), 0)::bigint AS rent_vnd, sum(k.support)::bigint AS support_vnd,
              coalesce(sum(k.rent - k.support), 0)::bigint AS tenants_vnd,
              count(*) FILTER (WHERE k.is_unreckoned)::integer AS unreckoned
            FROM keyed k JOIN booths b ON b.key IS NOT DISTINCT FROM k.key LEFT JOIN tenants t ON t.key IS NOT DISTINCT FROM k.key
            GROUP BY k.key ORDER BY k.key NULLS LAST
            """
    }
}
