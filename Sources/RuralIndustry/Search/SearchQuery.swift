/// What somebody looks for, as they type it: with or without diacritics, in either tone placement, d for đ, the last
/// word perhaps not finished; or a tax code or a telephone number in any writing.
public struct SearchQuery: Hashable, Sendable {
    /// One word of the question, folded.
    public struct Word: Hashable, Sendable {
        public let text: String
        /// False for words such as “tỉnh” and “xã” before a place: they rank what has them and exclude nothing,
        /// since records are found by the names of their places alone.
        public let isRequired: Bool

        /// Numbers and codes are taken as they are: nobody can say what a wrong one was meant to be.
        public var isCorrectable: Bool { !text.utf8.contains(where: \.isDigit) }
    }

    /// In the order of typing, none twice; at least one.
    public let words: [Word]
    /// The question as one folded text.
    public let folded: String
    /// True unless the question ends with a space: the last word may be the beginning of a longer one.
    public let lastWordMayGoOn: Bool
    /// The digits of a tax code or a personal number, if the question can be one.
    public let codeDigits: String?
    /// As records keep it, if the question can be one.
    public let phone: PhoneNumber?

    /// More words narrow nothing down any further.
    public static let wordLimit = 12

    /// Reads a question of at most 200 characters. Violations: `search-empty` beside those of `Text.line`.
    public init(_ raw: String) throws(Violation) {
        let line = try Text.line(raw)
        var seen = Set<Substring>()
        let texts = Folded(line).words.filter { seen.insert($0).inserted }.prefix(Self.wordLimit)
        if texts.isEmpty {
            throw Violation(
                "search-empty", vi: "hãy ghi ít nhất một từ hoặc một mã số để tìm",
                en: "write at least one word or code to look for")
        }
        let qualifiers = Self.qualifiers(among: Array(texts))
        words = texts.enumerated().map { index, text in
            Word(text: String(text), isRequired: !qualifiers.contains(index))
        }
        folded = Folded(line).text
        lastWordMayGoOn = raw.unicodeScalars.last.map { !$0.isSpace } ?? true
        let digits = line.utf8.filter(\.isDigit)
        let isCode =
            [10, 12, 13].contains(digits.count)
            && line.utf8.allSatisfy { $0.isDigit || $0 == 0x20 || $0 == 0x2D || $0 == 0x2E }
        codeDigits = isCode ? String(decoding: digits, as: UTF8.self) : nil
        phone = try? PhoneNumber(line)
    }

    /// Positions of the words that say which kind of unit the next one names, as in “huyện Gia Lâm, thành phố Hà Nội”.
    private static func qualifiers(among words: [Substring]) -> Set<Int> {
        var found = Set<Int>()
        for index in words.indices.dropLast() {
            let next = words[index + 1]
            switch words[index] {
            case "tinh", "huyen", "quan", "phuong": found.insert(index)
            case "xa" where index == 0 || words[index - 1] != "tac": found.insert(index)
            case "thanh" where next == "pho" && index + 2 < words.count,
                "thi" where (next == "xa" || next == "tran") && index + 2 < words.count,
                "dac" where next == "khu" && index + 2 < words.count:
                found.formUnion([index, index + 1])
            default: continue
            }
        }
        return found.count == words.count ? [] : found
    }
}
