import Postgres
import RuralIndustry

/// Finds the records that may answer a question, in steps from what fits best; each step is capped before anything is ranked.
struct SearchCandidates {
    let session: Session
    /// Of the kinds that are looked for.
    let postings: Postings
    /// Communes that records must lie in; nil: anywhere.
    let places: [Int64]?
    /// Of each kind and step.
    let cap: Int
    /// Sets that a decision made are no news until its round is published.
    var hidesUnpublished = false

    private var kinds: [SearchKind] { postings.kinds }

    /// Whether the words of a question narrow it down so far that all that holds them can be looked at.
    func isNarrow(_ query: WordQuery) throws -> Bool {
        try kinds.allSatisfy { try postings.documents($0, holding: query.groups).count < cap }
    }

    /// Records whose documents answer one of the questions: first those that are not settled are looked at, then what the index
    /// has, in larger and larger parts until there are enough.
    func matching(_ queries: [WordQuery]) throws -> [SearchCandidate] {
        guard !queries.isEmpty else { return [] }
        let text = queries.map { "(\($0.text))" }.joined(separator: " | ")
        try postings.load(queries.flatMap { $0.groups.joined() })
        var scans = try kinds.map { kind in
            let set = try queries.map { try postings.documents(kind, holding: $0.groups) }
                .reduce(nil) { try $0?.union($1) ?? $1 }
            return DocumentScan(
                kind, of: try set ?? DocumentSet(), after: try postings.unsettled(kind), first: 2 * cap,
                enough: cap)
        }
        while scans.contains(where: { !$0.next.isEmpty }) {
            let found = try candidates(scans.filter { !$0.next.isEmpty }.map { answering(text, $0) })
            for index in scans.indices {
                scans[index].advance(by: found.filter { $0.kind == scans[index].kind })
            }
        }
        return scans.flatMap(\.found)
    }

    /// A piece of SQL that finds those of the documents of a scan's next part that answer the question.
    private func answering(_ text: String, _ scan: DocumentScan) -> (SearchKind, SQL) {
        let kind = scan.kind
        return (
            kind,
            """
            SELECT d.\(identifier: kind.rawValue + "_id") AS id
            FROM unnest(\(scan.next)) AS c (id)
              JOIN \(identifier: kind.rawValue + "_search") d ON d.\(identifier: kind.rawValue + "_id") = c.id
            WHERE ts_match_vq(d.document, \(text)::text::tsquery)\(inPlace(kind, "d"))\(unmerged(kind, "d.establishment_id"))\(known(kind, "d.product_id"))
            LIMIT \(cap)
            """
        )
    }

    /// The records whose numbers pieces of SQL find: establishments first, each kind in Vietnamese order.
    private func candidates(_ found: [(SearchKind, SQL)]) throws -> [SearchCandidate] {
        guard !found.isEmpty else { return [] }
        return try session.query(SearchCandidate.select(found), as: SearchCandidate.self)
    }

    /// Numbers that documents hold and that begin so.
    func numbers(beginning text: String) throws -> [String] {
        try postings.numbers(beginning: text, limit: Self.numbers)
    }

    private static let numbers = 20

    /// Establishments with a tax code, or with it and one of its branches' suffixes.
    func havingTaxCode(_ code: String, orOfBranches: Bool) throws -> [SearchCandidate] {
        let branches: SQL =
            orOfBranches
            ? " OR (d.tax_code ~>=~ \(code + "-")::text AND d.tax_code ~<~ \(code + ".")::text)" : ""
        return try establishments("(d.tax_code = \(code)\(branches))")
    }

    func havingPhone(_ phone: String) throws -> [SearchCandidate] {
        try establishments("d.phone = \(phone)")
    }

    private func establishments(_ condition: SQL) throws -> [SearchCandidate] {
        guard kinds.contains(.establishment) else { return [] }
        return try candidates([
            (
                .establishment,
                """
                SELECT d.establishment_id AS id FROM establishment d
                WHERE \(condition)\(unmerged(.establishment, "d.establishment_id"))\(inPlace(.establishment, "d"))
                LIMIT \(cap)
                """
            )
        ])
    }

    /// Records whose name begins so, the first in the order of folded names.
    func beginning(_ folded: String) throws -> [SearchCandidate] {
        try candidates(
            kinds.map { kind in
                (
                    kind,
                    """
                    SELECT d.\(identifier: kind.rawValue + "_id") AS id FROM \(identifier: kind.rawValue) d
                    WHERE d.name_folded ~>=~ \(folded)::text
                      AND d.name_folded ~<~ \(folded + Session.afterAllLetters)::text\(unmerged(kind, "d.establishment_id"))\(known(kind, "d.product_id"))\(inPlace(kind, "d"))
                    ORDER BY d.name_folded USING ~<~ LIMIT \(cap)
                    """
                )
            })
    }

    /// Not merged into another record, which is found instead. Merges are never of days to come.
    private func unmerged(_ kind: SearchKind, _ id: String) -> SQL {
        guard kind == .establishment else { return "" }
        return SQL(
            trusted: """
                 AND NOT EXISTS (SELECT FROM establishment_redirect m
                  WHERE m.from_establishment_id = \(id) AND m.undone_on IS NULL)
                """)
    }

    private func known(_ kind: SearchKind, _ id: String) -> SQL {
        guard kind == .product, hidesUnpublished else { return "" }
        return SQL(trusted: " AND NOT ") + AwardRecord.isUnpublishedSet(id)
    }

    private func inPlace(_ kind: SearchKind, _ table: String) -> SQL {
        guard let places else { return "" }
        let record: SQL =
            kind == .product
            ? """
            product r JOIN establishment h USING (establishment_id) WHERE r.product_id = \(identifier: table).product_id
            """
            : "establishment h WHERE h.establishment_id = \(identifier: table).establishment_id"
        return """
             AND EXISTS (SELECT FROM \(record) AND coalesce(h.site_unit_id, h.commune_unit_id) = ANY (\(places)))
            """
    }
}
