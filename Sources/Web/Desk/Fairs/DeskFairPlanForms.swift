import Registry
import RuralIndustry

enum FairPlanForms {
    @Sendable static func file(_ desk: DeskFair) async throws -> DeskForm {
        @Sendable func booths(_ received: ReceivedRecords) throws -> [Located<Booth>] {
            try RecordFile<BoothColumn>.read(received: received.bytes, name: received.name).parsed {
                (row, notation) throws(Refusal) in try Booth.parse(row.fields, notation)
            }
        }
        return FairFileForm(
            title: Bilingual(vi: "Nhập sơ đồ từ tệp", en: "Import a plan"),
            lead: [
                Bilingual(
                    vi:
                        "Mỗi dòng một gian, toạ độ và kích thước bằng mét. Sơ đồ mới thay sơ đồ cũ: gian không có trong tệp bị bỏ, trừ khi đang có người giữ hoặc đã xác nhận.",
                    en:
                        "A booth a row, in metres. A new plan takes the place of the old one: booths that it does not have are taken off, unless somebody has them."
                )
            ], columns: BoothColumn.names, address: "\(desk.address)/import",
            wayBack: "\(desk.address)/plan"
        ) { received in
            let booths = try booths(received)
            let report = try await desk.registry.importBooths(
                booths, fair: desk.id, from: .file, as: desk.viewer, today: desk.today, dryRun: true)
            var page = desk.page(Bilingual(vi: "Xem trước: \(received.name)", en: "Preview"))
            page.above.append(.init("\(desk.address)/plan", "Sơ đồ gian hàng", "Plan"))
            page.show(report, booths.map(\.value))
            return page
        } take: { received in
            _ = try await desk.registry.importBooths(
                try booths(received), fair: desk.id, from: .file, as: desk.viewer, today: desk.today)
        }.form
    }

    @Sendable static func grid(_ desk: DeskFair) async throws -> DeskForm {
        let fair = desk.fair
        return DeskForm(
            title: Bilingual(vi: "Vẽ sơ đồ theo dãy và lối đi", en: "Draw rows and aisles"),
            lead: [
                Bilingual(
                    vi:
                        "Gian tiêu chuẩn \(fair.boothWidth.vietnamese) m × \(fair.boothDepth.vietnamese) m, mã A01, A02, …; góc ở đầu dãy. Trang sau cho xem trước.",
                    en: "Standard booths A01, A02, …; the next page shows them first.")
            ], values: ["rows": "2", "per_row": "10", "aisle": "3"],
            fields: { filling in
                [
                    filling.line("rows", Bilingual(vi: "Số dãy", en: "Rows"), inputMode: "numeric"),
                    filling.line(
                        "per_row", Bilingual(vi: "Số gian mỗi dãy", en: "Booths in a row"),
                        inputMode: "numeric"),
                    filling.line(
                        "aisle", Bilingual(vi: "Lối đi giữa các dãy (mét)", en: "Aisle between rows (m)"),
                        inputMode: "decimal"),
                    filling.check(
                        "back_to_back",
                        Bilingual(vi: "Hai dãy một, dựa lưng vào nhau", en: "Rows in pairs, back to back")),
                    filling.line(
                        "per_block", Bilingual(vi: "Có lối đi ngang sau mỗi", en: "A cross aisle after each"),
                        hint: Bilingual(vi: "Số gian.", en: "Booths."), isOptional: true,
                        inputMode: "numeric"),
                    filling.line(
                        "cross_aisle", Bilingual(vi: "Lối đi ngang (mét)", en: "Cross aisle (m)"),
                        hint: Bilingual(vi: "Bỏ trống: bằng lối đi.", en: "Empty: as the aisle."),
                        isOptional: true, inputMode: "decimal"),
                    filling.line("zone", Bilingual(vi: "Khu", en: "Zone"), isOptional: true),
                    filling.line(
                        "price", Bilingual(vi: "Giá thuê một gian (đồng)", en: "Rent (VND)"),
                        isOptional: true, inputMode: "numeric"),
                    filling.line(
                        "corner_price", Bilingual(vi: "Giá thuê một gian góc (đồng)", en: "Rent of a corner"),
                        isOptional: true, inputMode: "numeric"),
                ]
            }, button: Bilingual(vi: "Xem trước", en: "Preview"), wayBack: "\(desk.address)/plan"
        ) { fields in
            let booths = try booths(fields, of: fair)
            let isSure = fields["sure"] == "yes"
            let report = try await desk.registry.importBooths(
                booths.map { Located($0) }, fair: desk.id, from: .grid, as: desk.viewer, today: desk.today,
                dryRun: !isSure)
            if isSure { return .done("\(desk.address)/plan") }
            var page = desk.page(Bilingual(vi: "Xem trước sơ đồ", en: "Preview of the plan"))
            page.show(report, booths)
            page.forms = [
                .init(
                    action: "\(desk.address)/grid",
                    fields: fields.carried(["seen"] + Self.ids, adding: ["sure": "yes"]),
                    button: Bilingual(vi: "Dùng sơ đồ \(booths.count) gian này", en: "Use this plan"))
            ]
            return .look(page)
        }
    }

