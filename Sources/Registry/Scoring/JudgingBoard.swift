import Postgres
public import RuralIndustry

/// How the judging of a round's stage goes, to who gives sheets back: by the codes of judges and entries.
public struct JudgingBoard: Sendable {
    public let round: RoundRecord
    /// The stage that is shown.
    public let stage: String
    /// All, where the round has several.
    public let stages: [Stage]
    /// Those who sit.
    public let panel: [PanelMember]
    /// Every sheet that judging waits for, and where it stands.
    public let sheets: [SheetRecord]
}

extension Registry {
    /// The sheets of all judges of a stage of a round.
    ///
    /// - Parameter stage: nil: the stage that makes the result, or the last one.
    /// - Throws: `unknown-stage`.
    public func judgingBoard(
        _ id: Int64, stage: String? = nil, as viewer: Viewer
    ) async throws -> JudgingBoard {
        try await read(.sheetReopen, of: .one("round", id: id), as: viewer) { session in
            let round = try session.round(id)
            let rules = try session.rules(ofRound: id)
            let board = try SheetBoard(
                round: round, stage: stage ?? rules.resultStage ?? rules.stages.last?.id, in: session)
            let kept = try session.keptSheets(board)
            let hasBegun = ![.draft, .open].contains(round.state)
            return JudgingBoard(
                round: round, stage: board.stage, stages: rules.stages.count > 1 ? rules.stages : [],
                panel: try session.query(
                    PanelMember.select
                        + " WHERE c.round_id = \(id) AND c.member_to IS NULL ORDER BY c.judge_id",
                    as: PanelMember.self),
                sheets: hasBegun
                    ? board.expected.map { SheetRecord($0, board, kept[$0] ?? KeptSheet()) } : [])
        }
    }
}
