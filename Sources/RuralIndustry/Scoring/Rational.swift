/// A calculation left the range of exact 128-bit numbers; nothing was rounded or wrapped.
public struct NumberOverflow: Error, Hashable, Sendable {
    public init() {}

    /// What to tell whoever asked for the calculation.
    public var violation: Violation {
        Violation(
            "number-overflow",
            vi: "Phép tính vượt quá phạm vi số chính xác 128 bit; hãy kiểm tra điểm và hệ số",
            en: "The calculation left the range of exact 128-bit numbers; check the marks and weights")
    }
}

/// An exact fraction in lowest terms, for means and totals. Every operation that could leave its range throws.
public struct Rational: Hashable, Sendable {
    public let numerator: Int128
    /// Always above zero.
    public let denominator: Int128

    public static let zero = Rational(0)

    public init(_ whole: Int) {
        numerator = Int128(whole)
        denominator = 1
    }

    public init(_ decimal: ExactDecimal) {
        // Int64 over a million: reducing cannot leave the range.
        self.init(reducing: Int128(decimal.millionths), over: 1_000_000)
    }

    /// Throws for a denominator of zero too: no fraction has it.
    public init(_ numerator: Int128, over denominator: Int128) throws(NumberOverflow) {
        guard denominator != 0, numerator != .min, denominator != .min else { throw NumberOverflow() }
        self.init(
            reducing: denominator < 0 ? -numerator : numerator,
            over: denominator < 0 ? -denominator : denominator)
    }

    /// For a numerator other than the minimum over a denominator above zero.
    private init(reducing numerator: Int128, over denominator: Int128) {
        let divisor = Int128(Self.greatestCommonDivisor(numerator.magnitude, denominator.magnitude))
        if divisor == 1 {
            self.numerator = numerator
            self.denominator = denominator
        } else {
            self.numerator = numerator / divisor
            self.denominator = denominator / divisor
        }
    }

    public var negated: Rational { Rational(reducing: -numerator, over: denominator) }

    public func adding(_ other: Rational) throws(NumberOverflow) -> Rational {
        if denominator == other.denominator {
            return try Rational(try Self.sum(numerator, other.numerator), over: denominator)
        }
        let shared = Int128(Self.greatestCommonDivisor(denominator.magnitude, other.denominator.magnitude))
        let left = try Self.product(numerator, other.denominator / shared)
        let right = try Self.product(other.numerator, denominator / shared)
        return try Rational(
            try Self.sum(left, right), over: try Self.product(denominator / shared, other.denominator))
    }

    public func subtracting(_ other: Rational) throws(NumberOverflow) -> Rational {
        try adding(other.negated)
    }

    public func multiplied(by other: Rational) throws(NumberOverflow) -> Rational {
        // Cancelled across before multiplying, so that only a result that is itself too large overflows.
        let left = try Rational(numerator, over: other.denominator)
        let right = try Rational(other.numerator, over: denominator)
        return try Rational(
            try Self.product(left.numerator, right.numerator),
            over: try Self.product(left.denominator, right.denominator))
    }

    public func divided(by count: Int) throws(NumberOverflow) -> Rational {
        try multiplied(by: try Rational(1, over: Int128(count)))
    }

    /// Rounded half away from zero to a number of decimals: 0.125 to two decimals is 0.13, −0.125 is −0.13.
    public func rounded(to decimals: Int) throws(NumberOverflow) -> Rational {
        let scale = try Self.powerOfTen(decimals)
        return try Rational(try scaledAndRounded(by: scale), over: scale)
    }

    func scaledAndRounded(by scale: Int128) throws(NumberOverflow) -> Int128 {
        let (whole, rest) = numerator.magnitude.quotientAndRemainder(dividingBy: denominator.magnitude)
        let (scaledRest, restOverflow) = rest.multipliedReportingOverflow(by: scale.magnitude)
        guard !restOverflow, whole <= Int128.max.magnitude else { throw NumberOverflow() }
        let (quotient, remainder) = scaledRest.quotientAndRemainder(dividingBy: denominator.magnitude)
        // Twice the remainder could overflow: compare it with what is missing to the next whole.
        let roundsUp = remainder >= denominator.magnitude - remainder
        let magnitude = try Self.sum(
            try Self.product(Int128(whole), scale), Int128(quotient) + (roundsUp ? 1 : 0))
        return numerator < 0 ? -magnitude : magnitude
    }

    static func powerOfTen(_ exponent: Int) throws(NumberOverflow) -> Int128 {
        guard (0...38).contains(exponent) else { throw NumberOverflow() }
        var power: Int128 = 1
        for _ in 0..<exponent { power *= 10 }
        return power
    }

    static func sum(_ left: Int128, _ right: Int128) throws(NumberOverflow) -> Int128 {
        let (value, overflow) = left.addingReportingOverflow(right)
        guard !overflow else { throw NumberOverflow() }
        return value
    }

    static func product(_ left: Int128, _ right: Int128) throws(NumberOverflow) -> Int128 {
        let (value, overflow) = left.multipliedReportingOverflow(by: right)
        guard !overflow else { throw NumberOverflow() }
        return value
    }

    private static func greatestCommonDivisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
        var (a, b) = (left, right)
        while b > UInt128(UInt64.max) || a > UInt128(UInt64.max) {
            if b == 0 { return a }
            (a, b) = (b, a % b)
        }
        // Division in 64 bits is several times faster, and nearly every number here fits.
        var (small, smaller) = (UInt64(truncatingIfNeeded: a), UInt64(truncatingIfNeeded: b))
        while smaller != 0 { (small, smaller) = (smaller, small % smaller) }
        return UInt128(small)
    }
}

extension Rational: Comparable {
    /// Compares the full 256-bit products, so no comparison can overflow.
    public static func < (left: Rational, right: Rational) -> Bool {
        if left.denominator == right.denominator { return left.numerator < right.numerator }
        let ours = left.numerator.multipliedFullWidth(by: right.denominator)
        let theirs = right.numerator.multipliedFullWidth(by: left.denominator)
        return ours.high != theirs.high ? ours.high < theirs.high : ours.low < theirs.low
    }
}
