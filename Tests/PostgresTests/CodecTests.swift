import FoundationEssentials
import Postgres
import Testing

/// Every codec against the server: what was sent comes back, and the server prints it as we would.
@Suite("codecs through the server")
struct CodecTests {
    /// Sends values as one array and one by one; `type` is what the server is to take them for.
    private func roundTrip<V: SQLCodable & Hashable>(
        _ values: [V], _ type: SQL, text: @escaping @Sendable (V) -> String
    ) async throws {
        let database = try await sharedDatabase()
        try await database.read { session throws in
            let rows = try session.query(
                "SELECT v, v::text AS printed FROM unnest(\(values)::\(type)[]) WITH ORDINALITY AS u (v, n) ORDER BY n"
            ) { (value: try $0("v", as: V.self), printed: try $0("printed", as: String.self)) }
            #expect(rows.map(\.value) == values)
            #expect(rows.map(\.printed) == values.map(text))
            for value in values.prefix(20) {
                #expect(try session.value("SELECT \(value)::\(type)") == value)
                #expect(try session.value("SELECT \([value, value])::\(type)[]") == [value, value])
                #expect(try session.value("SELECT \([value, nil])::\(type)[]") == [value, nil])
                #expect(try session.value("SELECT \(Optional(value))::\(type)") == Optional(value))
                #expect(try session.value("SELECT \(text(value))::text::\(type)") == value)
            }
            #expect(try session.value("SELECT \(nil as V?)::\(type)") == nil as V?)
            #expect(try session.value("SELECT \([] as [V])::\(type)[]") == [] as [V])
            #expect(try session.value("SELECT \([nil] as [V?])::\(type)[]") == [nil] as [V?])
        }
    }

    private func random<V>(_ seed: UInt64, _ make: (inout SeededGenerator) -> V) -> [V] {
        var generator = SeededGenerator(seed: seed)
        return (0..<300).map { _ in make(&generator) }
    }

    @Test("integers")
    func integers() async throws {
        try await roundTrip(
            random(1) { Int64.random(in: .min ... .max, using: &$0) } + [.min, -1, 0, 1, .max], "bigint"
        ) {
            "\($0)"
        }
        try await roundTrip(
            random(2) { Int.random(in: .min ... .max, using: &$0) >> Int.random(in: 0...60, using: &$0) },
            "bigint"
        ) {
            "\($0)"
        }
        try await roundTrip(
            random(3) { Int32.random(in: .min ... .max, using: &$0) } + [.min, 0, .max], "integer"
        ) { "\($0)" }
        try await roundTrip(
            random(4) { Int16.random(in: .min ... .max, using: &$0) } + [.min, 0, .max], "smallint"
        ) { "\($0)" }
    }

    @Test("an integer that does not fit is refused, one that fits is read whatever its width")
    func integerWidths() async throws {
        let database = try await sharedDatabase()
        try await database.read { session throws in
            #expect(try session.value("SELECT 7::smallint", as: Int.self) == 7)
            #expect(try session.value("SELECT 7::bigint", as: Int16.self) == 7)
            #expect(throws: PostgresError.self) { try session.value("SELECT 40000", as: Int16.self) }
            #expect(throws: PostgresError.self) { try session.value("SELECT 5000000000", as: Int32.self) }
        }
    }

    @Test("booleans")
    func booleans() async throws { try await roundTrip([true, false], "boolean") { "\($0)" } }

    @Test("texts of every sort of character")
    func texts() async throws {
        let alphabet = Array("aĐđăâêôơưẾỘ'\"\\{},;$\n\t\r\u{301}\u{7F}𠀋🪑 ".unicodeScalars)
        let texts = random(5) { generator in
            var text = ""
            for _ in 0..<Int.random(in: 0...30, using: &generator) {
                text.unicodeScalars.append(alphabet[Int.random(in: 0..<alphabet.count, using: &generator)])
            }
            return text
        }
        try await roundTrip(texts + ["", "NULL", "{}"], "text") { $0 }
        try await roundTrip(texts.filter { $0.utf8.count < 60 }, "varchar(100)") { $0 }
    }

