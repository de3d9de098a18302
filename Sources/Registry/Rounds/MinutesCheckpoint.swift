import Evidence
import Postgres
import RuralIndustry

// The part of the minutes that ties a result to what was signed: the checkpoint, the way from the result to it, and the way
// to it from the checkpoint before.

extension Session {
    /// The leaf of a version of a round's result; nil before a sealer has put it into the tree.
    func evidenceLeaf(ofResult round: Int64, version: Int) throws -> EvidenceLeaf? {
        if version == 1 { return try evidenceLeaf(of: "result", round) }
        let correction: Int64? = try value(
            "SELECT (SELECT result_correction_id FROM result_correction WHERE round_id = \(round) AND version = \(version))"
        )
        return try correction.flatMap { try evidenceLeaf(of: "correction", $0) }
    }

    /// What minutes print of a checkpoint that covers a leaf.
    ///
    /// - Throws: `IntegrityFailure` if it is not of this registry, or if the registry is no longer what was signed.
    func printed(
        _ kept: KeptCheckpoint, covering leaf: EvidenceLeaf
    ) throws -> RoundMinutes.Evidence.Checkpoint {
        let checkpoint = kept.checkpoint
        let tree = MerkleTree(leafHashes: try leafHashes(upTo: checkpoint.treeSize))
        guard tree.size == checkpoint.treeSize, tree.root == checkpoint.root,
            tree.leaves[leaf.index] == MerkleTree.leafHash(Array(leaf.content.utf8)),
            let path = tree.inclusionPath(of: leaf.index, size: tree.size)
        else {
            throw IntegrityFailure(.checkpointDiffers(checkpoint))
        }
        return RoundMinutes.Evidence.Checkpoint(
            treeSize: checkpoint.treeSize, root: checkpoint.root.hex, chainLength: checkpoint.chain.length,
            chainHead: checkpoint.chain.head.hex, time: checkpoint.time, key: kept.keyName,
            leaf: Int64(leaf.index), leafSHA256: tree.leaves[leaf.index].hex, inclusionPath: path.map(\.hex),
            earlier: try lastCheckpoint(before: leaf).map { try earlier($0, in: tree) })
    }

    private func earlier(
        _ signed: SignedCheckpoint, in tree: MerkleTree
    ) throws -> RoundMinutes.Evidence.Checkpoint.Earlier {
        let checkpoint = try Checkpoint(text: signed.note.text)
        guard tree.root(atSize: checkpoint.treeSize) == checkpoint.root,
            let path = tree.consistencyPath(from: checkpoint.treeSize, to: tree.size)
        else {
            throw IntegrityFailure(.checkpointDiffers(checkpoint))
        }
        return RoundMinutes.Evidence.Checkpoint.Earlier(
            treeSize: checkpoint.treeSize, root: checkpoint.root.hex, time: checkpoint.time,
            consistencyPath: path.map(\.hex))
    }
}

extension Violation {
    static func checkpointTooOld(_ checkpoint: Checkpoint, round: Int64) -> Violation {
        Violation(
            "checkpoint-too-old",
            vi:
                "điểm kiểm chứng lúc \(checkpoint.time) chưa có kết quả của kỳ bình chọn \(round); hãy lập điểm mới (cnnt audit checkpoint)",
            en:
                "the checkpoint of \(checkpoint.time) does not cover the result of round \(round) yet; make a new one (cnnt audit checkpoint)"
        )
    }

    fileprivate static func checkpointDiffers(_ checkpoint: Checkpoint) -> Violation {
        Violation(
            "checkpoint-differs",
            vi: "điểm kiểm chứng lúc \(checkpoint.time) không khớp với sổ: sổ đã bị sửa hoặc là sổ khác",
            en:
                "the checkpoint of \(checkpoint.time) does not fit: the registry was altered or is another")
    }
}
