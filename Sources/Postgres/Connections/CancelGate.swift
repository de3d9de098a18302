import CPostgres
import Synchronization

/// Lets another thread cancel the statement in flight, and no other.
///
/// A cancel request names a connection, not a statement: fired at the wrong moment it kills the next,
/// innocent one. So it is fired only under the lock that every statement takes when it starts and when it has
/// ended; and because even then the signal may arrive late, a connection at which one was fired is closed
/// (`wasFired`).
final class CancelGate: Sendable {
    /// A piece of work on the connection. A late cancel for an earlier one does nothing.
    struct Operation: Equatable {
        fileprivate let number: UInt64
    }

    /// libpq lets a cancel handle be used on any thread.
    private struct State: ~Copyable, @unchecked Sendable {
        let handle: OpaquePointer
        var operations: UInt64 = 0
        var current: Operation?
        var isRequested = false
        var isInFlight = false
        var wasFired = false

        init(handle: OpaquePointer) { self.handle = handle }

        deinit { PQfreeCancel(handle) }

        mutating func fire() {
            guard !wasFired else { return }
            wasFired = true
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
                // A request that cannot be sent leaves the statement running; the connection is given up all
                // the same.
                _ = PQcancel(handle, message.baseAddress, Int32(message.count))
            }
        }
    }

    private let state: Mutex<State>

    /// Nil if the connection is broken.
    init?(connection: OpaquePointer) {
        guard let handle = PQgetCancel(connection) else { return nil }
        state = Mutex(State(handle: handle))
    }

    func newOperation() -> Operation {
        state.withLock { state in
            state.operations += 1
            return Operation(number: state.operations)
        }
    }

    func begin(_ operation: Operation) {
        state.withLock { state in
            state.current = operation
            state.isRequested = false
        }
    }

    func end(_ operation: Operation) { state.withLock { $0.current = nil } }

    /// The work that goes on now.
    var current: Operation? { state.withLock { $0.current } }

    /// Throws if the work is to stop.
    func enterStatement() throws {
        try state.withLock { state in
            guard !state.isRequested, !state.wasFired else { throw PostgresError.cancelled }
            state.isInFlight = true
        }
    }

    func leaveStatement() { state.withLock { $0.isInFlight = false } }

    /// A cancel request was sent to the server: the connection must not be used for anything else.
    var wasFired: Bool { state.withLock { $0.wasFired } }

    /// Stops a piece of work: its statement in flight now, or the next that it starts. Waits for the server
    /// to take the request, so it is called on a thread that may wait.
    func cancel(_ operation: Operation) {
        state.withLock { state in
            guard state.current == operation else { return }
            state.isRequested = true
            if state.isInFlight { state.fire() }
        }
    }

    /// Stops a statement of the session's own whose rest nobody wants.
    func cancelOwnStatement() { state.withLock { $0.fire() } }
}
