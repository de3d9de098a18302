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
    /// What is printed on the sheet, where the row names its sheet by that; letters of entry, judge and stage are capitals then,
    /// whatever the round has.
    public let sheetCode: SheetCode?

    /// Reads a row; throws everything that is wrong with it.
    ///
    /// Violations beside those of every field: `mark-value-or-absence`, `absence-unknown`, those of `ExactDecimal`; with sheet
    /// codes those of `SheetCode`, and `sheet-code-contradicted` where judge or stage beside the code say something else.
    ///
    /// - Parameter takesSheetCodes: the column of the entry may hold the code of a sheet instead (`12/HG007/J3/7`), which names
    ///   judge and stage as well.
    public init(
        _ fields: Fields<ScoreColumn>, _ notation: Notation = .plain, row: Int? = nil,
        takesSheetCodes: Bool = false
    ) throws(Refusal) {
        var reader = FieldReader(fields, notation)
        var entry = reader.requiredText(.entry)
        var sheetCode: SheetCode?
        if takesSheetCodes, let typed = entry, typed.contains("/") {
            do throws(Violation) {
                sheetCode = try SheetCode(parsing: typed)
            } catch {
                reader.report(error, in: .entry)
            }
        }
        let judge: String?
        if entry?.contains("/") == true, takesSheetCodes {
            let beside = reader.text(.judge)
            reader.compare(beside, in: .judge, against: sheetCode?.judge)
            entry = sheetCode?.entry
            judge = sheetCode?.judge
        } else {
            judge = reader.requiredText(.judge)
        }
        let criterion = reader.requiredText(.criterion)
        let score = notation.decimalPoint(reader.text(.score) ?? "")
        let absence = reader.text(.absence) ?? ""
        var content: Mark.Content?
        do throws(Violation) {
            content = try Mark.Content(score: score, absence: absence)
        } catch {
            reader.report(error, in: .score)
        }
        var stage = reader.text(.stage)
        if let sheetCode {
            if let named = sheetCode.stage { reader.compare(stage, in: .stage, against: named) }
            stage = sheetCode.stage ?? stage
        }
        let round = reader.text(.round)
        let judges = reader.text(.judgeAffiliation)
        let entrants = reader.text(.entryAffiliation)
        guard reader.violations.isEmpty, let entry, let judge, let criterion, let content else {
            throw reader.refusal
        }
        self.round = round
        self.sheetCode = sheetCode
        mark = Mark(
            entry: entry, judge: judge, criterion: criterion, content: content, stage: stage, row: row,
            isSameAffiliation: AffiliationFigures.isSame(judge: judges ?? "", entry: entrants ?? ""))
    }
}

extension ScoreRow {
    /// The row with the codes of entry, judge and stage as the round writes them.
    public func naming(entry: String, judge: String, stage: String?) -> ScoreRow {
        ScoreRow(
            mark: Mark(
                entry: entry, judge: judge, criterion: mark.criterion, content: mark.content, stage: stage,
                row: mark.row, isSameAffiliation: mark.isSameAffiliation),
            round: round, sheetCode: sheetCode)
    }

    private init(mark: Mark, round: String?, sheetCode: SheetCode?) {
        self.mark = mark
        self.round = round
        self.sheetCode = sheetCode
    }
}

extension FieldReader<ScoreColumn> {
    /// Notes what stands beside a sheet code and is not what the code says.
    fileprivate mutating func compare(_ beside: String?, in column: ScoreColumn, against coded: String?) {
        guard let beside, let coded, beside.uppercased() != coded else { return }
        report(
            Violation(
                "sheet-code-contradicted",
                vi:
                    "\(Text.quoted(beside)) khác với mã phiếu, trong đó là \(coded); hãy đối chiếu lại với phiếu",
                en: "\(Text.quoted(beside)) is not what the sheet code says, \(coded); compare with the sheet"
            ),
            in: column)
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
