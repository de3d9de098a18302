import Testing

@testable import Postgres

@Suite("the pool's decisions")
struct PoolStateTests {
    private func pool(size: Int = 2) -> PoolState { PoolState(size: size, checkAfter: .seconds(30)) }

    /// A pool whose connections 1…n are open and leased to the requests 1…n.
    private func busyPool(size: Int) -> PoolState {
        var state = pool(size: size)
        for id in 1...size {
            _ = state.acquire(id, at: .zero)
            _ = state.opened(id, at: .zero)
        }
        return state
    }

    @Test("the first request opens a connection and gets it")
    func opens() {
        var state = pool()
        #expect(state.acquire(1, at: .zero) == [.open(1), .startTimer(1)])
        #expect(state.opened(1, at: .zero) == [.stopTimer(1), .lease(1, 1)])
    }

    @Test("a connection that came back serves the next request at once")
    func reuses() {
        var state = busyPool(size: 1)
        #expect(state.released(1, isReusable: true, at: .seconds(1)).isEmpty)
        #expect(state.acquire(2, at: .seconds(2)) == [.stopTimer(2), .lease(1, 2)])
        #expect(state.connectionCount == 1)
    }

    @Test("there are never more connections than the size")
    func limitsConnections() {
        var state = busyPool(size: 2)
        #expect(state.acquire(3, at: .zero) == [.startTimer(3)])
        #expect(state.acquire(4, at: .zero) == [.startTimer(4)])
        #expect(state.connectionCount == 2)
        #expect(state.waitingCount == 2)
    }

    @Test(
        "a queue that is as long as it may be takes nobody more, and takes somebody again when it is shorter")
    func refusesEarly() {
        var state = PoolState(size: 1, checkAfter: .seconds(30), longestQueue: 2)
        _ = state.acquire(1, at: .zero)
        _ = state.opened(1, at: .zero)
        #expect(state.acquire(2, at: .zero) == [.startTimer(2)])
        #expect(state.acquire(3, at: .zero) == [.startTimer(3)])
        #expect(state.acquire(4, at: .zero) == [.fail(4, .full)])
        #expect(state.waitingCount == 2 && state.leasedCount == 1 && state.idleCount == 0)
        #expect(state.released(1, isReusable: true, at: .zero) == [.stopTimer(2), .lease(1, 2)])
        #expect(state.acquire(5, at: .zero) == [.startTimer(5)])
        #expect(state.acquire(6, at: .zero) == [.fail(6, .full)])
        #expect(state.released(1, isReusable: true, at: .zero) == [.stopTimer(3), .lease(1, 3)])
        #expect(state.released(1, isReusable: true, at: .zero) == [.stopTimer(5), .lease(1, 5)])
        #expect(state.released(1, isReusable: true, at: .zero).isEmpty)
        #expect(state.leasedCount == 0 && state.idleCount == 1)
    }

    @Test("no more connections are opened than requests wait")
    func opensAsNeeded() {
        var state = pool(size: 8)
        #expect(state.acquire(1, at: .zero) == [.open(1), .startTimer(1)])
        #expect(state.acquire(2, at: .zero) == [.open(2), .startTimer(2)])
        #expect(state.cancelled(1) == [.stopTimer(1), .fail(1, .cancelled)])
        // One of the two on the way is for request 2, the other will do for request 3.
        #expect(state.acquire(3, at: .zero) == [.startTimer(3)])
        #expect(state.opened(2, at: .zero) == [.stopTimer(2), .lease(2, 2)])
        #expect(state.opened(1, at: .zero) == [.stopTimer(3), .lease(1, 3)])
    }

