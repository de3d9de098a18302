import Postgres
public import RuralIndustry

/// What an import of marks did.
public struct MarkImportReport: Hashable, Sendable {
    public let marks: Int
    public let entries: Int
    public let judges: Int
}

extension Registry {
    /// Enters marks of a round that is being judged: all or none, with every bad row told. Marks are never overwritten.
    ///
    /// Refused: `typed-copies-open` where the paper of a sheet is typed and not accepted, and what is wrong with the rows.
    ///
    /// - Parameter once: keeps the counts.
    public func importMarks(
        _ rows: [ScoreRow], round id: Int64, as viewer: Viewer, dryRun: Bool = false,
        once: OneRequest<MarkImportReport>? = nil
    ) async throws -> MarkImportReport {
        try await change(
            .markImport, of: .one("round", id: id), as: viewer, dryRun: dryRun, once: once
        ) { session in
            let round = try session.roundForChange(id)
            try session.requireState(round, [.judging], to: Bilingual(vi: "nhập điểm", en: "take marks"))
            let board = try MarkBoard(round: round, in: session)
            try Refusal.throwIfAny(board.violations(rows))
            try session.requireNoPaperWaiting(rows, board)
            try session.insert(rows.map(\.mark), board: board)
            return MarkImportReport(
                marks: rows.count, entries: Set(rows.map(\.mark.entry)).count,
                judges: Set(rows.map(\.mark.judge)).count)
        }
    }
}

/// What marks of a round are held against.
struct MarkBoard {
    struct Entry {
        let id: Int64
        let group: ProductGroupID
        let state: EntryState
    }

    let round: RoundRecord
    let rules: Rules
    let stage: String
    private let entries: [String: Entry]
    private let judges: [String: (id: Int64, sits: Bool)]
    private let leaves: [ProductGroupID: [String: Leaf]]
    private let stages: Set<String>
    private let known: Set<MarkKey>

    /// Rows with the codes of the round in place of those that a sheet code has in capitals.
    ///
    /// - Throws: `sheet-code-other-round`, `sheet-code-unknown`: the code is whole, and no sheet of this round has it.
    func resolved(_ rows: [ScoreRow]) throws(Refusal) -> [ScoreRow] {
        guard rows.contains(where: { $0.sheetCode != nil }) else { return rows }
        func byCapitals(_ codes: some Sequence<String>) -> [String: [String]] {
            Dictionary(grouping: codes, by: { $0.uppercased() })
        }
        let (entryCodes, judgeCodes) = (byCapitals(entries.keys), byCapitals(judges.keys))
        let stageIDs = byCapitals(stages)
        var violations: [Violation] = []
        let resolved = rows.map { row in
            guard let code = row.sheetCode else { return row }
            let place = Place(row: row.mark.row, column: "entry")
            guard code.round == round.id else {
                violations.append(.sheetOfOtherRound(code, than: round.id, at: place))
                return row
            }
            let named: [String?] =
                if let stage = code.stage { stageIDs[stage] ?? [] } else { [row.mark.stage] }
            guard let entry = entryCodes[code.entry], let judge = judgeCodes[code.judge], entry.count == 1,
                judge.count == 1, named.count == 1
            else {
                violations.append(.unknownSheet(code, at: place))
                return row
            }
            return row.naming(entry: entry[0], judge: judge[0], stage: named[0])
        }
        try Refusal.throwIfAny(violations)
        return resolved
    }

