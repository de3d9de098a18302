public import RuralIndustry

/// The score sheet as the circular has it (TT 26/2014/TT-BCT, Phụ lục 4): council, product group, code, judge, the table of
/// criteria, remarks, date and signature; with a code that says which sheet it is.
struct ScoreSheetForm {
    let sheets: BlankSheets
    let judge: BlankSheets.Judge
    let entry: BlankSheets.Entry

    private let code: String

    /// - Throws: `sheet-code-part`.
    init(sheets: BlankSheets, judge: BlankSheets.Judge, entry: BlankSheets.Entry) throws(Violation) {
        self.sheets = sheets
        self.judge = judge
        self.entry = entry
        code = try sheets.sheetCode(of: entry, judge: judge).description
    }

    var section: OfficeSection {
        OfficeSection(
            runningHead: "Phiếu chấm điểm \(code)", foot: "Phiếu \(code)",
            blocks: [heading, title, form, .table(table), .paragraph(guidance, .note)] + [end])
    }

    private var heading: OfficeBlock {
        .nationalHeading(
            NationalHeading(
                superior: sheets.authority.uppercased(),
                issuer: "HỘI ĐỒNG BÌNH CHỌN SẢN PHẨM CÔNG NGHIỆP NÔNG THÔN TIÊU BIỂU"))
    }

    private var title: OfficeBlock {
        .title(
            "PHIẾU CHẤM ĐIỂM",
            about: [
                "Bình chọn sản phẩm công nghiệp nông thôn tiêu biểu \(sheets.levelName)"
                    + (sheets.stage.map { " – vòng \($0.name)" } ?? "")
            ])
    }

    private var form: OfficeBlock {
        var fields = [
            OfficeForm.Field(
                label: "Nhóm sản phẩm", value: sheets.group(entry.group)?.name ?? entry.group.rawValue),
            OfficeForm.Field(label: "Mã số bình chọn", value: entry.code),
        ]
        if let name = entry.judgingName {
            fields.insert(OfficeForm.Field(label: "Tên sản phẩm", value: name), at: 0)
        }
        fields += [
            OfficeForm.Field(label: "Họ và tên giám khảo", value: "\(judge.name) (\(judge.code))"),
            OfficeForm.Field(label: "Chức danh trong Ban Giám khảo", value: judge.role.name.vi),
            OfficeForm.Field(label: "Chức vụ/Học hàm", value: judge.affiliation ?? ""),
        ]
        return .form(
            OfficeForm(
                fields: fields, code: code, codeLabel: "Mã phiếu",
                codeDescription: "Mã QR của phiếu chấm điểm \(code)"))
    }

    // MARK: Table

    private static let columns = [
        OfficeTable.Column(title: "TT", share: 0.085, alignment: .leading),
        OfficeTable.Column(title: "Nội dung tiêu chí", share: 0.485),
        OfficeTable.Column(title: "Điểm tối đa", share: 0.115, alignment: .center),
        OfficeTable.Column(title: "Điểm bình chọn", share: 0.135, alignment: .center),
        OfficeTable.Column(title: "Ghi chú", share: 0.18),
    ]

    private var table: OfficeTable {
        let rows = sheets.group(entry.group)?.rows ?? []
        let hasHeadings = rows.contains { $0.leaf == nil }
        var table = OfficeTable(
            columns: Self.columns, rows: rows.map { row($0, hasHeadings: hasHeadings) }, size: 10,
            rowHeight: rows.count > 12 ? 21 : 27)
        table.rows.append(
            OfficeTable.Row(
                cells: [
                    OfficeTable.Cell(.bold("Tổng điểm"), columns: 2, alignment: .center, isHeader: true),
                    OfficeTable.Cell(.bold(sheets.maximum?.vietnamese ?? "")), OfficeTable.Cell(""),
                    OfficeTable.Cell(""),
                ]))
        // the sum never stands alone on a page
        if table.rows.count > 1 { table.rows[table.rows.count - 2].keepsWithNext = true }
        return table
    }

    private func row(_ row: SheetRow, hasHeadings: Bool) -> OfficeTable.Row {
        let isHeading = row.leaf == nil
        let cut: OfficeText.Cut = isHeading || (hasHeadings && row.depth == 0) ? .bold : .regular
        return OfficeTable.Row(
            cells: [
                OfficeTable.Cell(OfficeText(row.number, cut)),
                OfficeTable.Cell(
                    OfficeText(row.name, cut), indent: Double(max(0, row.depth - 1)) * 8, isHeader: true),
                OfficeTable.Cell(OfficeText(row.max.vietnamese, cut)), OfficeTable.Cell(""),
                OfficeTable.Cell(""),
            ], isShaded: isHeading, keepsWithNext: isHeading)
    }

    private var guidance: OfficeText {
        let hasHeadings = sheets.group(entry.group)?.rows.contains { $0.leaf == nil } ?? false
        var text = "Cho điểm từ 0 đến điểm tối đa của từng tiêu chí"
        if let step = sheets.step { text += ", là bội số của \(step.vietnamese)" }
        text += "."
        if hasHeadings { text += " Dòng in đậm, nền xám là tổng của các dòng dưới nó." }
        text +=
            " Tiêu chí nào không chấm thì để trống điểm và ghi lý do vào cột Ghi chú ("
            + Absence.allCases.map(\.name.vi).joined(separator: "; ") + ")."
        return .italic(text)
    }

    private var end: OfficeBlock {
        .together([
            .writingLines("Nhận xét:", count: 4),
            .signatures([
                OfficeSignature(
                    date: "\(sheets.place), ngày ….. tháng ….. năm 20…..", title: "GIÁM KHẢO", name: "")
            ]),
        ])
    }
}

extension OfficeRenderer {
    /// The sheets of all the judges given, one after another; each counts its own pages.
    ///
    /// - Throws: as all papers; nothing is drawn of no sheets.
    public func render(_ sheets: BlankSheets) throws -> [UInt8] {
        try render(try Self.document(sheets))
    }

    static func document(_ sheets: BlankSheets) throws -> OfficeDocument {
        let forms = try sheets.judges.flatMap { judge in
            try judge.entries.map { try ScoreSheetForm(sheets: sheets, judge: judge, entry: $0) }
        }
        let of = sheets.judges.count == 1 ? " của giám khảo \(sheets.judges[0].code)" : ""
        return OfficeDocument(
            title: "Phiếu chấm điểm\(of) – \(sheets.roundName)", author: sheets.authority, date: sheets.day,
            sections: forms.map(\.section))
    }
}
