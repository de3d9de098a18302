import Evidence
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Conflicts of interest and who marks what")
struct ConflictTests {
    /// A round with one entry each of several establishments, its panel seated, not yet judged.
    private func opened(
        _ test: TestRegistry, _ script: RoundScript, establishments count: Int
    ) async throws -> (round: HeldRound, establishments: [EstablishmentRecord]) {
        var establishments: [EstablishmentRecord] = []
        var products: [ProductRecord] = []
        for number in 0..<count {
            let establishment = try await test.establishment(
                name: "Cơ sở Mẫu \(number + 1)", commune: script.commune, on: script.heldOn)
            establishments.append(establishment)
            products.append(try await test.product(of: establishment))
        }
        var round = try await test.drafted(script)
        try await round.open()
        try await round.seat()
        let filed = try await round.file(try products.map { try script.entry($0) })
        round.entries = products.compactMap { product in filed.first { $0.productID == product.id } }
        try await round.move(round.codes, to: .accepted)
        return (round, establishments)
    }

    private func declare(
        _ test: TestRegistry, _ round: HeldRound, _ judge: String, _ establishment: EstablishmentRecord
    ) async throws -> ConflictRecord {
        try await test.registry.recordConflict(
            round: round.id, judge: judge, establishment: establishment.id, because: "Người nhà",
            on: round.script.heldOn, as: test.viewer)
    }

    @Test("a judge in conflict is not expected to mark, cannot mark, and the round closes without")
    func declaredBefore() async throws {
        try await TestRegistry.run { test in
            let (round, establishments) = try await opened(test, RoundScript(judges: 3), establishments: 2)
            _ = try await declare(test, round, "J1", establishments[0])
            try await round.judge()
            await expectRefusal("judge-in-conflict") {
                try await round.score(try sheet(round.codes[0], judge: "J1", total: 90))
            }
            for judge in ["J2", "J3"] {
                try await round.score(try sheet(round.codes[0], judge: judge, total: 80))
            }
            for judge in ["J1", "J2", "J3"] {
                try await round.score(try sheet(round.codes[1], judge: judge, total: 75))
            }
            let tally = try await round.close().tally
            #expect(tally.lines.first { $0.entry == round.codes[0] }?.judges == 2)
        }
    }

    @Test("a conflict may be declared while the round is a draft, before anything is entered, and it holds")
    func declaredInDraft() async throws {
        try await TestRegistry.run { test in
            let script = RoundScript(judges: 3)
            let establishment = try await test.establishment(commune: script.commune, on: script.heldOn)
            let product = try await test.product(of: establishment)
            let round = try await test.drafted(script)
            try await round.seat()
            #expect(try await round.record().state == .draft)
            #expect(try await declare(test, round, "J1", establishment).excludedSheets == 0)
            try await round.open()
            let code = try #require(try await round.file([script.entry(product)]).first?.code)
            try await round.move([code], to: .accepted)
            try await round.judge()
            await expectRefusal("judge-in-conflict") {
                try await round.score(try sheet(code, judge: "J1", total: 90))
            }
            for judge in ["J2", "J3"] { try await round.score(try sheet(code, judge: judge, total: 80)) }
            #expect(try await round.close().tally.lines.map(\.judges) == [2])
        }
    }

    @Test("a conflict with an establishment covers the entries filed under a record that was merged into it")
    func merged() async throws {
        try await TestRegistry.run { test in
            let (round, establishments) = try await opened(test, RoundScript(judges: 3), establishments: 2)
            _ = try await test.registry.mergeEstablishment(
                establishments[0].id, into: establishments[1].id, on: test.today, because: "trùng",
                today: test.today, as: test.viewer)
            _ = try await declare(test, round, "J1", establishments[1])
            try await round.judge()
            for code in round.codes {
                await expectRefusal("judge-in-conflict") {
                    try await round.score(try sheet(code, judge: "J1", total: 90))
                }
            }
        }
    }

