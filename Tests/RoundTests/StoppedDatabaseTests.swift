import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("The database stops in the middle")
struct StoppedDatabaseTests {
    /// Runs a use case that a lock holds up, ends its connection as a stopping server does, and returns what it threw.
    private static func interrupt(
        _ test: TestRegistry, table: String, _ body: @escaping @Sendable () async throws -> Void
    ) async throws -> PostgresError? {
        try await OpenTransaction.with(test.database.ownerURL) { holder in
            try await holder.run { try $0.script("LOCK TABLE \(table) IN SHARE MODE") }
            async let thrown: PostgresError? = {
                do {
                    try await body()
                    return nil
                } catch let error as PostgresError {
                    return error
                }
            }()
            let blocked = try await test.waitForBlocked()
            try await test.asProgram { session in
                for process in blocked { try session.execute("SELECT pg_terminate_backend(\(process))") }
            }
            let error = try await thrown
            try await holder.commit()
            return error
        }
    }

    /// As the command line tells exit status 3: no server, or one that is stopping.
    private static func expectOutage(_ error: PostgresError?, line: Int = #line) {
        guard let error else {
            Issue.record("nothing was thrown")
            return
        }
        let isShutdown = ["57P", "08"].contains { error.sqlState?.hasPrefix($0) == true }
        #expect(error.isUnreachable || isShutdown, "\(error)")
        #expect(Registry.isOutage(error))
    }

    @Test("while marks are imported: none of them is there, and the next import works")
    func marks() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 3), entries: 2)
            let rows = try round.codes.flatMap { code in
                try (1...3).flatMap { try sheet(code, judge: "J\($0)", total: 80) }
            }
            let events = try await Self.count(test, "audit_event")
            Self.expectOutage(try await Self.interrupt(test, table: "mark") { try await round.score(rows) })
            #expect(try await Self.count(test, "mark") == 0)
            #expect(try await Self.count(test, "audit_event") == events)
            #expect(try await round.score(rows).marks == 24)
        }
    }

    @Test("while entries are filed")
    func entries() async throws {
        try await TestRegistry.run { test in
            let script = RoundScript()
            let round = try await test.drafted(script)
            let drafts = try await test.products(3).map { try script.entry($0) }
            Self.expectOutage(try await Self.interrupt(test, table: "entry") { try await round.file(drafts) })
            #expect(try await round.record().entries == 0)
            #expect(try await round.file(drafts).count == 3)
        }
    }

    @Test("while a round is closed: it is still judged, without a result")
    func closing() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(entries: 2)
            try await round.score([80, 90])
            Self.expectOutage(
                try await Self.interrupt(test, table: "result_line") { try await round.close() })
            #expect(try await round.record().state == .judging)
            #expect(try await Self.count(test, "result") == 0)
            try await round.close()
        }
    }

    @Test("while a round is decided: no decision, no award")
    func deciding() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [80, 90])
            let rows = lines(round.codes, recognised: 2)
            Self.expectOutage(
                try await Self.interrupt(test, table: "decision_line") { try await round.decide(rows) })
            #expect(try await Self.count(test, "decision") == 0)
            #expect(try await Self.count(test, "award") == 0)
            try await round.decide(rows)
        }
    }

    @Test("while certificates are issued: no number is lost")
    func issuing() async throws {
        try await TestRegistry.run { test in
            let round = try await test.decided(entries: 3)
            Self.expectOutage(
                try await Self.interrupt(test, table: "certificate") { try await round.issue() })
            #expect(try await Self.count(test, "certificate") == 0)
            #expect(try await round.issue() == 3)
            #expect(try await round.certificates().first?.number == "0001/2023/CNNT-H164")
        }
    }

    private static func count(_ test: TestRegistry, _ table: String) async throws -> Int {
        try await test.asProgram { try $0.value("SELECT count(*) FROM \(identifier: table)") }
    }
}
