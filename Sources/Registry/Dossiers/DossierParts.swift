public import Evidence
import Postgres
public import RuralIndustry

/// A paper or photograph of an entry's dossier as its judges may see it: what it is and the file itself, and nothing that was
/// written down about it, which could say whose it is.
public struct DossierPart: Hashable, Sendable {
    public let entry: String
    /// Counted from 1 among the parts of the entry that are shown.
    public let number: Int
    public let kind: PaperKind
    /// `image/jpeg`, `image/png` or `application/pdf`.
    public let mediaType: String
    public let sha256: SHA256Digest
    public let bytes: [UInt8]

    /// The entry's code and the number: no name that somebody gave the file.
    public var fileName: String {
        let ending =
            switch mediaType {
            case "image/jpeg": "jpg"
            case "image/png": "png"
            default: "pdf"
            }
        return "\(entry)-\(number).\(ending)"
    }
}

extension Registry {
    /// The parts of an entry's dossier that the rules of the round let judges see (`judges.dossier_parts`), as they were when the
    /// entry was accepted, whatever became of them since. A judge has those of the entries that they are to mark.
    ///
    /// - Throws: `round-state`, `dossier-not-shown` if the round shows judges nothing of the dossiers, `unknown-entry`,
    ///   `entry-not-accepted`, `judge-account-missing`, `judge-not-assigned`.
    public func dossierParts(ofRound id: Int64, entry code: String, as viewer: Viewer) async throws
        -> [DossierPart]
    {
        try await read(.sheetDossier, of: .one("round", id: id), as: viewer) { session in
            let round = try session.round(id)
            try session.requireState(
                round, [.judging, .closed, .decided, .published],
                to: Bilingual(vi: "cho giám khảo xem hồ sơ", en: "show judges dossiers"))
            let own = try session.ownJudge(
                ofRound: id, .sheetDossier, owners: [.judge, .headJudge], as: viewer)
            let board = try SheetBoard(round: round, stage: nil, in: session)
            let kinds = board.rules.judges.dossierParts
            if kinds.isEmpty { throw Refusal(.dossierNotShown(id)) }
            let entry =
                try own.map { try board.sheet(SheetName(entry: code, judge: $0), blind: true).entry }
                ?? board.accepted(code)
            return try session.dossierParts(of: entry, kinds)
        }
    }
}

extension Session {
    fileprivate func dossierParts(of entry: SheetBoard.Entry, _ kinds: [PaperKind]) throws -> [DossierPart] {
        let papers = try papers(
            "dossier_paper",
            matching: """
                d.kind = ANY (\(kinds.map(\.rawValue))) AND d.dossier_paper_id IN (
                  SELECT p.dossier_paper_id FROM entry_paper p WHERE p.entry_id = \(entry.id))
                """)
        let inOrder = kinds.flatMap { kind in papers.filter { $0.paper.kind == kind } }
        return try inOrder.enumerated().map { index, paper in
            DossierPart(
                entry: entry.code, number: index + 1, kind: paper.paper.kind, mediaType: paper.mediaType,
                sha256: paper.sha256, bytes: try file(of: paper))
        }
    }

    /// The file of a paper as it is stored.
    func file(of paper: PaperRecord) throws -> [UInt8] {
        try value(
            "SELECT bytes FROM stored_file WHERE sha256 = \(Bytes(paper.sha256.bytes))", as: Bytes.self
        ).bytes
    }
}

extension Violation {
    fileprivate static func dossierNotShown(_ round: Int64) -> Violation {
        Violation(
            "dossier-not-shown",
            vi:
                "kỳ bình chọn \(round) không cho giám khảo xem phần nào của hồ sơ; muốn cho xem, ghi loại giấy tờ vào judges.dossier_parts của kế hoạch trước khi lập kỳ",
            en:
                "round \(round) shows its judges no part of the dossiers; what they may see is named in judges.dossier_parts of the plan, before the round is created"
        )
    }
}
