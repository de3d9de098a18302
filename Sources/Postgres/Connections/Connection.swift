import Synchronization

/// One connection to a server. Its work runs, one piece after the other, on a thread of its own.
public actor Connection {
    private let thread: ConnectionThread
    private var session: Session?
    /// Set when the connection opens; `cancel()` reads it on other threads.
    private nonisolated let gate = Mutex<CancelGate?>(nil)

    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    private init(thread: ConnectionThread) { self.thread = thread }

    deinit { thread.stop() }

    /// Connects, or throws `.unreachable`.
    public static func open(_ configuration: Configuration) async throws -> Connection {
        let connection = Connection(thread: try ConnectionThread.start())
        try await connection.connect(configuration)
        return connection
    }

    private func connect(_ configuration: Configuration) throws {
        let session = try Session(configuration)
        gate.withLock { $0 = session.gate }
        self.session = session
    }

    /// Runs a closure on the connection's thread, outside a transaction. Cancelling the task cancels its
    /// statement.
    public nonisolated func run<R: Sendable>(_ body: @Sendable (Session) throws -> R) async throws -> R {
        try await attempt(body).result.get()
    }

    /// Runs a closure and says at the same time whether the connection may serve others afterwards.
    nonisolated func attempt<R: Sendable>(
        _ body: @Sendable (Session) throws -> R
    ) async -> (result: Result<R, any Error>, isReusable: Bool) {
        guard let gate = gate.withLock({ $0 }) else { return (.failure(Self.closed), false) }
        let operation = gate.newOperation()
        return await withTaskCancellationHandler {
            await perform(operation, body)
        } onCancel: {
            Self.cancel(operation, gate)
        }
    }

    private func perform<R>(
        _ operation: CancelGate.Operation, _ body: (Session) throws -> R
    ) -> (result: Result<R, any Error>, isReusable: Bool) {
        guard let session else { return (.failure(Self.closed), false) }
        session.gate.begin(operation)
        defer { session.gate.end(operation) }
        // A cancel that came before `begin` found nothing to stop, but then the task is marked already.
        if Task.isCancelled { return (.failure(PostgresError.cancelled), session.isReusable) }
        let result = Result { try body(session) }
        return (result, session.isReusable)
    }

    /// Stops what runs now, if anything does; it ends with `.cancelled`, and the connection with it.
    public nonisolated func cancel() {
        if let gate = gate.withLock({ $0 }), let operation = gate.current { Self.cancel(operation, gate) }
    }

    /// Ends the connection; later work throws `.connectionLost`.
    public func close() { session = nil }

    /// Asks the server whether it is still there.
    func isAnswering() -> Bool {
        guard let session, session.isReusable, session.isStillConnected else { return false }
        return (try? session.runText("SELECT 1", CallSite(#fileID, #line))) != nil
    }

    /// Sends the request from a thread of its own: it waits for the server, which a cancelling task must not.
    private static func cancel(_ operation: CancelGate.Operation, _ gate: CancelGate) {
        // Without a thread the statement goes on to its end, or to its timeout.
        try? startThread { gate.cancel(operation) }
    }

    private static let closed = PostgresError.connectionLost("it was closed")
}
