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

/// The same without the file.
public struct DossierPartHead: Hashable, Sendable {
    /// Counted from 1 among the parts of the entry that are shown.
    public let number: Int
    public let kind: PaperKind
    public let mediaType: String
    /// Bytes.
    public let size: Int

    public var isPicture: Bool { mediaType.hasPrefix("image/") }
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
            try session.shownPapers(ofRound: id, entry: code, as: viewer).enumerated().map { index, paper in
                try session.dossierPart(paper, of: code, number: index + 1)
            }
        }
    }

    /// One of these parts.
    ///
    /// - Throws: `unknown-paper` if there is none of that number, beside what `dossierParts` says.
    public func dossierPart(
        ofRound id: Int64, entry code: String, number: Int, as viewer: Viewer
    ) async throws -> DossierPart {
        try await read(.sheetDossier, of: .one("round", id: id), as: viewer) { session in
            let papers = try session.shownPapers(ofRound: id, entry: code, as: viewer)
            guard papers.indices.contains(number - 1) else { throw Refusal(.noSuchPart(number, of: code)) }
            return try session.dossierPart(papers[number - 1], of: code, number: number)
        }
    }
}

extension Session {
    /// The papers of an entry that its judges may see, in the order in which the round names their kinds.
    func shownPapers(ofRound id: Int64, entry code: String, as viewer: Viewer) throws -> [PaperRecord] {
        let round = try round(id)
        try requireState(
            round, [.judging, .closed, .decided, .published],
            to: Bilingual(vi: "cho giám khảo xem hồ sơ", en: "show judges dossiers"))
        let own = try ownJudge(ofRound: id, .sheetDossier, owners: [.judge, .headJudge], as: viewer)
        // who marks what is the same in every stage
        let board = try SheetBoard(round: round, stage: try rules(ofRound: id).shownStage, in: self)
        let kinds = board.rules.judges.dossierParts
        if kinds.isEmpty { throw Refusal(.dossierNotShown(id)) }
        let entry =
            try own.map { try board.sheet(SheetName(entry: code, judge: $0), blind: true).entry }
            ?? board.accepted(code)
        return try shownPapers(of: entry, kinds)
    }

    func shownPapers(of entry: SheetBoard.Entry, _ kinds: [PaperKind]) throws -> [PaperRecord] {
        let papers = try papers(
            "dossier_paper",
            matching: """
                d.kind = ANY (\(kinds.map(\.rawValue))) AND d.dossier_paper_id IN (
                  SELECT p.dossier_paper_id FROM entry_paper p WHERE p.entry_id = \(entry.id))
                """)
        return kinds.flatMap { kind in papers.filter { $0.paper.kind == kind } }
    }

    fileprivate func dossierPart(_ paper: PaperRecord, of code: String, number: Int) throws -> DossierPart {
        DossierPart(
            entry: code, number: number, kind: paper.paper.kind, mediaType: paper.mediaType,
            sha256: paper.sha256, bytes: try file(of: paper))
    }

    /// The file of a paper as it is stored.
    func file(of paper: PaperRecord) throws -> [UInt8] {
        try value(
            "SELECT bytes FROM stored_file WHERE sha256 = \(Bytes(paper.sha256.bytes))", as: Bytes.self
        ).bytes
    }
}

extension Violation {
    fileprivate static func noSuchPart(_ number: Int, of entry: String) -> Violation {
        Violation(
            "unknown-paper", vi: "hồ sơ \(entry) không có giấy tờ số \(number) cho giám khảo xem",
            en: "the dossier of \(entry) has no part \(number) that judges may see")
    }

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
