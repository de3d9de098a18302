public import Logging

/// A database as the program works with it: a few connections, and transactions on them.
public final class Database: Sendable {
    public let configuration: Configuration
    private let pool: Pool
    private let sharedReads: SharedReads
    private let poolSize: Int

    /// Connects when a connection is first needed.
    ///
    /// - Parameters:
    ///   - url: `postgresql://…` of the role that the program uses.
    ///   - poolSize: how many connections there are at most; each has a thread.
    ///   - statementTimeout: the server stops statements that take longer; nil: never.
    ///   - acquireTimeout: how long to wait for a free connection before `.poolTimeout` is thrown.
    ///   - longestQueue: how many may wait for one at once; the next is told `.poolFull` without waiting.
    public convenience init(
        url: String, poolSize: Int = 4, applicationName: String = "cnnt", statementTimeout: Duration? = nil,
        acquireTimeout: Duration = .seconds(10), longestQueue: Int = .max,
        logger: Logger = Logger(label: "postgres")
    ) {
        self.init(
            Configuration(
                url: url, applicationName: applicationName, statementTimeout: statementTimeout, logger: logger
            ),
            poolSize: poolSize, acquireTimeout: acquireTimeout, longestQueue: longestQueue)
    }

    /// - Parameter checkAfter: a connection that was idle for longer is asked whether it still works before
    /// it is used.
    public init(
        _ configuration: Configuration, poolSize: Int = 4, acquireTimeout: Duration = .seconds(10),
        checkAfter: Duration = .seconds(30), longestQueue: Int = .max
    ) {
        self.configuration = configuration
        self.poolSize = max(1, poolSize)
        pool = Pool(
            configuration: configuration, size: poolSize, acquireTimeout: acquireTimeout,
            checkAfter: checkAfter, longestQueue: longestQueue)
        sharedReads = SharedReads(
            pool: pool, poolSize: self.poolSize, acquireTimeout: acquireTimeout, longestQueue: longestQueue)
    }

    /// How busy the connections are at this moment.
    public var load: Load {
        let load = pool.load
        let shared = sharedReads.load
        return Load(
            size: poolSize, inUse: load.inUse, idle: load.idle,
            onTheWay: load.open - load.inUse - load.idle, waiting: load.waiting + shared.waiting,
            refusals: load.refusals + shared.refusals)
    }

    public struct Load: Hashable, Sendable {
        /// Connections there are at most.
        public let size: Int
        public let inUse: Int
        public let idle: Int
        /// Being opened, checked or closed.
        public let onTheWay: Int
        /// Who waits for a connection.
        public let waiting: Int
        /// Who was told so far that no connection became free in time.
        public let refusals: Int
    }

    /// Runs a closure as one transaction and returns what it returns; if it throws, nothing has happened.
    ///
    /// The closure may run several times: a conflict with another transaction (40001, 40P01) is retried after
    /// a short random wait. So it touches nothing but the database. Cancelling the task cancels the
    /// statement.
    public func transaction<R: Sendable>(
        _ isolation: Isolation = .readCommitted, readOnly: Bool = false, settings: LocalSettings = .none,
        maxAttempts: Int = 10, file: StaticString = #fileID, line: UInt = #line,
        _ body: @Sendable (Session) throws -> R
    ) async throws -> R {
        let site = CallSite(file, line)
        var attempt = 1
        while true {
            do {
                return try await onConnection { session in
                    try session.transaction(isolation, readOnly: readOnly, settings: settings, site, body)
                }
            } catch PostgresError.server(let error)
                where (error.isSerializationConflict || error.isStalePlan) && attempt < maxAttempts
            {
                configuration.logger.debug(
                    "transaction is run again",
                    metadata: ["sqlstate": "\(error.sqlState)", "attempt": "\(attempt)", "site": "\(site)"])
                try await Self.pause(attempt)
                attempt += 1
            }
        }
    }

    /// What a reading closure needs.
    public enum ReadStyle: Sendable {
        /// Several statements that all see the same state: one read-only transaction.
        case snapshot
        /// One statement that reads, in one round trip without a transaction around it. A second one throws
        /// `.misuse`.
        case single
    }

    /// Runs a closure that only reads.
    ///
    /// - Parameter settings: of the transaction; a single read has none.
    public func read<R: Sendable>(
        _ style: ReadStyle = .snapshot, settings: LocalSettings = .none, file: StaticString = #fileID,
        line: UInt = #line,
        _ body: @Sendable (Session) throws -> R
    ) async throws -> R {
        switch style {
        case .snapshot:
            try await transaction(
                .repeatableRead, readOnly: true, settings: settings, file: file, line: line, body)
        case .single:
            try await onConnection { try $0.singleRead(body) }
        }
    }

    /// All rows of one statement that only reads and is quick, each made into a value. It goes to the server together with
    /// those of other tasks (`SharedReads`), so a slow one holds up others: it is for what an index answers.
    ///
    /// Cancelling the task does not stop the statement.
    public func query<T: RowDecodable & Sendable>(
        _ sql: SQL, as type: T.Type = T.self, file: StaticString = #fileID, line: UInt = #line
    ) async throws -> [T] {
        try await sharedReads.result(of: .statement(sql), CallSite(file, line)) { try $0.rows(T.init) }
    }

    /// Likewise the rows that a statement of many keys has for one; those of other tasks who ask it meanwhile go along in it.
    public func query<T: RowDecodable & Sendable>(
        _ statement: KeyedStatement, of key: Int64, as type: T.Type = T.self, file: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> [T] {
        try await sharedReads.result(of: .key(key, of: statement), CallSite(file, line)) {
            try $0.rows(T.init)
        }
    }

    /// Likewise the first column of the only row; none or several throw `.rowCount`.
    public func value<V: SQLDecodable & Sendable>(
        _ sql: SQL, as type: V.Type = V.self, file: StaticString = #fileID, line: UInt = #line
    ) async throws -> V {
        try await sharedReads.result(of: .statement(sql), CallSite(file, line)) { result in
            try result.only(of: sql) { try $0(at: 0) }
        }
    }

    /// Waits for the work that goes on and closes every connection. Later work throws `.poolClosed`.
    public func close() async { await pool.close() }

    private func onConnection<R: Sendable>(_ body: @Sendable (Session) throws -> R) async throws -> R {
        var triesLeft = poolSize + 1
        while true {
            let lease = try await pool.acquire()
            let (result, isReusable) = await lease.connection.attempt(body)
            pool.release(lease, isReusable: isReusable)
            guard case .failure(let error as LostBeforeStart) = result else { return try result.get() }
            // The server was restarted, say: what is idle is dead, and a new connection works.
            pool.suspectIdle()
            triesLeft -= 1
            if triesLeft == 0 { throw error.error }
        }
    }

    /// Waits a random time, on average twice as long with each attempt, so that rivals do not meet again.
    private static func pause(_ attempt: Int) async throws {
        let longest = min(500.0, 5 * Double(1 << min(attempt, 7)))
        try await Task.sleep(for: .milliseconds(Double.random(in: 0...longest)))
    }
}
