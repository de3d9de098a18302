import HTTPTypes
import Registry
import Synchronization

/// Counts what the service answers, by the pattern of the route and never by an address: a verification code is for those who
/// hold the paper. So there are never more series than routes and methods.
final class ServiceMetrics: Sendable {
    private struct Series: Hashable {
        let route: String
        let method: String
    }

    private struct Count {
        /// By the first digit of the status.
        var classes = [Int](repeating: 0, count: 6)
        /// Answers that took at most so long, the last one for whatever took longer. Each answer is in one.
        var buckets = [Int](repeating: 0, count: ServiceMetrics.bounds.count + 1)
        var seconds = 0.0
    }

    private struct State {
        var counts: [Series: Count] = [:]
        var inProgress = 0
    }

    /// Upper bounds in seconds, from what a lookup takes to what an import takes.
    static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    /// Methods that a server knows; whatever else is asked shares one name.
    private static let methods: Set<HTTPRequest.Method> = [
        .get, .head, .post, .put, .patch, .delete, .options, .trace, .connect,
    ]

    private let version: String
    private let start = ContinuousClock.now
    private let state = Mutex(State())

    /// - Parameter version: of the program, as `cnnt --version` says it.
    init(version: String) { self.version = version }

    func begin() { state.withLock { $0.inProgress += 1 } }

    func end() { state.withLock { $0.inProgress -= 1 } }

    /// - Parameters:
    ///   - route: the pattern; nil for an address that there is nothing at.
    ///   - duration: until the answer's head is there; what is streamed after it is not in it.
    func count(route: String?, method: HTTPRequest.Method, status: Int, took duration: Duration) {
        let series = Series(
            // the router has a name for what no route is for
            route: route.flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "(none)",
            method: Self.methods.contains(method) ? method.rawValue : "OTHER")
        let seconds = duration / .seconds(1)
        let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
        state.withLock { state in
            state.counts[series, default: Count()].classes[min(max(status / 100, 0), 5)] += 1
            state.counts[series, default: Count()].buckets[bucket] += 1
            state.counts[series, default: Count()].seconds += seconds
        }
    }

    /// Everything, as Prometheus reads it.
    ///
    /// - Parameter watchers: streams of events that are open.
    func text(database: DatabaseLoad, watchers: Int = 0) -> String {
        let (counts, inProgress) = state.withLock { ($0.counts, $0.inProgress) }
        let sorted = counts.sorted { ($0.key.route, $0.key.method) < ($1.key.route, $1.key.method) }
        var text = MetricsText()
        text.family("cnnt_build_info", .gauge, "The program's version.")
        text.sample([("version", version)], 1)
        text.family("cnnt_uptime_seconds", .gauge, "Seconds since the service started.")
        text.sample([], ((ContinuousClock.now - start) / .milliseconds(1)).rounded() / 1000)

        text.family("cnnt_http_requests_in_progress", .gauge, "Requests that are being answered.")
        text.sample([], inProgress)
        text.family(
            "cnnt_http_requests_total", .counter, "Requests answered, by route, method and class of status.")
        for (series, count) in sorted {
            for (digit, number) in count.classes.enumerated() where number > 0 {
                text.sample(
                    [("route", series.route), ("method", series.method), ("status", "\(digit)xx")], number)
            }
        }
        text.family(
            "cnnt_http_request_duration_seconds", .histogram,
            "Time until an answer's head, by route and method.")
        for (series, count) in sorted {
            text.histogram(
                [("route", series.route), ("method", series.method)], bounds: Self.bounds,
                buckets: count.buckets, sum: count.seconds)
        }

        text.family("cnnt_event_streams", .gauge, "Streams of events that are open.")
        text.sample([], watchers)

        text.family("cnnt_database_connections", .gauge, "Connections to the database by state.")
        text.sample([("state", "in_use")], database.inUse)
        text.sample([("state", "idle")], database.idle)
        text.sample([("state", "on_the_way")], database.onTheWay)
        text.family("cnnt_database_connections_max", .gauge, "Connections to the database there are at most.")
        text.sample([], database.size)
        text.family("cnnt_database_requests_waiting", .gauge, "Requests that wait for a connection.")
        text.sample([], database.waiting)
        text.family(
            "cnnt_database_refusals_total", .counter, "Requests that no connection became free for in time.")
        text.sample([], database.refusals)

        if let process = ProcessFigures.now() {
            text.family("process_resident_memory_bytes", .gauge, "Resident memory.")
            text.sample([], process.residentBytes)
            text.family("process_cpu_seconds_total", .counter, "Processor time used.")
            text.sample([], process.processorSeconds)
            text.family("process_open_fds", .gauge, "Open files and connections.")
            text.sample([], process.openFiles)
            text.family("process_max_fds", .gauge, "Files and connections that may be open.")
            text.sample([], process.openFilesLimit)
        }
        return text.text
    }
}
