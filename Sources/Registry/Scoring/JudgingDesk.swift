import Postgres
public import RuralIndustry

/// A round as one of its judges has it: their own sheets, and nothing of whose product an entry is.
public struct JudgingRound: Sendable {
    public let id: Int64
    public let name: String
    public let organiserName: String
    public let heldOn: Day
    public let state: RoundState
    /// The judge's code in the round.
    public let judge: String
    /// The one that makes the result last; never empty.
    public let stages: [JudgingStage]

    /// Whether sheets are written on now.
    public var isJudging: Bool { state == .judging }
}

/// A judge's sheets of one stage of a round.
public struct JudgingStage: Sendable {
    /// As `score` commands take it.
    public let id: String
    /// Nil where the round has only one.
    public let name: String?
    /// By the entries' codes. Empty before the round is judged: the draw may still change.
    public let sheets: [SheetRecord]
}

/// One sheet before its judge.
public struct JudgingSheet: Sendable {
    /// With the stage of the sheet alone.
    public let round: JudgingRound
    public let sheet: SheetRecord
    /// Criteria and headings, in the order of the paper sheet.
    public let rows: [SheetRow]
    /// Marks are multiples of it; nil: any number.
    public let step: ExactDecimal?
    /// What a whole sheet may reach.
    public let maximum: ExactDecimal?
    /// What was submitted and reopened, in its order.
    public let history: [SheetEvent]
    /// What the round lets judges see of the entry's dossier.
    public let papers: [DossierPartHead]

    public var stage: JudgingStage { round.stages[0] }
    private var place: Int? { stage.sheets.firstIndex { $0.entry == sheet.entry } }
    public var previous: String? { place.flatMap { $0 > 0 ? stage.sheets[$0 - 1].entry : nil } }
    public var next: String? {
        place.flatMap { $0 + 1 < stage.sheets.count ? stage.sheets[$0 + 1].entry : nil }
    }
}

extension Registry {
    /// The rounds in which the viewer is a judge, the newest first, without those that were cancelled.
    public func judgingRounds(as viewer: Viewer) async throws -> [JudgingRound] {
        let rounds = try await read(.sheetSave, of: .listed("round"), as: viewer) { session in
            let conditions = SQL.matching(
                viewer.reach(.sheetSave).rounds("r"),
                """
                r.state <> 'cancelled' AND EXISTS (SELECT FROM judge_accounts(r.round_id) t JOIN judge j USING (judge_id)
                  WHERE t.account_id = \(viewer.account) AND j.member_to IS NULL)
                """)
            return try session.query(
                RoundRecord.select + conditions + " ORDER BY r.held_on DESC, r.round_id DESC",
                as: RoundRecord.self
            ).map { try session.judging($0, judge: try session.deskJudge(ofRound: $0.id, as: viewer)) }
        }
        var reached: [JudgingRound] = []
        for round in rounds { reached.append(round.within(try await stageReach(ofRound: round.id))) }
        return reached
    }

    /// A round in which the viewer is a judge.
    ///
    /// - Throws: `judge-account-missing` if they are none.
    public func judgingRound(_ id: Int64, as viewer: Viewer) async throws -> JudgingRound {
        let round = try await read(.sheetSave, of: .one("round", id: id), as: viewer) { session in
            try session.judging(
                try session.round(id), judge: try session.deskJudge(ofRound: id, as: viewer))
        }
        return round.within(try await stageReach(ofRound: id))
    }

    /// One of the viewer's own sheets, with what they mark it by.
    ///
    /// - Throws: `judge-account-missing`, `unknown-stage`; `unknown-entry` for whatever is not theirs to mark, so that it does not
    ///   show why.
    public func judgingSheet(
        round id: Int64, entry: String, stage: String? = nil, as viewer: Viewer
    ) async throws -> JudgingSheet {
        // nobody learns anything of a round that is not theirs: what is asked first is told by what is read then
        try viewer.require(.sheetSave)
        let reach = try await stageReach(ofRound: id)
        return try await read(.sheetSave, of: .one("round", id: id), as: viewer) { session in
            let judge = try session.deskJudge(ofRound: id, as: viewer)
            let record = try session.round(id)
            let shown = try stage ?? session.rules(ofRound: id).shownStage
            let board = try SheetBoard(round: record, stage: shown, in: session)
            let round = try session.judging(record, judge: judge, boards: [board]).within(reach)
            let rules = board.rules
            guard let sheet = round.stages[0].sheets.first(where: { $0.entry == entry }),
                let known = board.entries[entry]
            else { throw Refusal(.unknownEntry(entry, round: id)) }
            let papers = try session.shownPapers(of: known, rules.judges.dossierParts)
            return JudgingSheet(
                round: round, sheet: sheet, rows: rules.sheetRows(group: known.group),
                step: rules.scoring.step, maximum: rules.sheetMaximum,
                history: try session.events(of: SheetName(entry: entry, judge: judge), board),
                papers: papers.enumerated().map { index, paper in
                    DossierPartHead(
                        number: index + 1, kind: paper.paper.kind, mediaType: paper.mediaType,
                        size: paper.size)
                })
        }
    }

