/// A share from 0 to 100 % with at most two decimals, kept exactly.
public struct Percent: Hashable, Comparable, Sendable {
    /// 6250 is 62.5 %.
    public let hundredths: Int

    /// Nil outside 0…10,000.
    public init?(hundredths: Int) {
        guard (0...10_000).contains(hundredths) else { return nil }
        self.hundredths = hundredths
    }

    /// Reads `62.5`; in Vietnamese notation also `62,5`. Violation: `percent-unreadable`.
    public init(_ text: String, _ notation: Notation = .plain) throws(Violation) {
        let parts = notation.decimalPoint(text).split(separator: ".", omittingEmptySubsequences: false)
        let decimals = parts.count == 2 ? parts[1] : "0"
        let isDecimal =
            (1...2).contains(parts.count) && (1...3).contains(parts[0].utf8.count)
            && (1...2).contains(decimals.utf8.count)
            && parts.allSatisfy {
                $0.utf8.allSatisfy(\.isDigit)
            }
        guard isDecimal, let whole = Int(parts[0]), let part = Int(decimals),
            let percent = Percent(hundredths: whole * 100 + (decimals.utf8.count == 1 ? part * 10 : part))
        else {
            throw Violation(
                "percent-unreadable",
                vi:
                    "\(Text.quoted(text)) không phải là tỷ lệ từ 0 đến 100 với nhiều nhất hai số lẻ, như 62.5",
                en:
                    "\(Text.quoted(text)) is not a share from 0 to 100 with at most two decimals, such as 62.5"
            )
        }
        self = percent
    }

    /// `62.5`, without needless zeros.
    public var text: String {
        let (whole, part) = hundredths.quotientAndRemainder(dividingBy: 100)
        if part == 0 { return String(whole) }
        return part % 10 == 0 ? "\(whole).\(part / 10)" : "\(whole).\(part < 10 ? "0" : "")\(part)"
    }

    public static func < (left: Percent, right: Percent) -> Bool { left.hundredths < right.hundredths }
}
