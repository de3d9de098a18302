import Evidence
import RuralIndustry
import Testing

@Suite("Verification codes")
struct VerificationCodeTests {
    private func code(_ typed: String) -> String {
        do throws(Violation) {
            return try VerificationCode(typed).text
        } catch {
            return error.code
        }
    }

    private var examples: [VerificationCode] {
        (0..<64).compactMap { seed in
            VerificationCode(randomBytes: Array(SHA256Digest(of: [UInt8(seed)]).bytes.prefix(10)))
        }
    }

    @Test("ten bytes make 16 characters and a check character, grouped for people")
    func made() throws {
        let code = try #require(
            VerificationCode(randomBytes: [0, 0x44, 0x32, 0x14, 0xC7, 0x42, 0x54, 0xB6, 0x35, 0xCF]))
        #expect(code.text.hasPrefix("0123456789ABCDEF"))
        #expect(code.text.utf8.count == 17)
        #expect(code.grouped.split(separator: "-").map(\.utf8.count) == [4, 4, 4, 5])
        #expect(try VerificationCode(code.grouped) == code)
        #expect(VerificationCode(randomBytes: [1, 2, 3]) == nil)
        #expect(examples.count == 64)
    }

    @Test("lower case, hyphens, blanks and look-alikes are read")
    func tolerant() throws {
        for example in examples {
            #expect(code(example.text.lowercased()) == example.text)
            #expect(code(example.grouped.replacing("-", with: " ")) == example.text)
            #expect(code(example.text.replacing("0", with: "O").replacing("1", with: "l")) == example.text)
            #expect(code(example.text.replacing("0", with: "o").replacing("1", with: "I")) == example.text)
        }
    }

    @Test("any one wrong character and any two swapped are noticed")
    func slips() throws {
        for example in examples.prefix(8) {
            let characters = Array(example.text)
            for place in characters.indices {
                for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" where other != characters[place] {
                    var wrong = characters
                    wrong[place] = other
                    #expect(code(String(wrong)) == "verification-code-check")
                }
                for second in characters.indices where characters[second] != characters[place] {
                    var swapped = characters
                    swapped.swapAt(place, second)
                    #expect(code(String(swapped)) == "verification-code-check")
                }
            }
        }
    }

    @Test(
        "what is no code at all is told apart",
        arguments: [
            "", "ABC", "0123456789ABCDEF", "U123456789ABCDEFG", "01234*6789ABCDEFG", "0123456789ABCDEFGH",
            "đ123456789ABCDEFG",
        ])
    func malformed(text: String) {
        #expect(code(text) == "verification-code-malformed")
    }
}
