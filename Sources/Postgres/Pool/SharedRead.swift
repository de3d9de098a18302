/// A read that waits for its turn.
struct SharedRead: Sendable {
    enum Asked: Sendable {
        case statement(SQL)
        /// What a statement of many keys says of one.
        case key(Int64, of: KeyedStatement)
    }

    let asked: Asked
    let site: CallSite
    let came: ContinuousClock.Instant
    /// How many connections were lost under it.
    var losses = 0
    /// Told once, on the connection's thread.
    let finish: @Sendable (Result<ResultSet, any Error>) -> Void

    /// As it is sent if it goes alone.
    var sql: SQL {
        switch asked {
        case .statement(let sql): sql
        case .key(let key, let statement): statement.sql(of: [key])
        }
    }

    /// The same reads, those that ask one statement about one key each made into one. Whoever came first goes first.
    ///
    /// What fails, fails for all whose keys are in it: a key is a number that a statement can only find or not find.
    static func gathered(_ reads: [SharedRead]) -> [SharedRead] {
        var groups: [[SharedRead]] = []
        var places: [ObjectIdentifier: Int] = [:]
        for read in reads {
            guard case .key(_, let statement) = read.asked else {
                groups.append([read])
                continue
            }
            let place = places[ObjectIdentifier(statement)] ?? groups.count
            places[ObjectIdentifier(statement)] = place
            if place == groups.count { groups.append([]) }
            groups[place].append(read)
        }
        return groups.map(together)
    }

    /// - Parameter reads: all of one keyed statement, or a single one.
    private static func together(_ reads: [SharedRead]) -> SharedRead {
        guard case .key(_, let statement) = reads[0].asked else { return reads[0] }
        let keyed = reads.compactMap { read -> (key: Int64, read: SharedRead)? in
            guard case .key(let key, _) = read.asked else { return nil }
            return (key, read)
        }
        return SharedRead(
            asked: .statement(statement.sql(of: Array(Set(keyed.map(\.key))))), site: reads[0].site,
            came: reads[0].came
        ) { result in
            let answer = Result { () throws -> (none: ResultSet, parts: [Int64: ResultSet]) in
                let all = try result.get()
                return (all.part(0..<0), try KeyedStatement.parts(of: all))
            }
            for (key, read) in keyed { read.finish(answer.map { $0.parts[key] ?? $0.none }) }
        }
    }
}
