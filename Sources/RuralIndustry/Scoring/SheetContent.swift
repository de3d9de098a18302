/// What a judge has written on a score sheet (phiếu chấm điểm): marks and reasons for having none, a remark beside a criterion,
/// and general comments (nhận xét).
public struct SheetContent: Hashable, Sendable {
    /// By leaf.
    public var marks: [String: Mark.Content]
    /// By leaf.
    public var remarks: [String: String]
    public var comment: String?

    public init(
        marks: [String: Mark.Content] = [:], remarks: [String: String] = [:], comment: String? = nil
    ) {
        self.marks = marks
        self.remarks = remarks
        self.comment = comment
    }

    public var isEmpty: Bool { marks.isEmpty && remarks.isEmpty && comment == nil }

    /// The leaves of the entry's rubric that have neither a mark nor a reason for having none, in the order of the sheet.
    public func lacking(_ leaves: [Leaf]) -> [Leaf] { leaves.filter { marks[$0.id] == nil } }

    /// What must not be on the sheet: criteria that the entry's rubric does not have, marks outside their range or step.
    public func violations(_ leaves: [Leaf]) -> [Violation] {
        let known = Dictionary(leaves.map { ($0.id, $0) }) { first, _ in first }
        let unknown = Set(marks.keys).union(remarks.keys).filter { known[$0] == nil }.sorted()
        return unknown.map { Leaf.unknown($0, among: leaves) }
            + leaves.compactMap { leaf in marks[leaf.id].flatMap { leaf.violation(of: $0) } }
    }

    /// The sheet with another's marks and remarks over its own.
    public func replaced(by newer: SheetContent) -> SheetContent {
        SheetContent(
            marks: marks.merging(newer.marks) { $1 }, remarks: remarks.merging(newer.remarks) { $1 },
            comment: newer.comment ?? comment)
    }
}

extension Leaf {
    /// Nil if the mark may be given: `mark-out-of-range`, `mark-off-step`.
    public func violation(of content: Mark.Content) -> Violation? {
        guard case .value(let value) = content else { return nil }
        if value < .zero || value > max {
            return Violation(
                "mark-out-of-range",
                vi: "điểm \(value.vietnamese) nằm ngoài khoảng 0 đến \(max.vietnamese) của “\(name)”",
                en: "mark \(value) is outside 0 to \(max) of “\(name)”", at: Place(column: "score"))
        }
        if let step, !value.isMultiple(of: step) {
            return Violation(
                "mark-off-step", vi: "điểm \(value.vietnamese) không phải là bội của bước \(step.vietnamese)",
                en: "mark \(value) is not a multiple of the step \(step)", at: Place(column: "score"))
        }
        return nil
    }

    public static func unknown(_ id: String, among leaves: [Leaf]) -> Violation {
        let known = leaves.map(\.id).joined(separator: ", ")
        return Violation(
            "unknown-criterion",
            vi: "không có tiêu chí \(Text.quoted(id)); các tiêu chí: \(known)",
            en: "there is no criterion \(Text.quoted(id)); the criteria: \(known)",
            at: Place(column: "criterion"))
    }
}

// MARK: As JSON

extension SheetContent {
    public var json: JSONValue {
        var members: [String: JSONValue] = [
            "marks": .object(marks.mapValues { .string($0.text) }),
            "remarks": .object(remarks.mapValues { .string($0) }),
        ]
        if let comment { members["comment"] = .string(comment) }
        return .object(members)
    }

    /// - Throws: `sheet-content` for what is no content of a sheet.
    public init(_ json: JSONValue) throws(Violation) {
        guard case .object(let marks)? = json["marks"], case .object(let remarks)? = json["remarks"] else {
            throw Self.malformed
        }
        self.init(comment: json["comment"]?.string)
        for (leaf, mark) in marks {
            guard let text = mark.string else { throw Self.malformed }
            self.marks[leaf] = try Mark.Content(text)
        }
        for (leaf, remark) in remarks {
            guard let text = remark.string else { throw Self.malformed }
            self.remarks[leaf] = text
        }
    }

    private static let malformed = Violation(
        "sheet-content", vi: "nội dung phiếu lưu trữ không đọc được",
        en: "the kept content of a sheet cannot be read")
}

extension Mark.Content {
    /// The number, or the reason for there being none, in one word.
    public var text: String {
        switch self {
        case .value(let value): value.description
        case .none(let absence): absence.rawValue
        }
    }

    /// Reads what `text` writes.
    public init(_ text: String) throws(Violation) {
        if let absence = Absence(rawValue: text) {
            self = .none(absence)
        } else {
            self = .value(try ExactDecimal(text))
        }
    }
}
