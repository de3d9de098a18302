/// Sent as text of no declared type, so that the server takes it for what the place wants: `text`, an
/// enumeration, a day, a network address. Read from any type whose binary format is its text.
extension String: SQLCodable {
    public static var sqlType: SQLType { .inferred }

    public func encode() throws -> Parameter {
        let bytes = Array(utf8)
        guard !bytes.contains(0) else { throw PostgresError.encoding("a text holds the character NUL") }
        return Parameter(.inferred, .text, bytes: bytes)
    }

    public init(cell: Cell) throws {
        guard cell.isNull || Self.textual.contains(cell.typeOID) || cell.typeOID >= SQLType.firstUserOID
        else {
            throw cell.failure(reading: String.self)
        }
        self = try cell.withBytes(reading: String.self) { bytes in
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw cell.failure(reading: String.self, "it is not UTF-8")
            }
            return text
        }
    }

    /// "char", name, text, json, xml, unknown, character, character varying.
    private static let textual: Set<UInt32> = [18, 19, 25, 114, 142, 705, 1042, 1043]
}

/// A JSON document as text; `jsonb` keeps what it means, not how it was written.
public struct JSONB: Hashable, Sendable {
    public var text: String

    public init(text: String) { self.text = text }
}

extension JSONB: SQLCodable {
    public static var sqlType: SQLType { .jsonb }

    public func encode() -> Parameter { Parameter(.jsonb, bytes: [1] + Array(text.utf8)) }

    public init(cell: Cell) throws {
        switch cell.typeOID {
        case 114: self.init(text: try String(cell: cell))
        case SQLType.jsonb.oid:
            self.init(
                text: try cell.withBytes(reading: JSONB.self) { bytes in
                    guard bytes.first == 1, let text = String(validating: bytes.dropFirst(), as: UTF8.self)
                    else {
                        throw cell.failure(reading: JSONB.self, "its version is not known")
                    }
                    return text
                })
        default: throw cell.failure(reading: JSONB.self)
        }
    }
}

/// Plain bytes: `bytea`.
public struct Bytes: Hashable, Sendable {
    public var bytes: [UInt8]

    public init(_ bytes: [UInt8]) { self.bytes = bytes }
}

extension Bytes: SQLCodable {
    public static var sqlType: SQLType { .bytea }

    public func encode() -> Parameter { Parameter(.bytea, bytes: bytes) }

    public init(cell: Cell) throws {
        guard cell.isNull || cell.typeOID == SQLType.bytea.oid else {
            throw cell.failure(reading: Bytes.self)
        }
        self.init(try cell.withBytes(reading: Bytes.self) { Array($0) })
    }
}
