import Foundation
import Synchronization

/// Threads for work that waits for other programs: as many as there are processors, beside Swift's own. If tests waited on
/// those, servers that other tests run in this process would not get to answer.
final class WaitingThreads: TaskExecutor {
    static let shared = WaitingThreads()

    private let jobs = Mutex<[UnownedJob]>([])
    private let waiting = DispatchSemaphore(value: 0)

    private init() {
        for _ in 0..<max(2, ProcessInfo.processInfo.activeProcessorCount) {
            Thread.detachNewThread { self.work() }
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        waiting.signal()
    }

    private func work() -> Never {
        while true {
            waiting.wait()
            guard let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { continue }
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
