public import RuralIndustry

/// Every mark that was ever submitted in a round, in every version of every sheet, with what became of it: submitted = counted
/// + excluded with a reason.
public struct BundledMarks: Sendable {
    public private(set) var sheets: [Sheet]

    /// One judge's marks of one entry in one stage, as they were submitted once.
    public struct Sheet: Sendable {
        public let entry: String
        public let stage: String
        public let judge: String
        public let version: Int
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
    static let superseded = "superseded"

    /// A fate in words.
    public static func name(ofFate fate: String) -> Bilingual {
        if let absence = Absence(rawValue: fate) { return absence.name }
        let state = fate.split(separator: "-", maxSplits: 1).last.flatMap { EntryState(rawValue: String($0)) }
        if fate.hasPrefix("entry-"), let state {
            return Bilingual(vi: "hồ sơ \(state.name.vi)", en: "entry \(state.name.en)")
        }
        if fate == superseded {
            return Bilingual(vi: "đã có lần nộp sau", en: "submitted anew")
        }
        let reasons: [Tally.ExclusionReason] = [
            .incompleteSheet, .incompleteCriterion, .otherStage, .conflict,
        ]
        return reasons.first { $0.key == fate }?.name ?? Bilingual(vi: "được tính", en: "counted")
    }

    /// - Parameters:
    ///   - submitted: each with its stage named, also where the rules have only one.
    ///   - states: of every entry filed.
    ///   - tally: of the live marks of the accepted entries.
    public init(_ submitted: [SubmittedMark], states: [String: EntryState], tally: Tally, rules: Rules) {
        let excluded = Dictionary(
            tally.exclusions.map { (Place($0), $0.reason.key) }, uniquingKeysWith: { first, _ in first })
        let hasStages = !rules.stages.isEmpty
        let last = Self.lastVersions(submitted)
        var sheets: [Sheet] = []
        for place in Self.order(submitted) {
            let (mark, version) = (submitted[place].mark, submitted[place].version)
            let stage = mark.stage ?? rules.bundledStage
            let state = states[mark.entry]
            let fate =
                if !last.isEmpty, version < last[SheetPlace(mark)] ?? 1 {
                    Self.superseded
                } else if state != .accepted {
                    "entry-\(state?.rawValue ?? "unknown")"
                } else if excluded.isEmpty {
                    Self.counted
                } else {
                    excluded[Place(mark, stage: hasStages ? stage : nil)] ?? Self.counted
                }
            let line = Line(leaf: mark.criterion, content: mark.content, fate: fate)
            if let last = sheets.last, last.entry == mark.entry, last.judge == mark.judge,
                last.stage == stage,
                last.version == version
            {
                sheets[sheets.count - 1].marks.append(line)
            } else {
                sheets.append(
                    Sheet(
                        entry: mark.entry, stage: stage, judge: mark.judge, version: version,
                        isInConflict: mark.isInConflict, marks: [line]))
            }
        }
        self.sheets = sheets
    }

    /// The marks of the last version of every sheet.
    static func live(_ submitted: [SubmittedMark]) -> [Mark] {
        let last = lastVersions(submitted)
        if last.isEmpty { return submitted.map(\.mark) }
        return submitted.filter { $0.version == last[SheetPlace($0.mark)] ?? 1 }.map(\.mark)
    }

    /// Of the sheets that have more than one version, which are few.
    private static func lastVersions(_ submitted: [SubmittedMark]) -> [SheetPlace: Int] {
        var last: [SheetPlace: Int] = [:]
        for mark in submitted where mark.version > 1 {
            last[SheetPlace(mark.mark)] = max(mark.version, last[SheetPlace(mark.mark)] ?? 1)
        }
        return last
    }

    /// Whether every later version of a sheet follows the one before it: none was taken out.
    var isGapless: Bool {
        zip([nil] + sheets.map(Optional.some), sheets).allSatisfy { before, sheet in
            if let before, before.entry == sheet.entry, before.stage == sheet.stage,
                before.judge == sheet.judge
            {
                return sheet.version == before.version + 1
            }
            return sheet.version == 1
        }
    }

