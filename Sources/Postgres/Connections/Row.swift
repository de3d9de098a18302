/// One row of a result: `try row("name")` reads a column as whatever type is wanted there.
public struct Row {
    private let result: ResultSet
    private let index: Int

    init(_ result: ResultSet, _ index: Int) {
        self.result = result
        self.index = index
    }

    public var columnNames: [String] { result.columns.names }

    /// Reads a column by its name; of several of that name, the first.
    public func callAsFunction<T: SQLDecodable>(_ name: String, as type: T.Type = T.self) throws -> T {
        try T(cell: cell(name, wanted: type))
    }

    /// Reads a column by its place, counted from 0.
    public func callAsFunction<T: SQLDecodable>(at column: Int, as type: T.Type = T.self) throws -> T {
        guard result.columns.types.indices.contains(column) else {
            throw missing("\(column)", wanted: type)
        }
        return try T(cell: result.cell(row: index, column: column))
    }

    public func isNull(_ name: String) throws -> Bool { try cell(name, wanted: Never.self).isNull }

    private func cell<T>(_ name: String, wanted: T.Type) throws -> Cell {
        guard let column = result.columns.index(of: name) else { throw missing(name, wanted: wanted) }
        return result.cell(row: index, column: column)
    }

    private func missing<T>(_ column: String, wanted: T.Type) -> PostgresError {
        .decoding(
            DecodingFailure(
                column: column, sqlType: "missing", swiftType: "\(wanted)",
                reason: "the result has no such column, only " + columnNames.joined(separator: ", ")))
    }
}

/// What is made of a whole row.
public protocol RowDecodable {
    init(_ row: Row) throws
}
