/// What somebody typed on a score sheet, field by field, before any of it is known to be good.
public struct SheetInput: Hashable, Sendable {
    /// By leaf, as typed: `8,5` and `8.5` are the same number.
    public var marks: [String: String]
    /// By leaf: why there is no mark, by the name of an `Absence`.
    public var absences: [String: String]
    /// By leaf.
    public var remarks: [String: String]
    public var comment: String

    public init(
        marks: [String: String] = [:], absences: [String: String] = [:], remarks: [String: String] = [:],
        comment: String = ""
    ) {
        self.marks = marks
        self.absences = absences
        self.remarks = remarks
        self.comment = comment
    }

    /// A sheet as it is offered for typing on.
    public init(_ content: SheetContent) {
        self.init(remarks: content.remarks, comment: content.comment ?? "")
        for (leaf, mark) in content.marks {
            switch mark {
            case .value(let value): marks[leaf] = value.vietnamese
            case .none(let absence): absences[leaf] = absence.rawValue
            }
        }
    }

    /// One of the sheet's fields.
    public enum Field: Hashable, Sendable {
        case mark(String)
        case absence(String)
        case remark(String)
        case comment

        /// What forms and violations call it by.
        public var name: String {
            switch self {
            case .mark(let leaf): "mark-\(leaf)"
            case .absence(let leaf): "absence-\(leaf)"
            case .remark(let leaf): "remark-\(leaf)"
            case .comment: "comment"
            }
        }
    }

    /// What is written, with blanks and empty fields left out.
    ///
    /// - Parameter leaves: of the entry's rubric; what was typed under other names is not looked at.
    /// - Throws: all that is wrong, each with the name of its field: `number-unreadable` and the like, `mark-out-of-range`,
    ///   `mark-off-step`, `mark-value-or-absence`, `absence-unknown`, `text-too-long`.
    public func content(for leaves: [Leaf]) throws(Refusal) -> SheetContent {
        var content = SheetContent()
        var violations: [Violation] = []
        func note<Value>(_ field: Field, _ parse: () throws(Violation) -> Value?) -> Value? {
            do throws(Violation) {
                return try parse()
            } catch {
                var violation = error
                violation.place.column = field.name
                violations.append(violation)
                return nil
            }
        }
        for leaf in leaves {
            content.marks[leaf.id] = note(.mark(leaf.id)) { () throws(Violation) in try mark(leaf) }
            let remark = note(.remark(leaf.id)) { () throws(Violation) in
                try Text.line(remarks[leaf.id] ?? "")
            }
            content.remarks[leaf.id] = remark?.isEmpty == false ? remark : nil
        }
        let comment = note(.comment) { () throws(Violation) in try Text.lines(self.comment) }
        content.comment = comment?.isEmpty == false ? comment : nil
        try Refusal.throwIfAny(violations)
        return content
    }

    private func mark(_ leaf: Leaf) throws(Violation) -> Mark.Content? {
        let typed = (marks[leaf.id] ?? "").filter { !$0.isWhitespace }
        let absence = absences[leaf.id] ?? ""
        if typed.isEmpty, absence.isEmpty { return nil }
        guard typed.isEmpty || absence.isEmpty else {
            throw Violation(
                "mark-value-or-absence",
                vi: "“\(leaf.name)” có cả điểm và lý do không có điểm; hãy bỏ một trong hai",
                en: "“\(leaf.name)” has both a mark and a reason for having none; take one away")
        }
        let content: Mark.Content
        do throws(Violation) {
            content = try Mark.Content(score: String(typed.map { $0 == "," ? "." : $0 }), absence: absence)
        } catch  where error.code == "number-unreadable" {
            // in the words of the form, which takes a comma
            throw Violation(
                error.code, vi: "\(Text.quoted(typed)) không phải là số; viết như 8 hoặc 8,5",
                en: "\(Text.quoted(typed)) is not a number; write it like 8 or 8.5")
        }
        if let violation = leaf.violation(of: content) { throw violation }
        return content
    }
}

extension SheetContent {
    /// The sum of the marks that are given, as a judge adds up a paper sheet; nil if it is beyond all measure.
    public var total: ExactDecimal? {
        var sum: Int64 = 0
        for case .value(let value) in marks.values {
            let (next, overflow) = sum.addingReportingOverflow(value.millionths)
            if overflow { return nil }
            sum = next
        }
        return ExactDecimal(millionths: sum)
    }
}
