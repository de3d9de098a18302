import Postgres
public import RuralIndustry

/// Where the two typed copies of a sheet do not agree yet.
public struct TypedDifference: Hashable, Sendable {
    public let entry: String
    public let judge: String
    public let criterion: String
    public let finding: TypedSheet.Finding

    /// Both values where the copies differ; neither where one copy is still to be typed.
    public var values: (first: Mark.Content, second: Mark.Content)? {
        if case .differing(let first, let second) = finding { (first, second) } else { nil }
    }
}

/// What typing in a copy did.
public struct TypingReport: Hashable, Sendable {
    public let marks: Int
    public let sheets: Int
    /// Criteria of these sheets that one of the copies still lacks. Whether the copies agree is not said here: a dry run would
    /// tell who types second what the first has.
    public let untyped: Int
}

/// What accepting typed sheets did.
public struct AcceptedSheets: Hashable, Sendable {
    public let accepted: [SheetName]
    /// Sheets with something left to type or to settle.
    public let open: [SheetName]
}

extension Registry {
    /// Keeps what a clerk read off paper sheets, as the first or the second copy. Nothing of it counts before it is accepted.
    ///
    /// A row may name its sheet by the code that is printed on it.
    ///
    /// Refused: `sheet-code-other-round`, `sheet-code-unknown`, `typed-twice`, `typed-by-same-hand`, and what `importMarks` refuses of a row.
    public func typeMarks(
        _ rows: [ScoreRow], copy: Int, round id: Int64, as viewer: Viewer, dryRun: Bool = false
    ) async throws -> TypingReport {
        guard (1...2).contains(copy) else {
            throw Refusal(
                Violation(
                    "typed-copy", vi: "bản gõ là 1 hoặc 2", en: "the copy is 1 or 2",
                    at: Place(column: "copy")))
        }
        return try await change(.sheetType, of: .one("round", id: id), as: viewer, dryRun: dryRun) {
            session in
            let round = try session.roundForChange(id)
            try session.requireState(
                round, [.judging], to: Bilingual(vi: "gõ phiếu", en: "take typed sheets"))
            let marks = try MarkBoard(round: round, forgetting: true, in: session)
            let rows = try marks.resolved(rows)
            try Refusal.throwIfAny(marks.violations(rows))
            var names: Set<SheetName> = []
            var violations: [Violation] = []
            var untyped = 0
            for (stage, rows) in Dictionary(grouping: rows, by: { $0.mark.stage ?? marks.stage }) {
                let board = try SheetBoard(round: round, stage: stage, in: session)
                let typed = try session.typedSheets(board)
                let kept = try session.keptSheets(board)
                let bySheet = Dictionary(
                    grouping: rows, by: { SheetName(entry: $0.mark.entry, judge: $0.mark.judge) })
                for (name, rows) in bySheet {
                    do {
                        try session.type(
                            rows, copy: copy, on: name, board, kept[name], typed[name], as: viewer)
                        names.insert(name)
                    } catch let refusal as Refusal {
                        violations += refusal.violations
                    }
                }
                let now = violations.isEmpty ? try session.typedSheets(board) : [:]
                untyped += bySheet.keys.reduce(0) { $0 + (now[$1]?.sheet.untyped ?? 0) }
            }
            try Refusal.throwIfAny(violations.inRowOrder)
            return TypingReport(marks: rows.count, sheets: names.count, untyped: untyped)
        }
    }

    /// What differs between the two copies of the sheets that are not accepted yet, or was typed once only, or not at all.
    public func typedDifferences(
        ofRound id: Int64, stage: String? = nil, as viewer: Viewer
    ) async throws -> [TypedDifference] {
        try await read(.sheetSettle, of: .one("round", id: id), as: viewer) { session in
            let board = try SheetBoard(round: try session.round(id), stage: stage, in: session)
            return try session.typedSheets(board).sorted { $0.key < $1.key }.flatMap { name, typed in
                typed.sheet.open.map {
                    TypedDifference(
                        entry: name.entry, judge: name.judge, criterion: $0.leaf.id, finding: $0.finding)
                }
            }
        }
    }

