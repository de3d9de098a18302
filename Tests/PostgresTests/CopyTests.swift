import Postgres
import Synchronization
import Testing

@Suite("COPY and streams")
struct CopyTests {
    @Test("rows copied in are the rows copied out, whatever their characters")
    func roundTrip() async throws {
        let database = try await sharedDatabase()
        var generator = SeededGenerator(seed: 3)
        let alphabet = Array("ab\\\t\n\r\u{8}\u{B}'\"N.ơ𠀋".unicodeScalars)
        let texts: [String?] =
            ["\\N", "\\.", "", nil]
            + (0..<500).map { _ in
                var text = ""
                for _ in 0..<Int.random(in: 0...12, using: &generator) {
                    text.unicodeScalars.append(
                        alphabet[Int.random(in: 0..<alphabet.count, using: &generator)])
                }
                return text
            }
        try await database.transaction { session throws in
            try session.script(
                "CREATE TEMPORARY TABLE t (n integer, name text, ok boolean, day date) ON COMMIT DROP")
            let count = try session.copyIn("COPY t (n, name, ok, day) FROM STDIN") { writer in
                for (number, text) in texts.enumerated() {
                    try writer.row { row in
                        row.int(number)
                        row.text(text)
                        row.bool(number % 2 == 0)
                        if number % 3 == 0 { row.null() } else { row.text("2026-11-20") }
                    }
                }
            }
            #expect(count == texts.count)
            #expect(try session.values("SELECT name FROM t ORDER BY n") == texts)
            #expect(try session.value("SELECT count(*) FROM t WHERE ok = (n % 2 = 0)") == texts.count)
            #expect(try session.value("SELECT count(day) FROM t") == texts.indices.count { $0 % 3 != 0 })
            let lines = Mutex<[String]>([])
            let copied = try session.copyOut("COPY (SELECT n, ok FROM t WHERE n < 3 ORDER BY n) TO STDOUT") {
                line in
                lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
            }
            #expect(copied == 3)
            #expect(lines.withLock { $0 } == ["0\tt\n", "1\tf\n", "2\tt\n"])
        }
    }

    @Test("more than one buffer goes in")
    func manyRows() async throws {
        let database = try await sharedDatabase()
        try await database.transaction { session throws in
            try session.script("CREATE TEMPORARY TABLE t (n bigint, name text) ON COMMIT DROP")
            let count = try session.copyIn("COPY t FROM STDIN") { writer in
                for number in 0..<50_000 {
                    try writer.row {
                        $0.int(number)
                        $0.text("Sản phẩm số \(number)")
                    }
                }
            }
            #expect(count == 50_000)
            #expect(try session.value("SELECT sum(n) FROM t", as: Numeric.self) == Numeric("1249975000"))
        }
    }

    @Test("a row that the table refuses names constraint and context, and nothing is loaded")
    func refusedRow() async throws {
        try await withDatabase { database, _ async throws in
            try await database.transaction {
                try $0.script("CREATE TABLE t (n integer CONSTRAINT t_n_positive CHECK (n > 0))")
            }
            for (bad, state) in [("-5", "23514"), ("x", "22P02")] {
                let error = await postgresError {
                    try await database.transaction { session in
                        _ = try session.copyIn("COPY t FROM STDIN") { writer in
                            for number in 1...20_000 { try writer.row { $0.int(number) } }
                            try writer.row { $0.text(bad) }
                        }
                    }
                }
                #expect(error?.sqlState == state)
                #expect(error?.serverError?.context?.contains("line 20001") == true)
            }
            #expect(try await database.read { try $0.value("SELECT count(*) FROM t") } == 0)
        }
    }

