import Registry
import RuralIndustry

extension DeskPage {
    /// Every row of a file with what would become of it.
    mutating func show(_ preview: ImportPreview) {
        facts = ImportPreview.Outcome.allCases.map {
            .init($0.words.vi, $0.words.en, String(preview.count($0)))
        }
        if preview.counts == nil {
            warnings = [
                Bilingual(
                    vi:
                        "Tệp này không nhập được: có dòng sai hoặc trùng. Hãy sửa các dòng dưới đây rồi chọn lại tệp.",
                    en: "This file would be refused: mend the rows below and choose it again.")
            ]
        }
        tables = [
            .init(
                Bilingual(vi: "Từng dòng", en: "Row by row"),
                empty: Bilingual(vi: "Tệp không có dòng nào.", en: "The file has no rows."),
                [
                    Bilingual(vi: "Dòng", en: "Row"), Bilingual(vi: "Kết quả", en: "Outcome"),
                    Bilingual(vi: "Tên", en: "Name"), Bilingual(vi: "Chi tiết", en: "Details"),
                ],
                preview.rows.map { row in
                    [
                        .text(String(row.line)), .words(row.outcome.words), .text(row.name),
                        .words(row.details),
                    ]
                })
        ]
    }
}

extension ImportPreview.Outcome {
    var words: Bilingual {
        switch self {
        case .new: Bilingual(vi: "mới", en: "new")
        case .changed: Bilingual(vi: "thay đổi", en: "changed")
        case .unchanged: Bilingual(vi: "giữ nguyên", en: "unchanged")
        case .duplicate: Bilingual(vi: "trùng", en: "duplicate")
        case .wrong: Bilingual(vi: "sai", en: "wrong")
        }
    }
}

extension ImportPreview.Row {
    fileprivate var details: Bilingual {
        let changes = changes.map { "\($0.column): \($0.before ?? "") → \($0.after ?? "")" }
        func told(_ text: (Bilingual) -> String) -> String {
            (changes
                + (violations + warnings).map { violation in
                    (violation.place.column.map { $0 + ": " } ?? "") + text(violation.text)
                }).joined(separator: "; ")
        }
        return Bilingual(vi: told(\.vi), en: violations.isEmpty && warnings.isEmpty ? "" : told(\.en))
    }
}
