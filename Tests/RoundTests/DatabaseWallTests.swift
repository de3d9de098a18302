import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Rounds and entries, past the use cases")
struct DatabaseWallTests {
    private static func expectWall(
        _ constraint: String, state: String = "23000", _ test: TestRegistry, line: Int = #line,
        _ body: @escaping @Sendable (Session) throws -> Void
    ) async {
        await expectDatabaseError(state, constraint: constraint, line: line) {
            try await test.asProgram { session in
                try session.beginAudit()
                try body(session)
            }
        }
    }

    /// All pairs of different states.
    private static func pairs<State: CaseIterable & Equatable>(_ type: State.Type) -> [(State, State)] {
        State.allCases.flatMap { from in State.allCases.filter { $0 != from }.map { (from, $0) } }
    }

    @Test("the database itself knows which state of a round follows which")
    func roundStates() async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            let round = try await test.drafted()
            @Sendable func set(_ state: RoundState, step: Int32, _ session: Session) throws {
                let act = state == .cancelled ? "1/QĐ" : nil
                try session.execute(
                    """
                    UPDATE round SET state = \(state), version = version + \(step), cancel_number = \(act),
                      cancel_date = CASE WHEN \(act)::text IS NOT NULL THEN DATE '2023-05-20' END, cancel_reason = \(act)
                    WHERE round_id = \(round.id)
                    """)
            }
            for (from, to) in Self.pairs(RoundState.self) {
                // Brought there as only tampering can, so that all pairs are tried.
                try await test.tamper { try set(from, step: 0, $0) }
                if from.next.contains(to) {
                    try await test.asProgram { session in
                        try session.beginAudit()
                        try set(to, step: 1, session)
                    }
                } else {
                    await Self.expectWall("round_state_step", test) { try set(to, step: 1, $0) }
                }
            }
        }
    }

    @Test("a cancelled round names its act, and only a cancelled one does")
    func cancelAct() async throws {
        try await TestRegistry.run { test in
            let round = try await test.drafted()
            await Self.expectWall("round_cancel_act", state: "23514", test) { session in
                try session.execute(
                    "UPDATE round SET state = 'cancelled', version = version + 1 WHERE round_id = \(round.id)"
                )
            }
            await Self.expectWall("round_cancel_act", state: "23514", test) { session in
                try session.execute(
                    """
                    UPDATE round SET cancel_number = '1', cancel_date = '2023-05-20', cancel_reason = 'x',
                      version = version + 1 WHERE round_id = \(round.id)
                    """)
            }
        }
    }

    @Test("the second of two who read one version changes nothing")
    func versions() async throws {
        try await TestRegistry.run { test in
            let round = try await test.drafted()
            for version in [1, 3] {
                await Self.expectWall("round_version_step", test) { session in
                    try session.execute("UPDATE round SET version = \(version) WHERE round_id = \(round.id)")
                }
            }
        }
    }

    @Test("the database itself knows which state of an entry follows which")
    func entryStates() async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            let script = RoundScript()
            let round = try await test.drafted(script)
            let entry = try await round.file(try await test.products(1).map { try script.entry($0) })[0]
            @Sendable func set(_ state: EntryState, step: Int32, _ session: Session) throws {
                try session.execute(
                    """
                    UPDATE entry SET state = \(state), state_reason = 'x', version = version + \(step)
                    WHERE entry_id = \(entry.id)
                    """)
            }
            for (from, to) in Self.pairs(EntryState.self) {
                try await test.tamper { try set(from, step: 0, $0) }
                if from.next.contains(to) {
                    try await test.asProgram { session in
                        try session.beginAudit()
                        try set(to, step: 1, session)
                    }
                } else {
                    await Self.expectWall("entry_state_step", test) { try set(to, step: 1, $0) }
                }
            }
        }
    }

    @Test("what was entered does not change, and a refusal has its reason")
    func entryIdentity() async throws {
        try await TestRegistry.run { test in
            let script = RoundScript()
            let products = try await test.products(2)
            let round = try await test.drafted(script)
            let entry = try await round.file([script.entry(products[0])])[0]
            for change in ["code = 'A9'", "product_group = 'other'", "product_id = \(products[1].id)"] {
                await Self.expectWall("entry_identity_fixed", test) { session in
                    try session.script(
                        "UPDATE entry SET \(change), version = version + 1 WHERE entry_id = \(entry.id)")
                }
            }
            await Self.expectWall("entry_refusal_reason", state: "23514", test) { session in
                try session.execute(
                    "UPDATE entry SET state = 'rejected', version = version + 1 WHERE entry_id = \(entry.id)")
            }
        }
    }

    @Test("entries come in only while the round takes them, and a product once")
    func entryRound() async throws {
        try await TestRegistry.run { test in
            let products = try await test.products(2)
            let judging = try await test.judged(products: [products[0]])
            let draft = try await test.drafted()
            try await draft.file([draft.script.entry(products[0])])
            @Sendable func insert(_ round: Int64, _ product: ProductRecord, _ session: Session) throws {
                try session.execute(
                    """
                    INSERT INTO entry (round_id, product_id, establishment_id, product_group, code, filed_on)
                    VALUES (\(round), \(product.id), \(product.establishmentID), 'food', 'A1', '2023-04-10')
                    """)
            }
            await Self.expectWall("entry_round_open", test) { try insert(judging.id, products[1], $0) }
            await Self.expectWall("entry_product_once", state: "23505", test) {
                try insert(draft.id, products[0], $0)
            }
        }
    }

    @Test("after closing an entry stays as it was judged")
    func entryAfterClosing() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [80])
            await Self.expectWall("entry_round_open", test) { session in
                try session.execute(
                    """
                    UPDATE entry SET state = 'withdrawn', state_reason = 'x', version = version + 1
                    WHERE round_id = \(round.id)
                    """)
            }
            await expectRefusal("round-state") {
                try await round.move(round.codes, to: .withdrawn, because: "x")
            }
        }
    }

    @Test("an award has one certificate, and a number is printed once")
    func certificates() async throws {
        try await TestRegistry.run { test in
            let round = try await test.decided(entries: 2)
            try await round.issue()
            let other = try await test.decided(entries: 1)
            let award = try await test.asProgram { session in
                try session.value("SELECT max(award_id) FROM award", as: Int64.self)
            }
            @Sendable func insert(
                _ session: Session, award: String, number: String, validTo: String = "2026-12-31"
            ) throws {
                try session.script(
                    """
                    INSERT INTO certificate (award_id, number, issued_on, valid_to)
                    VALUES (\(award), '\(number)', '2023-07-10', '\(validTo)')
                    """)
            }
            await Self.expectWall("certificate_award_unique", state: "23505", test) {
                try insert($0, award: "(SELECT min(award_id) FROM award)", number: "khác")
            }
            await Self.expectWall("certificate_number_unique", state: "23505", test) {
                try insert($0, award: "\(award)", number: "0001/2023/CNNT-H164")
            }
            await Self.expectWall("certificate_validity", state: "23514", test) {
                try insert($0, award: "\(award)", number: "khác", validTo: "2023-07-09")
            }
            await Self.expectWall("certificate_issued_here", state: "23514", test) { session in
                try session.execute(
                    """
                    INSERT INTO certificate (award_id, number, code, issued_on, valid_to)
                    VALUES (\(award), 'khác', 'mã', '2023-07-10', '2026-12-31')
                    """)
            }
            #expect(try await other.issue() == 1)
        }
    }
}
