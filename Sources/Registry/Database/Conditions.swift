import Postgres
import RuralIndustry

extension SQL {
    /// ` WHERE a AND b` of the conditions that are there; nothing if none is.
    static func matching(_ conditions: SQL?...) -> SQL { matching(conditions) }

    static func matching(_ conditions: [SQL?]) -> SQL {
        let present = conditions.compactMap(\.self)
        return present.isEmpty ? "" : " WHERE " + present.joined(by: " AND ")
    }
}

extension Session {
    /// The next number of a table's identity column, taken before the row is written so that its audit event names it.
    func nextID(of table: String) throws -> Int64 {
        try value("SELECT nextval(pg_get_serial_sequence(\(table)::text, \(table + "_id")::text))")
    }

    /// So many next numbers at once.
    func nextIDs(of table: String, _ count: Int) throws -> [Int64] {
        try values(
            """
            SELECT nextval(pg_get_serial_sequence(\(table)::text, \(table + "_id")::text)) FROM generate_series(1, \(count))
            """, as: Int64.self)
    }
}

extension Day? {
    /// The day, or today in Vietnam as the database's clock has it.
    var orToday: SQL { map { "\($0)::date" } ?? "(now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date" }
}