    @Test("a conflict that comes to light after marking takes the sheet out of the result, with the reason")
    func declaredAfter() async throws {
        try await TestRegistry.run { test in
            let (round, establishments) = try await opened(test, RoundScript(judges: 3), establishments: 2)
            try await round.judge()
            for (entry, totals) in zip(round.codes, [[100, 80, 78], [70, 70, 70]]) {
                for (judge, total) in zip(["J1", "J2", "J3"], totals) {
                    try await round.score(try sheet(entry, judge: judge, total: total))
                }
            }
            let before = try await test.registry.tally(ofRound: round.id, as: test.viewer).tally
            #expect(before.lines.first?.total?.description == "86")
            let conflict = try await declare(test, round, "J1", establishments[0])
            #expect(conflict.excludedSheets == 1)
            let tally = try await round.close().tally
            #expect(tally.lines.first?.total?.description == "79")
            #expect(tally.lines.first?.judges == 2)
            let excluded = tally.exclusions
            #expect(excluded.map(\.reason) == Array(repeating: .conflict, count: 4))
            #expect(Set(excluded.map(\.judge)) == ["J1"])
            #expect(tally.marksCounted + excluded.count == tally.marksSubmitted)
            let bundle = try await round.bundle()
            #expect(bundle.parts[.marks]?["excluded"] == .object(["conflict": .integer(4)]))
            await expectRefusal("round-state") { _ = try await declare(test, round, "J2", establishments[0]) }
        }
    }

    @Test("an entry whose judges are all in conflict keeps judging from starting")
    func nobodyLeft() async throws {
        try await TestRegistry.run { test in
            let (round, establishments) = try await opened(test, RoundScript(judges: 1), establishments: 2)
            _ = try await declare(test, round, "J1", establishments[1])
            let told = await expectRefusal("entry-no-judge") { try await round.judge() }
            #expect(told.first?.text.vi.contains(round.codes[1]) == true)
            await expectRefusal("conflict-known") {
                _ = try await declare(test, round, "J1", establishments[1])
            }
            await expectRefusal("unknown-judge") {
                _ = try await declare(test, round, "J9", establishments[1])
            }
        }
    }

