public import Evidence
import Postgres
public import RuralIndustry

/// What checking the audit trail found.
public struct AuditVerification: Sendable {
    /// What was changed, removed, moved or inserted; empty: all that is sealed is as it was.
    public let findings: [Violation]
    /// The chain as it is stored.
    public let chain: HashChain
    public let treeSize: Int
    public let root: SHA256Digest
    /// Events that no run of the sealer has chained yet: they are not protected.
    public let unsealed: Int
}

extension Registry {
    /// Computes the whole chain and tree again from the records themselves, in one snapshot.
    ///
    /// By itself this finds every alteration of what is sealed, except one by somebody who rewrites the chain after it:
    /// that is found against a checkpoint that was kept outside the database.
    ///
    /// - Parameter checkpoint: whose signature the caller has checked.
    public func verifyAudit(against checkpoint: Checkpoint? = nil, as viewer: Viewer) async throws
        -> AuditVerification
    {
        try await read(.auditRead, of: .many("audit_event"), as: viewer) { session in
            try session.auditVerification(against: checkpoint)
        }
    }
}

extension Session {
    /// What ``Registry/verifyAudit(against:as:)`` finds in this transaction.
    func auditVerification(against checkpoint: Checkpoint?) throws -> AuditVerification {
        var walk = ChainWalk(stopAt: checkpoint?.chain.length)
        while try walk.readBatch(in: self) {}
        let tree = MerkleTree(leafHashes: try leafHashes())
        let unsealed: Int64 = try value(
            """
            SELECT count(*) FROM audit_event e
            WHERE NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.audit_id = e.audit_id)
            """)
        return AuditVerification(
            findings: walk.findings + (try treeFindings(lastSealed: walk.lastEvent))
                + (checkpoint.map { $0.findings(chain: walk.chain, atStop: walk.headAtStop, tree: tree) }
                    ?? []),
            chain: walk.chain, treeSize: tree.size, root: tree.root, unsealed: Int(unsealed))
    }
}

/// Goes along the chain, comparing each link with the one before and with what its event wrote.
private struct ChainWalk {
    private(set) var findings: [Violation] = []
    private(set) var chain = HashChain()
    private(set) var lastEvent: Int64 = 0
    /// The stored hash at the length that a checkpoint speaks of.
    private(set) var headAtStop: SHA256Digest?
    private let stopAt: Int64?

    init(stopAt: Int64?) {
        self.stopAt = stopAt
        if stopAt == 0 { headAtStop = .zero }
    }

    private struct Link {
        let position: Int64
        let event: Int64
        let content: String
        let hash: SHA256Digest
    }

    /// False at the end of the chain.
    mutating func readBatch(in session: Session) throws -> Bool {
        let links = try session.query(
            """
            SELECT position, audit_id, content, hash FROM audit_link WHERE position > \(chain.length)
            ORDER BY position LIMIT \(AuditBatch.size)
            """
        ) { row in
            Link(
                position: try row("position"), event: try row("audit_id"), content: try row("content"),
                hash: SHA256Digest(bytes: try row("hash", as: Bytes.self).bytes) ?? .zero)
        }
        guard !links.isEmpty else { return false }
        let events = links.map(\.event)
        let end = events.max() ?? lastEvent
        // in a chain that was tampered with, events may come before those of the batch before
        let start = lastEvent
        let first = min(start, (events.min() ?? 1) - 1)
        var present = Dictionary(
            try session.sealedContents(after: first, to: end).map {
                ($0.event, $0)
            }, uniquingKeysWith: { first, _ in first })
        for link in links {
            check(link)
            compare(link, with: present.removeValue(forKey: link.event))
        }
        for event in present.keys.sorted() where event > start {
            note(
                "audit-inserted",
                vi:
                    "sự kiện \(event) có ghi dữ liệu nhưng không có trong chuỗi đã niêm phong: được chèn thêm",
                en: "event \(event) wrote records but is not in the sealed chain: it was inserted")
        }
        lastEvent = max(lastEvent, end)
        return true
    }

    private mutating func check(_ link: Link) {
        if link.position != chain.length + 1 {
            note(
                "audit-link-missing",
                vi: "chuỗi niêm phong thiếu mắt xích \(chain.length + 1)–\(link.position - 1)",
                en: "links \(chain.length + 1)–\(link.position - 1) are missing from the sealed chain")
            chain = HashChain(length: link.position - 1, head: chain.head)
        }
        if link.event <= lastEvent {
            note(
                "audit-order", vi: "mắt xích \(link.position) (sự kiện \(link.event)) bị đổi chỗ",
                en: "link \(link.position) (event \(link.event)) is out of order")
        }
        chain.append(link.content)
        if chain.head != link.hash {
            note(
                "audit-link-altered",
                vi: "mắt xích \(link.position) (sự kiện \(link.event)) không nối tiếp mắt xích trước",
                en: "link \(link.position) (event \(link.event)) does not follow from the one before")
            // what comes after is judged by itself
            chain = HashChain(length: link.position, head: link.hash)
        }
        if link.position == stopAt { headAtStop = link.hash }
        lastEvent = max(lastEvent, link.event)
    }

