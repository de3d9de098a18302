import Postgres
public import RuralIndustry

/// What kinds of record a search finds.
public enum SearchKind: String, CaseIterable, Hashable, Sendable {
    case establishment, product
}

/// What a search looks for beside its words.
public struct SearchFilter: Hashable, Sendable {
    /// Nil: both.
    public var kind: SearchKind?
    /// Code of a unit that the establishment lies in on the day of the search, by what became of its commune.
    public var unit: String?
    /// How many records at most.
    public var limit: Int

    public static let limits = 1...200

    public init(kind: SearchKind? = nil, unit: String? = nil, limit: Int = 20) {
        self.kind = kind
        self.unit = unit
        self.limit = limit
    }
}

/// A record that a search found: what everybody may see of it.
public struct SearchHit: Hashable, Sendable {
    public let kind: SearchKind
    public let id: Int64
    public let name: String
    /// Of a product: who makes it.
    public let establishmentName: String?
    /// The commune of the establishment by the name that it was registered under.
    public let communeName: String
    public let industry: String?
    /// Nil for a personal number that serves as tax code, unless the viewer may read establishments' records.
    public let taxCode: String?
    /// Awards that are public.
    public let awards: Int
    public let closedOn: Day?
    public let match: SearchRank.Match
}

/// The answer to a question: records, the best first, and the words that were looked for if some were corrected.
public struct SearchAnswer: Hashable, Sendable {
    public let hits: [SearchHit]
    /// Folded; nil: nothing was corrected.
    public let corrected: String?
}

/// A record that may answer the question, before it is ranked.
struct SearchCandidate: RowDecodable {
    let kind: SearchKind
    let id: Int64
    let name: String
    let nameFolded: String
    let establishmentName: String?
    let words: String
    let communeName: String
    let industry: String?
    let taxCode: String?
    let awards: Int
    let closedOn: Day?

    init(_ row: Row) throws {
        kind = try row("is_product", as: Bool.self) ? .product : .establishment
        id = try row("id")
        name = try row("name")
        nameFolded = try row("name_folded")
        establishmentName = try row("establishment_name")
        words = try row("words")
        communeName = try row("commune_name")
        industry = try row("industry")
        taxCode = try row("tax_code")
        awards = Int(try row("awards", as: Int64.self))
        closedOn = try row("closed_on")
    }

    func hit(_ match: SearchRank.Match, mayReadRecords: Bool) -> SearchHit {
        // a personal number has no hyphen and twelve digits
        let isPersonal = taxCode?.utf8.count == 12
        return SearchHit(
            kind: kind, id: id, name: name, establishmentName: establishmentName, communeName: communeName,
            industry: industry, taxCode: isPersonal && !mayReadRecords ? nil : taxCode, awards: awards,
            closedOn: closedOn, match: match)
    }

    /// What is shown and ranked of the records whose numbers pieces of SQL find, establishments first and each kind in Vietnamese
    /// order. The names of what is joined here are the pieces' own too.
    static func select(_ found: [(kind: SearchKind, ids: SQL)]) -> SQL {
        let parts = found.map { select($0.kind, found: $0.ids) }
        let all = parts.dropFirst().reduce(parts.first ?? "") { "\($0) UNION ALL \($1)" as SQL }
        return """
            SELECT r.* FROM (\(all)) r ORDER BY r.is_product, r.name COLLATE vietnamese, r.id
            """
    }

    private static func select(_ kind: SearchKind, found: SQL) -> SQL {
        switch kind {
        case .establishment:
            """
            SELECT false AS is_product, e.establishment_id AS id, e.name, e.name_folded, NULL::text AS establishment_name,
              s.words, c.full_name AS commune_name, e.industry, e.tax_code, e.closed_on,
              (SELECT count(*) FROM award a WHERE a.establishment_id = e.establishment_id AND \(AwardRecord.isPublic)) AS awards
            FROM (\(found)) f JOIN establishment e ON e.establishment_id = f.id
              JOIN establishment_search s ON s.establishment_id = f.id JOIN unit c ON c.unit_id = e.commune_unit_id
            """
        case .product:
            """
            SELECT true AS is_product, p.product_id AS id, p.name, p.name_folded, e.name AS establishment_name,
              s.words || ' ' || m.words AS words, c.full_name AS commune_name, e.industry, e.tax_code,
              coalesce(p.closed_on, e.closed_on) AS closed_on,
              (SELECT count(*) FROM award a WHERE a.product_id = p.product_id AND \(AwardRecord.isPublic)) AS awards
            FROM (\(found)) f JOIN product p ON p.product_id = f.id JOIN product_search s ON s.product_id = f.id
              JOIN establishment e ON e.establishment_id = p.establishment_id
              JOIN establishment_search m ON m.establishment_id = p.establishment_id
              JOIN unit c ON c.unit_id = e.commune_unit_id
            """
        }
    }
}