    /// Says what the paper has where its copies differ or lack it.
    ///
    /// Refused: `typed-by-same-hand` to whoever typed one of the copies, `nothing-to-settle`.
    public func settleTyped(
        round id: Int64, entry: String, judge: String, criterion: String, _ content: Mark.Content,
        stage: String? = nil,
        because reason: String, as viewer: Viewer
    ) async throws {
        let reason = try BoundedText.short(reason, column: "because")
        try await change(.sheetSettle, of: .one("round", id: id), because: reason, as: viewer) { session in
            let round = try session.roundForChange(id)
            try session.requireState(
                round, [.judging], to: Bilingual(vi: "thống nhất phiếu", en: "settle sheets"))
            let board = try SheetBoard(round: round, stage: stage, in: session)
            let name = SheetName(entry: entry, judge: judge)
            let (known, judgeID) = try board.sheet(name)
            guard let typed = try session.typedSheets(board)[name] else { throw Refusal(.nothingTyped(name)) }
            guard let leaf = typed.sheet.leaves.first(where: { $0.id == criterion }) else {
                throw Refusal(Leaf.unknown(criterion, among: typed.sheet.leaves))
            }
            if let violation = leaf.violation(of: content) { throw Refusal(violation) }
            do throws(Violation) {
                try typed.sheet.requireUnsettled(criterion)
            } catch {
                throw Refusal(error)
            }
            let hasTyped = try session.hasTyped(
                version: typed.version, board, entry: known.id, judge: judgeID, as: viewer)
            if hasTyped { throw Refusal(.settledBySameHand(name)) }
            try session.execute(
                """
                INSERT INTO typed_settlement (round_id, stage, entry_id, judge_id, product_group, version, leaf, value, absence, reason)
                VALUES (\(id), \(board.stage), \(known.id), \(judgeID), \(known.group), \(typed.version), \(criterion),
                  \(content.value), \(content.absence), \(reason))
                """)
        }
    }

    /// Submits every typed sheet of which nothing is left to type or to settle; the others stay as they are.
    public func acceptTyped(
        round id: Int64, stage: String? = nil, as viewer: Viewer, dryRun: Bool = false
    ) async throws -> AcceptedSheets {
        try await change(.sheetAccept, of: .one("round", id: id), as: viewer, dryRun: dryRun) { session in
            let round = try session.roundForChange(id)
            try session.requireState(
                round, [.judging], to: Bilingual(vi: "nhận phiếu đã gõ", en: "accept typed sheets"))
            let board = try SheetBoard(round: round, stage: stage, in: session)
            var (accepted, open): ([SheetName], [SheetName]) = ([], [])
            for (name, typed) in try session.typedSheets(board).sorted(by: { $0.key < $1.key }) {
                guard let content = typed.sheet.content else {
                    open.append(name)
                    continue
                }
                let (entry, judge) = try board.sheet(name)
                try session.insertVersion(typed.version, source: "typed", board, entry: entry, judge: judge)
                try session.insertMarks(
                    content.marks, version: typed.version, board, entry: entry, judge: judge)
                accepted.append(name)
            }
            return AcceptedSheets(accepted: accepted, open: open)
        }
    }
}

extension Violation {
    fileprivate static func nothingTyped(_ name: SheetName) -> Violation {
        Violation(
            "nothing-to-settle", vi: "phiếu của \(name.judge) cho \(name.entry) không có bản gõ nào đang chờ",
            en: "no typed copy of the sheet of \(name.judge) for \(name.entry) is waiting")
    }
}

extension Session {
    /// A typed sheet with the version that it becomes.
    typealias WaitingSheet = (version: Int, sheet: TypedSheet)

    /// The typed sheets of a stage that are not accepted yet: of competing entries, by judges who may mark them.
    func typedSheets(_ board: SheetBoard) throws -> [SheetName: WaitingSheet] {
        var sheets: [SheetName: WaitingSheet] = [:]
        func collect(_ row: Row, _ put: (inout TypedSheet, String, Mark.Content) throws -> Void) throws {
            let name = SheetName(entry: try row("entry"), judge: try row("judge"))
            guard let entry = board.entries[name.entry], entry.state == .accepted,
                board.roster.judges(of: name.entry).contains(name.judge)
            else { return }
            var waiting =
                try sheets[name] ?? (
                    try row("version"), TypedSheet(name: name, leaves: board.leaves(of: entry))
                )
            try put(&waiting.sheet, try row("leaf"), try row.markContent())
            sheets[name] = waiting
        }
        _ = try query(
            """
            SELECT e.code AS entry, j.code AS judge, t.version, t.copy, t.leaf, t.value, t.absence
            FROM typed_mark t JOIN entry e USING (entry_id) JOIN judge j USING (judge_id)
            WHERE t.round_id = \(board.round.id) AND t.stage = \(board.stage)
              AND t.version = next_sheet_version(t.entry_id, t.stage, t.judge_id)
            """
        ) { row in
            try collect(row) { $0.copies[try row("copy", as: Int.self), default: [:]][$1] = $2 }
        }
        _ = try query(
            """
            SELECT e.code AS entry, j.code AS judge, t.version, t.leaf, t.value, t.absence
            FROM typed_settlement t JOIN entry e USING (entry_id) JOIN judge j USING (judge_id)
            WHERE t.round_id = \(board.round.id) AND t.stage = \(board.stage)
              AND t.version = next_sheet_version(t.entry_id, t.stage, t.judge_id)
            """
        ) { row in try collect(row) { $0.settled[$1] = $2 } }
        return sheets
    }

