import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Marks")
struct MarkTests {
    /// Judges of both stages, marks in halves.
    private static let staged = """
        {"scoring": {"step": "0.5"}, "stages": [{"id": "dossier"}, {"id": "final"}], "result_stage": "final"}
        """

    private static func rows(_ csv: String) throws -> [ScoreRow] {
        try RecordFile<ScoreColumn>(csv: csv).parsed { (row, notation) throws(Refusal) in
            try ScoreRow(row.fields, notation, row: row.line)
        }.map(\.value)
    }

    private static func count(_ round: HeldRound) async throws -> Int {
        try await round.test.asProgram { session in
            try session.value("SELECT count(*) FROM mark WHERE round_id = \(round.id)")
        }
    }

    @Test("a semicolon file may write marks with a comma, and reasons of absence")
    func semicolons() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 3), entries: 1)
            let code = round.codes[0]
            let report = try await round.score(
                try Self.rows(
                    """
                    entry;judge;criterion;score;absence
                    \(code);J1;market;38,5;
                    \(code);J1;economy;30.25;
                    \(code);J2;market;;recused
                    \(code);J3;market;;not-applicable
                    """))
            #expect([report.marks, report.entries, report.judges] == [4, 1, 3])
            let tally = try await test.registry.tally(ofRound: round.id, as: test.viewer)
            #expect(
                tally.marks.map(\.content) == [
                    .value(try ExactDecimal("30.25")), .value(try ExactDecimal("38.5")), .none(.recused),
                    .none(.notApplicable),
                ])
        }
    }

    @Test("a comma file does not take a decimal comma, and score and absence exclude one another")
    func badCells() async throws {
        await expectRefusal("number-unreadable") {
            _ = try Self.rows("entry,judge,criterion,score\nA1,J1,market,\"8,5\"\n")
        }
        await expectRefusal("mark-value-or-absence") {
            _ = try Self.rows("entry,judge,criterion,score,absence\nA1,J1,market,8,absent\n")
        }
        await expectRefusal("mark-value-or-absence") {
            _ = try Self.rows("entry,judge,criterion,score,absence\nA1,J1,market,,\n")
        }
        await expectRefusal("absence-unknown") {
            _ = try Self.rows("entry,judge,criterion,score,absence\nA1,J1,market,,ill\n")
        }
    }

    @Test("everything wrong with a file is told by row and column, and nothing is written")
    func allBadRows() async throws {
        try await TestRegistry.run { test in
            let script = RoundScript(plan: Self.staged)
            let products = try await test.products(3)
            let round = try await test.judged(script, products: products)
            try await round.move([round.codes[2]], to: .withdrawn, because: "Xin rút")
            let good = round.codes[0]
            let last = try #require(good.last?.wholeNumberValue)
            let mistyped = String(good.dropLast()) + String((last + 1) % 10)
            let told = await expectRefusal(
                "mark-out-of-range", "mark-out-of-range", "mark-off-step", "mark-twice", "unknown-entry",
                "entry-code-check-digit", "entry-not-accepted", "unknown-judge", "unknown-criterion",
                "unknown-stage",
                "other-round", "unknown-judge", "mark-off-step"
            ) {
                try await round.score(
                    try Self.rows(
                        """
                        entry,judge,criterion,score,absence,stage,round
                        \(good),J1,market,40.5,,final,
                        \(good),J1,market,-1,,final,
                        \(good),J1,market,10.25,,final,
                        \(good),J1,culture,9,,final,\(round.id)
                        \(good),J1,culture,8,,,
                        A9,J1,market,10,,final,
                        \(mistyped),J1,market,10,,final,
                        \(round.codes[2]),J1,market,10,,final,
                        \(good),J7,market,10,,final,
                        \(good),J1,taste,10,,final,
                        \(good),J1,market,10,,interview,
                        \(good),J1,economy,10,,final,\(round.id + 1)
                        \(good),J8,other,0.3,,final,
                        """))
            }
            #expect(told.map(\.place.row) == [2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 14])
            #expect(
                told.map(\.place.column) == [
                    "score", "score", "score", "score", "entry", "entry", "entry", "judge", "criterion",
                    "stage",
                    "round", "judge", "score",
                ])
            #expect(try await Self.count(round) == 0)
        }
    }

    @Test("a mark is given once, also over several imports, and the first one stays")
    func twice() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(entries: 1)
            let code = round.codes[0]
            try await round.score([scoreRow(code, "J1", "market", "30", row: 2)])
            let told = await expectRefusal("mark-twice") {
                try await round.score([
                    scoreRow(code, "J1", "economy", "30", row: 2),
                    scoreRow(code, "J1", "market", "31", row: 3),
                ])
            }
            #expect(told.first?.place.row == 3)
            await expectRefusal("mark-twice") {
                try await round.score([scoreRow(code, "J1", "market", "", absence: "absent")])
            }
            let tally = try await test.registry.tally(ofRound: round.id, as: test.viewer)
            #expect(tally.marks.map(\.content) == [.value(try ExactDecimal("30"))])
        }
    }

    @Test("each stage has marks of its own, and only those of the last make the result")
    func stages() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(plan: Self.staged), entries: 1)
            let code = round.codes[0]
            for (stage, mark) in [("dossier", "10"), ("final", "9")] {
                try await round.score(
                    ["market", "economy", "culture", "other"].map {
                        try scoreRow(code, "J1", $0, mark, stage: stage)
                    })
            }
            await expectRefusal("mark-twice") { try await round.score([scoreRow(code, "J1", "market", "8")]) }
            let result = try await round.close()
            #expect(result.tally.lines.map { $0.total?.description } == ["36"])
            #expect(result.tally.marksSubmitted == 8)
            #expect(result.tally.marksCounted == 4)
        }
    }

    @Test("marks come in only while the round is judged")
    func onlyWhileJudging() async throws {
        try await TestRegistry.run { test in
            let script = RoundScript()
            let draft = try await test.drafted(script)
            await expectRefusal("round-state") { try await draft.score(sheet("A1", judge: "J1", total: 80)) }
            try await draft.open()
            await expectRefusal("round-state") { try await draft.score(sheet("A1", judge: "J1", total: 80)) }
            let closed = try await test.closed(totals: [80, 70])
            await expectRefusal("round-state") {
                try await closed.score(sheet(closed.codes[0], judge: "J1", total: 90))
            }
            #expect(try await Self.count(closed) == 8)
        }
    }

    @Test("a judge who left the panel gives no marks")
    func leftJudge() async throws {
        try await TestRegistry.run { test in
            let script = RoundScript()
            var round = try await test.drafted(script)
            try await round.open()
            try await round.seat()
            try await test.registry.replaceJudge(
                round: round.id, code: "J1", by: "J2", name: "Người Thay", on: script.heldOn, because: "Bận",
                as: test.viewer)
            round.entries = try await round.file(try await test.products(1).map { try script.entry($0) })
            try await round.move(round.codes, to: .accepted)
            try await round.judge()
            await expectRefusal("unknown-judge") {
                try await round.score([scoreRow(round.codes[0], "J1", "market", "1")])
            }
            try await round.score([scoreRow(round.codes[0], "J2", "market", "1")])
        }
    }

    @Test("a dry run writes no marks")
    func dryRun() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(entries: 1)
            let report = try await round.score(sheet(round.codes[0], judge: "J1", total: 80), dryRun: true)
            #expect(report.marks == 4)
            #expect(try await Self.count(round) == 0)
        }
    }
}
