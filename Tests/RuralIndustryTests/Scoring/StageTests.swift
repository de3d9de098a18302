import RuralIndustry
import Testing

@Suite("Results that several stages make, and stages that must be reached")
struct StageTests {
    private static let combined = #"""
        "stages": [{"id": "dossier"}, {"id": "visit"}, {"id": "final", "requires": {"stage": "dossier", "at_least": "70"}}],
        "result": {"combine": [{"stage": "dossier", "weight": "0.4"}, {"stage": "final", "weight": "0.6"}], "missing": "exclude"}
        """#
    private static let gated = #"""
        "stages": [{"id": "dossier"}, {"id": "final", "requires": {"stage": "dossier", "at_least": "70"}}],
        "result_stage": "final"
        """#

    private static func marks(_ entry: String, _ stage: String, _ totals: [(String, Int, Int)]) throws
        -> [Mark]
    {
        try totals.flatMap { judge, a, b in
            try Judging.sheet(entry, judge, ["a": "\(a)", "b": "\(b)"], stage: stage)
        }
    }

    @Test("totals are the weighted sum of the stages' own, exactly, and the threshold looks at the sum")
    func combines() throws {
        let rules = try Judging.rules(
            scoring: #""eligible_at_least": "70", "ties": ["criterion:a", "share"]"#, more: Self.combined)
        let marks =
            try Self.marks("1", "dossier", [("J1", 50, 30), ("J2", 50, 31), ("J3", 50, 30)])
            + Self.marks("1", "final", [("J1", 40, 20), ("J2", 41, 20), ("J3", 40, 20)])
            + Self.marks("1", "visit", [("J1", 1, 1)])
        let tally = try Judging.tally(marks, rules)
        // 0.4 × 241/3 + 0.6 × 181/3
        #expect(tally.line("1")?.total?.description == "205/3")
        #expect(tally.line("1")?.eligible == false)
        #expect(tally.line("1")?.judges == 3)
        // 0.4 × 50 + 0.6 × 121/3
        #expect(tally.details.map { $0.panel?.description } == ["44.2", "362/15"])
        #expect(tally.exclusions.map(\.reason) == [.otherStage, .otherStage])
        #expect(tally.marksSubmitted == tally.marksCounted + tally.exclusions.count)
    }

    @Test("an entry below the line of a stage has no total, and its marks of later stages do not count")
    func notReached() throws {
        for more in [Self.combined, Self.gated] {
            let rules = try Judging.rules(scoring: #""eligible_at_least": "70""#, more: more)
            let marks =
                try Self.marks("1", "dossier", [("J1", 40, 30)]) + Self.marks("1", "final", [("J1", 50, 40)])
                + Self.marks("2", "dossier", [("J1", 40, 29)]) + Self.marks("2", "final", [("J1", 60, 40)])
                + Self.marks("3", "final", [("J1", 60, 40)])
            let tally = try Judging.tally(marks, rules)
            #expect(tally.lines.map(\.entry) == ["1", "2", "3"])
            #expect(tally.line("1")?.total?.description == (more == Self.gated ? "90" : "82"))
            #expect(tally.line("2")?.reason == .notInFinalStage)
            #expect(tally.line("2")?.eligible == false && tally.line("2")?.rank == nil)
            // who has no total in the first stage is not in the second either, for that reason
            #expect(tally.line("3")?.reason == .tooFewMarks)
            #expect(tally.exclusions.map(\.reason) == Array(repeating: .notReached, count: 4))
        }
    }

    @Test("an entry without a total in one of the stages has none: absent is not zero")
    func missingStage() throws {
        let rules = try Judging.rules(more: Self.combined)
        let marks = try Self.marks("1", "dossier", [("J1", 50, 40)])
        #expect(try Judging.tally(marks, rules).line("1")?.reason == .tooFewMarks)
    }

    @Test("a mark says which stage it is of where several make the result")
    func stageMissing() throws {
        let rules = try Judging.rules(more: Self.combined)
        #expect(
            Judging.codes {
                _ = try Judging.tally(Judging.sheet("1", "J1", ["a": "1", "b": "1"]), rules)
            } == ["stage-missing", "stage-missing"])
        // where one stage decides, none need be named
        let one = try Judging.rules(more: Self.gated)
        let marks =
            try Self.marks("1", "dossier", [("J1", 40, 30)]) + Judging.sheet("1", "J1", ["a": "1", "b": "1"])
        #expect(try Judging.tally(marks, one).line("1")?.total?.description == "2")
    }

    @Test(
        "a plan that combines stages wrongly is refused",
        arguments: [
            (#""result": {"combine": [{"stage": "a", "weight": "1"}]}"#, "regulation-combine"),
            (
                #""result": {"combine": [{"stage": "a", "weight": "0.5"}, {"stage": "b", "weight": "0.6"}]}"#,
                "regulation-combine"
            ),
            (
                #""result": {"combine": [{"stage": "a", "weight": "0.5"}, {"stage": "a", "weight": "0.5"}]}"#,
                "regulation-duplicate-id"
            ),
            (
                #""result": {"combine": [{"stage": "a", "weight": "0.5"}, {"stage": "x", "weight": "0.5"}]}"#,
                "regulation-result-stage"
            ),
            (
                #""result_stage": "b", "result": {"combine": [{"stage": "a", "weight": "0.5"}, {"stage": "b", "weight": "0.5"}]}"#,
                "regulation-result-stage"
            ),
            (
                #""result": {"missing": "zero", "combine": [{"stage": "a", "weight": "0.5"}, {"stage": "b", "weight": "0.5"}]}"#,
                "regulation-value"
            ),
            (#""result": {}"#, "regulation-missing"), (#""classes": []"#, "regulation-result-stage"),
        ])
    func refused(result: String, code: String) {
        #expect(
            Judging.codes {
                _ = try Judging.rules(more: #""stages": [{"id": "a"}, {"id": "b"}], "# + result)
            } == [code])
    }

    @Test("a stage requires one before it")
    func order() {
        for gate in ["b", "c", "x"] {
            #expect(
                Judging.codes {
                    _ = try Judging.rules(
                        more: #"""
                            "stages": [{"id": "a"}, {"id": "b", "requires": {"stage": "\#(gate)", "at_least": "70"}}, {"id": "c"}],
                            "result_stage": "c"
                            """#)
                } == ["regulation-stage-requires"])
        }
    }

    @Test("closing asks for the marks of every stage that the result rests on, as far as an entry came")
    func closing() throws {
        let rules = try Judging.rules(
            scoring: #""quorum": {"judges_per_entry": 2}"#, more: Self.combined)
        let roster = RoundRoster(
            level: .provincial, council: [],
            panel: [.init(id: "J1", role: .head), .init(id: "J2", role: .judge)],
            entries: [
                .init(code: "1", group: .food, state: .accepted),
                .init(code: "2", group: .food, state: .accepted),
            ])
        func missing(_ marks: [Mark]) throws -> [String] {
            try roster.missingForClosing(rules, marks: marks, membersPresent: nil).map(\.code)
        }
        let dossiers =
            try Self.marks("1", "dossier", [("J1", 50, 40), ("J2", 50, 40)])
            + Self.marks("2", "dossier", [("J1", 30, 30), ("J2", 30, 30)])
        // the second entry is below 70: nothing more is asked of it
        #expect(try missing(dossiers) == ["quorum-judges"])
        #expect(try missing(dossiers + Self.marks("1", "final", [("J1", 50, 40)])) == ["quorum-judges"])
        #expect(try missing(dossiers + Self.marks("1", "final", [("J1", 50, 40), ("J2", 50, 40)])) == [])
        #expect(
            try missing(
                Array(dossiers.dropLast()) + Self.marks("1", "final", [("J1", 50, 40), ("J2", 50, 40)]))
                == ["marks-missing", "quorum-judges"])
    }

    @Test("advisory figures look at the stages that make the result")
    func advisory() throws {
        let rules = try Judging.rules(scoring: #""eligible_at_least": "70""#, more: Self.combined)
        let marks = try ["1", "2", "3"].flatMap { entry in
            try ["dossier", "final"].flatMap { stage in
                try Self.marks(entry, stage, [("J1", 45, 30), ("J2", 50, 35), ("J3", 40, 28)])
            }
        }
        let report = try RobustnessReport(of: marks, rules: rules)
        // without the generous judge every entry drops: (75 + 68) / 2 = 71.5 holds, without J1 76.5 does; trimmed 75 does
        #expect(report.crossings == [])
        #expect(report.judges.map(\.sheets) == [3, 3, 3])
        #expect(report.judges.map(\.severity) == ["-1.000", "9.000", "-8.000"])
    }
}
