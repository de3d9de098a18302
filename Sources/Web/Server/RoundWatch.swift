import Logging
import Registry
import RuralIndustry
import ServiceLifecycle
import Synchronization

/// Passes word of rounds that change on to everybody in this process who watches one: on one connection to the database, however
/// many they are.
final class RoundWatch: Service {
    enum Signal: Sendable {
        /// What is shown may not be true any more.
        case changed
        /// Time to say that one is still there.
        case beat
    }

    /// Word of one round, for one reader. However slowly they read, a change is told after it happened: what is due is kept, and
    /// not what was said, so that many changes become one and no beat takes the place of a change.
    struct Word: AsyncSequence, Sendable {
        fileprivate let wakes: AsyncStream<Void>
        fileprivate let due: Due

        struct Iterator: AsyncIteratorProtocol {
            fileprivate var wakes: AsyncStream<Void>.Iterator
            fileprivate let due: Due

            mutating func next() async -> Signal? {
                while await wakes.next() != nil {
                    if let signal = due.take() { return signal }
                }
                return nil
            }
        }

        func makeAsyncIterator() -> Iterator { Iterator(wakes: wakes.makeAsyncIterator(), due: due) }
    }

    /// What one reader was not told yet.
    fileprivate final class Due: Sendable {
        private let signal = Mutex<Signal?>(nil)

        func add(_ new: Signal) {
            // who is told of a change knows too that one is still there
            signal.withLock { if $0 != .changed { $0 = new } }
        }

        func take() -> Signal? {
            signal.withLock { signal in
                defer { signal = nil }
                return signal
            }
        }
    }

    private struct Watcher {
        let round: Int64
        let account: Int64
        let due: Due
        let wake: AsyncStream<Void>.Continuation
    }

    private struct Watchers {
        var next = 0
        var all: [Int: Watcher] = [:]
        var isOver = false
    }

    /// Who watches at once in one process; whoever comes then reads the page as it is and loads it again.
    static let most = 256
    /// The windows in which one account watches at once, so that nobody takes the place of everybody.
    static let mostOfOne = 8

    /// Why nobody can watch now.
    enum Refused: Error { case isFull, hasTooMany }

    private let registry: Registry
    private let beat: Duration
    private let watchers = Mutex(Watchers())

    /// - Parameter beat: shorter than what the server and proxies in front of it let a connection idle.
    init(registry: Registry, beat: Duration = .seconds(15)) {
        self.registry = registry
        self.beat = beat
    }

    var count: Int { watchers.withLock { $0.all.count } }

    /// Word of one round for as long as somebody keeps it; it ends when the service stops.
    ///
    /// - Parameter account: whose window it is.
    func watch(_ round: Int64, by account: Int64) throws(Refused) -> Word {
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let due = Due()
        let admitted = watchers.withLock { watchers -> Result<Int, Refused> in
            guard !watchers.isOver, watchers.all.count < Self.most else { return .failure(.isFull) }
            guard watchers.all.values.count(where: { $0.account == account }) < Self.mostOfOne else {
                return .failure(.hasTooMany)
            }
            watchers.next += 1
            watchers.all[watchers.next] = Watcher(round: round, account: account, due: due, wake: wake)
            return .success(watchers.next)
        }
        let id = try admitted.get()
        wake.onTermination = { [weak self] _ in
            _ = self?.watchers.withLock { $0.all.removeValue(forKey: id) }
        }
        return Word(wakes: wakes, due: due)
    }

    /// Until the service is told to stop.
    func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            await withTaskGroup(of: Void.self) { tasks in
                tasks.addTask { await self.registry.followRounds { self.pass($0) } }
                tasks.addTask {
                    while !Task.isCancelled {
                        try? await Task.sleep(for: self.beat)
                        self.tell(.beat) { _ in true }
                    }
                }
            }
        }
        end()
    }

    func pass(_ news: RoundNews) {
        switch news {
        case .changed(let round): tell(.changed) { $0 == round }
        case .mayHaveMissed: tell(.changed) { _ in true }
        }
    }

    private func tell(_ signal: Signal, where isMeant: (Int64) -> Bool) {
        let told = watchers.withLock { watchers in watchers.all.values.filter { isMeant($0.round) } }
        for watcher in told {
            watcher.due.add(signal)
            watcher.wake.yield()
        }
    }

    private func end() {
        let all = watchers.withLock { watchers in
            watchers.isOver = true
            return watchers.all.values.map(\.wake)
        }
        for wake in all { wake.finish() }
    }
}
