import Postgres
public import RuralIndustry

extension Registry {
    // MARK: Reading

    /// One sheet as it stands. A judge has only their own.
    public func sheet(
        round id: Int64, entry: String, judge: String, stage: String? = nil, as viewer: Viewer
    ) async throws -> SheetRecord {
        try await read(.sheetRead, of: .one("round", id: id), as: viewer) { session in
            let name = SheetName(entry: entry, judge: judge)
            let own = try session.ownJudge(ofRound: id, .sheetRead, owners: [.judge], as: viewer)
            if let own, own != judge { throw Refusal(.otherJudgesSheet(viewer, own)) }
            let board = try SheetBoard(round: try session.round(id), stage: stage, in: session)
            return SheetRecord(name, board, try session.known(name, board))
        }
    }

    /// Every sheet that judging waits for, and where it stands; of a judge, their own.
    public func sheets(ofRound id: Int64, stage: String? = nil, as viewer: Viewer) async throws
        -> [SheetRecord]
    {
        try await read(.sheetRead, of: .one("round", id: id), as: viewer) { session in
            let own = try session.ownJudge(ofRound: id, .sheetRead, owners: [.judge], as: viewer)
            let board = try SheetBoard(round: try session.round(id), stage: stage, in: session)
            let kept = try session.keptSheets(board, judge: own.flatMap { board.judges[$0] })
            return board.expected.filter { own == nil || $0.judge == own }.map {
                SheetRecord($0, board, kept[$0] ?? KeptSheet())
            }
        }
    }

    /// Every submitted version of a sheet with its marks, and every reopening, in their order: by whom, when and why.
    public func sheetHistory(
        round id: Int64, entry: String, judge: String, stage: String? = nil, as viewer: Viewer
    ) async throws -> [SheetEvent] {
        try await read(.sheetRead, of: .one("round", id: id), as: viewer) { session in
            let name = SheetName(entry: entry, judge: judge)
            let own = try session.ownJudge(ofRound: id, .sheetRead, owners: [.judge], as: viewer)
            if let own, own != judge { throw Refusal(.otherJudgesSheet(viewer, own)) }
            let board = try SheetBoard(round: try session.round(id), stage: stage, in: session)
            _ = try session.known(name, board)
            return try session.events(of: name, board)
        }
    }

    // MARK: Writing

    /// Writes on sheets that are not submitted: what is given goes over what the draft has, and counts for nothing yet. A judge
    /// writes on their own sheets.
    @discardableResult
    public func saveSheets(
        round id: Int64, _ contents: [SheetName: SheetContent], stage: String? = nil, as viewer: Viewer,
        dryRun: Bool = false
    ) async throws -> [SheetRecord] {
        try await change(.sheetSave, of: .one("round", id: id), as: viewer, dryRun: dryRun) { session in
            let board = try session.judgedBoard(id, stage: stage)
            let own = try session.ownJudge(
                ofRound: id, .sheetSave, owners: [.judge, .headJudge], as: viewer)
            var violations: [Violation] = []
            var saved: [SheetRecord] = []
            for (name, content) in contents.sorted(by: { $0.key < $1.key }) {
                do {
                    saved.append(try session.save(content, on: name, board, own: own, as: viewer))
                } catch let refusal as Refusal {
                    violations += refusal.violations
                }
            }
            try Refusal.throwIfAny(violations)
            return saved
        }
    }

    /// Hands a sheet in: its marks count from now on, and it is not written on any more. Refused while it lacks marks, and
    /// with `typed-copies-open` while its paper is typed and not accepted.
    @discardableResult
    public func submitSheet(
        round id: Int64, entry: String, judge: String, stage: String? = nil, as viewer: Viewer
    ) async throws -> SheetRecord {
        try await change(.sheetSubmit, of: .one("round", id: id), as: viewer) { session in
            let board = try session.judgedBoard(id, stage: stage)
            let own = try session.ownJudge(
                ofRound: id, .sheetSubmit, owners: [.judge, .headJudge], as: viewer)
            return try session.submit(
                SheetName(entry: entry, judge: judge), board, own: own, seen: nil, as: viewer)
        }
    }

