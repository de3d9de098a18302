import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

// Statements as somebody past the use cases would write them.

/// A version of the first entry's sheet of judge J1.
func insertVersion(
    _ round: HeldRound, _ version: Int = 1, source: String = "judge", in session: Session
) throws {
    try session.execute(
        """
        INSERT INTO sheet_version (round_id, stage, entry_id, judge_id, product_group, version, source)
        SELECT e.round_id, 'result', e.entry_id, j.judge_id, e.product_group, \(version), \(source)
        FROM entry e JOIN judge j USING (round_id) WHERE e.entry_id = \(round.entries[0].id) AND j.code = 'J1'
        """)
}

/// A mark for every leaf of that sheet, or for all but one.
func insertMarks(
    _ round: HeldRound, version: Int = 1, value: String = "5", except leaf: String = "", in session: Session
) throws {
    try session.execute(
        """
        INSERT INTO mark (round_id, stage, entry_id, judge_id, leaf, product_group, value, sheet_version)
        SELECT e.round_id, 'result', e.entry_id, j.judge_id, l.leaf, e.product_group, \(value)::text::numeric,
          nullif(\(version), 1)
        FROM entry e JOIN judge j USING (round_id) JOIN round_leaf l USING (round_id, product_group)
        WHERE e.entry_id = \(round.entries[0].id) AND j.code = 'J1' AND l.leaf <> \(leaf)
        """)
}

func insertReopening(_ round: HeldRound, _ version: Int = 1, in session: Session) throws {
    try session.execute(
        """
        INSERT INTO sheet_reopening (entry_id, stage, judge_id, version, reason)
        SELECT e.entry_id, 'result', j.judge_id, \(version), 'x' FROM entry e JOIN judge j USING (round_id)
        WHERE e.entry_id = \(round.entries[0].id) AND j.code = 'J1'
        """)
}

/// One imported mark of the second entry by judge J1.
func insertSecond(_ round: HeldRound, leaf: String, in session: Session) throws {
    try session.execute(
        """
        INSERT INTO mark (round_id, stage, entry_id, judge_id, leaf, product_group, value)
        SELECT e.round_id, 'result', e.entry_id, j.judge_id, \(leaf), e.product_group, 1
        FROM entry e JOIN judge j USING (round_id) WHERE e.entry_id = \(round.entries[1].id) AND j.code = 'J1'
        """)
}

@Suite("Score sheets, past the use cases")
struct SheetWallTests {
    private static func expectWall(
        _ test: TestRegistry, _ constraint: String, _ state: String = "23000", line: Int = #line,
        _ body: @escaping @Sendable (Session) throws -> Void
    ) async {
        await expectDatabaseError(state, constraint: constraint, line: line) {
            try await test.asProgram { session in
                try session.beginAudit()
                try body(session)
            }
        }
    }

