/// A calendar day on the wire: `date`.
public struct PGDate: Hashable, Comparable, Sendable {
    public let daysSince2000: Int32

    public init(daysSince2000: Int32) { self.daysSince2000 = daysSince2000 }

    /// PostgreSQL's `infinity` and `-infinity`, which are days to it and to nobody else.
    public static let infinity = PGDate(daysSince2000: .max)
    public static let negativeInfinity = PGDate(daysSince2000: .min)

    public var isFinite: Bool { self != .infinity && self != .negativeInfinity }

    public static func < (left: PGDate, right: PGDate) -> Bool { left.daysSince2000 < right.daysSince2000 }
}

extension PGDate: SQLCodable {
    public static var sqlType: SQLType { .date }

    public func encode() -> Parameter { Parameter(.date, bytes: daysSince2000.bigEndianBytes) }

    public init(cell: Cell) throws {
        guard cell.isNull || cell.typeOID == SQLType.date.oid else {
            throw cell.failure(reading: PGDate.self)
        }
        self.init(daysSince2000: try cell.fixed(Int32.self, reading: PGDate.self))
    }
}

/// A moment on the wire: `timestamp with time zone`, in microseconds since 2000-01-01T00:00:00Z.
public struct PGTimestamp: Hashable, Comparable, Sendable {
    public let microsecondsSince2000: Int64

    public init(microsecondsSince2000: Int64) { self.microsecondsSince2000 = microsecondsSince2000 }

    public init(microsecondsSince1970: Int64) {
        self.init(microsecondsSince2000: microsecondsSince1970 - Self.from1970To2000)
    }

    public var microsecondsSince1970: Int64 { microsecondsSince2000 + Self.from1970To2000 }

    public static let infinity = PGTimestamp(microsecondsSince2000: .max)
    public static let negativeInfinity = PGTimestamp(microsecondsSince2000: .min)

    public var isFinite: Bool { self != .infinity && self != .negativeInfinity }

    public static func < (left: PGTimestamp, right: PGTimestamp) -> Bool {
        left.microsecondsSince2000 < right.microsecondsSince2000
    }

    private static let from1970To2000: Int64 = 946_684_800_000_000
}

extension PGTimestamp: SQLCodable {
    public static var sqlType: SQLType { .timestamptz }

    public func encode() -> Parameter { Parameter(.timestamptz, bytes: microsecondsSince2000.bigEndianBytes) }

    public init(cell: Cell) throws {
        guard cell.isNull || cell.typeOID == SQLType.timestamptz.oid else {
            throw cell.failure(reading: PGTimestamp.self)
        }
        self.init(microsecondsSince2000: try cell.fixed(Int64.self, reading: PGTimestamp.self))
    }
}
