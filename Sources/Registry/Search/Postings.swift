import Postgres
import RuralIndustry

/// What the index knows of the words of one search.
///
/// Sets may hold documents that have lost a word since, and lack those that are not settled; so what they say is held against the
/// documents, and the unsettled ones are looked at as well.
final class Postings {
    private let session: Session
    private let cache: PostingCache
    let kinds: [SearchKind]
    private let state: [SearchKind: State]
    private var known: [PostingCache.Key: DocumentSet] = [:]

    /// How far the index of a kind is, in the snapshot of the search.
    struct State {
        /// The mark of the last settlement.
        let settlement: String
        /// Records whose documents are not in the sets yet.
        let unsettled: [Int64]
    }

    init(
        _ kinds: [SearchKind], as state: [SearchKind: State], in session: Session,
        knownFrom cache: PostingCache
    ) {
        self.session = session
        self.cache = cache
        self.kinds = kinds
        self.state = state
    }

    /// Records whose documents are not in the sets yet.
    func unsettled(_ kind: SearchKind) -> [Int64] { state[kind]?.unsettled ?? [] }

    /// Reads what is not known of these lexemes, for all kinds at once; whoever knows what will be asked asks less often.
    func load(_ lexemes: some Sequence<String>) throws {
        let keys = Set(lexemes).flatMap { lexeme in kinds.map { PostingCache.Key(kind: $0, lexeme: lexeme) } }
            .filter { known[$0] == nil }
        guard !keys.isEmpty else { return }
        known.merge(cache.sets(keys) { state[$0]?.settlement }) { $1 }
        let missing = keys.filter { known[$0] == nil }
        guard !missing.isEmpty else { return }
        let read = try read(missing)
        cache.keep(read) { state[$0]?.settlement }
        known.merge(read) { $1 }
    }

    /// Documents of a kind that answer one of the questions, each of at least one group.
    func documents(_ kind: SearchKind, answering questions: [WordQuery]) throws -> MatchingDocuments {
        try load(questions.flatMap { $0.groups.joined() })
        return MatchingDocuments(
            questions.map { question in
                question.groups.map { group in
                    group.compactMap { known[PostingCache.Key(kind: kind, lexeme: $0)] }
                }
            })
    }

    /// Numbers that begin so, which the vocabulary does not hold: the first ones.
    func numbers(beginning text: String, limit: Int) throws -> [String] {
        let end = text + Session.afterAllLetters
        let found = try kinds.flatMap { kind in
            let (documents, id) = (kind.rawValue + "_search", kind.rawValue + "_id")
            return try session.values(
                """
                SELECT n.word FROM (
                  SELECT p.word FROM \(identifier: kind.rawValue + "_posting") p
                  WHERE p.word >= \(text)::text AND p.word < \(end)::text
                  UNION
                  SELECT w.word FROM \(identifier: documents) d, unnest(tsvector_to_array(d.document)) AS w (word)
                  WHERE d.\(identifier: id) = ANY (\(unsettled(kind))) AND w.word COLLATE "C" >= \(text)::text
                    AND w.word COLLATE "C" < \(end)::text
                ) n ORDER BY n.word COLLATE "C" LIMIT \(limit)
                """, as: String.self)
        }
        return Set(found).sorted()
    }

    /// A word of which the index has no block has the empty set.
    private func read(_ keys: [PostingCache.Key]) throws -> [PostingCache.Key: DocumentSet] {
        var blocks = Dictionary(
            uniqueKeysWithValues: keys.map { ($0, [(number: Int, block: PostingBlock)]()) })
        for kind in kinds {
            let lexemes = keys.filter { $0.kind == kind }.map(\.lexeme)
            guard !lexemes.isEmpty else { continue }
            let rows = try session.query(
                """
                SELECT word, block, bits FROM \(identifier: kind.rawValue + "_posting")
                WHERE word = ANY (\(lexemes)) ORDER BY word, block
                """
            ) {
                (
                    word: try $0("word", as: String.self), number: try $0("block", as: Int.self),
                    bits: try $0("bits", as: PostingBlock.self)
                )
            }
            for row in rows {
                blocks[PostingCache.Key(kind: kind, lexeme: row.word), default: []].append(
                    (row.number, row.bits))
            }
        }
        return blocks.mapValues { DocumentSet($0) }
    }
}
