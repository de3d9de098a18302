/// Where a score sheet stands.
///
/// `missing → draft → submitted → reopened → submitted → …`: a sheet is written on while it is missing, a draft or reopened; what
/// was submitted is changed only by a further version, after the head judge reopened it with a reason.
public enum SheetState: String, Hashable, Sendable, CaseIterable {
    case missing, draft, submitted, reopened

    public var name: Bilingual {
        switch self {
        case .missing: Bilingual(vi: "chưa có phiếu", en: "missing")
        case .draft: Bilingual(vi: "đang ghi", en: "a draft")
        case .submitted: Bilingual(vi: "đã nộp", en: "submitted")
        case .reopened: Bilingual(vi: "đã mở lại", en: "reopened")
        }
    }
}

/// What has happened to a sheet so far, and what may happen next.
public struct SheetStanding: Hashable, Sendable {
    /// The last submitted version; 0: none.
    public let submitted: Int
    /// Whether that version was reopened.
    public let isReopened: Bool
    /// Whether something was written since.
    public let hasDraft: Bool

    public static let missing = SheetStanding(submitted: 0, isReopened: false, hasDraft: false)

    public init(submitted: Int, isReopened: Bool, hasDraft: Bool) {
        self.submitted = submitted
        self.isReopened = isReopened
        self.hasDraft = hasDraft
    }

    public var state: SheetState {
        if submitted == 0 { return hasDraft ? .draft : .missing }
        return isReopened ? .reopened : .submitted
    }

    /// The version that the next submission makes; nil while the sheet is submitted.
    public var nextVersion: Int? { state == .submitted ? nil : submitted + 1 }

    /// The version that may be written.
    ///
    /// - Throws: `sheet-submitted`.
    public func versionToWrite(_ sheet: SheetName) throws(Violation) -> Int {
        if let nextVersion { return nextVersion }
        throw Violation(
            "sheet-submitted",
            vi:
                "phiếu của \(sheet.judge) cho \(sheet.entry) đã nộp (lần \(submitted)); muốn sửa phải được Trưởng Ban Giám khảo mở lại",
            en:
                "the sheet of \(sheet.judge) for \(sheet.entry) is submitted (version \(submitted)); the head judge must reopen it first"
        )
    }

    /// The version that is given back.
    ///
    /// - Throws: `sheet-not-submitted`.
    public func versionToReopen(_ sheet: SheetName) throws(Violation) -> Int {
        if state == .submitted { return submitted }
        throw Violation(
            "sheet-not-submitted",
            vi: "phiếu của \(sheet.judge) cho \(sheet.entry) \(state.name.vi), không có gì để mở lại",
            en:
                "the sheet of \(sheet.judge) for \(sheet.entry) is \(state.name.en): there is nothing to reopen"
        )
    }
}

/// Which sheet of a round, by the codes that stand on it.
public struct SheetName: Hashable, Sendable {
    public let entry: String
    public let judge: String

    public init(entry: String, judge: String) {
        self.entry = entry
        self.judge = judge
    }

    /// Nil if every leaf has a mark or a reason for having none.
    ///
    /// Violation: `sheet-incomplete`.
    public func incomplete(_ lacking: [Leaf]) -> Violation? {
        guard !lacking.isEmpty else { return nil }
        let names = lacking.map { "\($0.id) (\($0.name))" }.joined(separator: ", ")
        return Violation(
            "sheet-incomplete",
            vi: "phiếu của \(judge) cho \(entry) còn thiếu: \(names); hãy ghi điểm hoặc lý do không có",
            en: "the sheet of \(judge) for \(entry) still lacks: \(names); give a mark or the reason for none"
        )
    }
}

extension SheetName: Comparable {
    public static func < (left: SheetName, right: SheetName) -> Bool {
        left.entry != right.entry
            ? left.entry.utf8.lexicographicallyPrecedes(right.entry.utf8)
            : left.judge.utf8.lexicographicallyPrecedes(right.judge.utf8)
    }
}

/// A mark that was submitted, with the version of the sheet that it stands in.
public struct SubmittedMark: Hashable, Sendable {
    public let mark: Mark
    /// From 1.
    public let version: Int

    public init(_ mark: Mark, version: Int) {
        self.mark = mark
        self.version = version
    }
}