    private mutating func compare(_ link: Link, with present: SealedContent?) {
        guard link.content != present?.text else { return }
        guard let sealed = SealedContent(link.content), sealed.event == link.event else {
            note(
                "audit-link-altered",
                vi: "nội dung của mắt xích \(link.position) không phải của sự kiện \(link.event)",
                en: "the content of link \(link.position) is not that of event \(link.event)")
            return
        }
        let now = Dictionary((present?.tables ?? []).map { ($0.name, $0) }) { first, _ in first }
        let before = Dictionary(sealed.tables.map { ($0.name, $0) }) { first, _ in first }
        for table in Set(now.keys).union(before.keys).sorted() where now[table] != before[table] {
            let (old, new) = (before[table]?.rows ?? 0, now[table]?.rows ?? 0)
            let (vi, en) =
                old == new
                ? ("có dòng bị sửa", "rows were changed")
                : old > new
                    ? ("mất \(old - new) trong \(old) dòng", "\(old - new) of \(old) rows are missing")
                    : ("thừa \(new - old) dòng", "\(new - old) rows were inserted")
            note(
                "audit-record-altered", vi: "sự kiện \(link.event), bảng \(table): \(vi)",
                en: "event \(link.event), table \(table): \(en)")
        }
    }

    private mutating func note(_ code: String, vi: String, en: String) {
        findings.append(Violation(code, vi: vi, en: en))
    }
}

extension Checkpoint {
    fileprivate func findings(chain now: HashChain, atStop head: SHA256Digest?, tree: MerkleTree)
        -> [Violation]
    {
        var findings: [Violation] = []
        if now.length < chain.length {
            findings.append(
                Violation(
                    "audit-truncated",
                    vi:
                        "chuỗi có \(now.length) mắt xích, điểm kiểm chứng \(time) đã thấy \(chain.length): phần cuối bị xóa",
                    en:
                        "the chain has \(now.length) links; the checkpoint of \(time) saw \(chain.length): its end was removed"
                ))
        } else if head != chain.head {
            findings.append(
                Violation(
                    "audit-rewritten",
                    vi:
                        "chuỗi cho tới mắt xích \(chain.length) không phải là chuỗi mà điểm kiểm chứng \(time) đã thấy: bị viết lại",
                    en:
                        "the chain up to link \(chain.length) is not the one that the checkpoint of \(time) saw: it was rewritten"
                ))
        }
        if tree.root(atSize: treeSize) != root {
            findings.append(
                Violation(
                    "evidence-rewritten",
                    vi:
                        "\(treeSize) kết quả và giấy chứng nhận đầu tiên không phải là những gì điểm kiểm chứng \(time) đã thấy",
                    en:
                        "the first \(treeSize) results and certificates are not what the checkpoint of \(time) saw"
                ))
        }
        return findings
    }
}

extension Session {
    func leafHashes(upTo size: Int? = nil) throws -> [SHA256Digest] {
        try values(
            """
            SELECT hash FROM evidence_leaf WHERE leaf_index < \(Int64(size ?? .max)) ORDER BY leaf_index
            """, as: Bytes.self
        ).map { SHA256Digest(bytes: $0.bytes) ?? .zero }
    }

    /// Leaves that are not what the sealed results and certificates make of them.
    fileprivate func treeFindings(lastSealed: Int64) throws -> [Violation] {
        try query(
            """
            WITH made AS (
              SELECT row_number() OVER (ORDER BY audit_id, kind DESC, record_id) - 1 AS leaf_index, kind, record_id, content
              FROM leaf_contents(0, \(lastSealed))
            )
            SELECT leaf_index, coalesce(m.kind, l.kind) AS kind, coalesce(m.record_id, l.record_id) AS record_id
            FROM made m FULL JOIN evidence_leaf l USING (leaf_index)
            WHERE (m.kind, m.record_id, m.content, sha256('\\x00'::bytea || convert_to(m.content, 'UTF8')))
              IS DISTINCT FROM (l.kind, l.record_id, l.content, l.hash)
            ORDER BY 1 LIMIT 100
            """
        ) { row in
            let (index, kind, id): (Int64, String, Int64) = (
                try row("leaf_index"), try row("kind"), try row("record_id")
            )
            return Violation(
                "evidence-leaf-altered",
                vi: "lá \(index) của cây (\(kind) \(id)) không khớp với hồ sơ đã niêm phong",
                en: "leaf \(index) of the tree (\(kind) \(id)) is not what the sealed records say")
        }
    }
}
