import RuralIndustry
import Testing

@Suite("Where what is wrong is told")
struct RefusalPlaceTests {
    private static let refusal = Refusal(
        Violation("one", vi: "một", en: "one", at: Place(row: 3, column: "until")),
        [
            Violation("two", vi: "hai", en: "two"),
            Violation("three", vi: "ba", en: "three", at: Place(column: "booth")),
        ])

    private func columns(_ refusal: Refusal) -> [String?] { refusal.violations.map(\.place.column) }

    @Test("a caller's columns stand in place of those that it was found at; order, words and rows stay")
    func renamed() {
        let renamed = Self.refusal.renamed(["until": "held_until", "nothing": "else"])
        #expect(columns(renamed) == ["held_until", nil, "booth"])
        #expect(renamed.violations.map(\.code) == ["one", "two", "three"])
        #expect(renamed.violations[0].place.row == 3 && renamed.violations[0].text.vi == "một")
    }

    @Test("placed by what it is, wherever it was found; what belongs nowhere else stays")
    func placed() {
        let placed = Self.refusal.placed { $0.code == "three" ? nil : "reason" }
        #expect(columns(placed) == ["reason", "reason", "booth"])
    }

    @Test("what the caller knows is added, and overwrites nothing")
    func completed() {
        let completed = Self.refusal.at(Place(file: "a.csv", row: 9, column: "x"))
        #expect(columns(completed) == ["until", "x", "booth"])
        #expect(completed.violations.map(\.place.row) == [3, 9, 9])
        #expect(completed.violations.allSatisfy { $0.place.file == "a.csv" })
    }
}
