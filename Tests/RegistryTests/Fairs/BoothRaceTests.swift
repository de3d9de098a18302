import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

/// All of these want one booth at the same time.
@Suite("Many for one booth", .serialized)
struct BoothRaceTests {
    @Test(
        "of two hundred clients who want the last booth one gets it, and all others are told who has it",
        arguments: [true, false])
    func twoHundred(hasConstraint: Bool) async throws {
        try await TestRegistry.run(poolSize: 100) { test in
            let fair = try await test.openFair(booths: 2)
            try await test.hold("A01", at: fair)
            if !hasConstraint { try await test.dropConstraints() }
            let outcomes = try await test.allAtOnce(200, waiting: 95, for: "A02") { client in
                do {
                    return try await test.hold(
                        "A02", at: fair, for: [.sponsor("Khách \(client)")]
                    ).flatMap(\.tenants)
                } catch let refusal as Refusal {
                    return refusal.violations.map(\.code)
                }
            }
            #expect(outcomes.count == 200)
            #expect(outcomes.filter { $0 == ["booth-taken"] }.count == 199)
            #expect(try await test.standings(fair) == ["A01 held", "A02 held"])
        }
    }

    @Test(
        "the control: who looks and takes without locking is stopped by the constraint, and without it the booth is given twice",
        arguments: [true, false])
    func withoutLock(hasConstraint: Bool) async throws {
        try await TestRegistry.run(poolSize: 8, checksInvariants: false) { test in
            let fair = try await test.openFair(booths: 1)
            if !hasConstraint { try await test.dropConstraints() }
            let clients = hasConstraint ? 2 : 8
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<clients {
                    group.addTask { try await test.takeWithoutLock(fair, clients: clients) }
                }
                try await group.waitForAll()
            }
            let given = try await test.asProgram {
                try $0.value("SELECT count(*) FROM booth_allocation WHERE state = 'held'", as: Int.self)
            }
            #expect(given == (hasConstraint ? 1 : 8))
            let broken = try await test.brokenInvariants().map(\.name)
            #expect(broken.contains("booth-once") == !hasConstraint)
        }
    }

    @Test("of many who take over a hold that has run out one does, and it is marked once")
    func takeover() async throws {
        try await TestRegistry.run(poolSize: 30) { test in
            let fair = try await test.openFair(booths: 1)
            try await test.hold("A01", at: fair)
            let after = Day("2026-12-01")
            let outcomes = try await test.allAtOnce(30, waiting: 25, for: "A01") { _ in
                try await test.outcome {
                    try await test.hold("A01", at: fair, until: Day("2026-12-05"), on: after)
                }
            }
            #expect(outcomes.filter(\.isEmpty).count == 1)
            #expect(outcomes.filter { $0 == ["booth-taken"] }.count == 29)
            let steps = try await test.registry.boothHistory("A01", fair: fair.id, as: test.viewer)
            #expect(steps.map(\.state) == [.held, .expired, .held])
        }
    }

    @Test("of officers who confirm and release one hold at once each is told what the others made of it")
    func oneHold() async throws {
        try await TestRegistry.run(poolSize: 20) { test in
            let fair = try await test.openFair(booths: 1)
            let held = try await test.hold("A01", at: fair)[0].id
            let outcomes = try await test.allAtOnce(20, waiting: 18, for: "A01") { client in
                (
                    isRelease: client.isMultiple(of: 5),
                    codes: try await test.outcome {
                        client.isMultiple(of: 5)
                            ? try await test.registry.releaseBooths(
                                held, because: "x", as: test.viewer, today: test.today)
                            : try await test.registry.confirmBooths(
                                held, as: test.viewer, today: test.today)
                    }
                )
            }
            let (releases, confirmations) = (
                outcomes.filter(\.isRelease).map(\.codes), outcomes.filter { !$0.isRelease }.map(\.codes)
            )
            // what is confirmed can be released, and not the other way round
            #expect(releases.filter(\.isEmpty).count == 1)
            #expect(confirmations.filter(\.isEmpty).count <= 1)
            #expect(
                (releases + confirmations).allSatisfy { $0.isEmpty || $0 == ["booth-allocation-state"] })
            let steps = try await test.registry.boothHistory("A01", fair: fair.id, as: test.viewer)
            let wasConfirmed = confirmations.contains([])
            #expect(
                steps.map(\.state) == (wasConfirmed ? [.held, .confirmed, .released] : [.held, .released]))
            #expect(try await test.standings(fair).isEmpty)
        }
    }

    @Test("a booth's history is told as its steps were done, whichever event began first")
    func historyInOrder() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair(booths: 1)
            let held = try await test.hold("A01", at: fair)[0].id
            // as when a release begins, a confirmation begins and has the booth, and the release has it next
            try await test.asProgram { session in
                try session.beginAudit()
                let release: String = try session.value("SELECT current_setting('cnnt.audit_id')")
                try session.beginAudit()
                for state in ["confirmed", "released"] {
                    if state == "released" {
                        try session.execute("SELECT set_config('cnnt.audit_id', \(release), true)")
                    }
                    try session.execute(
                        """
                        WITH changed AS (
                          UPDATE booth_allocation SET state = \(state), version = version + 1
                          WHERE booth_allocation_id = \(held) RETURNING version)
                        INSERT INTO booth_step (booth_allocation_id, version, state) SELECT \(held), version, \(state) FROM changed
                        """)
                }
            }
            let steps = try await test.registry.boothHistory("A01", fair: fair.id, as: test.viewer)
            #expect(steps.map(\.state) == [.held, .confirmed, .released])
        }
    }

    @Test(
        "the control: who looks and confirms without locking is stopped by the database, and without that two have confirmed",
        arguments: [true, false])
    func oneHoldWithoutLock(hasTrigger: Bool) async throws {
        try await TestRegistry.run(poolSize: 4, checksInvariants: false) { test in
            let fair = try await test.openFair(booths: 1)
            let held = try await test.hold("A01", at: fair)[0].id
            if !hasTrigger {
                try await test.asOwner {
                    try $0.script("DROP TRIGGER booth_allocation_state_step ON booth_allocation")
                }
            }
            let done = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<2 { group.addTask { try await test.confirmWithoutLock(held, clients: 2) } }
                return try await group.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(done.count { $0 } == (hasTrigger ? 1 : 2))
        }
    }

    @Test("the last place in a quota is given once, whichever booths are wanted")
    func lastOfQuota() async throws {
        try await TestRegistry.run(poolSize: 20) { test in
            let fair = try await test.openFair(booths: 20)
            try await test.quotas("province_code,booths,group\n19,5,\n19,3,food\n", at: fair)
            let outcomes = try await withThrowingTaskGroup(of: [String].self) { group in
                for booth in 1...20 {
                    group.addTask {
                        try await test.outcome {
                            try await test.hold(
                                booth < 10 ? "A0\(booth)" : "A\(booth)", at: fair, province: "19",
                                group: booth % 2 == 0 ? .food : nil)
                        }
                    }
                }
                return try await group.reduce(into: [[String]]()) { $0.append($1) }
            }
            #expect(outcomes.filter(\.isEmpty).count == 5)
            let quotas = try await test.registry.boothQuotas(ofFair: fair.id, on: test.today, as: test.viewer)
            #expect(quotas[0].held == 5 && quotas[1].held <= 3)
        }
    }

    @Test(
        "swaps, moves and holds across one another end without deadlock, and every booth has one tenant at most"
    )
    func crossing() async throws {
        try await TestRegistry.run(poolSize: 16) { test in
            let fair = try await test.openFair(booths: 8)
            var ids: [Int64] = []
            for code in ["A01", "A03", "A05", "A07"] {
                ids += try await test.hold(code, at: fair, for: [.sponsor(code)]).map(\.id)
            }
            let given = ids
            try await withThrowingTaskGroup(of: Void.self) { group in
                for turn in 0..<48 {
                    group.addTask {
                        // what another turn has moved already is refused, and that is all that may happen
                        _ = try await test.outcome {
                            let (one, other) = (given[turn % 4], given[(turn + 1 + turn / 4 % 3) % 4])
                            switch turn % 3 {
                            case 0:
                                _ = try await test.registry.swapBooths(
                                    one, with: other, because: "x", as: test.viewer, today: test.today)
                            case 1:
                                _ = try await test.registry.moveBooths(
                                    one, to: ["A0\(turn % 8 + 1)"], because: "x", as: test.viewer,
                                    today: test.today)
                            default: try await test.hold("A0\(turn % 8 + 1)", at: fair)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let tenants = try await test.registry.boothStandings(
                ofFair: fair.id, on: test.today, as: test.viewer
            ).flatMap(\.allocations).flatMap(\.tenants)
            for code in ["A01", "A03", "A05", "A07"] {
                #expect(tenants.filter { $0 == code }.count == 1, "\(code)")
            }
        }
    }
}

extension TestRegistry {
    /// What came of a use case: the codes that it was refused with, or empty if it was done.
    fileprivate func outcome<Value>(_ body: () async throws -> Value) async throws -> [String] {
        do {
            _ = try await body()
            return []
        } catch let refusal as Refusal {
            return refusal.violations.map(\.code)
        }
    }

    /// Takes the second wall down.
    fileprivate func dropConstraints() async throws {
        try await asOwner { session in
            try session.script("ALTER TABLE booth_allocation DROP CONSTRAINT booth_allocation_double")
        }
    }

    /// Runs as many clients at once, all of whom are on their way before the first can go on: a transaction holds the booth's
    /// row until so many wait for it, which is as many as there are connections.
    fileprivate func allAtOnce<Value: Sendable>(
        _ clients: Int, waiting: Int, for booth: String,
        _ body: @escaping @Sendable (Int) async throws -> Value
    ) async throws -> [Value] {
        let (locked, signal) = AsyncStream<Void>.makeStream()
        async let holder: Void = asOwner { session in
            try session.execute("SELECT 1 FROM booth WHERE code = \(booth) FOR UPDATE")
            signal.finish()
            try session.waitForOthers(waiting)
        }
        for await _ in locked {}
        let values = try await withThrowingTaskGroup(of: Value.self) { group in
            for client in 0..<clients { group.addTask { try await body(client) } }
            return try await group.reduce(into: [Value]()) { $0.append($1) }
        }
        try await holder
        return values
    }

    /// What a program would do that knew neither lock nor constraint: look whether the booth is free, then take it. Nobody takes
    /// before all have looked.
    fileprivate func takeWithoutLock(_ fair: FairRecord, clients: Int) async throws {
        do {
            try await asProgram { session in
                try session.beginAudit()
                let isFree: Bool = try session.value(
                    "SELECT NOT EXISTS (SELECT FROM booth_allocation WHERE state IN ('held', 'confirmed'))")
                if !isFree { return }
                try session.waitForLookers(clients)
                let id: Int64 = try session.value(
                    "SELECT nextval(pg_get_serial_sequence('booth_allocation', 'booth_allocation_id'))")
                try session.execute(
                    """
                    INSERT INTO booth_allocation (booth_allocation_id, fair_id, booth_id, group_id, days, state, held_until)
                    SELECT \(id), b.fair_id, b.booth_id, \(id), f.days, 'held', '2026-11-30'
                    FROM booth b JOIN fair f USING (fair_id) WHERE f.fair_id = \(fair.id)
                    """)
            }
        } catch let error as PostgresError where error.constraint == "booth_allocation_double" {
            // the second wall
        }
    }

    /// What a program would do that did not lock: see that it is held, then confirm. Nobody confirms before all have seen it.
    fileprivate func confirmWithoutLock(_ id: Int64, clients: Int) async throws -> Bool {
        do {
            try await asProgram { session in
                try session.beginAudit()
                let isHeld: Bool = try session.value(
                    "SELECT state = 'held' FROM booth_allocation WHERE booth_allocation_id = \(id)")
                #expect(isHeld)
                try session.waitForLookers(clients)
                try session.execute(
                    """
                    UPDATE booth_allocation SET state = 'confirmed', version = version + 1 WHERE booth_allocation_id = \(id)
                    """)
            }
            return true
        } catch let error as PostgresError where error.constraint == "booth_allocation_state_step" {
            return false
        }
    }
}

extension Session {
    /// Waits, ten seconds at most, until so many sessions of the database wait for a lock.
    fileprivate func waitForOthers(_ count: Int) throws {
        try wait {
            try value(
                """
                SELECT count(*) >= \(count) FROM pg_stat_activity, pg_stat_clear_snapshot()
                WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0
                """)
        }
    }

    /// Waits, ten seconds at most, until so many sessions have come here.
    fileprivate func waitForLookers(_ count: Int) throws {
        try execute("SELECT pg_advisory_xact_lock_shared(6)")
        try wait {
            try value(
                """
                SELECT count(*) >= \(count) FROM pg_locks
                WHERE locktype = 'advisory' AND objid = 6 AND database = (
                  SELECT oid FROM pg_database WHERE datname = current_database())
                """)
        }
    }

    private func wait(until isDone: () throws -> Bool) throws {
        for _ in 0..<500 {
            if try isDone() { return }
            try execute("SELECT pg_sleep(0.02)")
        }
    }
}
