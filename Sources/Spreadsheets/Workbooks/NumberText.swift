/// The number of a cell as exact decimal text, without floating point.
///
/// Files hold up to seventeen digits of a binary number (`8.1999999999999993`), while Excel shows and means fifteen:
/// `8.2`. Rounding to fifteen significant digits gives what the person saw.
enum NumberText {
    static let significantDigits = 15

    /// Plain digits, with a point if there is a fraction: no exponent, no `.0`. Nil if it is no number or of a size that
    /// nobody writes; `isExact` is false if more digits stood before the point than Excel keeps.
    static func plain(_ raw: String) -> (text: String, isExact: Bool)? {
        var digits: [UInt8] = []
        var pointAt: Int?
        var isNegative = false
        var exponent = 0
        var bytes = Array(raw.utf8)[...]
        if bytes.first == UInt8(ascii: "-") { isNegative = true }
        if bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") { bytes = bytes.dropFirst() }
        if let mark = bytes.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) {
            guard let number = Int(String(decoding: bytes[(mark + 1)...], as: UTF8.self)), abs(number) <= 40
            else { return nil }
            exponent = number
            bytes = bytes[..<mark]
        }
        guard bytes.count <= 64 else { return nil }
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte - 0x30)
            case UInt8(ascii: ".") where pointAt == nil: pointAt = digits.count
            default: return nil
            }
        }
        guard !digits.isEmpty else { return nil }
        // The value is 0.DIGITS × 10^scale.
        var scale = (pointAt ?? digits.count) + exponent
        while digits.first == 0, digits.count > 1 {
            digits.removeFirst()
            scale -= 1
        }
        if digits.count > significantDigits, round(&digits) { scale += 1 }
        while digits.last == 0, digits.count > 1 { digits.removeLast() }
        if digits == [0] { return ("0", true) }
        let whole = scale > 0 ? (0..<scale).map { $0 < digits.count ? digits[$0] : 0 } : [0]
        let fraction =
            scale > 0 ? Array(digits.dropFirst(scale)) : Array(repeating: 0, count: -scale) + digits
        let text =
            (isNegative ? "-" : "") + spelled(whole) + (fraction.isEmpty ? "" : "." + spelled(fraction))
        return (text, scale <= significantDigits)
    }

    /// Half up, to fifteen digits; true if a digit came in front.
    private static func round(_ digits: inout [UInt8]) -> Bool {
        let goesUp = digits[significantDigits] >= 5
        digits.removeSubrange(significantDigits...)
        guard goesUp else { return false }
        var at = significantDigits - 1
        while at >= 0 {
            if digits[at] < 9 {
                digits[at] += 1
                return false
            }
            digits[at] = 0
            at -= 1
        }
        digits.insert(1, at: 0)
        return true
    }

    private static func spelled(_ digits: [UInt8]) -> String {
        String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self)
    }
}