    fileprivate func type(
        _ rows: [ScoreRow], copy: Int, on name: SheetName, _ board: SheetBoard, _ kept: KeptSheet?,
        _ typed: WaitingSheet?, as viewer: Viewer
    ) throws {
        let place = Place(row: rows.first?.mark.row)
        let (entry, judge): (SheetBoard.Entry, Int64)
        let version: Int
        do {
            (entry, judge) = try board.sheet(name)
            version = try (kept ?? KeptSheet()).versionToWrite(name)
            try requireOtherHand(
                name, copy: copy, version: version, board, entry: entry.id, judge: judge, as: viewer)
        } catch let refusal as Refusal {
            throw refusal.at(place)
        }
        try Refusal.throwIfAny(
            rows.filter { typed?.sheet.copies[copy]?[$0.mark.criterion] != nil }.map {
                Violation(
                    "typed-twice",
                    vi:
                        "bản gõ \(copy) đã có “\($0.mark.criterion)” của \(name.judge) cho \(name.entry); chỗ gõ nhầm thì giải quyết bằng `cnnt score settle`",
                    en:
                        "copy \(copy) already has “\($0.mark.criterion)” of \(name.judge) for \(name.entry); settle what was mistyped with `cnnt score settle`",
                    at: Place(row: $0.mark.row))
            })
        try execute(
            """
            INSERT INTO typed_mark (round_id, stage, entry_id, judge_id, product_group, version, copy, leaf, value, absence)
            SELECT \(board.round.id), \(board.stage), \(entry.id), \(judge), \(entry.group), \(version), \(copy), m.leaf,
              m.value::numeric, m.absence
            FROM unnest(\(rows.map(\.mark.criterion)), \(rows.map { $0.mark.content.value?.description }),
              \(rows.map { $0.mark.content.absence?.rawValue })) AS m (leaf, value, absence)
            """)
    }

    /// Whoever typed one copy of a sheet does not type the other.
    fileprivate func requireOtherHand(
        _ name: SheetName, copy: Int, version: Int, _ board: SheetBoard, entry: Int64, judge: Int64,
        as viewer: Viewer
    ) throws {
        if try hasTyped(besides: copy, version: version, board, entry: entry, judge: judge, as: viewer) {
            throw Refusal(.sameHand(name))
        }
    }

    /// Whether somebody typed anything of a sheet, in any copy or in any but one.
    fileprivate func hasTyped(
        besides copy: Int? = nil, version: Int, _ board: SheetBoard, entry: Int64, judge: Int64,
        as viewer: Viewer
    ) throws -> Bool {
        try value(
            """
            SELECT EXISTS (SELECT FROM typed_mark t JOIN audit_event a USING (audit_id)
              WHERE t.entry_id = \(entry) AND t.stage = \(board.stage) AND t.judge_id = \(judge) AND t.version = \(version)
                AND t.copy IS DISTINCT FROM \(copy) AND a.actor = \(viewer.name))
            """)
    }
}

extension Violation {
    fileprivate static func sameHand(_ name: SheetName) -> Violation {
        Violation(
            "typed-by-same-hand",
            vi:
                "bản kia của phiếu \(name.judge)/\(name.entry) do chính người này gõ; hai bản phải do hai người gõ",
            en:
                "the other copy of the sheet \(name.judge)/\(name.entry) was typed by the same person; the two copies need two people"
        )
    }

    fileprivate static func settledBySameHand(_ name: SheetName) -> Violation {
        Violation(
            "typed-by-same-hand",
            vi:
                "người này đã gõ một bản của phiếu \(name.judge)/\(name.entry); chỗ chưa khớp phải do người không gõ phiếu ấy thống nhất",
            en:
                "the same person typed a copy of the sheet \(name.judge)/\(name.entry); somebody who typed neither has to settle it"
        )
    }
}