    /// - Parameter forgetting: marks that were given already are no matter.
    init(round: RoundRecord, forgetting: Bool = false, in session: Session) throws {
        self.round = round
        let rules = try session.rules(ofRound: round.id)
        self.rules = rules
        stage = rules.resultStage ?? Self.onlyStage
        stages = rules.stages.isEmpty ? [Self.onlyStage] : Set(rules.stages.map(\.id))
        let entryRows = try session.query(
            "SELECT entry_id, code, product_group, state FROM entry WHERE round_id = \(round.id)"
        ) {
            (
                try $0("code", as: String.self),
                Entry(id: try $0("entry_id"), group: try $0("product_group"), state: try $0("state"))
            )
        }
        entries = Dictionary(uniqueKeysWithValues: entryRows)
        let judgeRows = try session.query(
            "SELECT judge_id, code, member_to IS NULL AS sits FROM judge WHERE round_id = \(round.id)"
        ) {
            (
                try $0("code", as: String.self),
                (id: try $0("judge_id", as: Int64.self), sits: try $0("sits", as: Bool.self))
            )
        }
        judges = Dictionary(uniqueKeysWithValues: judgeRows)
        let groups = Set(entryRows.map(\.1.group))
        leaves = Dictionary(
            uniqueKeysWithValues: groups.map { group in
                (group, Dictionary(uniqueKeysWithValues: rules.leaves(group: group).map { ($0.id, $0) }))
            })
        known =
            forgetting
            ? []
            : Set(
                try session.query(
                    "SELECT entry_id, stage, judge_id, leaf FROM mark WHERE round_id = \(round.id)"
                ) {
                    MarkKey(
                        entry: try $0("entry_id"), stage: try $0("stage"), judge: try $0("judge_id"),
                        leaf: try $0("leaf"))
                })
    }

    /// The stage of rules that declare none.
    static let onlyStage = "result"

    func entry(_ code: String) -> Entry? { entries[code] }

    func judgeID(_ code: String) -> Int64? { judges[code]?.id }

    func violations(_ rows: [ScoreRow]) -> [Violation] {
        var seen = known
        return rows.flatMap { row in
            var found = violations(row)
            if found.isEmpty, let key = key(row.mark), !seen.insert(key).inserted {
                found = [twice(row.mark)]
            }
            return found.map { $0.at(Place(row: row.mark.row)) }
        }
    }

    private func violations(_ row: ScoreRow) -> [Violation] {
        let mark = row.mark
        var found: [Violation] = []
        if let stated = row.round, stated != String(round.id), stated != round.name {
            found.append(
                Violation(
                    "other-round",
                    vi: "dòng này ghi kỳ bình chọn \(Text.quoted(stated)), không phải \(round.id)",
                    en: "this row says round \(Text.quoted(stated)), not \(round.id)",
                    at: Place(column: "round")))
        }
        if mark.stage == nil, !rules.combination.isEmpty {
            found.append(.stageMissing(rules.stages.map(\.id)))
        }
        if let stage = mark.stage, !stages.contains(stage) {
            found.append(
                Violation(
                    "unknown-stage",
                    vi:
                        "kỳ bình chọn không có vòng \(Text.quoted(stage)); các vòng: \(stages.sorted().joined(separator: ", "))",
                    en:
                        "the round has no stage \(Text.quoted(stage)); its stages: \(stages.sorted().joined(separator: ", "))",
                    at: Place(column: "stage")))
        }
        if judges[mark.judge]?.sits != true {
            found.append(
                Violation(
                    "unknown-judge", vi: "Ban Giám khảo không có giám khảo \(Text.quoted(mark.judge))",
                    en: "no judge \(Text.quoted(mark.judge)) sits on the panel", at: Place(column: "judge")))
        }
        guard let entry = entries[mark.entry] else {
            return found + [.unknownEntry(mark.entry, round: round.id).inColumn("entry")]
        }
        if entry.state != .accepted {
            found.append(
                Violation(
                    "entry-not-accepted", vi: "hồ sơ \(mark.entry) \(entry.state.name.vi), không chấm điểm",
                    en: "entry \(mark.entry) is \(entry.state.name.en) and gets no marks",
                    at: Place(column: "entry")))
        }
        return found + criterionViolations(mark, entry)
    }

