public import RuralIndustry

/// The annex to a contract on booths at a fair as a paper: what the law wants it to state is filled in from the records, who signs
/// and by which accounts is left to be written.
struct ContractForm {
    private let contract: BoothContract
    private var fair: ContractFair { contract.fair }

    static func document(_ contract: BoothContract) -> OfficeDocument {
        let form = ContractForm(contract: contract)
        let title = "Phụ lục hợp đồng thuê gian hàng – \(contract.party.name)"
        return OfficeDocument(
            title: title, author: contract.fair.organiser, date: contract.confirmedOn,
            sections: [
                OfficeSection(
                    runningHead: "Phụ lục hợp đồng thuê gian hàng – \(contract.fair.name)",
                    foot: "Hội chợ số \(contract.fair.id) · xác nhận \(contract.confirmedOn.vietnamese)",
                    blocks: form.blocks)
            ])
    }

    private var blocks: [OfficeBlock] {
        opening + parties + [.heading("Điều 1. Vị trí, số lượng và giá thuê gian hàng")] + positions
            + [.heading("Điều 2. Tiền thuê và nguồn thanh toán")] + money + sharing
            + [.heading("\(sharing.isEmpty ? "Điều 3" : "Điều 4"). Điều khoản chung")] + closing
    }

    // MARK: Opening and parties

    private var opening: [OfficeBlock] {
        let bases =
            ["Thông tư 36/2013/TT-BCT, Điều 14 khoản 10, khoản 11 về hợp đồng thuê gian hàng"]
            + contract.rules.map(\.legalBasis)
        return [
            .nationalHeading(
                NationalHeading(
                    issuer: fair.organiser.uppercased(), number: "Số: ……/PLHĐ",
                    placeAndDate: "……………, ngày …… tháng …… năm ………")),
            .title(
                "PHỤ LỤC HỢP ĐỒNG",
                about: ["Thuê gian hàng tại \(fair.name)", "(kèm theo Hợp đồng số ……………… ngày ……/……/………)"]),
        ]
            + bases.map { .paragraph(.italic("Căn cứ \($0);"), .item) } + [
                .body(
                    "Hội chợ được tổ chức \(fair.days.text.vi) tại \(fair.venue); dựng gian hàng từ ngày "
                        + "\(fair.setUpOn.vietnamese). Hai bên thống nhất như sau.")
            ]
    }

    private var parties: [OfficeBlock] {
        party("Bên A (bên cho thuê)", fair.organiser, address: nil, taxCode: nil)
            + party(
                "Bên B (bên thuê)", contract.party.name, address: contract.party.address,
                taxCode: contract.party.taxCode)
    }

    private func party(
        _ title: String, _ name: String, address: String?, taxCode: String?
    ) -> [OfficeBlock] {
        [
            .together([
                .form(
                    OfficeForm(fields: [
                        .init(label: title, value: name), .init(label: "Địa chỉ", value: address ?? ""),
                        .init(label: "Mã số thuế", value: taxCode ?? ""),
                        .init(label: "Người đại diện, chức vụ", value: ""),
                        .init(label: "Tài khoản số, tại", value: ""),
                    ]))
            ])
        ]
    }

    // MARK: Positions

    private var positions: [OfficeBlock] {
        let count = contract.codes.count
        return [
            .body(
                "Bên A cho bên B thuê \(count) (\(NumberInWords(count).text)) gian hàng: "
                    + contract.codes.joined(separator: ", ") + "."), .table(positionTable),
        ]
    }

    private var positionTable: OfficeTable {
        let money = contract.money
        var rows = zip(1..., contract.booths).map { place, booth in
            OfficeTable.Row(cells: [
                .init("\(place)"), .init(booth.position, isHeader: true), .init(booth.stay),
                .init(booth.price?.amount.grouped ?? "–"),
                .init((booth.funding?.support?.amount ?? 0).grouped),
                .init(booth.funding?.source.short ?? "–"),
                .init(ContractMoney([booth]).tenantsPart.grouped),
            ])
        }
        rows.append(
            .init(
                cells: [
                    .init(.bold("Cộng"), columns: 3, alignment: .leading, isHeader: true),
                    .init(.bold(money.rent.grouped)), .init(.bold(money.support.grouped)), .init(""),
                    .init(.bold(money.tenantsPart.grouped)),
                ], isShaded: true))
        return OfficeTable(
            columns: [
                .init(title: "TT", share: 0.05, alignment: .center),
                .init(title: "Gian hàng, kích thước", share: 0.2),
                .init(title: "Thời gian", share: 0.13, alignment: .center),
                .init(title: "Giá thuê (đồng)", share: 0.18, alignment: .trailing),
                .init(title: "Kinh phí hỗ trợ (đồng)", share: 0.17, alignment: .trailing),
                .init(title: "Nguồn", share: 0.09),
                .init(title: "Bên B trả (đồng)", share: 0.18, alignment: .trailing),
            ], rows: rows, size: 9)
    }

    // MARK: Money

    private var money: [OfficeBlock] {
        let money = contract.money
        var blocks: [OfficeBlock] = [.item("Tổng giá thuê: ", money.rent)]
        if contract.support.isEmpty {
            blocks.append(.body("Không có kinh phí khuyến công hỗ trợ tiền thuê gian hàng."))
        }
        for (source, amount) in contract.support {
            blocks.append(.item("Do \(source.name.vi) hỗ trợ: ", amount))
        }
        blocks.append(.item("Do bên B thanh toán: ", money.tenantsPart))
        if !contract.rules.isEmpty {
            blocks.append(.body("Mức hỗ trợ được tính theo:"))
            blocks += contract.rules.map { .paragraph(OfficeText($0.onPaper), .item) }
        }
        return blocks
    }

