import Postgres
import TestSupport
import Testing

@Suite("reads that go to the server together")
struct SharedReadTests {
    /// A row of two columns.
    private struct Echo: RowDecodable, Sendable, Equatable {
        let number: Int
        let text: String

        init(number: Int, text: String) {
            self.number = number
            self.text = text
        }

        init(_ row: Row) throws {
            number = try row("number")
            text = try row("text")
        }
    }

    @Test("each of a thousand tasks gets its own answer")
    func ownAnswers() async throws {
        try await withDatabase(poolSize: 8) { database, _ async throws in
            let echoes = try await withThrowingTaskGroup(of: Bool.self, returning: Int.self) { group in
                for number in 0..<1000 {
                    group.addTask {
                        let rows = try await database.query(
                            "SELECT n AS number, \("số \(number)") AS text FROM generate_series(1, \(number % 7)) n",
                            as: Echo.self)
                        return rows
                            == (0..<number % 7).map { Echo(number: $0 + 1, text: "số \(number)") }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(echoes == 1000)
        }
    }

    @Test("what waited goes in one exchange, and alone it goes alone")
    func together() async throws {
        try await withDatabase(poolSize: 1) { database, _ async throws in
            // now() is when a transaction began: one for what is sent in one piece
            let starts = try await whileBusy(database) {
                try await withThrowingTaskGroup(of: String.self, returning: Set<String>.self) { group in
                    for _ in 0..<12 { group.addTask { try await database.value("SELECT now()::text") } }
                    return try await group.reduce(into: []) { $0.insert($1) }
                }
            }
            #expect(starts.count == 1)
            var singly: Set<String> = []
            for _ in 0..<3 { singly.insert(try await database.value("SELECT now()::text")) }
            #expect(singly.count == 3)
        }
    }

    @Test("one that fails is told so, and its neighbours have their answers")
    func failsAlone() async throws {
        try await withDatabase(poolSize: 1) { database, _ async throws in
            let (sums, failures) = try await whileBusy(database) {
                try await withThrowingTaskGroup(of: (Int?, String?).self, returning: (Int, [String]).self) {
                    group in
                    for number in 0..<15 {
                        group.addTask {
                            do {
                                // two fail when they are run, one when it is read by the server, one already here
                                switch number {
                                case 3, 9:
                                    return (
                                        try await database.value("SELECT 1 / (\(number) - \(number))"), nil
                                    )
                                case 5: return (try await database.value("SELEKT \(number)"), nil)
                                case 7: return (try await database.value("SELECT length(\("a\0b"))"), nil)
                                default: return (try await database.value("SELECT \(number)"), nil)
                                }
                            } catch PostgresError.server(let error) {
                                return (nil, error.sqlState)
                            } catch PostgresError.encoding {
                                return (nil, "encoding")
                            }
                        }
                    }
                    return try await group.reduce(into: (0, [])) {
                        $0.0 += $1.0 ?? 0
                        if let failure = $1.1 { $0.1.append(failure) }
                    }
                }
            }
            #expect(sums == (0..<15).reduce(0, +) - 3 - 9 - 5 - 7)
            #expect(failures.sorted() == ["22012", "22012", "42601", "encoding"])
        }
    }

    @Test("one that is slow is stopped after its time, and those behind it are answered")
    func stopsSlow() async throws {
        try await withDatabase(poolSize: 1, statementTimeout: .milliseconds(300)) {
            database, _ async throws in
            let outcomes = try await whileBusy(database) {
                async let slow = postgresError {
                    let _: Bool = try await database.value("SELECT pg_sleep(5) IS NULL")
                }
                async let first: Int = database.value("SELECT 1")
                async let second: Int = database.value("SELECT 2")
                return (await slow, try await first + second)
            }
            guard case .statementTimeout(let statement) = outcomes.0 else {
                Issue.record("\(String(describing: outcomes.0))")
                return
            }
            #expect(statement.contains("pg_sleep"))
            #expect(outcomes.1 == 3)
        }
    }

    @Test("one that is stopped while those behind it are still being sent is told as too slow all the same")
    func stopsSlowWhileSending() async throws {
        try await withDatabase(poolSize: 1, statementTimeout: .seconds(1)) { database, _ async throws in
            // more than the sockets hold: the last of it leaves when the server reads again, which it does after the slow one
            let long = String(repeating: "x", count: 16 << 20)
            let outcomes = try await whileBusy(database) {
                async let slow = postgresError {
                    let _: Bool = try await database.value("SELECT pg_sleep(30) IS NULL")
                }
                while database.load.waiting == 0 { try await Task.sleep(for: .milliseconds(1)) }
                async let length: Int = database.value("SELECT length(\(long))")
                return (await slow, try await length)
            }
            guard case .statementTimeout = outcomes.0 else {
                Issue.record("\(String(describing: outcomes.0))")
                return
            }
            #expect(outcomes.1 == 16 << 20)
        }
    }

    @Test("megabytes in both directions do not block each other")
    func large() async throws {
        try await withDatabase(poolSize: 1) { database, _ async throws in
            let lengths = try await whileBusy(database) {
                try await withThrowingTaskGroup(of: Int.self, returning: [Int].self) { group in
                    for number in 1...10 {
                        group.addTask {
                            let sent = String(repeating: "ố", count: number * 200_000)
                            let back: String = try await database.value("SELECT \(sent) || \(sent)")
                            return back == sent + sent ? back.count : 0
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }.sorted()
                }
            }
            #expect(lengths == (1...10).map { $0 * 400_000 })
        }
    }

    @Test("connections that the server ends meanwhile are replaced, and every read is answered")
    func survivesLosses() async throws {
        try await withDatabase(poolSize: 4) { database, test async throws in
            let (sum, ended) = try await whileConnectionsEnd(test) { parts in
                var sum = 0
                for number in 0..<40 {
                    sum += try await withThrowingTaskGroup(of: Int.self) { group in
                        for part in 0..<30 {
                            group.addTask { try await database.value("SELECT \(number * 30 + part)") }
                        }
                        return try await group.reduce(0, +)
                    }
                    parts.increment()
                }
                return sum
            }
            #expect(sum == (0..<1200).reduce(0, +))
            #expect(ended > 0)
        }
    }

    @Test("a table that changes its shape between two exchanges is read in its new one")
    func changedTable() async throws {
        try await withDatabase(poolSize: 1) { database, _ async throws in
            _ = try await database.transaction {
                try $0.script("CREATE TABLE thing (number int); INSERT INTO thing VALUES (7)")
            }
            for type in ["int", "text", "bigint", "text"] {
                try await database.transaction {
                    try $0.script(
                        "ALTER TABLE thing ALTER COLUMN number TYPE \(type) USING number::text::\(type)")
                }
                let columns = try await whileBusy(database) {
                    try await withThrowingTaskGroup(of: String.self, returning: [String].self) { group in
                        for _ in 0..<5 {
                            group.addTask {
                                type == "text"
                                    ? try await database.value("SELECT number FROM thing")
                                    : "\(try await database.value("SELECT number FROM thing", as: Int.self))"
                            }
                        }
                        return try await group.reduce(into: []) { $0.append($1) }
                    }
                }
                #expect(columns == Array(repeating: "7", count: 5))
            }
        }
    }

    @Test("who waits too long is told, and the next is answered")
    func timesOut() async throws {
        try await withDatabase(poolSize: 1, acquireTimeout: .seconds(5)) { database, _ async throws in
            let error = try await whileHeld(database) {
                await postgresError { let _: Int = try await database.value("SELECT 1") }
            }
            guard case .poolTimeout = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(database.load.refusals >= 1)
            #expect(try await database.value("SELECT 2") == 2)
        }
    }

    @Test("more than may wait are refused at once")
    func refuses() async throws {
        let test = try await TestCluster.shared().makeDatabase()
        let database = Database(url: test.ownerURL, poolSize: 1, acquireTimeout: patience, longestQueue: 10)
        let (answers, refusals) = try await whileBusy(database) {
            try await withThrowingTaskGroup(of: Bool.self, returning: (Int, Int).self) { group in
                for _ in 0..<25 {
                    group.addTask {
                        do {
                            return try await database.value("SELECT true")
                        } catch PostgresError.poolFull {
                            return false
                        }
                    }
                }
                return try await group.reduce(into: (0, 0)) {
                    if $1 { $0.0 += 1 } else { $0.1 += 1 }
                }
            }
        }
        #expect(answers == 10)
        #expect(refusals == 15)
        await database.close()
        try await test.drop()
    }

    @Test("without a server everybody is told, after closing too")
    func unreachable() async throws {
        let nowhere = Database(url: "postgresql://nobody@127.0.0.1:1/none", poolSize: 2)
        let failures = await withTaskGroup(of: Bool.self, returning: Int.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    let error = await postgresError { let _: Int = try await nowhere.value("SELECT 1") }
                    if case .unreachable = error { return true } else { return false }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(failures == 20)
        await nowhere.close()
        guard case .poolClosed = await postgresError({ let _: Int = try await nowhere.value("SELECT 1") })
        else {
            Issue.record("a closed database answers")
            return
        }
    }
}
