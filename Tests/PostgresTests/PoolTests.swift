import Postgres
import TestSupport
import Testing

@Suite("the pool at work")
struct PoolTests {
    @Test("many tasks share few connections and all get their answer")
    func underLoad() async throws {
        try await withDatabase(poolSize: 3) { database, _ async throws in
            let pids = try await withThrowingTaskGroup(of: Int.self, returning: Set<Int>.self) { group in
                for number in 0..<400 {
                    group.addTask {
                        try await database.read(number % 2 == 0 ? .single : .snapshot) { session in
                            let (pid, echo) = try session.one(
                                "SELECT pg_backend_pid() AS pid, \(number) AS echo"
                            ) {
                                (try $0("pid", as: Int.self), try $0("echo", as: Int.self))
                            }
                            #expect(echo == number)
                            return pid
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.insert($1) }
            }
            #expect((1...3).contains(pids.count))
        }
    }

    @Test("who waits too long for a connection is told, and the pool works on")
    func timesOut() async throws {
        try await withDatabase(poolSize: 1, acquireTimeout: .seconds(5)) { database, _ async throws in
            let error = try await whileHeld(database) {
                await postgresError { _ = try await database.read { try $0.execute("SELECT 1") } }
            }
            guard case .poolTimeout = error else {
                Issue.record("no timeout")
                return
            }
            #expect(try await database.read { try $0.value("SELECT 6") } == 6)
        }
    }

    @Test("connections that the server ended while idle are replaced without anybody noticing")
    func replacesDead() async throws {
        try await withDatabase(poolSize: 3) { database, test async throws in
            let kill: SQL = """
                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """
            for style in [Database.ReadStyle.single, .snapshot] {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<3 {
                        group.addTask {
                            try await database.read { _ = try $0.execute("SELECT pg_sleep(0.05)") }
                        }
                    }
                    try await group.waitForAll()
                }
                let other = try await Connection.open(Configuration(url: test.ownerURL))
                #expect(try await other.run { try $0.value(kill) } == 3)
                await other.close()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<12 {
                        group.addTask { () async throws in
                            #expect(
                                try await database.read(style) { try $0.value("SELECT \(number)") } == number)
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }

    @Test("a connection that was idle for long is checked before it is used")
    func checksIdle() async throws {
        let test = try await TestCluster.shared().makeDatabase()
        let database = Database(Configuration(url: test.ownerURL), poolSize: 1, checkAfter: .zero)
        let other = try await Connection.open(Configuration(url: test.ownerURL))
        for round in 0..<3 {
            let pid = try await database.read { try $0.value("SELECT pg_backend_pid()", as: Int32.self) }
            #expect(try await database.transaction { try $0.value("SELECT pg_backend_pid()") } == pid)
            if round == 1 {
                _ = try await other.run { try $0.value("SELECT pg_terminate_backend(\(pid))", as: Bool.self) }
            }
        }
        await other.close()
        await database.close()
        try await test.drop()
    }

    @Test("a connection that breaks inside a transaction loses it, and says so")
    func breaksInside() async throws {
        try await withDatabase(poolSize: 1) { database, _ async throws in
            let runs = Counter()
            let error = await postgresError {
                try await database.transaction { session in
                    runs.increment()
                    _ = try session.execute("SELECT pg_terminate_backend(pg_backend_pid())")
                }
            }
            guard case .connectionLost = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(runs.value == 1)
            #expect(try await database.read { try $0.value("SELECT 1") } == 1)
        }
    }

    @Test("closing waits for the work that goes on and refuses what comes later")
    func drains() async throws {
        let test = try await TestCluster.shared().makeDatabase()
        let database = Database(url: test.ownerURL)
        let gate = Gate()
        let work = Task {
            try await database.transaction { session in
                gate.open(1)
                return try session.value("SELECT 7 FROM pg_sleep(0.1)", as: Int.self)
            }
        }
        await gate.opened(1)
        await database.close()
        guard
            case .poolClosed = await postgresError({
                _ = try await database.read { try $0.execute("SELECT 1") }
            })
        else {
            Issue.record("still open")
            return
        }
        #expect(try await work.value == 7)
        // Twice is once.
        await database.close()
        try await test.drop()
    }
}
