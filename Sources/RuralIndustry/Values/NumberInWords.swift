extension BinaryInteger {
    /// As Vietnamese papers print it: `12.345`.
    public var grouped: String {
        var digits = String(magnitude)[...]
        var groups: [Substring] = []
        while digits.count > 3 {
            groups.insert(digits.suffix(3), at: 0)
            digits = digits.dropLast(3)
        }
        return (self < 0 ? "-" : "") + ([digits] + groups).joined(separator: ".")
    }
}

/// A whole number, never negative, as Vietnamese papers repeat it in words: 1.234.567 is “một triệu hai trăm ba mươi bốn nghìn năm
/// trăm sáu mươi bảy”.
///
/// Northern words, as the ministries write: nghìn, linh. A group behind another one is read with its hundreds (“một triệu không
/// trăm linh năm nghìn”), groups of nothing are left out, and beyond a billion it is read again with “tỷ” behind it.
public struct NumberInWords: Hashable, Sendable {
    public let text: String

    public init(_ number: some BinaryInteger) {
        text = Self.words(UInt128(number.magnitude)).joined(separator: " ")
    }

    private static let digits = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    private static let billion: UInt128 = 1_000_000_000

    private static func words(_ number: UInt128) -> [String] {
        if number < billion {
            return number == 0 ? [digits[0]] : belowBillion(Int(number), isBehind: false)
        }
        let (many, rest) = number.quotientAndRemainder(dividingBy: billion)
        return words(many) + ["tỷ"] + belowBillion(Int(rest), isBehind: true)
    }

    /// - Parameter isBehind: something larger was said before.
    private static func belowBillion(_ number: Int, isBehind: Bool) -> [String] {
        var said: [String] = []
        for (size, name) in [(1_000_000, ["triệu"]), (1_000, ["nghìn"]), (1, [])] {
            let group = number / size % 1_000
            if group == 0 { continue }
            said += belowThousand(group, isBehind: isBehind || !said.isEmpty) + name
        }
        return said
    }

    private static func belowThousand(_ group: Int, isBehind: Bool) -> [String] {
        let (hundreds, tens, ones) = (group / 100, group / 10 % 10, group % 10)
        var said: [String] = []
        let hasHundreds = hundreds > 0 || isBehind
        if hasHundreds { said += [digits[hundreds], "trăm"] }
        switch tens {
        case 0: if ones > 0, hasHundreds { said.append("linh") }
        case 1: said.append("mười")
        default: said += [digits[tens], "mươi"]
        }
        switch (tens, ones) {
        case (_, 0): break
        case (2..., 1): said.append("mốt")
        case (1..., 5): said.append("lăm")
        default: said.append(digits[ones])
        }
        return said
    }
}
