import Postgres
public import RuralIndustry

/// The figures that everybody may have, as of one day: awards of published rounds and of earlier years, without those that an
/// amending decision withdrew.
public struct PublicStatistics: Hashable, Sendable {
    /// The day whose provinces they are counted by.
    public let day: Day
    public let figures: AwardFigures
    /// The provinces of the day, in the order of their codes.
    public let provinces: [Province]
    /// Products and establishments of the registry that have one of these awards, merged records as one, and published rounds.
    public let products: Int
    public let establishments: Int
    public let rounds: Int
    /// The units of any time whose territory lies in a province of the day, by its number.
    var unitsWithin: [Int64: [Int64]] = [:]

    public struct Province: Hashable, Sendable {
        public let code: String
        /// `Thái Nguyên`.
        public let name: String

        public init(code: String, name: String) {
            self.code = code
            self.name = name
        }
    }

    public init(
        day: Day, figures: AwardFigures, provinces: [Province], products: Int, establishments: Int,
        rounds: Int
    ) {
        self.day = day
        self.figures = figures
        self.provinces = provinces
        self.products = products
        self.establishments = establishments
        self.rounds = rounds
    }
}

extension Registry {
    /// What is public, counted: an award counts as in `awardCounts` by the province that its place belongs to on the day.
    ///
    /// Counting a hundred thousand awards takes a second; what was counted is kept and good until something is recorded that
    /// could change it.
    public func publicStatistics(on day: Day, as viewer: Viewer) async throws -> PublicStatistics {
        let state = try await read(.awardHistory, of: .reference("award"), as: viewer) { session in
            try session.statisticsState()
        }
        return try await statisticsCache.value(for: .init(day: day, state: state)) {
            try await read(.awardHistory, of: .reference("award"), as: viewer) { session in
                try session.publicStatistics(on: day)
            }
        }
    }
}

extension Session {
    /// What tells one state of all that is counted from another: each part is the end of an index.
    func statisticsState() throws -> String {
        try value(
            """
            SELECT concat_ws('/', (SELECT max(award_id) FROM award), (SELECT max(decision_id) FROM decision),
              (SELECT max(audit_id) FROM round), (SELECT max(audit_id) FROM unit), (SELECT max(audit_id) FROM unit_edge),
              (SELECT max(greatest(audit_id, undone_audit_id)) FROM establishment_redirect))
            """)
    }

    fileprivate func publicStatistics(on day: Day) throws -> PublicStatistics {
        // as where awards are counted by units
        try script("SET LOCAL jit = off; SET LOCAL enable_mergejoin = off")
        let counted: SQL = SQL.matching(AwardRecord.isPublic, AwardRecord.isNotWithdrawn)
        let lines = try query(
            """
            SELECT a.year, a.level, a.product_group, u.code, sum(a.awards)::bigint AS awards
            FROM (
              SELECT a.year, a.level, a.product_group, \(AwardCount.unitColumn) AS unit_id,
                \(AwardCount.answerColumn) AS answer, count(*) AS awards
              FROM \(AwardCount.awards(withHomes: .province, on: day)) \(counted) GROUP BY 1, 2, 3, 4, 5) a
              LEFT JOIN unit u ON u.unit_id = a.unit_id AND a.answer = 'home'
            GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
            """
        ) { row in
            AwardFigures.Line(
                year: try row("year"), level: try row("level"), group: try row("product_group"),
                province: try row("code"), awards: try row("awards", as: Int.self))
        }
        let provinces = try query(
            "SELECT code, name FROM unit WHERE level = 'province' AND validity @> \(day) ORDER BY code"
        ) { row in PublicStatistics.Province(code: try row("code"), name: try row("name")) }
        let holders = try one(
            """
            SELECT (SELECT count(DISTINCT a.product_id) FROM award a \(counted)) AS products,
              -- few were ever merged: the function, which looks for where one leads to, is not asked of all the others
              (SELECT count(DISTINCT CASE WHEN h.establishment_id IN (SELECT r.from_establishment_id FROM establishment_redirect r)
                  THEN establishment_on(h.establishment_id, \(day)) ELSE h.establishment_id END)
                FROM (SELECT DISTINCT a.establishment_id FROM award a \(counted)) h
                WHERE h.establishment_id IS NOT NULL) AS establishments,
              (SELECT count(*) FROM round WHERE state = 'published') AS rounds
            """
        ) { row in
            (
                products: try row("products", as: Int.self),
                establishments: try row("establishments", as: Int.self),
                rounds: try row("rounds", as: Int.self)
            )
        }
        let homes = try query(
            "SELECT unit_id, home_unit_id FROM unit_homes('province', \(day)) WHERE answer = 'home'"
        ) { row in (unit: try row("unit_id", as: Int64.self), home: try row("home_unit_id", as: Int64.self)) }
        var statistics = PublicStatistics(
            day: day, figures: AwardFigures(lines), provinces: provinces, products: holders.products,
            establishments: holders.establishments, rounds: holders.rounds)
        statistics.unitsWithin = Dictionary(grouping: homes) { $0.home }.mapValues { $0.map { $0.unit } }
        return statistics
    }
}
