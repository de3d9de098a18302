import RuralIndustry
import Testing

@Suite("Ranking")
struct RankingTests {
    /// Entries by code with the marks for `a` and `b` of one judge.
    private func ranks(
        _ entries: KeyValuePairs<String, (a: String, b: String)>, _ scoring: String = "", seed: String? = nil
    ) throws -> [String: Int?] {
        let marks = try entries.flatMap { try Judging.sheet($0, "J1", ["a": $1.a, "b": $1.b]) }
        let tally = try Judging.tally(marks, Judging.rules(scoring: scoring), seed: seed)
        return Dictionary(uniqueKeysWithValues: tally.lines.map { ($0.entry, $0.rank) })
    }

    @Test(
        "equal totals share a rank and the next one is skipped",
        arguments: ["", #""ties": ["share"]"#, #""ties": null"#])
    func shared(ties: String) throws {
        let ranks = try ranks(
            ["001": ("20", "30"), "002": ("30", "20"), "003": ("50", "30"), "004": ("1", "1")], ties)
        #expect(ranks == ["003": 1, "001": 2, "002": 2, "004": 4])
    }

    @Test("a criterion separates equal totals, the rest share")
    func byCriterion() throws {
        let ranks = try ranks(
            ["001": ("20", "30"), "002": ("30", "20"), "003": ("20", "30"), "004": ("60", "40")],
            #""ties": ["criterion:a", "share"]"#)
        #expect(ranks == ["004": 1, "002": 2, "001": 3, "003": 3])
    }

    @Test("a draw orders by the hash of seed, zero byte and code, the same for everybody")
    func drawn() throws {
        let entries: KeyValuePairs = [
            "001": (a: "30", b: "30"), "002": (a: "30", b: "30"), "003": (a: "30", b: "30"),
        ]
        let ranks = try ranks(entries, #""ties": ["criterion:a", "draw"]"#, seed: "xổ số 20/11")
        let order = ["001", "002", "003"].sorted {
            Judging.mixed(Array("xổ số 20/11\0\($0)".utf8)).lexicographicallyPrecedes(
                Judging.mixed(Array("xổ số 20/11\0\($1)".utf8)))
        }
        #expect(order.map { ranks[$0] } == [1, 2, 3])
    }

    @Test("a needed draw is refused without a seed, an unneeded one is not")
    func drawNeedsSeed() throws {
        let ties = #""ties": ["criterion:a", "draw"]"#
        #expect(
            Judging.codes { _ = try ranks(["001": ("30", "30"), "002": ("30", "30")], ties) } == [
                "draw-needs-seed"
            ])
        #expect(try ranks(["001": ("30", "30"), "002": ("31", "29")], ties) == ["002": 1, "001": 2])
    }

    @Test("ranks within groups start anew in each, and lines go by rank, then entry")
    func withinGroups() throws {
        let rules = try Judging.rules(scoring: #""rank_within": "group""#)
        let marks = try [("001", "10"), ("002", "20"), ("003", "30"), ("004", "40")].flatMap {
            try Judging.sheet($0.0, "J1", ["a": $0.1, "b": "0"])
        }
        let entries = ["001", "002", "003", "004"].map {
            Tally.Entry(code: $0, group: $0 < "003" ? .food : .machinery)
        }
        let tally = try Judging.tally(marks, rules, entries: entries)
        #expect(tally.lines.map(\.entry) == ["002", "004", "001", "003"])
        #expect(tally.lines.map(\.rank) == [1, 1, 2, 2])
        #expect(Judging.codes { _ = try Judging.tally(marks, rules) }.first == "entry-group-needed")
    }

    @Test("with sheets summed first, a criterion's value for ties is its mean over counted sheets")
    func tieOnUntrimmedMean() throws {
        let rules = try Judging.rules(
            pipeline: #"[{"sum":"criteria"},{"median":"judges"}]"#, scoring: #""ties": ["criterion:a"]"#)
        var marks: [Mark] = []
        for (judge, first, second) in [("J1", "10", "11"), ("J2", "20", "20"), ("J3", "30", "30")] {
            marks += try Judging.sheet("001", judge, ["a": first, "b": "5"])
            marks += try Judging.sheet("002", judge, ["a": second, "b": "5"])
        }
        let tally = try Judging.tally(marks, rules)
        #expect(tally.lines.map(\.total?.description) == ["25", "25"])
        #expect(tally.lines.map(\.entry) == ["002", "001"])
        #expect(tally.panel("002", "a") == "61/3")
    }
}