    @Test(
        "the database itself refuses a second live version, half a sheet, and marks put into a submitted one")
    func versions() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(entries: 2)
            await Self.expectWall(test, "sheet_version_complete") { try insertVersion(round, in: $0) }
            await Self.expectWall(test, "sheet_version_complete") {
                try insertVersion(round, in: $0)
                try insertMarks(round, except: "other", in: $0)
            }
            await Self.expectWall(test, "mark_value_range") {
                try insertVersion(round, in: $0)
                try insertMarks(round, value: "41", in: $0)
            }
            await Self.expectWall(test, "sheet_version_after_reopening") {
                try insertVersion(round, 2, in: $0)
            }
            await Self.expectWall(test, "sheet_version_import_first", "23514") {
                try insertVersion(round, 2, source: "import", in: $0)
            }
            await Self.expectWall(test, "mark_sheet_fkey", "23503") {
                try insertMarks(round, version: 2, in: $0)
            }
            try await round.submit(0, "J1", total: 80)
            await Self.expectWall(test, "sheet_version_pkey", "23505") { try insertVersion(round, in: $0) }
            await Self.expectWall(test, "sheet_version_after_reopening") {
                try insertVersion(round, 2, in: $0)
            }
            await Self.expectWall(test, "mark_once", "23505") { try insertMarks(round, in: $0) }
            try await test.tamper { session in
                // as nothing but tampering can: a criterion more than when the sheet was submitted: the mark for it would come too late
                try session.script(
                    """
                    ALTER TABLE round_leaf DISABLE TRIGGER ALL;
                    INSERT INTO round_leaf (round_id, product_group, leaf, criterion, ordinal, max)
                    SELECT round_id, product_group, 'late', 'other', 9, 1 FROM entry LIMIT 1
                    """
                )
            }
            await Self.expectWall(test, "mark_sheet_submitted") { session in
                try session.execute(
                    """
                    INSERT INTO mark (round_id, stage, entry_id, judge_id, leaf, product_group, value)
                    SELECT round_id, stage, entry_id, judge_id, 'late', product_group, 1 FROM sheet_version
                    """)
            }
            try await test.asOwner { try $0.script("DELETE FROM round_leaf WHERE leaf = 'late'") }
            await Self.expectWall(test, "sheet_draft_open") { session in
                try session.execute("UPDATE sheet_draft SET content = '{}' WHERE version = \(1)")
            }
            try await round.reopen(0, "J1")
            await Self.expectWall(test, "sheet_reopening_pkey", "23505") {
                try insertReopening(round, in: $0)
            }
            await Self.expectWall(test, "sheet_version_after_reopening") {
                try insertVersion(round, 3, in: $0)
            }
            try await round.submit(0, "J1", total: 90)
            // a file's marks may come one after another, but not once their sheet was reopened or any other way submitted
            await Self.expectWall(test, "mark_sheet_current") { session in
                try insertSecond(round, leaf: "market", in: session)
                try session.execute(
                    """
                    INSERT INTO sheet_reopening (entry_id, stage, judge_id, version, reason)
                    SELECT entry_id, stage, judge_id, version, 'x' FROM sheet_version WHERE entry_id = \(round.entries[1].id)
                    """)
                try insertSecond(round, leaf: "other", in: session)
            }
        }
    }

    @Test("what was submitted, reopened, typed or settled is neither changed nor removed by the program")
    func history() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(entries: 1)
            try await round.submit(0, "J1", total: 80)
            try await round.reopen(0, "J1")
            for table in [
                "sheet_version", "sheet_reopening", "typed_mark", "typed_settlement", "judge_account", "mark",
            ] {
                for statement in [
                    "UPDATE \(table) SET audit_id = audit_id", "DELETE FROM \(table)", "TRUNCATE \(table)",
                ] {
                    await expectDatabaseError("42501") {
                        try await test.asProgram { try $0.script(statement) }
                    }
                }
            }
            await expectDatabaseError("42501") {
                try await test.asProgram { try $0.script("DELETE FROM sheet_draft") }
            }
        }
    }

    @Test("after closing there are no versions, reopenings, drafts or typed copies")
    func afterClosing() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(entries: 2)
            try await round.submit(0, "J1", total: 80)
            try await round.submit(1, "J1", total: 70)
            try await round.close()
            await Self.expectWall(test, "sheet_version_round_judging") { try insertVersion(round, 2, in: $0) }
            await Self.expectWall(test, "sheet_reopening_round_judging") {
                try insertReopening(round, in: $0)
            }
            await Self.expectWall(test, "sheet_draft_open") { session in
                try session.execute(
                    """
                    INSERT INTO sheet_draft (round_id, stage, entry_id, judge_id, product_group, version, content)
                    SELECT round_id, 'result', entry_id, judge_id, product_group, 2, '{}' FROM sheet_version
                    """)
            }
            await Self.expectWall(test, "mark_round_judging") { session in
                try session.execute(
                    """
                    INSERT INTO typed_mark (round_id, stage, entry_id, judge_id, product_group, version, copy, leaf, value)
                    SELECT round_id, 'result', entry_id, judge_id, product_group, 1, 1, 'market', 1 FROM sheet_version
                    """)
            }
            await expectRefusal("round-state") { try await round.reopen(0, "J1") }
            await expectRefusal("round-state") { try await round.save(0, "J1", try written(80)) }
        }
    }

    @Test("a judge in conflict hands in no sheet, whatever the program does")
    func conflict() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 3), entries: 1)
            try await round.save(0, "J1", try written(80))
            try await test.registry.recordConflict(
                round: round.id, judge: "J1", establishment: round.entries[0].establishmentID,
                because: "Người nhà", on: round.script.heldOn, as: test.viewer)
            await expectRefusal("judge-in-conflict") { try await round.submit(0, "J1") }
            await Self.expectWall(test, "mark_judge_conflict") {
                try insertVersion(round, in: $0)
                try insertMarks(round, in: $0)
            }
            #expect(try await round.sheets().map(\.judge) == ["J2", "J3"])
            // the judge is not told why, which would say whose the entry is
            try await test.account("hoa")
            try await test.grant(.judge, in: "round:\(round.id)", to: "hoa")
            try await test.registry.tieAccount(
                "hoa", toJudge: "J1", round: round.id, on: test.today, as: test.viewer)
            let judge = try await test.viewer("hoa")
            await expectRefusal("judge-not-assigned") { try await round.submit(0, "J1", as: judge) }
            await expectRefusal("judge-not-assigned") {
                try await round.save(0, "J1", try written(80), as: judge)
            }
            #expect(try await test.registry.sheets(ofRound: round.id, as: judge).isEmpty)
        }
    }
}

