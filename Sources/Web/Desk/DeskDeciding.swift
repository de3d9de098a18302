import Registry
import RuralIndustry

enum DecisionForms {
    /// The act, and of each accepted entry whether it is recognised; or the list as a file. What would come of it is looked at
    /// first.
    @Sendable static func decide(_ desk: DeskRound) async throws -> DeskForm {
        let entries = try await desk.registry.entries(ofRound: desk.id, as: desk.viewer).filter {
            $0.state == .accepted
        }
        let tally = try await desk.registry.tally(ofRound: desk.id, as: desk.viewer).tally
        let lines = Dictionary(tally.lines.map { ($0.entry, $0) }) { first, _ in first }
        let ordered = tally.lines.compactMap { line in entries.first { $0.code == line.entry } }
        var values = ["date": desk.today.vietnamese]
        for entry in ordered {
            values["recognised-\(entry.code)"] = lines[entry.code]?.eligible == false ? "no" : "yes"
        }
        let choices = [
            (value: "yes", name: Bilingual(vi: "công nhận", en: "recognised")),
            (value: "no", name: Bilingual(vi: "không công nhận", en: "not recognised")),
        ]
        return DeskForm(
            title: Bilingual(vi: "Ghi quyết định", en: "Record the decision"),
            lead: [
                Bilingual(
                    vi:
                        "Chọn cho từng sản phẩm, hoặc chọn tệp danh sách (khi đó các lựa chọn dưới đây không dùng).",
                    en: "Choose for each entry, or choose a file with the list, which then counts instead."),
                Bilingual(
                    vi:
                        "Sản phẩm ghép thành bộ hoặc có hạng thì ghi bằng tệp: entry, recognised, set_name, class, reason.",
                    en: "Sets and classes go by a file."),
            ] + desk.standing.missing.map(\.text.sentence), values: values,
            fields: { filling in
                DecisionActFields.fields(filling) + [
                    filling.file(
                        "file", Bilingual(vi: "Tệp danh sách", en: "File with the list"),
                        accept: ".csv,.xlsx", isOptional: true)
                ]
                    + ordered.map { entry in
                        filling.few(
                            "recognised-\(entry.code)",
                            Bilingual(
                                vi:
                                    "\(entry.code) – \(entry.productName), \(entry.establishmentName): \(lines[entry.code]?.shown.map(TallyTable.decimal) ?? "–") điểm",
                                en: lines[entry.code]?.eligible == false ? "not eligible" : ""),
                            of: choices)
                    }
            }, button: Bilingual(vi: "Xem trước khi ghi", en: "Look at it first"),
            wayBack: "\(desk.address)/decisions"
        ) { fields in
            let act = try DecisionActFields.act(fields)
            let received = try ReceivedRecords(fields, field: "file")
            let rows = try rows(fields, received, ordered)
            let isSure = fields["sure"] == "yes"
            let report = try await desk.registry.decideRound(
                desk.id, act: act, rows: rows,
                // whoever says that they are sure says of what
                shown: isSure ? fields["shown"] : nil, as: desk.viewer, dryRun: !isSure)
            if isSure { return .done("\(desk.address)/decisions") }
            return .look(look(desk, report, fields, received, ordered))
        }
    }

    private static func rows(
        _ fields: FormFields, _ received: ReceivedRecords?, _ entries: [EntryRecord]
    ) throws -> [DecisionRow] {
        if let received {
            let file = try RecordFile<DecisionColumn>.read(received: received.bytes, name: received.name)
            return try file.parsed { (row, notation) throws(Refusal) in
                try DecisionRow(row.fields, notation, row: row.line)
            }.map(\.value)
        }
        return try entries.map { entry in
            let field = "recognised-\(entry.code)"
            do throws(Refusal) {
                return try DecisionRow(entry: entry.code, recognised: fields[field])
            } catch {
                throw Refusal(
                    Violation(
                        "value-missing", vi: "hãy chọn cho \(entry.code)", en: "choose for \(entry.code)",
                        at: Place(column: field)))
            }
        }
    }

    private static func look(
        _ desk: DeskRound, _ report: DecisionReport, _ fields: FormFields, _ received: ReceivedRecords?,
        _ entries: [EntryRecord]
    ) -> DeskPage {
        var page = desk.page(
            Bilingual(vi: "Quyết định \(report.act.number): xem trước", en: "The decision"))
        page.lead = [
            Bilingual(
                vi: "Quyết định đã ghi thì không sửa được, chỉ sửa đổi bằng quyết định khác.",
                en: "Once recorded it cannot be changed, only amended by another act.")
        ]
        page.warnings = report.warnings.map(\.text.sentence)
        page.facts =
            report.act.facts + [
                .init("Công nhận", "Recognised", "\(report.recognised), trong đó \(report.sets) bộ"),
                .init("Không công nhận", "Not recognised", String(report.unrecognised)),
            ]
        page.tables = [
            .init(
                Bilingual(vi: "Danh sách", en: "List"), empty: Bilingual(vi: "Trống.", en: "Empty."),
                [
                    Bilingual(vi: "Mã số", en: "Entry"), Bilingual(vi: "Sản phẩm", en: "Product"),
                    Bilingual(vi: "Công nhận", en: "Recognised"), Bilingual(vi: "Bộ, hạng", en: "Set, class"),
                ],
                report.lines.map { line in
                    [
                        .text(line.row.entry), .text(line.product),
                        .words(
                            line.row.isRecognised
                                ? Bilingual(vi: "có", en: "yes") : Bilingual(vi: "không", en: "no")),
                        .text(
                            [line.row.setName, line.row.awardClass].compactMap(\.self).joined(
                                separator: ", ")),
                    ]
                })
        ]
        var carried = fields.carried(
            ["seen"] + DecisionActFields.names
                + (received == nil ? entries.map { "recognised-\($0.code)" } : []),
            adding: ["sure": "yes", "shown": report.digest])
        if let received {
            carried += received.carried(fields["seen"]).filter { ["content", "name"].contains($0.id) }
        }
        page.forms = [
            .init(
                action: "\(desk.address)/decision", fields: carried,
                button: Bilingual(vi: "Ghi quyết định này", en: "Record this decision"), mayGoBack: true)
        ]
        return page
    }
}