    private static let ids = [
        "rows", "per_row", "aisle", "back_to_back", "per_block", "cross_aisle", "zone", "price",
        "corner_price",
    ]

    private static func booths(_ fields: FormFields, of fair: FairRecord) throws -> [Booth] {
        var gathering = FormFields.Gathering()
        let rows = try gathering.value { try fields.number("rows") }
        let perRow = try gathering.value { try fields.number("per_row") }
        let aisle = try gathering.value { try fields.length("aisle") } ?? nil
        let perBlock = try gathering.value { try fields.optionalNumber("per_block") } ?? nil
        let crossAisle = try gathering.value { try fields.length("cross_aisle") } ?? nil
        let zone =
            try gathering.value { () throws -> String? in
                do throws(Violation) {
                    return try fields.text("zone").map { (text) throws(Violation) in
                        try Text.nonEmptyLine(text)
                    }
                } catch {
                    throw Refusal(error.inColumn("zone"))
                }
            } ?? nil
        let price = try gathering.value { try fields.money("price") } ?? nil
        let cornerPrice = try gathering.value { try fields.money("corner_price") } ?? nil
        gathering.require(fields, "aisle")
        try Refusal.throwIfAny(gathering.violations)
        guard let rows, let perRow, let aisle else { throw Problem.noSuchPage }
        do {
            return try BoothGrid(
                rows: rows, boothsPerRow: perRow, boothWidth: fair.boothWidth, boothDepth: fair.boothDepth,
                aisle: aisle, isBackToBack: fields["back_to_back"] == "yes", boothsPerBlock: perBlock,
                crossAisle: crossAisle, zone: zone, price: price, cornerPrice: cornerPrice
            ).plan().booths
        } catch {
            throw error.renamed(["booths_per_row": "per_row", "booths_per_block": "per_block"])
        }
    }
}

extension DeskPage {
    /// What a new plan would do to a fair's booths.
    fileprivate mutating func show(_ report: BoothImportReport, _ booths: [Booth]) {
        facts = [
            .init("Bản sơ đồ", "Version", String(report.plan)),
            .init("Gian hàng", "Booths", String(report.booths)), .init("Mới", "New", String(report.added)),
            .init("Thay đổi", "Changed", String(report.changed)),
            .init("Giữ nguyên", "Unchanged", String(report.unchanged)),
            .init("Bị bỏ", "Taken off", String(report.removed)),
        ]
        lead = [
            Bilingual(
                vi: "Chưa có gì được ghi. Xem các gian dưới đây rồi bấm nút ở cuối trang.",
                en: "Nothing is recorded yet. Look at the booths and use the button below.")
        ]
        let unpriced = booths.count { $0.price == nil }
        if unpriced > 0 {
            lead.append(
                Bilingual(
                    vi: "\(unpriced) gian không có giá thuê: chưa tính được phần hỗ trợ.",
                    en: "\(unpriced) booths have no rent."))
        }
        tables = [
            .init(
                Bilingual(vi: "Từng gian", en: "Booth by booth"), empty: Bilingual(vi: "", en: ""),
                [
                    Bilingual(vi: "Gian", en: "Booth"), Bilingual(vi: "Khu", en: "Zone"),
                    Bilingual(vi: "Vị trí (m)", en: "Place (m)"),
                    Bilingual(vi: "Kích thước (m)", en: "Size (m)"),
                    Bilingual(vi: "Giá thuê (đồng)", en: "Rent (VND)"),
                ],
                booths.map { booth in
                    let side = booth.rectangle
                    return [
                        .text(booth.code.text), .text(booth.zone),
                        .text("\(side.x.vietnamese); \(side.y.vietnamese)"),
                        .text(
                            "\(side.width.vietnamese) × \(side.depth.vietnamese)"
                                + (booth.isCorner ? ", góc" : "")), .text(FairText.money(booth.price)),
                    ]
                })
        ]
    }
}
