/// An exact decimal number: `numeric`, with the scale it was written in (`1.50` is not printed as `1.5`).
///
/// Two of the same value are equal whatever their scales. NaN and the infinities are refused.
public struct Numeric: Sendable {
    /// Digits to the base 10,000, the first and the last not zero; none for zero.
    private let digits: [Int16]
    /// The power of 10,000 that the first digit counts.
    private let weight: Int
    private let isNegative: Bool
    /// Decimal places that are printed.
    public let scale: Int

    /// Reads plain decimal text: an optional sign, digits, and a point with digits. No exponent, no spaces,
    /// no separators.
    public init?(_ text: String) {
        var characters = Array(text.utf8)[...]
        let negative = characters.first == UInt8(ascii: "-")
        if negative || characters.first == UInt8(ascii: "+") { characters.removeFirst() }
        let parts = characters.split(
            separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first, !whole.isEmpty,
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { (48...57).contains($0) } })
        else { return nil }
        let fraction = parts.count == 2 ? Array(parts[1]) : []
        guard fraction.count <= Self.largestScale else { return nil }

        let wholeDigits = (whole.count + 3) / 4
        let padded =
            Array(repeating: UInt8(48), count: wholeDigits * 4 - whole.count) + whole + fraction
            + Array(repeating: UInt8(48), count: (4 - fraction.count % 4) % 4)
        let digits = stride(from: 0, to: padded.count, by: 4).map { start in
            padded[start..<start + 4].reduce(Int16(0)) { $0 * 10 + Int16($1 - 48) }
        }
        guard wholeDigits - 1 <= Int(Int16.max), digits.count <= Int(Int16.max) else { return nil }
        self.init(digits: digits, weight: wholeDigits - 1, isNegative: negative, scale: fraction.count)
    }

    private init(digits: [Int16], weight: Int, isNegative: Bool, scale: Int) {
        let leading = digits.prefix { $0 == 0 }.count
        let significant = digits.dropFirst(leading)
        self.digits = Array(significant.dropLast(significant.reversed().prefix { $0 == 0 }.count))
        self.weight = self.digits.isEmpty ? 0 : weight - leading
        self.isNegative = isNegative && !self.digits.isEmpty
        self.scale = scale
    }

    /// Without zeros at the end of the fraction, so that equal values print alike: `1.50` is `1.5`, `2.0` is
    /// `2`.
    public var canonical: String { text(places: nil) }

    private func text(places: Int?) -> String {
        var whole = ""
        for power in stride(from: max(weight, 0), through: 0, by: -1) {
            whole += Self.padded(digit(ofPower: power))
        }
        let shown = whole.drop { $0 == "0" }
        var fraction = ""
        let lowest = weight - digits.count + 1
        let wanted = places.map { -(($0 + 3) / 4) } ?? min(lowest, 0)
        for power in stride(from: -1, through: wanted, by: -1) {
            fraction += Self.padded(digit(ofPower: power))
        }
        if let places {
            fraction = String(fraction.prefix(places))
        } else {
            while fraction.last == "0" { fraction.removeLast() }
        }
        return (isNegative ? "-" : "") + (shown.isEmpty ? "0" : shown)
            + (fraction.isEmpty ? "" : "." + fraction)
    }

    private func digit(ofPower power: Int) -> Int16 {
        let index = weight - power
        return digits.indices.contains(index) ? digits[index] : 0
    }

    private static func padded(_ digit: Int16) -> String {
        let text = String(digit)
        return String(repeating: "0", count: 4 - text.utf8.count) + text
    }

    /// What PostgreSQL can print: 14 bits of the wire format's scale.
    private static let largestScale = 0x3FFF
}

extension Numeric: Hashable {
    public static func == (left: Numeric, right: Numeric) -> Bool {
        left.isNegative == right.isNegative && left.weight == right.weight && left.digits == right.digits
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(isNegative)
        hasher.combine(weight)
        hasher.combine(digits)
    }
}

/// Plain decimal with its scale, as the server prints it; never an exponent.
extension Numeric: CustomStringConvertible {
    public var description: String { text(places: scale) }
}

extension Numeric: SQLCodable {
    public static var sqlType: SQLType { .numeric }

    public func encode() -> Parameter {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 + digits.count * 2)
        bytes += Int16(digits.count).bigEndianBytes
        bytes += Int16(weight).bigEndianBytes
        bytes += (isNegative ? Self.negativeSign : 0).bigEndianBytes
        bytes += UInt16(scale).bigEndianBytes
        for digit in digits { bytes += digit.bigEndianBytes }
        return Parameter(.numeric, bytes: bytes)
    }

    public init(cell: Cell) throws {
        guard cell.isNull || cell.typeOID == SQLType.numeric.oid else {
            throw cell.failure(reading: Numeric.self)
        }
        self = try cell.withBytes(reading: Numeric.self) { bytes in
            func field(_ index: Int) -> Int16 {
                Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: Int16.self))
            }
            guard bytes.count >= 8, bytes.count == 8 + 2 * Int(field(0)) else {
                throw cell.failure(reading: Numeric.self, "its length is wrong")
            }
            let sign = UInt16(bitPattern: field(2))
            guard sign == 0 || sign == Self.negativeSign else {
                throw cell.failure(reading: Numeric.self, "it is not a number, or infinite")
            }
            return Numeric(
                digits: (0..<Int(field(0))).map { field(4 + $0) }, weight: Int(field(1)),
                isNegative: sign == Self.negativeSign, scale: Int(field(3)))
        }
    }

    private static let negativeSign: UInt16 = 0x4000
}
