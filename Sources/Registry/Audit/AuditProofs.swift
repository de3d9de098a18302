public import Evidence
import Postgres
public import RuralIndustry

extension Registry {
    /// Seals what there is and signs the state: to be kept outside the database.
    public func auditCheckpoint(signedBy key: SigningKey, at now: Instant, as viewer: Viewer) async throws
        -> SignedNote
    {
        try await sealAudit(as: viewer)
        return try await read(.auditRead, of: .many("audit_event"), as: viewer) {
            try $0.checkpoint(at: now).signed(by: key)
        }
    }

    /// The same after the certificates of a round were issued, for those who issue them.
    public func certificateCheckpoint(
        ofRound id: Int64, signedBy key: SigningKey, at now: Instant, as viewer: Viewer
    ) async throws -> SignedNote {
        try viewer.require(.certificateIssue)
        if try await seal(patience: .seconds(10)).isBlocked {
            throw Refusal(
                Violation(
                    "audit-busy", vi: "có giao dịch chưa xong nên chưa niêm phong được; chạy lại sau",
                    en: "a transaction has not ended, so nothing was sealed; run it again later"))
        }
        return try await read(.certificateIssue, of: .one("round", id: id), as: viewer) {
            try $0.checkpoint(at: now).signed(by: key)
        }
    }

    /// What shows that a round's result is in the tree of a new checkpoint.
    public func proof(
        ofResult round: Int64, signedBy key: SigningKey, at now: Instant, as viewer: Viewer
    ) async throws -> InclusionProof {
        try await proof(signedBy: key, at: now, as: viewer) { session in
            _ = try session.round(round)
            return ("result", round)
        }
    }

    /// What shows that a certificate is in the tree of a new checkpoint.
    public func proof(
        ofCertificate number: String, signedBy key: SigningKey, at now: Instant, as viewer: Viewer
    ) async throws -> InclusionProof {
        try await proof(signedBy: key, at: now, as: viewer) { session in
            ("certificate", try session.certificate(number: number).id)
        }
    }

    private func proof(
        signedBy key: SigningKey, at now: Instant, as viewer: Viewer,
        of record: @escaping @Sendable (Session) throws -> (kind: String, id: Int64)
    ) async throws -> InclusionProof {
        try await sealAudit(as: viewer)
        return try await read(.auditRead, of: .many("audit_event"), as: viewer) { session in
            let (kind, id) = try record(session)
            let leaf = try session.first(
                "SELECT leaf_index, content FROM evidence_leaf WHERE kind = \(kind) AND record_id = \(id)"
            ) { (index: try $0("leaf_index", as: Int64.self), content: try $0("content", as: String.self)) }
            let tree = MerkleTree(leafHashes: try session.leafHashes())
            guard let leaf, let path = tree.inclusionPath(of: Int(leaf.index), size: tree.size) else {
                throw Refusal(
                    Violation(
                        "not-sealed-yet",
                        vi: "chưa có kết quả hay giấy chứng nhận này trong phần đã niêm phong",
                        en: "this result or certificate is not among what is sealed"))
            }
            return InclusionProof(
                content: leaf.content, index: Int(leaf.index), path: path,
                checkpoint: try session.checkpoint(at: now).signed(by: key))
        }
    }

    /// What shows that the tree of an older checkpoint is the beginning of the tree now.
    public func proof(
        since old: SignedNote, signedBy key: SigningKey, at now: Instant, as viewer: Viewer
    ) async throws -> ConsistencyProof {
        try await sealAudit(as: viewer)
        return try await read(.auditRead, of: .many("audit_event"), as: viewer) { session in
            let tree = MerkleTree(leafHashes: try session.leafHashes())
            let size = try Checkpoint(text: old.text).treeSize
            guard let path = tree.consistencyPath(from: size, to: tree.size) else {
                throw Refusal(
                    Violation(
                        "no-consistency-proof",
                        vi: "không có bằng chứng nối cây \(size) lá với cây \(tree.size) lá hiện nay",
                        en:
                            "there is no proof from a tree of \(size) leaves to the present one of \(tree.size)"
                    ))
            }
            return ConsistencyProof(
                old: old, new: try session.checkpoint(at: now).signed(by: key), path: path)
        }
    }
}

extension Session {
    fileprivate func checkpoint(at now: Instant) throws -> Checkpoint {
        let tree = MerkleTree(leafHashes: try leafHashes())
        return Checkpoint(treeSize: tree.size, root: tree.root, chain: try chainHead().chain, time: now)
    }
}
