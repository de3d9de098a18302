/// The columns of the scores file.
public enum ScoreColumn: Int, RecordColumn {
    case entry, judge, criterion, score, absence, stage, round, judgeAffiliation, entryAffiliation

    public static let names = [
        "entry", "judge", "criterion", "score", "absence", "stage", "round", "judge_affiliation",
        "entry_affiliation",
    ]
    public static let required: [ScoreColumn] = [.entry, .judge, .criterion, .score]
}

/// A line of a scores file: a mark, and the round that it says it belongs to.
public struct ScoreRow: Hashable, Sendable {
    public let mark: Mark
    /// Nil: the file does not say.
    public let round: String?

    /// Reads a row; throws everything that is wrong with it.
    ///
    /// Violations beside those of every field: `mark-value-or-absence`, `absence-unknown`, those of `ExactDecimal`.
    public init(
        _ fields: Fields<ScoreColumn>, _ notation: Notation = .plain, row: Int? = nil
    ) throws(Refusal) {
        var reader = FieldReader(fields, notation)
        let entry = reader.requiredText(.entry)
        let judge = reader.requiredText(.judge)
        let criterion = reader.requiredText(.criterion)
        let score = notation.decimalPoint(reader.text(.score) ?? "")
        let absence = reader.text(.absence) ?? ""
        var content: Mark.Content?
        do throws(Violation) {
            content = try Mark.Content(score: score, absence: absence)
        } catch {
            reader.report(error, in: .score)
        }
        let stage = reader.text(.stage)
        let round = reader.text(.round)
        let judges = reader.text(.judgeAffiliation)
        let entrants = reader.text(.entryAffiliation)
        guard reader.violations.isEmpty, let entry, let judge, let criterion, let content else {
            throw reader.refusal
        }
        self.round = round
        mark = Mark(
            entry: entry, judge: judge, criterion: criterion, content: content, stage: stage, row: row,
            isSameAffiliation: AffiliationFigures.isSame(judge: judges ?? "", entry: entrants ?? ""))
    }
}

extension ScoreColumn {
    public static let headings: [ScoreColumn: Bilingual] = [
        .entry: Bilingual(vi: "Mã sản phẩm", en: "Entry"),
        .judge: Bilingual(vi: "Giám khảo", en: "Judge"),
        .criterion: Bilingual(vi: "Tiêu chí", en: "Criterion"),
        .score: Bilingual(vi: "Điểm", en: "Score"),
        .absence: Bilingual(vi: "Lý do không có điểm", en: "Absence"),
        .stage: Bilingual(vi: "Vòng", en: "Stage"),
        .round: Bilingual(vi: "Kỳ bình chọn", en: "Round"),
    ]
}
