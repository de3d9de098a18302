import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

/// One establishment at several fairs at the same time, whose rule supports it at one fair a year.
@Suite("Races for what the funds have left", .serialized)
struct BoothFundingRaceTests {
    private static let rules =
        "source,fair_kind,share_percent,fairs_per_year,valid_from,legal_basis\nnational,organised,100,1,2024-01-01,QĐ\n"

    /// Two records, each with a booth held at a fair of its own, of which the first is merged into the second: the holds, and the
    /// second.
    private static func heldByMerged(in test: TestRegistry) async throws -> (holds: [Int64], merged: Int64) {
        try await test.fundingRules(rules)
        let (one, two) = (
            try await test.establishment(name: "Một"), try await test.establishment(name: "Hai")
        )
        var held: [Int64] = []
        for maker in [one, two] {
            let fair = try await test.openFair(booths: 1)
            held += try await test.hold(
                "A01", at: fair, for: [.establishment(maker.id)], funds: .national
            ).map(\.id)
        }
        _ = try await test.registry.mergeEstablishment(
            one.id, into: two.id, on: test.today, because: "x", today: test.today, as: test.viewer)
        return (held, two.id)
    }

    @Test("holds at six fairs at once: one is supported, the others are told why not")
    func holds() async throws {
        try await TestRegistry.run(poolSize: 10) { test in
            try await test.fundingRules(Self.rules)
            let maker = try await test.establishment()
            var fairs: [FairRecord] = []
            for _ in 0..<6 { fairs.append(try await test.openFair(booths: 1)) }
            let outcomes = try await test.allAtOnce(fairs, for: maker.id) { fair in
                try await test.hold("A01", at: fair, for: [.establishment(maker.id)], funds: .national)
            }
            #expect(
                outcomes.sorted { $0.count < $1.count } == [[]]
                    + Array(repeating: ["booth-support-none"], count: 5))
        }
    }

    @Test("confirmations at two fairs at once of records that have become one: one passes")
    func confirmations() async throws {
        try await TestRegistry.run(poolSize: 6) { test in
            let (held, merged) = try await Self.heldByMerged(in: test)
            let outcomes = try await test.allAtOnce(held, for: merged) { id in
                try await test.registry.confirmBooths(id, as: test.viewer, today: test.today)
            }
            #expect(outcomes.sorted { $0.count < $1.count } == [[], ["booth-support-caps"]])
        }
    }

    @Test("the control: who looks and confirms without holding the establishment passes the cap together")
    func control() async throws {
        try await TestRegistry.run(poolSize: 4, checksInvariants: false) { test in
            let (held, _) = try await Self.heldByMerged(in: test)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for id in held {
                    group.addTask { try await test.confirmWithoutLock(id, clients: held.count) }
                }
                try await group.waitForAll()
            }
            #expect(try await test.brokenInvariants().map(\.name) == ["booth-support-caps"])
        }
    }
}

extension TestRegistry {
    /// Runs one client for each thing at once, all of whom are on their way before the first can go on: a transaction holds the
    /// establishment's row until all wait for it. Returns the codes that each was refused with.
    fileprivate func allAtOnce<Thing: Sendable, Value>(
        _ things: [Thing], for establishment: Int64, _ body: @escaping @Sendable (Thing) async throws -> Value
    ) async throws -> [[String]] {
        let (locked, signal) = AsyncStream<Void>.makeStream()
        async let holder: Void = asOwner { session in
            try session.execute(
                "SELECT 1 FROM establishment WHERE establishment_id = \(establishment) FOR NO KEY UPDATE")
            signal.finish()
            try session.waitForOthers(things.count)
        }
        for await _ in locked {}
        let outcomes = try await withThrowingTaskGroup(of: [String].self) { group in
            for thing in things {
                group.addTask {
                    do {
                        _ = try await body(thing)
                        return []
                    } catch let refusal as Refusal {
                        return refusal.violations.map(\.code)
                    }
                }
            }
            return try await group.reduce(into: [[String]]()) { $0.append($1) }
        }
        try await holder
        return outcomes
    }

    /// What a program would do that did not know the lock: look whether the year's cap has room, then confirm. Nobody confirms
    /// before all have looked.
    fileprivate func confirmWithoutLock(_ id: Int64, clients: Int) async throws {
        try await asProgram { session in
            try session.beginAudit()
            let hasRoom: Bool = try session.value(
                "SELECT NOT EXISTS (SELECT FROM booth_support_parts() p WHERE p.state = 'confirmed')")
            if !hasRoom { return }
            try session.waitForLookers(clients)
            try session.execute(
                """
                WITH changed AS (
                  UPDATE booth_allocation SET state = 'confirmed', version = version + 1 WHERE booth_allocation_id = \(id)
                  RETURNING booth_allocation_id, version)
                INSERT INTO booth_step (booth_allocation_id, version, state)
                SELECT booth_allocation_id, version, 'confirmed' FROM changed
                """)
        }
    }
}

extension Session {
    /// Waits, ten seconds at most, until so many sessions of the database wait for a lock; fails if they never do.
    fileprivate func waitForOthers(_ count: Int) throws {
        try #require(
            try wait {
                try value(
                    """
                    SELECT count(*) >= \(count) FROM pg_stat_activity, pg_stat_clear_snapshot()
                    WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0
                    """)
            }, "nobody waited for the establishment")
    }

    /// Waits, ten seconds at most, until so many sessions have come here.
    fileprivate func waitForLookers(_ count: Int) throws {
        try execute("SELECT pg_advisory_xact_lock_shared(7)")
        _ = try wait {
            try value(
                """
                SELECT count(*) >= \(count) FROM pg_locks
                WHERE locktype = 'advisory' AND objid = 7 AND database = (
                  SELECT oid FROM pg_database WHERE datname = current_database())
                """)
        }
    }

    private func wait(until isDone: () throws -> Bool) throws -> Bool {
        for _ in 0..<500 {
            if try isDone() { return true }
            try execute("SELECT pg_sleep(0.02)")
        }
        return false
    }
}
