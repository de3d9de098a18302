import Evidence
import RuralIndustry
import Testing

@Suite("Equal totals and what separated them")
struct EqualTotalsTests {
    private static func tally(
        _ scores: [(entry: String, market: String, other: String)], ties: String
    ) throws -> (Tally, Rules) {
        let rules = try Regulation.resolve([
            try RegulationLayer(
                parsing: Array(
                    #"""
                    {"id": "thu", "title": "Thử", "legal_basis": ["1"], "valid_from": "2014-08-01",
                     "levels": [{"id": "commune", "council_sizes": null, "certificate_valid_years": 4, "requires": null}],
                     "groups": [{"id": "food", "name": "Thực phẩm"}],
                     "criteria": [{"id": "market", "name": "Thị trường", "max": "40"}, {"id": "other", "name": "Khác", "max": "60"}],
                     "scoring": {"pipeline": [{"sum": "criteria"}, {"mean": "judges"}], "ties": \#(ties)}}
                    """#.utf8))
        ])
        let marks = try scores.flatMap { line in
            [
                Mark(
                    entry: line.entry, judge: "J1", criterion: "market",
                    content: .value(try ExactDecimal(line.market))),
                Mark(
                    entry: line.entry, judge: "J1", criterion: "other",
                    content: .value(try ExactDecimal(line.other))),
            ]
        }
        let tally = try Tally(
            of: marks, rules: rules, seed: Array("mầm".utf8), sha256: { SHA256Digest(of: $0).bytes })
        return (tally, rules)
    }

    @Test("a criterion that parts all of them is all that is told")
    func criterion() throws {
        let (tally, rules) = try Self.tally(
            [("A", "30", "40"), ("B", "20", "50"), ("C", "20", "30")], ties: #"["criterion:market", "share"]"#
        )
        let ties = tally.equalTotals(rules)
        #expect(ties.map(\.entries) == [["A", "B"]])
        #expect(
            try ties[0].steps == [
                .criterion(
                    "market",
                    [
                        EqualTotals.Value(entry: "A", panel: Rational("30")),
                        EqualTotals.Value(entry: "B", panel: Rational("20")),
                    ])
            ])
    }

    @Test("what is left equal is drawn or shares the rank; without a chain it shares")
    func rest() throws {
        let equal = [("A", "30", "40"), ("B", "30", "40"), ("C", "20", "50")]
        let (drawn, drawRules) = try Self.tally(equal, ties: #"["criterion:market", "draw"]"#)
        let steps = try #require(drawn.equalTotals(drawRules).first?.steps)
        #expect(steps.count == 2)
        let order = drawn.lines.prefix(2).map(\.entry)
        #expect(steps[1] == .draw(order), "in the order of the ranks")
        let (shared, shareRules) = try Self.tally(equal, ties: "[]")
        #expect(shared.equalTotals(shareRules).first?.steps == [.share(["A", "B", "C"])])
    }

    @Test("no two equal totals, nothing to tell")
    func none() throws {
        let (tally, rules) = try Self.tally([("A", "30", "40"), ("B", "30", "39.5")], ties: #"["share"]"#)
        #expect(tally.equalTotals(rules).isEmpty)
    }
}
