import RuralIndustry
import Testing

@Suite("Numbers in words")
struct NumberInWordsTests {
    @Test(
        "sums read as papers write them",
        arguments: [
            (0, "không"), (1, "một"), (4, "bốn"), (5, "năm"), (10, "mười"), (11, "mười một"),
            (14, "mười bốn"), (15, "mười lăm"), (20, "hai mươi"), (21, "hai mươi mốt"), (24, "hai mươi bốn"),
            (25, "hai mươi lăm"), (91, "chín mươi mốt"), (100, "một trăm"), (101, "một trăm linh một"),
            (105, "một trăm linh năm"), (110, "một trăm mười"), (115, "một trăm mười lăm"),
            (121, "một trăm hai mươi mốt"), (1_000, "một nghìn"), (1_001, "một nghìn không trăm linh một"),
            (1_010, "một nghìn không trăm mười"), (1_021, "một nghìn không trăm hai mươi mốt"),
            (1_100, "một nghìn một trăm"), (10_000, "mười nghìn"),
            (15_015, "mười lăm nghìn không trăm mười lăm"), (1_000_000, "một triệu"),
            (1_000_005, "một triệu không trăm linh năm"),
            (1_005_000, "một triệu không trăm linh năm nghìn"),
            (1_234_567, "một triệu hai trăm ba mươi bốn nghìn năm trăm sáu mươi bảy"),
            (9_600_000, "chín triệu sáu trăm nghìn"), (1_000_000_000, "một tỷ"),
            (1_000_000_001, "một tỷ không trăm linh một"),
            (1_050_000_000, "một tỷ không trăm năm mươi triệu"),
            (21_000_500_000, "hai mươi mốt tỷ năm trăm nghìn"),
            (1_000_000_000_000, "một nghìn tỷ"), (1_000_000_000_000_000_000, "một tỷ tỷ"),
            (1_000_000_001_000_000_000, "một tỷ không trăm linh một tỷ"),
        ] as [(Int64, String)])
    func known(number: Int64, words: String) {
        #expect(NumberInWords(number).text == words)
    }

    /// The other way, by what each word is worth alone: written without a look at the rule.
    private static func read(_ text: String) -> Int128? {
        let ones: [Substring: Int128] = [
            "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "lăm": 5, "sáu": 6,
            "bảy": 7, "tám": 8, "chín": 9,
        ]
        var (billions, millions, group, last) = (Int128(0), Int128(0), Int128(0), Int128(0))
        for word in text.split(separator: " ") {
            switch word {
            case "linh": break
            case "mười":
                group += 10
            case "mươi":
                group += 10 * last
                last = 0
            case "trăm":
                group += 100 * last
                last = 0
            case "nghìn", "triệu":
                millions += (group + last) * (word == "nghìn" ? 1_000 : 1_000_000)
                (group, last) = (0, 0)
            case "tỷ":
                billions = (billions + millions + group + last) * 1_000_000_000
                (millions, group, last) = (0, 0, 0)
            default:
                guard let one = ones[word] else { return nil }
                last = one
            }
        }
        return billions + millions + group + last
    }

    @Test("every number below a hundred thousand, and many larger ones, reads back as itself")
    func roundTrip() {
        var wrong: [Int128] = []
        func check(_ number: Int128) {
            if Self.read(NumberInWords(number).text) != number { wrong.append(number) }
        }
        for number in 0..<100_000 { check(Int128(number)) }
        var state: UInt64 = 1
        for digits in 5...21 {
            for _ in 0..<500 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                // as many zeros as other digits, where the rules are
                var (number, bits) = (Int128(0), state >> 8)
                for _ in 0..<digits {
                    number = number * 10 + (bits & 1 == 0 ? 0 : Int128(bits / 2 % 10))
                    bits = bits / 5 &+ state & 0xFFFF
                }
                check(number)
            }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }

    @Test("figures are grouped by threes")
    func figures() {
        #expect([0, 999, 1_000, 1_234_567].map(\.grouped) == ["0", "999", "1.000", "1.234.567"])
        #expect((-12_345).grouped == "-12.345")
        #expect((Int128(VND.largest) * 5_000).grouped == "5.000.000.000.000.000.000.000")
    }
}