    /// Gives a submitted sheet back to its judge, with the reason; its marks count until the next version is submitted, and
    /// the round is not closed before that.
    @discardableResult
    public func reopenSheet(
        round id: Int64, entry: String, judge: String, stage: String? = nil, because reason: String,
        as viewer: Viewer
    ) async throws -> SheetRecord {
        let reason = try BoundedText.short(reason, column: "because")
        return try await change(.sheetReopen, of: .one("round", id: id), because: reason, as: viewer) {
            session in
            let board = try session.judgedBoard(id, stage: stage)
            let name = SheetName(entry: entry, judge: judge)
            // the head judge judges as well, and learns by no refusal whose an entry is
            let isBlind = try !session.reachesAll(
                ofRound: id, .sheetReopen, besides: [.headJudge], as: viewer)
            let (known, judgeID) = try board.sheet(name, blind: isBlind)
            let kept = try session.keptSheet(name, board, entry: known.id, judge: judgeID)
            let version: Int
            do throws(Violation) {
                version = try kept.standing.versionToReopen(name)
            } catch {
                throw Refusal(error)
            }
            try session.reopen(board, entry: known.id, judge: judgeID, version: version, because: reason)
            return SheetRecord(
                name, board, try session.keptSheet(name, board, entry: known.id, judge: judgeID))
        }
    }
}

extension SheetContent {
    /// Its texts as they are kept.
    func tidied() throws -> SheetContent {
        var tidy = self
        tidy.remarks = try remarks.mapValues { try BoundedText.short($0, column: "remark") }
        do throws(Violation) {
            if let comment { tidy.comment = try Text.lines(comment) }
        } catch {
            throw Refusal(error.inColumn("comment"))
        }
        if tidy.comment?.isEmpty == true { tidy.comment = nil }
        return tidy
    }
}

extension KeptSheet {
    func versionToWrite(_ name: SheetName) throws(Refusal) -> Int {
        do throws(Violation) {
            return try standing.versionToWrite(name)
        } catch {
            throw Refusal(error)
        }
    }
}

extension Session {
    /// The board of a round that is being judged, which stays so until commit: closing waits, and so does this for it.
    func judgedBoard(_ id: Int64, stage: String?) throws -> SheetBoard {
        try execute("SELECT 1 FROM round WHERE round_id = \(id) FOR SHARE")
        let round = try round(id)
        try requireState(round, [.judging], to: Bilingual(vi: "ghi phiếu chấm điểm", en: "take sheets"))
        return try SheetBoard(round: round, stage: stage, in: self)
    }

    /// What is kept of a sheet whose entry and judge exist.
    fileprivate func known(_ name: SheetName, _ board: SheetBoard) throws -> KeptSheet {
        guard let entry = board.entries[name.entry] else {
            throw Refusal(.unknownEntry(name.entry, round: board.round.id))
        }
        return try keptSheet(
            name, board, entry: entry.id, judge: try judgeID(name.judge, round: board.round.id))
    }

