import Postgres
import RuralIndustry
import TestSupport

/// A transaction that stays open on a connection of its own, so that a test can say what happens when.
///
/// Statements run outside `Database`: BEGIN and COMMIT are the test's.
struct OpenTransaction: Sendable {
    private let connection: Connection

    private init(_ connection: Connection) { self.connection = connection }

    /// Begins a transaction as the program's role (or the owner's), runs the test's part of it, and rolls back what the
    /// part did not commit.
    static func with<Value: Sendable>(
        _ url: String, _ body: @Sendable (OpenTransaction) async throws -> Value
    ) async throws -> Value {
        let connection = try await Connection.open(Configuration(url: url, applicationName: "test"))
        do {
            try await connection.run { try $0.script(#"BEGIN; SET LOCAL cnnt.viewer = '{"all":true}'"#) }
            let value = try await body(OpenTransaction(connection))
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }

    @discardableResult
    func run<Value: Sendable>(_ body: @Sendable (Session) throws -> Value) async throws -> Value {
        try await connection.run { try body($0) }
    }

    func commit() async throws { try await connection.run { try $0.script("COMMIT") } }
}

extension TestRegistry {
    /// Waits until so many sessions of the database wait for a lock that another one holds, which makes races
    /// deterministic.
    ///
    /// - Returns: their process numbers.
    @discardableResult
    func waitForBlocked(_ count: Int = 1) async throws -> [Int32] {
        let deadline = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < deadline {
            let blocked = try await asProgram { session in
                try session.values(
                    """
                    SELECT pid FROM pg_stat_activity
                    WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0
                    """, as: Int32.self)
            }
            if blocked.count >= count { return blocked }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw NobodyWaited()
    }
}

extension TestRegistry {
    /// Two writes past the use cases, the second begun while the first has not committed. What came of the second: the constraint
    /// that refused it, or `written`.
    ///
    /// - Parameter waits: the second is held until the first commits; else it must go through at once.
    func second(
        after first: @Sendable (Session) throws -> Void, waits: Bool,
        writing second: @escaping @Sendable (Session) throws -> Void
    ) async throws -> String {
        try await OpenTransaction.with(database.url) { holder in
            try await holder.run { try first($0) }
            async let other: Void = asProgram { try second($0) }
            if waits { try await waitForBlocked() } else { try await other }
            try await holder.commit()
            do {
                try await other
                return "written"
            } catch let error as PostgresError {
                return error.constraint ?? "\(error)"
            }
        }
    }
}

struct NobodyWaited: Error {}

/// What came of a use case that ran against another: the codes that it was refused with, or empty if it was done.
func outcome(_ body: () async throws -> Void) async throws -> [String] {
    do {
        try await body()
        return []
    } catch let refusal as Refusal {
        return refusal.violations.map(\.code)
    }
}
