/// What one judge gave one entry for one leaf of its rubric in one stage: a number, or the reason why there is none.
public struct Mark: Hashable, Sendable {
    public let entry: String
    public let judge: String
    /// The id of a leaf: a criterion, or what the rubric has under it.
    public let criterion: String
    public let content: Content
    /// Nil: the stage that makes the result.
    public let stage: String?
    /// The line of the file that it came from, for saying where something is wrong.
    public let row: Int?
    /// Whether judge and entrant belong to the same place or body; nil: not known. Only advisory figures look at it.
    public let isSameAffiliation: Bool?
    /// The judge is in conflict with the entrant, as came to light after marking: the sheet does not count.
    public let isInConflict: Bool

    public enum Content: Hashable, Sendable {
        case value(ExactDecimal)
        case none(Absence)
    }

    public init(
        entry: String, judge: String, criterion: String, content: Content, stage: String? = nil,
        row: Int? = nil,
        isSameAffiliation: Bool? = nil, isInConflict: Bool = false
    ) {
        self.entry = entry
        self.judge = judge
        self.criterion = criterion
        self.content = content
        self.stage = stage
        self.row = row
        self.isSameAffiliation = isSameAffiliation
        self.isInConflict = isInConflict
    }

    /// The same mark, of a judge and an entrant who are of one place or body, or not, or of whom that is not known.
    public func ofSameAffiliation(_ isSame: Bool?) -> Mark {
        Mark(
            entry: entry, judge: judge, criterion: criterion, content: content, stage: stage, row: row,
            isSameAffiliation: isSame, isInConflict: isInConflict)
    }

    var place: Place { Place(row: row) }
}

extension Mark.Content {
    /// Reads the columns `score` and `absence`, of which exactly one is filled. A comma was turned into a point by
    /// whoever read the file.
    ///
    /// - Throws: `mark-value-or-absence`, `absence-unknown`, or what is wrong with the number, with the column.
    public init(score: String, absence: String) throws(Violation) {
        switch (score.isEmpty, absence.isEmpty) {
        case (false, true):
            do throws(Violation) {
                self = .value(try ExactDecimal(score))
            } catch {
                throw error.inColumn("score")
            }
        case (true, false):
            guard let reason = Absence(rawValue: absence) else {
                let known = Absence.allCases.map(\.rawValue).joined(separator: ", ")
                throw Violation(
                    "absence-unknown",
                    vi: "Lý do không có điểm \(Text.quoted(absence)) không dùng được; hãy chọn: \(known)",
                    en: "\(Text.quoted(absence)) is not a reason for having no mark; use one of: \(known)",
                    at: Place(column: "absence"))
            }
            self = .none(reason)
        default:
            throw Violation(
                "mark-value-or-absence",
                vi: "Phải ghi đúng một trong hai: điểm (score) hoặc lý do không có điểm (absence)",
                en: "Fill exactly one of score and absence", at: Place(column: "score"))
        }
    }
}
