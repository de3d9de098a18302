import CPostgres
import Glibc

/// Several statements in one exchange (libpq, chapter "Pipeline Mode").
extension Session {
    /// Runs reading statements that have nothing to do with each other and tells each its result. Returns those that have
    /// none because the connection was lost.
    ///
    /// They are sent in one piece with one Sync at its end. After a statement that fails the server skips the rest of the
    /// piece: those are run one by one.
    func answer(_ reads: [SharedRead]) -> [SharedRead] {
        guard reads.count > 1 else { return answerSingly(reads) }
        var left = reads
        do {
            try inFlight("\(reads.count) reads", reads[0].site) { try exchange(&left) }
        } catch {
            // whoever is left is told below why, or is run on another connection
        }
        return link.isAlive ? answerSingly(left) : left
    }

    private func answerSingly(_ reads: [SharedRead]) -> [SharedRead] {
        for (index, read) in reads.enumerated() {
            do {
                read.finish(.success(try run(read.sql, read.site)))
            } catch PostgresError.connectionLost {
                return Array(reads[index...])
            } catch {
                read.finish(.failure(error))
            }
        }
        return []
    }

    /// Sends and receives; takes those off the list that have their answer.
    private func exchange(_ left: inout [SharedRead]) throws {
        let statements = try prepareAll(&left)
        guard PQenterPipelineMode(link.raw) == 1 else { throw PostgresError.connectionLost(link.message) }
        defer { PQexitPipelineMode(link.raw) }
        // before the server can have begun, or what it stops after its time would seem to have been stopped too early for that
        let start = ContinuousClock.now
        try sendAll(left, statements)
        var answered = 0
        var unanswered: [SharedRead] = []
        defer { left = unanswered + left[answered...] }
        for (read, statement) in zip(left, statements) {
            switch try outcome(of: read, statement, since: start) {
            case .some(let result): read.finish(result)
            case .none: unanswered.append(read)
            }
            answered += 1
        }
        guard let end = PQgetResult(link.raw) else { throw PostgresError.connectionLost(link.message) }
        PQclear(end)
    }

    private struct Planned {
        let key: StatementCache.Key
        /// Nil: the text is sent.
        let name: String?
    }

    /// Makes known to the server what is to be prepared; who cannot be sent is told so and leaves the list.
    private func prepareAll(_ left: inout [SharedRead]) throws -> [Planned] {
        var ready: [SharedRead] = []
        var statements: [Planned] = []
        var seen = 0
        defer { left = ready + left[seen...] }
        for read in left {
            do {
                if let failure = read.sql.failure { throw failure }
                let key = StatementCache.Key(text: read.sql.text, types: read.sql.parameters.map(\.type.oid))
                statements.append(Planned(key: key, name: try prepare(key, read.site)))
                ready.append(read)
            } catch PostgresError.connectionLost(let why) {
                throw PostgresError.connectionLost(why)
            } catch {
                read.finish(.failure(error))
            }
            seen += 1
        }
        return statements
    }

    /// Sends all of them and a Sync, and sees that it leaves. What comes back meanwhile is taken: a server that cannot write does
    /// not read either.
    private func sendAll(_ reads: [SharedRead], _ statements: [Planned]) throws {
        PQsetnonblocking(link.raw, 1)
        defer { PQsetnonblocking(link.raw, 0) }
        for (read, statement) in zip(reads, statements) {
            guard send(read.sql, statement) else { throw PostgresError.connectionLost(link.message) }
        }
        guard PQpipelineSync(link.raw) == 1 else { throw PostgresError.connectionLost(link.message) }
        while true {
            switch PQflush(link.raw) {
            case 0: return
            case 1:
                var socket = pollfd(fd: PQsocket(link.raw), events: Int16(POLLIN | POLLOUT), revents: 0)
                _ = poll(&socket, 1, -1)
                guard PQconsumeInput(link.raw) == 1 else { fallthrough }
            default: throw PostgresError.connectionLost(link.message)
            }
        }
    }

    private func send(_ sql: SQL, _ statement: Planned) -> Bool {
        ParameterList.with(sql.parameters) { list in
            if let name = statement.name {
                PQsendQueryPrepared(
                    link.raw, name, list.count, list.values, list.lengths, list.formats, 1) == 1
            } else {
                PQsendQueryParams(
                    link.raw, statement.key.text, list.count, list.types, list.values, list.lengths,
                    list.formats, 1) == 1
            }
        }
    }

    /// What came of one statement; nil: the server did not come to it, or it is to be prepared anew.
    private func outcome(
        of read: SharedRead, _ statement: Planned, since start: ContinuousClock.Instant
    ) throws -> Result<ResultSet, any Error>? {
        guard let raw = PQgetResult(link.raw) else { throw PostgresError.connectionLost(link.message) }
        defer { while let rest = PQgetResult(link.raw) { PQclear(rest) } }
        if PQresultStatus(raw) == PGRES_PIPELINE_ABORTED {
            PQclear(raw)
            return nil
        }
        do {
            return .success(try result(raw, of: statement.key, read.site))
        } catch PostgresError.server(let error) where error.isStalePlan {
            statements.forget(statement.key, isOnServer: !error.isUnknownStatement)
            return nil
        } catch PostgresError.server(let error) {
            return .failure(explained(error, statement.key.text, since: start))
        }
    }
}
