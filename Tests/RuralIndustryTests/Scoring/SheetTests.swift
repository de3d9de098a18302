import RuralIndustry
import Testing

@Suite("Score sheets")
struct SheetTests {
    private static let name = SheetName(entry: "001", judge: "J1")

    private static func leaves() throws -> [Leaf] {
        try Judging.rules(scoring: #""step": "0.5""#).leaves(group: nil)
    }

    @Test("a sheet says which criteria it lacks; a reason for having no mark is enough")
    func lacking() throws {
        let leaves = try Self.leaves()
        var sheet = SheetContent(marks: ["a": .value(try ExactDecimal("50"))])
        #expect(sheet.lacking(leaves).map(\.id) == ["b"])
        #expect(Self.name.incomplete(sheet.lacking(leaves))?.code == "sheet-incomplete")
        #expect(Self.name.incomplete(sheet.lacking(leaves))?.text.en.contains("b (b)") == true)
        sheet.marks["b"] = Mark.Content.none(.recused)
        #expect(sheet.lacking(leaves).isEmpty && Self.name.incomplete([]) == nil)
        #expect(sheet.violations(leaves).isEmpty)
    }

    @Test("everything that must not be on it is told at once")
    func violations() throws {
        let sheet = SheetContent(
            marks: [
                "a": .value(try ExactDecimal("60.5")), "b": .value(try ExactDecimal("1.25")),
                "c": .none(.absent),
            ], remarks: ["d": "ghi chú"])
        #expect(
            sheet.violations(try Self.leaves()).map(\.code)
                == ["unknown-criterion", "unknown-criterion", "mark-out-of-range", "mark-off-step"])
    }

    @Test(
        "what is written later goes over what was there, criterion by criterion, and what is kept reads back")
    func replacing() throws {
        let first = SheetContent(
            marks: ["a": .value(try ExactDecimal("50")), "b": .none(.spoiled)], remarks: ["a": "Tốt"],
            comment: "Chung")
        let second = SheetContent(marks: ["b": .value(try ExactDecimal("30.5"))], remarks: ["b": "Khá"])
        let both = first.replaced(by: second)
        #expect(both.marks["a"] == first.marks["a"] && both.marks["b"] == second.marks["b"])
        #expect(both.remarks == ["a": "Tốt", "b": "Khá"] && both.comment == "Chung")
        #expect(try SheetContent(JSONValue(parsing: both.json.text)) == both)
        #expect(try SheetContent(JSONValue(parsing: SheetContent().json.text)).isEmpty)
        #expect(Judging.codes { _ = try SheetContent(.array([])) } == ["sheet-content"])
    }

    @Test("a sheet goes from missing over draft to submitted, and back only by reopening")
    func standing() throws {
        func standing(_ submitted: Int, _ reopened: Bool, _ draft: Bool) -> SheetStanding {
            SheetStanding(submitted: submitted, isReopened: reopened, hasDraft: draft)
        }
        #expect(SheetStanding.missing.state == .missing && SheetStanding.missing.nextVersion == 1)
        #expect(standing(0, false, true).state == .draft && standing(0, false, true).nextVersion == 1)
        #expect(standing(1, false, false).state == .submitted && standing(1, false, false).nextVersion == nil)
        #expect(standing(1, true, false).state == .reopened && standing(1, true, false).nextVersion == 2)
        #expect(standing(2, false, false).state == .submitted)
        #expect(try standing(3, true, true).versionToWrite(Self.name) == 4)
        #expect(try standing(3, false, false).versionToReopen(Self.name) == 3)
        #expect(
            Judging.codes { _ = try standing(1, false, false).versionToWrite(Self.name) } == [
                "sheet-submitted"
            ])
        for other in [standing(0, false, false), standing(0, false, true), standing(2, true, false)] {
            #expect(Judging.codes { _ = try other.versionToReopen(Self.name) } == ["sheet-not-submitted"])
        }
    }

    @Test("two typed copies agree, differ, or one is still to come; what was settled goes before both")
    func typed() throws {
        func value(_ text: String) throws -> Mark.Content { .value(try ExactDecimal(text)) }
        var sheet = TypedSheet(
            name: Self.name, leaves: try Self.leaves(),
            copies: [1: ["a": try value("50"), "b": try value("30")], 2: ["a": try value("50.0")]])
        #expect(sheet.finding("a") == .agreed(try value("50")), "50 and 50.0 are one number")
        #expect(sheet.finding("b") == .once(copy: 1))
        #expect(sheet.content == nil && sheet.open.map(\.leaf.id) == ["b"])
        sheet.copies[2]?["b"] = try value("30.5")
        #expect(sheet.finding("b") == .differing(try value("30"), try value("30.5")))
        sheet.settled["b"] = Mark.Content.none(.spoiled)
        #expect(sheet.open.isEmpty)
        #expect(sheet.content?.marks == ["a": try value("50"), "b": .none(.spoiled)])
        #expect(Judging.codes { try sheet.requireUnsettled("a") } == ["nothing-to-settle"])
        #expect(Judging.codes { try sheet.requireUnsettled("b") } == ["nothing-to-settle"])
        let empty = TypedSheet(name: Self.name, leaves: try Self.leaves())
        #expect(empty.open.map(\.finding) == [.untyped, .untyped])
    }
}
