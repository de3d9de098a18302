/// A length or a coordinate on a fair's plan: whole millimetres, never negative, never floating point.
public struct Length: Hashable, Comparable, Sendable {
    public let millimetres: Int

    /// Ten kilometres: whatever is longer on a fairground is a slip of the keyboard.
    public static let largest = 10_000_000

    /// 3 m, the side of a standard booth by the convention of price lists; no text of industrial promotion states a size.
    public static let standardBoothSide = Length(unchecked: 3_000)

    private init(unchecked millimetres: Int) { self.millimetres = millimetres }

    /// Nil outside 0…`largest`.
    public init?(millimetres: Int) {
        guard (0...Self.largest).contains(millimetres) else { return nil }
        self.millimetres = millimetres
    }

    /// Reads metres, such as `3` or `2.625`; in Vietnamese notation also `2,625`. Violations: `length-unreadable`,
    /// `length-too-large`.
    public init(_ text: String, _ notation: Notation = .plain) throws(Violation) {
        let parts = notation.decimalPoint(text).split(separator: ".", omittingEmptySubsequences: false)
        let decimals = parts.count == 2 ? parts[1] : "0"
        guard (1...2).contains(parts.count), (1...3).contains(decimals.utf8.count), !parts[0].isEmpty,
            parts.allSatisfy({ $0.utf8.allSatisfy(\.isDigit) })
        else {
            throw Violation(
                "length-unreadable",
                vi:
                    "\(Text.quoted(text)) không phải là số mét, không âm, với nhiều nhất ba số lẻ, như 2.625",
                en:
                    "\(Text.quoted(text)) is not a number of metres with at most three decimals, such as 2.625"
            )
        }
        let thousandths = decimals + String(repeating: "0", count: 3 - decimals.utf8.count)
        guard let length = Int(parts[0] + thousandths).flatMap({ Length(millimetres: $0) }) else {
            throw Violation(
                "length-too-large", vi: "\(Text.quoted(text)) dài quá \(Self.largest / 1000) mét",
                en: "\(Text.quoted(text)) is more than \(Self.largest / 1000) metres")
        }
        self = length
    }

    /// Metres without needless zeros: `2.625`, `3`.
    public var text: String {
        let (metres, rest) = millimetres.quotientAndRemainder(dividingBy: 1000)
        if rest == 0 { return String(metres) }
        var decimals = String(String(rest + 1000).dropFirst())
        while decimals.last == "0" { decimals.removeLast() }
        return "\(metres).\(decimals)"
    }

    public static func < (left: Length, right: Length) -> Bool { left.millimetres < right.millimetres }
}

extension Length: CustomStringConvertible {
    public var description: String { text }
}
