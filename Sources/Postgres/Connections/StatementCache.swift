/// Which statements a connection has prepared. A statement is prepared when it comes for the second time:
/// most of a short command's statements come once, and unprepared they take one round trip instead of two.
struct StatementCache {
    struct Key: Hashable {
        let text: String
        let types: [UInt32]
    }

    enum Use: Equatable {
        case unprepared
        /// Not known to the server under this name yet; `recordPrepared` when it is.
        case prepare(name: String)
        case prepared(name: String)
    }

    private struct Entry {
        var name: String?
        var columns: Columns?
        var lastUse: UInt64
    }

    private let capacity: Int
    private var entries: [Key: Entry] = [:]
    private var uses: UInt64 = 0
    private var names = 0
    /// Prepared on the server and no longer used.
    private(set) var evicted: [String] = []

    init(capacity: Int = 256) { self.capacity = capacity }

    mutating func use(_ key: Key) -> Use {
        uses += 1
        guard let entry = entries[key] else {
            makeRoom()
            entries[key] = Entry(name: nil, lastUse: uses)
            return .unprepared
        }
        entries[key]?.lastUse = uses
        if let name = entry.name { return .prepared(name: name) }
        names += 1
        return .prepare(name: "s\(names)")
    }

    mutating func recordPrepared(_ key: Key, name: String) { entries[key]?.name = name }

    /// What a prepared statement gives: the server refuses to run it when that is no longer so. Nil: not known.
    func columns(of key: Key) -> Columns? { entries[key]?.columns }

    mutating func recordColumns(_ columns: Columns, of key: Key) {
        guard let entry = entries[key], entry.name != nil, entry.columns == nil else { return }
        entries[key]?.columns = columns
    }

    /// Forgets a statement. Unless the server forgot it too, it is dropped there before the next one is prepared.
    mutating func forget(_ key: Key, isOnServer: Bool = true) {
        if let name = entries.removeValue(forKey: key)?.name, isOnServer { evicted.append(name) }
    }

    mutating func takeEvicted() -> [String] {
        defer { evicted = [] }
        return evicted
    }

    var count: Int { entries.count }

    private mutating func makeRoom() {
        guard entries.count >= capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })
        else {
            return
        }
        forget(oldest.key)
    }
}
