import Postgres
import RuralIndustry

// The vocabulary: the words of all documents, which a question's words are held against.
extension Session {
    /// How often words stand in documents, whatever is settled of the vocabulary; those that stand in none are left out.
    func occurrences(of words: [String]) throws -> [String: Int64] {
        let known = try query(
            """
            SELECT v.word, sum(v.occurrences)::bigint AS occurrences FROM (
              SELECT w.word, w.occurrences FROM search_word w WHERE w.word = ANY (\(words))
              UNION ALL
              SELECT c.word, c.change FROM search_word_change c WHERE c.word = ANY (\(words))
            ) v GROUP BY v.word HAVING sum(v.occurrences) > 0
            """
        ) { (word: try $0("word", as: String.self), occurrences: try $0("occurrences", as: Int64.self)) }
        return Dictionary(known.map { ($0.word, $0.occurrences) }) { first, _ in first }
    }

    /// Longer words that begin so, the frequent ones first.
    func words(beginning text: String) throws -> [String] {
        try values(
            """
            SELECT v.word FROM (
              SELECT w.word, w.occurrences FROM search_word w
              WHERE w.word ~>~ \(text)::text AND w.word ~<~ \(text + Self.afterAllLetters)::text
              UNION ALL
              SELECT c.word, c.change FROM search_word_change c
              WHERE c.word ~>~ \(text)::text AND c.word ~<~ \(text + Self.afterAllLetters)::text
            ) v GROUP BY v.word HAVING sum(v.occurrences) > 0 ORDER BY sum(v.occurrences) DESC, v.word LIMIT \(Self.alternatives)
            """, as: String.self)
    }

    /// Words that one slip could have turned into this one, the frequent ones first.
    func words(oneSlipFrom text: String) throws -> [String] {
        let deletions = Slip.deletions(of: text).sorted()
        let near = try values(
            """
            SELECT v.word FROM (
              SELECT w.word, w.occurrences FROM search_word w WHERE w.deletions && \(deletions)
              UNION ALL
              SELECT c.word, c.change FROM search_word_change c WHERE word_deletions(c.word) && \(deletions)
            ) v GROUP BY v.word HAVING sum(v.occurrences) > 0 ORDER BY sum(v.occurrences) DESC, v.word
            """, as: String.self)
        return Array(near.filter { Slip.separates(text, $0) }.prefix(Self.alternatives))
    }

    /// Sorts behind every letter in the order of code points.
    static let afterAllLetters = "\u{10FFFF}"
    /// How many words one word of a question may stand for: more would look for half of the registry.
    private static let alternatives = 12
}
