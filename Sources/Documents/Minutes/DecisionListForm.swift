public import RuralIndustry

/// The list attached to a decision as a paper: products by group, in the order of the decision.
struct DecisionListForm {
    private let list: DecisionList
    private let hasClasses: Bool
    private let hasAmendments: Bool

    private init(_ list: DecisionList) {
        self.list = list
        let items = list.groups.flatMap(\.items)
        hasClasses = items.contains { $0.awardClass != nil }
        hasAmendments = items.contains { $0.amendedBy != nil }
    }

    static func document(_ list: DecisionList) -> OfficeDocument {
        let form = DecisionListForm(list)
        let act = list.decision
        return OfficeDocument(
            title: "Danh sách kèm theo Quyết định số \(act.number) – \(list.name)", author: act.authority,
            date: list.amendments.last?.act.day ?? act.day,
            sections: [
                OfficeSection(
                    isLandscape: true,
                    runningHead: "Danh sách kèm theo Quyết định số \(act.number) \(act.day.inWords)",
                    foot: "Kỳ bình chọn số \(list.round)", blocks: form.blocks)
            ])
    }

    private var blocks: [OfficeBlock] {
        var blocks: [OfficeBlock] = [
            .title(
                "DANH SÁCH",
                about: [
                    "Sản phẩm được công nhận là sản phẩm công nghiệp nông thôn tiêu biểu \(list.levelName)"
                ]),
            .paragraph(.italic("(Kèm theo Quyết định \(Self.words(list.decision)))"), .centered),
        ]
        blocks += list.amendments.map { amendment in
            .paragraph(
                .italic("(được sửa đổi, bổ sung bởi Quyết định \(Self.words(amendment.act)))"), .centered)
        }
        if list.count == 0 {
            blocks.append(.paragraph(OfficeText("Không có sản phẩm nào được công nhận.")))
        } else {
            blocks.append(.table(table))
            let sets = list.groups.flatMap(\.items).count(where: \.isSet)
            let ofThem = sets == 0 ? "" : ", trong đó có \(sets) bộ sản phẩm"
            blocks.append(.paragraph(OfficeText("Danh sách có \(list.count) sản phẩm\(ofThem).")))
        }
        for amendment in list.amendments where !amendment.withdrawn.isEmpty {
            blocks.append(
                .paragraph(
                    OfficeText(
                        "Theo Quyết định số \(amendment.act.number), không còn được công nhận: "
                            + amendment.withdrawn.map { "“\($0)”" }.joined(separator: ", ") + "."), .item))
        }
        return blocks
    }

    private static func words(_ act: DecisionList.Act) -> String {
        "số \(act.number) \(act.day.inWords) của \(act.authority)"
    }

    // MARK: Table

    private var columns: [OfficeTable.Column] {
        var columns: [OfficeTable.Column] = [
            .init(title: "TT", share: 0.05, alignment: .center), .init(title: "Sản phẩm", share: 0.26),
            .init(title: "Cơ sở", share: 0.23), .init(title: "Địa chỉ", share: 0.29),
            .init(title: "Điểm", share: 0.08, alignment: .center),
        ]
        if hasClasses { columns.append(.init(title: "Xếp loại", share: 0.08, alignment: .center)) }
        if hasAmendments { columns.append(.init(title: "Ghi chú", share: 0.14)) }
        let whole = columns.reduce(0) { $0 + $1.share }
        return columns.map { .init(title: $0.title, share: $0.share / whole, alignment: $0.alignment) }
    }

    private var table: OfficeTable {
        let columns = columns
        var rows: [OfficeTable.Row] = []
        var number = 0
        for (index, group) in list.groups.enumerated() {
            let title = "\(index + 1). \(group.name) (\(group.items.count) sản phẩm)"
            rows.append(
                .init(
                    cells: [.init(.bold(title), columns: columns.count, alignment: .leading, isHeader: true)],
                    isShaded: true, keepsWithNext: true))
            for item in group.items {
                number += 1
                rows.append(row(item, number))
            }
        }
        return OfficeTable(columns: columns, rows: rows, size: 9.5)
    }

    private func row(_ item: DecisionList.Item, _ number: Int) -> OfficeTable.Row {
        var product = OfficeText.bold(item.product)
        if item.isSet {
            let members = item.totals.compactMap(\.member).joined(separator: "; ")
            product = product + OfficeText(" – bộ sản phẩm gồm: \(members)")
        }
        let totals = item.totals.map { $0.shown?.vietnameseDecimal ?? "–" }.joined(separator: "; ")
        var cells: [OfficeTable.Cell] = [
            .init("\(number)"), .init(product, isHeader: true), .init(item.establishment),
            .init(item.address),
            .init(totals),
        ]
        if hasClasses { cells.append(.init(item.awardClass ?? "")) }
        if hasAmendments { cells.append(.init(item.amendedBy.map { "Theo QĐ số \($0)" } ?? "")) }
        return .init(cells: cells)
    }
}

extension String {
    /// A number as Vietnamese papers print it: `83,50`.
    fileprivate var vietnameseDecimal: String { String(map { $0 == "." ? "," : $0 }) }
}

extension OfficeRenderer {
    /// The list attached to a decision as a PDF file.
    public func render(_ list: DecisionList) throws -> [UInt8] {
        try render(DecisionListForm.document(list))
    }
}

extension DecisionList {
    /// The same as plain text, lines of at most 100 characters.
    public var text: String { OfficePlainText(DecisionListForm.document(self)).text }
}
