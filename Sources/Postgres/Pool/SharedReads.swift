import Synchronization

/// Reading statements of many tasks that share few connections: who comes while a connection is busy goes along with its next
/// exchange (`Session.answer`).
///
/// Three costs of a busy service are shared so: the waking of threads, the round trips, and where several ask one statement about
/// one key each (`KeyedStatement`), its beginning and end.
final class SharedReads: Sendable {
    private struct Guarded {
        /// In the order in which they came.
        var waiting: [SharedRead] = []
        /// Tasks that work on them, each with a connection or on the way to one.
        var runners = 0
        var refusals = 0
    }

    private let pool: Pool
    private let mostRunners: Int
    /// Connections that may be lost under a statement: all that were idle when the server was restarted.
    private let mostLosses: Int
    private let acquireTimeout: Duration
    private let longestQueue: Int
    private let guarded = Mutex(Guarded())

    /// Reads in one exchange: enough to share its cost, few enough that the first is not kept waiting by the last.
    private static let mostTogether = 16
    /// Exchanges until a connection is given back, so that transactions have their turn in a small pool.
    private static let mostExchanges = 64

    /// - Parameters:
    ///   - poolSize: connections of the pool; a quarter of them, and at least one, may be used here at once.
    ///   - acquireTimeout: how long a statement may wait before `.poolTimeout` is thrown.
    ///   - longestQueue: how many may wait at once; the next is told `.poolFull`.
    init(pool: Pool, poolSize: Int, acquireTimeout: Duration, longestQueue: Int) {
        self.pool = pool
        mostRunners = max(1, poolSize / 4)
        mostLosses = poolSize + 1
        self.acquireTimeout = acquireTimeout
        self.longestQueue = longestQueue
    }

    /// Who waits now, and who was told so far that it takes too long.
    var load: (waiting: Int, refusals: Int) { guarded.withLock { ($0.waiting.count, $0.refusals) } }

    /// Runs a statement together with others and returns what is made of its result. A cancelled task's statement is run all
    /// the same: stopping it would stop those of others.
    func result<R: Sendable>(
        of asked: SharedRead.Asked, _ site: CallSite, _ decode: @escaping @Sendable (ResultSet) throws -> R
    ) async throws -> R {
        try Task.checkCancellation(orThrow: PostgresError.cancelled)
        return try await withCheckedThrowingContinuation { continuation in
            submit(
                SharedRead(asked: asked, site: site, came: .now) { result in
                    continuation.resume(with: Result { try decode(result.get()) })
                })
        }
    }

    private func submit(_ read: SharedRead) {
        enum Next { case wait, serve, refuse }
        let next: Next = guarded.withLock { guarded in
            guard guarded.waiting.count < longestQueue else {
                guarded.refusals += 1
                return .refuse
            }
            guarded.waiting.append(read)
            guard guarded.runners < mostRunners else { return .wait }
            guarded.runners += 1
            return .serve
        }
        switch next {
        case .wait: break
        case .serve: Task { await serve() }
        case .refuse: read.finish(.failure(PostgresError.poolFull))
        }
    }

    // MARK: Runners

    /// Works for as long as anybody waits.
    private func serve() async {
        while true {
            let lease: Pool.Lease
            do {
                lease = try await pool.acquire()
            } catch {
                return giveUp(error)
            }
            let (result, isReusable) = await lease.connection.attempt { session in
                try self.answerAll(on: session)
            }
            pool.release(lease, isReusable: isReusable)
            switch result {
            case .success(.nobodyWaits): return
            case .success(.othersTurn): break
            case .failure: pool.suspectIdle()
            }
        }
    }

    private enum Outcome { case nobodyWaits, othersTurn }

    /// Runs on the connection's thread: what came meanwhile is taken without giving the thread away.
    private func answerAll(on session: Session) throws -> Outcome {
        for _ in 0..<Self.mostExchanges {
            guard let reads = take() else { return .nobodyWaits }
            let left = session.answer(reads)
            guard left.isEmpty else {
                putBack(left)
                throw PostgresError.connectionLost("reads are run again on another")
            }
        }
        return .othersTurn
    }

    /// The next that are to be run together; nil: nobody waits, and the runner has retired.
    private func take() -> [SharedRead]? {
        while true {
            let (batch, late) = guarded.withLock { guarded -> ([SharedRead]?, [SharedRead]) in
                guard !guarded.waiting.isEmpty else {
                    guarded.runners -= 1
                    return (nil, [])
                }
                let taken = Array(guarded.waiting.prefix(Self.mostTogether))
                guarded.waiting.removeFirst(taken.count)
                let latest = ContinuousClock.now - acquireTimeout
                let late = taken.filter { $0.came < latest }
                guarded.refusals += late.count
                return (late.isEmpty ? taken : taken.filter { $0.came >= latest }, late)
            }
            for read in late { read.finish(.failure(PostgresError.poolTimeout)) }
            guard let batch else { return nil }
            if !batch.isEmpty { return SharedRead.gathered(batch) }
        }
    }

    /// Reads can be run again: nothing was changed.
    private func putBack(_ reads: [SharedRead]) {
        var again: [SharedRead] = []
        for var read in reads {
            read.losses += 1
            if read.losses > mostLosses {
                read.finish(
                    .failure(PostgresError.connectionLost("\(read.losses) times under one statement")))
            } else {
                again.append(read)
            }
        }
        guarded.withLock { $0.waiting.insert(contentsOf: again, at: 0) }
    }

    /// No connection could be had. Who else has one goes on; the last runner tells all who wait.
    private func giveUp(_ error: any Error) {
        let abandoned = guarded.withLock { guarded -> [SharedRead] in
            guarded.runners -= 1
            guard guarded.runners == 0 else { return [] }
            defer { guarded.waiting = [] }
            return guarded.waiting
        }
        for read in abandoned { read.finish(.failure(error)) }
    }
}

extension Task where Success == Never, Failure == Never {
    /// Throws what callers of a database expect instead of `CancellationError`.
    fileprivate static func checkCancellation(orThrow error: PostgresError) throws {
        if isCancelled { throw error }
    }
}
