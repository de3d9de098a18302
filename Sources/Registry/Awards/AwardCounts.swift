public import Postgres
public import RuralIndustry

/// How many awards count under a unit or region of a day; or, with another answer, under none, and by which unit of their own
/// time they are known.
public struct AwardCount: RowDecodable, Hashable, Sendable {
    public let answer: UnitAnswer
    /// The unit or region of the day; where the answer is another, the unit that the awards are known by.
    public let code: String?
    public let name: String?
    /// The days on which that unit is what it is called; nil for regions.
    public let validity: Validity?
    /// The region's list is provisional.
    public let isProvisional: Bool
    public let awards: Int

    public init(_ row: Row) throws {
        answer = try row("answer")
        code = try row("code")
        name = try row("name")
        validity = try row("is_unit") ? Validity(from: try row("valid_from"), to: try row("valid_to")) : nil
        isProvisional = try row("is_provisional")
        awards = try row("awards", as: Int.self)
    }
}

extension Registry {
    /// Counts awards by the units of a day, before or after the awards were given. Every award is in just one row: under the unit
    /// that its establishment's place of the day of the decision belongs to (an award of earlier years without its establishment
    /// counts where it was given), or apart where that is not one unit.
    ///
    /// What an amending decision withdrew does not count. What the awards say of themselves (issuer, names) stays as it was; this
    /// only places them.
    public func awardCounts(
        by level: CountLevel, on day: Day, _ filter: AwardFilter = AwardFilter(), as viewer: Viewer
    ) async throws -> [AwardCount] {
        try await read(.awardCount, of: .listed("award"), as: viewer) { session in
            // Compiling for what the planner expects takes longer than the counting; and it would sort all awards, since it does
            // not know how few units there are to look them up in.
            try session.script("SET LOCAL jit = off; SET LOCAL enable_mergejoin = off")
            return try session.query(
                AwardCount.placed(
                    level, on: day,
                    filter.conditions + [
                        viewer.reach(.awardCount).awards("a"),
                        AwardRecord.isNotWithdrawn,
                    ])
                    + (level == .region ? AwardCount.byRegion(on: day) : AwardCount.byUnit),
                as: AwardCount.self)
        }
    }
}

extension AwardCount {
    /// Awards `a`, each with the finest unit that it is known by and that unit's home `h` on the day.
    static func awards(withHomes level: UnitLevel, on day: Day) -> SQL {
        """
        award a CROSS JOIN LATERAL (
            SELECT coalesce(a.commune_unit_id, a.district_unit_id, a.province_unit_id, a.issuer_unit_id) AS unit_id
          ) known LEFT JOIN unit_homes(\(level), \(day)) h ON h.unit_id = known.unit_id
        """
    }

    /// Whether the award `a` counts under one unit of the day; and under which, or which unit it is known by.
    static let answerColumn: SQL =
        "CASE WHEN a.decision_date >= h.counted_before THEN 'earlier' ELSE coalesce(h.answer, 'no-territory') END"
    static let unitColumn: SQL =
        "CASE WHEN a.decision_date >= h.counted_before THEN known.unit_id ELSE coalesce(h.home_unit_id, known.unit_id) END"

    /// Awards gathered by the home on the day of the finest unit that they are known by.
    fileprivate static func placed(_ level: CountLevel, on day: Day, _ conditions: [SQL?]) -> SQL {
        """
        WITH placed AS (
          SELECT \(answerColumn) AS answer, \(unitColumn) AS unit_id, count(*) AS awards
          FROM \(awards(withHomes: level.unitLevel, on: day))
        """ + SQL.matching(conditions) + """
             GROUP BY 1, 2
            )
            """
    }

    fileprivate static let byUnit: SQL = """
        SELECT p.answer, u.code, u.full_name AS name, u.unit_id IS NOT NULL AS is_unit, lower(u.validity) AS valid_from,
          upper(u.validity) AS valid_to, false AS is_provisional, sum(p.awards)::integer AS awards
        FROM placed p LEFT JOIN unit u USING (unit_id) GROUP BY p.answer, u.unit_id
        ORDER BY p.answer <> 'home', p.answer, u.code, u.validity
        """

    /// Provinces of the day in their regions; a province in none stays by itself.
    fileprivate static func byRegion(on day: Day) -> SQL {
        """
        SELECT p.answer, coalesce(m.region, u.code) AS code, coalesce(m.region_name, u.full_name) AS name,
          m.region IS NULL AND u.unit_id IS NOT NULL AS is_unit,
          CASE WHEN m.region IS NULL THEN lower(u.validity) END AS valid_from,
          CASE WHEN m.region IS NULL THEN upper(u.validity) END AS valid_to,
          coalesce(m.status = 'provisional', false) AS is_provisional, sum(p.awards)::integer AS awards
        FROM placed p LEFT JOIN unit u USING (unit_id)
          LEFT JOIN region_member m ON p.answer = 'home' AND m.province_code = u.code AND m.validity @> \(day)
        GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY p.answer <> 'home', p.answer, 2
        """
    }
}
