/// What can be bound to a statement.
///
/// A type of another module conforms by wrapping one of those here, and then works in arrays and optionals
/// too:
///
/// ```swift
/// extension Day: SQLEncodable {
///     public static var sqlType: SQLType { .date }
///     public func encode() throws -> Parameter { try PGDate(daysSince2000: daysSince2000).encode() }
/// }
/// ```
///
/// An enumeration with raw values needs no members: `extension Level: SQLCodable {}`.
public protocol SQLEncodable: Sendable {
    /// The type that is declared to the server, for NULL and for empty arrays too.
    static var sqlType: SQLType { get }
    func encode() throws -> Parameter
}

/// What can be read from a column.
public protocol SQLDecodable {
    /// Reads a value, or throws `PostgresError.decoding`. Only `Optional` accepts NULL.
    init(cell: Cell) throws
}

public typealias SQLCodable = SQLEncodable & SQLDecodable

/// A value on its way to the server.
public struct Parameter: Hashable, Sendable {
    public enum Format: Int32, Sendable {
        case text = 0
        case binary = 1
    }

    public var type: SQLType
    public var format: Format
    /// Nil is NULL.
    public var bytes: [UInt8]?

    public init(_ type: SQLType, _ format: Format = .binary, bytes: [UInt8]?) {
        self.type = type
        self.format = format
        self.bytes = bytes
    }

    static let null = Parameter(.inferred, bytes: nil)
}

extension Optional: SQLEncodable where Wrapped: SQLEncodable {
    public static var sqlType: SQLType { Wrapped.sqlType }

    public func encode() throws -> Parameter {
        try self?.encode() ?? Parameter(Wrapped.sqlType, bytes: nil)
    }
}

extension Optional: SQLDecodable where Wrapped: SQLDecodable {
    public init(cell: Cell) throws {
        self = cell.isNull ? nil : try Wrapped(cell: cell)
    }
}

extension SQLEncodable where Self: RawRepresentable, RawValue: SQLEncodable {
    public static var sqlType: SQLType { RawValue.sqlType }

    public func encode() throws -> Parameter { try rawValue.encode() }
}

extension SQLDecodable where Self: RawRepresentable, RawValue: SQLDecodable {
    public init(cell: Cell) throws {
        guard let value = Self(rawValue: try RawValue(cell: cell)) else {
            throw cell.failure(reading: Self.self, "the value is none of its cases")
        }
        self = value
    }
}
