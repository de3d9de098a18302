import Postgres
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
