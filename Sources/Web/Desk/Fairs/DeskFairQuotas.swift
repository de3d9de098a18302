import Hummingbird
import Registry
import RuralIndustry

extension Site {
    /// How many booths provinces may give.
    func addFairQuotas(to router: Router<SiteContext>) {
        router.fairPage(self, "quotas") { desk in
            let quotas = try await desk.registry.boothQuotas(
                ofFair: desk.id, on: desk.today, as: desk.viewer)
            var page = desk.page(Bilingual(vi: "Chỉ tiêu của các tỉnh", en: "Quotas of provinces"))
            page.lead = [
                Bilingual(
                    vi:
                        "Các chỉ tiêu chồng lên nhau: gian hàng phải còn chỗ trong mọi chỉ tiêu bao gồm nó. Hội chợ không có chỉ tiêu nào thì tỉnh nào cũng giao được.",
                    en:
                        "Quotas overlap: a booth needs room in every one that covers it. Without any, no province is limited."
                )
            ]
            if [.planned, .open].contains(desk.fair.state) {
                page.actions =
                    desk.link("quotas/new", for: .fairQuota, "Giao một chỉ tiêu", "Give a quota")
                    + desk.link("quotas/import", for: .fairQuota, "Nhập từ tệp", "Import")
            }
            page.tables = [Self.table(quotas, on: desk.today)]
            return page
        }
        router.fairForm(self, "quotas/new", for: .fairQuota, QuotaForms.one)
        router.fairForm(self, "quotas/import", for: .fairQuota, QuotaForms.file)
    }

    private static func table(_ quotas: [BoothQuotaRecord], on day: Day) -> DeskPage.Table {
        .init(
            Bilingual(vi: "Chỉ tiêu", en: "Quotas"),
            empty: Bilingual(vi: "Chưa giao chỉ tiêu nào.", en: "None is given."),
            [
                Bilingual(vi: "Tỉnh", en: "Province"), Bilingual(vi: "Nhóm sản phẩm", en: "Product group"),
                Bilingual(vi: "Nguồn kinh phí", en: "Funds"), Bilingual(vi: "Chỉ tiêu", en: "Booths"),
                Bilingual(vi: "Đã xác nhận", en: "Confirmed"), Bilingual(vi: "Giữ chỗ", en: "Held"),
                Bilingual(vi: "Còn lại", en: "Left"), Bilingual(vi: "Trả lại sau ngày", en: "Returned after"),
            ],
            quotas.map { record in
                let scope = record.quota.scope
                let isReturned = record.quota.isReturned(on: day)
                return [
                    .text("\(record.provinceName) (\(scope.province.text))"),
                    .text(scope.group.map { $0.pageName.vi } ?? "mọi nhóm"),
                    .text(scope.funds.map { $0.name.vi } ?? "mọi nguồn"),
                    .text(record.quota.booths.grouped), .text(record.confirmed.grouped),
                    .text(record.held.grouped), .text(isReturned ? "0, đã trả lại" : record.left.grouped),
                    .text(record.quota.returnBy?.vietnamese),
                ]
            })
    }
}

private enum QuotaForms {
    @Sendable static func one(_ desk: DeskFair) async throws -> DeskForm {
        DeskForm(
            title: Bilingual(vi: "Giao một chỉ tiêu", en: "Give a quota"),
            lead: [
                Bilingual(
                    vi: "Chỉ tiêu đã có của cùng tỉnh, nhóm và nguồn được thay bằng số này.",
                    en: "A quota of the same province, group and funds gets this number.")
            ],
            fields: { filling in
                [
                    filling.line(
                        "province_code", Bilingual(vi: "Mã tỉnh", en: "Province code"),
                        hint: Bilingual(vi: "Hai chữ số, ví dụ 19.", en: "Two digits."), inputMode: "numeric"),
                    filling.line("booths", Bilingual(vi: "Số gian", en: "Booths"), inputMode: "numeric"),
                    filling.list(
                        "group", Bilingual(vi: "Chỉ nhóm sản phẩm", en: "Only of a group"),
                        of: FairText.groups, isOptional: true),
                    filling.list(
                        "funds", Bilingual(vi: "Chỉ nguồn kinh phí", en: "Only of funds"),
                        of: FairText.funds, isOptional: true),
                    filling.day(
                        "return_by", Bilingual(vi: "Trả lại ban tổ chức sau ngày", en: "Returned after"),
                        isOptional: true),
                ]
            }, button: Bilingual(vi: "Giao chỉ tiêu", en: "Give"), wayBack: "\(desk.address)/quotas"
        ) { fields in
            var texts = Fields<BoothQuotaColumn>()
            for column in BoothQuotaColumn.allCases { texts[column] = fields.text(column.name) }
            let quota = try BoothQuota.parse(texts, .vietnamese)
            _ = try await desk.registry.setBoothQuotas([Located(quota)], fair: desk.id, as: desk.viewer)
            return .done("\(desk.address)/quotas")
        }
    }

    @Sendable static func file(_ desk: DeskFair) async throws -> DeskForm {
        @Sendable func quotas(_ received: ReceivedRecords) throws -> [Located<BoothQuota>] {
            try RecordFile<BoothQuotaColumn>.read(received: received.bytes, name: received.name).parsed {
                (row, notation) throws(Refusal) in try BoothQuota.parse(row.fields, notation)
            }
        }
        return FairFileForm(
            title: Bilingual(vi: "Nhập chỉ tiêu từ tệp", en: "Import quotas"),
            columns: BoothQuotaColumn.names, address: "\(desk.address)/quotas/import",
            wayBack: "\(desk.address)/quotas"
        ) { received in
            let quotas = try quotas(received)
            let counts = try await desk.registry.setBoothQuotas(
                quotas, fair: desk.id, as: desk.viewer, dryRun: true)
            var page = desk.page(Bilingual(vi: "Xem trước: \(received.name)", en: "Preview"))
            page.above.append(.init("\(desk.address)/quotas", "Chỉ tiêu", "Quotas"))
            page.facts = counts.facts
            page.tables = [
                .init(
                    Bilingual(vi: "Từng dòng", en: "Row by row"),
                    empty: Bilingual(vi: "Tệp không có dòng nào.", en: "The file has no rows."),
                    [
                        Bilingual(vi: "Mã tỉnh", en: "Province"),
                        Bilingual(vi: "Nhóm", en: "Group"), Bilingual(vi: "Nguồn", en: "Funds"),
                        Bilingual(vi: "Số gian", en: "Booths"),
                        Bilingual(vi: "Trả lại sau ngày", en: "Returned after"),
                    ],
                    quotas.map { row in
                        let scope = row.value.scope
                        return [
                            .text(scope.province.text), .text(scope.group.fairName),
                            .text(scope.funds?.name.vi), .text(String(row.value.booths)),
                            .text(row.value.returnBy?.vietnamese),
                        ]
                    })
            ]
            return page
        } take: { received in
            _ = try await desk.registry.setBoothQuotas(
                try quotas(received), fair: desk.id, as: desk.viewer)
        }.form
    }
}

extension ImportCounts {
    /// What an import would do, as a page states it.
    var facts: [DeskPage.Fact] {
        [
            .init("Mới", "New", String(added)), .init("Thay đổi", "Changed", String(changed)),
            .init("Giữ nguyên", "Unchanged", String(unchanged)),
        ]
    }
}
