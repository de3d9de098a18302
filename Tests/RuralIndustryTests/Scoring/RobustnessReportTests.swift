import RuralIndustry
import Testing

@Suite("How firmly a result stands")
struct RobustnessReportTests {
    private static let threshold = #""eligible_at_least": "70""#

    /// One criterion of 100 points: `["J1": [80, 70], …]` gives the marks of entries 001, 002, …; nil is no mark.
    private func marks(_ table: KeyValuePairs<String, [String?]>) throws -> [Mark] {
        try table.flatMap { judge, values in
            try values.enumerated().flatMap { index, value in
                try value.map { try Judging.sheet("00\(index + 1)", judge, ["a": $0]) } ?? []
            }
        }
    }

    private func rules(
        _ pipeline: String = #"[{"sum":"criteria"},{"mean":"judges"}]"#, scoring: String = threshold
    ) throws -> Rules {
        try Judging.rules(pipeline: pipeline, criteria: #"[{"id":"a","max":"100"}]"#, scoring: scoring)
    }

    private func told(_ report: RobustnessReport) -> [String] {
        report.crossings.map { crossing in
            let judge = if case .withoutJudge(let id) = crossing.scenario { " \(id)" } else { "" }
            return
                "\(crossing.entry) \(crossing.scenario.id)\(judge) \(crossing.line.rawValue) \(crossing.comesIn ? "in" : "out") \(crossing.scenarioTotal ?? "-")"
        }
    }

    @Test("an entry that one judge carries over the threshold is named with that judge")
    func oneJudgeDecides() throws {
        // 001: 100, 62, 60 → 74; 002 is safely above, 003 safely below
        let marks = try marks([
            "J1": ["100", "90", "40"], "J2": ["62", "90", "40"], "J3": ["60", "90", "40"],
        ])
        let report = try RobustnessReport(of: marks, rules: rules())
        #expect(
            told(report) == [
                "001 without-judge J1 threshold out 61.000", "001 trimmed threshold out 62.000",
            ])
    }

    @Test("a judge who pressed an entry below the threshold is named too")
    func oneJudgePresses() throws {
        let marks = try marks(["J1": ["10", "90"], "J2": ["90", "90"], "J3": ["90", "90"]])
        let report = try RobustnessReport(of: marks, rules: rules())
        #expect(told(report).contains("001 without-judge J1 threshold in 90.000"))
    }

    @Test("without a threshold and a cut no line is crossed")
    func noLines() throws {
        let marks = try marks(["J1": ["10", "90"], "J2": ["90", "20"]])
        #expect(try RobustnessReport(of: marks, rules: rules(scoring: "")).crossings.isEmpty)
    }

