import Logging
import Synchronization

/// Carries out what `PoolState` decides.
final class Pool: Sendable {
    private struct Guarded {
        var state: PoolState
        var connections: [PoolState.ConnectionID: Connection] = [:]
        var waiting: [PoolState.RequestID: CheckedContinuation<Lease, any Error>] = [:]
        /// Until when each of those may wait.
        var deadlines: [PoolState.RequestID: Duration] = [:]
        /// A task looks after the deadlines.
        var isWatched = false
        var closers: [CheckedContinuation<Void, Never>] = []
        var lastRequest = 0
        var refusals = 0
        var isFinished = false
    }

    struct Lease {
        let id: PoolState.ConnectionID
        let connection: Connection
    }

    private let configuration: Configuration
    private let acquireTimeout: Duration
    private let start = ContinuousClock.now
    private let guarded: Mutex<Guarded>

    init(
        configuration: Configuration, size: Int, acquireTimeout: Duration, checkAfter: Duration,
        longestQueue: Int
    ) {
        self.configuration = configuration
        self.acquireTimeout = acquireTimeout
        guarded = Mutex(
            Guarded(state: PoolState(size: size, checkAfter: checkAfter, longestQueue: longestQueue)))
    }

    /// How many connections and requests are in which state just now.
    var load: (inUse: Int, idle: Int, open: Int, waiting: Int, refusals: Int) {
        guarded.withLock {
            (
                $0.state.leasedCount, $0.state.idleCount, $0.state.connectionCount, $0.state.waitingCount,
                $0.refusals
            )
        }
    }

    /// Waits for a connection that nobody else uses; it must be given back through `release`.
    func acquire() async throws -> Lease {
        let request = guarded.withLock { guarded in
            guarded.lastRequest += 1
            return guarded.lastRequest
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                apply { guarded, now in
                    guarded.waiting[request] = continuation
                    return guarded.state.acquire(request, at: now)
                }
                // A cancel that came before found nobody waiting, but then the task is marked already.
                if Task.isCancelled { apply { guarded, _ in guarded.state.cancelled(request) } }
            }
        } onCancel: {
            apply { guarded, _ in guarded.state.cancelled(request) }
        }
    }

    func release(_ lease: Lease, isReusable: Bool) {
        apply { guarded, now in guarded.state.released(lease.id, isReusable: isReusable, at: now) }
    }

    func suspectIdle() { guarded.withLock { $0.state.suspectIdle() } }

    /// Waits until every connection came back and was closed.
    func close() async {
        apply { guarded, _ in guarded.state.close() }
        await withCheckedContinuation { continuation in
            let isFinished = guarded.withLock { guarded in
                if !guarded.isFinished { guarded.closers.append(continuation) }
                return guarded.isFinished
            }
            if isFinished { continuation.resume() }
        }
    }

    /// Changes the state and then, outside the lock, does what it says.
    private func apply(
        failure: (any Error)? = nil, _ event: (inout Guarded, Duration) -> [PoolState.Action]
    ) {
        let now = ContinuousClock.now - start
        let effects = guarded.withLock { guarded in
            event(&guarded, now).compactMap { effect(of: $0, failure: failure, at: now, &guarded) }
        }
        for effect in effects { effect() }
    }

    private func effect(
        of action: PoolState.Action, failure: (any Error)?, at now: Duration, _ guarded: inout Guarded
    ) -> (() -> Void)? {
        switch action {
        case .open(let id):
            return { self.open(id) }
        case .check(let id):
            guard let connection = guarded.connections[id] else { return nil }
            return { self.check(id, connection) }
        case .close(let id):
            let connection = guarded.connections.removeValue(forKey: id)
            return { self.close(id, connection) }
        case .lease(let id, let request):
            guard let connection = guarded.connections[id],
                let continuation = guarded.waiting.removeValue(forKey: request)
            else { return nil }
            return { continuation.resume(returning: Lease(id: id, connection: connection)) }
        case .fail(let request, let reason):
            guarded.deadlines[request] = nil
            if reason == .timeout || reason == .full { guarded.refusals += 1 }
            guard let continuation = guarded.waiting.removeValue(forKey: request) else { return nil }
            return { continuation.resume(throwing: Self.error(reason, failure)) }
        case .startTimer(let request):
            guarded.deadlines[request] = now + acquireTimeout
            guard !guarded.isWatched else { return nil }
            guarded.isWatched = true
            return { self.watchDeadlines() }
        case .stopTimer(let request):
            guarded.deadlines[request] = nil
            return nil
        case .finished:
            guarded.isFinished = true
            let closers = guarded.closers
            guarded.closers = []
            return { for closer in closers { closer.resume() } }
        }
    }

    private func open(_ id: PoolState.ConnectionID) {
        Task {
            do {
                let connection = try await Connection.open(configuration)
                apply { guarded, now in
                    guarded.connections[id] = connection
                    return guarded.state.opened(id, at: now)
                }
            } catch {
                configuration.logger.debug("no database connection: \(error)")
                apply(failure: error) { guarded, _ in guarded.state.openFailed(id) }
            }
        }
    }

    private func check(_ id: PoolState.ConnectionID, _ connection: Connection) {
        Task {
            let works = await connection.isAnswering()
            apply { guarded, now in guarded.state.checked(id, works: works, at: now) }
        }
    }

    private func close(_ id: PoolState.ConnectionID, _ connection: Connection?) {
        Task {
            await connection?.close()
            apply { guarded, now in guarded.state.closed(id, at: now) }
        }
    }

    /// Tells whoever waited too long, for as long as anybody waits.
    ///
    /// One task for all of them: under load every request waits a little.
    private func watchDeadlines() {
        Task {
            while let next = nextDeadline() {
                try? await Task.sleep(for: next - (ContinuousClock.now - start))
                apply { guarded, now in
                    guarded.deadlines.filter { $0.value <= now }.keys.sorted().flatMap {
                        guarded.state.timedOut($0)
                    }
                }
            }
        }
    }

    /// The first that comes, or nil when nobody waits: then the next who does starts a new watch.
    private func nextDeadline() -> Duration? {
        guarded.withLock { guarded in
            let next = guarded.deadlines.values.min()
            guarded.isWatched = next != nil
            return next
        }
    }

    private static func error(_ reason: PoolState.Failure, _ failure: (any Error)?) -> any Error {
        switch reason {
        case .timeout: PostgresError.poolTimeout
        case .full: PostgresError.poolFull
        case .cancelled: PostgresError.cancelled
        case .poolClosed: PostgresError.poolClosed
        case .unreachable: failure ?? PostgresError.unreachable("no connection could be opened")
        }
    }
}
