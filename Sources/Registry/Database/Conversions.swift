public import Postgres
public import RuralIndustry

// How the values of the domain travel to and from the database.

extension Day: SQLCodable {
    public static var sqlType: SQLType { .date }

    public func encode() throws -> Parameter { PGDate(daysSince2000: daysSince2000).encode() }

    public init(cell: Cell) throws { self.init(daysSince2000: try PGDate(cell: cell).daysSince2000) }
}

extension Instant: SQLCodable {
    private static let microsecondsFrom1970To2000: Int64 = 946_684_800_000_000

    public static var sqlType: SQLType { PGTimestamp.sqlType }

    public func encode() throws -> Parameter {
        PGTimestamp(microsecondsSince2000: microsecondsSince1970 - Self.microsecondsFrom1970To2000).encode()
    }

    public init(cell: Cell) throws {
        let time = try PGTimestamp(cell: cell)
        self.init(microsecondsSince1970: time.microsecondsSince2000 + Self.microsecondsFrom1970To2000)
    }
}

extension ExactDecimal: SQLCodable {
    public static var sqlType: SQLType { Numeric.sqlType }

    public func encode() throws -> Parameter {
        guard let number = Numeric(description) else {
            throw PostgresError.encoding("\(description) is not a decimal number")
        }
        return number.encode()
    }

    public init(cell: Cell) throws { try self.init(try Numeric(cell: cell).description) }
}

extension SelectionLevel: SQLCodable {}
extension Role: SQLCodable {}
extension CalendarDayKind: SQLCodable {}
extension RoundState: SQLCodable {}
extension EntryState: SQLCodable {}
extension CouncilRole: SQLCodable {}
extension PanelRole: SQLCodable {}
extension Absence: SQLCodable {}
extension ProductGroupID: SQLCodable {}
extension EntryException: SQLCodable {}
extension UnitLevel: SQLCodable {}
extension UnitKind: SQLCodable {}
extension LineageRelation: SQLCodable {}
extension Region: SQLCodable {}
extension RegionStatus: SQLCodable {}

extension UnitCode: SQLCodable {
    public static var sqlType: SQLType { String.sqlType }

    public func encode() throws -> Parameter { try text.encode() }

    public init(cell: Cell) throws { try self.init(try String(cell: cell)) }
}