    /// Who else is in the booths.
    private var sharing: [OfficeBlock] {
        let shared = contract.booths.filter { $0.tenants.count > 1 }
        if shared.isEmpty { return [] }
        let rows = shared.flatMap { booth in
            booth.tenants.map { tenant in
                OfficeTable.Row(cells: [
                    .init(OfficeText(booth.code), isHeader: true), .init(tenant.party.name),
                    .init(tenant.role == .tenant ? "cùng thuê" : tenant.role.name.vi),
                    .init(tenant.part?.amount.grouped ?? "–"),
                ])
            }
        }
        return [
            .heading("Điều 3. Đơn vị trong gian hàng chung"),
            .body("Bên B đứng tên thuê thay cho các đơn vị cùng có mặt trong gian hàng sau đây:"),
            .table(
                OfficeTable(
                    columns: [
                        .init(title: "Gian hàng", share: 0.12), .init(title: "Đơn vị", share: 0.46),
                        .init(title: "Vai trò", share: 0.22),
                        .init(title: "Phần hỗ trợ (đồng)", share: 0.2, alignment: .trailing),
                    ], rows: rows, size: 9.5)),
        ]
    }

    // MARK: Closing

    private var closing: [OfficeBlock] {
        [
            .together([
                .body(
                    "Phụ lục này là một phần của hợp đồng, được lập thành …… bản có giá trị như nhau, mỗi bên giữ …… bản."
                ),
                .signatures([
                    .init(title: "ĐẠI DIỆN BÊN A", hint: "(Ký, ghi rõ họ tên, đóng dấu)"),
                    .init(title: "ĐẠI DIỆN BÊN B", hint: "(Ký, ghi rõ họ tên, đóng dấu)"),
                ]),
            ])
        ]
    }
}

extension OfficeBlock {
    fileprivate static func body(_ text: String) -> OfficeBlock { .paragraph(OfficeText(text)) }

    /// A sum in figures and in words.
    fileprivate static func item(_ label: String, _ amount: Int128) -> OfficeBlock {
        .paragraph(
            OfficeText(label) + .bold("\(amount.grouped) đồng")
                + .italic(" (Bằng chữ: \(NumberInWords(amount).text) đồng)."), .item)
    }
}

extension ContractBooth {
    /// Its code, zone and size, decimals with a comma: `A01, Khu A, 3 × 2,5 m`.
    fileprivate var position: OfficeText {
        let size = "\(width.text) × \(depth.text) m".replacing(".", with: ",")
        return .bold(code) + OfficeText(([", "] + (zone.map { [$0, ", "] } ?? []) + [size]).joined())
    }

    fileprivate var stay: String {
        days.first == days.last
            ? days.first.vietnamese : "\(days.first.vietnamese) – \(days.last.vietnamese)"
    }
}

extension FundingSource {
    /// For a narrow column.
    fileprivate var short: String {
        switch self {
        case .national: "quốc gia"
        case .local: "địa phương"
        }
    }
}

extension FundingRule {
    /// What it pays and at most, with its act.
    fileprivate var onPaper: String {
        var said = ["\(share.text.replacing(".", with: ",")) % giá thuê"]
        if priorityPercent > 100 { said.append("địa bàn ưu tiên được \(priorityPercent) % mức hỗ trợ") }
        if let most = caps.perBooth { said.append("tối đa \(most.amount.grouped) đồng một gian hàng") }
        if let most = caps.boothsPerFair { said.append("tối đa \(most) gian hàng mỗi cơ sở tại một hội chợ") }
        if let most = caps.perFair {
            said.append("tối đa \(most.amount.grouped) đồng mỗi cơ sở tại một hội chợ")
        }
        if let most = caps.fairsPerYear { said.append("tối đa \(most) hội chợ mỗi cơ sở trong một năm") }
        if let most = caps.perYear {
            said.append("tối đa \(most.amount.grouped) đồng mỗi cơ sở trong một năm")
        }
        return "\(source.name.vi) (\(legalBasis)): \(said.joined(separator: "; "))."
    }
}

extension OfficeRenderer {
    /// The annex to a contract as a PDF file.
    public func render(_ contract: BoothContract) throws -> [UInt8] {
        try render(ContractForm.document(contract))
    }

    /// The annexes to contracts of one fair as one PDF file, to be printed together: each begins on a page of its own and counts
    /// its own pages.
    ///
    /// - Parameter contracts: at least one.
    public func render(together contracts: [BoothContract]) throws -> [UInt8] {
        let papers = contracts.map { ContractForm.document($0) }
        var all = papers[0]
        if let fair = contracts.first?.fair { all.title = "Phụ lục hợp đồng thuê gian hàng – \(fair.name)" }
        all.date = papers.map(\.date).max() ?? all.date
        all.sections = papers.flatMap(\.sections)
        return try render(all)
    }
}

extension BoothContract {
    /// The same as plain text, lines of at most 100 characters.
    public var text: String { OfficePlainText(ContractForm.document(self)).text }
}
