import Postgres
import RuralIndustry

/// Finds the records that may answer a question, in steps from what fits best; each step is capped before anything is ranked.
struct SearchCandidates {
    let session: Session
    /// Of each kind that is looked for.
    let postings: [Postings]
    /// Communes that records must lie in; nil: anywhere.
    let places: [Int64]?
    /// Of each kind and step.
    let cap: Int
    /// Sets that a decision made are no news until its round is published.
    var hidesUnpublished = false

    private var kinds: [SearchKind] { postings.map(\.kind) }

    /// Whether the words of a question narrow it down so far that all that holds them can be looked at.
    func isNarrow(_ query: WordQuery) throws -> Bool {
        try postings.allSatisfy { try $0.documents(holding: query.groups).count < cap }
    }

    /// Records whose documents answer one of the questions.
    func matching(_ queries: [WordQuery]) throws -> [SearchCandidate] {
        guard !queries.isEmpty else { return [] }
        let text = queries.map { "(\($0.text))" }.joined(separator: " | ")
        return try postings.flatMap { postings in
            let set = try queries.reduce(into: DocumentSet()) {
                $0.formUnion(try postings.documents(holding: $1.groups))
            }
            return try candidates(postings.kind, among: postings.unsettled(), set, text)
        }
    }

    /// Looks at documents until there are enough: first at those that are not settled, then through the set.
    private func candidates(
        _ kind: SearchKind, among unsettled: [Int64], _ set: DocumentSet, _ text: String
    ) throws -> [SearchCandidate] {
        var found: [SearchCandidate] = []
        var seen = Set<Int64>()
        var size = 2 * cap
        let first = set.documents(limit: size)
        var last = first.last
        var next = Array(Set(unsettled).union(first))
        while !next.isEmpty, found.count < cap {
            let some = try session.query(
                SearchCandidate.select(
                    kind,
                    found: """
                        SELECT d.\(identifier: kind.rawValue + "_id") AS id
                        FROM unnest(\(next.sorted())) AS c (id)
                          JOIN \(identifier: kind.rawValue + "_search") d ON d.\(identifier: kind.rawValue + "_id") = c.id
                        WHERE ts_match_vq(d.document, \(text)::text::tsquery)\(inPlace(kind, "d"))\(unmerged(kind, "d.establishment_id"))\(known(kind, "d.product_id"))
                        LIMIT \(cap)
                        """), as: SearchCandidate.self)
            found += some.filter { seen.insert($0.id).inserted }
            guard let from = last else { break }
            size *= 4
            next = set.documents(from: from + 1, limit: size)
            last = next.last
        }
        return found
    }

    /// Numbers that documents hold and that begin so.
    func numbers(beginning text: String) throws -> [String] {
        Set(try postings.flatMap { try $0.numbers(beginning: text, limit: Self.numbers) }).sorted()
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
        return try session.query(
            SearchCandidate.select(
                .establishment,
                found: """
                    SELECT d.establishment_id AS id FROM establishment d
                    WHERE \(condition)\(unmerged(.establishment, "d.establishment_id"))\(inPlace(.establishment, "d"))
                    LIMIT \(cap)
                    """), as: SearchCandidate.self)
    }

    /// Records whose name begins so, the first in the order of folded names.
    func beginning(_ folded: String) throws -> [SearchCandidate] {
        try kinds.flatMap { kind in
            try session.query(
                SearchCandidate.select(
                    kind,
                    found: """
                        SELECT d.\(identifier: kind.rawValue + "_id") AS id FROM \(identifier: kind.rawValue) d
                        WHERE d.name_folded ~>=~ \(folded)::text
                          AND d.name_folded ~<~ \(folded + Session.afterAllLetters)::text\(unmerged(kind, "d.establishment_id"))\(known(kind, "d.product_id"))\(inPlace(kind, "d"))
                        ORDER BY d.name_folded USING ~<~ LIMIT \(cap)
                        """), as: SearchCandidate.self)
        }
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
