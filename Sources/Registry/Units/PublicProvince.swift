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
    /// Of those that have awards, the most awards first; at most a hundred of `establishmentCount`.
    public let establishments: [Maker]
    public let establishmentCount: Int
    /// The latest first, at most fifty of each: held by the province, by what it was made from, or by a unit within.
    public let rounds: [PublishedRound]
    public let fairs: [FairRecord]

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
    /// - Parameter before: awards that come after this one in the list.
    public func publicProvince(
        _ code: UnitCode, on day: Day, awardsBefore before: Int64? = nil, limit: Int = 50, as viewer: Viewer
    ) async throws -> PublicProvince? {
        try await read(.awardHistory, of: .reference("unit"), as: viewer) { session in
            guard
                let unit = try session.first(
                    KnownUnit.select
                        + """
                         WHERE u.code = \(code) AND u.level = 'province'
                          AND coalesce(lower(u.validity) <= \(day), true)
                        ORDER BY u.validity DESC LIMIT 1
                        """, as: KnownUnit.self)
            else { return nil }
            return try session.publicProvince(unit, on: day, awardsBefore: before, limit: limit)
        }
    }
}

extension Session {
    fileprivate func publicProvince(
        _ unit: KnownUnit, on day: Day, awardsBefore before: Int64?, limit: Int
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
        let within: SQL =
            "(SELECT h.unit_id FROM unit_homes('province', \(day)) h WHERE h.home_unit_id = \(unit.id))"
        let makers = try publicMakers(within)
        return PublicProvince(
            unit: unit, region: region?.name, regionIsProvisional: region?.isProvisional ?? false,
            steps: try lineage(of: unit, from: .province), today: today,
            awards: try query(
                AwardRecord.latest(of: unit, before: before) + " LIMIT \(min(max(1, limit), 200))",
                as: AwardRecord.self),
            establishments: makers.first, establishmentCount: makers.count,
            rounds: try query(
                PublishedRound.select + " AND r.organiser_unit_id IN " + within
                    + " ORDER BY r.held_on DESC, r.round_id DESC LIMIT 50", as: PublishedRound.self),
            fairs: try query(
                FairRecord.select + " WHERE f.state IN ('open', 'closed') AND f.organiser_unit_id IN "
                    + within + " ORDER BY f.days DESC, f.fair_id DESC LIMIT 50", as: FairRecord.self))
    }

    /// Establishments of some communes that have a public award, by the records that stand for them.
    private func publicMakers(_ within: SQL) throws -> (first: [PublicProvince.Maker], count: Int) {
        let all: SQL = """
            SELECT e.establishment_id, e.name, count(*) AS awards FROM establishment e JOIN award a USING (establishment_id)
            WHERE e.commune_unit_id IN \(within) AND \(AwardRecord.isPublic) AND \(AwardRecord.isNotWithdrawn)
              AND NOT EXISTS (SELECT FROM establishment_redirect r
                WHERE r.from_establishment_id = e.establishment_id AND r.undone_on IS NULL)
            GROUP BY e.establishment_id
            """
        return (
            try query(
                all + " ORDER BY awards DESC, e.name COLLATE vietnamese, e.establishment_id LIMIT 100",
                as: PublicProvince.Maker.self),
            Int(try value("SELECT count(*) FROM (" + all + ") makers", as: Int64.self))
        )
    }
}

extension AwardRecord {
    /// Public awards of a province's territory, the latest first.
    fileprivate static func latest(of unit: KnownUnit, before: Int64?) -> SQL {
        "WITH origin AS (SELECT * FROM unit_predecessors(\(unit.id))) " + select(partial: "o.partial")
            + " JOIN origin o ON o.predecessor_id = a.province_unit_id"
            + SQL.matching(
                isPublic, isNotWithdrawn,
                before.map {
                    """
                    (a.decision_date, a.award_id) < (
                      SELECT b.decision_date, b.award_id FROM award b WHERE b.award_id = \($0))
                    """
                }) + " ORDER BY a.decision_date DESC, a.award_id DESC"
    }
}
