import Glibc
import Postgres
import Synchronization
import TestSupport

/// How long a test waits for a connection: on a busy machine many tests share a few. What tests the limit itself names one.
let patience = Duration.seconds(120)

/// A database of its own for a test, with the role that owns it.
func withDatabase<R: Sendable>(
    poolSize: Int = 4, statementTimeout: Duration? = nil, acquireTimeout: Duration = patience,
    _ body: @Sendable (Database, TestDatabase) async throws -> R
) async throws -> R {
    try await TestCluster.shared().withDatabase { test in
        let database = Database(
            url: test.ownerURL, poolSize: poolSize, statementTimeout: statementTimeout,
            acquireTimeout: acquireTimeout)
        do {
            let value = try await body(database, test)
            await database.close()
            return value
        } catch {
            await database.close()
            throw error
        }
    }
}

/// One database for the tests that leave nothing behind in it.
func sharedDatabase() async throws -> Database { try await shared.value }

private let shared = Task {
    let test = try await TestCluster.shared().makeDatabase()
    return Database(url: test.ownerURL, poolSize: 4, acquireTimeout: patience)
}

/// SplitMix64: the same numbers for the same seed, on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// The error that a closure throws, as this library's; nil if it throws none or another.
func postgresError(_ body: () async throws -> Void) async -> PostgresError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? PostgresError
    }
}

/// Counts what happens in several places at once.
final class Counter: Sendable {
    private let number = Mutex(0)

    var value: Int { number.withLock { $0 } }

    /// Returns the new number.
    @discardableResult
    func increment() -> Int {
        number.withLock { number in
            number += 1
            return number
        }
    }
}

/// Lets closures on different connections wait for one another.
final class Gate: Sendable {
    private let opened = Mutex<Set<Int>>([])

    func open(_ number: Int) { opened.withLock { _ = $0.insert(number) } }

    /// Waits in a task; gives up after two minutes too.
    func opened(_ number: Int) async {
        let deadline = ContinuousClock.now + .seconds(120)
        while !isOpen(number), ContinuousClock.now < deadline { try? await Task.sleep(for: .milliseconds(1)) }
    }

    func isOpen(_ number: Int) -> Bool { opened.withLock { $0.contains(number) } }

    /// Gives up after two minutes, so that a broken test ends, and a busy machine breaks none.
    func wait(for number: Int) {
        let deadline = ContinuousClock.now + .seconds(120)
        while !isOpen(number), ContinuousClock.now < deadline { usleep(500) }
    }
}
