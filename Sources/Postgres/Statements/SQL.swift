/// A statement, or a piece of one, in which `\(value)` can only bind: no value ever becomes part of the text.
///
/// ```swift
/// let active: SQL = "state = \("active")"
/// let query: SQL = "SELECT name FROM product WHERE establishment_id = \(id) AND \(active)"
/// query.text        // SELECT name FROM product WHERE establishment_id = $1 AND state = $2
/// ```
///
/// A string that is not a literal does not convert. Lists are bound as arrays: `= ANY(\(ids))`.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// The text between the parameters: one chunk more than there are parameters, so that fragments nest
    /// without anything having to be renumbered.
    private var chunks: [String]
    /// The bound values in the order of `$1`, `$2`, …
    public private(set) var parameters: [Parameter]
    /// A value that could not be encoded (a text with NUL, …): interpolation cannot throw, running the
    /// statement does.
    private(set) var failure: (any Error)?

    public init(stringLiteral value: String) { self.init(trusted: value) }

    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.sql }

    /// Text that is SQL already: a file of the program's own `sql/` folder. Never for anything that came from
    /// outside.
    public init(trusted text: String) {
        chunks = [text]
        parameters = []
    }

    /// The statement with `$1`, `$2`, … where values are bound. Holds no values, so it may be logged.
    public var text: String {
        guard chunks.count > 1 else { return chunks[0] }
        var text = ""
        text.reserveCapacity(chunks.reduce(0) { $0 + $1.utf8.count + 4 })
        for (index, chunk) in chunks.enumerated() {
            if index > 0 {
                text += "$"
                text += String(index)
            }
            text += chunk
        }
        return text
    }

    public static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.append(right)
        return sum
    }

    public static func += (left: inout SQL, right: SQL) { left.append(right) }

    private mutating func append(literal: String) { chunks[chunks.count - 1] += literal }

    private mutating func append(_ other: SQL) {
        append(literal: other.chunks[0])
        chunks += other.chunks.dropFirst()
        parameters += other.parameters
        failure = failure ?? other.failure
    }

    private mutating func bind(_ value: some SQLEncodable) {
        do {
            parameters.append(try value.encode())
        } catch {
            parameters.append(.null)
            failure = failure ?? error
        }
        chunks.append("")
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql: SQL

        public init(literalCapacity: Int, interpolationCount: Int) {
            sql = SQL(trusted: "")
            sql.parameters.reserveCapacity(interpolationCount)
            sql.chunks.reserveCapacity(interpolationCount + 1)
        }

        public mutating func appendLiteral(_ literal: String) { sql.append(literal: literal) }

        /// Binds a value.
        public mutating func appendInterpolation(_ value: some SQLEncodable) { sql.bind(value) }

        /// Binds a value or NULL. Beside the one above, for which the compiler would suspect an optional of
        /// being a mistake.
        public mutating func appendInterpolation<Value: SQLEncodable>(_ value: Value?) { sql.bind(value) }

        /// Puts a piece of SQL here, its values bound.
        public mutating func appendInterpolation(_ fragment: SQL) { sql.append(fragment) }

        /// Quotes the name of a table, column, role or database. Only for names that the program chose
        /// itself.
        public mutating func appendInterpolation(identifier: String) {
            sql.append(literal: SQL.quoted(identifier: identifier))
        }
    }

    static func quoted(identifier: String) -> String {
        var quoted = "\""
        for scalar in identifier.unicodeScalars {
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}

extension Sequence where Element == SQL {
    /// The pieces with a separator between them: `conditions.joined(by: " AND ")`.
    public func joined(by separator: SQL) -> SQL {
        var joined: SQL?
        for piece in self { joined = joined.map { $0 + separator + piece } ?? piece }
        return joined ?? SQL(trusted: "")
    }
}
