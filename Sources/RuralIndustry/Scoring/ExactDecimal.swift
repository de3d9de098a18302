/// A decimal number with at most six decimals, exact: marks, maxima, weights, steps and thresholds.
///
/// Kept as whole millionths, so it reaches ±9,223,372,036,854.775807. Its text always uses a point; a comma is the
/// business of the file format that allows it.
public struct ExactDecimal: Hashable, Comparable, Sendable {
    public let millionths: Int64

    public static let decimals = 6
    public static let zero = ExactDecimal(millionths: 0)

    public init(millionths: Int64) { self.millionths = millionths }

    /// Nil if the number is beyond what millionths in 64 bits hold.
    public init?(_ whole: Int64) {
        let (millionths, overflow) = whole.multipliedReportingOverflow(by: 1_000_000)
        guard !overflow else { return nil }
        self.millionths = millionths
    }

    /// Reads `8`, `8.5` or `-0.25`: digits with an optional sign and point, no exponent, no comma, no blanks.
    public init(_ text: String) throws(Violation) {
        var bytes = Array(text.utf8)[...]
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative { bytes.removeFirst() }
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Self.isDigit) }) else {
            throw Self.unreadable(text)
        }
        let fraction = parts.count == 2 ? parts[1] : []
        guard fraction.count <= Self.decimals else { throw Self.tooPrecise(text) }
        let padding = repeatElement(UInt8(ascii: "0"), count: Self.decimals - fraction.count)
        var millionths: Int64 = 0
        for digit in Array(parts[0]) + Array(fraction) + Array(padding) {
            let (tens, tooLarge) = millionths.multipliedReportingOverflow(by: 10)
            let (sum, carried) = tens.subtractingReportingOverflow(Int64(digit - UInt8(ascii: "0")))
            guard !tooLarge, !carried else { throw Self.tooLarge(text) }
            millionths = sum
        }
        // Built below zero, where 64 bits reach one further.
        guard isNegative || millionths != .min else { throw Self.tooLarge(text) }
        self.millionths = isNegative ? millionths : -millionths
    }

    public static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
        left.millionths < right.millionths
    }

    /// Whether the number is a whole multiple of a step above zero.
    public func isMultiple(of step: ExactDecimal) -> Bool { millionths.isMultiple(of: step.millionths) }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func unreadable(_ text: String) -> Violation {
        Violation(
            "number-unreadable", vi: "\(Text.quoted(text)) không phải là số; viết như 8 hoặc 8.5",
            en: "\(Text.quoted(text)) is not a number; write it like 8 or 8.5")
    }

    private static func tooPrecise(_ text: String) -> Violation {
        Violation(
            "number-too-precise",
            vi: "\(Text.quoted(text)) có quá 6 chữ số thập phân; hãy viết tối đa 6 chữ số",
            en: "\(Text.quoted(text)) has more than 6 decimals; write at most 6")
    }

    private static func tooLarge(_ text: String) -> Violation {
        Violation(
            "number-too-large",
            vi: "\(Text.quoted(text)) quá lớn; số lớn nhất ghi được là 9223372036854.775807",
            en: "\(Text.quoted(text)) is too large; the largest number held is 9223372036854.775807")
    }
}

extension ExactDecimal: CustomStringConvertible {
    /// The shortest text that reads back as the same number: `8`, `8.5`, `-0.25`.
    public var description: String {
        let (whole, fraction) = millionths.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        let sign = millionths < 0 ? "-" : ""
        guard fraction > 0 else { return sign + String(whole) }
        // bytes, because a bundle writes hundreds of thousands of these
        var (digits, rest): ([UInt8], UInt64) = ([], fraction)
        for _ in 0..<Self.decimals {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            if digit > 0 || !digits.isEmpty { digits.append(UInt8(ascii: "0") + UInt8(digit)) }
            rest = quotient
        }
        return sign + String(whole) + "." + String(decoding: digits.reversed(), as: UTF8.self)
    }
}

extension ExactDecimal: Codable {
    public init(from decoder: any Decoder) throws {
        try self.init(try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
