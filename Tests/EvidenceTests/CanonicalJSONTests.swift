import Evidence
import RuralIndustry
import Testing

@Suite("Canonical JSON")
struct CanonicalJSONTests {
    private func canonical(_ text: String) throws -> String {
        String(decoding: try CanonicalJSON.encode(try JSONValue(parsing: text)), as: UTF8.self)
    }

    @Test("keys, blanks and escapes have one form")
    func oneForm() throws {
        let text = #"{"a":["x\u000f\n/\"€",-1,true,null],"b":{"":0,"1":1,"A":2,"ö":3}}"#
        #expect(
            try canonical(
                #" { "b" : {"ö":3, "A":2, "1":1, "":0}, "a":["x\u000F\u000a\/\u0022\u20ac",-1,true , null] } "#
            ) == text)
        #expect(try canonical(text) == text)
    }

    @Test("keys sort by UTF-16 code units, as the example of RFC 8785 §3.2.3 does")
    func keyOrder() throws {
        let keys = ["\u{20ac}", "\r", "1", "\u{1F600}", "\u{80}", "\u{f6}"]
        let object = JSONValue.object(Dictionary(uniqueKeysWithValues: keys.map { ($0, .null) }))
        let encoded = String(decoding: try CanonicalJSON.encode(object), as: UTF8.self)
        #expect(
            encoded
                == "{\"\\r\":null,\"1\":null,\"\u{80}\":null,\"\u{f6}\":null,\"\u{20ac}\":null,\"\u{1F600}\":null}"
        )
    }

    @Test(
        "numbers that not every reader has exactly are refused, by pointer",
        arguments: [
            (#"{"a":[1,0.5]}"#, "/a/1"), (#"{"x/y":9007199254740992}"#, "/x~1y"), ("-9007199254740992", ""),
        ])
    func numbers(text: String, pointer: String) {
        let violation = #expect(throws: Violation.self) { try canonical(text) }
        #expect(violation?.code == "canonical-json-number")
        #expect(violation?.place.pointer == pointer)
    }

    @Test("the largest exact integers pass")
    func integers() throws {
        #expect(
            try canonical("[9007199254740991,-9007199254740991]") == "[9007199254740991,-9007199254740991]")
    }

    @Test("resolved rules can be sealed, however their numbers were written")
    func rules() throws {
        func sealed(_ max: String) throws -> [UInt8] {
            let layer = try RegulationLayer(
                parsing: Array(
                    """
                    {"id": "x", "criteria": [{"id": "a", "max": \(max)}],
                     "scoring": {"pipeline": [{"sum": "criteria"}, {"mean": "judges"}]}}
                    """.utf8))
            return try CanonicalJSON.encode(try Regulation.resolve([layer]).document)
        }
        #expect(try sealed("10.5") == sealed(#""10.50""#))
    }
}
