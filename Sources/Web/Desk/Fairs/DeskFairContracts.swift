import Hummingbird
import Registry
import RuralIndustry

extension Site {
    /// What booths cost and who pays, the annexes of contracts, and the figures of reports.
    func addFairContracts(to router: Router<SiteContext>) {
        router.fairPage(self, "contracts") { desk in try await ContractPage(desk).page }
        router.fairPaper(self, "contracts/print") { desk in
            let part = desk.asked("part").flatMap { Int($0) } ?? 1
            let contracts = try await desk.registry.boothContracts(
                ofFair: desk.id, on: desk.today, as: desk.viewer)
            let end = part == 1 ? "" : "-\(part)"
            return .pdf(
                try await desk.site.press.annexes(contracts, part: part),
                name: "phu-luc-hop-dong-\(desk.id)-in-chung\(end).pdf")
        }
        router.fairPaper(self, "contracts/{allocation}/pdf") { desk in
            let contract = try await desk.contract()
            return .pdf(
                try await desk.site.press.annex(contract),
                name: "phu-luc-hop-dong-\(desk.id)-\(contract.booths[0].allocation).pdf")
        }
        router.fairPaper(self, "contracts/{allocation}/text") { desk in
            .text(try await desk.contract().annexText())
        }
        router.fairPage(self, "counts") { desk in
            var page = desk.page(Bilingual(vi: "Số liệu báo cáo", en: "Figures"))
            page.lead = [FairCountTables.about]
            for key in [nil, FairCountKey.province, .funds] {
                page.tables.append(
                    FairCountTables.table(
                        try await desk.registry.fairCounts(
                            of: FairCountScope(fair: desk.id), by: key, on: desk.today, as: desk.viewer),
                        by: key))
            }
            return page
        }
    }
}

extension DeskFair {
    /// The contract that one of its booths, which the address names, is in.
    fileprivate func contract() async throws -> BoothContract {
        let allocation = try number("allocation")
        let contracts = try await registry.boothContracts(ofFair: id, on: today, as: viewer)
        guard
            let found = contracts.first(where: { $0.booths.contains { $0.allocation == allocation } })
        else { throw Problem.noSuchPage }
        return found
    }
}

private struct ContractPage {
    let page: DeskPage

    init(_ desk: DeskFair) async throws {
        let contracts = try await desk.registry.boothContracts(
            ofFair: desk.id, on: desk.today, as: desk.viewer)
        var page = desk.page(Bilingual(vi: "Kinh phí và hợp đồng", en: "Funds and contracts"))
        page.lead = [
            Bilingual(
                vi:
                    "Chỉ tính gian đã xác nhận; đối chiếu với mức tối đa của quy định có hiệu lực ngày khai mạc.",
                en: "Of confirmed booths only, held against the caps in force on the opening day.")
        ]
        page.actions =
            Self.printed(contracts, desk) + [
                .init("/desk/fairs/funding", "Mức hỗ trợ giá thuê", "Funding rules")
            ]
        let left = contracts.count { !$0.isReady }
        if left > 0, left < contracts.count {
            page.lead.append(
                Bilingual(
                    vi: "In chung không có \(left) hợp đồng vượt mức hỗ trợ hoặc chưa tính được tiền.",
                    en:
                        "\(left) contracts that are beyond the caps or without money are left out of the print."
                ))
        }
        page.warnings = Set(contracts.flatMap(\.findings)).map(\.text.sentence).sorted { $0.vi < $1.vi }
        let unreckoned = contracts.reduce(0) { $0 + $1.money.unreckoned }
        if unreckoned > 0 {
            page.warnings.append(
                Bilingual(
                    vi:
                        "\(unreckoned) gian chưa tính được tiền: được giao khi chưa có giá thuê hoặc chưa có mức hỗ trợ. Trả chỗ rồi giữ lại.",
                    en: "\(unreckoned) booths are without money: release them and hold them again."))
        }
        page.tables = [
            .init(
                Bilingual(vi: "Hợp đồng", en: "Contracts"),
                empty: Bilingual(vi: "Chưa xác nhận gian nào.", en: "No booth is confirmed."),
                [
                    Bilingual(vi: "Đơn vị", en: "Tenant"), Bilingual(vi: "Gian", en: "Booths"),
                    Bilingual(vi: "Giá thuê (đồng)", en: "Rents (VND)"),
                    Bilingual(vi: "Khuyến công quốc gia", en: "National funds"),
                    Bilingual(vi: "Khuyến công địa phương", en: "Local funds"),
                    Bilingual(vi: "Bên thuê trả", en: "Paid by the tenant"),
                    Bilingual(vi: "Phụ lục", en: "Annex"),
                ],
                contracts.map { contract in
                    let address = "\(desk.address)/contracts/\(contract.booths[0].allocation)"
                    return [
                        .text(contract.party.name), .text(contract.codes.joined(separator: ", ")),
                        .text(FairText.money(contract.money.rent)), .text(contract.paid(by: .national)),
                        .text(contract.paid(by: .local)), .text(FairText.money(contract.money.tenantsPart)),
                        contract.isReady
                            ? .links([
                                .init("\(address)/pdf", "PDF"), .init("\(address)/text", "Văn bản", "Text"),
                            ])
                            : .words(
                                contract.findings.isEmpty
                                    ? Bilingual(vi: "chưa tính được tiền", en: "money not known")
                                    : Bilingual(vi: "vượt mức hỗ trợ", en: "beyond the caps")),
                    ]
                }),
            .init(
                Bilingual(vi: "Cộng", en: "Totals"), empty: Bilingual(vi: "Chưa có.", en: "None."),
                [
                    Bilingual(vi: "Theo", en: "By"), Bilingual(vi: "Hợp đồng", en: "Contracts"),
                    Bilingual(vi: "Gian", en: "Booths"), Bilingual(vi: "Giá thuê (đồng)", en: "Rents (VND)"),
                    Bilingual(vi: "Kinh phí hỗ trợ", en: "Paid by funds"),
                    Bilingual(vi: "Bên thuê trả", en: "Paid by tenants"),
                ],
                contracts.isEmpty
                    ? []
                    : contracts.totals.map { total in
                        [
                            .words(total.key.name), .text(total.contracts.grouped),
                            .text(total.booths.grouped), .text(FairText.money(total.money.rent)),
                            .text(FairText.money(total.money.support)),
                            .text(FairText.money(total.money.tenantsPart)),
                        ]
                    }),
        ]
        self.page = page
    }

