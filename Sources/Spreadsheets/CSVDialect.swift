/// How a CSV file separates its fields, which also tells how it may write numbers and days.
public enum CSVDialect: Hashable, Sendable {
    /// `8.5` and `2026-11-20`.
    case comma
    /// As Excel writes it in Vietnam: also `8,5` and `20/11/2026`.
    case semicolon

    public var delimiter: UInt8 {
        switch self {
        case .comma: UInt8(ascii: ",")
        case .semicolon: UInt8(ascii: ";")
        }
    }

    public var allowsVietnameseNotation: Bool { self == .semicolon }

    /// Told by the first row that is not blank: whichever separator stands in it more often outside quotes; a
    /// comma if neither does. Nil if the bytes end before that row and `isWhole` is false.
    static func detected(in bytes: some Sequence<UInt8>, isWhole: Bool) -> CSVDialect? {
        var commas = 0
        var semicolons = 0
        var isQuoted = false
        var isBlank = true
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: ",") where !isQuoted: commas += 1
            case UInt8(ascii: ";") where !isQuoted: semicolons += 1
            case UInt8(ascii: "\n") where !isQuoted, UInt8(ascii: "\r") where !isQuoted:
                if !isBlank { return semicolons > commas ? .semicolon : .comma }
                (commas, semicolons) = (0, 0)
            default: isBlank = false
            }
        }
        return isWhole ? (semicolons > commas ? .semicolon : .comma) : nil
    }
}
