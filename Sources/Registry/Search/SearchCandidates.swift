import Postgres
import RuralIndustry

/// Finds the records that may answer a question, in steps from what fits best; each step is capped before anything is ranked.
struct SearchCandidates {
    let session: Session
    let kinds: [SearchKind]
    /// Communes that records must lie in; nil: anywhere.
    let places: [Int64]?
    /// Of each kind and step.
    let cap: Int
    /// Sets that a decision made are no news until its round is published.
    var hidesUnpublished = false

    /// Records whose documents answer.
    ///
    /// - Parameter selective: a part of the question that finds few; the index is asked for it alone, and what it finds is held
    ///   against the whole. Each further frequent word would cost the index more than that.
    func matching(_ query: LexemeQuery?, selective: LexemeQuery? = nil) throws -> [SearchCandidate] {
        guard let query else { return [] }
        let index = selective ?? query
        return try kinds.flatMap { kind in
            // The subquery is planned for all that it finds, so that its cap does not tempt the planner away from the index.
            try session.query(
                SearchCandidate.select(
                    kind,
                    found: """
                        WITH hit AS MATERIALIZED (
                          SELECT d.\(identifier: kind.rawValue + "_id") AS id FROM \(identifier: kind.rawValue + "_search") d
                          WHERE d.document @@ \(index.text)::text::tsquery
                            AND ts_match_vq(d.document, \(query.text)::text::tsquery)\(inPlace(kind, "d"))
                        )
                        SELECT id FROM hit WHERE true\(unmerged(kind, "hit.id"))\(known(kind, "hit.id")) LIMIT \(cap)
                        """), as: SearchCandidate.self)
        }
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