    @Test("requests are served first come, first served, and nobody overtakes")
    func isFair() {
        var state = busyPool(size: 1)
        for request in 2...4 { _ = state.acquire(request, at: .zero) }
        for request in 2...4 {
            #expect(
                state.released(1, isReusable: true, at: .zero) == [.stopTimer(request), .lease(1, request)])
        }
    }

    @Test("the most recently used connection goes first, so that others can be idle for long")
    func prefersRecent() {
        var state = busyPool(size: 2)
        _ = state.released(1, isReusable: true, at: .seconds(1))
        _ = state.released(2, isReusable: true, at: .seconds(2))
        #expect(state.acquire(3, at: .seconds(3)) == [.stopTimer(3), .lease(2, 3)])
    }

    @Test("a connection that was idle for long is checked before it is used")
    func checksIdle() {
        var state = busyPool(size: 1)
        _ = state.released(1, isReusable: true, at: .seconds(1))
        #expect(state.acquire(2, at: .seconds(32)) == [.check(1), .startTimer(2)])
        #expect(state.checked(1, works: true, at: .seconds(32)) == [.stopTimer(2), .lease(1, 2)])
    }

    @Test("one that fails the check is closed and replaced")
    func replacesBroken() {
        var state = busyPool(size: 1)
        _ = state.released(1, isReusable: true, at: .seconds(1))
        _ = state.acquire(2, at: .seconds(60))
        #expect(state.checked(1, works: false, at: .seconds(60)) == [.close(1)])
        #expect(state.closed(1, at: .seconds(60)) == [.open(2)])
        #expect(state.opened(2, at: .seconds(60)) == [.stopTimer(2), .lease(2, 2)])
    }

    @Test("a fresh connection is preferred to one that must be checked")
    func prefersFresh() {
        var state = busyPool(size: 2)
        _ = state.released(1, isReusable: true, at: .seconds(1))
        _ = state.released(2, isReusable: true, at: .seconds(40))
        #expect(state.acquire(3, at: .seconds(41)) == [.stopTimer(3), .lease(2, 3)])
        #expect(state.acquire(4, at: .seconds(41)) == [.check(1), .startTimer(4)])
    }

    @Test("after one was found dead the idle ones are checked however fresh")
    func suspectsIdle() {
        var state = busyPool(size: 2)
        _ = state.released(1, isReusable: true, at: .seconds(1))
        state.suspectIdle()
        #expect(state.acquire(3, at: .seconds(1)) == [.check(1), .startTimer(3)])
        // What was in use then is not affected.
        #expect(state.released(2, isReusable: true, at: .seconds(1)) == [.stopTimer(3), .lease(2, 3)])
        #expect(state.checked(1, works: true, at: .seconds(1)).isEmpty)
        #expect(state.acquire(4, at: .seconds(1)) == [.stopTimer(4), .lease(1, 4)])
    }

    @Test("a connection that must not be used again is closed, and its place is free when it is gone")
    func discards() {
        var state = busyPool(size: 1)
        _ = state.acquire(2, at: .zero)
        #expect(state.released(1, isReusable: false, at: .zero) == [.close(1)])
        #expect(state.connectionCount == 1)
        #expect(state.closed(1, at: .zero) == [.open(2)])
    }

    @Test("a request that waited too long fails once and gets nothing afterwards")
    func timesOut() {
        var state = busyPool(size: 1)
        _ = state.acquire(2, at: .zero)
        #expect(state.timedOut(2) == [.fail(2, .timeout)])
        #expect(state.timedOut(2).isEmpty)
        #expect(state.cancelled(2).isEmpty)
        #expect(state.released(1, isReusable: true, at: .zero).isEmpty)
    }

    @Test("a timer or a cancel that comes after the connection was handed out does nothing")
    func lateTimers() {
        var state = busyPool(size: 1)
        #expect(state.timedOut(1).isEmpty)
        #expect(state.cancelled(1).isEmpty)
    }

    @Test("the cancelled one in the middle leaves the order of the others")
    func cancelsInTheMiddle() {
        var state = busyPool(size: 1)
        for request in 2...4 { _ = state.acquire(request, at: .zero) }
        #expect(state.cancelled(3) == [.stopTimer(3), .fail(3, .cancelled)])
        #expect(state.released(1, isReusable: true, at: .zero) == [.stopTimer(2), .lease(1, 2)])
        #expect(state.released(1, isReusable: true, at: .zero) == [.stopTimer(4), .lease(1, 4)])
    }

    @Test("without a server everybody who waits fails at once")
    func failsWithoutServer() {
        var state = pool(size: 1)
        _ = state.acquire(1, at: .zero)
        _ = state.acquire(2, at: .zero)
        #expect(
            state.openFailed(1) == [
                .stopTimer(1), .fail(1, .unreachable), .stopTimer(2), .fail(2, .unreachable),
            ])
        #expect(state.connectionCount == 0)
        // The next request tries again.
        #expect(state.acquire(3, at: .zero) == [.open(2), .startTimer(3)])
    }

    @Test("while other connections may come back a failed opening is not the end, nor tried again at once")
    func waitsForOthers() {
        var state = pool(size: 2)
        _ = state.acquire(1, at: .zero)
        _ = state.opened(1, at: .zero)
        #expect(state.acquire(2, at: .zero) == [.open(2), .startTimer(2)])
        #expect(state.openFailed(2).isEmpty)
        #expect(state.released(1, isReusable: true, at: .zero) == [.stopTimer(2), .lease(1, 2)])
    }

    @Test("when the last of the others breaks too, opening is tried again and then fails those who wait")
    func failsWithTheLast() {
        var state = pool(size: 2)
        _ = state.acquire(1, at: .zero)
        _ = state.opened(1, at: .zero)
        _ = state.acquire(2, at: .zero)
        _ = state.openFailed(2)
        #expect(state.released(1, isReusable: false, at: .zero) == [.close(1), .open(3)])
        #expect(state.openFailed(3).isEmpty)
        #expect(state.closed(1, at: .zero) == [.open(4)])
        #expect(state.openFailed(4) == [.stopTimer(2), .fail(2, .unreachable)])
    }

    @Test("closing an unused pool is finished at once")
    func closesEmpty() {
        var state = pool()
        #expect(state.close() == [.finished])
        #expect(state.close().isEmpty)
        #expect(state.acquire(1, at: .zero) == [.fail(1, .poolClosed)])
    }

    @Test("closing fails those who wait, closes the idle, and waits for the leased")
    func drains() {
        var state = busyPool(size: 2)
        _ = state.released(1, isReusable: true, at: .zero)
        _ = state.acquire(3, at: .zero)
        _ = state.acquire(4, at: .zero)
        _ = state.released(2, isReusable: true, at: .zero)
        _ = state.released(1, isReusable: true, at: .zero)
        _ = state.acquire(5, at: .zero)
        _ = state.acquire(6, at: .zero)
        #expect(state.close() == [.stopTimer(6), .fail(6, .poolClosed)])
        #expect(state.released(1, isReusable: true, at: .zero) == [.close(1)])
        #expect(state.closed(1, at: .zero).isEmpty)
        #expect(state.released(2, isReusable: false, at: .zero) == [.close(2)])
        #expect(state.closed(2, at: .zero) == [.finished])
    }

    @Test("what is being opened or checked when the pool is closed is closed when it comes")
    func closesLatecomers() {
        var state = busyPool(size: 1)
        _ = state.released(1, isReusable: true, at: .zero)
        var other = state
        _ = state.acquire(2, at: .seconds(60))
        #expect(state.close() == [.stopTimer(2), .fail(2, .poolClosed)])
        #expect(state.checked(1, works: true, at: .seconds(60)) == [.close(1)])
        #expect(state.closed(1, at: .seconds(60)) == [.finished])

        #expect(other.close() == [.close(1)])
        #expect(other.closed(1, at: .zero) == [.finished])

        var opening = pool()
        _ = opening.acquire(1, at: .zero)
        _ = opening.close()
        #expect(opening.opened(1, at: .zero) == [.close(1)])
        var failing = pool()
        _ = failing.acquire(1, at: .zero)
        _ = failing.close()
        #expect(failing.openFailed(1) == [.finished])
    }

    @Test("events that fit no state are ignored")
    func ignoresNonsense() {
        var state = busyPool(size: 1)
        #expect(state.opened(1, at: .zero).isEmpty)
        #expect(state.opened(9, at: .zero).isEmpty)
        #expect(state.openFailed(1).isEmpty)
        #expect(state.checked(1, works: false, at: .zero).isEmpty)
        #expect(state.closed(1, at: .zero).isEmpty)
        #expect(state.released(9, isReusable: true, at: .zero).isEmpty)
        #expect(state.connectionCount == 1)
    }

    @Test(
        "over random events no connection is leased twice, nobody is forgotten, and everything ends",
        arguments: 0..<40)
    func randomEvents(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var world = PoolWorld(
            state: PoolState(size: Int.random(in: 1...4, using: &generator), checkAfter: .seconds(5)))
        for _ in 0..<400 { world.step(&generator) }
        world.finish(&generator)
        #expect(world.problems.isEmpty)
        #expect(world.isFinished)
        #expect(world.outcomes.count == world.requests)
    }
}

