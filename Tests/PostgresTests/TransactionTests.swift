import Postgres
import TestSupport
import Testing

@Suite("transactions")
struct TransactionTests {
    @Test("what a closure throws undoes everything and comes out unchanged")
    func rollsBack() async throws {
        struct Refused: Error, Equatable { let code: Int }
        try await withDatabase { database, _ async throws in
            try await database.transaction { try $0.script("CREATE TABLE t (n integer)") }
            await #expect(throws: Refused(code: 7)) {
                try await database.transaction { session in
                    try session.execute("INSERT INTO t VALUES (1)")
                    throw Refused(code: 7)
                }
            }
            #expect(try await database.read { try $0.value("SELECT count(*) FROM t") } == 0)
        }
    }

    @Test("a transaction's own settings end with it, and one that the server does not know begins none")
    func settings() async throws {
        try await withDatabase { database, _ async throws in
            let before: String = try await database.read { try $0.value("SHOW enable_seqscan") }
            let within: String = try await database.read(settings: LocalSettings(["enable_seqscan": "off"])) {
                try $0.value("SHOW enable_seqscan")
            }
            let after: String = try await database.read { try $0.value("SHOW enable_seqscan") }
            #expect([before, within, after] == ["on", "off", "on"])
            let error = await postgresError {
                try await database.read(settings: LocalSettings(["no_such_setting": "off"])) {
                    _ = try $0.execute("SELECT 1")
                }
            }
            guard case .server(let told) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(told.sqlState == "42704")
            #expect(try await database.read { try $0.value("SELECT 1") } == 1)
        }
    }

    @Test("an error that the closure swallowed does not become a silent loss")
    func swallowedError() async throws {
        try await withDatabase { database, _ async throws in
            try await database.transaction { try $0.script("CREATE TABLE t (n integer)") }
            let error = await postgresError {
                try await database.transaction { session in
                    try session.execute("INSERT INTO t VALUES (1)")
                    _ = try? session.execute("SELECT 1/0")
                }
            }
            guard case .rolledBack = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(try await database.read { try $0.value("SELECT count(*) FROM t") } == 0)
        }
    }

    @Test("a closure that ends its transaction itself is told")
    func endsItself() async throws {
        let database = try await sharedDatabase()
        let error = await postgresError { try await database.transaction { try $0.script("COMMIT") } }
        guard case .misuse = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("a read cannot write")
    func readOnly() async throws {
        try await withDatabase { database, _ async throws in
            try await database.transaction { try $0.script("CREATE TABLE t (n integer)") }
            let error = await postgresError {
                try await database.read { _ = try $0.execute("INSERT INTO t VALUES (1)") }
            }
            #expect(error?.sqlState == "25006")
        }
    }

    @Test("a snapshot does not see what is committed meanwhile, read committed does")
    func snapshots() async throws {
        try await withDatabase { database, test async throws in
            try await database.transaction { try $0.script("CREATE TABLE t (n integer)") }
            let other = try await Connection.open(Configuration(url: test.ownerURL))
            for (isolation, expected) in [
                (Isolation.repeatableRead, 0), (.serializable, 0), (.readCommitted, 1),
            ] {
                try await database.transaction { try $0.script("TRUNCATE t") }
                let gate = Gate()
                async let counts = database.transaction(isolation) { session in
                    let first = try session.value("SELECT count(*) FROM t", as: Int.self)
                    gate.open(1)
                    gate.wait(for: 2)
                    return [first, try session.value("SELECT count(*) FROM t", as: Int.self)]
                }
                try await other.run { session in
                    gate.wait(for: 1)
                    try session.execute("INSERT INTO t VALUES (1)")
                    gate.open(2)
                }
                #expect(try await counts == [0, expected])
            }
            await other.close()
        }
    }

    @Test("serializable transactions in conflict are run again until each counts")
    func retriesSerializationFailures() async throws {
        try await withDatabase { database, _ async throws in
            try await database.transaction {
                try $0.script(
                    "CREATE TABLE account (id integer PRIMARY KEY, n integer); INSERT INTO account VALUES (1, 0)"
                )
            }
            let runs = Counter()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<10 {
                            try await database.transaction(.serializable, maxAttempts: 100) { session in
                                runs.increment()
                                let n: Int = try session.value("SELECT n FROM account WHERE id = 1")
                                try session.execute("SELECT pg_sleep(0.001)")
                                try session.execute("UPDATE account SET n = \(n + 1) WHERE id = 1")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.read { try $0.value("SELECT n FROM account") } == 40)
            // The control: there were conflicts at all.
            #expect(runs.value > 40)
        }
    }

    @Test("a conflict is run again even if the closure made another error of it")
    func retriesDisguisedConflicts() async throws {
        struct Disguise: Error {}
        let database = try await sharedDatabase()
        let runs = Counter()
        let result = try await database.transaction { session in
            let run = runs.increment()
            do {
                if run < 3 {
                    try session.script("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40001'; END $$")
                }
            } catch {
                throw Disguise()
            }
            return run
        }
        #expect(result == 3)
    }

    @Test("attempts are limited, and the conflict comes out then")
    func limitsAttempts() async throws {
        let database = try await sharedDatabase()
        let runs = Counter()
        let error = await postgresError {
            try await database.transaction(maxAttempts: 3) { session in
                runs.increment()
                try session.script("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$")
            }
        }
        #expect(error?.sqlState == "40P01")
        #expect(runs.value == 3)
    }

    @Test("the loser of a real deadlock is run again")
    func retriesDeadlocks() async throws {
        try await withDatabase { database, _ async throws in
            try await database.transaction {
                try $0.script(
                    "CREATE TABLE booth (id integer PRIMARY KEY, n integer); INSERT INTO booth VALUES (1, 0), (2, 0)"
                )
            }
            let runs = Counter()
            let gate = Gate()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (first, second) in [(1, 2), (2, 1)] {
                    group.addTask {
                        let ownRuns = Counter()
                        try await database.transaction { session in
                            runs.increment()
                            try session.execute("UPDATE booth SET n = n + 1 WHERE id = \(first)")
                            if ownRuns.increment() == 1 {
                                gate.open(first)
                                gate.wait(for: second)
                            }
                            try session.execute("UPDATE booth SET n = n + 1 WHERE id = \(second)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.read { try $0.values("SELECT n FROM booth ORDER BY id") } == [2, 2])
            // once more for each time that the loser, begun again, is quicker than the one that waits for its row
            #expect(runs.value >= 3)
        }
    }

    @Test("a savepoint that fails undoes its part alone")
    func savepoints() async throws {
        try await withDatabase { database, _ async throws in
            try await database.transaction { session throws in
                try session.script("CREATE TABLE t (n integer PRIMARY KEY)")
                try session.execute("INSERT INTO t VALUES (1)")
                for number in [1, 2, 1, 3] {
                    do {
                        try session.savepoint {
                            try session.execute("INSERT INTO t VALUES (\(number + 10))")
                            try session.savepoint {
                                _ = try session.execute("INSERT INTO t VALUES (\(number))")
                            }
                        }
                    } catch let error as PostgresError {
                        #expect(error.constraint == "t_pkey")
                    }
                }
                #expect(try session.savepoint { try session.value("SELECT count(*) FROM t") } == 5)
            }
            #expect(
                try await database.read { try $0.values("SELECT n FROM t ORDER BY n") } == [1, 2, 3, 12, 13])
        }
    }

    @Test("a failed statement inside a savepoint that is not prepared yet can be prepared afterwards")
    func recordsOnlyPrepared() async throws {
        let database = try await sharedDatabase()
        try await database.transaction { session throws in
            for _ in 0..<3 {
                #expect(throws: PostgresError.self) {
                    try session.savepoint { _ = try session.value("SELECT n FROM not_there", as: Int.self) }
                }
            }
            try session.script(
                "CREATE TEMPORARY TABLE not_there (n integer) ON COMMIT DROP; INSERT INTO not_there VALUES (5)"
            )
            for _ in 0..<3 { #expect(try session.value("SELECT n FROM not_there") == 5) }
        }
    }
}
