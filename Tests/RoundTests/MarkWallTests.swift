import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Marks, past the use cases")
struct MarkWallTests {
    /// A mark as it would be written by hand; what is not named is right.
    private static func insert(
        _ round: HeldRound, entry: Int = 0, leaf: String = "market", judge: String = "J1",
        value: String? = "10",
        absence: String? = nil, in session: Session
    ) throws {
        try session.beginAudit()
        try session.execute(
            """
            INSERT INTO mark (round_id, stage, entry_id, judge_id, leaf, product_group, value, absence)
            SELECT \(round.id), 'result', e.entry_id, j.judge_id, \(leaf), e.product_group, \(value)::text::numeric,
              \(absence)
            FROM entry e, judge j WHERE e.entry_id = \(round.entries[entry].id) AND j.code = \(judge)
            """)
    }

    @Test(
        "the database itself refuses marks out of range, off step, for an entry or judge that has none to give"
    )
    func walls() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(plan: #"{"scoring": {"step": "0.5"}}"#), entries: 2)
            func expectWall(
                _ constraint: String, _ state: String, line: Int = #line,
                _ body: @escaping @Sendable (Session) throws -> Void
            ) async {
                await expectDatabaseError(state, constraint: constraint, line: line) {
                    try await test.asProgram { try body($0) }
                }
            }
            await expectWall("mark_value_range", "23000") { try Self.insert(round, value: "40.5", in: $0) }
            await expectWall("mark_value_step", "23000") { try Self.insert(round, value: "10.25", in: $0) }
            await expectWall("mark_value_positive", "23514") { try Self.insert(round, value: "-0.5", in: $0) }
            await expectWall("mark_value_decimals", "23514") {
                try Self.insert(round, value: "0.0000005", in: $0)
            }
            await expectWall("mark_value_or_absence", "23514") {
                try Self.insert(round, absence: "absent", in: $0)
            }
            await expectWall("mark_value_or_absence", "23514") { try Self.insert(round, value: nil, in: $0) }
            await expectWall("mark_absence_known", "23514") {
                try Self.insert(round, value: nil, absence: "ill", in: $0)
            }
            await expectWall("mark_leaf_fkey", "23503") { try Self.insert(round, leaf: "taste", in: $0) }
            try await test.asProgram { try Self.insert(round, in: $0) }
            await expectWall("mark_once", "23505") { try Self.insert(round, value: "11", in: $0) }
            try await round.move([round.codes[1]], to: .withdrawn, because: "Xin rút")
            await expectWall("mark_entry_accepted", "23000") { try Self.insert(round, entry: 1, in: $0) }
            try await test.tamper { session in
                _ = try session.execute(
                    "UPDATE judge SET member_to = member_from WHERE round_id = \(round.id)")
            }
            await expectWall("mark_judge_sits", "23000") { try Self.insert(round, leaf: "economy", in: $0) }
        }
    }

    @Test("before judging and after closing the database takes no marks")
    func states() async throws {
        try await TestRegistry.run { test in
            let script = RoundScript()
            var open = try await test.drafted(script)
            try await open.open()
            try await open.seat()
            open.entries = try await open.file(try await test.products(1).map { try script.entry($0) })
            try await open.move(open.codes, to: .accepted)
            let closed = try await test.closed(totals: [80])
            for round in [open, closed] {
                await expectDatabaseError("23000", constraint: "mark_round_judging") {
                    try await test.asProgram { session in
                        try session.beginAudit()
                        try session.execute(
                            """
                            INSERT INTO mark (round_id, stage, entry_id, judge_id, leaf, product_group, value)
                            SELECT e.round_id, 'other', e.entry_id, j.judge_id, 'market', e.product_group, 1
                            FROM entry e JOIN judge j USING (round_id) WHERE e.round_id = \(round.id)
                            """)
                    }
                }
            }
        }
    }

    @Test("a mark of an entry of another round does not fit")
    func otherRound() async throws {
        try await TestRegistry.run { test in
            let first = try await test.judged(entries: 1)
            let second = try await test.judged(entries: 1)
            for (round, judge) in [(second, first), (first, second)] {
                await expectDatabaseError("23503") {
                    try await test.asProgram { session in
                        try session.beginAudit()
                        try session.execute(
                            """
                            INSERT INTO mark (round_id, stage, entry_id, judge_id, leaf, product_group, value)
                            SELECT \(round.id), 'result', \(first.entries[0].id), j.judge_id, 'market', 'food', 1
                            FROM judge j WHERE j.round_id = \(judge.id)
                            """)
                    }
                }
            }
        }
    }

    @Test("a change without an audit event is refused")
    func withoutAudit() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(entries: 1)
            await expectDatabaseError("23000", constraint: "audit_event_required") {
                try await test.asProgram { session in
                    _ = try session.execute(
                        """
                        INSERT INTO mark (round_id, stage, entry_id, judge_id, leaf, product_group, value)
                        SELECT \(round.id), 'result', \(round.entries[0].id), judge_id, 'market', 'food', 1 FROM judge
                        """)
                }
            }
        }
    }

    @Test("what has happened is neither changed nor taken away")
    func appendOnly() async throws {
        try await TestRegistry.run { test in
            // A column that may be named in an update: nobody may write the numbers that a table counts itself.
            let tables = [
                "mark": "value", "result": "seed", "result_line": "rank", "decision": "number",
                "decision_line": "reason", "award_withdrawal": "decision_id",
                "award": "class", "nomination": "number", "certificate": "valid_to",
                "certificate_file": "template",
                "revocation": "reason", "regulation": "title", "round_leaf": "max", "audit_event": "reason",
                "round_act": "number", "council_meeting": "place", "council_vote": "against",
                "entry_notice": "body",
                "product_member": "ordinal", "product_version": "record", "establishment_version": "record",
            ]
            for (table, column) in tables {
                for statement in [
                    "UPDATE \(table) SET \(column) = \(column)", "DELETE FROM \(table)",
                    "TRUNCATE \(table) CASCADE",
                ] {
                    await expectDatabaseError("42501") {
                        try await test.asProgram { try $0.script(statement) }
                    }
                }
            }
        }
    }

    @Test("records that change are not taken away either")
    func nothingIsDeleted() async throws {
        try await TestRegistry.run { test in
            for table in [
                "unit", "establishment", "product", "round", "entry", "judge", "council_member",
                "certificate_series",
            ] {
                for statement in ["DELETE FROM \(table)", "TRUNCATE \(table) CASCADE"] {
                    await expectDatabaseError("42501") {
                        try await test.asProgram { try $0.script(statement) }
                    }
                }
            }
        }
    }
}
