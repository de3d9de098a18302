import CPostgres

/// A connection inside a closure that runs on the connection's thread: every call blocks until the server
/// answered.
public final class Session {
    let link: Link
    let gate: CancelGate
    private let statementTimeout: Duration?
    var statements = StatementCache()
    /// A COPY or a stream is under way; nothing else can run meanwhile.
    private var isBusy = false
    private var savepoints = 0
    /// Autocommit work of one statement: how many more may run.
    var remainingStatements: Int?
    /// The conflict with another transaction, or stale plan, that ended the current transaction.
    var conflict: ServerError?

    init(_ configuration: Configuration) throws {
        link = try Link(configuration)
        statementTimeout = configuration.statementTimeout
        guard let gate = CancelGate(connection: link.raw) else {
            throw PostgresError.unreachable(link.message)
        }
        self.gate = gate
    }

    /// The connection can be used for other work after this.
    var isReusable: Bool {
        link.isAlive && !gate.wasFired && !isBusy && PQtransactionStatus(link.raw) == PQTRANS_IDLE
    }

    // MARK: Statements with parameters

    /// Runs a statement and returns its whole result.
    func run(_ sql: SQL, _ site: CallSite) throws -> ResultSet {
        if let failure = sql.failure { throw failure }
        let text = sql.text
        let key = StatementCache.Key(text: text, types: sql.parameters.map(\.type.oid))
        do {
            return try run(sql, key, site)
        } catch PostgresError.server(let error) where error.isStalePlan {
            statements.forget(key, isOnServer: !error.isUnknownStatement)
            // Inside a transaction, which is lost now, the whole closure is run again instead.
            guard PQtransactionStatus(link.raw) == PQTRANS_IDLE else { throw PostgresError.server(error) }
            if let remainingStatements { self.remainingStatements = remainingStatements + 1 }
            return try run(sql, key, site)
        }
    }

    private func run(_ sql: SQL, _ key: StatementCache.Key, _ site: CallSite) throws -> ResultSet {
        try inFlight(key.text, site) {
            let name = try prepare(key, site)
            let result = ParameterList.with(sql.parameters) { list in
                if let name {
                    PQexecPrepared(link.raw, name, list.count, list.values, list.lengths, list.formats, 1)
                } else {
                    PQexecParams(
                        link.raw, key.text, list.count, list.types, list.values, list.lengths, list.formats, 1
                    )
                }
            }
            return try complete(self.result(result, of: key, site), key.text, site)
        }
    }

    /// Takes over what a statement gave; the names of a prepared one's columns are read once.
    func result(_ raw: OpaquePointer?, of key: StatementCache.Key, _ site: CallSite) throws -> ResultSet {
        let result = try checked(raw, key.text, site, columns: statements.columns(of: key))
        statements.recordColumns(result.columns, of: key)
        return result
    }

    /// The name of the prepared statement to use, if there is to be one.
    func prepare(_ key: StatementCache.Key, _ site: CallSite) throws -> String? {
        switch statements.use(key) {
        case .unprepared: return nil
        case .prepared(let name): return name
        case .prepare(let name):
            for old in statements.takeEvicted() where PQtransactionStatus(link.raw) != PQTRANS_INERROR {
                PQclear(PQexec(link.raw, "DEALLOCATE \(old)"))
            }
            let result = PQprepare(link.raw, name, key.text, Int32(key.types.count), key.types)
            _ = try checked(result, key.text, site)
            statements.recordPrepared(key, name: name)
            return name
        }
    }

    // MARK: Text

    /// Runs text without parameters through the simple protocol; several statements are one transaction.
    func runText(_ text: String, _ site: CallSite) throws -> ResultSet {
        guard !text.utf8.contains(0) else { throw PostgresError.encoding("a script holds the character NUL") }
        return try inFlight(text, site) {
            try complete(checked(PQexec(link.raw, text), text, site), text, site)
        }
    }

    /// A COPY wants `copyIn` or `copyOut`; anywhere else it is ended here.
    private func complete(_ result: ResultSet, _ text: String, _ site: CallSite) throws -> ResultSet {
        guard result.status == PGRES_COPY_IN || result.status == PGRES_COPY_OUT else { return result }
        endCopy(result.status)
        _ = try? drain(text, site)
        throw PostgresError.misuse("COPY goes through copyIn and copyOut, at \(site)")
    }

    // MARK: The frame of every exchange

