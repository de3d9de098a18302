import Postgres
import RuralIndustry

/// What the sheets of one stage of a round are held against: who marks what, by which rules.
struct SheetBoard {
    struct Entry {
        let id: Int64
        let code: String
        let group: ProductGroupID
        let state: EntryState
        /// Nil too where the round hides such names from its judges.
        let judgingName: String?
    }

    let round: RoundRecord
    let rules: Rules
    /// The stage that the sheets are of.
    let stage: String
    let roster: RoundRoster
    /// By code.
    let entries: [String: Entry]
    /// Of those who sit, by code.
    let judges: [String: Int64]
    /// What earlier holders of the judges' seats marked whole.
    let seatMarked: Set<SheetName>

    /// - Parameter stage: nil: the one that makes the result.
    /// - Throws: `unknown-stage`; `stage-missing` where several stages make the result together and none is named.
    init(round: RoundRecord, stage: String?, in session: Session) throws {
        self.round = round
        rules = try session.rules(ofRound: round.id)
        let known = rules.stages.isEmpty ? [MarkBoard.onlyStage] : rules.stages.map(\.id)
        let only = rules.stages.isEmpty ? MarkBoard.onlyStage : nil
        guard let named = stage ?? rules.resultStage ?? only else { throw Refusal(.stageMissing(known)) }
        self.stage = named
        if !known.contains(self.stage) {
            throw Refusal(
                Violation(
                    "unknown-stage",
                    vi:
                        "kỳ bình chọn không có vòng \(Text.quoted(self.stage)); các vòng: \(known.joined(separator: ", "))",
                    en:
                        "the round has no stage \(Text.quoted(self.stage)); its stages: \(known.joined(separator: ", "))"
                ))
        }
        roster = try session.roster(of: round)
        let showsNames = rules.judges.judgingNames == .shown
        let entries = try session.query(
            "SELECT entry_id, code, product_group, state, judging_name FROM entry WHERE round_id = \(round.id)"
        ) { row -> Entry in
            Entry(
                id: try row("entry_id"), code: try row("code"), group: try row("product_group"),
                state: try row("state"),
                judgingName: showsNames ? try row("judging_name", as: String?.self) : nil)
        }
        self.entries = Dictionary(uniqueKeysWithValues: entries.map { ($0.code, $0) })
        judges = Dictionary(
            uniqueKeysWithValues: try session.query(
                "SELECT judge_id, code FROM judge WHERE round_id = \(round.id) AND member_to IS NULL"
            ) { (try $0("code", as: String.self), try $0("judge_id", as: Int64.self)) })
        seatMarked = Set(
            try session.query(
                """
                SELECT e.code AS entry, j.code AS judge FROM seat_marked(\(round.id), \(self.stage)) s
                  JOIN entry e USING (entry_id) JOIN judge j USING (judge_id)
                """
            ) { SheetName(entry: try $0("entry"), judge: try $0("judge")) })
    }

    func leaves(of entry: Entry) -> [Leaf] { rules.leaves(group: entry.group) }

    /// The sheets that judging waits for, by entry and judge.
    var expected: [SheetName] {
        roster.entries.filter { $0.state == .accepted }.flatMap { entry in
            roster.judges(of: entry.code).map { SheetName(entry: entry.code, judge: $0) }
        }.filter { !seatMarked.contains($0) }.sorted()
    }

    /// An entry that gets marks.
    ///
    /// - Throws: `unknown-entry`, `entry-not-accepted`.
    func accepted(_ code: String) throws(Refusal) -> Entry {
        guard let entry = entries[code] else { throw Refusal(.unknownEntry(code, round: round.id)) }
        if entry.state != .accepted {
            throw Refusal(
                Violation(
                    "entry-not-accepted", vi: "hồ sơ \(code) \(entry.state.name.vi), không chấm điểm",
                    en: "entry \(code) is \(entry.state.name.en) and gets no marks"))
        }
        return entry
    }

    /// The entry and the judge of a sheet that marks are given on.
    ///
    /// - Throws: `unknown-entry`, `entry-not-accepted`, `unknown-judge`, `judge-in-conflict`, `judge-not-assigned`.
    ///
    /// - Parameter blind: a judge asks, who must not learn by the refusal whose an entry is: a conflict looks like not having
    ///   been drawn.
    func sheet(_ name: SheetName, blind: Bool = false) throws -> (entry: Entry, judge: Int64) {
        guard entries[name.entry] != nil else {
            throw Refusal(.unknownEntry(name.entry, round: round.id))
        }
        guard let judge = judges[name.judge] else { throw Refusal(.unknownJudge(name.judge)) }
        let entry = try accepted(name.entry)
        if !blind, roster.barred.contains(JudgeAssignment.Barred(judge: name.judge, entry: name.entry)) {
            throw Refusal(
                Violation(
                    "judge-in-conflict",
                    vi: "giám khảo \(name.judge) có xung đột lợi ích với \(name.entry), không được chấm",
                    en: "judge \(name.judge) is in conflict with \(name.entry) and may not mark it"))
        }
        if !roster.judges(of: name.entry).contains(name.judge) {
            throw Refusal(
                Violation(
                    "judge-not-assigned",
                    vi: "giám khảo \(name.judge) không được phân công chấm \(name.entry)",
                    en: "judge \(name.judge) was not drawn for \(name.entry)"))
        }
        return (entry, judge)
    }
}

/// What is kept of one sheet.
struct KeptSheet {
    var submitted = 0
    var source: String?
    var isReopened = false
    var draft: SheetContent?
    var live = SheetContent()

    var standing: SheetStanding {
        SheetStanding(submitted: submitted, isReopened: isReopened, hasDraft: draft != nil)
    }