    /// Keeps whatever is written on a sheet as it is until commit.
    ///
    /// Where nothing is written yet there is no row to hold, and two first drafts would not see each other: so the sheet's name is
    /// held too.
    func holdDraft(_ board: SheetBoard, entry: Int64, judge: Int64) throws {
        try execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(\("sheet \(entry) \(judge) \(board.stage)"), 20))")
        try execute(
            """
            SELECT 1 FROM sheet_draft WHERE entry_id = \(entry) AND judge_id = \(judge) AND stage = \(board.stage) FOR UPDATE
            """)
    }

    /// - Parameters:
    ///   - own: the judge whose sheets alone the viewer may have; nil: those of all.
    ///   - seen: the revision that the viewer means to hand in; nil: whatever is written.
    /// - Throws: `sheet-changed` beside what `submitSheet` says.
    func submit(
        _ name: SheetName, _ board: SheetBoard, own: String?, seen: String?, as viewer: Viewer
    ) throws -> SheetRecord {
        if let own, own != name.judge { throw Refusal(.otherJudgesSheet(viewer, own)) }
        let (known, judgeID) = try board.sheet(name, blind: own != nil)
        // of two who submit at once the second waits here, and then finds the sheet submitted
        try holdDraft(board, entry: known.id, judge: judgeID)
        let kept = try keptSheet(name, board, entry: known.id, judge: judgeID)
        let version = try kept.versionToWrite(name)
        if let seen, seen != kept.revision(of: name, board) { throw Refusal(.sheetChanged(name)) }
        if try typedSheets(board)[name] != nil { throw Refusal(.stillTyped(name)) }
        let leaves = board.leaves(of: known)
        let content = kept.draft ?? SheetContent()
        try Refusal.throwIfAny(
            content.violations(leaves) + (name.incomplete(content.lacking(leaves)).map { [$0] } ?? []))
        try insertVersion(
            version, source: "judge", comment: content.comment, remarks: content.remarks, board,
            entry: known, judge: judgeID)
        try insertMarks(content.marks, version: version, board, entry: known, judge: judgeID)
        return SheetRecord(name, board, try keptSheet(name, board, entry: known.id, judge: judgeID))
    }

    fileprivate func save(
        _ content: SheetContent, on name: SheetName, _ board: SheetBoard, own: String?, as viewer: Viewer
    ) throws -> SheetRecord {
        if let own, own != name.judge { throw Refusal(.otherJudgesSheet(viewer, own)) }
        let (entry, judge) = try board.sheet(name, blind: own != nil)
        try holdDraft(board, entry: entry.id, judge: judge)
        let kept = try keptSheet(name, board, entry: entry.id, judge: judge)
        let version = try kept.versionToWrite(name)
        let draft = kept.shown.replaced(by: try content.tidied())
        try Refusal.throwIfAny(draft.violations(board.leaves(of: entry)))
        try writeDraft(draft, version: version, board, entry: entry, judge: judge)
        return SheetRecord(name, board, try keptSheet(name, board, entry: entry.id, judge: judge))
    }

    /// Keeps what is written on a sheet, in place of what was.
    func writeDraft(
        _ draft: SheetContent, version: Int, _ board: SheetBoard, entry: SheetBoard.Entry, judge: Int64
    ) throws {
        try execute(
            """
            INSERT INTO sheet_draft (round_id, stage, entry_id, judge_id, product_group, version, content)
            VALUES (\(board.round.id), \(board.stage), \(entry.id), \(judge), \(entry.group), \(version),
              \(draft.json.text)::text::jsonb)
            ON CONFLICT ON CONSTRAINT sheet_draft_pkey DO UPDATE SET content = excluded.content
            """)
    }

    func events(of name: SheetName, _ board: SheetBoard) throws -> [SheetEvent] {
        let leaves = board.entries[name.entry].map(board.leaves) ?? []
        let places = Dictionary(leaves.enumerated().map { ($1.id, $0) }) { first, _ in first }
        var marks: [Int: [(leaf: String, content: Mark.Content)]] = [:]
        let sheet: SQL = """
            e.round_id = \(board.round.id) AND e.code = \(name.entry) AND j.code = \(name.judge) AND x.stage = \(board.stage)
            """
        _ = try query(
            """
            SELECT coalesce(x.sheet_version, 1) AS version, x.leaf, x.value, x.absence
            FROM mark x JOIN entry e USING (entry_id) JOIN judge j USING (judge_id) WHERE \(sheet)
            """
        ) { row in
            marks[try row("version", as: Int.self), default: []].append(
                (try row("leaf"), try row.markContent()))
        }
        return try query(
            """
            SELECT * FROM (
              SELECT x.version, false AS is_reopening, a.recorded_at, a.actor, x.source, NULL AS reason, x.comment,
                x.version < max(x.version) OVER () AS is_superseded
              FROM sheet_version x JOIN entry e USING (entry_id) JOIN judge j USING (judge_id)
                JOIN audit_event a ON a.audit_id = x.audit_id WHERE \(sheet)
              UNION ALL
              SELECT x.version, true, a.recorded_at, a.actor, NULL, x.reason, NULL, NULL
              FROM sheet_reopening x JOIN entry e USING (entry_id) JOIN judge j USING (judge_id)
                JOIN audit_event a ON a.audit_id = x.audit_id WHERE \(sheet)
            ) h ORDER BY version, is_reopening
            """
        ) { row in
            let isReopening: Bool = try row("is_reopening")
            let version: Int = try row("version")
            let given = isReopening ? [] : marks[version] ?? []
            return SheetEvent(
                kind: isReopening ? .reopened : .submitted, version: version, at: try row("recorded_at"),
                actor: try row("actor"), source: try row("source"), reason: try row("reason"),
                isSuperseded: try row("is_superseded"),
                marks: given.sorted { (places[$0.leaf] ?? 0, $0.leaf) < (places[$1.leaf] ?? 0, $1.leaf) },
                comment: try row("comment"))
        }
    }
}
