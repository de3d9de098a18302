import Hummingbird
import Registry
import RuralIndustry

enum EntryForms {
    @Sendable static func file(_ desk: DeskRound) async throws -> DeskForm {
        let rules = try await desk.registry.rules(ofRound: desk.id, as: desk.viewer)
        return DeskForm(
            title: Bilingual(vi: "Nhận một hồ sơ", en: "File an entry"),
            lead: [
                Bilingual(
                    vi: "Mã số bình chọn để trống thì được bốc ngẫu nhiên.",
                    en: "An entry code that is left empty is drawn.")
            ], values: ["filed_on": desk.today.vietnamese],
            fields: { filling in
                [
                    filling.line(
                        "product_id", Bilingual(vi: "Số của sản phẩm", en: "Product number"),
                        hint: Bilingual(
                            vi: "Số ở cuối địa chỉ trang sản phẩm, ví dụ 12.",
                            en: "As at the end of the address of its page, for example 12."),
                        inputMode: "numeric"),
                    filling.list(
                        "group", Bilingual(vi: "Nhóm", en: "Group"),
                        of: rules.groups.map {
                            ($0.id.rawValue, Bilingual(vi: $0.name, en: $0.id.rawValue))
                        },
                        hint: Bilingual(
                            vi: "Bỏ trống thì lấy nhóm của sản phẩm.", en: "Empty: the product's own."),
                        isOptional: true),
                    filling.line(
                        "lower_certificate",
                        Bilingual(vi: "Số giấy chứng nhận cấp dưới", en: "Lower certificate"),
                        isOptional: true),
                    filling.list(
                        "exception", Bilingual(vi: "Ngoại lệ", en: "Exception"),
                        of: [
                            (
                                EntryException.lowerRoundNotHeld.rawValue,
                                Bilingual(
                                    vi: "cấp dưới không tổ chức bình chọn", en: "no lower round was held")
                            )
                        ], isOptional: true),
                    filling.line(
                        "nomination_number", Bilingual(vi: "Số văn bản đề cử", en: "Nomination number"),
                        isOptional: true),
                    filling.day(
                        "nomination_date", Bilingual(vi: "Ngày văn bản đề cử", en: "Nomination date"),
                        isOptional: true),
                    filling.day("filed_on", Bilingual(vi: "Ngày nộp", en: "Filed on")),
                    filling.line(
                        "entry_code", Bilingual(vi: "Mã số bình chọn", en: "Entry code"), isOptional: true),
                    filling.line(
                        "judging_name", Bilingual(vi: "Tên khi chấm", en: "Judging name"),
                        hint: Bilingual(
                            vi: "Giám khảo đọc tên này thay cho tên sản phẩm.",
                            en: "What judges read instead of the product's name."), isOptional: true),
                    filling.area("note", Bilingual(vi: "Ghi chú", en: "Note"), isOptional: true),
                ]
            }, button: Bilingual(vi: "Nhận hồ sơ", en: "File"), wayBack: "\(desk.address)/entries"
        ) { fields in
            var texts = Fields<EntryColumn>()
            for column in EntryColumn.allCases { texts[column] = fields.text(column.name) }
            let draft = try EntryDraft(texts, .vietnamese)
            _ = try await desk.registry.importEntries(
                [Located(draft)], round: desk.id, as: desk.viewer, today: desk.today)
            return .done("\(desk.address)/entries")
        }
    }

    /// A file is looked at row by row before it is imported; nothing of it is kept here meanwhile, it goes along with the form.
    @Sendable static func importing(_ desk: DeskRound) async throws -> DeskForm {
        let columns = EntryColumn.names.joined(separator: ", ")
        return DeskForm(
            title: Bilingual(vi: "Nhập hồ sơ từ tệp", en: "Import entries from a file"),
            lead: [
                Bilingual(
                    vi: "Tệp CSV hoặc XLSX có dòng tiêu đề. Trang sau cho xem từng dòng trước khi nhập.",
                    en: "A CSV or XLSX file with a header. The next page shows every row first."),
                Bilingual(vi: "Các cột: \(columns).", en: "The columns."),
            ],
            fields: { filling in
                [filling.file("file", Bilingual(vi: "Tệp", en: "File"), accept: ".csv,.xlsx")]
            }, button: Bilingual(vi: "Xem trước", en: "Preview"), wayBack: "\(desk.address)/entries"
        ) { fields in
            guard let received = try ReceivedRecords(fields, field: "file") else {
                throw Refusal(
                    Violation(
                        "value-missing", vi: "hãy chọn một tệp", en: "choose a file",
                        at: Place(column: "file")))
            }
            let file = try RecordFile<EntryColumn>.read(received: received.bytes, name: received.name)
            if fields["sure"] == "yes" {
                let drafts = try file.parsed { (row, notation) throws(Refusal) in
                    try EntryDraft(row.fields, notation)
                }
                _ = try await desk.registry.importEntries(
                    drafts, round: desk.id, as: desk.viewer, today: desk.today)
                return .done("\(desk.address)/entries")
            }
            let preview = try await desk.registry.previewEntries(
                file, round: desk.id, as: desk.viewer, today: desk.today)
            var page = desk.page(Bilingual(vi: "Xem trước: \(received.name)", en: "Preview"))
            page.above.append(.init("\(desk.address)/entries", "Hồ sơ", "Entries"))
            page.show(preview)
            if preview.counts == nil {
                page.actions = [.init("\(desk.address)/import", "Chọn tệp khác", "Choose another file")]
                return .wrong(page)
            }
            page.forms = [
                .init(
                    action: "\(desk.address)/import", fields: received.carried(fields["seen"]),
                    button: Bilingual(
                        vi: "Nhập \(preview.rows.count) hồ sơ", en: "Import \(preview.rows.count)"),
                    mayGoBack: true)
            ]
            return .look(page)
        }
    }
}