    /// Runs an exchange with the server that can be cancelled from another thread while it lasts.
    func inFlight<R>(_ statement: String, _ site: CallSite, _ body: () throws -> R) throws -> R {
        guard !isBusy else { throw PostgresError.misuse("a stream or a COPY is still open, at \(site)") }
        if let remaining = remainingStatements {
            guard remaining > 0 else {
                throw PostgresError.misuse("only one statement may run here, at \(site)")
            }
            remainingStatements = remaining - 1
        }
        try gate.enterStatement()
        let start = ContinuousClock.now
        defer { gate.leaveStatement() }
        do {
            return try body()
        } catch PostgresError.server(let error) {
            throw explained(error, statement, since: start)
        }
    }

    /// Why the server stopped a statement, if it did.
    func explained(
        _ error: ServerError, _ statement: String, since start: ContinuousClock.Instant
    ) -> PostgresError {
        guard error.sqlState == "57014" else { return .server(error) }
        if gate.wasFired { return .cancelled }
        // Told by the time, since the message may be in any language.
        if let statementTimeout, ContinuousClock.now - start >= statementTimeout {
            return .statementTimeout(statement: statement)
        }
        return .server(error)
    }

    /// The same for an exchange during which other code runs, which must leave this session alone meanwhile.
    func exclusively<R>(_ statement: String, _ site: CallSite, _ body: () throws -> R) throws -> R {
        try inFlight(statement, site) {
            isBusy = true
            defer { isBusy = false }
            return try body()
        }
    }

    /// Takes a result over and throws if it is an error.
    func checked(_ raw: OpaquePointer?, _ statement: String, _ site: CallSite, columns: Columns? = nil) throws
        -> ResultSet
    {
        guard let raw else { throw PostgresError.connectionLost(link.message) }
        let result = ResultSet(raw, columns: columns)
        switch result.status {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_SINGLE_TUPLE, PGRES_EMPTY_QUERY, PGRES_COPY_IN,
            PGRES_COPY_OUT:
            return result
        default:
            guard link.isAlive else { throw PostgresError.connectionLost(link.message) }
            let error = ServerError(result: raw, statement: statement, site: site)
            guard error.severity == "ERROR" else { throw PostgresError.connectionLost(error.message) }
            if error.isSerializationConflict || error.isStalePlan { conflict = error }
            throw PostgresError.server(error)
        }
    }

    /// Takes what is left of an exchange off the wire and throws the first error in it.
    func drain(_ statement: String, _ site: CallSite) throws -> ResultSet? {
        var last: ResultSet?
        var failure: (any Error)?
        while let raw = PQgetResult(link.raw) {
            do {
                let result = try checked(raw, statement, site)
                endCopy(result.status)
                last = result
            } catch {
                failure = failure ?? error
                guard link.isAlive else { break }
            }
        }
        if let failure { throw failure }
        return last
    }

    /// Refuses what a COPY wants to have, throws away what it has to give.
    func endCopy(_ status: ExecStatusType) {
        if status == PGRES_COPY_IN { PQputCopyEnd(link.raw, "no data comes") }
        if status == PGRES_COPY_OUT {
            var buffer: UnsafeMutablePointer<CChar>?
            while PQgetCopyData(link.raw, &buffer, 0) > 0 { PQfreemem(buffer) }
        }
    }

    // MARK: Savepoints

    /// Runs a part of a transaction that may fail by itself: an error undoes the part and leaves the rest
    /// usable.
    public func savepoint<T>(
        file: StaticString = #fileID, line: UInt = #line, _ body: () throws -> T
    ) throws -> T {
        let site = CallSite(file, line)
        savepoints += 1
        let name = "savepoint_\(savepoints)"
        defer { savepoints -= 1 }
        _ = try runText("SAVEPOINT \(name)", site)
        do {
            let value = try body()
            _ = try runText("RELEASE SAVEPOINT \(name)", site)
            return value
        } catch {
            // On a connection that is gone or given up there is nothing left to undo.
            if link.isAlive, !gate.wasFired, PQtransactionStatus(link.raw) != PQTRANS_IDLE {
                _ = try runText("ROLLBACK TO SAVEPOINT \(name); RELEASE SAVEPOINT \(name)", site)
                conflict = nil
            }
            throw error
        }
    }

    /// The transaction as libpq knows it.
    var transactionStatus: PGTransactionStatusType { PQtransactionStatus(link.raw) }

    /// Notices, without a round trip, that the server closed the connection meanwhile.
    var isStillConnected: Bool { PQconsumeInput(link.raw) == 1 && link.isAlive }
}
