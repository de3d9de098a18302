import Registry
import RuralIndustry

extension Printer {
    /// Every row with what would become of it; the counts go to standard error. Throws if the import would be refused.
    func preview(_ preview: ImportPreview) throws {
        try list(preview.rows.map { PreviewLine(row: $0, language: language) })
        let counts = ImportPreview.Outcome.allCases.map { "\($0.rawValue): \(preview.count($0))" }
            .joined(separator: ", ")
        console.note(counts)
        guard preview.counts == nil else { return }
        let bad = preview.count(.wrong) + preview.count(.duplicate)
        throw Violation(
            "import-would-be-refused",
            vi: "\(bad) dòng sai hoặc trùng; tệp này sẽ không được nhập, chưa có gì thay đổi",
            en: "\(bad) rows are wrong or duplicate; this file would be refused, nothing was changed")
    }
}

/// A row of a preview as it is printed.
struct PreviewLine: Listed {
    let row: ImportPreview.Row
    let language: Language

    static let columns: [Column<PreviewLine>] = [
        Column("row", "Dòng", "Row", { .number($0.row.line) }),
        Column("outcome", "Kết quả", "Outcome", { $0.row.outcome.rawValue }),
        Column("id", "Số", "Id", { $0.row.id.map { String($0) } }),
        Column("name", "Tên", "Name", { $0.row.name }),
        Column("details", "Chi tiết", "Details", { $0.details }),
    ]

    private var details: String {
        let changes = row.changes.map { "\($0.column): \($0.before ?? "") → \($0.after ?? "")" }
        let told = (row.violations + row.warnings).map { violation in
            (violation.place.column.map { $0 + ": " } ?? "") + violation.text.text(in: language)
        }
        return (changes + told).joined(separator: "; ")
    }
}
