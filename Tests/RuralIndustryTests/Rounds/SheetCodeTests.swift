import RuralIndustry
import Testing

@Suite("Sheet codes")
struct SheetCodeTests {
    private static let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    private static let characters = letters + Array("/._-")
    /// Signs count as these letters, which the check character therefore cannot tell from them.
    private static let twins: [Character: Character] = ["/": "W", ".": "X", "_": "Y", "-": "Z"]

    private static func value(_ character: Character) -> Int {
        letters.firstIndex(of: twins[character] ?? character) ?? -1
    }

    private static func code(_ numbers: inout SeededNumbers) throws -> SheetCode {
        func part() -> String {
            let first = letters[Int.random(in: 0..<36, using: &numbers)]
            let others = (0..<Int.random(in: 0..<8, using: &numbers)).map { _ in
                (letters + ["-", ".", "_"])[Int.random(in: 0..<39, using: &numbers)]
            }
            return String([first] + others)
        }
        return try SheetCode(
            round: Int64.random(in: 1...99_999, using: &numbers),
            stage: Bool.random(using: &numbers) ? part() : nil, entry: part(), judge: part())
    }

    private static func isRefused(_ text: String) -> Bool {
        !Judging.codes { _ = try SheetCode(parsing: text) }.isEmpty
    }

    @Test("the check character is that of ISO/IEC 7064 MOD 37,36")
    func standard() throws {
        // worked out again from the standard's definition, and tried on the standard's own example
        func character(_ text: String) -> Character {
            var product = 36
            for letter in text {
                var sum = (product + Self.value(letter)) % 36
                if sum == 0 { sum = 36 }
                product = sum * 2 % 37
            }
            // the last sum, with the check character, is 1
            return Self.letters.first { (product + Self.value($0)) % 36 == 1 } ?? "?"
        }
        #expect(character("A12425GABC1234002") == "M")
        let code = try SheetCode(round: 12, entry: "HG007", judge: "J3")
        #expect(code.checkCharacter == String(character("12/HG007/J3")))
        #expect(code.description == "12/HG007/J3/\(code.checkCharacter)")
        let final = try SheetCode(round: 12, stage: "final", entry: "HG007", judge: "J3")
        #expect(final.description == "12/HG007/FINAL/J3/\(character("12/HG007/FINAL/J3"))")
    }

    @Test("what is printed reads back, in lower case and with blanks too", arguments: UInt64(1)...5)
    func identity(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<300 {
            let code = try Self.code(&numbers)
            #expect(try SheetCode(parsing: code.description) == code)
            #expect(
                try SheetCode(
                    parsing: " " + code.description.lowercased().map { "\($0)" }.joined(separator: " "))
                    == code)
        }
    }

    @Test("codes that differ only in case have one sheet code; those of other parts never share one")
    func distinct() throws {
        #expect(
            try SheetCode(round: 1, stage: "Final", entry: "hg-1", judge: "j1")
                == SheetCode(round: 1, stage: "final", entry: "HG-1", judge: "J1"))
        let parts = ["A", "A-B", "A.B", "B", "A_", "1"]
        var texts: Set<String> = []
        for entry in parts {
            for judge in parts {
                for stage in [nil] + parts.map(Optional.some) {
                    texts.insert(
                        try SheetCode(round: 1, stage: stage, entry: entry, judge: judge).description)
                }
            }
        }
        #expect(texts.count == parts.count * parts.count * (parts.count + 1))
    }

    @Test(
        "every single wrong character is caught, but for a sign taken for the letter that it counts as",
        arguments: UInt64(1)...5)
    func substitutions(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<40 {
            let text = Array(try Self.code(&numbers).description)
            for place in text.indices {
                for other in Self.characters where other != text[place] {
                    var wrong = text
                    wrong[place] = other
                    guard Self.value(other) != Self.value(text[place]) else { continue }
                    #expect(Self.isRefused(String(wrong)), "\(String(text)) → \(String(wrong))")
                }
            }
        }
    }

    @Test(
        "every two neighbours swapped are caught, but for two of neighbouring values in one code of 36",
        arguments: UInt64(1)...5)
    func transpositions(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        var (neighbouring, missed) = (0, 0)
        for _ in 0..<2_000 {
            let text = Array(try Self.code(&numbers).description)
            for place in text.indices.dropLast() where text[place] != text[place + 1] {
                let distance = abs(Self.value(text[place]) - Self.value(text[place + 1]))
                var swapped = text
                swapped.swapAt(place, place + 1)
                let isCaught = Self.isRefused(String(swapped))
                switch distance {
                // a letter and the sign that counts as it
                case 0: continue
                case 1, 35:
                    neighbouring += 1
                    if !isCaught { missed += 1 }
                default: #expect(isCaught, "\(String(text)) → \(String(swapped))")
                }
            }
        }
        // 1 in 36 of them, within what chance allows
        #expect(missed * 36 < neighbouring * 2, "\(missed) of \(neighbouring)")
    }

    @Test(
        "what is no sheet code is refused",
        arguments: [
            "", "12", "12/HG007/J3", "12/HG007/A/B/J3/K", "//J3/K", "12/HG 007é/J3/K", "0/A/B/1",
            "12-HG007-J3-K",
            "12/HG007/J3/", "12/HG007/J3/KK",
        ])
    func malformed(text: String) {
        #expect(Judging.codes { _ = try SheetCode(parsing: text) }.first?.hasPrefix("sheet-code-") == true)
    }

    @Test("what cannot be part of a code is refused when one is made")
    func parts() {
        for part in ["", "chung kết", "A/B", "-A", String(repeating: "A", count: 33), "Đ"] {
            #expect(
                Judging.codes { _ = try SheetCode(round: 1, stage: part, entry: "A", judge: "B") }
                    == ["sheet-code-part"])
            #expect(
                Judging.codes { _ = try SheetCode(round: 1, entry: part, judge: "B") } == ["sheet-code-part"])
            #expect(
                Judging.codes { _ = try SheetCode(round: 1, entry: "A", judge: part) } == ["sheet-code-part"])
        }
        #expect(Judging.codes { _ = try SheetCode(round: 0, entry: "A", judge: "B") } == ["sheet-code-part"])
    }

    @Test("a code with a leading zero in its round is none, even with a fitting check character")
    func leadingZero() {
        let accepted = Self.letters.filter { !Self.isRefused("012/HG007/J3/\($0)") }
        #expect(accepted.isEmpty)
    }
}
