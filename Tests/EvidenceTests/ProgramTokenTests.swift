import Evidence
import Testing

@Suite("Tokens of programs")
struct ProgramTokenTests {
    @Test("a token begins with what scanners look for, and is read again as it was written")
    func form() throws {
        var seen: Set<String> = []
        for _ in 1...100 {
            let token = ProgramToken()
            #expect(token.text.firstMatch(of: /^cnnt_[0-9A-HJKMNP-TV-Z]{58}$/) != nil)
            let again = try #require(ProgramToken(token.text))
            #expect(again == token && again.hash == token.hash)
            seen.insert(token.text)
        }
        #expect(seen.count == 100)
    }

    @Test("whatever single character is changed, or anything added or left out, it is a token no more")
    func checksum() {
        let text = ProgramToken().text
        for position in text.indices {
            for other in "0Z" where text[position] != other {
                #expect(ProgramToken(text.replacingCharacter(at: position, by: other)) == nil)
            }
        }
        for wrong in [
            "", "cnnt_", text + "0", String(text.dropLast()), text.lowercased(), " " + text, "x" + text,
        ] {
            #expect(ProgramToken(wrong) == nil, "\(wrong)")
        }
    }
}

extension String {
    fileprivate func replacingCharacter(at position: Index, by other: Character) -> String {
        var copy = self
        copy.replaceSubrange(position...position, with: String(other))
        return copy
    }
}