    @Test("UUIDs")
    func uuids() async throws {
        let ids = random(6) { generator in
            UUID(uuid: unsafeBitCast((generator.next(), generator.next()), to: uuid_t.self))
        }
        try await roundTrip(ids, "uuid") { $0.uuidString.lowercased() }
    }

    @Test("days, from 4713 BC on, and the infinite ones")
    func days() async throws {
        let days = random(7) { PGDate(daysSince2000: .random(in: -2_451_545...1_000_000, using: &$0)) }
        let database = try await sharedDatabase()
        try await database.read { session throws in
            let sums = try session.values(
                "SELECT d - date '2000-01-01' FROM unnest(\(days)) WITH ORDINALITY AS u (d, n) ORDER BY n",
                as: Int32.self)
            #expect(sums == days.map(\.daysSince2000))
            #expect(try session.value("SELECT \(days)") == days)
            #expect(try session.value("SELECT \([days[0], nil])") == [days[0], nil])
            #expect(try session.value("SELECT date '2026-11-20'") == PGDate(daysSince2000: 9820))
            #expect(try session.value("SELECT date 'infinity'") == PGDate.infinity)
            #expect(try session.value("SELECT \(PGDate.negativeInfinity)::text") == "-infinity")
            #expect(try session.value("SELECT date '-infinity'", as: PGDate.self).isFinite == false)
        }
    }

