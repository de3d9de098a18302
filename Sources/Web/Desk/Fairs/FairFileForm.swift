import Registry
import RuralIndustry

/// A file that is looked at before it is taken: nothing of it is kept here meanwhile, it goes along with the form that confirms it.
struct FairFileForm: Sendable {
    let title: Bilingual
    var lead: [Bilingual] = []
    /// The names of its columns.
    let columns: [String]
    /// Where the form is, and where it leads when the file is taken.
    let address: String
    let wayBack: String
    /// What would come of the file: a page with tables and no form, or everything that is wrong with it.
    let preview: @Sendable (ReceivedRecords) async throws -> DeskPage
    let take: @Sendable (ReceivedRecords) async throws -> Void

    var form: DeskForm {
        DeskForm(
            title: title,
            lead: lead + [
                Bilingual(
                    vi: "Tệp CSV hoặc XLSX có dòng tiêu đề. Trang sau cho xem trước khi nhập.",
                    en: "A CSV or XLSX file with a header. The next page shows what would come of it."),
                Bilingual(vi: "Các cột: \(columns.joined(separator: ", ")).", en: ""),
            ],
            fields: { filling in
                [filling.file("file", Bilingual(vi: "Tệp", en: "File"), accept: ".csv,.xlsx")]
            }, button: Bilingual(vi: "Xem trước", en: "Preview"), wayBack: wayBack
        ) { [wayBack, address, take, preview] fields in
            guard let received = try ReceivedRecords(fields, field: "file") else {
                throw Refusal(
                    Violation(
                        "value-missing", vi: "hãy chọn một tệp", en: "choose a file",
                        at: Place(column: "file")))
            }
            if fields["sure"] == "yes" {
                try await take(received)
                return .done(wayBack)
            }
            do {
                var page = try await preview(received)
                // rows that are wrong are shown, and nothing can be taken
                if !page.warnings.isEmpty {
                    page.actions = [.init(address, "Chọn tệp khác", "Choose another file")]
                    return .wrong(page)
                }
                page.forms = [
                    .init(
                        action: address, fields: received.carried(fields["seen"]),
                        button: Bilingual(vi: "Nhập tệp \(received.name)", en: "Import"))
                ]
                return .look(page)
            } catch let refusal as Refusal where refusal.isOfRows {
                var page = DeskPage(title: Bilingual(vi: "Xem trước: \(received.name)", en: "Preview"))
                page.above = [.init(wayBack, "Quay lại", "Back")]
                page.showWrong(refusal)
                page.actions = [.init(address, "Chọn tệp khác", "Choose another file")]
                return .wrong(page)
            }
        }
    }
}

extension Refusal {
    /// True of what is wrong with rows of a file.
    fileprivate var isOfRows: Bool { violations.contains { $0.place.row != nil } }
}

extension DeskPage {
    /// Everything that is wrong with the rows of a file.
    mutating func showWrong(_ refusal: Refusal) {
        warnings = [
            Bilingual(
                vi:
                    "Tệp này không nhập được. Hãy sửa các dòng dưới đây rồi chọn lại tệp; chưa có gì được ghi.",
                en:
                    "This file would be refused: mend the rows below and choose it again. Nothing was recorded."
            )
        ]
        tables = [
            .init(
                Bilingual(vi: "Điều cần sửa", en: "To be mended"), empty: Bilingual(vi: "", en: ""),
                [
                    Bilingual(vi: "Dòng", en: "Row"), Bilingual(vi: "Cột", en: "Column"),
                    Bilingual(vi: "Vì sao", en: "Why"),
                ],
                refusal.violations.prefix(200).map { violation in
                    [
                        .text(violation.place.row.map { String($0) } ?? "–"), .text(violation.place.column),
                        .words(violation.text.sentence),
                    ]
                })
        ]
    }
}
