import RuralIndustry

@testable import Documents

/// Office papers with invented contents.
enum OfficeSample {
    static func renderer() throws -> OfficeRenderer { try OfficeRenderer(fonts: .load()) }

    /// The rules of the law with a rubric of so many leaves under the first two criteria; none: the criteria are marked.
    static func rows(leaves: Int) throws -> [SheetRow] {
        func children(_ criterion: String, _ maxima: [Int]) -> String {
            let nodes = maxima.enumerated().map { index, max in
                #"{"id": "\#(criterion)-\#(index)", "name": "\#(names[index % names.count])", "max": "\#(max)"}"#
            }
            return #"{"criterion": "\#(criterion)", "children": [\#(nodes.joined(separator: ","))]}"#
        }
        let perCriterion = leaves / 2
        let share = perCriterion > 0 ? 40 / perCriterion : 0
        var maxima = Array(repeating: share, count: perCriterion)
        if !maxima.isEmpty { maxima[0] += 40 - share * perCriterion }
        let rubrics =
            leaves == 0
            ? "" : #", "rubrics": {"*": [\#(children("market", maxima)), \#(children("economy", maxima))]}"#
        let layer = try RegulationLayer(
            parsing: Array(
                #"""
                {"id": "thu", "title": "Thử", "legal_basis": ["26/2014/TT-BCT"], "valid_from": "2014-08-01",
                 "levels": [{"id": "provincial", "council_sizes": [7, 9], "certificate_valid_years": 4, "requires": null}],
                 "groups": [{"id": "food", "name": "Chế biến nông, lâm, thủy sản và thực phẩm"}],
                 "criteria": [
                   {"id": "market", "name": "Đáp ứng thị trường và khả năng phát triển sản xuất", "max": "40"},
                   {"id": "economy", "name": "Kinh tế – kỹ thuật – xã hội và môi trường", "max": "40"},
                   {"id": "culture", "name": "Tính văn hóa, tính thẩm mỹ", "max": "10"},
                   {"id": "other", "name": "Một số tiêu chí khác", "max": "10"}],
                 "scoring": {"step": "0.5", "pipeline": [{"sum": "criteria"}, {"mean": "judges"}]}\#(rubrics)}
                """#.utf8))
        return try Regulation.resolve([layer]).sheetRows(group: ProductGroupID(rawValue: "food"))
    }

    private static let names = [
        "Mức độ đáp ứng nhu cầu trong và ngoài nước", "Khả năng thay thế, cạnh tranh với hàng nhập khẩu",
        "Sản xuất hàng loạt, số lượng lớn",
        "Áp dụng công nghệ, thiết bị hiện đại vào sản xuất; mức độ cơ giới hóa và tự động hóa của dây chuyền",
        "Quy mô sản xuất", "Nhân rộng, thúc đẩy ngành khác",
        "Sử dụng nguyên, vật liệu trong nước", "Tham gia chuỗi liên kết giá trị", "Doanh thu", "Việc làm",
    ]

    static func sheets(
        leaves: Int = 0, judges: Int = 1, entries: Int = 1,
        change: (inout BlankSheets.Judge) -> Void = { _ in },
        name: String? = nil, authority: String = "Ủy ban nhân dân tỉnh Thái Nguyên"
    ) throws -> BlankSheets {
        let group = ProductGroupID(rawValue: "food")
        let seats = (1...judges).map { judge in
            BlankSheets.Judge(
                code: "J\(judge)", name: "Nguyễn Thị Ví Dụ", role: judge == 1 ? .head : .judge,
                affiliation: judge == 1 ? "Phó Giám đốc Sở Công Thương" : nil,
                entries: (1...entries).map {
                    BlankSheets.Entry(code: "TN-\($0)", group: group, judgingName: name)
                })
        }
        let changed = seats.map { seat in
            var seat = seat
            change(&seat)
            return seat
        }
        return BlankSheets(
            round: 12,
            roundName: "Bình chọn sản phẩm công nghiệp nông thôn tiêu biểu tỉnh Thái Nguyên năm 2026",
            authority: authority, levelName: "cấp tỉnh năm 2026", place: "Thái Nguyên",
            day: try Day(iso: "2026-05-15"), stage: nil, rulesSHA256: String(repeating: "ab", count: 32),
            step: try ExactDecimal("0.5"), maximum: ExactDecimal(100),
            groups: [
                BlankSheets.Group(
                    id: group, name: "Chế biến nông, lâm, thủy sản và thực phẩm",
                    rows: try rows(leaves: leaves))
            ], judges: changed)
    }

    /// Sheets that differ in what their layout depends on.
    static func variousSheets() throws -> [BlankSheets] {
        [
            try sheets(), try sheets(leaves: 20, judges: 2, entries: 2),
            try sheets(
                leaves: 6,
                change: {
                    $0 = BlankSheets.Judge(
                        code: "GIAM-KHAO-SO-MOT-CUA-SO-CONG-THU", name: Sample.longestEstablishment,
                        role: .deputy, affiliation: Sample.longestProduct,
                        entries: [
                            BlankSheets.Entry(
                                code: "SAN-PHAM-SO-MOT-CUA-THAI-NGUYEN1", group: $0.entries[0].group,
                                judgingName: Sample.longestProduct)
                        ])
                },
                authority: "Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công – Bộ Công Thương"),
        ]
    }

    /// A paper with a table over several pages, one row of which is taller than a page, and everything else that blocks can be.
    static func long(rows: Int = 43, isLandscape: Bool = false) throws -> OfficeDocument {
        var random = Seeded(rows)
        var table = OfficeTable(
            columns: [
                .init(title: "TT", share: 0.08, alignment: .center), .init(title: "Mã số", share: 0.14),
                .init(title: "Tên sản phẩm", share: 0.5),
                .init(title: "Điểm", share: 0.14, alignment: .trailing),
                .init(title: "Hạng", share: 0.14, alignment: .center),
            ],
            rows: (1...rows).map { row in
                .init(cells: [
                    .init("\(row)"), .init(OfficeText("SP-\(row)"), isHeader: true),
                    .init(random.name(syllables: 2...30)), .init("76,83"), .init("\(row)"),
                ])
            })
        // the last cell, so that the row is read in order also where only the pages' order is known
        table.rows[rows / 2].cells[4] = .init((1...150).map { "chữ\($0)" }.joined(separator: " "))
        table.rows.append(
            .init(cells: [.init(.bold("Cộng"), columns: 3, isHeader: true), .init("1"), .init("")]))
        let text =
            OfficeText("Đoạn văn có ") + .bold("chữ đậm") + OfficeText(" và ") + .italic("chữ nghiêng, ")
            + OfficeText((1...60).map { "từ thứ \($0)" }.joined(separator: ", "))
        return OfficeDocument(
            title: "Biên bản thử", author: "Hội đồng", date: try Day(iso: "2026-11-20"),
            sections: [
                OfficeSection(
                    isLandscape: isLandscape, runningHead: "Biên bản thử, trang sau", foot: "chân trang",
                    blocks: [
                        .nationalHeading(
                            NationalHeading(
                                superior: "ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN", issuer: "HỘI ĐỒNG BÌNH CHỌN",
                                number: "Số: 01/BB-HĐBC",
                                placeAndDate: "Thái Nguyên, ngày 20 tháng 11 năm 2026")),
                        .title("BIÊN BẢN", about: ["Họp Hội đồng bình chọn"]), .heading("I. Thành phần"),
                        .paragraph(text), .paragraph(OfficeText("mục một"), .item),
                        .paragraph(OfficeText(Sample.everyVietnameseLetter), .item),
                        .table(table), .heading("II. Kết luận"), .paragraph(text),
                        .paragraph(OfficeText("ghi chú nhỏ"), .note),
                        .paragraph(OfficeText("ở giữa"), .centered),
                        .paragraph(OfficeText("bên phải"), .trailing),
                        .writingLines("Ý kiến:", count: 3),
                        .signatures([
                            .init(title: "THƯ KÝ", name: "Trần Ví Dụ"),
                            .init(title: "CHỦ TỊCH HỘI ĐỒNG", name: "Nguyễn Ví Dụ"),
                        ]),
                    ])
            ])
    }

    // MARK: What a reader finds

    /// The words of a section in reading order, without what pages repeat.
    static func words(of section: OfficeSection) -> String {
        section.blocks.flatMap(texts).filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static func texts(of block: OfficeBlock) -> [String] {
        switch block {
        case .nationalHeading(let heading):
            [NationalHeading.nation, NationalHeading.motto, heading.superior ?? "", heading.issuer]
                + [heading.number, heading.placeAndDate]
        case .title(let title, let about): [title] + about
        case .heading(let text): [text]
        case .paragraph(let text, .item): ["-", text.plain]
        case .paragraph(let text, _): [text.plain]
        case .table(let table):
            table.columns.map(\.title) + table.rows.flatMap { $0.cells.map(\.text.plain) }
        case .form(let form):
            (form.code.isEmpty ? [] : ["\(form.codeLabel): \(form.code)"])
                + form.fields.map { "\($0.label): \($0.value)".trimmed }
        case .writingLines(let label, _): [label]
        case .signatures(let signatures):
            signatures.flatMap { [$0.date, $0.title, $0.hint, $0.name] }
        case .together(let blocks): blocks.flatMap(texts)
        }
    }
}

extension String {
    fileprivate var trimmed: String { hasSuffix(" ") ? String(dropLast()) : self }
}
