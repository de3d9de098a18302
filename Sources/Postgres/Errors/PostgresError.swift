/// What can go wrong between the program and its database. No description holds a value that was bound or
/// read.
public enum PostgresError: Error, Sendable {
    /// No connection could be made: no server there, or it refused.
    case unreachable(String)
    /// The connection broke. Inside a transaction nothing of it is kept, except that a loss during COMMIT,
    /// which the text says, leaves open whether it was done.
    case connectionLost(String)
    /// No connection of the pool became free in time.
    case poolTimeout
    /// So many wait for a connection already that this one would wait for too long.
    case poolFull
    case poolClosed
    /// The server stopped a statement that took longer than `statement_timeout`.
    case statementTimeout(statement: String)
    /// The task was cancelled, or the connection's `cancel()` called.
    case cancelled
    case decoding(DecodingFailure)
    /// A value that cannot be sent.
    case encoding(String)
    /// `one` or `value` found more or less than one row.
    case rowCount(expected: Int, actual: Int, statement: String)
    /// COMMIT was answered with ROLLBACK, because a statement had failed and its error was not passed on.
    case rolledBack
    /// The calling code used the library wrongly.
    case misuse(String)
    case server(ServerError)

    /// The server's error, if it is one.
    public var serverError: ServerError? {
        if case .server(let error) = self { error } else { nil }
    }

    public var sqlState: String? { serverError?.sqlState }

    public var constraint: String? { serverError?.constraint }

    /// There is no database to talk to: what exit status 3 says.
    public var isUnreachable: Bool {
        switch self {
        case .unreachable, .connectionLost, .poolTimeout, .poolFull: true
        default: false
        }
    }
}

extension PostgresError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreachable(let why): "the database cannot be reached: \(why)"
        case .connectionLost(let why): "the connection to the database was lost: \(why)"
        case .poolTimeout: "no database connection became free in time"
        case .poolFull: "too many wait for a database connection already"
        case .poolClosed: "the database connections are closed"
        case .statementTimeout(let statement): "a statement took too long: \(statement)"
        case .cancelled: "the statement was cancelled"
        case .decoding(let failure): failure.description
        case .encoding(let why): "a value cannot be sent to the database: \(why)"
        case .rowCount(let expected, let actual, let statement):
            "\(actual) rows instead of \(expected): \(statement)"
        case .rolledBack: "the transaction was rolled back, because a statement in it had failed"
        case .misuse(let what): "the database library was used wrongly: \(what)"
        case .server(let error): error.description
        }
    }
}

/// A column that does not hold what was asked for.
public struct DecodingFailure: Hashable, Sendable, CustomStringConvertible {
    public let column: String
    /// The column's type, as PostgreSQL names it.
    public let sqlType: String
    public let swiftType: String
    public let reason: String

    public var description: String {
        "column \"\(column)\" (\(sqlType)) cannot be read as \(swiftType): \(reason)"
    }
}

/// Where in the program a statement was run from.
public struct CallSite: Hashable, Sendable, CustomStringConvertible {
    public let file: String
    public let line: UInt

    init(_ file: StaticString, _ line: UInt) {
        self.file = "\(file)"
        self.line = line
    }

    public var description: String { "\(file):\(line)" }
}
