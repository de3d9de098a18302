/// One line of a decision file: what the decision says of one entry.
public struct DecisionRow: Hashable, Sendable {
    public let entry: String
    public let isRecognised: Bool
    /// Entries joined into one set carry the same name.
    public let setName: String?
    public let setKind: ProductSetKind?
    public let awardClass: String?
    /// Why the order of the totals is not followed, or anything else the decision says.
    public let reason: String?
    /// The line of the file, for saying where something is wrong.
    public let row: Int?

    public init(
        entry: String, isRecognised: Bool, setName: String? = nil, setKind: ProductSetKind? = nil,
        awardClass: String? = nil, reason: String? = nil, row: Int? = nil
    ) {
        self.entry = entry
        self.isRecognised = isRecognised
        self.setName = setName
        self.setKind = setKind
        self.awardClass = awardClass
        self.reason = reason
        self.row = row
    }

    /// Reads the cells of a line; an empty cell says nothing.
    ///
    /// - Throws: all of `decision-recognised-unreadable` and `set-kind-unknown` that apply.
    public init(
        entry: String, recognised: String, setName: String = "", setKind: String = "",
        awardClass: String = "",
        reason: String = "", row: Int? = nil
    ) throws(Refusal) {
        var violations: [Violation] = []
        if recognised != "yes", recognised != "no" {
            violations.append(
                Violation(
                    "decision-recognised-unreadable",
                    vi: "Cột recognised ghi yes hoặc no, không phải \(Text.quoted(recognised))",
                    en: "The column recognised holds yes or no, not \(Text.quoted(recognised))",
                    at: Place(row: row, column: "recognised")))
        }
        let kind = ProductSetKind(rawValue: setKind)
        if kind == nil, !setKind.isEmpty {
            let known = ProductSetKind.allCases.map(\.rawValue).joined(separator: ", ")
            violations.append(
                Violation(
                    "set-kind-unknown",
                    vi: "Kiểu bộ sản phẩm \(Text.quoted(setKind)) không dùng được; hãy chọn: \(known)",
                    en: "\(Text.quoted(setKind)) is not a kind of set; use one of: \(known)",
                    at: Place(row: row, column: "set_kind")))
        }
        try Refusal.throwIfAny(violations)
        func stated(_ text: String) -> String? { text.isEmpty ? nil : text }
        self.init(
            entry: entry, isRecognised: recognised == "yes", setName: stated(setName), setKind: kind,
            awardClass: stated(awardClass), reason: stated(reason), row: row)
    }
}

/// An entry as a decision sees it.
public struct DecisionEntry: Hashable, Sendable {
    public let code: String
    public let state: EntryState
    public let establishment: String
    public let product: String
    public let group: ProductGroupID

    public init(
        code: String, state: EntryState, establishment: String, product: String, group: ProductGroupID
    ) {
        self.code = code
        self.state = state
        self.establishment = establishment
        self.product = product
        self.group = group
    }
}
