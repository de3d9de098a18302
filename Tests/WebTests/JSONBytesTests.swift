import Foundation
import Testing

@testable import Web

@Suite("JSON straight into bytes")
struct JSONBytesTests {
    @Test("any text comes back as it was, read by another reader")
    func texts() throws {
        var texts = [
            "", "Chè tôm nõn “Mẫu”", "a\"b\\c/d", "\u{0}\u{1F}\n\t\r", "</script>", "\u{2028}", "😀",
            "Hoà = Hòa",
        ]
        var state: UInt64 = 20_261_120
        for _ in 0..<300 {
            var text = ""
            for _ in 0..<Int(state >> 60) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text.unicodeScalars.append(Unicode.Scalar(UInt32(state >> 33) % 0x2_000) ?? "?")
            }
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            texts.append(text)
        }
        var json = JSONBytes(capacity: 0)
        json.object { $0.array("texts", texts) { json, text in json.object { $0.field("text", text) } } }
        let read = try #require(
            try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String: [[String: String]]])
        #expect(
            read["texts"]?.map { Array(($0["text"] ?? "-").unicodeScalars) }
                == texts.map { Array($0.unicodeScalars) })
    }

    @Test("numbers, flags, null and nested objects are separated rightly")
    func structure() {
        var json = JSONBytes(capacity: 0)
        json.object { json in
            json.field("a", 1)
            json.object("b", 2) { $0.field("c", $1 == 2) }
            json.object("d", Int?.none) { _, _ in }
            json.array("e", [Int]()) { _, _ in }
            json.field("f", String?.none)
        }
        #expect(
            String(decoding: json.bytes, as: UTF8.self) == #"{"a":1,"b":{"c":true},"d":null,"e":[],"f":null}"#
        )
    }
}
