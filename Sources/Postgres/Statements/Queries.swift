/// Reading and writing. `file` and `line` are where an error says that it happened.
extension Session {
    /// All rows of a query, each made into a value.
    public func query<T>(
        _ sql: SQL, file: StaticString = #fileID, line: UInt = #line, _ row: (Row) throws -> T
    ) throws -> [T] {
        try run(sql, CallSite(file, line)).rows(row)
    }

    public func query<T: RowDecodable>(
        _ sql: SQL, as type: T.Type = T.self, file: StaticString = #fileID, line: UInt = #line
    ) throws -> [T] {
        try query(sql, file: file, line: line, T.init)
    }

    /// The first row, or nil if there is none.
    public func first<T>(
        _ sql: SQL, file: StaticString = #fileID, line: UInt = #line, _ row: (Row) throws -> T
    ) throws -> T? {
        let result = try run(sql, CallSite(file, line))
        return result.count == 0 ? nil : try row(Row(result, 0))
    }

    public func first<T: RowDecodable>(
        _ sql: SQL, as type: T.Type = T.self, file: StaticString = #fileID, line: UInt = #line
    ) throws -> T? {
        try first(sql, file: file, line: line, T.init)
    }

    /// The only row; none or several throw `.rowCount`.
    public func one<T>(
        _ sql: SQL, file: StaticString = #fileID, line: UInt = #line, _ row: (Row) throws -> T
    ) throws -> T {
        try run(sql, CallSite(file, line)).only(of: sql, row)
    }

    public func one<T: RowDecodable>(
        _ sql: SQL, as type: T.Type = T.self, file: StaticString = #fileID, line: UInt = #line
    ) throws -> T {
        try one(sql, file: file, line: line, T.init)
    }

    /// The first column of all rows.
    public func values<V: SQLDecodable>(
        _ sql: SQL, as type: V.Type = V.self, file: StaticString = #fileID, line: UInt = #line
    ) throws -> [V] {
        try query(sql, file: file, line: line) { try $0(at: 0) }
    }

    /// The first column of the only row; none or several throw `.rowCount`.
    public func value<V: SQLDecodable>(
        _ sql: SQL, as type: V.Type = V.self, file: StaticString = #fileID, line: UInt = #line
    ) throws -> V {
        try one(sql, file: file, line: line) { try $0(at: 0) }
    }

    /// Runs a statement and returns how many rows it affected.
    @discardableResult
    public func execute(
        _ sql: SQL, file: StaticString = #fileID, line: UInt = #line
    ) throws -> Int {
        try run(sql, CallSite(file, line)).affectedRows
    }

    /// Runs text of several statements, as in the files of `sql/`. No parameters.
    public func script(_ text: String, file: StaticString = #fileID, line: UInt = #line) throws {
        _ = try runText(text, CallSite(file, line))
    }
}
