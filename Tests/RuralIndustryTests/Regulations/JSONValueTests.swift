import RuralIndustry
import Testing

@Suite("JSON values")
struct JSONValueTests {
    @Test("a document reads into exact values")
    func reads() throws {
        let value = try JSONValue(
            parsing: #" {"a": [1, -2.50, "x\n\u00e9\ud83d\ude00\/", true, false, null], "b": {}, "c": [ ] } "#
        )
        #expect(
            value
                == .object([
                    "a": .array([
                        .integer(1), .decimal(try ExactDecimal("-2.5")), .string("x\né😀/"), .bool(true),
                        .bool(false),
                        .null,
                    ]), "b": .object([:]), "c": .array([]),
                ]))
        #expect(value["a"]?.array?.count == 6)
        #expect(value["z"] == nil)
    }

    @Test("texts are composed on the way in")
    func composed() throws {
        let value = try JSONValue(parsing: "\"Ho\u{0061}\u{0300}\"")
        #expect(value.string?.unicodeScalars.count == 3)
    }

    @Test(
        "what is not strictly JSON is refused with its line",
        arguments: [
            ("", "json-syntax", 1), ("{\n\"a\": 1,\n\"a\": 2}", "json-duplicate-key", 3),
            ("[1,]", "json-syntax", 1),
            ("{\"a\" 1}", "json-syntax", 1), ("{a: 1}", "json-syntax", 1), ("[1 2]", "json-syntax", 1),
            ("[1]\n x", "json-syntax", 2), ("[1.0000001]", "json-number", 1), ("[1e3]", "json-number", 1),
            ("[01]", "json-number", 1), ("[-]", "json-number", 1),
            ("[9223372036854775808]", "json-number", 1),
            ("[1.]", "json-number", 1), ("[+1]", "json-syntax", 1), ("\"a", "json-syntax", 1),
            ("\"\\x\"", "json-syntax", 1),
            ("\"\\ud800\"", "json-syntax", 1), ("\"\\udc00\"", "json-syntax", 1),
            ("\"\\u12g4\"", "json-syntax", 1),
            ("\"\\u+123\"", "json-syntax", 1), ("[\n\"\\u0000\"]", "json-nul", 2),
            ("\"\t\"", "json-syntax", 1),
            ("nul", "json-syntax", 1), ("[\"a\",\n\"b\"", "json-syntax", 2), ("{\"a\":1,}", "json-syntax", 1),
        ])
    func refuses(text: String, code: String, line: Int) {
        let violation = #expect(throws: Violation.self) { try JSONValue(parsing: text) }
        #expect(violation?.code == code)
        #expect(violation?.place.row == line)
    }

    @Test("NUL, bytes that are not UTF-8 and deep nesting are refused")
    func hostile() {
        #expect(Judging.codes { _ = try JSONValue(parsing: [0x22, 0x00, 0x22]) } == ["json-nul"])
        #expect(Judging.codes { _ = try JSONValue(parsing: [0x22, 0xFF, 0x22]) } == ["json-syntax"])
        let nested = String(repeating: "[", count: 100_000)
        #expect(Judging.codes { _ = try JSONValue(parsing: nested) } == ["json-depth"])
        let allowed = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(Judging.codes { _ = try JSONValue(parsing: allowed) } == [])
    }

    @Test("a byte-order mark is accepted")
    func byteOrderMark() throws {
        #expect(try JSONValue(parsing: [0xEF, 0xBB, 0xBF] + Array("1".utf8)) == .integer(1))
    }

    @Test("the text of a value has sorted keys and the short escapes, and reads back")
    func text() throws {
        let value = try JSONValue(
            parsing: #"{"b": "\"\\\n\u0001é", "a": [1, 2.5], "€": null, "\ud83d\ude00": 1, "\uff21": 2}"#)
        // U+1F600 begins with the code unit D83D, so it sorts before U+FF21 though its scalar is higher.
        let text = #"{"a":[1,2.5],"b":"\"\\\n\u0001é","€":null,"😀":1,"Ａ":2}"#
        #expect(value.text == text)
        #expect(try JSONValue(parsing: value.text) == value)
    }

    @Test("any value reads back from its text", arguments: UInt64(1)...20)
    func roundTrip(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        func value(_ depth: Int) -> JSONValue {
            switch Int.random(in: 0..<(depth > 3 ? 5 : 7), using: &numbers) {
            case 0: .null
            case 1: .bool(Bool.random(using: &numbers))
            case 2: .integer(Int64.random(in: .min ... .max, using: &numbers))
            case 3:
                .decimal(ExactDecimal(millionths: Int64.random(in: 0..<1_000_000, using: &numbers) * 10 + 1))
            case 4:
                .string(String((0..<5).map { _ in "aé\"\\\n\u{7}đ😀ở".randomElement(using: &numbers) ?? "a" }))
            case 5: .array((0..<3).map { _ in value(depth + 1) })
            default: .object(["a": value(depth + 1), "ở\n": value(depth + 1)])
            }
        }
        for _ in 0..<50 {
            let original = value(0)
            #expect(try JSONValue(parsing: original.text) == original)
        }
    }
}
