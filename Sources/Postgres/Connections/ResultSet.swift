import CPostgres

/// What a statement answered, or those rows of it that are for one who asked.
final class ResultSet {
    /// Frees a result of libpq when nobody reads from it any more.
    private final class Owned {
        let raw: OpaquePointer

        init(_ raw: OpaquePointer) { self.raw = raw }

        deinit { PQclear(raw) }
    }

    private let owned: Owned
    let columns: Columns
    private let first: Int
    let count: Int

    /// `columns` are taken over from an earlier result of the same statement.
    init(_ raw: OpaquePointer, columns: Columns? = nil) {
        owned = Owned(raw)
        self.columns = columns ?? Columns(of: raw)
        first = 0
        count = Int(PQntuples(raw))
    }

    private init(_ whole: ResultSet, _ rows: Range<Int>) {
        owned = whole.owned
        columns = whole.columns
        first = whole.first + rows.lowerBound
        count = rows.count
    }

    /// These rows alone.
    func part(_ rows: Range<Int>) -> ResultSet { ResultSet(self, rows) }

    var raw: OpaquePointer { owned.raw }
    var status: ExecStatusType { PQresultStatus(raw) }

    /// Rows inserted, updated, deleted, selected or copied.
    var affectedRows: Int { Int(String(cString: PQcmdTuples(raw))) ?? 0 }

    var commandTag: String { String(cString: PQcmdStatus(raw)) }

    func cell(row: Int, column: Int) -> Cell {
        let row = Int32(first + row), index = Int32(column)
        let isNull = PQgetisnull(raw, row, index) == 1
        return Cell(
            start: isNull ? nil : PQgetvalue(raw, row, index).map { UnsafeRawPointer($0) },
            length: Int(PQgetlength(raw, row, index)), typeOID: columns.types[column], result: self,
            column: column)
    }

    func rows<T>(_ row: (Row) throws -> T) throws -> [T] { try (0..<count).map { try row(Row(self, $0)) } }

    /// The only row; none or several throw `.rowCount`.
    func only<T>(of sql: SQL, _ row: (Row) throws -> T) throws -> T {
        guard count == 1 else {
            throw PostgresError.rowCount(expected: 1, actual: count, statement: sql.text)
        }
        return try row(Row(self, 0))
    }
}

/// The columns of a result, found by name.
final class Columns {
    let names: [String]
    let types: [UInt32]
    /// Code reads the columns of every row in the same order, so the next one is nearly always the one asked
    /// for.
    private var expected = 0
    private let isUnambiguous: Bool

    init(of result: OpaquePointer) {
        let count = PQnfields(result)
        names = (0..<count).map { PQfname(result, $0).map { String(cString: $0) } ?? "" }
        types = (0..<count).map { PQftype(result, $0) }
        isUnambiguous = Set(names).count == names.count
    }

    func name(_ index: Int) -> String { names.indices.contains(index) ? names[index] : "?" }

    func index(of name: String) -> Int? {
        if expected >= names.count { expected = 0 }
        if isUnambiguous, expected < names.count, names[expected] == name {
            defer { expected += 1 }
            return expected
        }
        guard let index = names.firstIndex(of: name) else { return nil }
        expected = index + 1
        return index
    }
}
