import Evidence
import Postgres
import RuralIndustry

/// What a run of the sealer did.
public struct AuditSeal: Hashable, Sendable {
    /// Events chained by this run.
    public let sealed: Int
    /// Events that are in the chain now.
    public let length: Int64
    /// Transactions that had begun before did not end in time: their events could still come, so what follows these was not
    /// chained.
    public let isBlocked: Bool
}

extension Registry {
    /// Chains what was committed since the last run, and puts new results and certificates into the Merkle tree.
    ///
    /// Writers are never held up. Event numbers are given when a transaction begins its change, so a lower number may
    /// still come while a higher one is there already: the run looks at what is committed, waits until nothing can come before it
    /// any more, and chains only up to where that is so. Nothing can come between what is chained.
    ///
    /// - Parameter patience: how long it waits for other transactions.
    @discardableResult
    public func sealAudit(patience: Duration = .seconds(10), as viewer: Viewer) async throws -> AuditSeal {
        try viewer.require(.auditSeal)
        return try await seal(patience: patience)
    }

    /// After an act that people rely on. That it failed takes nothing back: the next run chains it, and until then it is
    /// told as not sealed yet.
    func sealQuietly() async {
        do { _ = try await seal(patience: .milliseconds(200)) } catch {}
    }

    func seal(patience: Duration) async throws -> AuditSeal {
        let last = try await lastEvent()
        let settled = try await settled(upTo: last, patience: patience)
        var sealed = 0
        while true {
            let (count, length) = try await database.transaction(settings: .seeingAll) { session in
                try session.sealBatch(upTo: settled)
            }
            sealed += count
            if count < AuditBatch.size {
                return AuditSeal(sealed: sealed, length: length, isBlocked: settled < last)
            }
        }
    }

    /// Waits until every event up to one is settled; up to which one they were when patience ended.
    private func settled(upTo last: Int64, patience: Duration) async throws -> Int64 {
        let deadline = ContinuousClock.now + patience
        var settled: Int64 = 0
        while true {
            // a moment in which nothing can be said takes back nothing
            settled = max(settled, try await settledEvent() ?? 0)
            if settled >= last || ContinuousClock.now >= deadline { return settled }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}

/// How much of the trail is read or written in one go.
enum AuditBatch {
    static let size = 2000
}

/// Everything that an event wrote into sealed tables, by table.
struct SealedContent: Hashable {
    let event: Int64
    /// Sorted by table.
    let tables: [Table]

    struct Table: Hashable {
        let name: String
        let rows: Int64
        let digest: String
    }

    /// What is chained: a line `event N`, then `table rows hash` of every table.
    var text: String { "event \(event)\n" + tables.map { "\($0.name) \($0.rows) \($0.digest)\n" }.joined() }

    init(event: Int64, tables: [Table]) {
        self.event = event
        self.tables = tables
    }

    /// Nil if the text is none.
    init?(_ text: String) {
        let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
        guard let first = lines.first, first.count == 2, first[0] == "event", let event = Int64(first[1])
        else { return nil }
        var tables: [Table] = []
        for line in lines.dropFirst() {
            guard line.count == 3, let rows = Int64(line[1]) else { return nil }
            tables.append(Table(name: String(line[0]), rows: rows, digest: String(line[2])))
        }
        self.init(event: event, tables: tables)
    }
}

extension Session {
    /// Chains the next events; returns how many, and the length of the chain.
    fileprivate func sealBatch(upTo last: Int64) throws -> (Int, Int64) {
        // one sealer at a time
        try execute("SELECT pg_advisory_xact_lock(hashtext('cnnt.audit_link'))")
        let head = try chainHead()
        let events = try values(
            """
            SELECT audit_id FROM audit_event WHERE audit_id > \(head.event) AND audit_id <= \(last)
            ORDER BY audit_id LIMIT \(AuditBatch.size)
            """, as: Int64.self)
        guard let end = events.last else { return (0, head.chain.length) }
        var chain = head.chain
        let first = chain.length + 1
        var contents: [String] = []
        var hashes: [Bytes] = []
        for content in try sealedContents(after: head.event, to: end) {
            contents.append(content.text)
            chain.append(content.text)
            hashes.append(Bytes(chain.head.bytes))
        }
        try execute(
            """
            INSERT INTO audit_link (position, audit_id, content, hash)
            SELECT \(first) + n - 1, event, content, hash
            FROM unnest(\(events), \(contents), \(hashes)) WITH ORDINALITY AS link (event, content, hash, n)
            """)
        try execute(
            """
            INSERT INTO evidence_leaf (leaf_index, kind, record_id, content, hash)
            SELECT (SELECT count(*) FROM evidence_leaf) + row_number() OVER (ORDER BY audit_id, kind DESC, record_id) - 1,
              kind, record_id, content, sha256('\\x00'::bytea || convert_to(content, 'UTF8'))
            FROM leaf_contents(\(head.event), \(end))
            """)
        return (events.count, chain.length)
    }

    /// The last link, and the event that it is of; 0 before the first.
    func chainHead() throws -> (chain: HashChain, event: Int64) {
        try first("SELECT position, audit_id, hash FROM audit_link ORDER BY position DESC LIMIT 1") { row in
            let hash = SHA256Digest(bytes: try row("hash", as: Bytes.self).bytes) ?? .zero
            return (HashChain(length: try row("position"), head: hash), try row("audit_id", as: Int64.self))
        } ?? (HashChain(), 0)
    }

    /// What the events of a range wrote, as it is now, in the order of the events.
    func sealedContents(after first: Int64, to last: Int64) throws -> [SealedContent] {
        var contents: [SealedContent] = []
        var tables: [SealedContent.Table] = []
        let rows = try query(
            """
            SELECT audit_id, table_name, row_count, digest FROM sealed_rows(\(first), \(last))
            ORDER BY audit_id, table_name COLLATE "C"
            """
        ) { row in
            (
                event: try row("audit_id", as: Int64.self),
                table: SealedContent.Table(
                    name: try row("table_name"), rows: try row("row_count"), digest: try row("digest"))
            )
        }
        for (index, row) in rows.enumerated() {
            tables.append(row.table)
            if index + 1 == rows.count || rows[index + 1].event != row.event {
                contents.append(SealedContent(event: row.event, tables: tables))
                tables = []
            }
        }
        return contents
    }
}
