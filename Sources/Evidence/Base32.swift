/// Douglas Crockford's base 32: digits and capital letters without I, L, O and U, read tolerantly.
enum Base32 {
    static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// The values of the characters, five bits each; a last group that is not full is filled with zeros.
    static func values(of bytes: [UInt8]) -> [UInt8] {
        var values: [UInt8] = []
        var (buffer, bits) = (UInt32(0), 0)
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                values.append(UInt8(buffer >> UInt32(bits) & 31))
            }
        }
        if bits > 0 { values.append(UInt8(buffer << UInt32(5 - bits) & 31)) }
        return values
    }

    static func text(_ values: [UInt8]) -> String {
        String(decoding: values.map { alphabet[Int($0)] }, as: UTF8.self)
    }

    /// The value of a typed character: either case, O as 0, I and L as 1; nil if it is none.
    static func value(of character: UInt8) -> UInt8? {
        let capital = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(character) ? character - 32 : character
        switch capital {
        case UInt8(ascii: "O"): return 0
        case UInt8(ascii: "I"), UInt8(ascii: "L"): return 1
        default: return alphabet.firstIndex(of: capital).map(UInt8.init)
        }
    }

    /// One more value that catches any single wrong character and any two swapped: the weighted sum over the field of
    /// 32 elements, the weights being powers of a primitive element (all distinct for fewer than 31 characters).
    static func check(of values: [UInt8]) -> UInt8 {
        values.reduce(0) { timesPrimitive($0 ^ $1) }
    }

    /// Multiplication by x modulo x⁵ + x² + 1.
    private static func timesPrimitive(_ value: UInt8) -> UInt8 {
        let shifted = value << 1
        return shifted & 32 == 0 ? shifted : shifted ^ 0b100101
    }
}
