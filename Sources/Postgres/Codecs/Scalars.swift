public import FoundationEssentials

extension FixedWidthInteger {
    /// Network order.
    var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}

/// The integers: each is sent as the type of its own width (`Int` as `bigint`) and reads any integer that
/// fits.
extension SQLDecodable where Self: FixedWidthInteger {
    public init(cell: Cell) throws {
        let wide: Int64
        switch cell.typeOID {
        case SQLType.int8.oid: wide = try cell.fixed(Int64.self, reading: Self.self)
        case SQLType.int4.oid: wide = Int64(try cell.fixed(Int32.self, reading: Self.self))
        case SQLType.int2.oid: wide = Int64(try cell.fixed(Int16.self, reading: Self.self))
        default: throw cell.failure(reading: Self.self)
        }
        guard let value = Self(exactly: wide) else {
            throw cell.failure(reading: Self.self, "it is out of range")
        }
        self = value
    }
}

extension Int: SQLCodable {
    public static var sqlType: SQLType { .int8 }
    public func encode() -> Parameter { Parameter(.int8, bytes: Int64(self).bigEndianBytes) }
}

extension Int64: SQLCodable {
    public static var sqlType: SQLType { .int8 }
    public func encode() -> Parameter { Parameter(.int8, bytes: bigEndianBytes) }
}

extension Int32: SQLCodable {
    public static var sqlType: SQLType { .int4 }
    public func encode() -> Parameter { Parameter(.int4, bytes: bigEndianBytes) }
}

extension Int16: SQLCodable {
    public static var sqlType: SQLType { .int2 }
    public func encode() -> Parameter { Parameter(.int2, bytes: bigEndianBytes) }
}

extension Bool: SQLCodable {
    public static var sqlType: SQLType { .bool }

    public func encode() -> Parameter { Parameter(.bool, bytes: [self ? 1 : 0]) }

    public init(cell: Cell) throws {
        guard cell.isNull || cell.typeOID == SQLType.bool.oid else { throw cell.failure(reading: Bool.self) }
        self = try cell.fixed(UInt8.self, reading: Bool.self) != 0
    }
}

/// Advisory figures only: nothing official is a floating-point number.
extension Double: SQLCodable {
    public static var sqlType: SQLType { .float8 }

    public func encode() -> Parameter { Parameter(.float8, bytes: bitPattern.bigEndianBytes) }

    public init(cell: Cell) throws {
        switch cell.typeOID {
        case SQLType.float8.oid:
            self.init(bitPattern: try cell.fixed(UInt64.self, reading: Double.self))
        case 700:
            self = Double(Float(bitPattern: try cell.fixed(UInt32.self, reading: Double.self)))
        default: throw cell.failure(reading: Double.self)
        }
    }
}

extension UUID: SQLCodable {
    public static var sqlType: SQLType { .uuid }

    public func encode() -> Parameter {
        Parameter(.uuid, bytes: withUnsafeBytes(of: uuid) { Array($0) })
    }

    public init(cell: Cell) throws {
        guard cell.isNull || cell.typeOID == SQLType.uuid.oid else { throw cell.failure(reading: UUID.self) }
        self.init(
            uuid: try cell.withBytes(reading: UUID.self) { bytes in
                guard bytes.count == 16 else { throw cell.failure(reading: UUID.self, "it is not 16 bytes") }
                return bytes.loadUnaligned(as: uuid_t.self)
            })
    }
}