    @Test("a closure that gives up loads nothing, and the session goes on")
    func givesUp() async throws {
        struct Enough: Error {}
        let database = try await sharedDatabase()
        try await database.transaction { session throws in
            try session.script("CREATE TEMPORARY TABLE t (n integer, m integer) ON COMMIT DROP")
            for bad in 0..<4 {
                #expect(throws: (any Error).self) {
                    try session.savepoint {
                        try session.copyIn("COPY t FROM STDIN") { writer in
                            try writer.row {
                                $0.int(1)
                                $0.int(nil as Int?)
                            }
                            switch bad {
                            case 0: throw Enough()
                            case 1: try writer.row { $0.int(1) }
                            case 2: try writer.row { for _ in 0..<3 { $0.null() } }
                            default:
                                try writer.row {
                                    $0.text("a\0b")
                                    $0.null()
                                }
                            }
                        }
                    }
                }
            }
            #expect(try session.value("SELECT count(*) FROM t") == 0)
        }
    }

    @Test("what is no COPY is refused, and a COPY is refused as a query; the connection stays usable")
    func refusesOthers() async throws {
        try await withDatabase(poolSize: 1) { database, _ async throws in
            try await database.transaction { try $0.script("CREATE TABLE t (n integer)") }
            let misuses: [@Sendable (Session) throws -> Void] = [
                { try $0.copyIn("SELECT 1") { _ in } }, { try $0.copyOut("SELECT 1") { _ in } },
                { try $0.copyIn("COPY t TO STDOUT") { _ in } },
                { try $0.copyOut("COPY t FROM STDIN") { _ in } },
                { try $0.copyIn("COPY t FROM STDIN (FORMAT binary)") { _ in } },
                { try $0.execute("COPY t TO STDOUT") }, { try $0.execute("COPY t FROM STDIN") },
                { try $0.script("COPY t TO STDOUT") }, { try $0.script("COPY t FROM STDIN") },
                { try $0.copyOut("COPY (SELECT \(1)) TO STDOUT") { _ in } },
                { session in try session.stream("SELECT 1") { _ in try session.execute("SELECT 1") } },
            ]
            for (index, misuse) in misuses.enumerated() {
                let error = await postgresError { try await database.transaction { try misuse($0) } }
                guard case .misuse = error else {
                    Issue.record("\(index): \(String(describing: error))")
                    continue
                }
                #expect(try await database.read { try $0.value("SELECT 1") } == 1)
            }
        }
    }

    @Test("a stream gives every row of a large result")
    func streams() async throws {
        let database = try await sharedDatabase()
        let sum = Mutex(0)
        try await database.read { session in
            try session.stream(
                "SELECT n, repeat('x', 100) AS filling FROM generate_series(1, \(20_000)) AS n"
            ) { row in
                let n: Int = try row("n")
                sum.withLock { $0 += n }
            }
            try session.stream("SELECT 1 WHERE false") { _ in Issue.record("there is no row") }
        }
        #expect(sum.withLock { $0 } == 200_010_000)
    }

    @Test("a stream that is given up ends soon, and the next work is not disturbed")
    func abandonsStream() async throws {
        struct Enough: Error {}
        try await withDatabase(poolSize: 1) { database, _ async throws in
            for _ in 0..<5 {
                let start = ContinuousClock.now
                await #expect(throws: Enough.self) {
                    try await database.read {
                        try $0.stream("SELECT generate_series(1, 1000000000)") { _ in throw Enough() }
                    }
                }
                await #expect(throws: Enough.self) {
                    try await database.read {
                        try $0.copyOut("COPY (SELECT generate_series(1, 1000000000)) TO STDOUT") { _ in
                            throw Enough()
                        }
                    }
                }
                // far below what the whole series would take, far above what a busy machine may need
                #expect(ContinuousClock.now - start < .seconds(60))
                #expect(try await database.read { try $0.value("SELECT 1") } == 1)
            }
        }
    }

    @Test("an error in the middle of a stream comes out")
    func failsInTheMiddle() async throws {
        let database = try await sharedDatabase()
        let rows = Counter()
        let error = await postgresError {
            try await database.read {
                try $0.stream("SELECT 1 / (5000 - n) FROM generate_series(1, 9000) AS n") { _ in
                    rows.increment()
                }
            }
        }
        #expect(error?.sqlState == "22012")
        #expect(rows.value == 4999)
    }
}