@Suite("Score sheets, two at once")
struct SheetRaceTests {
    @Test("of two who hand in one sheet at once one does, and the other is told")
    func twoSubmissions() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let round = try await test.judged(entries: 1)
            try await round.save(0, "J1", try written(80))
            let outcomes = try await OpenTransaction.with(test.database.ownerURL) { holder in
                try await holder.run { try $0.script("LOCK TABLE sheet_version IN SHARE MODE") }
                async let first = outcome { try await round.submit(0, "J1") }
                async let second = outcome { try await round.submit(0, "J1") }
                try await test.waitForBlocked(2)
                try await holder.commit()
                return try await [first, second]
            }
            #expect(outcomes.sorted { $0.count < $1.count } == [[], ["sheet-submitted"]])
            #expect(try await round.sheets().map(\.version) == [1])
            #expect(try await round.total(0) == "80")
        }
    }

    @Test(
        "two submissions written by hand: the key lets one through, and without it both sheets count",
        arguments: [true, false])
    func twoByHand(isProtected: Bool) async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            let round = try await test.judged(entries: 1)
            if !isProtected {
                try await test.asOwner { session in
                    try session.script(
                        """
                        ALTER TABLE sheet_version DROP CONSTRAINT sheet_version_pkey CASCADE;
                        ALTER TABLE mark DROP CONSTRAINT mark_once;
                        DROP TRIGGER mark_sheet ON mark
                        """)
                }
            }
            @Sendable func write(_ value: String, _ session: Session) throws {
                try session.beginAudit()
                try insertVersion(round, in: session)
                try insertMarks(round, value: value, in: session)
            }
            let second = try await test.second(after: { try write("5", $0) }, waits: isProtected) {
                try write("6", $0)
            }
            #expect(second == (isProtected ? "sheet_version_pkey" : "written"))
            let live = try await test.asProgram {
                try $0.value("SELECT count(*) FROM live_marks(\(round.id))", as: Int.self)
            }
            #expect(live == (isProtected ? 4 : 8))
        }
    }

    @Test(
        "a sheet that is handed in while the round closes waits and is refused; without the locks it slips in behind the result",
        arguments: [true, false])
    func submissionDuringClosing(isProtected: Bool) async throws {
        try await TestRegistry.run(poolSize: 4, checksInvariants: false) { test in
            let plan = #"{"scoring": {"quorum": {"judges_per_entry": 1}}}"#
            let round = try await test.judged(RoundScript(plan: plan, judges: 3), entries: 1)
            try await round.submit(0, "J2", total: 80)
            if !isProtected {
                try await test.asOwner { session in
                    try session.script(
                        """
                        DROP TRIGGER sheet_version_in_turn ON sheet_version;
                        DROP TRIGGER mark_rules ON mark
                        """)
                }
            }
            @Sendable func write(_ session: Session) throws {
                try session.beginAudit()
                try insertVersion(round, in: session)
                try insertMarks(round, in: session)
            }
            let late = try await OpenTransaction.with(test.database.ownerURL) { holder in
                // The closing has read the sheets and stops before it writes the result.
                try await holder.run { try $0.script("LOCK TABLE result IN SHARE MODE") }
                async let closing = outcome { try await round.close() }
                try await test.waitForBlocked()
                async let sheet: Void = test.asProgram { try write($0) }
                if isProtected { try await test.waitForBlocked(2) } else { try await sheet }
                try await holder.commit()
                // the recomputation sees what slipped in, and refuses; with the locks there is nothing to see
                let isClosed: Bool
                do { isClosed = try await closing.isEmpty } catch is IntegrityFailure { isClosed = false }
                #expect(isClosed == isProtected)
                do {
                    try await sheet
                    return "written"
                } catch let error as PostgresError {
                    return error.constraint ?? "\(error)"
                }
            }
            #expect(late == (isProtected ? "sheet_version_round_judging" : "written"))
        }
    }

    @Test("many submissions against one closing: each is in before the result or refused whole")
    func submissionsAgainstClosing() async throws {
        try await TestRegistry.run(poolSize: 6) { test in
            let plan = #"{"scoring": {"quorum": {"judges_per_entry": 1}}}"#
            let round = try await test.judged(RoundScript(plan: plan, judges: 7), entries: 2)
            for entry in 0..<2 { try await round.submit(entry, "J1", total: 80) }
            for judge in 2...7 {
                for entry in 0..<2 { try await round.save(entry, "J\(judge)", try written(70 + judge)) }
            }
            let outcomes = try await withThrowingTaskGroup(of: (Bool, [String]).self) { group in
                for judge in 2...7 {
                    for entry in 0..<2 {
                        group.addTask {
                            (false, try await outcome { try await round.submit(entry, "J\(judge)") })
                        }
                    }
                    if judge == 4 { group.addTask { (true, try await outcome { try await round.close() }) } }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.filter(\.0).map(\.1) == [[]])
            let sheets = outcomes.filter { !$0.0 }.map(\.1)
            #expect(sheets.allSatisfy { $0 == [] || $0 == ["round-state"] })
            let counted = try await test.asProgram {
                try $0.value("SELECT marks FROM result WHERE round_id = \(round.id)", as: Int.self)
            }
            #expect(counted == 4 * (2 + sheets.count { $0.isEmpty }))
            _ = try await round.bundle()
        }
    }
}
