import Registry
import RuralIndustry

enum AmendmentForms {
    /// An act that changes what the decision says of some entries, by a file of those alone; what it changes is looked at first.
    @Sendable static func amend(_ desk: DeskRound) async throws -> DeskForm {
        DeskForm(
            title: Bilingual(vi: "Ghi quyết định sửa đổi", en: "Record an amending decision"),
            lead: [
                Bilingual(
                    vi:
                        "Tệp chỉ ghi những sản phẩm thay đổi (của một bộ thì ghi cả bộ). Danh hiệu bị hủy thì giấy chứng nhận bị thu hồi bằng chính quyết định này.",
                    en:
                        "The file names only the entries that change. The certificate of an award that is withdrawn is revoked by the same act."
                )
            ], values: ["date": desk.today.vietnamese],
            fields: { filling in
                DecisionActFields.fields(filling) + [
                    filling.line("because", Bilingual(vi: "Lý do sửa đổi", en: "Why")),
                    filling.file(
                        "file", Bilingual(vi: "Tệp danh sách", en: "File with the list"),
                        accept: ".csv,.xlsx",
                        hint: Bilingual(
                            vi: "Các cột: entry, recognised, set_name, class, reason.", en: "The columns.")),
                ]
            }, button: Bilingual(vi: "Xem trước khi ghi", en: "Look at it first"),
            wayBack: "\(desk.address)/decisions"
        ) { fields in
            guard let received = try ReceivedRecords(fields, field: "file") else {
                throw Refusal(
                    Violation(
                        "value-missing", vi: "hãy chọn một tệp", en: "choose a file",
                        at: Place(column: "file")))
            }
            let act = try DecisionActFields.act(fields)
            let file = try RecordFile<DecisionColumn>.read(received: received.bytes, name: received.name)
            let rows = try file.parsed { (row, notation) throws(Refusal) in
                try DecisionRow(row.fields, notation, row: row.line)
            }.map(\.value)
            let isSure = fields["sure"] == "yes"
            let report = try await desk.registry.amendDecision(
                ofRound: desk.id, act: act, because: fields["because"], rows: rows, base: fields.text("base"),
                // whoever says that they are sure says of what
                shown: isSure ? fields["shown"] : nil, as: desk.viewer, today: desk.today, dryRun: !isSure)
            if isSure { return .done("\(desk.address)/decisions") }
            var page = desk.page(
                Bilingual(vi: "Quyết định sửa đổi \(act.number): xem trước", en: "The amendment"))
            page.facts = report.act.facts + [.init("Sửa đổi quyết định", "Amends", report.amends)]
            page.warnings = report.warnings.map(\.text.sentence)
            page.tables = [
                .init(
                    Bilingual(vi: "Thay đổi", en: "Changes"), empty: Bilingual(vi: "Không có.", en: "None."),
                    [
                        Bilingual(vi: "Mã số", en: "Entry"), Bilingual(vi: "Sản phẩm", en: "Product"),
                        Bilingual(vi: "Trước", en: "Before"), Bilingual(vi: "Sau", en: "After"),
                        Bilingual(vi: "Lý do", en: "Reason"),
                        Bilingual(vi: "Giấy bị thu hồi", en: "Certificate revoked"),
                    ],
                    report.lines.map { line in
                        [
                            .text(line.change.entry), .text(line.productName),
                            .words(line.change.before.outcome), .words(line.change.after.outcome),
                            .text(line.reason), .text(line.revoked),
                        ]
                    })
            ]
            page.forms = [
                .init(
                    action: "\(desk.address)/amend",
                    // whoever amended meanwhile makes this out of date
                    fields: fields.carried(
                        ["seen", "because"] + DecisionActFields.names,
                        adding: ["sure": "yes", "base": report.amends, "shown": report.digest])
                        + received.carried("").filter { ["content", "name"].contains($0.id) },
                    button: Bilingual(vi: "Ghi quyết định này", en: "Record this decision"), mayGoBack: true)
            ]
            return .look(page)
        }
    }
}
