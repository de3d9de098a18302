import Postgres
import TestSupport
import Testing

@Suite("cancelling")
struct CancellationTests {
    @Test("stops a long statement at once, and its connection is not used again")
    func stopsStatement() async throws {
        try await withDatabase(poolSize: 1) { database, _ async throws in
            let pid = try await database.read { try $0.value("SELECT pg_backend_pid()", as: Int.self) }
            let start = ContinuousClock.now
            let task = Task { try await database.transaction { _ = try $0.execute("SELECT pg_sleep(300)") } }
            try await Task.sleep(for: .milliseconds(50))
            task.cancel()
            guard case .cancelled = await postgresError({ try await task.value }) else {
                Issue.record("not cancelled")
                return
            }
            // far below what it would have slept, far above what a busy machine may take
            #expect(ContinuousClock.now - start < .seconds(60))
            let other = try await database.read { try $0.value("SELECT pg_backend_pid()", as: Int.self) }
            #expect(other != pid)
        }
    }

    @Test("a task that is cancelled already does nothing, and the connection stays")
    func cancelledBefore() async throws {
        try await withDatabase(poolSize: 1) { database, _ async throws in
            let pid = try await database.read { try $0.value("SELECT pg_backend_pid()", as: Int.self) }
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                return try await database.read { try $0.value("SELECT 1", as: Int.self) }
            }
            task.cancel()
            guard case .cancelled = await postgresError({ _ = try await task.value }) else {
                Issue.record("not cancelled")
                return
            }
            #expect(try await database.read { try $0.value("SELECT pg_backend_pid()", as: Int.self) } == pid)
        }
    }

    @Test("between two statements stops before the next")
    func betweenStatements() async throws {
        try await withDatabase { database, _ async throws in
            try await database.transaction { try $0.script("CREATE TABLE t (n integer)") }
            let gate = Gate()
            let task = Task {
                try await database.transaction { session in
                    try session.execute("INSERT INTO t VALUES (1)")
                    gate.open(1)
                    gate.wait(for: 2)
                    try session.execute("INSERT INTO t VALUES (2)")
                }
            }
            await gate.opened(1)
            task.cancel()
            // The request is made on a thread of its own.
            try await Task.sleep(for: .milliseconds(100))
            gate.open(2)
            guard case .cancelled = await postgresError({ try await task.value }) else {
                Issue.record("not cancelled")
                return
            }
            #expect(try await database.read { try $0.value("SELECT count(*) FROM t") } == 0)
        }
    }

    @Test("many at random moments kill their own statement and never another's")
    func killsOnlyItsOwn() async throws {
        try await withDatabase(poolSize: 3) { database, _ async throws in
            let cancelled = Counter()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<3 {
                    group.addTask {
                        var generator = SeededGenerator(seed: UInt64(worker))
                        for _ in 0..<60 {
                            // One that is cancelled about when it ends …
                            let victim = Task {
                                try await database.read(.single) {
                                    _ = try $0.execute("SELECT pg_sleep(0.002)")
                                }
                            }
                            try await Task.sleep(
                                for: .microseconds(Int.random(in: 0...4000, using: &generator)))
                            victim.cancel()
                            switch await postgresError({ try await victim.value }) {
                            case nil: break
                            case .cancelled: cancelled.increment()
                            case let error?: throw error
                            }
                            // … and innocent ones that come right after it, on whatever connection.
                            for _ in 0..<3 {
                                #expect(
                                    try await database.read(.single) {
                                        try $0.value("SELECT 1, pg_sleep(0.0005)")
                                    } == 1)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            // The control: both things happened.
            #expect(cancelled.value > 10)
            #expect(cancelled.value < 180)
        }
    }

    @Test("a wait for a connection ends too")
    func whileWaiting() async throws {
        try await withDatabase(poolSize: 1) { database, _ async throws in
            let gate = Gate()
            let holder = Task {
                try await database.read { session in
                    _ = try session.execute("SELECT 1")
                    gate.open(1)
                    gate.wait(for: 2)
                }
            }
            await gate.opened(1)
            let waiting = Task { try await database.read { _ = try $0.execute("SELECT 1") } }
            try await Task.sleep(for: .milliseconds(20))
            waiting.cancel()
            guard case .cancelled = await postgresError({ try await waiting.value }) else {
                Issue.record("not cancelled")
                return
            }
            gate.open(2)
            try await holder.value
        }
    }

    @Test("a statement that takes too long is stopped by the server, and the connection stays")
    func statementTimeout() async throws {
        try await withDatabase(poolSize: 1, statementTimeout: .milliseconds(80)) { database, _ async throws in
            let pid = try await database.read { try $0.value("SELECT pg_backend_pid()", as: Int.self) }
            let error = await postgresError {
                try await database.read { _ = try $0.execute("SELECT pg_sleep(20)") }
            }
            guard case .statementTimeout(let statement) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(statement == "SELECT pg_sleep(20)")
            #expect(try await database.read { try $0.value("SELECT pg_backend_pid()", as: Int.self) } == pid)
        }
    }

    @Test("a statement that somebody else stopped is an error of the server's")
    func stoppedByOthers() async throws {
        try await withDatabase { database, _ async throws in
            let task = Task {
                try await database.read { _ = try $0.execute("SELECT pg_sleep(30) /* victim */") }
            }
            var stopped = 0
            for _ in 0..<200 where stopped == 0 {
                stopped = try await database.read {
                    try $0.value(
                        """
                        SELECT count(*) FILTER (WHERE pg_cancel_backend(pid)) FROM pg_stat_activity
                        WHERE query LIKE '%victim%' AND wait_event = 'PgSleep' AND pid <> pg_backend_pid()
                          AND datname = current_database()
                        """)
                }
            }
            #expect(await postgresError { try await task.value }?.sqlState == "57014")
        }
    }

    @Test("a connection can be stopped by hand")
    func byHand() async throws {
        let test = try await TestCluster.shared().makeDatabase()
        let connection = try await Connection.open(Configuration(url: test.ownerURL))
        // Nothing runs: nothing happens.
        connection.cancel()
        try await Task.sleep(for: .milliseconds(20))
        #expect(try await connection.run { try $0.value("SELECT 1") } == 1)
        let task = Task { try await connection.run { _ = try $0.execute("SELECT pg_sleep(300)") } }
        try await Task.sleep(for: .milliseconds(50))
        connection.cancel()
        guard case .cancelled = await postgresError({ try await task.value }) else {
            Issue.record("not cancelled")
            return
        }
        // What was cancelled is given up.
        guard
            case .cancelled = await postgresError({
                _ = try await connection.run { try $0.execute("SELECT 1") }
            })
        else {
            Issue.record("still in use")
            return
        }
        await connection.close()
        guard
            case .connectionLost = await postgresError({
                _ = try await connection.run { try $0.execute("SELECT 1") }
            })
        else {
            Issue.record("not closed")
            return
        }
        try await test.drop()
    }
}
