/// The words of an establishment's name that tell it from others, ready to be compared.
///
/// Words for the legal form (`công ty TNHH`, `hợp tác xã`, `HTX`, `cơ sở`, `hộ kinh doanh`, …) are left out: people write them
/// in many ways. A name of nothing else keeps them.
public struct ComparableName: Hashable, Sendable {
    public let words: [String]
    /// Three-letter pieces of the words, sorted, each a number.
    private let pieces: [UInt32]
    private let sortedWords: [String]

    public init(_ folded: Folded) {
        let all = folded.words.map(String.init)
        let telling = Self.withoutForms(all)
        words = telling.isEmpty ? all : telling
        sortedWords = words.sorted()
        pieces = Self.pieces(of: words)
    }

    /// The words in alphabetical order, with spaces between: the same for names that differ only in the order of words.
    public var key: String { sortedWords.joined(separator: " ") }

    /// How alike two names are, 0–100: the better of two shares of what they have in common (Dice), of words and of three-letter
    /// pieces. The first forgives order, the second slips of the finger.
    public func likeness(to other: ComparableName) -> Int {
        max(Self.share(sortedWords, other.sortedWords), Self.share(pieces, other.pieces))
    }

    /// Twice the common members of two sorted lists per hundred of all.
    private static func share<Element: Comparable>(_ left: [Element], _ right: [Element]) -> Int {
        if left.isEmpty || right.isEmpty { return 0 }
        var (i, j, common) = (0, 0, 0)
        while i < left.count, j < right.count {
            if left[i] == right[j] {
                common += 1
                i += 1
                j += 1
            } else if left[i] < right[j] {
                i += 1
            } else {
                j += 1
            }
        }
        return 200 * common / (left.count + right.count)
    }

    private static func pieces(of words: [String]) -> [UInt32] {
        let bytes = Array((" " + words.joined(separator: " ") + " ").utf8)
        guard bytes.count >= 3 else { return [] }
        return (0...(bytes.count - 3)).map { at in
            UInt32(bytes[at]) << 16 | UInt32(bytes[at + 1]) << 8 | UInt32(bytes[at + 2])
        }.sorted()
    }

    private static func withoutForms(_ words: [String]) -> [String] {
        var kept: [String] = []
        var at = 0
        while at < words.count {
            let phrase = forms.first { words[at...].starts(with: $0) }
            if let phrase {
                at += phrase.count
            } else {
                kept.append(words[at])
                at += 1
            }
        }
        return kept
    }

    /// Folded, the longest first, so that `công ty TNHH một thành viên` goes as a whole.
    private static let forms: [[String]] = [
        "cong ty trach nhiem huu han mot thanh vien", "cong ty trach nhiem huu han",
        "cong ty tnhh mot thanh vien",
        "cong ty tnhh mtv", "cong ty tnhh", "cong ty co phan", "cong ty hop danh", "cong ty cp", "cong ty",
        "cty tnhh",
        "cty cp", "cty", "trach nhiem huu han", "mot thanh vien", "tnhh", "mtv", "doanh nghiep tu nhan",
        "doanh nghiep",
        "dntn", "lien hiep hop tac xa", "hop tac xa", "lhhtx", "htx", "to hop tac", "tht", "ho kinh doanh",
        "hkd",
        "ho gia dinh", "co so san xuat", "co so", "cssx", "lang nghe", "xi nghiep", "xuong san xuat", "xuong",
    ].map { $0.split(separator: " ").map(String.init) }
        .sorted { $0.count > $1.count }
}
