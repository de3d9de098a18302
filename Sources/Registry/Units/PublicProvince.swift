public import Postgres
public import RuralIndustry

/// A province as everybody may know it: what it came from, and what was recognised, made and held there.
public struct PublicProvince: Hashable, Sendable {
    public let unit: KnownUnit
    /// The region that it is in on the day, by its name; nil: none is recorded.
    public let region: String?
    public let regionIsProvisional: Bool
    /// Every step that led to it, and to what it became if it has ended, in the order of days.
    public let steps: [LineageStep]
    /// What it is now, after all steps: itself unless it has ended.
    public let today: [KnownUnit]
    /// The latest first; at most as many as were asked for.
    public let awards: [AwardRecord]
    /// Of those that have awards, the most awards first: a page of at most `makersOnPage` of `establishmentCount`.
    public let establishments: [Maker]
    public let establishmentCount: Int
    /// The latest first, at most fifty of each: held by the province, by what it was made from, or by a unit within.
    public let rounds: [PublishedRound]
    public let fairs: [FairRecord]

    public static let makersOnPage = 100

    /// An establishment that lies in the province on the day.
    public struct Maker: RowDecodable, Hashable, Sendable {
        public let id: Int64
        public let name: String
        public let awards: Int

        public init(_ row: Row) throws {
            id = try row("establishment_id")
            name = try row("name")
            awards = try row("awards", as: Int.self)
        }
    }

    public var hasEnded: Bool { !today.contains { $0.id == unit.id } }
}

extension Registry {
    /// What everybody may know of a province; nil: no province ever had the code. A code that no province has on the day is that of
    /// the last one that had it.
    ///
    /// - Parameters:
    ///   - before: awards that come after this one in the list.
    ///   - makersPage: which page of its establishments, from 1.
    public func publicProvince(
        _ code: UnitCode, on day: Day, awardsBefore before: Int64? = nil, limit: Int = 50,
        makersPage: Int = 1, as viewer: Viewer
    ) async throws -> PublicProvince? {
        let within = try await publicStatistics(on: day, as: viewer).unitsWithin
        return try await read(.awardHistory, of: .reference("unit"), as: viewer) { session in
            guard
                let unit = try session.first(
                    KnownUnit.select
                        + """
                         WHERE u.code = \(code) AND u.level = 'province'
                          AND coalesce(lower(u.validity) <= \(day), true)
                        ORDER BY u.validity DESC LIMIT 1
                        """, as: KnownUnit.self)
            else { return nil }
            return try session.publicProvince(
                unit, within: within[unit.id] ?? [], on: day, awardsBefore: before, limit: limit,
                makersPage: makersPage)
        }
    }
}

extension Session {
    fileprivate func publicProvince(
        _ unit: KnownUnit, within units: [Int64], on day: Day, awardsBefore before: Int64?, limit: Int,
        makersPage: Int
    ) throws -> PublicProvince {
        let region = try first(
            """
            SELECT region_name, status = 'provisional' AS is_provisional FROM region_member
            WHERE province_code = \(unit.record.code) AND validity @> \(day)
            """
        ) { row in
            (
                name: try row("region_name", as: String.self),
                isProvisional: try row("is_provisional", as: Bool.self)
            )
        }
        let today = try query(
            """
            WITH RECURSIVE forward AS (
              SELECT \(unit.id)::bigint AS unit_id
              UNION SELECT e.to_unit_id FROM forward f JOIN unit_edge e ON e.from_unit_id = f.unit_id
                AND e.effective_date <= \(day)
            )
            """ + KnownUnit.select
                + " WHERE u.unit_id IN (SELECT unit_id FROM forward) AND u.validity @> \(day) AND u.level = 'province' ORDER BY u.code",
            as: KnownUnit.self)
        let within: SQL = "= ANY (\(units))"
        // a join with the function that finds them would have all awards of the nation sorted
        let predecessors = try values(
            "SELECT predecessor_id FROM unit_predecessors(\(unit.id))", as: Int64.self)
        let makers = try publicMakers(within, page: makersPage, on: day)
        return PublicProvince(
            unit: unit, region: region?.name, regionIsProvisional: region?.isProvisional ?? false,
            steps: try lineage(of: unit, from: .province), today: today,
            awards: try query(
                AwardRecord.latest(of: predecessors, before: before) + " LIMIT \(min(max(1, limit), 200))",
                as: AwardRecord.self),
            establishments: makers.first, establishmentCount: makers.count,
            rounds: try query(
                PublishedRound.select + " AND r.organiser_unit_id " + within
                    + " ORDER BY r.held_on DESC, r.round_id DESC LIMIT 50", as: PublishedRound.self),
            fairs: try query(
                FairRecord.select + " WHERE f.state IN ('open', 'closed') AND f.organiser_unit_id "
                    + within + " ORDER BY f.days DESC, f.fair_id DESC LIMIT 50", as: FairRecord.self))
    }

    /// Establishments of some communes that have a public award, by the records that stand for them.
    private func publicMakers(_ within: SQL, page: Int, on day: Day) throws -> (
        first: [PublicProvince.Maker], count: Int
    ) {
        let makers = try query(
            """
            SELECT m.establishment_id, m.name, count(*) AS awards, count(*) OVER () AS makers
            FROM establishment e JOIN award a USING (establishment_id)
              JOIN establishment m ON m.establishment_id = establishment_on(e.establishment_id, \(day))
            WHERE e.commune_unit_id \(within) AND m.commune_unit_id \(within)
              AND \(AwardRecord.isPublic) AND \(AwardRecord.isNotWithdrawn)
            GROUP BY m.establishment_id
            ORDER BY awards DESC, m.name COLLATE vietnamese, m.establishment_id
            LIMIT \(PublicProvince.makersOnPage) OFFSET \((max(1, page) - 1) * PublicProvince.makersOnPage)
            """
        ) { row in (maker: try PublicProvince.Maker(row), count: try row("makers", as: Int.self)) }
        return (makers.map { $0.maker }, makers.first.map { $0.count } ?? 0)
    }
}

extension AwardRecord {
    /// Public awards that were given in some provinces of any time, the latest first.
    fileprivate static func latest(of provinces: [Int64], before: Int64?) -> SQL {
        select()
            + SQL.matching(
                "a.province_unit_id = ANY (\(provinces))", isPublic, isNotWithdrawn,
                before.map {
                    """
                    (a.decision_date, a.award_id) < (
                      SELECT b.decision_date, b.award_id FROM award b WHERE b.award_id = \($0))
                    """
                }) + " ORDER BY a.decision_date DESC, a.award_id DESC"
    }
}
