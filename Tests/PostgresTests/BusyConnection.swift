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

/// Ends every connection to a database up to ten times while the work goes on, each time when what the last time met is answered:
/// a read that meets it again and again is given up, as it should be.
///
/// - Parameter body: counts how many of its parts are done; each begins when the one before it has ended.
/// - Returns: what came of the work, and how many connections were ended.
func whileConnectionsEnd<R: Sendable>(
    _ test: TestDatabase, _ body: @escaping @Sendable (_ parts: Counter) async throws -> R
) async throws -> (R, ended: Int) {
    let other = try await Connection.open(Configuration(url: test.ownerURL))
    let parts = Counter()
    let end = Counter()
    let work = Task {
        defer { end.increment() }
        return try await body(parts)
    }
    var ended = 0
    for _ in 1...10 where end.value == 0 {
        let before = parts.value
        ended += try await other.run {
            try $0.value(
                """
                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """)
        }
        // the part that met it, and one that began after it
        while parts.value < before + 2, end.value == 0 { try await Task.sleep(for: .milliseconds(1)) }
    }
    let result = try await work.value
    await other.close()
    return (result, ended)
}