    @Test("a round may bar judges from entrants of their own commune, and says whom it barred")
    func sameUnit() async throws {
        try await TestRegistry.run { test in
            let script = RoundScript(plan: #"{"judges": {"barred_within": "commune"}}"#, judges: 0)
            let (round, establishments) = try await opened(test, script, establishments: 1)
            for (judge, unit) in [("J1", "05503"), ("J2", nil), ("J3", "19")] {
                try await test.registry.addJudge(
                    round: round.id, code: judge, name: "Giám khảo \(judge)",
                    role: judge == "J1" ? .head : .judge,
                    homeUnit: unit, from: script.heldOn, as: test.viewer)
            }
            try await round.judge()
            let conflicts = try await test.registry.conflicts(ofRound: round.id, as: test.viewer)
            #expect(conflicts.map(\.judge) == ["J1"])
            #expect(conflicts.map(\.source) == [.sameUnit])
            #expect(conflicts.map(\.establishmentID) == [establishments[0].id])
            await expectRefusal("judge-in-conflict") {
                try await round.score(try sheet(round.codes[0], judge: "J1", total: 90))
            }
        }
    }

    @Test("a round may bar judges from entrants of their own province, wherever in it either is")
    func sameProvince() async throws {
        try await TestRegistry.run { test in
            let script = RoundScript(plan: #"{"judges": {"barred_within": "province"}}"#, judges: 0)
            let (round, establishments) = try await opened(test, script, establishments: 1)
            // another commune, another district, the province itself; two elsewhere; one of whom nothing is known
            let homes: [(String, String?)] = [
                ("J1", "05491"), ("J2", "171"), ("J3", "19"), ("J4", "01"), ("J5", "06"), ("J6", nil),
                ("J7", "79"),
            ]
            for (judge, unit) in homes {
                try await test.registry.addJudge(
                    round: round.id, code: judge, name: "Giám khảo \(judge)",
                    role: judge == "J1" ? .head : .judge,
                    homeUnit: unit, from: script.heldOn, as: test.viewer)
            }
            try await round.judge()
            let conflicts = try await test.registry.conflicts(ofRound: round.id, as: test.viewer)
            #expect(Set(conflicts.map(\.judge)) == ["J1", "J2", "J3"] && conflicts.count == 3)
            #expect(
                conflicts.allSatisfy { $0.source == .sameUnit && $0.establishmentID == establishments[0].id })
            await expectRefusal("judge-in-conflict") {
                try await round.score(try sheet(round.codes[0], judge: "J2", total: 90))
            }
            for judge in ["J4", "J5", "J6", "J7"] {
                try await round.score(try sheet(round.codes[0], judge: judge, total: 80))
            }
            #expect(try await round.close().tally.lines.map(\.judges) == [4])
        }
    }

    @Test("drawn judges mark their entries and no others, and the round closes when they have")
    func drawn() async throws {
        try await TestRegistry.run { test in
            let (round, establishments) = try await opened(test, RoundScript(judges: 5), establishments: 4)
            _ = try await declare(test, round, "J1", establishments[0])
            let draw = try await test.registry.drawAssignment(
                round: round.id, perEntry: 3, seed: "kết quả xổ số 14/5/2023", on: round.script.heldOn,
                as: test.viewer)
            #expect(draw.assignments.count == 12)
            #expect(!draw.assignments.contains { $0.entry == round.codes[0] && $0.judge == "J1" })
            try await round.judge()
            let drawn = Set(draw.assignments.map { "\($0.entry) \($0.judge)" })
            var strangers: [(String, String)] = []
            for entry in draw.input.entries {
                for judge in draw.input.judges where !drawn.contains("\(entry) \(judge)") {
                    if entry != round.codes[0] || judge != "J1" { strangers.append((entry, judge)) }
                }
            }
            let stranger = try #require(strangers.first)
            await expectRefusal("judge-not-assigned") {
                try await round.score(try sheet(stranger.0, judge: stranger.1, total: 80))
            }
            for pair in draw.assignments.dropLast() {
                try await round.score(try sheet(pair.entry, judge: pair.judge, total: 80))
            }
            await expectRefusal("marks-missing") { try await round.close() }
            let last = try #require(draw.assignments.last)
            try await round.score(try sheet(last.entry, judge: last.judge, total: 80))
            #expect(try await round.close().tally.lines.allSatisfy { $0.judges == 3 })
        }
    }

    @Test(
        "a dry draw leaves nothing, a second draw takes the place of the first, and a later conflict asks for a third"
    )
    func redrawn() async throws {
        try await TestRegistry.run { test in
            let (round, establishments) = try await opened(test, RoundScript(judges: 3), establishments: 3)
            func draw(_ seed: String, dryRun: Bool = false) async throws -> AssignmentDraw {
                try await test.registry.drawAssignment(
                    round: round.id, perEntry: 1, seed: seed, on: round.script.heldOn, as: test.viewer,
                    dryRun: dryRun)
            }
            _ = try await draw("a", dryRun: true)
            #expect(try await test.registry.assignments(ofRound: round.id, as: test.viewer).isEmpty)
            _ = try await draw("a")
            let second = try await draw("b")
            #expect(
                try await test.registry.assignments(ofRound: round.id, as: test.viewer) == second.assignments)
            let judge = try #require(second.assignments.first { $0.entry == round.codes[0] }?.judge)
            _ = try await declare(test, round, judge, establishments[0])
            await expectRefusal("assignment-outdated") { try await round.judge() }
            _ = try await draw("c")
            try await round.judge()
            await expectRefusal("round-state") { _ = try await draw("d") }
        }
    }

