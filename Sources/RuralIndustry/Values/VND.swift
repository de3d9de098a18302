/// An amount of Vietnamese đồng: whole, never negative, never floating point.
public struct VND: Hashable, Comparable, Sendable {
    public let amount: Int64

    /// About a hundred times what the country produces in a year: whatever is larger is a slip of the
    /// keyboard.
    public static let largest: Int64 = 1_000_000_000_000_000_000

    /// Nil outside 0…`largest`.
    public init?(_ amount: Int64) {
        guard (0...Self.largest).contains(amount) else { return nil }
        self.amount = amount
    }

    /// The nearest amount within the bounds.
    init(clamping amount: Int128) { self.amount = Int64(min(max(amount, 0), Int128(Self.largest))) }

    public static let zero = VND(clamping: 0)

    /// Reads `1500000`. Violations: `number-unreadable`, `number-too-large`.
    public init(_ text: String, _ notation: Notation = .plain) throws(Violation) {
        amount = try notation.wholeNumber(text, upTo: Self.largest)
    }

    public var text: String { String(amount) }

    public static func < (left: VND, right: VND) -> Bool { left.amount < right.amount }
}