/// Plays the rest of the world for a pool: opens, checks, closes and gives back at random, and notes what
/// must not be.
private struct PoolWorld {
    var state: PoolState
    var now = Duration.zero
    var requests = 0
    /// What requests ended with: a connection or a failure.
    var outcomes: [Int: String] = [:]
    var problems: [String] = []
    var isFinished = false
    private var opening: Set<Int> = []
    private var checking: Set<Int> = []
    private var closing: Set<Int> = []
    private var leased: Set<Int> = []
    private var timers: Set<Int> = []

    init(state: PoolState) { self.state = state }

    mutating func step(_ generator: inout SeededGenerator) {
        now += .seconds(Int.random(in: 0...3, using: &generator))
        switch Int.random(in: 0..<10, using: &generator) {
        case 0...2:
            requests += 1
            perform(state.acquire(requests, at: now))
        case 3: if let timer = timers.randomElement(using: &generator) { perform(state.timedOut(timer)) }
        case 4 where requests > 0: perform(state.cancelled(Int.random(in: 1...requests, using: &generator)))
        case 5: state.suspectIdle()
        default: answer(&generator)
        }
        if timers.count != state.waitingCount {
            problems.append("\(timers.count) timers for \(state.waitingCount)")
        }
    }

    mutating func finish(_ generator: inout SeededGenerator) {
        perform(state.close())
        for _ in 0..<100 { answer(&generator) }
    }

