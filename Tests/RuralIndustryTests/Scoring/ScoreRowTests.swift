import RuralIndustry
import Testing

@Suite("Rows of typed sheets")
struct ScoreRowTests {
    private static func row(_ cells: [String?], takesSheetCodes: Bool = true) throws(Refusal) -> ScoreRow {
        try ScoreRow(Fields(texts: cells), row: 2, takesSheetCodes: takesSheetCodes)
    }

    @Test("a sheet's code names entry, judge and stage, as typed or scanned")
    func coded() throws {
        let code = try SheetCode(round: 12, stage: "final", entry: "hg-7", judge: "j3")
        for typed in [code.description, code.description.lowercased(), " \(code) "] {
            let row = try Self.row([typed, nil, "market", "8", nil])
            #expect(row.sheetCode == code)
            #expect(row.mark.entry == "HG-7" && row.mark.judge == "J3" && row.mark.stage == "FINAL")
        }
        let same = try Self.row([code.description, "J3", "market", "8", nil, "Final"])
        #expect(same.mark.judge == "J3")
        let named = same.naming(entry: "hg-7", judge: "j3", stage: "final")
        #expect(named.mark.entry == "hg-7" && named.mark.row == 2 && named.mark.content == same.mark.content)
    }

    @Test("a wrong check character is told with the code, in its column; what stands beside must agree")
    func wrong() throws {
        let code = try SheetCode(round: 12, entry: "HG007", judge: "J3").description
        let slip = code.replacing("HG007", with: "HG001")
        do throws(Refusal) {
            _ = try Self.row([slip, nil, "market", "8", nil])
            Issue.record("a mistyped code was taken")
        } catch {
            #expect(error.violations.map(\.code) == ["sheet-code-check"])
            #expect(error.violations.first?.place.column == "entry")
            #expect(error.violations.first?.text.vi.contains(slip) == true)
        }
        for (cells, expected) in [
            ([code, "J2", "market", "8", nil], "sheet-code-contradicted"),
            (["12/HG007", nil, "market", "8", nil], "sheet-code-malformed"),
        ] {
            #expect(Judging.codes { _ = try Self.row(cells) } == [expected])
        }
        let staged = try SheetCode(round: 12, stage: "final", entry: "HG007", judge: "J3").description
        #expect(
            Judging.codes { _ = try Self.row([staged, nil, "market", "8", nil, "dossier"]) } == [
                "sheet-code-contradicted"
            ])
    }

    @Test("where sheets are not named by code, such a text is an entry like any other")
    func uncoded() throws {
        let row = try Self.row(["12/HG007/J3/7", "J3", "market", "8", nil], takesSheetCodes: false)
        #expect(row.mark.entry == "12/HG007/J3/7" && row.sheetCode == nil)
    }
}
