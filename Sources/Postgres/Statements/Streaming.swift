import CPostgres

extension Session {
    /// Gives each row of a large result to a closure as it arrives, so that memory stays bounded.
    ///
    /// No other statement can run in the closure. If it throws, the statement is cancelled and the connection
    /// given up.
    public func stream(
        _ sql: SQL, file: StaticString = #fileID, line: UInt = #line, _ row: (Row) throws -> Void
    ) throws {
        if let failure = sql.failure { throw failure }
        let text = sql.text
        let site = CallSite(file, line)
        try exclusively(text, site) {
            let sent = ParameterList.with(sql.parameters) { list in
                PQsendQueryParams(
                    link.raw, text, list.count, list.types, list.values, list.lengths, list.formats, 1)
            }
            guard sent == 1 else { throw PostgresError.connectionLost(link.message) }
            PQsetSingleRowMode(link.raw)
            var columns: Columns?
            while let raw = PQgetResult(link.raw) {
                do {
                    let result = try checked(raw, text, site, columns: columns)
                    columns = result.columns
                    if result.status == PGRES_SINGLE_TUPLE { try row(Row(result, 0)) }
                } catch {
                    abandon(unless: error)
                    throw error
                }
            }
        }
    }

    /// Gives each line that `COPY … TO STDOUT` sends to a closure, its line feed included (in binary format:
    /// each piece).
    ///
    /// If the closure throws, the statement is cancelled and the connection given up. Returns the number of
    /// rows.
    @discardableResult
    public func copyOut(
        _ sql: SQL, file: StaticString = #fileID, line: UInt = #line, _ row: ([UInt8]) throws -> Void
    ) throws -> Int {
        let text = try copyText(sql)
        let site = CallSite(file, line)
        return try exclusively(text, site) {
            let start = try checked(PQexec(link.raw, text), text, site)
            guard start.status == PGRES_COPY_OUT else {
                endCopy(start.status)
                _ = try? drain(text, site)
                throw PostgresError.misuse("not a COPY … TO STDOUT, at \(site)")
            }
            var buffer: UnsafeMutablePointer<CChar>?
            while true {
                let length = PQgetCopyData(link.raw, &buffer, 0)
                guard length > 0, let data = buffer else { break }
                defer { PQfreemem(data) }
                do {
                    try row(Array(UnsafeRawBufferPointer(start: data, count: Int(length))))
                } catch {
                    abandon(unless: error)
                    throw error
                }
            }
            return try drain(text, site)?.affectedRows ?? 0
        }
    }

    func copyText(_ sql: SQL) throws -> String {
        guard sql.parameters.isEmpty else { throw PostgresError.misuse("COPY takes no parameters") }
        return sql.text
    }

    /// Stops a statement whose rest nobody reads. An error of the server's ended it already.
    private func abandon(unless error: any Error) {
        if case PostgresError.server = error {} else { gate.cancelOwnStatement() }
        while link.isAlive, let rest = PQgetResult(link.raw) {
            let status = PQresultStatus(rest)
            PQclear(rest)
            endCopy(status)
        }
    }
}
