public import Evidence
import Postgres
public import RuralIndustry

extension Registry {
    /// Seals what there is, signs the state, to be kept outside the database, and keeps what was signed.
    public func auditCheckpoint(signedBy key: SigningKey, at now: Instant, as viewer: Viewer) async throws
        -> SignedNote
    {
        try await sealAudit(as: viewer)
        return try await change(.auditSeal, of: Self.checkpoints, as: viewer) { session in
            try session.signCheckpoint(by: key, at: now).note
        }
    }

    /// The same after the certificates of a round were issued, for those who issue them. Where nothing was issued since the
    /// last one, that one.
    public func certificateCheckpoint(
        ofRound id: Int64, signedBy key: SigningKey, at now: Instant, as viewer: Viewer
    ) async throws -> SignedNote {
        try viewer.require(.certificateIssue)
        if try await seal(patience: .seconds(10)).isBlocked {
            throw Refusal(
                Violation(
                    "audit-busy", vi: "có giao dịch chưa xong nên chưa niêm phong hết; chạy lại sau",
                    en: "a transaction has not ended, so not everything was sealed; run it again later"))
        }
        return try await presentCheckpoint(
            signedBy: key, at: now, for: .certificateIssue, of: .one("round", id: id), as: viewer
        ).note
    }

    /// What shows that a round's result is in the tree of a checkpoint of now.
    public func proof(
        ofResult round: Int64, signedBy key: SigningKey, at now: Instant, as viewer: Viewer
    ) async throws -> InclusionProof {
        try await proof(signedBy: key, at: now, as: viewer) { session in
            _ = try session.round(round)
            return try session.evidenceLeaf(of: "result", round)
        }
    }

    /// What shows that a certificate is in the tree of a checkpoint of now.
    public func proof(
        ofCertificate number: String, signedBy key: SigningKey, at now: Instant, as viewer: Viewer
    ) async throws -> InclusionProof {
        try await proof(signedBy: key, at: now, as: viewer) { session in
            try session.evidenceLeaf(of: "certificate", try session.certificate(number: number).id)
        }
    }

    private func proof(
        signedBy key: SigningKey, at now: Instant, as viewer: Viewer,
        of record: @escaping @Sendable (Session) throws -> EvidenceLeaf?
    ) async throws -> InclusionProof {
        try await sealAudit(as: viewer)
        let leaf = try await read(.auditRead, of: Self.checkpoints, as: viewer, record)
        guard let leaf else {
            throw Refusal(
                Violation(
                    "not-sealed-yet", vi: "chưa có kết quả hay giấy chứng nhận này trong phần đã niêm phong",
                    en: "this result or certificate is not among what is sealed"))
        }
        let checkpoint = try await presentCheckpoint(
            signedBy: key, at: now, for: .auditSeal, of: Self.checkpoints, as: viewer)
        return try await read(.auditRead, of: Self.checkpoints, as: viewer) { session in
            try session.inclusionProof(of: leaf, under: checkpoint)
        }
    }

    /// What shows that the tree of an older checkpoint is the beginning of the tree now.
    public func proof(
        since old: SignedNote, signedBy key: SigningKey, at now: Instant, as viewer: Viewer
    ) async throws -> ConsistencyProof {
        try await sealAudit(as: viewer)
        let new = try await presentCheckpoint(
            signedBy: key, at: now, for: .auditSeal, of: Self.checkpoints, as: viewer)
        return try await read(.auditRead, of: Self.checkpoints, as: viewer) { session in
            let tree = MerkleTree(leafHashes: try session.leafHashes(upTo: new.treeSize))
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
            return ConsistencyProof(old: old, new: new.note, path: path)
        }
    }

    private static var checkpoints: Subject { .many("signed_checkpoint") }
}
