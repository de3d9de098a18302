import Postgres
import TestSupport
import Testing

/// Occupies the only connection of a database until the closure has ended.
func whileHeld<R: Sendable>(
    _ database: Database, _ body: @Sendable () async throws -> R
) async throws -> R {
    let gate = Gate()
    let holder = Task {
        try await database.read { session in
            gate.open(1)
            gate.wait(for: 2)
            return try session.value("SELECT 1", as: Int.self)
        }
    }
    await gate.opened(1)
    defer { gate.open(2) }
    let result = try await body()
    gate.open(2)
    #expect(try await holder.value == 1)
    return result
}

/// Occupies it for long enough that what comes meanwhile waits and then goes together.
func whileBusy<R: Sendable>(
    _ database: Database, _ body: @escaping @Sendable () async throws -> R
) async throws -> R {
    let waiting = try await whileHeld(database) {
        let waiting = Task { try await body() }
        try await Task.sleep(for: .milliseconds(150))
        return waiting
    }
    return try await waiting.value
}

/// Ends every connection to a database, ten times while the work goes on.
///
/// - Returns: what came of the work, and how many connections were ended.
func whileConnectionsEnd<R: Sendable>(
    _ test: TestDatabase, _ body: @escaping @Sendable () async throws -> R
) async throws -> (R, ended: Int) {
    let other = try await Connection.open(Configuration(url: test.ownerURL))
    let work = Task { try await body() }
    var ended = 0
    for _ in 0..<10 {
        try await Task.sleep(for: .milliseconds(20))
        ended += try await other.run {
            try $0.value(
                """
                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """)
        }
    }
    let result = try await work.value
    await other.close()
    return (result, ended)
}