    private mutating func answer(_ generator: inout SeededGenerator) {
        let isGood = Int.random(in: 0..<4, using: &generator) > 0
        if let id = leased.min(), Bool.random(using: &generator) {
            leased.remove(id)
            perform(state.released(id, isReusable: isGood, at: now))
        } else if let id = opening.popFirst() {
            perform(isGood ? state.opened(id, at: now) : state.openFailed(id))
        } else if let id = checking.popFirst() {
            perform(state.checked(id, works: isGood, at: now))
        } else if let id = closing.popFirst() {
            perform(state.closed(id, at: now))
        } else if let id = leased.popFirst() {
            perform(state.released(id, isReusable: isGood, at: now))
        }
    }

    private mutating func perform(_ actions: [PoolState.Action]) {
        for action in actions {
            switch action {
            case .open(let id): opening.insert(id)
            case .check(let id): checking.insert(id)
            case .close(let id): closing.insert(id)
            case .startTimer(let request): timers.insert(request)
            case .stopTimer(let request): timers.remove(request)
            case .finished:
                if isFinished || !(leased.isEmpty && opening.isEmpty && checking.isEmpty && closing.isEmpty) {
                    problems.append("finished too early or twice")
                }
                isFinished = true
            case .lease(let id, let request):
                if !leased.insert(id).inserted { problems.append("connection \(id) leased twice") }
                if opening.contains(id) || checking.contains(id) || closing.contains(id) {
                    problems.append("connection \(id) leased while on its way")
                }
                end(request, "lease")
            case .fail(let request, let failure):
                timers.remove(request)
                end(request, "\(failure)")
            }
        }
    }

    private mutating func end(_ request: Int, _ outcome: String) {
        if outcomes.updateValue(outcome, forKey: request) != nil {
            problems.append("request \(request) ended twice")
        }
    }
}
