import Postgres
public import RuralIndustry

/// How far judging has come: of each judge, how many sheets are in which state. No mark is in it.
public struct JudgingProgress: Hashable, Sendable {
    public struct Judge: Hashable, Sendable {
        public let code: String
        public let name: String
        public let role: PanelRole
        /// By state; of sheets that judging waits for.
        public let sheets: [SheetState: Int]

        public var expected: Int { sheets.values.reduce(0, +) }
    }

    public let round: Int64
    public let roundName: String
    public let state: RoundState
    /// Nil where the round has one stage only.
    public let stage: String?
    /// In the order in which they were seated.
    public let judges: [Judge]

    public var expected: Int { judges.reduce(0) { $0 + $1.expected } }
    public func count(_ state: SheetState) -> Int { judges.reduce(0) { $0 + ($1.sheets[state] ?? 0) } }
}

extension Registry {
    /// The sheets of a stage of a round by judge and state, for those who may read its tally.
    ///
    /// - Parameter stage: nil: the one that makes the result, or the last one.
    public func judgingProgress(
        ofRound id: Int64, stage: String? = nil, as viewer: Viewer
    ) async throws -> JudgingProgress {
        try viewer.require(.tallyRead)
        let reach = try await stageReach(ofRound: id)
        return try await read(.tallyRead, of: .one("round", id: id), as: viewer) { session in
            let shown = try stage ?? session.rules(ofRound: id).shownStage
            let board = try SheetBoard(round: try session.round(id), stage: shown, in: session)
            let standings = try session.sheetStandings(board)
            let expected = Dictionary(grouping: board.expected, by: \.judge)
            let panel = try session.query(
                PanelMember.select + " WHERE c.round_id = \(id) AND c.member_to IS NULL ORDER BY c.judge_id",
                as: PanelMember.self)
            return JudgingProgress(
                round: id, roundName: board.round.name, state: board.round.state,
                stage: board.rules.stages.count > 1 ? board.stage : nil,
                judges: panel.map { judge in
                    var sheets: [SheetState: Int] = [:]
                    for sheet in expected[judge.code] ?? [] {
                        let state = (standings[sheet] ?? .missing).state
                        if reach.shows(sheet.entry, inStage: board.stage, state) {
                            sheets[state, default: 0] += 1
                        }
                    }
                    return JudgingProgress.Judge(
                        code: judge.code, name: judge.name, role: judge.role, sheets: sheets)
                })
        }
    }
}

extension Session {
    /// Where the sheets of a board's stage stand, without what is on them.
    fileprivate func sheetStandings(_ board: SheetBoard) throws -> [SheetName: SheetStanding] {
        let (round, stage) = (board.round.id, board.stage)
        let found = try query(
            """
            SELECT e.code AS entry, j.code AS judge, coalesce(v.version, 0) AS submitted,
              coalesce(v.is_reopened, false) AS is_reopened, d.entry_id IS NOT NULL AS has_draft
            FROM (
                SELECT DISTINCT ON (v.entry_id, v.judge_id) v.entry_id, v.judge_id, v.version,
                  r.version IS NOT NULL AS is_reopened
                FROM sheet_version v LEFT JOIN sheet_reopening r ON r.entry_id = v.entry_id AND r.stage = v.stage
                  AND r.judge_id = v.judge_id AND r.version = v.version
                WHERE v.round_id = \(round) AND v.stage = \(stage)
                ORDER BY v.entry_id, v.judge_id, v.version DESC) v
              FULL JOIN (
                SELECT d.entry_id, d.judge_id FROM sheet_draft d
                WHERE d.round_id = \(round) AND d.stage = \(stage)
                  AND d.version = next_sheet_version(d.entry_id, d.stage, d.judge_id)) d USING (entry_id, judge_id)
              JOIN entry e USING (entry_id) JOIN judge j USING (judge_id)
            """
        ) { row in
            (
                SheetName(entry: try row("entry"), judge: try row("judge")),
                SheetStanding(
                    submitted: try row("submitted"), isReopened: try row("is_reopened"),
                    hasDraft: try row("has_draft"))
            )
        }
        return Dictionary(found) { first, _ in first }
    }
}
