public import Postgres
public import RuralIndustry

/// A round whose result is published, as everybody may know it.
public struct PublishedRound: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let name: String
    public let level: SelectionLevel
    public let year: Int
    /// By its name on the day of the round.
    public let organiser: String
    public let heldOn: Day
    /// Products that stand recognised.
    public let recognised: Int

    public init(_ row: Row) throws {
        id = try row("round_id")
        name = try row("name")
        level = try row("level")
        year = try row("year")
        organiser = try row("organiser_name")
        heldOn = try row("held_on")
        recognised = try row("recognised")
    }
}

/// A published round with its acts and what they recognised.
public struct PublishedResult: Hashable, Sendable {
    public let round: PublishedRound
    /// The decision and the acts that amended it, in their order.
    public let acts: [Act]
    /// By group, then by name.
    public let products: [Product]

    public struct Act: RowDecodable, Hashable, Sendable {
        public let number: String
        public let day: Day

        public init(_ row: Row) throws {
            number = try row("number")
            day = try row("decided_on")
        }
    }

    public struct Product: RowDecodable, Hashable, Sendable {
        public let productID: Int64?
        public let establishmentID: Int64?
        public let productName: String
        public let establishmentName: String
        public let group: ProductGroupID
        public let awardClass: String?

        public init(_ row: Row) throws {
            productID = try row("product_id")
            establishmentID = try row("establishment_id")
            productName = try row("product_name")
            establishmentName = try row("establishment_name")
            group = try row("product_group")
            awardClass = try row("class")
        }
    }
}

extension Registry {
    /// The rounds whose results are published, the latest first.
    ///
    /// - Parameter before: those that come after a round in this order; nil: from the first on.
    public func publishedRounds(before: Int64? = nil, limit: Int = 50, as viewer: Viewer) async throws
        -> [PublishedRound]
    {
        try await read(.awardHistory, of: .reference("round"), as: viewer) { session in
            try session.query(
                PublishedRound.select
                    + """
                     AND (r.held_on, r.round_id) < (
                      SELECT coalesce(max(b.held_on), 'infinity'), coalesce(max(b.round_id), 9223372036854775807)
                      FROM round b WHERE b.round_id = \(before))
                    ORDER BY r.held_on DESC, r.round_id DESC LIMIT \(min(max(1, limit), 200))
                    """, as: PublishedRound.self)
        }
    }

    /// What a published round recognised; nil: there is no such round, or its result is not public.
    public func publishedResult(ofRound id: Int64, as viewer: Viewer) async throws -> PublishedResult? {
        try await read(.awardHistory, of: .reference("round"), as: viewer) { session in
            guard
                let round = try session.first(
                    PublishedRound.select + " AND r.round_id = \(id)", as: PublishedRound.self)
            else { return nil }
            return PublishedResult(
                round: round,
                acts: try session.query(
                    "SELECT number, decided_on FROM decision WHERE round_id = \(id) ORDER BY coalesce(amendment, 0)",
                    as: PublishedResult.Act.self),
                products: try session.query(
                    """
                    SELECT a.product_id, a.establishment_id, a.product_name, a.establishment_name, a.product_group, a.class
                    FROM award a
                    WHERE a.award_id IN (SELECT l.award_id FROM standing_lines(\(id)) l)
                      AND NOT EXISTS (SELECT FROM award_withdrawal w WHERE w.award_id = a.award_id)
                    ORDER BY a.product_group, a.product_name COLLATE vietnamese, a.award_id
                    """, as: PublishedResult.Product.self))
        }
    }
}

extension PublishedRound {
    static let select: SQL = """
        SELECT r.round_id, r.name, r.level, r.year, r.held_on,
          coalesce(u.full_name,
            (SELECT m.region_name FROM region_member m WHERE m.region = r.organiser_region AND m.validity @> r.held_on LIMIT 1),
            'Việt Nam') AS organiser_name,
          -- the products of a set share an award
          (SELECT count(DISTINCT l.award_id)::integer FROM standing_lines(r.round_id) l WHERE l.recognised AND l.award_id IS NOT NULL
            AND NOT EXISTS (SELECT FROM award_withdrawal w WHERE w.award_id = l.award_id)) AS recognised
        FROM round r LEFT JOIN unit u ON u.unit_id = r.organiser_unit_id
        WHERE r.state = 'published'
        """
}
