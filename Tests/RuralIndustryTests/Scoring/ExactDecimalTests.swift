import FoundationEssentials
import RuralIndustry
import Testing

@Suite("Exact decimals")
struct ExactDecimalTests {
    @Test(
        "a decimal reads digits with an optional sign and point",
        arguments: [
            ("8", 8_000_000), ("8.5", 8_500_000), ("-0.25", -250_000), ("0.000001", 1), ("007.50", 7_500_000),
            ("-0", 0), ("9223372036854.775807", Int64.max), ("-9223372036854.775808", Int64.min),
        ])
    func reads(text: String, millionths: Int64) throws {
        #expect(try ExactDecimal(text).millionths == millionths)
    }

    @Test(
        "a decimal refuses anything else",
        arguments: [
            ("", "number-unreadable"), ("8,5", "number-unreadable"), (".5", "number-unreadable"),
            ("8.", "number-unreadable"), ("1e3", "number-unreadable"), ("+8", "number-unreadable"),
            (" 8", "number-unreadable"), ("8.5.1", "number-unreadable"), ("--8", "number-unreadable"),
            ("٨", "number-unreadable"), ("0.0000001", "number-too-precise"),
            ("1.0000000", "number-too-precise"),
            ("9223372036854.775808", "number-too-large"), ("-9223372036854.775809", "number-too-large"),
            ("99999999999999999999", "number-too-large"),
        ])
    func refuses(text: String, code: String) {
        #expect(Judging.codes { _ = try ExactDecimal(text) } == [code])
    }

    @Test(
        "a printed decimal is the shortest text that reads back as the same number", arguments: UInt64(1)...20
    )
    func printsShortest(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<500 {
            let bits = Int64.random(in: 0..<63, using: &numbers)
            let decimal = ExactDecimal(
                millionths: Int64.random(in: .min ... .max, using: &numbers) >> bits)
            let text = decimal.description
            #expect(try ExactDecimal(text) == decimal)
            #expect(!text.contains(".") || (text.last != "0" && text.last != "."))
        }
    }

    @Test("a decimal travels through JSON as a string")
    func codable() throws {
        let decimal = try ExactDecimal("8.25")
        let data = try JSONEncoder().encode([decimal])
        #expect(String(decoding: data, as: UTF8.self) == #"["8.25"]"#)
        #expect(try JSONDecoder().decode([ExactDecimal].self, from: data) == [decimal])
    }
}
