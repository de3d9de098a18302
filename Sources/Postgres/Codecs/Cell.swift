/// One value of a result, in PostgreSQL's binary format.
public struct Cell {
    /// The object number of the value's type; in an element of an array that of the element.
    public let typeOID: UInt32
    private let start: UnsafeRawPointer?
    private let length: Int
    /// Keeps the memory alive that `start` points into.
    private let result: ResultSet
    private let column: Int

    init(start: UnsafeRawPointer?, length: Int, typeOID: UInt32, result: ResultSet, column: Int) {
        self.start = start
        self.length = length
        self.typeOID = typeOID
        self.result = result
        self.column = column
    }

    public var isNull: Bool { start == nil }

    /// The name of the column in the result.
    public var columnName: String { result.columns.name(column) }

    /// Gives the bytes to a closure, which must not let them out; NULL is an error.
    public func withBytes<R, T>(reading type: T.Type, _ body: (UnsafeRawBufferPointer) throws -> R) throws
        -> R
    {
        guard let start else { throw failure(reading: type, "it is NULL") }
        return try body(UnsafeRawBufferPointer(start: start, count: length))
    }

    /// The error of a value that cannot be read as what was asked for. It names column and types and holds no
    /// value.
    public func failure<T>(reading type: T.Type, _ reason: String? = nil) -> PostgresError {
        .decoding(
            DecodingFailure(
                column: columnName, sqlType: SQLType.name(ofOID: typeOID), swiftType: "\(type)",
                reason: reason ?? "the types do not fit"))
    }

    /// A whole value of fixed width in network order, of one of the given types.
    func fixed<Integer: FixedWidthInteger, T>(_: Integer.Type, reading type: T.Type) throws -> Integer {
        try withBytes(reading: type) { bytes in
            guard bytes.count == MemoryLayout<Integer>.size else {
                throw failure(reading: type, "it has \(bytes.count) bytes")
            }
            return Integer(bigEndian: bytes.loadUnaligned(as: Integer.self))
        }
    }

    /// The cell of an element inside this array.
    func element(start: UnsafeRawPointer?, length: Int, typeOID: UInt32) -> Cell {
        Cell(start: start, length: length, typeOID: typeOID, result: result, column: column)
    }
}
