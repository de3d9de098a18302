/// A text as searching sees it: lower case, without diacritics, đ as d, words separated by one space.
///
/// Both placements of a tone mark fold to the same (Hoà, Hòa → hoa), as do NFC and NFD. Punctuation separates
/// words.
public struct Folded: Hashable, Sendable {
    /// ASCII where the source was Latin.
    public let text: String

    public init(_ source: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.utf8.count)
        var spaceIsDue = false
        for scalar in source.unicodeScalars {
            let folded = Self.table.folded(scalar)
            switch folded {
            case FoldingTable.dropped: continue
            case FoldingTable.space: spaceIsDue = !bytes.isEmpty
            default:
                if spaceIsDue { bytes.append(FoldingTable.space) }
                spaceIsDue = false
                if folded == FoldingTable.unusual {
                    bytes.append(contentsOf: FoldingTable.slowly(scalar).utf8)
                } else {
                    bytes.append(folded)
                }
            }
        }
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// The words, in order.
    public var words: [Substring] { text.split(separator: " ") }

    private static let table = FoldingTable()
}

/// What one scalar folds to, looked up for the letters that Vietnamese and its neighbours use.
private struct FoldingTable {
    static let unusual: UInt8 = 0
    static let dropped: UInt8 = 1
    static let space: UInt8 = 0x20

    /// U+0000–U+024F, then U+1E00–U+1EFF.
    private let low: [UInt8]
    private let additional: [UInt8]

    init() {
        low = (0..<0x250).map { Self.entry(UInt32($0)) }
        additional = (0x1E00..<0x1F00).map { Self.entry(UInt32($0)) }
    }

    func folded(_ scalar: Unicode.Scalar) -> UInt8 {
        switch scalar.value {
        case 0..<0x250: low[Int(scalar.value)]
        case 0x1E00..<0x1F00: additional[Int(scalar.value) - 0x1E00]
        default: Self.unusualEntry(scalar)
        }
    }

    /// Letters and digits of other scripts are kept, in lower case and without marks.
    static func slowly(_ scalar: Unicode.Scalar) -> String {
        var kept = String.UnicodeScalarView()
        for part in scalar.properties.lowercaseMapping.decomposedScalars where !part.isMark {
            kept.append(part)
        }
        return String(kept)
    }

    private static func entry(_ value: UInt32) -> UInt8 {
        guard let scalar = Unicode.Scalar(value) else { return space }
        if scalar == "đ" || scalar == "Đ" || scalar == "Ð" || scalar == "ð" { return UInt8(ascii: "d") }
        let plain = slowly(scalar).unicodeScalars
        if let only = plain.first, plain.count == 1, only.isASCII {
            let isWordPart = ("a"..."z").contains(only) || ("0"..."9").contains(only)
            return isWordPart ? UInt8(truncatingIfNeeded: only.value) : space
        }
        return unusualEntry(scalar)
    }

    private static func unusualEntry(_ scalar: Unicode.Scalar) -> UInt8 {
        if scalar.isMark || scalar.isInvisible { return dropped }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil ? unusual : space
    }
}

extension Unicode.Scalar {
    /// A combining mark, such as an accent standing for itself in NFD.
    var isMark: Bool { properties.generalCategory == .nonspacingMark }
}
