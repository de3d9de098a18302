/// Who gets which connection: a pure state machine. Events go in, actions come out; it has no socket and no
/// clock.
///
/// A connection is `opening → idle ⇄ leased`, from idle also through `checking`, and from everywhere to
/// `closing → gone`. Requests are served first come, first served.
struct PoolState {
    typealias ConnectionID = Int
    typealias RequestID = Int

    enum Action: Equatable {
        case open(ConnectionID)
        /// Ask the server whether the connection still works; `checked` reports.
        case check(ConnectionID)
        case lease(ConnectionID, RequestID)
        case close(ConnectionID)
        case startTimer(RequestID)
        case stopTimer(RequestID)
        case fail(RequestID, Failure)
        /// The last connection of a closed pool is gone.
        case finished
    }

    enum Failure: Equatable {
        case timeout
        /// The queue is as long as it may be.
        case full
        case cancelled
        case poolClosed
        /// With the error that the event was reported with.
        case unreachable
    }

    private enum Phase: Equatable {
        case opening
        case idle(since: Duration, isSuspect: Bool)
        case checking
        case leased
        case closing
    }

    private let size: Int
    /// An idle connection is checked before use when it was idle for longer.
    private let checkAfter: Duration
    /// Requests that may wait at once.
    private let longestQueue: Int
    private var connections: [ConnectionID: Phase] = [:]
    private var waiting: [RequestID] = []
    private var lastConnection = 0
    private(set) var isClosed = false

    init(size: Int, checkAfter: Duration, longestQueue: Int = .max) {
        self.size = max(1, size)
        self.checkAfter = checkAfter
        self.longestQueue = max(1, longestQueue)
    }

    var connectionCount: Int { connections.count }
    var waitingCount: Int { waiting.count }
    var leasedCount: Int { connections.values.count { $0 == .leased } }
    var idleCount: Int {
        connections.values.count { if case .idle = $0 { true } else { false } }
    }

    // MARK: Requests

    /// Somebody wants a connection. Times are counted from any fixed moment.
    mutating func acquire(_ request: RequestID, at now: Duration) -> [Action] {
        guard !isClosed else { return [.fail(request, .poolClosed)] }
        waiting.append(request)
        let actions = serve(at: now)
        // first come, first served: if it still waits it is the last
        guard waiting.last == request else { return actions }
        guard waiting.count <= longestQueue else {
            waiting.removeLast()
            return actions + [.fail(request, .full)]
        }
        return actions + [.startTimer(request)]
    }

    mutating func timedOut(_ request: RequestID) -> [Action] {
        guard remove(request) else { return [] }
        return [.fail(request, .timeout)]
    }

    mutating func cancelled(_ request: RequestID) -> [Action] {
        guard remove(request) else { return [] }
        return [.stopTimer(request), .fail(request, .cancelled)]
    }

    // MARK: Connections

    mutating func opened(_ connection: ConnectionID, at now: Duration) -> [Action] {
        guard connections[connection] == .opening else { return [] }
        return becomeIdle(connection, at: now)
    }

    /// Those who wait fail with it if there is no other connection that could come back to serve them.
    mutating func openFailed(_ connection: ConnectionID) -> [Action] {
        guard connections[connection] == .opening else { return [] }
        connections[connection] = nil
        if isClosed { return finishIfEmpty() }
        guard connections.isEmpty else { return [] }
        defer { waiting = [] }
        return waiting.flatMap { [.stopTimer($0), .fail($0, .unreachable)] }
    }

    mutating func checked(_ connection: ConnectionID, works: Bool, at now: Duration) -> [Action] {
        guard connections[connection] == .checking else { return [] }
        return works ? becomeIdle(connection, at: now) : discard(connection, at: now)
    }

    mutating func released(_ connection: ConnectionID, isReusable: Bool, at now: Duration) -> [Action] {
        guard connections[connection] == .leased else { return [] }
        return isReusable ? becomeIdle(connection, at: now) : discard(connection, at: now)
    }

    /// A connection turned out to be dead that was idle before: the other idle ones are checked before use.
    mutating func suspectIdle() {
        for case (let connection, .idle(let since, _)) in connections {
            connections[connection] = .idle(since: since, isSuspect: true)
        }
    }

    mutating func closed(_ connection: ConnectionID, at now: Duration) -> [Action] {
        guard connections[connection] == .closing else { return [] }
        connections[connection] = nil
        return isClosed ? finishIfEmpty() : serve(at: now)
    }

    /// No more requests; what is leased is closed when it comes back.
    mutating func close() -> [Action] {
        guard !isClosed else { return [] }
        isClosed = true
        var actions = waiting.flatMap { [Action.stopTimer($0), .fail($0, .poolClosed)] }
        waiting = []
        for (connection, phase) in connections.sorted(by: { $0.key < $1.key }) {
            if case .idle = phase {
                connections[connection] = .closing
                actions.append(.close(connection))
            }
        }
        return actions + finishIfEmpty()
    }

    // MARK: Inside

    private mutating func becomeIdle(_ connection: ConnectionID, at now: Duration) -> [Action] {
        guard !isClosed else { return discard(connection, at: now) }
        connections[connection] = .idle(since: now, isSuspect: false)
        return serve(at: now)
    }

    private mutating func discard(_ connection: ConnectionID, at now: Duration) -> [Action] {
        connections[connection] = .closing
        return [.close(connection)] + (isClosed ? [] : serve(at: now))
    }

    /// Hands out what is idle and fresh, then has as many connections checked or opened as requests still
    /// wait.
    private mutating func serve(at now: Duration) -> [Action] {
        var actions: [Action] = []
        while let request = waiting.first, let connection = mostRecentlyUsed(isFresh: true, at: now) {
            waiting.removeFirst()
            connections[connection] = .leased
            actions += [.stopTimer(request), .lease(connection, request)]
        }
        while onTheWay < waiting.count {
            if let connection = mostRecentlyUsed(isFresh: false, at: now) {
                connections[connection] = .checking
                actions.append(.check(connection))
            } else if connections.count < size {
                lastConnection += 1
                connections[lastConnection] = .opening
                actions.append(.open(lastConnection))
            } else {
                break
            }
        }
        return actions
    }

    private var onTheWay: Int {
        connections.values.count { $0 == .opening || $0 == .checking }
    }

    private func mostRecentlyUsed(isFresh: Bool, at now: Duration) -> ConnectionID? {
        var best: (id: ConnectionID, since: Duration)?
        for case (let connection, .idle(let since, let isSuspect)) in connections {
            guard isFresh == (!isSuspect && now - since <= checkAfter) else { continue }
            if let best, (best.since, best.id) > (since, connection) { continue }
            best = (connection, since)
        }
        return best?.id
    }

    private mutating func remove(_ request: RequestID) -> Bool {
        guard let index = waiting.firstIndex(of: request) else { return false }
        waiting.remove(at: index)
        return true
    }

    private func finishIfEmpty() -> [Action] { connections.isEmpty ? [.finished] : [] }
}
