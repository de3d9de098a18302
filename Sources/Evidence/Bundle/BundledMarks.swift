public import RuralIndustry

/// Every mark that was ever submitted in a round, with what became of it: submitted = counted + excluded with a reason.
public struct BundledMarks: Sendable {
    public private(set) var sheets: [Sheet]

    /// One judge's marks of one entry in one stage.
    public struct Sheet: Sendable {
        public let entry: String
        public let stage: String
        public let judge: String
        /// The judge is in conflict with the entrant.
        public let isInConflict: Bool
        public var marks: [Line]
    }

    public struct Line: Sendable {
        public let leaf: String
        public let content: Mark.Content
        /// `counted`, or why not.
        public let fate: String
    }

    public static let counted = "counted"

    /// A fate in words.
    public static func name(ofFate fate: String) -> Bilingual {
        if let absence = Absence(rawValue: fate) { return absence.name }
        let state = fate.split(separator: "-", maxSplits: 1).last.flatMap { EntryState(rawValue: String($0)) }
        if fate.hasPrefix("entry-"), let state {
            return Bilingual(vi: "hồ sơ \(state.name.vi)", en: "entry \(state.name.en)")
        }
        let reasons: [Tally.ExclusionReason] = [
            .incompleteSheet, .incompleteCriterion, .otherStage, .conflict,
        ]
        return reasons.first { $0.key == fate }?.name ?? Bilingual(vi: "được tính", en: "counted")
    }

    /// - Parameters:
    ///   - marks: each with its stage named, also where the rules have only one.
    ///   - states: of every entry filed.
    ///   - tally: of the marks of the accepted entries.
    public init(_ marks: [Mark], states: [String: EntryState], tally: Tally, rules: Rules) {
        let excluded = Dictionary(
            tally.exclusions.map { (Place($0), $0.reason.key) }, uniquingKeysWith: { first, _ in first })
        let hasStages = !rules.stages.isEmpty
        var sheets: [Sheet] = []
        for mark in marks.sorted(by: Self.precedes) {
            let stage = mark.stage ?? rules.bundledStage
            let state = states[mark.entry]
            let fate =
                state != .accepted
                ? "entry-\(state?.rawValue ?? "unknown")"
                : excluded.isEmpty
                    ? Self.counted
                    : excluded[Place(mark, stage: hasStages ? stage : nil)] ?? Self.counted
            let line = Line(leaf: mark.criterion, content: mark.content, fate: fate)
            if let last = sheets.last, last.entry == mark.entry, last.judge == mark.judge, last.stage == stage
            {
                sheets[sheets.count - 1].marks.append(line)
            } else {
                sheets.append(
                    Sheet(
                        entry: mark.entry, stage: stage, judge: mark.judge, isInConflict: mark.isInConflict,
                        marks: [line]))
            }
        }
        self.sheets = sheets
    }

    private static func precedes(_ left: Mark, _ right: Mark) -> Bool {
        if left.entry != right.entry { return left.entry.utf8.lexicographicallyPrecedes(right.entry.utf8) }
        let (ours, theirs) = (left.stage ?? "", right.stage ?? "")
        if ours != theirs { return ours.utf8.lexicographicallyPrecedes(theirs.utf8) }
        if left.judge != right.judge { return left.judge.utf8.lexicographicallyPrecedes(right.judge.utf8) }
        return left.criterion.utf8.lexicographicallyPrecedes(right.criterion.utf8)
    }

    /// What tells one mark of a round from another.
    private struct Place: Hashable {
        let entry: String
        let judge: String
        let criterion: String
        let stage: String?

        init(_ exclusion: Tally.Exclusion) {
            entry = exclusion.entry
            judge = exclusion.judge
            criterion = exclusion.criterion
            stage = exclusion.stage
        }

        init(_ mark: Mark, stage: String?) {
            entry = mark.entry
            judge = mark.judge
            criterion = mark.criterion
            self.stage = stage
        }
    }
}

extension Rules {
    /// The stage that makes the result, named also where the rules declare none.
    var bundledStage: String { resultStage ?? "result" }
}

extension Tally.ExclusionReason {
    /// The fate as the bundle writes it.
    fileprivate var key: String {
        switch self {
        case .absence(let absence): absence.rawValue
        case .incompleteSheet: "incomplete-sheet"
        case .incompleteCriterion: "incomplete-criterion"
        case .otherStage: "other-stage"
        case .conflict: "conflict"
        }
    }
}

// MARK: As JSON

extension BundledMarks {
    public var json: JSONValue {
        var counted: Int64 = 0
        var excluded: [String: Int64] = [:]
        let written = sheets.map { sheet in
            JSONValue.object(
                (sheet.isInConflict ? ["conflict": .bool(true)] : [:]).merging([
                    "entry": .string(sheet.entry), "stage": .string(sheet.stage),
                    "judge": .string(sheet.judge),
                    "marks": .array(
                        sheet.marks.map { line in
                            if line.fate == Self.counted {
                                counted += 1
                            } else {
                                excluded[line.fate, default: 0] += 1
                            }
                            return .array([
                                .string(line.leaf), .string(line.content.text), .string(line.fate),
                            ])
                        }),
                ]) { _, written in written })
        }
        return .object([
            "submitted": .integer(excluded.values.reduce(counted, +)), "counted": .integer(counted),
            "excluded": .object(excluded.mapValues { .integer($0) }), "sheets": .array(written),
        ])
    }

    /// The marks of a part, without believing its fates.
    ///
    /// - Throws: `bundle-malformed`.
    static func marks(in part: JSONValue) throws(Violation) -> [Mark] {
        var marks: [Mark] = []
        for sheet in try part.list("sheets") {
            let (entry, stage, judge) = (
                try sheet.text("entry"), try sheet.text("stage"), try sheet.text("judge")
            )
            let isInConflict: Bool =
                switch sheet["conflict"] {
                case .bool(true): true
                case nil: false
                default: throw BundleVerification.malformed("marks")
                }
            for line in try sheet.list("marks") {
                guard let cells = line.array, cells.count == 3, let leaf = cells[0].string,
                    let content = cells[1].string, let mark = try? Mark.Content(bundled: content)
                else { throw BundleVerification.malformed("marks") }
                marks.append(
                    Mark(
                        entry: entry, judge: judge, criterion: leaf, content: mark, stage: stage,
                        isInConflict: isInConflict))
            }
        }
        return marks
    }
}

extension Mark.Content {
    fileprivate var text: String {
        switch self {
        case .value(let value): value.description
        case .none(let absence): absence.rawValue
        }
    }

    fileprivate init(bundled text: String) throws(Violation) {
        if let absence = Absence(rawValue: text) {
            self = .none(absence)
        } else {
            self = .value(try ExactDecimal(text))
        }
    }
}
