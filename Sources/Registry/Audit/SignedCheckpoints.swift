import Evidence
import Postgres
import RuralIndustry

/// A checkpoint as it was signed and kept: what a proof leads to in years is what was signed then.
struct SignedCheckpoint: RowDecodable, Sendable {
    /// Leaves that it covers: the first so many.
    let treeSize: Int
    let signedOn: Day
    let note: SignedNote

    init(_ row: Row) throws {
        treeSize = Int(try row("tree_size", as: Int64.self))
        signedOn = try row("signed_on")
        note = try SignedNote(try row("note", as: String.self))
    }

    /// - Parameter condition: a further one.
    fileprivate static func last(_ condition: SQL) -> SQL {
        good(condition) + " ORDER BY c.signed_checkpoint_id DESC LIMIT 1"
    }

    fileprivate static func first(_ condition: SQL) -> SQL {
        good(condition) + " ORDER BY c.signed_checkpoint_id LIMIT 1"
    }

    /// Those by a key that was good on their day.
    private static func good(_ condition: SQL) -> SQL {
        """
        SELECT c.tree_size, c.signed_on, c.note FROM signed_checkpoint c
        WHERE NOT EXISTS (
          SELECT FROM signing_key_revocation r WHERE r.key_id = c.key_id AND r.revoked_from <= c.signed_on)
        """ + condition
    }
}

/// A result or a certificate in the tree.
struct EvidenceLeaf: RowDecodable, Sendable {
    let index: Int
    /// Canonical JSON of what was sealed.
    let content: String

    init(_ row: Row) throws {
        index = Int(try row("leaf_index", as: Int64.self))
        content = try row("content")
    }
}

extension Registry {
    /// A signed checkpoint of all results and certificates that are sealed: the last one, if nothing came to the tree since
    /// and the same key signed it; else a new one.
    ///
    /// - Parameters:
    ///   - action: what the viewer must be allowed, and what the audit event of a new one is called.
    func presentCheckpoint(
        signedBy key: SigningKey, at now: Instant, for action: Action, of subject: Subject, as viewer: Viewer
    ) async throws -> SignedCheckpoint {
        let kept = try await read(action, of: subject, as: viewer) { session in
            try session.first(
                SignedCheckpoint.last(
                    """
                     AND c.key_id = \(key.verifying.id) AND c.tree_size = (SELECT count(*) FROM evidence_leaf)
                    """), as: SignedCheckpoint.self)
        }
        if let kept { return kept }
        return try await change(action, of: subject, as: viewer) { session in
            try session.signCheckpoint(by: key, at: now)
        }
    }
}

extension Session {
    /// Signs what is sealed now and keeps what was signed.
    func signCheckpoint(by key: SigningKey, at now: Instant) throws -> SignedCheckpoint {
        // the chain first: a sealer that comes between adds leaves that the checkpoint may cover as well
        let chain = try chainHead().chain
        let tree = MerkleTree(leafHashes: try leafHashes())
        let checkpoint = Checkpoint(treeSize: tree.size, root: tree.root, chain: chain, time: now)
        let note = try checkpoint.signed(by: key)
        return try one(
            """
            INSERT INTO signed_checkpoint (tree_size, root, chain_length, chain_head, key_id, signed_on, note)
            VALUES (\(Int64(tree.size)), \(Bytes(tree.root.bytes)), \(chain.length), \(Bytes(chain.head.bytes)),
              \(key.verifying.id), \(now.vietnameseDay), \(note.description))
            RETURNING tree_size, signed_on, note
            """, as: SignedCheckpoint.self)
    }

    /// The last checkpoint that covers a leaf, by a key that was good on its day; nil as long as there is none.
    func lastCheckpoint(covering leaf: EvidenceLeaf) throws -> SignedCheckpoint? {
        try first(SignedCheckpoint.last(" AND c.tree_size > \(Int64(leaf.index))"), as: SignedCheckpoint.self)
    }

    /// The first checkpoint that covers a leaf, by a key that was good on its day.
    func firstCheckpoint(covering leaf: EvidenceLeaf) throws -> SignedCheckpoint? {
        try first(
            SignedCheckpoint.first(" AND c.tree_size > \(Int64(leaf.index))"), as: SignedCheckpoint.self)
    }

    /// The last checkpoint of a tree with leaves that was signed before a leaf came to it.
    func lastCheckpoint(before leaf: EvidenceLeaf) throws -> SignedCheckpoint? {
        try first(
            SignedCheckpoint.last(" AND c.tree_size BETWEEN 1 AND \(Int64(leaf.index))"),
            as: SignedCheckpoint.self)
    }

    /// The day of the last checkpoint of all.
    func lastCheckpointDay() throws -> Day? {
        try first(SignedCheckpoint.last(""), as: SignedCheckpoint.self)?.signedOn
    }

    /// Nil before a sealer has put the record into the tree.
    func evidenceLeaf(of kind: String, _ id: Int64) throws -> EvidenceLeaf? {
        try first(
            "SELECT leaf_index, content FROM evidence_leaf WHERE kind = \(kind) AND record_id = \(id)",
            as: EvidenceLeaf.self)
    }

    /// What shows that a leaf is in the tree of a checkpoint that covers it.
    ///
    /// - Throws: `IntegrityFailure` if the tree is not the one that was signed: a proof that does not hold is never handed out.
    func inclusionProof(of leaf: EvidenceLeaf, under checkpoint: SignedCheckpoint) throws -> InclusionProof {
        let tree = MerkleTree(leafHashes: try leafHashes(upTo: checkpoint.treeSize))
        let proof = tree.inclusionPath(of: leaf.index, size: checkpoint.treeSize).map {
            InclusionProof(content: leaf.content, index: leaf.index, path: $0, checkpoint: checkpoint.note)
        }
        guard let proof, proof.holds else {
            throw IntegrityFailure(
                Violation(
                    "checkpoint-differs",
                    vi:
                        "lá \(leaf.index) không dẫn tới điểm kiểm chứng đã ký ngày \(checkpoint.signedOn.vietnamese): sổ đã bị sửa; chạy `cnnt audit verify`",
                    en:
                        "leaf \(leaf.index) does not lead to the checkpoint signed on \(checkpoint.signedOn.iso): the registry was altered; run `cnnt audit verify`"
                ))
        }
        return proof
    }
}
