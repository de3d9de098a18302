import Postgres
import Testing

@Suite("reading rows")
struct QueryTests {
    private struct Product: RowDecodable, Equatable, Sendable {
        let id: Int
        let name: String
        let closed: PGDate?

        init(_ row: Row) throws {
            id = try row("id")
            name = try row("name")
            closed = try row("closed")
        }
    }

    private let products: SQL = """
        SELECT * FROM (VALUES (1, 'Chè', NULL), (2, 'Miến', date '2026-01-01')) AS product (id, name, closed)
        """

    @Test("rows become values of a type, or what a closure makes of them")
    func decodesRows() async throws {
        let database = try await sharedDatabase()
        try await database.read { session throws in
            let all = try session.query(products, as: Product.self)
            #expect(all.map(\.name) == ["Chè", "Miến"])
            #expect(all.map(\.closed) == [nil, PGDate(daysSince2000: 9497)])
            #expect(try session.query(products) { try $0("name", as: String.self) } == ["Chè", "Miến"])
            #expect(try session.query(products) { try $0(at: 1, as: String.self) } == ["Chè", "Miến"])
            #expect(try session.first(products, as: Product.self)?.id == 1)
            #expect(try session.first(products + " WHERE id = \(2)", as: Product.self)?.name == "Miến")
            #expect(try session.first(products + " WHERE id = \(3)", as: Product.self) == nil)
            #expect(try session.one(products + " WHERE id = \(2)", as: Product.self).id == 2)
            #expect(try session.values("SELECT generate_series(1, 3)") == [1, 2, 3])
        }
    }

    @Test("columns are found by name in any order, and again")
    func findsColumns() async throws {
        let database = try await sharedDatabase()
        try await database.read { session throws in
            let sums = try session.query("SELECT 1 AS a, 2 AS b, 3 AS c, 4 AS a FROM generate_series(1, 2)") {
                row in
                try row("c", as: Int.self) * 100 + row("a", as: Int.self) * 10 + row("b", as: Int.self)
                    + row("a", as: Int.self) * 1000
            }
            #expect(sums == [1312, 1312])
        }
    }