    /// Keeps a whole sheet of the viewer's own as it is typed now, in place of what was written before: what is not on it any
    /// more is taken off.
    ///
    /// - Parameter revision: what the viewer wrote over.
    /// - Throws: `sheet-changed` if something else was written meanwhile, and is not the same; `sheet-submitted`; what is wrong with
    ///   what was typed, each with its field; and what `saveSheets` says.
    public func writeSheet(
        round id: Int64, entry: String, stage: String? = nil, _ input: SheetInput, over revision: String,
        as viewer: Viewer
    ) async throws -> SheetRecord {
        try await change(.sheetSave, of: .one("round", id: id), as: viewer) { session in
            let board = try session.judgedBoard(id, stage: stage)
            let name = SheetName(entry: entry, judge: try session.deskJudge(ofRound: id, as: viewer))
            let (known, judge) = try board.sheet(name, blind: true)
            try session.holdDraft(board, entry: known.id, judge: judge)
            let kept = try session.keptSheet(name, board, entry: known.id, judge: judge)
            let version = try kept.versionToWrite(name)
            let content = try input.content(for: board.leaves(of: known))
            // sent a second time because the answer to the first was lost on the way
            if kept.shown != content {
                if revision != kept.revision(of: name, board) { throw Refusal(.sheetChanged(name)) }
                try session.writeDraft(content, version: version, board, entry: known, judge: judge)
            }
            return SheetRecord(
                name, board, try session.keptSheet(name, board, entry: known.id, judge: judge))
        }
    }

    /// Hands sheets of the viewer's own in, all of them or none.
    ///
    /// - Parameter seen: by entry, the revision that the viewer means to hand in.
    /// - Throws: `sheet-changed`, and what `submitSheet` says, of every sheet.
    @discardableResult
    public func submitSheets(
        round id: Int64, stage: String? = nil, seen: [String: String], as viewer: Viewer
    ) async throws -> [SheetRecord] {
        try await change(.sheetSubmit, of: .one("round", id: id), as: viewer) { session in
            let board = try session.judgedBoard(id, stage: stage)
            let own = try session.deskJudge(ofRound: id, as: viewer)
            var violations: [Violation] = []
            var submitted: [SheetRecord] = []
            for (entry, revision) in seen.sorted(by: { $0.key < $1.key }) {
                do {
                    submitted.append(
                        try session.submit(
                            SheetName(entry: entry, judge: own), board, own: own, seen: revision, as: viewer))
                } catch let refusal as Refusal {
                    violations += refusal.violations
                }
            }
            try Refusal.throwIfAny(violations)
            return submitted
        }
    }
}

extension Session {
    /// The judge that the viewer is in a round.
    ///
    /// - Throws: `judge-account-missing`.
    fileprivate func deskJudge(ofRound id: Int64, as viewer: Viewer) throws -> String {
        let judge = try first(
            """
            SELECT j.code FROM judge_accounts(\(id)) t JOIN judge j USING (judge_id)
            WHERE t.account_id = \(viewer.account) AND j.member_to IS NULL
            """
        ) { try $0("code", as: String.self) }
        guard let judge else { throw Refusal(.judgeAccountMissing(viewer, round: id)) }
        return judge
    }

    fileprivate func judging(_ round: RoundRecord, judge: String) throws -> JudgingRound {
        let rules = try rules(ofRound: round.id)
        let declared = rules.stages.map(\.id)
        let inOrder =
            declared.filter { $0 != rules.resultStage } + declared.filter { $0 == rules.resultStage }
        let boards =
            inOrder.isEmpty
            ? [try SheetBoard(round: round, stage: nil, in: self)]
            : try inOrder.map { try SheetBoard(round: round, stage: $0, in: self) }
        return try judging(round, judge: judge, boards: boards)
    }

    fileprivate func judging(_ round: RoundRecord, judge: String, boards: [SheetBoard]) throws -> JudgingRound
    {
        JudgingRound(
            id: round.id, name: round.name, organiserName: round.organiserName, heldOn: round.heldOn,
            state: round.state, judge: judge,
            stages: try boards.map { board in
                let kept = try keptSheets(board, judge: board.judges[judge])
                let own = board.expected.filter { $0.judge == judge }
                let hasBegun = ![.draft, .open].contains(round.state)
                let names = board.rules.stages.count > 1 ? board.rules.stages : []
                return JudgingStage(
                    id: board.stage, name: names.first { $0.id == board.stage }?.name,
                    sheets: hasBegun ? own.map { SheetRecord($0, board, kept[$0] ?? KeptSheet()) } : [])
            })
    }
}

extension Violation {
    static func sheetChanged(_ name: SheetName) -> Violation {
        Violation(
            "sheet-changed",
            vi: "phiếu \(name.entry) đã được ghi khác đi ở nơi khác; hãy xem lại rồi chọn nội dung đúng",
            en: "the sheet of \(name.entry) was written on elsewhere meanwhile; look at both and choose")
    }
}
