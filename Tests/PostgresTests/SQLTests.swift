import Postgres
import Testing

@Suite("SQL text")
struct SQLTests {
    @Test("a value is bound and is not in the text")
    func bindsValues() throws {
        let name = "Robert'); DROP TABLE product; --"
        let sql: SQL = "SELECT id FROM product WHERE name = \(name) AND year = \(2026)"
        #expect(sql.text == "SELECT id FROM product WHERE name = $1 AND year = $2")
        #expect(sql.parameters == [try name.encode(), 2026.encode()])
    }

    @Test("nested fragments are numbered through")
    func nests() throws {
        let inner: SQL = "a = \(1) OR b = \("x")"
        let sql: SQL = "SELECT \(0) WHERE (\(inner)) AND c = \(true) AND (\(inner))"
        #expect(sql.text == "SELECT $1 WHERE (a = $2 OR b = $3) AND c = $4 AND (a = $5 OR b = $6)")
        #expect(sql.parameters.count == 6)
        #expect(sql.parameters[1] == 1.encode())
        #expect(sql.parameters[5] == (try "x".encode()))
    }

    @Test("sums and joined pieces keep their parameters in order")
    func joins() {
        let conditions: [SQL] = ["a = \(1)", "b IS NULL", "c = \(3)"]
        var sql: SQL = "SELECT 1 WHERE " + conditions.joined(by: " AND ")
        sql += " LIMIT \(9)"
        #expect(sql.text == "SELECT 1 WHERE a = $1 AND b IS NULL AND c = $2 LIMIT $3")
        #expect(sql.parameters == [1, 3, 9].map { $0.encode() })
        #expect([SQL]().joined(by: ", ").text.isEmpty)
    }

    @Test("identifiers are quoted", arguments: [("product", "\"product\""), ("a\"b; --", "\"a\"\"b; --\"")])
    func quotesIdentifiers(name: String, quoted: String) {
        #expect(("SELECT * FROM \(identifier: name)" as SQL).text == "SELECT * FROM " + quoted)
    }

    @Test("trusted text is taken as it is")
    func trustsText() { #expect(SQL(trusted: "SELECT 'a\\b' || $$x$$").text == "SELECT 'a\\b' || $$x$$") }

    @Test("NULL and empty arrays are declared with their type")
    func declaresTypes() throws {
        let sql: SQL = "SELECT \(nil as Int?), \([PGDate]()), \(nil as PGDate?), \(nil as String?)"
        #expect(sql.parameters.map(\.type.oid) == [20, 1182, 1082, 0])
        #expect(sql.parameters.map { $0.bytes == nil } == [true, false, true, true])
    }

    @Test(
        "attempts at injection come back as the text they are",
        arguments: [
            "'; DROP TABLE canary; --", "\\'; DROP TABLE canary; --", "$1", "$$; DROP TABLE canary; $$",
            "\"; DROP TABLE canary; --", "ʼ; DROP TABLE canary; --", "%27; DROP TABLE canary", "{\"},DROP",
            "\u{1}\u{2}",
            "a\nb\tc\\N", "Nguyễn Thị Hoà 𠀋",
        ])
    func resistsInjection(text: String) async throws {
        let database = try await sharedDatabase()
        try await database.transaction { session throws in
            try session.script("CREATE TEMPORARY TABLE canary (name text) ON COMMIT DROP")
            try session.execute("INSERT INTO canary VALUES (\(text))")
            #expect(try session.values("SELECT name FROM canary") == [text])
            #expect(try session.value("SELECT count(*) FROM canary WHERE name = \(text)") == 1)
            #expect(try session.value("SELECT name = ANY(\([text, "other"])) FROM canary") == true)
        }
    }

    @Test("a text with NUL is refused before anything is sent")
    func refusesNUL() async throws {
        let database = try await sharedDatabase()
        let error = await postgresError {
            _ = try await database.read { try $0.values("SELECT \("a\0b")", as: String.self) }
        }
        guard case .encoding = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
