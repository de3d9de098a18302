/// The marks of a result after a correction.
public struct CorrectedMarks: Hashable, Sendable {
    /// What stands now, in no particular order.
    public let marks: [Mark]

    /// Lays a correction over the marks that stand.
    ///
    /// - Parameter barred: the pairs of judge and entry that must not meet: a mark may be taken out there, not put in.
    /// - Throws: for every row that is wrong `correction-mark-twice`, `correction-no-mark`, `correction-mark-exists`,
    ///   `correction-changes-nothing`, `judge-in-conflict`, `stage-missing` or `unknown-stage`; `correction-empty`. Whether a mark may have its value
    ///   is for the tally to say.
    public init(
        _ corrections: [MarkCorrection], over marks: [Mark], rules: Rules,
        barred: Set<JudgeAssignment.Barred> = []
    ) throws(Refusal) {
        var places: [MarkPlace: Int] = [:]
        places.reserveCapacity(marks.count)
        for (index, mark) in marks.enumerated() { places[MarkPlace(mark, rules)] = index }
        var standing: [Mark?] = marks
        var violations: [Violation] = []
        var seen: Set<MarkPlace> = []
        if corrections.isEmpty {
            violations.append(
                Violation(
                    "correction-empty", vi: "tệp sửa kết quả không có dòng nào",
                    en: "the correction changes no mark"))
        }
        for correction in corrections {
            let place = MarkPlace(correction, rules)
            let index = places[place]
            let before = index.flatMap { marks[$0] }
            if let wrong = correction.violation(
                standing: before, rules: rules, isBarred: barred.contains(correction.pair),
                isFirst: seen.insert(place).inserted)
            {
                violations.append(wrong.at(Place(row: correction.row)))
                continue
            }
            let after = correction.content.map { content in
                Mark(
                    entry: correction.entry, judge: correction.judge, criterion: correction.criterion,
                    content: content, stage: place.stage, row: correction.row,
                    isSameAffiliation: before?.isSameAffiliation)
            }
            if let index { standing[index] = after } else { standing.append(after) }
        }
        try Refusal.throwIfAny(violations)
        self.marks = standing.compactMap(\.self)
    }
}

/// What tells one mark of a round from another.
private struct MarkPlace: Hashable {
    let entry: String
    let judge: String
    let criterion: String
    /// Nil where the rules know only one.
    let stage: String?

    init(_ mark: Mark, _ rules: Rules) {
        self.init(mark.entry, mark.judge, mark.criterion, mark.stage, rules)
    }

    init(_ correction: MarkCorrection, _ rules: Rules) {
        self.init(correction.entry, correction.judge, correction.criterion, correction.stage, rules)
    }

    private init(_ entry: String, _ judge: String, _ criterion: String, _ stage: String?, _ rules: Rules) {
        self.entry = entry
        self.judge = judge
        self.criterion = criterion
        self.stage = rules.stages.isEmpty ? nil : stage ?? rules.resultStage
    }
}

extension MarkCorrection {
    /// The stage of rules that declare none.
    private static let onlyStage = "result"

    fileprivate var pair: JudgeAssignment.Barred { JudgeAssignment.Barred(judge: judge, entry: entry) }

    private var name: String { "\(entry)/\(judge)/\(criterion)" }

    fileprivate func violation(
        standing mark: Mark?, rules: Rules, isBarred: Bool, isFirst: Bool
    ) -> Violation? {
        if rules.stages.isEmpty, let stage, stage != Self.onlyStage {
            return Violation(
                "unknown-stage", vi: "kỳ bình chọn không có vòng \(Text.quoted(stage))",
                en: "the round has no stage \(Text.quoted(stage))", at: Place(column: "stage"))
        }
        if stage == nil, !rules.combination.isEmpty { return .stageMissing(rules.stages.map(\.id)) }
        guard isFirst else {
            return Violation(
                "correction-mark-twice", vi: "điểm \(name) được sửa hai lần trong tệp; hãy bỏ bớt một dòng",
                en: "the mark \(name) is corrected twice; remove one line", at: Place(column: "criterion"))
        }
        if isBarred, action != .exclude {
            return Violation(
                "judge-in-conflict",
                vi: "giám khảo \(judge) có xung đột lợi ích với \(entry): chỉ loại điểm ra được",
                en: "judge \(judge) is in conflict with \(entry): marks can only be taken out",
                at: Place(column: "judge"))
        }
        switch (action, mark) {
        case (.add, .some(let mark)):
            return Violation(
                "correction-mark-exists",
                vi: "điểm \(name) đã có (\(mark.content.text)); để thay nó, ghi replace",
                en:
                    "the mark \(name) is there already (\(mark.content.text)); to put another in its place write replace",
                at: Place(column: "action"))
        case (.replace, nil), (.exclude, nil):
            return Violation(
                "correction-no-mark",
                vi: "không có điểm \(name) trong kết quả để sửa; điểm nhập sót thì ghi add",
                en: "there is no mark \(name) in the result; one that was never entered is add",
                at: Place(column: "action"))
        case (.replace, .some(let mark)) where mark.content == content:
            return Violation(
                "correction-changes-nothing", vi: "điểm \(name) vốn đã là \(mark.content.text)",
                en: "the mark \(name) is \(mark.content.text) already", at: Place(column: "score"))
        default: return nil
        }
    }
}
