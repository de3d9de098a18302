import Postgres
import RuralIndustry

/// What a search by words knows at its start. All of it comes in one exchange, since each exchange takes about as long as what it
/// asks.
struct SearchOpening {
    /// Words of the question that stand in some document, whatever is settled of the vocabulary.
    private(set) var known: Set<String> = []
    /// Records whose name begins with the question.
    private(set) var beginning: [SearchKind: [Int64]] = [:]
    private(set) var index: [SearchKind: Postings.State] = [:]

    init(_ query: SearchQuery, in records: SearchRecords) throws {
        let words = query.words.map(\.text)
        let beginnings = records.kinds.map { kind in
            " UNION ALL SELECT 'beginning', \(kind.rawValue)::text, NULL, \(records.beginning(kind, query.folded))"
                as SQL
        }
        let statement: SQL = """
            SELECT 'index' AS what, s.kind AS name, s.mark::text AS mark, CASE s.kind
                WHEN 'establishment' THEN ARRAY(SELECT DISTINCT establishment_id FROM establishment_unsettled)
                ELSE ARRAY(SELECT DISTINCT product_id FROM product_unsettled)
              END AS ids
            FROM posting_settlement s
            UNION ALL
            SELECT 'word', v.word, NULL, NULL FROM (
              SELECT w.word, w.occurrences FROM search_word w WHERE w.word = ANY (\(words))
              UNION ALL
              SELECT c.word, c.change FROM search_word_change c WHERE c.word = ANY (\(words))
            ) v GROUP BY v.word HAVING sum(v.occurrences) > 0
            """
        let rows = try records.session.query(beginnings.reduce(statement, +)) {
            (
                what: try $0("what", as: String.self), name: try $0("name", as: String.self),
                mark: try $0("mark", as: String?.self), ids: try $0("ids", as: [Int64]?.self) ?? []
            )
        }
        for row in rows {
            switch (row.what, SearchKind(rawValue: row.name), row.mark) {
            case ("index", let kind?, let mark?):
                index[kind] = Postings.State(settlement: mark, unsettled: row.ids)
            case ("beginning", let kind?, _): beginning[kind] = row.ids
            default: known.insert(row.name)
            }
        }
    }
}
