/// What a correction does to a mark of a closed result.
public enum CorrectionAction: String, CaseIterable, Hashable, Sendable {
    /// Puts another mark in its place.
    case replace
    /// Takes it out.
    case exclude
    /// Brings in a mark that was given and never entered.
    case add
}

/// One mark that a correction replaces, takes out or adds. The mark itself stays on record.
public struct MarkCorrection: Hashable, Sendable {
    public let action: CorrectionAction
    public let entry: String
    public let judge: String
    /// The id of a leaf.
    public let criterion: String
    /// Nil: the stage that makes the result.
    public let stage: String?
    /// Nil if it is taken out.
    public let content: Mark.Content?
    /// Why this mark; nil: for the reason of the whole correction.
    public let reason: String?
    /// The line of the file, for saying where something is wrong.
    public let row: Int?

    public init(
        _ action: CorrectionAction, entry: String, judge: String, criterion: String, stage: String? = nil,
        content: Mark.Content? = nil, reason: String? = nil, row: Int? = nil
    ) {
        self.action = action
        self.entry = entry
        self.judge = judge
        self.criterion = criterion
        self.stage = stage
        self.content = content
        self.reason = reason
        self.row = row
    }
}

/// The columns of the corrections file: those of the scores file that name a mark, and what is done to it.
public enum CorrectionColumn: Int, RecordColumn {
    case entry, judge, criterion, score, absence, stage, action, reason

    public static let names = [
        "entry", "judge", "criterion", "score", "absence", "stage", "action", "reason",
    ]
    public static let required: [CorrectionColumn] = [.entry, .judge, .criterion, .action]

    public static let headings: [CorrectionColumn: Bilingual] = [
        .entry: Bilingual(vi: "Mã sản phẩm", en: "Entry"),
        .judge: Bilingual(vi: "Giám khảo", en: "Judge"),
        .criterion: Bilingual(vi: "Tiêu chí", en: "Criterion"),
        .score: Bilingual(vi: "Điểm", en: "Score"),
        .absence: Bilingual(vi: "Lý do không có điểm", en: "Absence"),
        .stage: Bilingual(vi: "Vòng", en: "Stage"),
        .action: Bilingual(vi: "Cách sửa", en: "Action"),
        .reason: Bilingual(vi: "Lý do", en: "Reason"),
    ]
}

extension MarkCorrection {
    /// Reads a row; throws everything that is wrong with it.
    ///
    /// Violations beside those of every field: `correction-action-unknown`, `correction-exclude-content` (what is taken out has no
    /// content), and those of a mark.
    public init(
        _ fields: Fields<CorrectionColumn>, _ notation: Notation = .plain, row: Int? = nil
    ) throws(Refusal) {
        var reader = FieldReader(fields, notation)
        let entry = reader.requiredText(.entry)
        let judge = reader.requiredText(.judge)
        let criterion = reader.requiredText(.criterion)
        let action = reader.requiredChoice(.action, CorrectionAction.self, code: "correction-action-unknown")
        let score = notation.decimalPoint(reader.text(.score) ?? "")
        let absence = reader.text(.absence) ?? ""
        let stage = reader.text(.stage)
        let reason = reader.paragraphs(.reason)
        var content: Mark.Content?
        if action == .exclude {
            if !score.isEmpty || !absence.isEmpty {
                reader.report(
                    Violation(
                        "correction-exclude-content",
                        vi:
                            "điểm bị loại ra thì để trống score và absence; nếu thay bằng điểm khác, ghi replace",
                        en:
                            "a mark that is taken out leaves score and absence empty; to put another in its place write replace"
                    ),
                    in: .score)
            }
        } else if action != nil {
            do throws(Violation) {
                content = try Mark.Content(score: score, absence: absence)
            } catch {
                reader.report(error, in: .score)
            }
        }
        guard reader.violations.isEmpty, let entry, let judge, let criterion, let action else {
            throw reader.refusal
        }
        self.init(
            action, entry: entry, judge: judge, criterion: criterion, stage: stage, content: content,
            reason: reason, row: row)
    }
}