    private func criterionViolations(_ mark: Mark, _ entry: Entry) -> [Violation] {
        guard let leaf = leaves[entry.group]?[mark.criterion] else {
            return [Leaf.unknown(mark.criterion, among: rules.leaves(group: entry.group))]
        }
        return leaf.violation(of: mark.content).map { [$0] } ?? []
    }

    private func twice(_ mark: Mark) -> Violation {
        Violation(
            "mark-twice", vi: "giám khảo \(mark.judge) đã có điểm “\(mark.criterion)” cho \(mark.entry)",
            en: "judge \(mark.judge) already has a mark “\(mark.criterion)” for \(mark.entry)",
            at: Place(column: "score"))
    }

    private func key(_ mark: Mark) -> MarkKey? {
        guard let entry = entries[mark.entry], let judge = judges[mark.judge] else { return nil }
        return MarkKey(entry: entry.id, stage: mark.stage ?? stage, judge: judge.id, leaf: mark.criterion)
    }
}

private struct MarkKey: Hashable {
    let entry: Int64
    let stage: String
    let judge: Int64
    let leaf: String
}

extension Session {
    /// What clerks read off a sheet's paper is not overtaken by a file.
    fileprivate func requireNoPaperWaiting(_ rows: [ScoreRow], _ marks: MarkBoard) throws {
        var violations: [Violation] = []
        for (stage, rows) in Dictionary(grouping: rows, by: { $0.mark.stage ?? marks.stage }) {
            let waiting = try typedSheets(try SheetBoard(round: marks.round, stage: stage, in: self))
            guard !waiting.isEmpty else { continue }
            let bySheet = Dictionary(
                grouping: rows, by: { SheetName(entry: $0.mark.entry, judge: $0.mark.judge) })
            violations += bySheet.filter { waiting[$0.key] != nil }.map { name, rows in
                Violation.stillTyped(name).at(Place(row: rows.first?.mark.row))
            }
        }
        try Refusal.throwIfAny(violations.inRowOrder)
    }

    fileprivate func insert(_ marks: [Mark], board: MarkBoard) throws {
        try script(
            """
            CREATE TEMPORARY TABLE incoming_mark (
              stage text, entry_id bigint, judge_id bigint, leaf text, product_group text, value numeric, absence text
            ) ON COMMIT DROP
            """)
        try copyIn("COPY incoming_mark FROM STDIN") { writer in
            for mark in marks {
                guard let entry = board.entry(mark.entry), let judge = board.judgeID(mark.judge) else {
                    continue
                }
                try writer.row { row in
                    row.text(mark.stage ?? board.stage)
                    row.int(Int(entry.id))
                    row.int(Int(judge))
                    row.text(mark.criterion)
                    row.text(entry.group.rawValue)
                    switch mark.content {
                    case .value(let value):
                        row.text(value.description)
                        row.null()
                    case .none(let absence):
                        row.null()
                        row.text(absence.rawValue)
                    }
                }
            }
        }
        try execute(
            """
            INSERT INTO mark (round_id, stage, entry_id, judge_id, leaf, product_group, value, absence)
            SELECT \(board.round.id), stage, entry_id, judge_id, leaf, product_group, value, absence FROM incoming_mark
            """)
        try script("DROP TABLE incoming_mark")
    }
}

extension Violation {
    fileprivate static func sheetOfOtherRound(_ code: SheetCode, than round: Int64, at place: Place)
        -> Violation
    {
        Violation(
            "sheet-code-other-round",
            vi: "phiếu \(code) thuộc kỳ bình chọn số \(code.round), không phải kỳ \(round)",
            en: "sheet \(code) belongs to round \(code.round), not to round \(round)", at: place)
    }

    fileprivate static func unknownSheet(_ code: SheetCode, at place: Place) -> Violation {
        Violation(
            "sheet-code-unknown",
            vi: "kỳ bình chọn không có phiếu \(code): không có hồ sơ, giám khảo hoặc vòng đó",
            en: "the round has no sheet \(code): there is no such entry, judge or stage", at: place)
    }
}
