import RuralIndustry
import Testing

@Suite("Marks after a correction")
struct CorrectedMarksTests {
    private func marks(stage: String? = nil) throws -> [Mark] {
        try Judging.sheet("001", "J1", ["a": "50", "b": "30"], stage: stage)
            + Judging.sheet("001", "J2", ["a": "40", "b": "absent"], stage: stage)
    }

    private func correction(
        _ action: CorrectionAction, _ judge: String, _ criterion: String, _ score: String? = nil,
        absence: String = "", stage: String? = nil, row: Int? = nil
    ) throws -> MarkCorrection {
        MarkCorrection(
            action, entry: "001", judge: judge, criterion: criterion, stage: stage,
            content: action == .exclude ? nil : try Mark.Content(score: score ?? "", absence: absence),
            row: row)
    }

    private func contents(_ marks: [Mark]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: marks.map { ("\($0.judge) \($0.criterion)", $0.content.text) })
    }

    @Test("one is replaced, one taken out, one brought in, and the rest stands")
    func overlay() throws {
        let corrected = try CorrectedMarks(
            [
                correction(.replace, "J1", "a", "55"), correction(.exclude, "J2", "b"),
                correction(.add, "J3", "a", "", absence: "recused"),
            ], over: marks(), rules: Judging.rules())
        #expect(contents(corrected.marks) == ["J1 a": "55", "J1 b": "30", "J2 a": "40", "J3 a": "recused"])
    }

    @Test("laid over again the other way round, it gives back what there was")
    func undone() throws {
        let rules = try Judging.rules()
        let before = try marks()
        let there = try CorrectedMarks(
            [correction(.replace, "J1", "a", "55"), correction(.add, "J3", "a", "7")], over: before,
            rules: rules)
        let back = try CorrectedMarks(
            [correction(.replace, "J1", "a", "50"), correction(.exclude, "J3", "a")], over: there.marks,
            rules: rules)
        #expect(contents(back.marks) == contents(before))
    }

    @Test("everything that is wrong is told at once, by row")
    func refused() throws {
        do {
            _ = try CorrectedMarks(
                [
                    correction(.add, "J1", "a", "55", row: 2), correction(.replace, "J3", "a", "5", row: 3),
                    correction(.exclude, "J1", "c", row: 4), correction(.replace, "J1", "b", "30.0", row: 5),
                    correction(.replace, "J2", "a", "1", row: 6), correction(.exclude, "J2", "a", row: 7),
                    correction(.exclude, "J2", "b", stage: "final", row: 8),
                ], over: marks(), rules: Judging.rules())
            Issue.record("was not refused")
        } catch let error as Refusal {
            #expect(
                error.violations.map { "\($0.code) \($0.place.row ?? 0)" } == [
                    "correction-mark-exists 2", "correction-no-mark 3", "correction-no-mark 4",
                    "correction-changes-nothing 5", "correction-mark-twice 7", "unknown-stage 8",
                ])
        }
        #expect(
            Judging.codes { _ = try CorrectedMarks([], over: marks(), rules: Judging.rules()) } == [
                "correction-empty"
            ])
    }

    @Test("where judge and entry must not meet a mark is taken out, never put in")
    func barred() throws {
        let barred: Set = [JudgeAssignment.Barred(judge: "J1", entry: "001")]
        let rules = try Judging.rules()
        #expect(
            Judging.codes {
                _ = try CorrectedMarks(
                    [correction(.replace, "J1", "a", "1"), correction(.exclude, "J1", "b")], over: marks(),
                    rules: rules, barred: barred)
            } == ["judge-in-conflict"])
        #expect(
            try CorrectedMarks([correction(.exclude, "J1", "b")], over: marks(), rules: rules, barred: barred)
                .marks.count == 3)
    }

    @Test("a mark of a stage that is not named is one of the stage that makes the result")
    func stages() throws {
        let rules = try Judging.rules(
            more: #""stages": [{"id": "dossier"}, {"id": "final"}], "result_stage": "final""#)
        let both = try marks(stage: "dossier") + marks(stage: "final")
        let corrected = try CorrectedMarks([correction(.replace, "J1", "a", "55")], over: both, rules: rules)
        #expect(
            corrected.marks.filter { $0.judge == "J1" && $0.criterion == "a" }.map {
                "\($0.stage ?? "-") \($0.content.text)"
            } == ["dossier 50", "final 55"])
    }

    @Test("a row says what is done, and a mark only where there is one")
    func rows() throws {
        func codes(_ texts: [String?]) -> [String] {
            Judging.codes { _ = try MarkCorrection(Fields<CorrectionColumn>(texts: texts)) }
        }
        #expect(codes(["A1", "J1", "a", "5", nil, nil, "replace"]) == [])
        #expect(codes(["A1", "J1", "a", nil, nil, nil, "exclude"]) == [])
        #expect(codes(["A1", "J1", "a", "5", nil, nil, "exclude"]) == ["correction-exclude-content"])
        #expect(codes(["A1", "J1", "a", nil, nil, nil, "add"]) == ["mark-value-or-absence"])
        #expect(codes(["A1", "J1", "a", "5", nil, nil, "sửa"]) == ["correction-action-unknown"])
        #expect(codes(["A1", "", "a", "5", nil, nil, nil]) == ["value-missing", "value-missing"])
        let row = try MarkCorrection(
            Fields<CorrectionColumn>(texts: ["A1", "J1", "a", "8,5", nil, "final", "add", "Bỏ sót"]),
            .vietnamese,
            row: 7)
        #expect(row.content?.text == "8.5" && row.stage == "final" && row.reason == "Bỏ sót" && row.row == 7)
    }
}

