import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Two at once")
struct RaceTests {
    // MARK: Closing and deciding

    @Test("of two who close a round at once one does, and the other is told")
    func twoClosings() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let round = try await test.judged(entries: 2)
            try await round.score([80, 90])
            // Both are on their way before either is done: a lock on the results keeps the first from finishing.
            let outcomes = try await OpenTransaction.with(test.database.ownerURL) { holder in
                try await holder.run { try $0.script("LOCK TABLE result IN SHARE MODE") }
                async let first = outcome { try await round.close() }
                async let second = outcome { try await round.close() }
                try await test.waitForBlocked(2)
                try await holder.commit()
                return try await [first, second]
            }
            #expect(outcomes.sorted { $0.count < $1.count } == [[], ["round-transition"]])
            #expect(try await round.record().state == .closed)
        }
    }

    @Test("of two who decide a round at once one does, and the other is told")
    func twoDecisions() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let round = try await test.closed(totals: [80, 90])
            let rows = lines(round.codes, recognised: 2)
            let outcomes = try await OpenTransaction.with(test.database.ownerURL) { holder in
                try await holder.run { try $0.script("LOCK TABLE decision IN SHARE MODE") }
                async let first = outcome { try await round.decide(rows) }
                async let second = outcome { try await round.decide(rows) }
                try await test.waitForBlocked(2)
                try await holder.commit()
                return try await [first, second]
            }
            #expect(outcomes.sorted { $0.count < $1.count } == [[], ["round-state"]])
            #expect(try await test.registry.awards(as: test.viewer).count == 2)
        }
    }

    @Test(
        "a decision that waits for a correction is not recorded on what was looked at before, and would be if nobody said what that was",
        arguments: [true, false])
    func decisionAfterCorrection(isSaid: Bool) async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let round = try await test.closed(totals: [80, 90])
            let rows = lines(round.codes, recognised: 2)
            let shown = try await round.decide(rows, dryRun: true)
            #expect(try await round.decide(rows, dryRun: true).digest == shown.digest)
            let correction = MarkCorrection(
                .replace, entry: round.codes[0], judge: "J1", criterion: "economy",
                content: .value(try ExactDecimal("35")))
            let outcomes = try await OpenTransaction.with(test.database.ownerURL) { holder in
                try await holder.run { try $0.script("LOCK TABLE result_correction IN SHARE MODE") }
                async let corrected = outcome {
                    _ = try await test.registry.correctRound(
                        round.id,
                        act: CorrectionAct(
                            number: "5/QĐ-HĐ", correctedOn: round.script.closedOn, because: "Cộng sai điểm"),
                        corrections: [correction], as: test.viewer, today: test.today)
                }
                try await test.waitForBlocked(1)
                async let decided = outcome {
                    try await round.decide(rows, shown: isSaid ? shown.digest : nil)
                }
                try await test.waitForBlocked(2)
                try await holder.commit()
                return try await [corrected, decided]
            }
            #expect(outcomes == [[], isSaid ? ["preview-changed"] : []])
            #expect(try await round.record().state == (isSaid ? .closed : .decided))
        }
    }

    @Test(
        "two decisions written without the lock: the constraint lets one through, and without it both stand",
        arguments: [true, false])
    func twoDecisionsByHand(isProtected: Bool) async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            let round = try await test.closed(totals: [80])
            if !isProtected {
                try await test.asOwner {
                    try $0.script("ALTER TABLE decision DROP CONSTRAINT decision_round_unique")
                }
            }
            @Sendable func write(_ number: String, _ session: Session) throws {
                try session.beginAudit()
                guard try session.value("SELECT state = 'closed' FROM round WHERE round_id = \(round.id)")
                else { return }
                try session.execute(
                    """
                    INSERT INTO decision (round_id, number, decided_on, authority, place, capacity, signatory_title,
                      signatory_name) VALUES (\(round.id), \(number), '2023-06-30', 'UBND', '', '', '', '')
                    """)
            }
            let second = try await test.second(after: { try write("1", $0) }, waits: isProtected) {
                try write("2", $0)
            }
            let count = try await test.asProgram {
                try $0.value("SELECT count(*) FROM decision", as: Int.self)
            }
            #expect(second == (isProtected ? "decision_round_unique" : "written"))
            #expect(count == (isProtected ? 1 : 2))
        }
    }

    @Test(
        "two results written without the lock: the key lets one through, and without it both stand",
        arguments: [true, false])
    func twoResultsByHand(isProtected: Bool) async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            let round = try await test.judged(entries: 1)
            if !isProtected {
                try await test.asOwner {
                    try $0.script("ALTER TABLE result DROP CONSTRAINT result_pkey CASCADE")
                }
            }
            @Sendable func write(_ session: Session) throws {
                try session.beginAudit()
                try session.execute(
                    """
                    INSERT INTO result (round_id, closed_on, stage, marks, lines_sha256)
                    VALUES (\(round.id), '2023-05-30', 'result', 0, sha256(''))
                    """)
            }
            let second = try await test.second(after: { try write($0) }, waits: isProtected) { try write($0) }
            #expect(second == (isProtected ? "result_pkey" : "written"))
        }
    }

    // MARK: Marks against closing

    @Test(
        "a mark that arrives while the round closes waits and is refused; without the trigger it slips in behind the result",
        arguments: [true, false])
    func markDuringClosing(isProtected: Bool) async throws {
        try await TestRegistry.run(poolSize: 4, checksInvariants: false) { test in
            let plan = #"{"stages": [{"id": "dossier"}, {"id": "final"}], "result_stage": "final"}"#
            let round = try await test.judged(RoundScript(plan: plan), entries: 1)
            try await round.score([80])
            if !isProtected { try await test.asOwner { try $0.script("DROP TRIGGER mark_rules ON mark") } }
            let late = try await OpenTransaction.with(test.database.ownerURL) { holder in
                // The closing has read the marks and stops before it writes the result.
                try await holder.run { try $0.script("LOCK TABLE result IN SHARE MODE") }
                async let closing = outcome { try await round.close() }
                try await test.waitForBlocked()
                async let mark: Void = Self.write(round, stage: "dossier")
                if isProtected { try await test.waitForBlocked(2) } else { try await mark }
                try await holder.commit()
                #expect(try await closing == [])
                do {
                    try await mark
                    return "written"
                } catch let error as PostgresError {
                    return error.constraint ?? "\(error)"
                }
            }
            #expect(late == (isProtected ? "mark_round_judging" : "written"))
            #expect(try await Self.marksBehindResult(round) == (isProtected ? 0 : 1))
        }
    }

    @Test("a closing that comes while marks are on their way waits for them, and counts them all")
    func closingDuringMarks() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let plan = #"{"stages": [{"id": "dossier"}, {"id": "final"}], "result_stage": "final"}"#
            let round = try await test.judged(RoundScript(plan: plan), entries: 1)
            try await round.score([80])
            try await OpenTransaction.with(test.database.url) { writer in
                try await writer.run { try Self.insert(round, stage: "dossier", in: $0) }
                async let closing = outcome { try await round.close() }
                try await test.waitForBlocked()
                try await writer.commit()
                #expect(try await closing == [])
            }
            let counted = try await test.asProgram {
                try $0.value("SELECT marks FROM result WHERE round_id = \(round.id)", as: Int.self)
            }
            #expect(counted == 5)
            #expect(try await Self.marksBehindResult(round) == 0)
        }
    }

    @Test("many imports against one closing: each is in before the result or refused whole")
    func importsAgainstClosing() async throws {
        try await TestRegistry.run(poolSize: 6) { test in
            let plan = #"{"scoring": {"quorum": {"judges_per_entry": 1}}}"#
            let round = try await test.judged(RoundScript(plan: plan, judges: 9), entries: 2)
            try await round.score(
                try round.codes.flatMap { try sheet($0, judge: "J1", total: 80) })
            let outcomes = try await withThrowingTaskGroup(of: (Bool, [String]).self) { group in
                for judge in 2...9 {
                    group.addTask {
                        let rows = try round.codes.flatMap {
                            try sheet($0, judge: "J\(judge)", total: 80 + judge)
                        }
                        return (false, try await outcome { try await round.score(rows) })
                    }
                    if judge == 5 { group.addTask { (true, try await outcome { try await round.close() }) } }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.filter(\.0).map(\.1) == [[]])
            let imports = outcomes.filter { !$0.0 }.map(\.1)
            #expect(imports.allSatisfy { $0 == [] || $0 == ["round-state"] })
            let counted = try await test.asProgram {
                try $0.value("SELECT marks FROM result WHERE round_id = \(round.id)", as: Int.self)
            }
            #expect(counted == 8 * (1 + imports.count { $0.isEmpty }))
            #expect(try await Self.marksBehindResult(round) == 0)
        }
    }

    @Test("two who give the same mark at once: one does, and the other is told")
    func sameMark() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let round = try await test.judged(entries: 1)
            let rows = try sheet(round.codes[0], judge: "J1", total: 80)
            async let first = outcome { try await round.score(rows) }
            async let second = outcome { try await round.score(rows) }
            let outcomes = try await [first, second].sorted { $0.count < $1.count }
            #expect(outcomes == [[], Array(repeating: "mark-twice", count: 4)])
        }
    }

    // MARK: Entries

    @Test("two who file the same product at once: one does, and the other is told")
    func sameProduct() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let script = RoundScript()
            let product = try await test.products(1)[0]
            let round = try await test.drafted(script)
            let draft = try script.entry(product)
            async let first = outcome { try await round.file([draft]) }
            async let second = outcome { try await round.file([draft]) }
            #expect(
                try await [first, second].sorted { $0.count < $1.count } == [[], ["product-entered-twice"]])
        }
    }

    @Test("an entry does not come in while judging begins")
    func entryAgainstJudging() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let script = RoundScript()
            let products = try await test.products(2)
            var round = try await test.drafted(script)
            try await round.open()
            try await round.seat()
            round.entries = try await round.file([script.entry(products[0])])
            try await round.move(round.codes, to: .accepted)
            let late = try script.entry(products[1])
            let held = round
            async let judging = outcome { try await held.judge() }
            async let filing = outcome { try await held.file([late]) }
            let (began, filed) = try await (judging, filing)
            // Whoever was first makes the other fail: an entry nobody decided on, or a round that takes none.
            #expect(
                [
                    [began, filed] == [[], ["round-state"]],
                    [began, filed] == [["round-entry-undecided"], []],
                ].contains(true))
        }
    }

    // MARK: By hand

    private static func insert(_ round: HeldRound, stage: String, in session: Session) throws {
        try session.beginAudit()
        try session.execute(
            """
            INSERT INTO mark (round_id, stage, entry_id, judge_id, leaf, product_group, value)
            SELECT e.round_id, \(stage), e.entry_id, j.judge_id, 'market', e.product_group, 1
            FROM entry e JOIN judge j USING (round_id) WHERE e.round_id = \(round.id)
            """)
    }

    private static func write(_ round: HeldRound, stage: String) async throws {
        try await round.test.asProgram { try insert(round, stage: stage, in: $0) }
    }

    /// Marks that the result does not know.
    private static func marksBehindResult(_ round: HeldRound) async throws -> Int {
        try await round.test.asProgram { session in
            try session.value(
                """
                SELECT (SELECT count(*) FROM mark WHERE round_id = \(round.id))
                  - (SELECT marks FROM result WHERE round_id = \(round.id))
                """)
        }
    }
}
