public import Postgres
public import RuralIndustry

/// Whose awards to show.
public enum AwardScope: Hashable, Sendable {
    case product(Int64)
    case establishment(Int64)
    /// Everything that came from the territory of a unit or of what it was made from; the code is read on a day.
    case unit(String, on: Day)
}

/// Which awards to list.
public struct AwardFilter: Sendable {
    public var level: SelectionLevel?
    public var year: Int?
    public var group: ProductGroupID?

    public init(level: SelectionLevel? = nil, year: Int? = nil, group: ProductGroupID? = nil) {
        self.level = level
        self.year = year
        self.group = group
    }

    /// It lets every award through.
    var isEmpty: Bool { conditions.allSatisfy { $0 == nil } }

    var conditions: [SQL?] {
        [
            level.map { "a.level = \($0)" }, year.map { "a.year = \($0)" },
            group.map { "a.product_group = \($0)" },
        ]
    }
}

extension Registry {
    public func awards(_ filter: AwardFilter = AwardFilter(), as viewer: Viewer) async throws -> [AwardRecord]
    {
        try await read(.awardRead, of: .listed("award"), as: viewer) { session in
            try session.query(
                AwardRecord.select()
                    + SQL.matching([viewer.reach(.awardRead).awards("a")] + filter.conditions)
                    + AwardRecord.order,
                as: AwardRecord.self)
        }
    }

    /// The award history of a product, an establishment or a unit, the oldest first. A set's award is in the history of its
    /// members too. A unit's history holds what was given in everything that it was made from; what came from a unit that was
    /// split is marked as partial.
    ///
    /// An establishment's holds what belongs to any record that is merged with it on `day` (nil: today).
    ///
    /// The public sees awards of published rounds and of earlier years.
    public func awardHistory(
        _ scope: AwardScope, _ filter: AwardFilter = AwardFilter(), on day: Day? = nil, as viewer: Viewer
    ) async throws -> [AwardRecord] {
        try viewer.require(.awardHistory)
        let published = AwardRecord.visible(to: viewer)
        switch scope {
        case .product(let id):
            // what nearly all who come ask
            if filter.isEmpty, !viewer.may(.awardRead) {
                return try await database.query(AwardRecord.publicHistories, of: id)
            }
            return try await database.query(
                AwardRecord.history(ofProduct: "\(id)", filter.conditions + [published]))
        case .establishment(let id):
            return try await database.query(
                AwardRecord.select()
                    + SQL.matching(
                        [
                            "a.establishment_id IN (SELECT establishment_records(\(id), \(day.orToday)))",
                            published,
                        ] + filter.conditions)
                    + AwardRecord.order)
        case .unit(let code, let day):
            return try await database.read { session in
                let unit = try session.requireUnit(code, on: day)
                return try session.query(
                    AwardRecord.history(of: unit, filter.conditions + [published]), as: AwardRecord.self)
            }
        }
    }

    /// Whether a product exists, so that an empty history can be told from a wrong number.
    public func productExists(_ id: Int64, as viewer: Viewer) async throws -> Bool {
        try viewer.require(.awardHistory)
        // a set that a decision made is no news until its round is published
        let hidden: SQL =
            viewer.may(.awardRead)
            ? "" : SQL(trusted: " AND NOT ") + AwardRecord.isUnpublishedSet("p.product_id")
        return try await database.value(
            "SELECT EXISTS (SELECT 1 FROM product p WHERE p.product_id = \(id)" + hidden + ")")
    }

    public func establishmentExists(_ id: Int64, as viewer: Viewer) async throws -> Bool {
        try viewer.require(.awardHistory)
        return try await database.value(
            "SELECT EXISTS (SELECT 1 FROM establishment WHERE establishment_id = \(id))")
    }
}

extension AwardRecord {
    /// What is public, and for an account what its reach adds to it; nil for those who see everything.
    fileprivate static func visible(to viewer: Viewer) -> SQL? {
        guard viewer.may(.awardRead) else { return isPublic }
        return viewer.reach(.awardRead).awards("a").map { "(" + isPublic + " OR " + $0 + ")" }
    }

    /// Awards of earlier years are public facts; those of a round become so when it is published.
    static let isPublic: SQL = """
        (a.decision_id IS NULL OR EXISTS (
          SELECT 1 FROM decision d JOIN round r USING (round_id)
          WHERE d.decision_id = a.decision_id AND r.state = 'published'))
        """

    /// Not taken back by an amending decision.
    static let isNotWithdrawn: SQL =
        "NOT EXISTS (SELECT FROM award_withdrawal w WHERE w.award_id = a.award_id)"

    /// True of a product that is a set made by a decision whose round is not published yet.
    ///
    /// - Parameter id: the column with the product's number.
    static func isUnpublishedSet(_ id: String) -> SQL {
        SQL(
            trusted: """
                EXISTS (SELECT FROM award a WHERE a.product_id = \(id) AND a.decision_id IS NOT NULL
                  AND EXISTS (SELECT FROM product_member pm WHERE pm.product_id = \(id)) AND NOT
                """) + isPublic + ")"
    }

    /// The product's own awards and those of the sets that it belongs to.
    ///
    /// - Parameter id: a value or a column.
    public static func history(ofProduct id: SQL, _ conditions: [SQL?]) -> SQL {
        select()
            + SQL.matching(
                [
                    """
                    a.product_id IN (
                      SELECT \(id) UNION ALL SELECT product_id FROM product_member WHERE member_product_id = \(id))
                    """
                ] + conditions) + order
    }

    /// The public histories of products, each as `history` has it. Within, they are planned for one product, so that a plan does
    /// not come to rest on how many were asked for.
    static let publicHistories = KeyedStatement { products in
        "SELECT k.key, h.* FROM unnest(\(products)) AS k (key) CROSS JOIN LATERAL ("
            + history(ofProduct: "k.key", [isPublic])
            + ") h ORDER BY k.key, h.decision_date, h.level, h.award_id"
    }

    /// By where the establishment lay on the day of the decision; an award of earlier years without its establishment counts
    /// where it was given.
    static func history(of unit: KnownUnit, _ conditions: [SQL?]) -> SQL {
        let column: SQL =
            switch unit.record.level {
            case .province: "a.province_unit_id"
            case .district: "a.district_unit_id"
            case .commune: "a.commune_unit_id"
            }
        return "WITH origin AS (SELECT * FROM unit_predecessors(\(unit.id))) " + select(partial: "o.partial")
            + " JOIN origin o ON o.predecessor_id = " + column + SQL.matching(conditions) + order
    }
}

extension Registry {
    /// The statement that the public award history of a product runs, its one value replaced by a variable: what a benchmark
    /// compares the service with.
    public static func productHistorySQL(variable: String) -> String {
        let statement = AwardRecord.history(ofProduct: "\(Int64(0))", [AwardRecord.isPublic]).text
        return ["$1", "$2"].reduce(statement) { $0.replacing($1, with: variable) }
    }
}