    @Test("none or several rows where one is wanted are an error", arguments: [0, 2])
    func wantsOneRow(count: Int) async throws {
        let database = try await sharedDatabase()
        let error = await postgresError {
            _ = try await database.read { try $0.value("SELECT generate_series(1, \(count))", as: Int.self) }
        }
        guard case .rowCount(expected: 1, let actual, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(actual == count)
    }

    @Test(
        "a column that is missing, NULL or of another type is named with both types",
        arguments: [
            ("SELECT 1 AS id", "missing"), ("SELECT NULL::integer AS year", "NULL"),
            ("SELECT 'secret' AS year", "text"),
            ("SELECT 1.5 AS year", "numeric"), ("SELECT date 'infinity' AS year", "date"),
        ])
    func explainsDecoding(text: String, word: String) async throws {
        let database = try await sharedDatabase()
        let error = await postgresError {
            _ = try await database.read { session in
                try session.query(SQL(trusted: text)) { try $0("year", as: Int.self) }
            }
        }
        guard case .decoding(let failure) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(failure.column == "year")
        #expect(failure.swiftType == "Int")
        #expect(failure.description.contains(word))
        #expect(!failure.description.contains("secret"))
    }

    @Test("a place outside the row is an error")
    func refusesPlaces() async throws {
        let database = try await sharedDatabase()
        let error = await postgresError {
            _ = try await database.read { try $0.query("SELECT 1") { try $0(at: 1, as: Int.self) } }
        }
        #expect(error?.description.contains("no such column") == true)
    }

    @Test("execute counts the affected rows")
    func countsRows() async throws {
        try await withDatabase { database, _ async throws in
            try await database.transaction { session throws in
                try session.script("CREATE TABLE t (n integer); CREATE INDEX t_n_idx ON t (n)")
                #expect(try session.execute("INSERT INTO t SELECT generate_series(1, 7)") == 7)
                #expect(try session.execute("UPDATE t SET n = n + 1 WHERE n > \(3)") == 4)
                #expect(try session.execute("DELETE FROM t WHERE n = ANY(\([1, 2, 99]))") == 2)
                #expect(try session.execute("DROP TABLE t") == 0)
            }
        }
    }

    @Test("a statement run often is prepared, and one whose table changed meanwhile is prepared again")
    func preparesAgain() async throws {
        try await withDatabase(poolSize: 1) { database, _ async throws in
            try await database.transaction {
                try $0.script("CREATE TABLE t (a integer); INSERT INTO t VALUES (1)")
            }
            for _ in 0..<4 {
                #expect(try await database.read(.single) { try $0.value("SELECT t.* FROM t") } == 1)
            }
            let prepared = try await database.read(.single) {
                try $0.values("SELECT statement FROM pg_prepared_statements", as: String.self)
            }
            #expect(prepared == ["SELECT t.* FROM t"])
            try await database.transaction { try $0.script("ALTER TABLE t ALTER a TYPE bigint, ADD b text") }
            // Outside a transaction at once, inside by running the whole closure again.
            #expect(try await database.read(.single) { try $0.value("SELECT t.* FROM t") } == 1)
            for _ in 0..<2 {
                _ = try await database.read(.single) { try $0.value("SELECT t.* FROM t", as: Int.self) }
            }
            try await database.transaction { try $0.script("ALTER TABLE t ALTER a TYPE smallint") }
            #expect(try await database.transaction { try $0.value("SELECT t.* FROM t") } == 1)
        }
    }

    @Test("a statement that the server forgot is prepared again")
    func survivesDeallocate() async throws {
        try await withDatabase(poolSize: 1) { database, _ async throws in
            for round in 0..<3 {
                for _ in 0..<3 {
                    #expect(try await database.read(.single) { try $0.value("SELECT \(7)::int") } == 7)
                }
                try await database.transaction { try $0.script("DEALLOCATE ALL") }
                if round == 1 {
                    #expect(try await database.transaction { try $0.value("SELECT \(7)::int") } == 7)
                }
                // Another one that is prepared after that, where an error would spoil the transaction.
                try await database.transaction { session throws in
                    for _ in 0..<3 { #expect(try session.value("SELECT \(round)::int + 1") == round + 1) }
                }
            }
        }
    }

    @Test("more statements than are kept, in any order, stay right")
    func evictsStatements() async throws {
        try await withDatabase(poolSize: 1) { database, _ async throws in
            try await database.read { session throws in
                for round in 0..<3 {
                    for number in 0..<300 {
                        #expect(
                            try session.value(SQL(trusted: "SELECT \(number) + ") + "\(round)::int") == number
                                + round)
                    }
                }
                for _ in 0..<3 { #expect(try session.value("SELECT 299 + \(1)::int") == 300) }
                #expect(try session.value("SELECT count(*) FROM pg_prepared_statements", as: Int.self) <= 257)
            }
        }
    }

    @Test("a single read takes one statement only, and leaves the connection usable")
    func singleReads() async throws {
        let database = try await sharedDatabase()
        let error = await postgresError {
            try await database.read(.single) { session in
                try session.execute("SELECT 1")
                try session.execute("SELECT 2")
            }
        }
        guard case .misuse = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try await database.read(.single) { try $0.value("SELECT 3") } == 3)
    }

    @Test("the session speaks UTC, UTF-8 and ISO days")
    func settings() async throws {
        try await withDatabase(statementTimeout: .seconds(7)) { database, _ async throws in
            try await database.read { session throws in
                for (name, value) in [
                    ("TimeZone", "UTC"), ("client_encoding", "UTF8"), ("DateStyle", "ISO, YMD"),
                    ("statement_timeout", "7s"),
                    ("client_min_messages", "warning"), ("application_name", "cnnt"),
                ] {
                    #expect(try session.value("SELECT current_setting(\(name))") == value)
                }
            }
        }
    }
}
