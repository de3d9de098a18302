import CPostgres

/// How far a transaction is kept apart from those at the same time.
public enum Isolation: String, Sendable {
    /// Every statement sees what was committed before it started.
    case readCommitted = "READ COMMITTED"
    /// Every statement sees what was committed before the first.
    case repeatableRead = "REPEATABLE READ"
    /// As if transactions ran one after the other; conflicts are retried.
    case serializable = "SERIALIZABLE"
}

/// Settings of the server that hold until the end of one transaction, set in the exchange that begins it.
public struct LocalSettings: Sendable {
    /// Nothing but what the server has.
    public static let none = LocalSettings([:])

    /// Follows BEGIN.
    let statements: String

    private init(statements: String) { self.statements = statements }

    /// - Parameter settings: names and values that are written in the program: neither can come from a user.
    public init(_ settings: KeyValuePairs<StaticString, StaticString>) {
        statements = settings.map { "; SET LOCAL \($0) = \($1)" }.joined()
    }

    /// These and one with any text, quoted.
    public func adding(_ name: StaticString, text: String) -> LocalSettings {
        // the server ends a command at a zero byte, and with standard_conforming_strings a quote alone ends a text
        let quoted = text.filter { $0 != "\0" }.replacing("'", with: "''")
        return LocalSettings(statements: statements + "; SET LOCAL \(name) = '\(quoted)'")
    }

    /// These, then the others.
    public func adding(_ others: LocalSettings) -> LocalSettings {
        LocalSettings(statements: statements + others.statements)
    }
}

/// The connection was dead before anything was done on it: the work can be done on another.
struct LostBeforeStart: Error {
    let error: PostgresError
}

extension Session {
    /// Runs a closure between BEGIN and COMMIT. Whatever it throws is thrown on after a rollback, except that
    /// a conflict with another transaction is thrown as that, whatever the closure made of it, since the
    /// whole can be run again.
    func transaction<R>(
        _ isolation: Isolation, readOnly: Bool, settings: LocalSettings = .none, _ site: CallSite,
        _ body: (Session) throws -> R
    ) throws -> R {
        conflict = nil
        do {
            _ = try runText(
                "BEGIN ISOLATION LEVEL \(isolation.rawValue)\(readOnly ? " READ ONLY" : "")\(settings.statements)",
                site)
        } catch PostgresError.connectionLost(let why) {
            throw LostBeforeStart(error: .connectionLost(why))
        }
        do {
            let value = try body(self)
            try commit(site)
            return value
        } catch {
            rollback()
            throw conflict.map(PostgresError.server) ?? error
        }
    }

    private func commit(_ site: CallSite) throws {
        switch transactionStatus {
        case PQTRANS_INTRANS: break
        case PQTRANS_INERROR: throw PostgresError.rolledBack
        case PQTRANS_UNKNOWN: throw PostgresError.connectionLost("inside a transaction")
        default: throw PostgresError.misuse("the closure ended its transaction itself")
        }
        do {
            let result = try runText("COMMIT", site)
            if result.commandTag == "ROLLBACK" { throw PostgresError.rolledBack }
        } catch PostgresError.connectionLost(let why) {
            throw PostgresError.connectionLost("during COMMIT, it is not known whether it was done: \(why)")
        }
    }

    /// A connection that is gone or given up is rolled back by its end.
    private func rollback() {
        guard link.isAlive, !gate.wasFired, transactionStatus != PQTRANS_IDLE else { return }
        PQclear(PQexec(link.raw, "ROLLBACK"))
    }

    /// Runs a closure that makes one reading statement, without BEGIN and COMMIT around it.
    func singleRead<R>(_ body: (Session) throws -> R) throws -> R {
        remainingStatements = 1
        defer { remainingStatements = nil }
        do {
            return try body(self)
        } catch PostgresError.connectionLost(let why) {
            throw LostBeforeStart(error: .connectionLost(why))
        }
    }
}
