import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("A judge's own sheets")
struct JudgingDeskTests {
    /// A judged round with a head judge `truong` (J1) and judges `hoa` (J2) and `nam` (J3).
    private static func judged(
        _ test: TestRegistry, _ script: RoundScript = RoundScript(judges: 3), entries: Int = 2
    ) async throws -> HeldRound {
        let round = try await test.judged(script, entries: entries)
        for (login, role, judge) in [
            ("truong", Role.headJudge, "J1"), ("hoa", .judge, "J2"), ("nam", .judge, "J3"),
        ] {
            try await test.account(login)
            try await test.grant(role, in: "round:\(round.id)", to: login)
            try await test.registry.tieAccount(
                login, toJudge: judge, round: round.id, on: test.today, as: test.viewer)
        }
        return round
    }

    private static func sheet(_ round: HeldRound, _ entry: Int, _ login: String) async throws -> JudgingSheet
    {
        try await round.test.registry.judgingSheet(
            round: round.id, entry: round.codes[entry], as: try await round.test.viewer(login))
    }

    @discardableResult
    private static func write(
        _ round: HeldRound, _ entry: Int, _ login: String, _ content: SheetContent, over revision: String
    ) async throws -> SheetRecord {
        try await round.test.registry.writeSheet(
            round: round.id, entry: round.codes[entry], SheetInput(content), over: revision,
            as: try await round.test.viewer(login))
    }

    @Test("a judge has the rounds in which they sit, and there the sheets that they are to mark, in order")
    func desk() async throws {
        try await TestRegistry.run { test in
            let round = try await Self.judged(test)
            let other = try await test.judged(RoundScript(judges: 1), entries: 1)
            try await round.submit(0, "J2", total: 80)
            try await round.save(1, "J3", try written(70))
            let rounds = try await test.registry.judgingRounds(as: try await test.viewer("hoa"))
            #expect(rounds.map(\.id) == [round.id] && rounds[0].judge == "J2" && rounds[0].isJudging)
            let states = Dictionary(
                uniqueKeysWithValues: rounds[0].stages[0].sheets.map { ($0.entry, $0.state) })
            #expect(states == [round.codes[0]: .submitted, round.codes[1]: .missing])
            let sheet = try await Self.sheet(round, 0, "hoa")
            #expect(sheet.rows.compactMap(\.leaf) == ["market", "economy", "culture", "other"])
            #expect(sheet.history.count == 1 && sheet.maximum?.description == "100")
            let order = rounds[0].stages[0].sheets.map(\.entry)
            let first = try await test.registry.judgingSheet(
                round: round.id, entry: order[0], as: try await test.viewer("hoa"))
            #expect(first.previous == nil && first.next == order[1])
            // the head judge reads all sheets elsewhere, and marks their own here
            let head = try await test.registry.judgingRound(round.id, as: try await test.viewer("truong"))
            #expect(head.judge == "J1" && head.stages[0].sheets.allSatisfy { $0.judge == "J1" })
            await expectRefusal("outside-territory") {
                _ = try await test.registry.judgingRound(other.id, as: try await test.viewer("hoa"))
            }
            await expectRefusal("judge-account-missing") {
                _ = try await test.registry.judgingRound(round.id, as: test.viewer)
            }
            #expect(try await test.registry.judgingRounds(as: test.viewer).isEmpty)
        }
    }

