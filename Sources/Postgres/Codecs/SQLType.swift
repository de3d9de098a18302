/// A type of PostgreSQL, by its object number, and the array type of its values.
public struct SQLType: Hashable, Sendable {
    /// 0: the server infers the type from the place in the statement.
    public let oid: UInt32
    /// 0: there is no array type known for it.
    public let arrayOID: UInt32

    public init(oid: UInt32, arrayOID: UInt32 = 0) {
        self.oid = oid
        self.arrayOID = arrayOID
    }

    /// Left to the server; arrays of it are `text[]`.
    public static let inferred = SQLType(oid: 0, arrayOID: 1009)
    public static let bool = SQLType(oid: 16, arrayOID: 1000)
    public static let bytea = SQLType(oid: 17, arrayOID: 1001)
    public static let int8 = SQLType(oid: 20, arrayOID: 1016)
    public static let int2 = SQLType(oid: 21, arrayOID: 1005)
    public static let int4 = SQLType(oid: 23, arrayOID: 1007)
    public static let text = SQLType(oid: 25, arrayOID: 1009)
    public static let float8 = SQLType(oid: 701, arrayOID: 1022)
    public static let date = SQLType(oid: 1082, arrayOID: 1182)
    public static let timestamptz = SQLType(oid: 1184, arrayOID: 1185)
    public static let numeric = SQLType(oid: 1700, arrayOID: 1231)
    public static let uuid = SQLType(oid: 2950, arrayOID: 2951)
    public static let jsonb = SQLType(oid: 3802, arrayOID: 3807)

    /// Objects that a database defines itself (enumerations, domains, composite types) are numbered from
    /// here.
    static let firstUserOID: UInt32 = 16384

    /// The name that messages use for a type: only those that come up in practice have one.
    static func name(ofOID oid: UInt32) -> String {
        names[oid] ?? (oid >= firstUserOID ? "a type of this database" : "type \(oid)")
    }

    static func isArray(oid: UInt32) -> Bool {
        oid >= firstUserOID || (names[oid]?.hasSuffix("[]") ?? false)
    }

    private static let names: [UInt32: String] = {
        let scalars: [UInt32: String] = [
            16: "boolean", 17: "bytea", 18: "\"char\"", 19: "name", 20: "bigint", 21: "smallint",
            23: "integer",
            25: "text", 26: "oid", 114: "json", 142: "xml", 700: "real", 701: "double precision",
            705: "unknown",
            869: "inet", 1042: "character", 1043: "character varying", 1082: "date", 1083: "time",
            1114: "timestamp without time zone", 1184: "timestamp with time zone", 1186: "interval",
            1700: "numeric", 2205: "regclass", 2278: "void", 2950: "uuid", 3614: "tsvector", 3802: "jsonb",
            3904: "int4range", 3912: "daterange", 3926: "int8range",
        ]
        let arrays: [UInt32: String] = [
            199: "json[]", 1000: "boolean[]", 1001: "bytea[]", 1002: "\"char\"[]", 1003: "name[]",
            1005: "smallint[]", 1007: "integer[]", 1009: "text[]", 1014: "character[]",
            1015: "character varying[]", 1016: "bigint[]", 1021: "real[]", 1022: "double precision[]",
            1028: "oid[]", 1182: "date[]", 1185: "timestamp with time zone[]", 1231: "numeric[]",
            2951: "uuid[]",
            3807: "jsonb[]",
        ]
        return scalars.merging(arrays) { first, _ in first }
    }()
}
