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

    private struct Watchers {
        var next = 0
        var all: [Int: (round: Int64, stream: AsyncStream<Signal>.Continuation)] = [:]
        var isOver = false
    }

    /// Who watches at once in one process; whoever comes then reads the page as it is and loads it again.
    static let most = 256

    private let registry: Registry
    private let beat: Duration
    private let watchers = Mutex(Watchers())

    /// - Parameter beat: shorter than what the server and proxies in front of it let a connection idle.
    init(registry: Registry, beat: Duration = .seconds(15)) {
        self.registry = registry
        self.beat = beat
    }

    var count: Int { watchers.withLock { $0.all.count } }

    /// Word of one round for as long as somebody keeps the stream; it ends when the service stops. Nil where there are too many.
    func watch(_ round: Int64) -> AsyncStream<Signal>? {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Signal.self, bufferingPolicy: .bufferingNewest(8))
        let id = watchers.withLock { watchers -> Int? in
            guard !watchers.isOver, watchers.all.count < Self.most else { return nil }
            watchers.next += 1
            watchers.all[watchers.next] = (round, continuation)
            return watchers.next
        }
        guard let id else { return nil }
        continuation.onTermination = { [weak self] _ in
            _ = self?.watchers.withLock { $0.all.removeValue(forKey: id) }
        }
        return stream
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

    private func pass(_ news: RoundNews) {
        switch news {
        case .changed(let round): tell(.changed) { $0 == round }
        case .mayHaveMissed: tell(.changed) { _ in true }
        }
    }

    private func tell(_ signal: Signal, where isMeant: (Int64) -> Bool) {
        let told = watchers.withLock { watchers in
            watchers.all.values.filter { isMeant($0.round) }.map(\.stream)
        }
        for stream in told { stream.yield(signal) }
    }

    private func end() {
        let all = watchers.withLock { watchers in
            watchers.isOver = true
            return watchers.all.values.map(\.stream)
        }
        for stream in all { stream.finish() }
    }
}
