import Evidence
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Rounds of several stages, in the database and as bundles")
struct StageRoundTests {
    private static let script = RoundScript(
        plan: #"""
            {"stages": [{"id": "dossier"}, {"id": "final", "requires": {"stage": "dossier", "at_least": "70"}}],
             "result": {"combine": [{"stage": "dossier", "weight": "0.4"}, {"stage": "final", "weight": "0.6"}]},
             "scoring": {"ties": ["criterion:market", "draw"]}}
            """#, judges: 3)

    private static func score(_ round: HeldRound, _ stage: String, _ totals: [[Int]]) async throws {
        for (code, judges) in zip(round.codes, totals) {
            for (judge, total) in judges.enumerated() {
                try await round.score(
                    try sheet(code, judge: "J\(judge + 1)", total: total).map { row in
                        try scoreRow(code, "J\(judge + 1)", row.mark.criterion, value(row), stage: stage)
                    })
            }
        }
    }

    private static func value(_ row: ScoreRow) -> String {
        if case .value(let value) = row.mark.content { value.description } else { "" }
    }

    @Test(
        "the stages are combined exactly; closing asks for no marks of an entry that did not come into the last"
    )
    func held() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(Self.script, entries: 3)
            try await Self.score(round, "dossier", [[80, 81, 80], [70, 70, 69], [90, 90, 90]])
            await expectRefusal("stage-missing", "stage-missing", "stage-missing", "stage-missing") {
                try await round.score(sheet(round.codes[0], judge: "J1", total: 80))
            }
            try await Self.score(round, "final", [[85, 85, 86]])
            let told = await expectRefusal("marks-missing", "marks-missing", "marks-missing") {
                try await round.close()
            }
            #expect(
                told.allSatisfy { $0.text.vi.contains("vòng “final”") && $0.text.en.contains(round.codes[2]) }
            )
            var last = round
            last.entries = [round.entries[2]]
            try await Self.score(last, "final", [[60, 60, 60]])
            let result = try await round.close()
            let lines = Dictionary(uniqueKeysWithValues: result.tally.lines.map { ($0.entry, $0) })
            // 0.4 × 241/3 + 0.6 × 256/3
            #expect(lines[round.codes[0]]?.total?.description == "250/3")
            #expect(lines[round.codes[2]]?.total?.description == "72")
            #expect(lines[round.codes[1]]?.reason == .notInFinalStage)
            let bundle = try await round.bundle()
            #expect(bundle.parts[.tally]?["stage"] == .string("dossier+final"))
            try await Self.expectCorrected(round)
            try await round.decide([
                DecisionRow(entry: round.codes[0], isRecognised: true),
                DecisionRow(entry: round.codes[1], isRecognised: false),
                DecisionRow(entry: round.codes[2], isRecognised: true),
            ])
        }
    }

    @Test(
        "where no stage makes the result alone, the last is looked at, and a sheet is of a stage that is named"
    )
    func unnamed() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(Self.script, entries: 1)
            let progress = try await test.registry.judgingProgress(ofRound: round.id, as: test.viewer)
            #expect(progress.stage == "final")
            let board = try await test.registry.judgingBoard(round.id, as: test.viewer)
            #expect(board.stage == "final")
            let told = await expectRefusal("stage-missing") {
                _ = try await test.registry.sheets(ofRound: round.id, as: test.viewer)
            }
            #expect(told.allSatisfy { $0.text.vi.contains("dossier, final") })
            let named = try await test.registry.sheets(
                ofRound: round.id, stage: "dossier", as: test.viewer)
            #expect(named.count == 3)
        }
    }

    @Test(
        "to the judges of a later stage come the entries that came into it, and what was written stays to be seen"
    )
    func reached() async throws {
        try await TestRegistry.run { test in
            let registry = test.registry
            let round = try await test.judged(Self.script, entries: 3)
            try await test.account("hoa")
            try await test.grant(.judge, in: "round:\(round.id)", to: "hoa")
            try await registry.tieAccount(
                "hoa", toJudge: "J2", round: round.id, on: test.today, as: test.viewer)
            let judge = try await test.viewer("hoa")
            @Sendable func listed() async throws -> (own: [[String]], board: [String], expected: Int) {
                let own = try await registry.judgingRound(round.id, as: judge).stages.map {
                    $0.sheets.map(\.entry)
                }
                let board = try await registry.judgingBoard(round.id, as: test.viewer).sheets
                let progress = try await registry.judgingProgress(ofRound: round.id, as: test.viewer)
                return (own, Set(board.map(\.entry)).sorted(), progress.expected)
            }
            let all = round.codes.sorted()
            let before = try await listed()
            #expect(before.own == [all, []] && before.board.isEmpty && before.expected == 0)
            try await Self.score(round, "dossier", [[80, 81, 80], [70, 70, 69], [90, 90, 90]])
            let passed = [round.codes[0], round.codes[2]].sorted()
            let after = try await listed()
            // the control: the first stage asks for nothing
            #expect(after.own == [all, passed] && after.board == passed && after.expected == 6)
            let sheet = try await registry.judgingSheet(
                round: round.id, entry: passed[0], stage: "final", as: judge)
            #expect(sheet.next == passed[1] && sheet.previous == nil)
            await expectRefusal("unknown-entry") {
                _ = try await registry.judgingSheet(
                    round: round.id, entry: round.codes[1], stage: "final", as: judge)
            }
            // the rounds of a judge count the same
            let rounds = try await registry.judgingRounds(as: judge)
            #expect(rounds.map { $0.stages.map(\.sheets.count) } == [[3, 2]])
        }
    }

    /// A correction says which stage it means, and is computed again by both verifiers.
    private static func expectCorrected(_ round: HeldRound) async throws {
        func correct(stage: String?) async throws {
            _ = try await round.test.registry.correctRound(
                round.id,
                act: CorrectionAct(
                    number: "5/QĐ-HĐ", correctedOn: Day("2023-07-20"), because: "Ghi nhầm", complaint: nil,
                    seed: nil),
                corrections: [
                    MarkCorrection(
                        .replace, entry: round.codes[0], judge: "J3", criterion: "culture", stage: stage,
                        content: .value(try ExactDecimal("5")), reason: "Phiếu giấy ghi 5", row: 2)
                ], base: nil, as: round.test.viewer, today: round.test.today, dryRun: false)
        }
        await expectRefusal("stage-missing") { try await correct(stage: nil) }
        try await correct(stage: "final")
        let tally = try await round.test.registry.tally(
            ofRound: round.id, version: nil, as: round.test.viewer
        ).tally
        // 0.4 × 241/3 + 0.6 × 255/3
        #expect(tally.lines.first { $0.entry == round.codes[0] }?.total?.description == "1247/15")
        _ = try await round.bundle()
    }
}
