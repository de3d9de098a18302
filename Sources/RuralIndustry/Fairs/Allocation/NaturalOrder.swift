/// Orders codes as people count them: A2 before A10. Digits compare as numbers, everything else by its bytes; codes that
/// count as equal (A1, A01) go by their bytes.
struct NaturalOrder: Comparable {
    private let text: [UInt8]

    init(_ text: String) { self.text = Array(text.utf8) }

    static func < (left: NaturalOrder, right: NaturalOrder) -> Bool {
        var (a, b) = (left.text[...], right.text[...])
        while let first = a.first, let second = b.first {
            if isDigit(first), isDigit(second) {
                let (one, other) = (number(&a), number(&b))
                if one.count != other.count { return one.count < other.count }
                if one != other { return one.lexicographicallyPrecedes(other) }
            } else {
                if first != second { return first < second }
                a = a.dropFirst()
                b = b.dropFirst()
            }
        }
        if a.isEmpty != b.isEmpty { return a.isEmpty }
        return left.text.lexicographicallyPrecedes(right.text)
    }

    /// Takes a number off the front, without its leading zeros.
    private static func number(_ text: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let digits = text.prefix(while: isDigit)
        text = text.dropFirst(digits.count)
        return digits.drop { $0 == 48 }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