    /// The places of marks by entry, stage, judge, version, leaf: names by their bytes. Each name is looked up once and marks are
    /// compared by the ranks of their names, since there are few names and very many marks.
    private static func order(_ submitted: [SubmittedMark]) -> [Int] {
        let entries = NameRanks(submitted.lazy.map(\.mark.entry))
        let stages = NameRanks(submitted.lazy.map { $0.mark.stage ?? "" })
        let judges = NameRanks(submitted.lazy.map(\.mark.judge))
        let leaves = NameRanks(submitted.lazy.map(\.mark.criterion))
        return submitted.indices.map { place in
            SortKey(
                entry: entries[place], stage: stages[place], judge: judges[place],
                version: submitted[place].version, leaf: leaves[place], place: place)
        }.sorted().map(\.place)
    }

    private struct SortKey: Comparable {
        let entry: Int32
        let stage: Int32
        let judge: Int32
        let version: Int
        let leaf: Int32
        let place: Int

        static func < (one: SortKey, other: SortKey) -> Bool {
            if one.entry != other.entry { return one.entry < other.entry }
            if one.stage != other.stage { return one.stage < other.stage }
            if one.judge != other.judge { return one.judge < other.judge }
            if one.version != other.version { return one.version < other.version }
            return one.leaf != other.leaf ? one.leaf < other.leaf : one.place < other.place
        }
    }

    /// Of each name in a list, its rank among the different names by their bytes.
    private struct NameRanks {
        private let ranks: [Int32]
        private let codes: [Int32]

        init(_ names: some Sequence<String>) {
            var known: [String: Int32] = [:]
            var distinct: [String] = []
            codes = names.map { name in
                if let code = known[name] { return code }
                let code = Int32(distinct.count)
                known[name] = code
                distinct.append(name)
                return code
            }
            var ranks = [Int32](repeating: 0, count: distinct.count)
            let sorted = distinct.indices.sorted {
                distinct[$0].utf8.lexicographicallyPrecedes(distinct[$1].utf8)
            }
            for (rank, code) in sorted.enumerated() { ranks[code] = Int32(rank) }
            self.ranks = ranks
        }

        subscript(place: Int) -> Int32 { ranks[Int(codes[place])] }
    }

    /// What tells one sheet of a round from another.
    private struct SheetPlace: Hashable {
        let entry: String
        let judge: String
        let stage: String?

        init(_ mark: Mark) {
            entry = mark.entry
            judge = mark.judge
            stage = mark.stage
        }
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
    var bundledStage: String { resultStageName }
}

extension Tally.ExclusionReason {
    /// The fate as the bundle writes it.
    fileprivate var key: String {
        switch self {
        case .absence(let absence): absence.rawValue
        case .incompleteSheet: "incomplete-sheet"
        case .incompleteCriterion: "incomplete-criterion"
        case .otherStage: "other-stage"
        case .notReached: "stage-not-reached"
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
                sheet.exceptions.merging([
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
    static func marks(in part: JSONValue) throws(Violation) -> [SubmittedMark] {
        var marks: [SubmittedMark] = []
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
            let version: Int =
                switch sheet["version"] {
                case .integer(let number) where number > 1 && number < 1_000_000: Int(number)
                case nil: 1
                default: throw BundleVerification.malformed("marks")
                }
            for line in try sheet.list("marks") {
                guard let cells = line.array, cells.count == 3, let leaf = cells[0].string,
                    let content = cells[1].string, let mark = try? Mark.Content(content)
                else { throw BundleVerification.malformed("marks") }
                marks.append(
                    SubmittedMark(
                        Mark(
                            entry: entry, judge: judge, criterion: leaf, content: mark, stage: stage,
                            isInConflict: isInConflict), version: version))
            }
        }
        return marks
    }
}

extension BundledMarks.Sheet {
    /// What is said only where it is so.
    fileprivate var exceptions: [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        if isInConflict { members["conflict"] = .bool(true) }
        if version > 1 { members["version"] = .integer(Int64(version)) }
        return members
    }
}
