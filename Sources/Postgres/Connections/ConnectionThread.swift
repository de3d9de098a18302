import Glibc

/// A thread of its own for one connection, on which the connection's actor runs: blocking there holds up
/// nobody else.
///
/// A plain lock and condition around a list of jobs: they are passed twice for every transaction.
final class ConnectionThread: SerialExecutor, @unchecked Sendable {
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var jobs: [UnownedJob] = []
    private var taken = 0
    private var isWaiting = false
    private var isStopped = false

    private init() {
        lock.initialize(to: pthread_mutex_t())
        wake.initialize(to: pthread_cond_t())
        pthread_mutex_init(lock, nil)
        pthread_cond_init(wake, nil)
    }

    deinit {
        pthread_mutex_destroy(lock)
        pthread_cond_destroy(wake)
        lock.deallocate()
        wake.deallocate()
    }

    /// The thread lives until `stop()`.
    static func start() throws -> ConnectionThread {
        let executor = ConnectionThread()
        try startThread {
            while let job = executor.next() {
                job.runSynchronously(on: executor.asUnownedSerialExecutor())
            }
        }
        return executor
    }

    func enqueue(_ job: consuming ExecutorJob) {
        pthread_mutex_lock(lock)
        jobs.append(UnownedJob(job))
        let isWaiting = isWaiting
        // the job may be the last that this thread does, done before this returns
        let own = Unmanaged.passRetained(self)
        pthread_mutex_unlock(lock)
        // After the lock is free: a thread that is woken before it can have the lock goes to sleep once more, of which there were
        // one in ten of all switches of threads (perf stat on awards by HTTP, 5.8 of them instead of 6.6 for each request).
        if isWaiting { pthread_cond_signal(wake) }
        own.release()
    }

    /// Lets the thread end when its jobs are done; there must be none to come.
    func stop() {
        pthread_mutex_lock(lock)
        isStopped = true
        pthread_mutex_unlock(lock)
        pthread_cond_signal(wake)
    }

    /// Waits for a job; nil when there will be none.
    private func next() -> UnownedJob? {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        while taken == jobs.count {
            if isStopped { return nil }
            isWaiting = true
            pthread_cond_wait(wake, lock)
            isWaiting = false
        }
        defer {
            taken += 1
            if taken == jobs.count {
                jobs.removeAll(keepingCapacity: true)
                taken = 0
            }
        }
        return jobs[taken]
    }
}

/// Runs a closure on a new thread.
func startThread(_ body: @escaping @Sendable () -> Void) throws {
    final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(body))
    let status = pthread_create(
        &thread, nil,
        { context in
            if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
            return nil
        }, work.toOpaque())
    guard status == 0 else {
        work.release()
        throw PostgresError.unreachable("no thread can be started: \(String(cString: strerror(status)))")
    }
    pthread_detach(thread)
}

/// Runs what blocks for long on a thread of its own, so that it holds up no other task.
func onOwnThread<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
    try await withCheckedThrowingContinuation { continuation in
        do {
            try startThread { continuation.resume(with: Result { try body() }) }
        } catch {
            continuation.resume(throwing: error)
        }
    }
}
