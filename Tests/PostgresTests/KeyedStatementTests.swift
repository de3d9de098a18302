import Postgres
import TestSupport
import Testing

@Suite("statements of many keys, each asked by a task of its own")
struct KeyedStatementTests {
    /// A row of a key, and of how many keys its statement was.
    private struct Found: RowDecodable, Sendable, Equatable {
        let key: Int64
        let number: Int
        let keys: Int

        init(_ row: Row) throws {
            key = try row("key")
            number = try row("number")
            keys = try row("keys")
        }
    }

    /// A key has as many rows as its rest by five says.
    private static let rows = KeyedStatement { keys in
        """
        SELECT k.key, n AS number, cardinality(\(keys)) AS keys
        FROM unnest(\(keys)) AS k (key) CROSS JOIN generate_series(1, k.key % 5) n ORDER BY k.key, n
        """
    }

    /// What each of the keys is told, asked by a task of its own.
    private static func ask(
        _ statement: KeyedStatement, of keys: [Int64], _ database: Database
    ) async throws -> [[Found]] {
        try await withThrowingTaskGroup(of: (Int, [Found]).self) { group in
            for (index, key) in keys.enumerated() {
                group.addTask { (index, try await database.query(statement, of: key)) }
            }
            return try await group.reduce(into: Array(repeating: [], count: keys.count)) { $0[$1.0] = $1.1 }
        }
    }

    @Test("those that waited are one statement, and each is told the rows of its own key")
    func together() async throws {
        try await withDatabase(poolSize: 1) { database, _ async throws in
            let keys: [Int64] = [3, 14, 5, 3, 9, 27, -4, 14]
            let told = try await whileBusy(database) { try await Self.ask(Self.rows, of: keys, database) }
            for (key, rows) in zip(keys, told) {
                #expect(rows.map(\.number) == Array(1..<max(1, Int(key % 5) + 1)), "\(key)")
                // two ask about 3 and two about 14
                #expect(rows.allSatisfy { $0.key == key && $0.keys == 6 }, "\(rows)")
            }
            let alone: [Found] = try await database.query(Self.rows, of: 2)
            #expect(alone.map(\.keys) == [1, 1])
        }
    }

    @Test("two statements and others between them are told apart")
    func several() async throws {
        let twice = KeyedStatement { keys in
            """
            SELECT k.key, (k.key * 2)::int AS number, cardinality(\(keys)) AS keys
            FROM unnest(\(keys)) AS k (key) ORDER BY k.key
            """
        }
        try await withDatabase(poolSize: 1) { database, _ async throws in
            let (one, other, sum) = try await whileBusy(database) {
                async let one = Self.ask(Self.rows, of: [1, 2, 4], database)
                async let other = Self.ask(twice, of: [1, 2, 4], database)
                async let sum: Int = database.value("SELECT 1 + 1")
                return (try await one, try await other, try await sum)
            }
            #expect(one.map(\.count) == [1, 2, 4] && other.map { $0.map(\.number) } == [[2], [4], [8]])
            #expect((one + other).joined().allSatisfy { $0.keys == 3 } && sum == 2)
        }
    }

    @Test("whatever comes in whatever order, each is told its own", arguments: 1...5 as ClosedRange<UInt64>)
    func anyOrder(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let keys = (0..<600).map { _ in Int64.random(in: 0...40, using: &random) }
        try await withDatabase(poolSize: 8) { database, _ async throws in
            let told = try await Self.ask(Self.rows, of: keys, database)
            let isRight = zip(keys, told).map { key, rows in
                rows.map(\.number) == Array(1..<max(1, Int(key % 5) + 1)) && rows.allSatisfy { $0.key == key }
            }
            #expect(!isRight.contains(false))
            // that many tasks and that few connections: some went together
            #expect(told.joined().contains { $0.keys > 1 })
        }
    }

    @Test("rows of a key that are apart are a mistake that all are told, instead of a part of them")
    func apart() async throws {
        let mixed = KeyedStatement { keys in
            """
            SELECT k.key, n AS number, cardinality(\(keys)) AS keys
            FROM unnest(\(keys)) AS k (key) CROSS JOIN generate_series(1, 2) n ORDER BY n, k.key
            """
        }
        try await withDatabase(poolSize: 1) { database, _ async throws in
            let failures = try await whileBusy(database) {
                await withTaskGroup(of: Bool.self, returning: Int.self) { group in
                    for key in 1...3 as ClosedRange<Int64> {
                        group.addTask {
                            let error = await postgresError {
                                let _: [Found] = try await database.query(mixed, of: key)
                            }
                            if case .misuse = error { return true } else { return false }
                        }
                    }
                    return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                }
            }
            #expect(failures == 3)
            let alone: [Found] = try await database.query(mixed, of: 1)
            #expect(alone.map(\.number) == [1, 2])
        }
    }

    @Test("what fails, fails for those who went along, and neither for others nor for who comes next")
    func fails() async throws {
        let fragile = KeyedStatement { keys in
            """
            SELECT k.key, (10 / (k.key - 3))::int AS number, cardinality(\(keys)) AS keys
            FROM unnest(\(keys)) AS k (key) ORDER BY k.key
            """
        }
        try await withDatabase(poolSize: 1) { database, _ async throws in
            let (states, other) = try await whileBusy(database) {
                async let other = Self.ask(Self.rows, of: [1], database)
                async let states = withTaskGroup(of: String?.self, returning: [String?].self) { group in
                    for key in 2...4 as ClosedRange<Int64> {
                        group.addTask {
                            let error = await postgresError {
                                let _: [Found] = try await database.query(fragile, of: key)
                            }
                            guard case .server(let error) = error else { return nil }
                            return error.sqlState
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                return (await states, try await other)
            }
            #expect(states == ["22012", "22012", "22012"] && other.map(\.count) == [1])
            let next: [Found] = try await database.query(fragile, of: 4)
            #expect(next.map(\.number) == [10])
        }
    }

    @Test("connections that the server ends meanwhile are replaced, and every key is answered")
    func survivesLosses() async throws {
        try await withDatabase(poolSize: 4) { database, test async throws in
            let (right, ended) = try await whileConnectionsEnd(test) { parts in
                var right = 0
                for _ in 0..<40 {
                    let keys = (0..<30).map { Int64($0) }
                    let told = try await Self.ask(Self.rows, of: keys, database)
                    right += zip(keys, told).count { $0 % 5 == $1.count }
                    parts.increment()
                }
                return right
            }
            #expect(right == 1200)
            #expect(ended > 0)
        }
    }
}