    /// All annexes in one file to print, in several where there are many.
    private static func printed(_ contracts: [BoothContract], _ desk: DeskFair) -> [DeskPage.Link] {
        let parts = contracts.printed
        var first = 1
        return parts.enumerated().map { index, part in
            let last = first + part.count - 1
            defer { first = last + 1 }
            let which = parts.count == 1 ? "" : ", \(first)–\(last)"
            return .init(
                "\(desk.address)/contracts/print" + (index == 0 ? "" : "?part=\(index + 1)"),
                "In chung \(part.count) phụ lục\(which) (PDF)", "Annexes in one file")
        }
    }
}

extension BoothContract {
    fileprivate func paid(by source: FundingSource) -> String {
        support.first { $0.source == source }.map { FairText.money($0.amount) } ?? ""
    }
}

extension ContractTotal.Key {
    fileprivate var name: Bilingual {
        switch self {
        case .all: Bilingual(vi: "Tổng cộng", en: "All")
        case .province(nil): Bilingual(vi: "Gian của ban tổ chức", en: "The organiser's own")
        case .province(let province?):
            province.name.map { Bilingual(vi: $0, en: "") }
                ?? Bilingual(vi: "Nay thuộc nhiều tỉnh", en: "Several provinces by now")
        case .funds(let source?):
            Bilingual(vi: "Nguồn \(source.name.vi)", en: source.name.en)
        case .funds(nil): Bilingual(vi: "Không có kinh phí hỗ trợ", en: "No funds")
        }
    }
}

/// Counts of fairs as pages show them.
enum FairCountTables {
    static let about = Bilingual(
        vi:
            "Chỉ đếm gian đã xác nhận. Một cơ sở có thể có nhiều gian, nhiều cơ sở có thể chung một gian; cộng theo tỉnh hay theo nguồn có thể nhiều hơn tổng số cơ sở.",
        en:
            "Of confirmed booths. An establishment may have several, and several may share one; rows may add up to more establishments than there are."
    )

    static func table(_ counts: [FairCount], by key: FairCountKey?) -> DeskPage.Table {
        .init(
            title(key), empty: Bilingual(vi: "Chưa xác nhận gian nào.", en: "No booth is confirmed."),
            [
                Bilingual(vi: "Theo", en: "By"), Bilingual(vi: "Hội chợ", en: "Fairs"),
                Bilingual(vi: "Gian", en: "Booths"), Bilingual(vi: "Gian tiêu chuẩn", en: "Standard booths"),
                Bilingual(vi: "Cơ sở", en: "Establishments"),
                Bilingual(vi: "Lượt cơ sở", en: "Participations"),
                Bilingual(vi: "Giá thuê (đồng)", en: "Rents (VND)"),
                Bilingual(vi: "Kinh phí hỗ trợ", en: "Paid by funds"),
                Bilingual(vi: "Bên thuê trả", en: "Paid by tenants"),
            ],
            counts.map { count in
                [
                    .words(name(count, by: key)), .text(count.fairs.grouped), .text(count.booths.grouped),
                    .text(count.standardBooths.replacing(".", with: ",")),
                    .text(count.establishments.grouped), .text(count.participations.grouped),
                    .text(FairText.money(Int128(count.rent))), .text(FairText.money(Int128(count.support))),
                    .text(FairText.money(Int128(count.tenantsPart))),
                ]
            })
    }

    private static func title(_ key: FairCountKey?) -> Bilingual {
        switch key {
        case nil: Bilingual(vi: "Tổng số", en: "All")
        case .fair: Bilingual(vi: "Theo hội chợ", en: "By fair")
        case .year: Bilingual(vi: "Theo năm", en: "By year")
        case .province: Bilingual(vi: "Theo tỉnh có chỉ tiêu", en: "By province")
        case .funds: Bilingual(vi: "Theo nguồn kinh phí", en: "By source of funds")
        }
    }

    private static func name(_ count: FairCount, by key: FairCountKey?) -> Bilingual {
        switch (key, count.key) {
        case (nil, _): Bilingual(vi: "Tất cả", en: "All")
        case (.province, nil): Bilingual(vi: "Gian của ban tổ chức", en: "The organiser's own")
        case (.province, "not-attributable"):
            Bilingual(vi: "Nay thuộc nhiều tỉnh", en: "Several provinces by now")
        case (.funds, let source?):
            FundingSource(rawValue: source).map {
                Bilingual(vi: $0.name.vi.capitalizedFirst, en: $0.name.en)
            } ?? Bilingual(vi: source, en: "")
        case (.funds, nil): Bilingual(vi: "Không có kinh phí hỗ trợ", en: "No funds")
        default: Bilingual(vi: count.name ?? count.key ?? "", en: "")
        }
    }
}
