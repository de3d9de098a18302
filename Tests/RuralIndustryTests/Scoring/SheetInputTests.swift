import Testing

@testable import RuralIndustry

@Suite("What is typed on a score sheet")
struct SheetInputTests {
    private static func leaves() throws -> [Leaf] {
        let step = try ExactDecimal("0.5")
        return [
            Leaf(id: "demand", name: "Nhu cầu", criterion: "market", max: try ExactDecimal("15"), step: step),
            Leaf(id: "other", name: "Khác", criterion: "other", max: try ExactDecimal("10"), step: nil),
        ]
    }

    private static func violations(_ input: SheetInput) throws -> [[String]] {
        do {
            _ = try input.content(for: try leaves())
            return []
        } catch let error as Refusal {
            return error.violations.map { [$0.place.column ?? "", $0.code] }
        }
    }

    @Test("a comma is a point, blanks are nothing, and an empty field is no mark")
    func reading() throws {
        let input = SheetInput(
            marks: ["demand": " 8,5 ", "other": ""], absences: ["other": "not-applicable"],
            remarks: ["demand": "  Bán   chạy ", "other": " "], comment: " Đẹp \r\n\r\n\r\n bền ")
        let content = try input.content(for: try Self.leaves())
        #expect(content.marks == ["demand": .value(try ExactDecimal("8.5")), "other": .none(.notApplicable)])
        #expect(content.remarks == ["demand": "Bán chạy"] && content.comment == "Đẹp\n\nbền")
        #expect(try SheetInput().content(for: try Self.leaves()).isEmpty)
        #expect(try SheetInput(marks: ["strange": "x"]).content(for: try Self.leaves()).isEmpty)
    }

    @Test("what a sheet says is offered for typing as it is printed, and reads back the same")
    func again() throws {
        let content = SheetContent(
            marks: ["demand": .value(try ExactDecimal("8.5")), "other": .none(.absent)],
            remarks: ["demand": "Bán chạy"], comment: "Đẹp\nbền")
        let input = SheetInput(content)
        #expect(input.marks == ["demand": "8,5"] && input.absences == ["other": "absent"])
        #expect(try input.content(for: try Self.leaves()) == content)
    }

    @Test(
        "everything that is wrong is told at once, each at its field",
        arguments: [
            ("41", "mark-out-of-range"), ("-1", "mark-out-of-range"), ("8,25", "mark-off-step"),
            ("tám", "number-unreadable"), ("1.234,5", "number-unreadable"), ("8,", "number-unreadable"),
            ("1e1", "number-unreadable"), ("0,0000001", "number-too-precise"),
            ("99999999999999999999", "number-too-large"), ("<b>8</b>", "number-unreadable"),
        ])
    func wrong(_ typed: String, _ code: String) throws {
        let input = SheetInput(
            marks: ["demand": typed, "other": "3"], absences: ["other": "absent"],
            comment: String(repeating: "x", count: 5000))
        #expect(
            try Self.violations(input) == [
                ["mark-demand", code], ["mark-other", "mark-value-or-absence"], ["comment", "text-too-long"],
            ])
        #expect(
            try Self.violations(SheetInput(absences: ["other": "ill"])) == [
                ["mark-other", "absence-unknown"]
            ])
    }

    @Test("marks add up exactly, and a reason for none adds nothing")
    func total() throws {
        #expect(SheetContent().total == .zero)
        let marks: [String: Mark.Content] = [
            "a": .value(try ExactDecimal("0.1")), "b": .value(try ExactDecimal("0.2")), "c": .none(.spoiled),
        ]
        #expect(SheetContent(marks: marks).total?.description == "0.3")
        let most = Mark.Content.value(ExactDecimal(millionths: .max))
        #expect(SheetContent(marks: ["a": most, "b": most]).total == nil)
    }
}
