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
    let nameFolded: String
    let words: String
    let closedOn: Day?
    let awards: Int

    init(_ row: Row) throws {
        kind = try row("is_product", as: Bool.self) ? .product : .establishment
        id = try row("id")
        nameFolded = try row("name_folded")
        words = try row("words")
        closedOn = try row("closed_on")
        awards = Int(try row("awards", as: Int64.self))
    }
}

/// What is shown of a record beside what it is ranked by.
struct SearchDetails: RowDecodable {
    let kind: SearchKind
    let id: Int64
    let name: String
    let establishmentName: String?
    let communeName: String
    let industry: String?
    let taxCode: String?

    init(_ row: Row) throws {
        kind = try row("is_product", as: Bool.self) ? .product : .establishment
        id = try row("id")
        name = try row("name")
        establishmentName = try row("establishment_name")
        communeName = try row("commune_name")
        industry = try row("industry")
        taxCode = try row("tax_code")
    }

    func hit(_ candidate: SearchCandidate, _ match: SearchRank.Match, mayReadRecords: Bool) -> SearchHit {
        // a personal number has no hyphen and twelve digits
        let isPersonal = taxCode?.utf8.count == 12
        return SearchHit(
            kind: kind, id: id, name: name, establishmentName: establishmentName, communeName: communeName,
            industry: industry, taxCode: isPersonal && !mayReadRecords ? nil : taxCode,
            awards: candidate.awards, closedOn: candidate.closedOn, match: match)
    }
}
