import Foundation
import RuralIndustry
import Testing

@Suite("Text on its way in")
struct TextTests {
    @Test("composing agrees with Foundation's, between letters and before marks")
    func agreesWithFoundation() {
        var differing: [UInt32] = []
        for value in UInt32(0)...0x2FFF {
            // Marks of Combining Diacritical Marks Extended, of which the two know different versions of
            // Unicode.
            guard let scalar = Unicode.Scalar(value), !(0x1AB0...0x1AFF).contains(value) else { continue }
            for text in ["a\(String(scalar))e", "\(String(scalar))\u{301}", "o\u{31B}\(String(scalar))"] {
                let expected = text.precomposedStringWithCanonicalMapping
                if !text.composed.unicodeScalars.elementsEqual(expected.unicodeScalars) {
                    differing.append(value)
                }
            }
        }
        #expect(differing == [])
    }

    @Test("decomposed Vietnamese comes out composed, mark by mark in any order")
    func composed() {
        #expect("Hoa\u{300}".composed.unicodeScalars.elementsEqual("Hoà".unicodeScalars))
        #expect("Vie\u{323}\u{302}t".composed.unicodeScalars.elementsEqual("Vi\u{1EC7}t".unicodeScalars))
        #expect("Vie\u{302}\u{323}t".composed.unicodeScalars.elementsEqual("Vi\u{1EC7}t".unicodeScalars))
        #expect("\u{212B}".composed.unicodeScalars.elementsEqual("\u{C5}".unicodeScalars))
    }

    @Test("white space is tidied, invisible characters go")
    func tidied() throws {
        #expect(try Text.line(" \u{A0}Chè \t Tân\r\nCương\u{200B} ") == "Chè Tân Cương")
        #expect(try Text.line("   ") == "")
        #expect(try Text.line("") == "")
        #expect(try Text.lines("\n một  hai \r\n\r\n\r\nba\r") == "một hai\n\nba")
    }

    @Test(
        "NUL, control characters and turned writing are refused",
        arguments: [
            ("a\0b", "text-has-nul"), ("a\u{7}b", "text-has-control"), ("\u{1B}[31m", "text-has-control"),
            ("a\u{202E}b", "text-has-control"), ("a\u{85}b", "text-has-control"), ("\0", "text-has-nul"),
        ])
    func refused(text: String, code: String) {
        #expect(codes { try Text.line(text) } == [code])
        #expect(codes { try Text.lines(text) } == [code])
    }

    @Test("length counts code points after NFC, not letters on screen and not bytes")
    func length() throws {
        #expect(try Text.line(String(repeating: "ệ", count: 200)).unicodeScalars.count == 200)
        #expect(try Text.line(String(repeating: "e\u{302}\u{323}", count: 200)).unicodeScalars.count == 200)
        #expect(codes { try Text.line(String(repeating: "ệ", count: 201)) } == ["text-too-long"])
        #expect(
            codes { try Text.line(String(repeating: "\u{1F1FB}\u{1F1F3}", count: 101)) } == ["text-too-long"])
        #expect(try Text.line(String(repeating: " ", count: 900) + "a") == "a")
        #expect(codes { try Text.nonEmptyLine(" \t ") } == ["text-empty"])
    }

    @Test("tidying is done once: what came out goes in again unchanged", arguments: 0..<40)
    func idempotent(seed: UInt64) throws {
        var samples = Samples(seed: seed)
        let pieces = [
            "a", " ", "\n", "\t", "ệ", "e\u{302}", "\u{323}", "\u{FEFF}", "–", "茶", "\u{AD}", "\r\n",
            "\u{3000}",
        ]
        for _ in 0..<200 {
            let raw = (0..<samples.int(0...12)).map { _ in samples.one(of: pieces) }.joined()
            let line = try Text.line(raw)
            let lines = try Text.lines(raw)
            #expect(try Text.line(line).unicodeScalars.elementsEqual(line.unicodeScalars))
            #expect(try Text.lines(lines).unicodeScalars.elementsEqual(lines.unicodeScalars))
            #expect(line.composed.unicodeScalars.elementsEqual(line.unicodeScalars))
        }
    }

    @Test("a quoted text shows no control characters and does not go on for ever")
    func quoted() {
        #expect(Text.quoted("a\u{1B}[2Jb\0") == "“a [2Jb ”")
        #expect(Text.quoted(String(repeating: "x", count: 1_000)).unicodeScalars.count == 43)
    }
}