    /// What the judge sees on the sheet now: the draft if one is open, else what was submitted.
    var shown: SheetContent { draft ?? live }
}

extension Session {
    /// What is kept of the sheets of a board's stage, by entry and judge; of one sheet if it is named.
    func keptSheets(_ board: SheetBoard, entry: Int64? = nil, judge: Int64? = nil) throws -> [SheetName:
        KeptSheet]
    {
        var kept: [SheetName: KeptSheet] = [:]
        let (round, stage) = (board.round.id, board.stage)
        func name(_ row: Row) throws -> SheetName {
            SheetName(entry: try row("entry"), judge: try row("judge"))
        }
        _ = try query(
            """
            SELECT DISTINCT ON (v.entry_id, v.judge_id) e.code AS entry, j.code AS judge, v.version, v.source, v.comment,
              v.leaf_comments::text AS remarks, r.version IS NOT NULL AS is_reopened
            FROM sheet_version v JOIN entry e USING (entry_id) JOIN judge j USING (judge_id)
              LEFT JOIN sheet_reopening r ON r.entry_id = v.entry_id AND r.stage = v.stage AND r.judge_id = v.judge_id
                AND r.version = v.version
            WHERE v.round_id = \(round) AND v.stage = \(stage) AND v.entry_id = coalesce(\(entry), v.entry_id)
              AND v.judge_id = coalesce(\(judge), v.judge_id)
            ORDER BY v.entry_id, v.judge_id, v.version DESC
            """
        ) { row in
            var sheet = KeptSheet()
            sheet.submitted = try row("version")
            sheet.source = try row("source", as: String.self)
            sheet.isReopened = try row("is_reopened")
            sheet.live.comment = try row("comment")
            if let remarks = try row("remarks", as: String?.self),
                case .object(let members) = try JSONValue(parsing: remarks)
            {
                sheet.live.remarks = members.compactMapValues(\.string)
            }
            kept[try name(row)] = sheet
        }
        _ = try query(
            """
            SELECT e.code AS entry, j.code AS judge, m.leaf, m.value, m.absence
            FROM live_marks(\(round)) m JOIN entry e USING (entry_id) JOIN judge j USING (judge_id)
            WHERE m.stage = \(stage) AND m.entry_id = coalesce(\(entry), m.entry_id)
              AND m.judge_id = coalesce(\(judge), m.judge_id)
            """
        ) { row in
            kept[try name(row), default: KeptSheet()].live.marks[try row("leaf", as: String.self)] =
                try row.markContent()
        }
        _ = try query(
            """
            SELECT e.code AS entry, j.code AS judge, d.content::text AS content
            FROM sheet_draft d JOIN entry e USING (entry_id) JOIN judge j USING (judge_id)
            WHERE d.round_id = \(round) AND d.stage = \(stage) AND d.entry_id = coalesce(\(entry), d.entry_id)
              AND d.judge_id = coalesce(\(judge), d.judge_id)
              AND d.version = next_sheet_version(d.entry_id, d.stage, d.judge_id)
            """
        ) { row in
            kept[try name(row), default: KeptSheet()].draft = try SheetContent(
                try JSONValue(parsing: try row("content", as: String.self)))
        }
        return kept
    }

    func keptSheet(_ name: SheetName, _ board: SheetBoard, entry: Int64, judge: Int64) throws -> KeptSheet {
        try keptSheets(board, entry: entry, judge: judge)[name] ?? KeptSheet()
    }

    /// Writes marks of one version of a sheet.
    func insertMarks(
        _ marks: [String: Mark.Content], version: Int, _ board: SheetBoard, entry: SheetBoard.Entry,
        judge: Int64
    ) throws {
        let leaves = marks.keys.sorted()
        try execute(
            """
            INSERT INTO mark (round_id, stage, entry_id, judge_id, leaf, product_group, value, absence, sheet_version)
            SELECT \(board.round.id), \(board.stage), \(entry.id), \(judge), m.leaf, \(entry.group), m.value::numeric, m.absence,
              nullif(\(version), 1)
            FROM unnest(\(leaves), \(leaves.map { marks[$0]?.value?.description }), \(leaves.map { marks[$0]?.absence?.rawValue }))
              AS m (leaf, value, absence)
            """)
    }

    /// Records that a version of a sheet was submitted; its marks follow in the same transaction.
    func insertVersion(
        _ version: Int, source: String, comment: String? = nil, remarks: [String: String] = [:],
        _ board: SheetBoard,
        entry: SheetBoard.Entry, judge: Int64
    ) throws {
        let written = remarks.isEmpty ? nil : JSONValue.object(remarks.mapValues { .string($0) }).text
        try execute(
            """
            INSERT INTO sheet_version (round_id, stage, entry_id, judge_id, product_group, version, source, comment, leaf_comments)
            VALUES (\(board.round.id), \(board.stage), \(entry.id), \(judge), \(entry.group), \(version), \(source), \(comment),
              \(written)::text::jsonb)
            """)
    }
}

extension Row {
    /// The value or the absence of a row of marks.
    func markContent() throws -> Mark.Content {
        let value: ExactDecimal? = try self("value")
        let absence: Absence? = try self("absence")
        guard let content = value.map(Mark.Content.value) ?? absence.map(Mark.Content.none) else {
            throw PostgresError.misuse("a mark has neither value nor absence")
        }
        return content
    }
}

extension Mark.Content {
    var value: ExactDecimal? {
        if case .value(let value) = self { value } else { nil }
    }

    var absence: Absence? {
        if case .none(let absence) = self { absence } else { nil }
    }
}