@Suite("What a correction changes")
struct ResultDifferenceTests {
    private func lines(_ totals: KeyValuePairs<String, Int>) throws -> [Tally.Line] {
        let marks = try totals.flatMap { entry, total in
            try Judging.sheet(
                entry, "J1", ["a": String(min(total, 60)), "b": String(max(total - 60, 0))])
        }
        return try Judging.tally(marks, Judging.rules(scoring: #""eligible_at_least": "70""#)).lines
    }

    private func follows(
        _ before: KeyValuePairs<String, Int>, _ after: KeyValuePairs<String, Int>, recognised: Set<String>?
    ) throws -> [String: ResultDifference.Consequence] {
        let differences = ResultDifference.between(
            try lines(before), try lines(after), recognised: recognised)
        return Dictionary(
            uniqueKeysWithValues: differences.compactMap { line in
                line.consequence.map { (line.entry, $0) }
            })
    }

    @Test("each kind of consequence, and none where nothing follows")
    func consequences() throws {
        let before: KeyValuePairs = ["A": 90, "B": 80, "C": 75, "D": 60]
        #expect(
            try follows(before, ["A": 69, "B": 80, "C": 75, "D": 60], recognised: ["A", "B"]) == [
                "A": .awardWithdrawn
            ])
        #expect(
            try follows(before, ["A": 90, "B": 80, "C": 75, "D": 70], recognised: ["A", "B"]) == [
                "D": .awardPossible
            ])
        #expect(
            try follows(before, ["A": 90, "B": 80, "C": 81, "D": 60], recognised: ["A", "B"]) == [
                "C": .passedOver
            ])
        // A was passed over before, with whatever reason the decision gave
        #expect(try follows(before, ["A": 91, "B": 80, "C": 75, "D": 60], recognised: ["B", "C"]).isEmpty)
        #expect(try follows(before, ["A": 91, "B": 80, "C": 75, "D": 60], recognised: ["A", "B"]).isEmpty)
        #expect(try follows(before, ["A": 10, "B": 80, "C": 75, "D": 90], recognised: nil).isEmpty)
    }

    @Test("every entry has its line, in the order of the new result, and says whether anything changed")
    func changed() throws {
        let differences = ResultDifference.between(
            try lines(["A": 90, "B": 80, "C": 75]), try lines(["A": 79, "B": 80, "C": 75]), recognised: ["A"])
        #expect(differences.map(\.entry) == ["B", "A", "C"])
        #expect(differences.map(\.isChanged) == [true, true, false])
        #expect(differences.map(\.isRecognised) == [false, true, false])
        #expect(differences[0].consequence == .passedOver)
    }
}