    @Test("a draw is repeated from what it rested on, whatever changed since, with and without the database")
    func drawnAgain() async throws {
        try await TestRegistry.run { test in
            let (round, establishments) = try await opened(test, RoundScript(judges: 5), establishments: 4)
            _ = try await declare(test, round, "J1", establishments[0])
            let draw = try await test.registry.drawAssignment(
                round: round.id, perEntry: 2, seed: "kết quả xổ số 14/5/2023", on: round.script.heldOn,
                as: test.viewer)
            #expect(draw.input.barred == [.init(judge: "J1", entry: round.codes[0])])
            #expect(draw.input.entries == round.codes.sorted() && draw.input.judges.count == 5)
            // later conflicts and withdrawals are not what the draw rested on
            _ = try await declare(test, round, "J2", establishments[1])
            try await round.move([round.codes[3]], to: .withdrawn, because: "Cơ sở xin rút")
            #expect(try await test.registry.assignmentDraw(ofRound: round.id, as: test.viewer) == draw)
            let read = try AssignmentInput(try JSONValue(parsing: draw.input.document.text))
            #expect(read == draw.input)
            let again = try read.assignment { SHA256Digest(of: $0).bytes }
            #expect(
                Dictionary(grouping: draw.assignments, by: \.entry).mapValues { $0.map(\.judge) }
                    == again.judges)
            // an earlier draw stays readable by its number
            let second = try await test.registry.drawAssignment(
                round: round.id, perEntry: 1, seed: "b", on: round.script.heldOn, as: test.viewer)
            #expect(try await test.registry.assignmentDraw(ofRound: round.id, as: test.viewer) == second)
            #expect(
                try await test.registry.assignmentDraw(draw.id, ofRound: round.id, as: test.viewer) == draw)
            await expectRefusal("unknown-assignment") {
                _ = try await test.registry.assignmentDraw(99, ofRound: round.id, as: test.viewer)
            }
        }
    }

    @Test(
        "a pair that was put into a draw by hand is found when it is drawn again", arguments: [true, false])
    func drawnByHand(isTampered: Bool) async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            let (round, _) = try await opened(test, RoundScript(judges: 3), establishments: 3)
            let draw = try await test.registry.drawAssignment(
                round: round.id, perEntry: 1, seed: "a", on: round.script.heldOn, as: test.viewer)
            guard isTampered else {
                #expect(try await test.registry.assignmentDraw(ofRound: round.id, as: test.viewer) == draw)
                return
            }
            try await test.tamper { session in
                try session.execute(
                    """
                    UPDATE judge_assignment a SET judge_id = (SELECT j.judge_id FROM judge j
                      WHERE j.round_id = \(round.id) AND j.judge_id <> a.judge_id LIMIT 1)
                    WHERE entry_id = \(round.entries[0].id)
                    """)
            }
            let failure = await #expect(throws: IntegrityFailure.self) {
                _ = try await test.registry.assignmentDraw(ofRound: round.id, as: test.viewer)
            }
            #expect(failure?.findings.map { $0.code } == ["assignment-differs"])
        }
    }

    @Test("the database itself refuses assignments against a conflict and marks of those not drawn")
    func walls() async throws {
        try await TestRegistry.run { test in
            let (round, establishments) = try await opened(test, RoundScript(judges: 3), establishments: 1)
            _ = try await declare(test, round, "J1", establishments[0])
            _ = try await test.registry.drawAssignment(
                round: round.id, perEntry: 1, seed: "a", on: round.script.heldOn, as: test.viewer)
            await expectDatabaseError("23000", constraint: "judge_assignment_conflict") {
                try await test.asProgram { session in
                    _ = try session.execute(
                        """
                        INSERT INTO judge_assignment (assignment_draw_id, entry_id, judge_id)
                        SELECT current_draw(\(round.id)), \(round.entries[0].id), judge_id FROM judge WHERE code = 'J1'
                        """)
                }
            }
        }
    }

    @Test(
        "a conflict and a mark at once: the mark waits and is refused, and without the lock it slips in",
        arguments: [true, false])
    func race(isProtected: Bool) async throws {
        try await TestRegistry.run(poolSize: 4, checksInvariants: false) { test in
            let (round, establishments) = try await opened(test, RoundScript(judges: 3), establishments: 1)
            try await round.judge()
            if !isProtected {
                try await test.asOwner {
                    try $0.script("DROP TRIGGER judge_conflict_round_state ON judge_conflict")
                }
            }
            let entry = round.entries[0].id
            @Sendable func mark(_ session: Session) throws {
                try session.beginAudit()
                try session.execute(
                    """
                    INSERT INTO mark (round_id, stage, entry_id, judge_id, leaf, product_group, value)
                    SELECT e.round_id, 'result', e.entry_id, j.judge_id, 'market', e.product_group, 10
                    FROM entry e JOIN judge j USING (round_id) WHERE e.entry_id = \(entry) AND j.code = 'J1'
                    """)
            }
            let outcome = try await test.second(
                after: { session in
                    try session.beginAudit()
                    try session.execute(
                        """
                        INSERT INTO judge_conflict (round_id, judge_id, establishment_id, source, reason, declared_on)
                        SELECT round_id, judge_id, \(establishments[0].id), 'declared', 'Người nhà', '2023-05-15'
                        FROM judge WHERE round_id = \(round.id) AND code = 'J1'
                        """)
                }, waits: isProtected
            ) { try mark($0) }
            #expect(outcome == (isProtected ? "mark_judge_conflict" : "written"))
        }
    }
}
