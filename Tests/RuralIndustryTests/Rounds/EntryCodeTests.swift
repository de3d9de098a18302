import RuralIndustry
import Testing

@Suite("Entry codes")
struct EntryCodeTests {
    @Test("the check digit is Damm's")
    func damm() throws {
        #expect(EntryCode.hasValidCheckDigit("5724"))
        #expect(!EntryCode.hasValidCheckDigit("5727"))
        #expect(!EntryCode.hasValidCheckDigit(""))
        #expect(!EntryCode.hasValidCheckDigit("5"))
        #expect(!EntryCode.hasValidCheckDigit("572a"))
        #expect(EntryCode(number: 9_999) == nil)
        #expect(EntryCode(number: 100_000) == nil)
    }

    @Test(
        "a typed code with a wrong digit or two swapped is told apart from what is no code",
        arguments: UInt64(1)...5)
    func slips(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<200 {
            let code = try #require(EntryCode(number: Int.random(in: EntryCode.numbers, using: &numbers)))
            #expect(try EntryCode(code.text) == code)
            var digits = Array(code.text.utf8)
            let place = Int.random(in: 1..<6, using: &numbers)
            digits[place] = 48 + (digits[place] - 48 + UInt8.random(in: 1...9, using: &numbers)) % 10
            let wrong = String(decoding: digits, as: UTF8.self)
            #expect(Judging.codes { _ = try EntryCode(wrong) } == ["entry-code-check-digit"])
            var swapped = Array(code.text.utf8)
            swapped.swapAt(place, place == 1 ? 2 : place - 1)
            let other = String(decoding: swapped, as: UTF8.self)
            if other != code.text {
                #expect(Judging.codes { _ = try EntryCode(other) } == ["entry-code-check-digit"])
            }
        }
    }

    @Test(
        "what is no code is refused",
        arguments: ["", "12345", "1234567", "012345", "12a456", "-12345", "１２３４５６"])
    func malformed(text: String) {
        #expect(Judging.codes { _ = try EntryCode(text) } == ["entry-code-malformed"])
    }

    @Test("a draw gives different codes, the same from the same seed, and begins with the shorter draw")
    func draw() throws {
        let seed = Array("một mầm bí mật".utf8)
        let codes = try EntryCode.draw(2_000, seed: seed, sha256: Judging.mixed)
        #expect(Set(codes).count == 2_000)
        #expect(try EntryCode.draw(500, seed: seed, sha256: Judging.mixed) == Array(codes.prefix(500)))
        let others = try EntryCode.draw(2_000, seed: Array("khác".utf8), sha256: Judging.mixed)
        #expect(others != codes)
        #expect(codes.map(\.text) != codes.map(\.text).sorted())
    }

    @Test("even a hash that is always the same gives different codes, and there are no more than 90,000")
    func limits() throws {
        let constant = [UInt8](repeating: 255, count: 32)
        #expect(try Set(EntryCode.draw(1_000, seed: [], sha256: { _ in constant })).count == 1_000)
        #expect(
            Judging.codes { _ = try EntryCode.draw(90_001, seed: [], sha256: { _ in constant }) }
                == ["entry-codes-exhausted"])
        #expect(try EntryCode.draw(0, seed: [], sha256: { _ in constant }) == [])
    }
}
