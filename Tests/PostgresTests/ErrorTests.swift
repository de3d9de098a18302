import Postgres
import Synchronization
import TestSupport
import Testing

import struct Logging.LogEvent
import protocol Logging.LogHandler
import struct Logging.Logger

@Suite("errors of the server")
struct ErrorTests {
    private let schema = """
        CREATE TABLE unit (code text CONSTRAINT unit_pkey PRIMARY KEY);
        CREATE TABLE product (
          id bigint CONSTRAINT product_pkey PRIMARY KEY,
          unit text NOT NULL CONSTRAINT product_unit_fkey REFERENCES unit,
          year integer CONSTRAINT product_year_after_1945 CHECK (year > 1945)
        );
        INSERT INTO unit VALUES ('secret-1');
        """

    /// The errors of statements, each in a transaction of its own on the tables above.
    private func failures(_ statements: [SQL], line: UInt = #line) async throws -> [ServerError] {
        try await withDatabase { database, _ async throws in
            try await database.transaction { try $0.script(schema) }
            var errors: [ServerError] = []
            for sql in statements {
                let error = await postgresError {
                    _ = try await database.transaction { try $0.execute(sql, line: line) }
                }
                errors.append(try #require(error?.serverError))
            }
            return errors
        }
    }

    @Test("carry SQLSTATE, constraint, table and place, and no values")
    func carryConstraint() async throws {
        let line: UInt = 4711
        let cases: [(SQL, String, String?)] = [
            ("INSERT INTO unit VALUES (\("secret-1"))", "23505", "unit_pkey"),
            ("INSERT INTO product VALUES (1, \("secret-2"), 2000)", "23503", "product_unit_fkey"),
            ("INSERT INTO product VALUES (1, \("secret-1"), \(1555))", "23514", "product_year_after_1945"),
            ("INSERT INTO product VALUES (1, NULL, \(1999))", "23502", nil),
        ]
        let errors = try await failures(cases.map(\.0), line: line)
        for ((sql, state, constraint), error) in zip(cases, errors) {
            #expect(error.sqlState == state)
            #expect(error.constraint == constraint)
            #expect(error.table != nil)
            #expect(error.statement == sql.text)
            #expect(error.site.line == line)
            #expect(error.site.file.hasSuffix("ErrorTests.swift"))
            for text in ["\(error)", "\(PostgresError.server(error))"] {
                #expect(text.contains(state))
                #expect(text.contains(":4711"))
                for value in ["secret", "1555", "1999"] { #expect(!text.contains(value)) }
            }
            #expect(error.detail?.isEmpty == false)
        }
    }

    @Test("whose message quotes the value say so without it")
    func withholdQuotedValues() async throws {
        let types = ["bigint", "date", "boolean", "uuid"]
        for error in try await failures(types.map { "SELECT \("secret-3")::text::\(SQL(trusted: $0))" }) {
            #expect(error.sqlState.hasPrefix("22"))
            #expect(error.message.contains("secret"))
            #expect(!"\(error)".contains("secret"))
        }
    }

    @Test("of syntax tell the position")
    func tellPosition() async throws {
        let error = try #require(try await failures(["SELECT 1 FRM unit"]).first)
        #expect(error.sqlState == "42601")
        #expect(error.position == 14)
    }

    @Test("leave the connection usable")
    func leaveConnectionUsable() async throws {
        try await withDatabase(poolSize: 1) { database, _ async throws in
            let before = try await database.read { try $0.value("SELECT pg_backend_pid()", as: Int.self) }
            for _ in 0..<3 {
                await #expect(throws: PostgresError.self) {
                    try await database.transaction { try $0.execute("SELECT 1/0") }
                }
            }
            let after = try await database.read { try $0.value("SELECT pg_backend_pid()", as: Int.self) }
            #expect(before == after)
        }
    }

    @Test("of a server that is not there are “unreachable” and name no password")
    func unreachable() async throws {
        for url in [
            "postgresql://cnnt:hunter2@127.0.0.1:1/cnnt", "postgresql://cnnt:hunter2@/cnnt?host=/nonexistent",
            "postgresql://:hunter2@[", "no url",
        ] {
            let database = Database(url: url)
            let error = await postgresError {
                _ = try await database.read { try $0.value("SELECT 1", as: Int.self) }
            }
            #expect(error?.isUnreachable == true)
            #expect(error?.description.contains("hunter2") == false)
            await database.close()
        }
    }

    @Test("of a database that is not there say so")
    func missingDatabase() async throws {
        let test = try await TestCluster.shared().makeDatabase()
        try await test.drop()
        let database = Database(url: test.url)
        let error = await postgresError {
            _ = try await database.read { try $0.value("SELECT 1", as: Int.self) }
        }
        #expect(error?.description.contains(test.name) == true)
        await database.close()
    }

    @Test("the program's role cannot create tables and is no superuser")
    func programRole() async throws {
        try await withDatabase { owner, test async throws in
            try await owner.transaction {
                try $0.script("CREATE TABLE t (n integer); GRANT SELECT ON t TO cnnt")
            }
            let program = Database(url: test.url)
            #expect(try await program.read { try $0.value("SELECT count(*) FROM t") } == 0)
            for statement in [
                "CREATE TABLE own (n integer)", "INSERT INTO t VALUES (1)", "DROP TABLE t",
                "SET ROLE cnnt_owner",
                "CREATE DATABASE x", "CREATE ROLE x", "CREATE SCHEMA x", "COPY t FROM PROGRAM 'true'",
            ] {
                let error = await postgresError {
                    _ = try await program.transaction { try $0.execute(SQL(trusted: statement)) }
                }
                #expect(["42501", "25001"].contains(error?.sqlState), "\(statement)")
            }
            try await program.transaction {
                try $0.script("CREATE TEMPORARY TABLE import (n integer) ON COMMIT DROP")
            }
            #expect(
                try await program.read {
                    try $0.values(
                        "SELECT rolname FROM pg_roles WHERE rolsuper AND rolname IN (\("cnnt"), \("cnnt_owner"))",
                        as: String.self)
                }.isEmpty)
            await program.close()
        }
    }

    @Test("warnings of the server go to the log")
    func notices() async throws {
        let recorder = Recorder()
        let test = try await TestCluster.shared().makeDatabase()
        let logger = Logger(label: "test") { _ in RecordingHandler(recorder: recorder) }
        let database = Database(url: test.ownerURL, logger: logger)
        try await database.transaction {
            try $0.script("DO $$ BEGIN RAISE WARNING 'the kiln is hot'; RAISE NOTICE 'not this'; END $$")
        }
        await database.close()
        try await test.drop()
        #expect(recorder.lines.withLock { $0 } == ["warning: the kiln is hot"])
    }
}

private final class Recorder: Sendable {
    let lines = Mutex<[String]>([])
}

private struct RecordingHandler: LogHandler {
    let recorder: Recorder
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    init(recorder: Recorder) { self.recorder = recorder }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        recorder.lines.withLock { $0.append("\(event.level): \(event.message)") }
    }
}
