/// How well a record answers a question, the best first.
///
/// What is closed comes after everything that is not. Then: its code or telephone number; its whole name; its name
/// begins so; all words in its name; all words in its name, industry and places; the same after correction, the fewer
/// corrections the better. Among equals what was recognised more often comes first; the caller orders the rest.
public struct SearchRank: Hashable, Sendable, Comparable {
    public enum Match: Int, Hashable, Sendable, Comparable {
        case code, wholeName, beginningOfName, wordsOfName, words, corrected

        public static func < (left: Match, right: Match) -> Bool { left.rawValue < right.rawValue }
    }

    public let match: Match
    public let isClosed: Bool
    public let corrections: Int
    /// Words of the question that the record lacks (only those that need not be there) or has outside its name.
    public let missing: Int
    public let elsewhere: Int
    public let awards: Int

    public static func < (left: SearchRank, right: SearchRank) -> Bool {
        left.order < right.order
    }

    private var order: (Int, Int, Int, Int, Int, Int) {
        (isClosed ? 1 : 0, match.rawValue, corrections, missing, elsewhere, -awards)
    }
}

extension SearchRank {
    /// The rank of a record that was found by its code or telephone number.
    public static func code(isClosed: Bool, awards: Int) -> SearchRank {
        SearchRank(match: .code, isClosed: isClosed, corrections: 0, missing: 0, elsewhere: 0, awards: awards)
    }

    /// The rank of a record by its folded name and words, and what each word of the question was taken for in it
    /// (nil: the record lacks it); nil if it lacks a word that is required.
    ///
    /// - Parameter alternatives: what each word of the question may stand for beside itself, by its position.
    public static func rank(
        of record: (nameFolded: String, words: String), isClosed: Bool, awards: Int, for query: SearchQuery,
        alternatives: [Int: [String]] = [:]
    ) -> (rank: SearchRank, meant: [String?])? {
        let name = FoldedWords(record.nameFolded)
        let words = FoldedWords(record.words)
        var corrections = 0
        var missing = 0
        var elsewhere = 0
        var meant: [String?] = []
        for (index, word) in query.words.enumerated() {
            let mayGoOn = query.lastWordMayGoOn && index == query.words.count - 1
            if name.contains(word.text, orLonger: mayGoOn) {
                meant.append(word.text)
            } else if words.contains(word.text, orLonger: mayGoOn) {
                meant.append(word.text)
                elsewhere += 1
            } else if let other = alternatives[index]?.first(where: { name.contains($0) }) {
                meant.append(other)
                corrections += 1
            } else if let other = alternatives[index]?.first(where: { words.contains($0) }) {
                meant.append(other)
                corrections += 1
                elsewhere += 1
            } else if word.isRequired {
                return nil
            } else {
                meant.append(nil)
                missing += 1
            }
        }
        let match: Match =
            if corrections > 0 {
                .corrected
            } else if record.nameFolded == query.folded {
                .wholeName
            } else if record.nameFolded.hasPrefix(query.folded)
                && (query.lastWordMayGoOn || record.nameFolded.hasPrefix(query.folded + " "))
            {
                .beginningOfName
            } else if elsewhere == 0 && missing == 0 {
                .wordsOfName
            } else {
                .words
            }
        return (
            SearchRank(
                match: match, isClosed: isClosed, corrections: corrections, missing: missing,
                elsewhere: elsewhere,
                awards: awards), meant
        )
    }
}

/// The words of a folded text, compared as bytes where they stand: a search ranks many records, and taking each one's text apart
/// would cost more than all its comparisons.
private struct FoldedWords {
    private let text: String

    init(_ text: String) { self.text = text }

    /// - Parameter orLonger: whether a word that goes on after this one counts as it.
    func contains(_ word: String, orLonger: Bool = false) -> Bool {
        withBytes(of: text) { text in
            withBytes(of: word) { word in Self.find(word, in: text, orLonger: orLonger) }
        }
    }

    private static func find(
        _ word: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>, orLonger: Bool
    ) -> Bool {
        let space = UInt8(ascii: " ")
        var start = 0
        while start + word.count <= text.count {
            let end = start + word.count
            if (orLonger || end == text.count || text[end] == space) && text[start..<end].elementsEqual(word)
            {
                return true
            }
            while start < text.count && text[start] != space { start += 1 }
            start += 1
        }
        return false
    }

    private func withBytes<R>(of text: String, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
        text.utf8.withContiguousStorageIfAvailable(body) ?? Array(text.utf8).withUnsafeBufferPointer(body)
    }
}