    @Test("moments to the microsecond")
    func moments() async throws {
        let moments = random(8) {
            PGTimestamp(
                microsecondsSince2000: .random(
                    in: -60_000_000_000_000_000...60_000_000_000_000_000, using: &$0))
        }
        let database = try await sharedDatabase()
        try await database.read { session throws in
            let printed = try session.values(
                """
                SELECT (extract(epoch FROM t) * 1000000)::bigint FROM unnest(\(moments)) WITH ORDINALITY AS u (t, n)
                ORDER BY n
                """, as: Int64.self)
            #expect(printed == moments.map(\.microsecondsSince1970))
            #expect(try session.value("SELECT \(moments)") == moments)
            #expect(
                try session.value("SELECT \(PGTimestamp(microsecondsSince1970: 1_500_000))::text")
                    == "1970-01-01 00:00:01.5+00")
            #expect(try session.value("SELECT timestamptz 'infinity'") == PGTimestamp.infinity)
        }
    }

    @Test("exact numbers, as the server prints them")
    func numerics() async throws {
        let numbers = random(9) { generator -> Numeric in
            func digits(_ longest: Int) -> String {
                String(
                    (0..<Int.random(in: 1...longest, using: &generator)).map { _ in
                        // Zeros often: whole base-10,000 digits of them are left out on the wire.
                        Bool.random(using: &generator)
                            ? "0" : "0123456789".randomElement(using: &generator) ?? "0"
                    })
            }
            let text =
                (Bool.random(using: &generator) ? "-" : "") + digits(24)
                + (Bool.random(using: &generator) ? "." + digits(20) : "")
            return Numeric(text) ?? .init(0)
        }
        try await roundTrip(numbers, "numeric") { $0.description }
    }

    @Test("numbers that are none are refused")
    func notNumbers() async throws {
        let database = try await sharedDatabase()
        for text in ["NaN", "Infinity", "-Infinity"] {
            await #expect(throws: PostgresError.self) {
                try await database.read { try $0.value("SELECT \(text)::numeric", as: Numeric.self) }
            }
        }
    }

    @Test("JSON keeps its meaning")
    func json() async throws {
        let database = try await sharedDatabase()
        try await database.read { session throws in
            let document = JSONB(text: #"{"b": [1, 2.50, null], "a": "Hoà \"x\""}"#)
            #expect(
                try session.value("SELECT \(document)")
                    == JSONB(text: #"{"a": "Hoà \"x\"", "b": [1, 2.50, null]}"#))
            #expect(try session.value("SELECT \(document) -> 'b' ->> 1") == "2.50")
            #expect(try session.value("SELECT json '{\"x\": 1}'") == JSONB(text: #"{"x": 1}"#))
            #expect(try session.value("SELECT \([document, nil])", as: [JSONB?].self).count == 2)
        }
        let error = await postgresError {
            _ = try await database.read { try $0.execute("SELECT \(JSONB(text: "{"))") }
        }
        #expect(error?.sqlState == "22P02")
    }

    @Test("bytes")
    func bytes() async throws {
        let values = random(10) { generator in
            Bytes(
                (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                    UInt8.random(in: 0...255, using: &generator)
                })
        }
        try await roundTrip(values, "bytea") { value in
            "\\x" + value.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }

    @Test("floating-point numbers to the last bit")
    func doubles() async throws {
        let values = random(11) { Double(bitPattern: $0.next()) }.filter { $0.isFinite }
        let database = try await sharedDatabase()
        try await database.read { session throws in
            #expect(try session.value("SELECT \(values)") == values)
            #expect(try session.value("SELECT 0.5::real", as: Double.self) == 0.5)
        }
    }

    private enum Colour: String, SQLCodable { case red, green }
    private enum Grade: Int, SQLCodable { case one = 1, two }

    @Test("enumerations of either side")
    func enumerations() async throws {
        try await withDatabase { database, _ async throws in
            try await database.transaction { session throws in
                try session.script(
                    "CREATE TYPE colour AS ENUM ('red', 'green'); CREATE TABLE paint (c colour, g int)")
                try session.execute(
                    "INSERT INTO paint VALUES (\(Colour.green), \(Grade.two)), (\(nil as Colour?), NULL)")
                #expect(try session.values("SELECT c FROM paint WHERE c = \(Colour.green)") == [Colour.green])
                #expect(try session.values("SELECT c FROM paint WHERE c IS NULL") == [nil as Colour?])
                #expect(
                    try session.value("SELECT array_agg(c) FROM paint", as: [Colour?].self) == [.green, nil])
                #expect(
                    try session.value("SELECT count(*) FROM paint WHERE c = ANY(\([Colour.green])::colour[])")
                        == 1)
                #expect(try session.value("SELECT g FROM paint WHERE c = 'green'") == Grade.two)
            }
            let error = await postgresError {
                _ = try await database.read { try $0.value("SELECT 'blue'", as: Colour.self) }
            }
            #expect(error?.description.contains("Colour") == true)
            #expect(error?.description.contains("blue") == false)
        }
    }

    @Test("names, characters and unknown literals are texts")
    func textualTypes() async throws {
        let database = try await sharedDatabase()
        try await database.read { session throws in
            #expect(try session.value("SELECT 'x'::name") == "x")
            #expect(try session.value("SELECT 'x'::char(3)") == "x  ")
            #expect(try session.value("SELECT 'x'") == "x")
            #expect(
                try session.value("SELECT relkind FROM pg_class LIMIT 1", as: String.self).isEmpty == false)
            #expect(try session.value("SELECT array['a', NULL]::name[]") == ["a", nil] as [String?])
        }
    }

    @Test("arrays of several dimensions are refused")
    func dimensions() async throws {
        let database = try await sharedDatabase()
        try await database.read { session throws in
            #expect(throws: PostgresError.self) {
                try session.value("SELECT array[[1,2],[3,4]]", as: [Int].self)
            }
            #expect(throws: PostgresError.self) { try session.execute("SELECT \([[1, 2]])") }
            #expect(throws: PostgresError.self) {
                try session.value("SELECT 'abcdefghijklmnop'", as: [Int].self)
            }
            #expect(throws: PostgresError.self) { try session.value("SELECT array[1, NULL]", as: [Int].self) }
        }
    }
}

extension Numeric {
    fileprivate init(_ number: Int) { self = Numeric("\(number)") ?? Numeric(number) }
}
