import Postgres
import RuralIndustry

// The vocabulary: the words of all documents, which a question's words are held against.
extension Session {
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

    /// For each of some words those that one slip could have turned into it, the frequent ones first.
    func words(oneSlipFrom texts: [String]) throws -> [[String]] {
        guard !texts.isEmpty else { return [] }
        let deletions = Set(texts.flatMap { Slip.deletions(of: $0) }).sorted()
        let near = try values(
            """
            SELECT v.word FROM (
              SELECT w.word, w.occurrences FROM search_word w WHERE w.deletions && \(deletions)
              UNION ALL
              SELECT c.word, c.change FROM search_word_change c WHERE word_deletions(c.word) && \(deletions)
            ) v GROUP BY v.word HAVING sum(v.occurrences) > 0 ORDER BY sum(v.occurrences) DESC, v.word
            """, as: String.self)
        return texts.map { text in
            Array(near.lazy.filter { Slip.separates(text, $0) }.prefix(Self.alternatives))
        }
    }

    /// Sorts behind every letter in the order of code points.
    static let afterAllLetters = "\u{10FFFF}"
    /// How many words one word of a question may stand for: more would look for half of the registry.
    private static let alternatives = 12
}
