/// A reading statement that answers for many keys at once, as `Database.query(_:of:)` asks it: what tasks ask about one key each
/// goes to the server as one statement.
///
/// Most of what a short statement costs the server is to begin and to end it. A statement of one key and one of sixteen differ in
/// what is found, not in that.
///
/// ```swift
/// static let members = KeyedStatement { sets in
///     """
///     SELECT k.key, m.name FROM unnest(\(sets)) AS k (key) JOIN member m ON m.set_id = k.key ORDER BY k.key, m.name
///     """
/// }
/// ```
public final class KeyedStatement: Sendable {
    private let statement: @Sendable (_ keys: [Int64]) -> SQL

    /// - Parameter statement: of keys that differ from one another. Its first column is the key that a row belongs to; the rows of
    ///   a key stand together. Its text is the same whatever the keys.
    public init(_ statement: @escaping @Sendable (_ keys: [Int64]) -> SQL) { self.statement = statement }

    func sql(of keys: [Int64]) -> SQL { statement(keys) }

    /// The rows of every key that has some.
    ///
    /// - Throws: `.misuse` where those of a key do not stand together: whoever asked would miss some.
    static func parts(of result: ResultSet) throws -> [Int64: ResultSet] {
        var ranges: [Int64: Range<Int>] = [:]
        for index in 0..<result.count {
            let key: Int64 = try Row(result, index)(at: 0)
            let range = ranges[key] ?? index..<index
            guard range.upperBound == index else {
                throw PostgresError.misuse("the rows of a key do not stand together")
            }
            ranges[key] = range.lowerBound..<index + 1
        }
        return ranges.mapValues(result.part)
    }
}
