import Postgres
import RuralIndustry

/// Finds records by what the registry itself keeps of them, and reads what they are ranked by and what is shown of them.
struct SearchRecords {
    let session: Session
    /// What is looked for.
    let kinds: [SearchKind]
    /// Communes that records must lie in; nil: anywhere.
    let places: [Int64]?
    /// How many of each kind a step finds at most.
    let cap: Int
    /// Sets that a decision made are no news until its round is published.
    let hidesUnpublished: Bool

    // MARK: By number

    /// Establishments with a tax code, or with it and one of its branches' suffixes.
    func havingTaxCode(_ code: String, orOfBranches: Bool) throws -> [SearchCandidate] {
        let branches: SQL =
            orOfBranches
            ? " OR (e.tax_code ~>=~ \(code + "-")::text AND e.tax_code ~<~ \(code + ".")::text)" : ""
        return try establishments("(e.tax_code = \(code)\(branches))")
    }

    func havingPhone(_ phone: String) throws -> [SearchCandidate] {
        try establishments("e.phone = \(phone)")
    }

    private func establishments(_ condition: SQL) throws -> [SearchCandidate] {
        guard kinds.contains(.establishment) else { return [] }
        let ids = try session.values(
            "SELECT e.establishment_id FROM establishment e WHERE \(condition)\(visible(.establishment, "e")) LIMIT \(cap)",
            as: Int64.self)
        return try read([SearchPart(kind: .establishment, certain: ids)])
    }

    // MARK: By name

    /// An array of the numbers of records whose name begins so, the first in the order of folded names.
    func beginning(_ kind: SearchKind, _ folded: String) -> SQL {
        """
        ARRAY(
          SELECT d.\(identifier: kind.rawValue + "_id") FROM \(identifier: kind.rawValue) d
          WHERE d.name_folded ~>=~ \(folded)::text
            AND d.name_folded ~<~ \(folded + Session.afterAllLetters)::text\(visible(kind, "d"))
          ORDER BY d.name_folded USING ~<~ LIMIT \(cap))
        """
    }

    // MARK: Reading

    /// What records are ranked by: establishments first, each kind in Vietnamese order.
    func read(_ parts: [SearchPart]) throws -> [SearchCandidate] {
        let selects = parts.filter { !$0.isEmpty }.map(select)
        guard let first = selects.first else { return [] }
        let all = selects.dropFirst().reduce(first) { "\($0) UNION ALL \($1)" as SQL }
        return try session.query(
            """
            SELECT r.is_product, r.id, r.name_folded, r.words, r.closed_on, r.awards FROM (\(all)) r
            ORDER BY r.is_product, r.name COLLATE vietnamese, r.id
            """, as: SearchCandidate.self)
    }

    /// All from the one row beside the document, but for the awards: this is read of many more records than are shown.
    private func select(_ part: SearchPart) -> SQL {
        let columns: SQL
        let table: SQL
        switch part.kind {
        case .establishment:
            columns = """
                SELECT false AS is_product, s.establishment_id AS id, s.name, s.name_folded, s.words, s.closed_on,
                  (SELECT count(*) FROM award a WHERE a.establishment_id = s.establishment_id AND \(Self.isCounted))
                    AS awards
                """
            table = "establishment_search s ON s.establishment_id = f.id"
        case .product:
            columns = """
                SELECT true AS is_product, s.product_id AS id, s.name, s.name_folded, s.words || ' ' || s.maker_words AS words,
                  s.closed_on,
                  (SELECT count(*) FROM award a WHERE a.product_id = s.product_id AND \(Self.isCounted)) AS awards
                """
            table = "product_search s ON s.product_id = f.id"
        }
        guard let question = part.question else {
            return "\(columns) FROM unnest(\(part.certain)) AS f (id) JOIN \(table)"
        }
        // what answers the question is cut off at the cap, what is certain is not
        return """
            (\(columns)
            FROM (SELECT unnest(\(part.certain)) AS id, true AS is_certain UNION ALL SELECT unnest(\(part.possible)), false) f
              JOIN \(table)
            WHERE f.is_certain OR (ts_match_vq(s.document, \(question)::text::tsquery)\(visible(part.kind, "s")))
            LIMIT \(part.certain.count + cap))
            """
    }

    /// Of the awards that a record has: those that are public and were not taken back.
    private static let isCounted: SQL =
        AwardRecord.isPublic + " AND " + AwardRecord.isNotWithdrawn

    /// What is shown of records.
    func details(of ids: [SearchKind: [Int64]]) throws -> [SearchDetails] {
        guard !ids.isEmpty else { return [] }
        return try session.query(
            """
            SELECT false AS is_product, e.establishment_id AS id, e.name, NULL::text AS establishment_name,
              c.full_name AS commune_name, e.industry, e.tax_code
            FROM unnest(\(ids[.establishment] ?? [])) AS f (id) JOIN establishment e ON e.establishment_id = f.id
              JOIN unit c ON c.unit_id = e.commune_unit_id
            UNION ALL
            SELECT true, p.product_id, p.name, e.name, c.full_name, e.industry, e.tax_code
            FROM unnest(\(ids[.product] ?? [])) AS f (id) JOIN product p ON p.product_id = f.id
              JOIN establishment e ON e.establishment_id = p.establishment_id JOIN unit c ON c.unit_id = e.commune_unit_id
            """, as: SearchDetails.self)
    }

    // MARK: What may be seen

    /// Conditions on a record under an alias, by its number: not merged into another, which is found instead (merges are never of
    /// days to come); published; in the places that are looked at.
    private func visible(_ kind: SearchKind, _ alias: String) -> SQL {
        switch kind {
        case .establishment:
            SQL(
                trusted: """
                     AND NOT EXISTS (SELECT FROM establishment_redirect m
                      WHERE m.from_establishment_id = \(alias).establishment_id AND m.undone_on IS NULL)
                    """)
                + inPlace("establishment h WHERE h.establishment_id = \(identifier: alias).establishment_id")
        case .product:
            unpublishedLeftOut(alias)
                + inPlace(
                    "product r JOIN establishment h USING (establishment_id) WHERE r.product_id = \(identifier: alias).product_id"
                )
        }
    }

    private func unpublishedLeftOut(_ alias: String) -> SQL {
        hidesUnpublished
            ? SQL(trusted: " AND NOT ") + AwardRecord.isUnpublishedSet("\(alias).product_id") : ""
    }

    private func inPlace(_ record: SQL) -> SQL {
        guard let places else { return "" }
        return
            " AND EXISTS (SELECT FROM \(record) AND coalesce(h.site_unit_id, h.commune_unit_id) = ANY (\(places)))"
    }
}

/// Records of one kind to be read.
struct SearchPart {
    let kind: SearchKind
    /// Numbers of records that are read as they are.
    var certain: [Int64] = []
    /// Numbers of records that are read if their documents answer the question.
    var possible: [Int64] = []
    /// In PostgreSQL's tsquery.
    var question: String?

    var isEmpty: Bool { certain.isEmpty && possible.isEmpty }
}
