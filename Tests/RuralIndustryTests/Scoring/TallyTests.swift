import RuralIndustry
import Testing

@Suite("Tally")
struct TallyTests {
    // MARK: Sheets first

    @Test("with the sum first, the total is the exact mean of complete sheets")
    func exactMean() throws {
        let rules = try Judging.rules(scoring: #""eligible_at_least": "75.714285""#)
        let sums = [
            ("40", "30"), ("50", "30"), ("50", "30"), ("45", "30"), ("45", "30"), ("45", "30"), ("45", "15"),
        ]
        let marks = try sums.enumerated().flatMap {
            try Judging.sheet("001", "J\($0)", ["a": $1.0, "b": $1.1])
        }
        let line = try #require(try Judging.tally(marks, rules).line("001"))
        #expect(line.total?.description == "515/7")
        #expect(line.shown == "73.57")
        #expect(line.eligible == false)
    }

    @Test("530/7 is compared unrounded with the threshold and shown rounded")
    func fraction() throws {
        let sums = ["36", "36", "36", "36", "36", "35", "35"]
        let marks = try sums.enumerated().flatMap {
            try Judging.sheet("001", "J\($0)", ["a": "40", "b": $1])
        }
        let fraction = try Judging.tally(marks, Judging.rules(scoring: #""eligible_at_least": "75.714286""#))
        #expect(fraction.line("001")?.total?.description == "530/7")
        #expect(fraction.line("001")?.shown == "75.71")
        #expect(fraction.line("001")?.eligible == false)
        let reached = try Judging.tally(marks, Judging.rules(scoring: #""eligible_at_least": "75.714285""#))
        #expect(reached.line("001")?.eligible == true)
    }

    @Test("69.995 is shown as 70.00 and still not eligible")
    func shownIsNotCompared() throws {
        let rules = try Judging.rules(scoring: #""eligible_at_least": "70""#)
        let marks =
            try Judging.sheet("001", "J1", ["a": "40", "b": "29.99"])
            + Judging.sheet("001", "J2", ["a": "40", "b": "30"])
        let line = try #require(try Judging.tally(marks, rules).line("001"))
        #expect(line.total?.description == "69.995")
        #expect(line.shown == "70.00")
        #expect(line.eligible == false)
    }

    @Test("an incomplete sheet is excluded whole, with the reason, and never counts as zero")
    func incompleteSheet() throws {
        let marks =
            try Judging.sheet("001", "J1", ["a": "50", "b": "30"])
            + Judging.sheet("001", "J2", ["a": "10", "b": "recused"])
            + Judging.sheet("001", "J3", ["a": "20"])
        let tally = try Judging.tally(marks, Judging.rules())
        #expect(tally.line("001")?.total?.description == "80")
        #expect(tally.line("001")?.judges == 1)
        #expect(tally.panel("001", "a") == "50")
        #expect(tally.marksSubmitted == 5)
        #expect(tally.marksCounted == 2)
        #expect(
            tally.exclusions.map { "\($0.judge) \($0.criterion) \($0.reason.name.en)" } == [
                "J2 a incomplete sheet", "J2 b recused", "J3 a incomplete sheet",
            ])
        #expect(tally.excludedSheets.map(\.judge) == ["J2", "J3"])
        #expect(tally.excludedSheets.map { $0.gaps.map(\.criterion) } == [["b"], ["b"]])
        #expect(tally.excludedSheets.map { $0.gaps.map(\.absence) } == [[.recused], [nil]])
    }

    @Test("with the sum first, trims drop whole sheets and the detail stays untrimmed")
    func trimmedSheets() throws {
        let rules = try Judging.rules(
            pipeline: #"[{"sum":"criteria"},{"mean":"judges","trim":[1,1],"round":1}]"#)
        let marks = try [("10", "10"), ("30", "30"), ("31", "30.07"), ("60", "40")].enumerated().flatMap {
            try Judging.sheet("001", "J\($0)", ["a": $1.0, "b": $1.1])
        }
        let tally = try Judging.tally(marks, rules)
        #expect(tally.line("001")?.total?.description == "60.5")
        #expect(tally.line("001")?.judges == 4)
        #expect(tally.panel("001", "a") == "32.75")
    }

    // MARK: Judges first

    @Test("with the judges first, each criterion uses the marks present")
    func marksPresent() throws {
        let rules = try Judging.rules(pipeline: #"[{"mean":"judges"},{"sum":"criteria"}]"#)
        let marks =
            try Judging.sheet("001", "J1", ["a": "50", "b": "not-applicable"])
            + Judging.sheet("001", "J2", ["a": "40", "b": "31"])
            + Judging.sheet("001", "J3", ["a": "absent", "b": "absent"])
        let tally = try Judging.tally(marks, rules)
        #expect(tally.panel("001", "a") == "45")
        #expect(tally.panel("001", "b") == "31")
        #expect(tally.line("001")?.total?.description == "76")
        #expect(tally.line("001")?.judges == 2)
        #expect(tally.marksCounted + tally.exclusions.count == tally.marksSubmitted)
    }

    @Test("the median of an even number of marks is the mean of the two in the middle")
    func median() throws {
        let rules = try Judging.rules(pipeline: #"[{"median":"judges"},{"sum":"criteria"}]"#)
        let marks = try ["10", "50", "31", "20"].enumerated().flatMap {
            try Judging.sheet(
                "001", "J\($0)", ["a": $1, "b": $0 == 3 ? "absent" : $1.replacing("50", with: "40")])
        }
        let tally = try Judging.tally(marks, rules)
        #expect(tally.panel("001", "a") == "25.5")
        #expect(tally.panel("001", "b") == "31")
        #expect(tally.line("001")?.total?.description == "56.5")
    }

    @Test(
        "weights and roundings apply where the pipeline puts them",
        arguments: [
            // Means of 10, 10, 11: 31/3, and of 5: 5. Weights 0.35 and 2.
            (#"[{"mean":"judges"},{"weight":"criteria"},{"sum":"criteria"}]"#, "817/60"),
            (#"[{"mean":"judges","round":1},{"weight":"criteria"},{"sum":"criteria"}]"#, "13.605"),
            (#"[{"mean":"judges","round":1},{"weight":"criteria","round":2},{"sum":"criteria"}]"#, "13.61"),
            (#"[{"mean":"judges"},{"weight":"criteria"},{"sum":"criteria","round":1}]"#, "13.6"),
            (#"[{"weight":"criteria"},{"mean":"judges"},{"sum":"criteria"}]"#, "817/60"),
            // 3.5, 3.5 and 3.85 rounded to one decimal are 3.5, 3.5, 3.9.
            (#"[{"weight":"criteria","round":1},{"mean":"judges"},{"sum":"criteria"}]"#, "409/30"),
            (#"[{"weight":"criteria"},{"sum":"criteria"},{"mean":"judges"}]"#, "817/60"),
            (#"[{"weight":"criteria"},{"sum":"criteria","round":1},{"mean":"judges"}]"#, "409/30"),
            (#"[{"mean":"judges"},{"sum":"criteria"}]"#, "46/3"),
        ])
    func weights(pipeline: String, total: String) throws {
        let rules = try Judging.rules(
            pipeline: pipeline,
            criteria: #"[{"id":"a","max":"60","weight":"0.35"},{"id":"b","max":40,"weight":2}]"#)
        let marks = try ["10", "10", "11"].enumerated().flatMap {
            try Judging.sheet("001", "J\($0)", ["a": $1, "b": "5"])
        }
        let tally = try Judging.tally(marks, rules)
        #expect(tally.line("001")?.total?.description == total)
        #expect(tally.panel("001", "b") == "5")
    }

    // MARK: No total

    @Test("a trim that leaves nothing gives no total, no rank, not eligible")
    func overTrimmed() throws {
        let pipeline = #"[{"mean":"judges","trim":[1,1]},{"sum":"criteria"}]"#
        let rules = try Judging.rules(pipeline: pipeline, scoring: #""eligible_at_least": "0""#)
        let marks =
            try ["J1", "J2"].flatMap { try Judging.sheet("002", $0, ["a": "50", "b": "30"]) }
            + ["J1", "J2", "J3"].flatMap { try Judging.sheet("003", $0, ["a": "1", "b": "1"]) }
        let tally = try Judging.tally(marks, rules)
        #expect(tally.lines.map(\.entry) == ["003", "002"])
        let line = try #require(tally.line("002"))
        #expect(line.total == nil)
        #expect(line.shown == nil)
        #expect(line.rank == nil)
        #expect(line.eligible == false)
        #expect(line.reason?.rawValue == "too-few-marks")
        #expect(line.judges == 2)
        #expect(tally.line("003")?.rank == 1)
    }

    @Test("an entry without any mark is listed with its reason")
    func unmarked() throws {
        let tally = try Judging.tally(
            Judging.sheet("001", "J1", ["a": "5", "b": "5"]), Judging.rules(),
            entries: [Tally.Entry(code: "002"), Tally.Entry(code: "001")])
        #expect(tally.lines.map(\.entry) == ["001", "002"])
        #expect(tally.line("002")?.reason == .tooFewMarks)
        #expect(tally.line("002")?.judges == 0)
        #expect(tally.details.count == 4)
    }

    @Test("a quorum that fails gives no total, with its own reason")
    func belowQuorum() throws {
        let rules = try Judging.rules(
            scoring: #""quorum": {"judges_per_entry": 2}, "eligible_at_least": "10""#)
        let marks =
            try Judging.sheet("001", "J1", ["a": "50", "b": "30"])
            + Judging.sheet("001", "J2", ["a": "50", "b": "spoiled"])
            + Judging.sheet("002", "J1", ["a": "50", "b": "30"])
            + Judging.sheet("002", "J2", ["a": "50", "b": "30"])
        let tally = try Judging.tally(marks, rules)
        #expect(tally.line("001")?.reason?.rawValue == "below-quorum")
        #expect(tally.line("001")?.total == nil)
        #expect(tally.line("001")?.eligible == false)
        #expect(tally.line("002")?.rank == 1)
    }

    @Test("without a threshold nothing is said about eligibility")
    func withoutThreshold() throws {
        let tally = try Judging.tally(Judging.sheet("001", "J1", ["a": "50", "b": "30"]), Judging.rules())
        #expect(tally.line("001")?.eligible == nil)
        #expect(tally.line("001")?.rank == 1)
    }

    // MARK: Stages and rubrics

    @Test("only the stage of the result counts, the others are excluded by name")
    func stages() throws {
        let rules = try Judging.rules(
            more: #""stages": [{"id":"dossier"},{"id":"final"}], "result_stage": "final""#)
        let marks =
            try Judging.sheet("001", "J1", ["a": "10", "b": "10"], stage: "dossier")
            + Judging.sheet("001", "J1", ["a": "50", "b": "30"], stage: "final")
            + Judging.sheet("001", "J2", ["a": "50", "b": "32"])
        let tally = try Judging.tally(marks, rules)
        #expect(tally.line("001")?.total?.description == "81")
        #expect(tally.exclusions.map(\.reason) == [.otherStage, .otherStage])
        #expect(tally.marksCounted == 4)
        #expect(
            Judging.codes {
                _ = try Judging.tally(
                    Judging.sheet("001", "J1", ["a": "1", "b": "1"], stage: "visit"), rules)
            } == ["stage-unknown", "stage-unknown"])
    }

    @Test("rules without stages take one stage of any name, and refuse two")
    func undeclaredStages() throws {
        let one = try Judging.sheet("001", "J1", ["a": "1", "b": "1"], stage: "final")
        #expect(try Judging.tally(one, Judging.rules()).line("001")?.total?.description == "2")
        let two = try one + Judging.sheet("001", "J2", ["a": "1", "b": "1"], stage: "dossier")
        #expect(Set(Judging.codes { _ = try Judging.tally(two, Judging.rules()) }) == ["stage-unknown"])
    }

    private static let rubric = #"""
        "groups": [{"id":"food"},{"id":"handicraft"},{"id":"other"}],
        "rubrics": {
          "food": [{"criterion":"a","children":[
            {"id":"a1","max":"20"},{"id":"a2","max":"40","children":[{"id":"a21","max":"15"},{"id":"a22","max":"25"}]}]}],
          "*": [{"criterion":"b","children":[{"id":"b1","max":"10"},{"id":"b2","max":"30"}]}]}
        """#

    @Test("a criterion's mark is the sum of its leaves, and needs them all")
    func leaves() throws {
        let rules = try Judging.rules(
            pipeline: #"[{"mean":"judges"},{"sum":"criteria"}]"#, more: Self.rubric)
        let marks =
            try Judging.sheet("001", "J1", ["a1": "10", "a21": "10", "a22": "20.5", "b": "30"])
            + Judging.sheet("001", "J2", ["a1": "10", "a21": "absent", "a22": "1", "b": "20"])
        let tally = try Judging.tally(marks, rules, entries: [Tally.Entry(code: "001", group: .food)])
        #expect(tally.panel("001", "a") == "40.5")
        #expect(tally.panel("001", "b") == "25")
        #expect(tally.line("001")?.judges == 2)
        #expect(
            tally.exclusions.map(\.reason) == [.incompleteCriterion, .absence(.absent), .incompleteCriterion])
    }

    @Test("an entry without a group takes the one whose rubric fits its marks")
    func guessedGroup() throws {
        let rules = try Judging.rules(more: Self.rubric)
        let food = try Judging.sheet("001", "J1", ["a1": "10", "a21": "10", "a22": "20", "b": "30"])
        let rest = try Judging.sheet("002", "J1", ["a": "50", "b1": "10", "b2": "20"])
        let tally = try Judging.tally(food + rest, rules)
        #expect(tally.line("001")?.group == .food)
        #expect(tally.line("001")?.total?.description == "70")
        #expect(tally.line("002")?.group == nil)
        #expect(tally.line("002")?.total?.description == "80")
        let mixed = try Judging.sheet("003", "J1", ["a1": "10", "b1": "10"])
        #expect(Judging.codes { _ = try Judging.tally(mixed, rules) } == ["entry-group-needed"])
    }

    // MARK: Refusals

    @Test("everything wrong with the marks is told at once, each with its row")
    func refusals() throws {
        let rules = try Judging.rules(scoring: #""step": "0.25""#)
        func mark(_ row: Int, _ entry: String, _ judge: String, _ criterion: String, _ value: String) throws
            -> Mark
        {
            Mark(
                entry: entry, judge: judge, criterion: criterion, content: .value(try ExactDecimal(value)),
                row: row)
        }
        let marks = try [
            mark(2, "001", "J1", "a", "60.25"), mark(3, "001", "J1", "b", "8.3"),
            mark(4, "001", "J2", "c", "8"),
            mark(5, "009", "J2", "a", "8"), mark(6, "001", "J3", "a", "8"), mark(7, "001", "J3", "a", "8"),
            mark(8, "001", "J4", "a", "-0.25"), mark(9, "001", "J4", "b", "40"),
        ]
        do {
            _ = try Judging.tally(marks.shuffled(), rules, entries: [Tally.Entry(code: "001")])
            Issue.record("wrong marks were accepted")
        } catch {
            #expect(
                error.violations.map(\.code) == [
                    "mark-out-of-range", "mark-off-step", "criterion-unknown", "entry-unknown",
                    "mark-duplicate",
                    "mark-out-of-range",
                ])
            #expect(
                error.violations.filter { $0.code != "mark-duplicate" }.map(\.place.row) == [2, 3, 4, 5, 8])
            #expect(error.violations[0].place.column == "score")
        }
    }

    @Test(
        "a mark is a value or a reason, not both and not neither",
        arguments: [
            ("", "", "mark-value-or-absence"), ("8", "absent", "mark-value-or-absence"),
            ("", "ill", "absence-unknown"),
            ("8,5", "", "number-unreadable"),
        ])
    func content(score: String, absence: String, code: String) {
        #expect(Judging.codes { _ = try Mark.Content(score: score, absence: absence) } == [code])
    }

    @Test("a sum beyond exact numbers is refused, not wrapped")
    func overflow() throws {
        let rules = try Judging.rules(
            pipeline: #"[{"weight":"criteria"},{"sum":"criteria"},{"mean":"judges"}]"#,
            criteria:
                #"[{"id":"a","max":"9000000000000","weight":"9000000000000"},{"id":"b","max":"9000000000000","weight":"9000000000000"},{"id":"c","max":"9000000000000","weight":"9000000000000"}]"#
        )
        let marks = try Judging.sheet(
            "001", "J1", ["a": "9000000000000", "b": "9000000000000", "c": "9000000000000"])
        #expect(Judging.codes { _ = try Judging.tally(marks, rules) } == ["number-overflow"])
    }
}
