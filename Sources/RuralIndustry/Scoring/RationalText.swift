extension Rational: CustomStringConvertible {
    /// A decimal if it terminates (`75.714`), else a fraction in lowest terms (`530/7`); reads back as the same number.
    public var description: String {
        guard terminates else { return "\(numerator)/\(denominator)" }
        let divisor = denominator.magnitude
        var (whole, rest) = numerator.magnitude.quotientAndRemainder(dividingBy: divisor)
        var text = (numerator < 0 ? "-" : "") + String(whole)
        if rest > 0 { text += "." }
        while rest > 0 {
            (whole, rest) = divisor.dividingFullWidth(rest.multipliedFullWidth(by: 10))
            text += String(whole)
        }
        return text
    }

    /// The number rounded half away from zero and written with exactly so many decimals: `70.00`. For showing only.
    public func text(decimals: Int) throws(NumberOverflow) -> String {
        let scaled = try scaledAndRounded(by: try Self.powerOfTen(decimals))
        let digits = String(scaled.magnitude)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count)) + digits
        let sign = scaled < 0 ? "-" : ""
        guard decimals > 0 else { return sign + padded }
        return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
    }

    /// Reads both printed forms: a decimal, or a fraction.
    public init(_ text: String) throws(Violation) {
        let isNegative = text.first == "-"
        let digits = isNegative ? text.dropFirst() : text[...]
        guard let magnitude = Self.fraction(digits) ?? Self.decimal(digits) else {
            throw Violation(
                "number-unreadable",
                vi: "\(Text.quoted(text)) không phải là số thập phân hay phân số như 530/7",
                en: "\(Text.quoted(text)) is not a decimal or a fraction like 530/7")
        }
        self = isNegative ? magnitude.negated : magnitude
    }

    /// Whether the decimal expansion ends: the denominator has no prime factors but 2 and 5.
    private var terminates: Bool {
        var rest = denominator
        rest >>= rest.trailingZeroBitCount
        while rest.isMultiple(of: 5) { rest /= 5 }
        return rest == 1
    }

    private static func fraction(_ text: Substring) -> Rational? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let numerator = whole(parts[0]), let denominator = whole(parts[1])
        else { return nil }
        return try? Rational(numerator, over: denominator)
    }

    private static func decimal(_ text: Substring) -> Rational? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = whole(parts[0]) else { return nil }
        guard parts.count == 2 else { return try? Rational(whole, over: 1) }
        guard !parts[1].isEmpty, parts[1].utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        // From the last digit: each step's denominator divides the result's, so long expansions fit as well.
        var fraction = Rational.zero
        for digit in parts[1].utf8.reversed() {
            guard let next = try? fraction.adding(Rational(Int(digit - 48))).divided(by: 10) else {
                return nil
            }
            fraction = next
        }
        return try? fraction.adding(try Rational(whole, over: 1))
    }

    private static func whole(_ text: Substring) -> Int128? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int128(text)
    }
}
