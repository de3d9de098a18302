/// What an amending decision changes (quyết định sửa đổi, bổ sung hoặc huỷ bỏ một phần): the entries that its file names, against
/// what stands. The circular knows no form of it, so the whole list as it becomes keeps to what a first decision keeps to.
public struct DecisionAmendment: Hashable, Sendable {
    /// In the order of the file.
    public let changes: [Change]
    /// The whole list as it becomes; the council's votes are compared with it.
    public let rows: [DecisionRow]
    /// The part of it that recognises anew, or does not any more.
    public let plan: DecisionPlan
    /// What a council would want to explain; refuses nothing.
    public let warnings: [Violation]

    /// What an entry was by the acts that stand, and what it becomes.
    public struct Change: Hashable, Sendable {
        public let before: DecisionRow
        public let after: DecisionRow
        /// Only the words of the decision change: an award that was given stays.
        public let keepsAward: Bool

        public var entry: String { after.entry }
        public var withdrawsAward: Bool { before.isRecognised && !keepsAward }
    }

    /// Checks the file of an amending decision against what stands.
    ///
    /// - Parameters:
    ///   - rows: only the entries that change.
    ///   - standing: what the acts before say, one row for every accepted entry.
    ///   - tally: the result that counts now.
    /// - Throws: what a first decision with the whole list would, then `amendment-empty`, `amendment-unchanged`,
    ///   `amendment-set-incomplete`.
    public init(
        rows file: [DecisionRow], standing: [DecisionRow], entries: [DecisionEntry], tally: [Tally.Line],
        rules: Rules
    ) throws(Refusal) {
        let stated = Self.completed(file, from: standing, rules: rules)
        let named = Set(stated.map(\.entry))
        rows = standing.filter { !named.contains($0.entry) } + stated
        let whole = try DecisionPlan(rows: rows, entries: entries, tally: tally, rules: rules)
        let (before, after) = (Recognition.byEntry(standing), Recognition.byEntry(rows))
        let moved = Set(rows.map(\.entry).filter { before[$0] != after[$0] })
        let old = Dictionary(standing.map { ($0.entry, $0) }) { first, _ in first }
        changes = stated.compactMap { row in
            old[row.entry].map { Change(before: $0, after: row, keepsAward: !moved.contains(row.entry)) }
        }
        plan = whole.only(moved)
        warnings = whole.warnings
        try Refusal.throwIfAny(
            (file.isEmpty ? [.amendmentEmpty] : []) + changes.filter(\.isNothing).map { .unchanged($0.after) }
                + rows.filter { moved.contains($0.entry) && !named.contains($0.entry) }.map {
                    .setIncomplete($0)
                })
    }

    /// The rows with classes by their ids; a set that stands keeps its kind where the file does not state one.
    private static func completed(
        _ file: [DecisionRow], from standing: [DecisionRow], rules: Rules
    ) -> [DecisionRow] {
        let kinds = Dictionary(standing.map { ($0.setName, $0.setKind) }) { first, second in first ?? second }
        let stated = Set(file.filter { $0.setKind != nil }.map(\.setName))
        return file.map { row in
            let isOpen = row.setName != nil && !stated.contains(row.setName)
            return DecisionRow(
                entry: row.entry, isRecognised: row.isRecognised, setName: row.setName,
                setKind: isOpen ? kinds[row.setName] ?? nil : row.setKind,
                awardClass: row.awardClass.map { rules.awardClass($0)?.id ?? $0 }, reason: row.reason,
                row: row.row)
        }
    }
}

extension DecisionAmendment.Change {
    /// A reason that is left out is not taken back.
    fileprivate var isNothing: Bool { keepsAward && (after.reason == nil || after.reason == before.reason) }
}

/// What an award is given for: another recognition is another award.
private struct Recognition: Hashable {
    let isRecognised: Bool
    /// One entry, or those of its set.
    let members: Set<String>
    let setName: String?
    let setKind: ProductSetKind?
    let awardClass: String?

    static func byEntry(_ rows: [DecisionRow]) -> [String: Recognition] {
        let sets = Dictionary(grouping: rows.filter { $0.isRecognised && $0.setName != nil }, by: \.setName)
        return Dictionary(
            rows.map { row in
                let set = row.isRecognised ? sets[row.setName] : nil
                return (
                    row.entry,
                    Recognition(
                        isRecognised: row.isRecognised, members: Set(set?.map(\.entry) ?? [row.entry]),
                        setName: set == nil ? nil : row.setName,
                        setKind: set?.compactMap(\.setKind).first, awardClass: row.awardClass)
                )
            }
        ) { first, _ in first }
    }
}

extension DecisionRow {
    /// What is said of the entry, in a few words.
    public var outcome: Bilingual {
        guard isRecognised else { return Bilingual(vi: "không công nhận", en: "not recognised") }
        var (vi, en) = ("công nhận", "recognised")
        if let awardClass { (vi, en) = ("\(vi), hạng \(awardClass)", "\(en), class \(awardClass)") }
        if let setName { (vi, en) = ("\(vi), trong bộ “\(setName)”", "\(en), in the set “\(setName)”") }
        return Bilingual(vi: vi, en: en)
    }
}

extension Violation {
    fileprivate static let amendmentEmpty = Violation(
        "amendment-empty", vi: "Tệp không có dòng nào: quyết định sửa đổi phải thay đổi ít nhất một sản phẩm",
        en: "The file has no rows: an amending decision changes at least one entry")

    fileprivate static func unchanged(_ row: DecisionRow) -> Violation {
        Violation(
            "amendment-unchanged",
            vi: "Sản phẩm \(row.entry) đang là “\(row.outcome.vi)”, dòng này không thay đổi gì; hãy bỏ dòng",
            en: "Entry \(row.entry) is “\(row.outcome.en)” already, the line changes nothing; remove it",
            at: Place(row: row.row, column: "entry"))
    }

    fileprivate static func setIncomplete(_ row: DecisionRow) -> Violation {
        Violation(
            "amendment-set-incomplete",
            vi:
                "Bộ “\(row.setName ?? "")” thay đổi nên danh hiệu của cả bộ thay đổi: tệp phải ghi lại cả sản phẩm \(row.entry)",
            en:
                "The set “\(row.setName ?? "")” changes, and so does its award: the file must state entry \(row.entry), too"
        )
    }
}
