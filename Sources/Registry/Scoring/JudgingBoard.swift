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
    /// Every sheet that judging waits for, and where it stands: of a later stage those of entries that came into it.
    public let sheets: [SheetRecord]
}

extension Rules {
    /// The stage that is looked at where none is named: the one that makes the result, or the last of those that make it together;
    /// nil where there is only one.
    var shownStage: String? { resultStage ?? stages.last?.id }
}

extension Registry {
    /// The sheets of all judges of a stage of a round.
    ///
    /// - Parameter stage: nil: the stage that makes the result, or the last one.
    /// - Throws: `unknown-stage`.
    public func judgingBoard(
        _ id: Int64, stage: String? = nil, as viewer: Viewer
    ) async throws -> JudgingBoard {
        try viewer.require(.sheetReopen)
        let reach = try await stageReach(ofRound: id)
        return try await read(.sheetReopen, of: .one("round", id: id), as: viewer) { session in
            let round = try session.round(id)
            let rules = try session.rules(ofRound: id)
            let board = try SheetBoard(round: round, stage: stage ?? rules.shownStage, in: session)
            let kept = try session.keptSheets(board)
            let hasBegun = ![.draft, .open].contains(round.state)
            return JudgingBoard(
                round: round, stage: board.stage, stages: rules.stages.count > 1 ? rules.stages : [],
                panel: try session.query(
                    PanelMember.select
                        + " WHERE c.round_id = \(id) AND c.member_to IS NULL ORDER BY c.judge_id",
                    as: PanelMember.self),
                sheets: hasBegun
                    ? board.expected.map { SheetRecord($0, board, kept[$0] ?? KeptSheet()) }.filter {
                        reach.shows($0.entry, inStage: board.stage, $0.state)
                    } : [])
        }
    }
}