    @Test("what is not theirs to mark is not there, whatever the reason")
    func notTheirs() async throws {
        try await TestRegistry.run { test in
            let round = try await Self.judged(test)
            try await test.registry.recordConflict(
                round: round.id, judge: "J2", establishment: round.entries[0].establishmentID,
                because: "Là người nhà", on: Day("2023-05-20"), as: test.viewer)
            let viewer = try await test.viewer("hoa")
            for entry in [round.codes[0], "A9", "", "' OR true --", "<b>"] {
                await expectRefusal("unknown-entry") {
                    _ = try await test.registry.judgingSheet(round: round.id, entry: entry, as: viewer)
                }
            }
            #expect(
                try await test.registry.judgingRound(round.id, as: viewer).stages.flatMap(\.sheets).isEmpty)
        }
    }

    @Test("a sheet is kept whole as it is written: what is taken off it is gone")
    func whole() async throws {
        try await TestRegistry.run { test in
            let round = try await Self.judged(test)
            let empty = try await Self.sheet(round, 0, "hoa").sheet
            let first = try await Self.write(
                round, 0, "hoa", try written(80, comment: "Đẹp"), over: empty.revision)
            #expect(first.state == .draft && first.lacking.isEmpty && first.revision != empty.revision)
            let less = SheetContent(marks: ["market": .value(try ExactDecimal("12"))])
            let second = try await Self.write(round, 0, "hoa", less, over: first.revision)
            #expect(second.content == less && second.lacking.count == 3)
            await expectRefusal("mark-out-of-range") {
                try await Self.write(
                    round, 0, "hoa", SheetContent(marks: ["market": .value(try ExactDecimal("41"))]),
                    over: second.revision)
            }
            await expectRefusal("judge-account-missing") {
                _ = try await test.registry.writeSheet(
                    round: round.id, entry: round.codes[0], SheetInput(less), over: second.revision,
                    as: test.viewer)
            }
        }
    }

    @Test("a stale page does not write over what was saved since; the same sent twice is taken twice")
    func stale() async throws {
        try await TestRegistry.run { test in
            let round = try await Self.judged(test)
            let revision = try await Self.sheet(round, 0, "hoa").sheet.revision
            await expectRefusal("sheet-changed") {
                // who signed in meanwhile at the same machine
                try await Self.write(round, 0, "nam", try written(80), over: revision)
            }
            let saved = try await Self.write(round, 0, "hoa", try written(80), over: revision)
            await expectRefusal("sheet-changed") {
                try await Self.write(round, 0, "hoa", try written(70), over: revision)
            }
            let again = try await Self.write(round, 0, "hoa", try written(80), over: revision)
            #expect(again.revision == saved.revision)
            try await Self.write(round, 0, "hoa", try written(70), over: saved.revision)
            // what was handed in and given back is another sheet, even with the same marks on it
            let before = try await round.submit(0, "J2").revision
            await expectRefusal("sheet-submitted") {
                try await Self.write(round, 0, "hoa", try written(60), over: before)
            }
            let reopened = try await round.reopen(0, "J2")
            #expect(reopened.revision != before)
            await expectRefusal("sheet-changed") {
                try await Self.write(round, 0, "hoa", try written(60), over: before)
            }
            try await Self.write(round, 0, "hoa", try written(60), over: reopened.revision)
        }
    }

    @Test("of several who write a first draft at once one does; without the revision all do")
    func race() async throws {
        try await TestRegistry.run(poolSize: 6) { test in
            let round = try await Self.judged(test)
            let revision = try await Self.sheet(round, 0, "hoa").sheet.revision
            let viewer = try await test.viewer("hoa")
            let (registry, id, codes) = (test.registry, round.id, round.codes)
            func all(_ write: @escaping @Sendable (SheetContent) async throws -> Void) async throws -> Int {
                try await withThrowingTaskGroup(of: Int.self) { tasks in
                    for total in 60..<66 {
                        let content = try written(total)
                        tasks.addTask {
                            do {
                                try await write(content)
                                return 1
                            } catch let refusal as Refusal where refusal.violations[0].code == "sheet-changed"
                            {
                                return 0
                            }
                        }
                    }
                    return try await tasks.reduce(0, +)
                }
            }
            let kept = try await all {
                _ = try await registry.writeSheet(
                    round: id, entry: codes[0], SheetInput($0), over: revision, as: viewer)
            }
            #expect(kept == 1)
            let control = try await all {
                try await registry.saveSheets(
                    round: id, [SheetName(entry: codes[1], judge: "J2"): $0], as: viewer)
            }
            #expect(control == 6)
        }
    }

    @Test("sheets are handed in as they were seen, all of them or none")
    func submitting() async throws {
        try await TestRegistry.run { test in
            let round = try await Self.judged(test, entries: 3)
            let viewer = try await test.viewer("hoa")
            var seen: [String: String] = [:]
            for entry in 0..<2 {
                let empty = try await Self.sheet(round, entry, "hoa").sheet.revision
                seen[round.codes[entry]] = try await Self.write(
                    round, entry, "hoa", try written(80), over: empty
                ).revision
            }
            let (changed, half) = (round.codes[1], round.codes[2])
            try await round.save(1, "J2", try written(75))
            let registry = test.registry
            await expectRefusal("sheet-changed") {
                try await registry.submitSheets(round: round.id, seen: seen, as: viewer)
            }
            #expect(try await Self.sheet(round, 0, "hoa").sheet.state == .draft, "none")
            seen[changed] = try await Self.sheet(round, 1, "hoa").sheet.revision
            let nothing = try await Self.sheet(round, 2, "hoa").sheet.revision
            await expectRefusal("sheet-incomplete") {
                try await registry.submitSheets(
                    round: round.id, seen: seen.merging([half: nothing]) { $1 }, as: viewer)
            }
            let submitted = try await registry.submitSheets(round: round.id, seen: seen, as: viewer)
            #expect(submitted.map(\.state) == [.submitted, .submitted])
            await expectRefusal("sheet-submitted", "sheet-submitted") {
                try await registry.submitSheets(round: round.id, seen: seen, as: viewer)
            }
        }
    }

    @Test("before judging there is no sheet, afterwards they can still be read")
    func states() async throws {
        try await TestRegistry.run { test in
            let round = try await Self.judged(test, entries: 1)
            for judge in ["J1", "J2", "J3"] { try await round.submit(0, judge, total: 80) }
            try await round.close()
            let sheet = try await Self.sheet(round, 0, "hoa")
            #expect(sheet.sheet.state == .submitted && !sheet.round.isJudging)
            await expectRefusal("round-state") {
                try await Self.write(round, 0, "hoa", try written(60), over: sheet.sheet.revision)
            }
            let draft = try await test.drafted(RoundScript(judges: 1))
            try await draft.open()
            try await draft.seat()
            try await test.grant(.judge, in: "round:\(draft.id)", to: "hoa")
            try await test.registry.tieAccount(
                "hoa", toJudge: "J1", round: draft.id, on: test.today, as: test.viewer)
            let rounds = try await test.registry.judgingRounds(as: try await test.viewer("hoa"))
            #expect(rounds.count == 2)
            #expect(rounds.first { $0.id == draft.id }?.stages.map(\.sheets.count) == [0])
        }
    }

    @Test(
        "in a round of several stages each has its own sheets, those of the result last",
        arguments: [
            #""result_stage": "final""#,
            #""result": {"combine": [{"stage": "dossier", "weight": "0.4"}, {"stage": "final", "weight": "0.6"}]}"#,
        ])
    func stages(_ result: String) async throws {
        try await TestRegistry.run { test in
            let plan = #"""
                {"stages": [{"id": "dossier", "name": "Hồ sơ"}, {"id": "final", "name": "Chung khảo"}], \#(result),
                 "judges": {"dossier_parts": ["photo"]}}
                """#
            let round = try await Self.judged(test, RoundScript(plan: plan, judges: 3), entries: 1)
            let viewer = try await test.viewer("hoa")
            let (registry, id, entry) = (test.registry, round.id, round.codes[0])
            let before = try await registry.judgingRound(id, as: viewer)
            #expect(before.stages.map(\.id) == ["dossier", "final"])
            #expect(before.stages.map(\.name) == ["Hồ sơ", "Chung khảo"])
            let first = try await registry.judgingSheet(round: id, entry: entry, stage: "dossier", as: viewer)
            _ = try await registry.writeSheet(
                round: id, entry: entry, stage: "dossier", SheetInput(try written(80)),
                over: first.sheet.revision,
                as: viewer)
            let after = try await registry.judgingRound(id, as: viewer)
            #expect(after.stages.map { $0.sheets.map(\.state) } == [[.draft], [.missing]])
            #expect(try await registry.dossierParts(ofRound: id, entry: entry, as: viewer).isEmpty)
            let board = try await registry.judgingBoard(id, as: try await test.viewer("truong"))
            #expect(board.stage == "final" && board.stages.count == 2 && board.sheets.count == 3)
            await expectRefusal("unknown-stage") {
                _ = try await registry.judgingSheet(round: id, entry: entry, stage: "x", as: viewer)
            }
        }
    }

    @Test("the board shows who gives sheets back how all stand; a judge has none")
    func board() async throws {
        try await TestRegistry.run { test in
            let round = try await Self.judged(test)
            try await round.submit(0, "J2", total: 80)
            let board = try await test.registry.judgingBoard(round.id, as: try await test.viewer("truong"))
            #expect(board.panel.map(\.code) == ["J1", "J2", "J3"] && board.sheets.count == 6)
            #expect(board.sheets.count { $0.state == .submitted } == 1)
            await expectRefusal("not-permitted") {
                _ = try await test.registry.judgingBoard(round.id, as: try await test.viewer("hoa"))
            }
        }
    }
}