    @Test("the cut is crossed by those who change places, and equal totals at the cut are all within")
    func cut() throws {
        // totals 80, 79, 60; without J3 78 and 81.5
        let marks = try marks([
            "J1": ["76", "81", "60"], "J2": ["80", "82", "60"], "J3": ["84", "74", "60"],
        ])
        let report = try RobustnessReport(of: marks, rules: rules(scoring: ""), cut: 1)
        #expect(
            told(report).filter { $0.contains("J3") } == [
                "001 without-judge J3 cut out 78.000", "002 without-judge J3 cut in 81.500",
            ])
        let tied = try self.marks(["J1": ["80", "80"], "J2": ["80", "80"]])
        #expect(try RobustnessReport(of: tied, rules: rules(scoring: ""), cut: 1).crossings.isEmpty)
    }

    @Test("below the quorum without a judge is out, with no total")
    func quorum() throws {
        let marks = try marks(["J1": ["80"], "J2": ["80"]])
        let rules = try rules(scoring: Self.threshold + #", "quorum": {"judges_per_entry": 2}"#)
        #expect(
            told(try RobustnessReport(of: marks, rules: rules)) == [
                "001 without-judge J1 threshold out -", "001 without-judge J2 threshold out -",
            ])
    }

    @Test("severity is found again in marks that are worth plus severity, sheets missing", arguments: 1...20)
    func severity(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let severities = (0..<5).map { _ in Int.random(in: -8...8, using: &numbers) }
        let worths = (0..<9).map { _ in Int.random(in: 30...70, using: &numbers) }
        var marks: [Mark] = []
        for (entry, worth) in worths.enumerated() {
            for (judge, severity) in severities.enumerated() {
                // the first entry has every judge, so that all are comparable
                if entry > 0, Int.random(in: 0..<3, using: &numbers) == 0 { continue }
                marks += try Judging.sheet("00\(entry + 1)", "J\(judge)", ["a": "\(worth + severity)"])
            }
        }
        let report = try RobustnessReport(of: marks, rules: rules())
        #expect(report.isConnected)
        // relative to their mean: fifths are exact to three decimals
        let sum = severities.reduce(0, +)
        for (judge, severity) in severities.enumerated() {
            let fifths = 5 * severity - sum
            let expected = try Rational(Int128(fifths), over: 5).text(decimals: 3)
            #expect(report.judges[judge].severity == expected, "J\(judge)")
        }
    }

    @Test("adjusting severity helps the entry that met the severe judges")
    func adjusted() throws {
        // J1 gives 20 less than J2 for the same worth; 003 met only J1, 004 only J2
        let marks = try marks([
            "J1": ["50", "60", "65", nil], "J2": ["70", "80", nil, "75"],
        ])
        let report = try RobustnessReport(of: marks, rules: rules())
        #expect(told(report).contains("003 severity-adjusted threshold in 75.000"))
        #expect(told(report).contains("004 severity-adjusted threshold out 65.000"))
        #expect(report.judges.map(\.severity) == ["-10.000", "10.000"])
    }

    @Test("judges with no entry in common are not compared")
    func disconnected() throws {
        let marks = try marks(["J1": ["50", nil], "J2": [nil, "90"]])
        let report = try RobustnessReport(of: marks, rules: rules())
        #expect(!report.isConnected)
        #expect(report.judges.map(\.severity) == ["0.000", "0.000"])
        #expect(report.concordance == nil && report.agreement == .failure(.tooFewEntries))
    }

    @Test("Kendall's W is 1 for the same order, 0 for opposite orders, and counts ties")
    func concordance() throws {
        func w(_ table: KeyValuePairs<String, [String?]>) throws -> String? {
            try RobustnessReport(of: marks(table), rules: rules()).concordance?.w
        }
        #expect(
            try w(["J1": ["1", "2", "3"], "J2": ["10", "20", "30"], "J3": ["5", "6", "70"]]) == "1.000")
        #expect(try w(["J1": ["1", "2", "3"], "J2": ["3", "2", "1"]]) == "0.000")
        // ranks 1 2 3, 1 3 2, 2 1 3: sums 4 6 8, S 8, W = 96 / 216
        #expect(try w(["J1": ["1", "2", "3"], "J2": ["1", "3", "2"], "J3": ["2", "1", "3"]]) == "0.444")
        // ranks 1 2 3 and 1.5 1.5 3: S 3.5²… = 7.5; W = 12 × 6.5 / (4 × 24 − 2 × 6)
        #expect(try w(["J1": ["1", "2", "3"], "J2": ["1", "1", "2"]]) == "0.929")
        #expect(try w(["J1": ["5", "5", "5"], "J2": ["5", "5", "5"]]) == nil)
        #expect(try w(["J1": ["1", "2", "3"]]) == nil)
    }

    @Test("where there is no Kendall's W, the report says why")
    func noConcordance() throws {
        func gap(_ table: KeyValuePairs<String, [String?]>) throws -> Concordance.Gap? {
            if case .failure(let gap) = try RobustnessReport(of: marks(table), rules: rules()).agreement {
                gap
            } else {
                nil
            }
        }
        #expect(try gap(["J1": ["1", "2", "3"]]) == .tooFewJudges)
        #expect(try gap(["J1": ["1", nil, "3"], "J2": ["1", "2", nil]]) == .tooFewEntries)
        #expect(try gap(["J1": ["5", "5", "5"], "J2": ["7", "7", "7"]]) == .noDifferences)
        #expect(try gap(["J1": ["1", "2"], "J2": ["1", "2"]]) == nil)
        #expect(Set(Concordance.Gap.allCases.map(\.text)).count == Concordance.Gap.allCases.count)
    }

    @Test("agreement is 1 with the others' order, -1 against it, and unknown where nothing differs")
    func agreement() throws {
        let marks = try marks([
            "J1": ["10", "20", "30"], "J2": ["20", "40", "60"], "J3": ["30", "20", "10"],
            "J4": ["5", "5", "5"],
        ])
        let judges = try RobustnessReport(of: marks, rules: rules()).judges
        #expect(judges.map(\.judge) == ["J1", "J2", "J3", "J4"])
        #expect(judges[2].agreement == "-1.000")
        #expect(judges[3].agreement == nil)
        #expect(judges.allSatisfy { $0.sheets == 3 })
    }

    private static let cases = [
        #"[{"sum":"criteria"},{"mean":"judges"}]"#,
        #"[{"sum":"criteria"},{"mean":"judges","trim":[1,1],"round":2}]"#,
        #"[{"mean":"judges"},{"weight":"criteria","round":1},{"sum":"criteria"}]"#,
        #"[{"median":"judges"},{"weight":"criteria"},{"sum":"criteria"}]"#,
    ].flatMap { pipeline in (1...8).map { (pipeline, UInt64($0)) } }

    @Test("leaving a judge out is the tally of the others' marks", arguments: cases)
    func sameAsTally(pipeline: String, seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let rules = try Judging.rules(
            pipeline: pipeline, criteria: #"[{"id":"a","max":"60","weight":"1.5"},{"id":"b","max":"40"}]"#,
            scoring: Self.threshold)
        var marks: [Mark] = []
        for entry in 1...9 {
            for judge in 1...5 {
                for (criterion, most) in [("a", 60), ("b", 40)]
                where Int.random(in: 0..<25, using: &numbers) > 0 {
                    let value = Int.random(in: most / 2...most, using: &numbers)
                    marks += try Judging.sheet("00\(entry)", "J\(judge)", [criterion: "\(value)"])
                }
            }
        }
        let official = try Judging.tally(marks, rules)
        let entries = official.lines.map { Tally.Entry(code: $0.entry) }
        var expected: Set<String> = []
        for judge in Set(marks.map(\.judge)) {
            let rest = try Judging.tally(marks.filter { $0.judge != judge }, rules, entries: entries)
            for line in official.lines where rest.line(line.entry)?.eligible != line.eligible {
                expected.insert("\(line.entry) \(judge)")
            }
        }
        let found = try RobustnessReport(of: marks, rules: rules).crossings.compactMap {
            crossing -> String? in
            if case .withoutJudge(let judge) = crossing.scenario { "\(crossing.entry) \(judge)" } else { nil }
        }
        #expect(Set(found) == expected)
        #expect(found.count == expected.count)
    }

    @Test("no marks make an empty report")
    func empty() throws {
        let report = try RobustnessReport(of: [], rules: rules(), cut: 3)
        #expect(report.crossings.isEmpty && report.judges.isEmpty && report.concordance == nil)
    }
}
