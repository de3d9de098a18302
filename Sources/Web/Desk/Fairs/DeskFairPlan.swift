import Hummingbird
import Registry
import RuralIndustry

extension Site {
    /// The plan of a fair's booths: as a picture, as a table, as a paper, and where it comes from.
    func addFairPlan(to router: Router<SiteContext>) {
        router.fairPage(self, "plan") { desk in try await FairPlanPage(desk).page }
        router.fairPage(self, "plan/history") { desk in try await FairPlanPage.history(desk) }
        router.fairPaper(self, "plan/pdf") { desk in
            .file(
                try await desk.site.press.plan(
                    ofFair: desk.id, on: desk.askedDay, coloring: desk.coloring, today: desk.today,
                    in: desk.registry, as: desk.viewer), named: "so-do-gian-hang-\(desk.id).pdf")
        }
        router.fairForm(self, "import", for: .boothImport, FairPlanForms.file)
        router.fairForm(self, "grid", for: .boothImport, FairPlanForms.grid)
    }
}

extension DeskFair {
    /// The day of the fair that the address asks for.
    fileprivate var askedDay: Day? { asked("on").flatMap { try? Day(iso: $0) } }

    fileprivate var coloring: PlanColoring { asked("color").flatMap(PlanColoring.init(rawValue:)) ?? .state }
}

private struct FairPlanPage {
    let page: DeskPage

    init(_ desk: DeskFair) async throws {
        let coloring = desk.coloring
        let plan = try await desk.registry.deskPlan(
            ofFair: desk.id, on: desk.askedDay, coloring: coloring, today: desk.today, as: desk.viewer)
        let own = try await desk.registry.boothAllocations(
            ofFair: desk.id, for: .boothConfirm, as: desk.viewer)
        var page = desk.page(Bilingual(vi: "Sơ đồ gian hàng", en: "Plan of the booths"))
        func address(_ day: Day, _ coloring: PlanColoring) -> String {
            "\(desk.address)/plan?on=\(day.iso)&color=\(coloring.rawValue)"
        }
        let standings = plan.standings.map { ($0.booth, $0.allocations.first { $0.covers(plan.day) }) }
        let confirmed = standings.count { $0.1?.state == .confirmed }
        let held = standings.count { $0.1?.state == .held }
        page.facts = [
            .init("Ngày đang xem", "Day shown", plan.day.vietnamese),
            .init(
                "Gian hàng", "Booths",
                "\(standings.count): \(confirmed) đã xác nhận, \(held) giữ chỗ, \(standings.count - confirmed - held) trống"
            ), .init("Bản sơ đồ", "Version of the plan", String(desk.fair.planVersion)),
        ]
        page.actions =
            ([.planned, .open].contains(desk.fair.state)
                ? desk.link("import", for: .boothImport, "Nhập sơ đồ từ tệp", "Import a plan")
                    + desk.link("grid", for: .boothImport, "Vẽ theo dãy và lối đi", "Draw rows and aisles")
                : [])
            + (desk.fair.state == .open
                ? desk.link("hold", for: .boothHold, "Giữ chỗ", "Hold booths") : [])
        if !standings.isEmpty {
            page.actions.append(
                .init(
                    "\(desk.address)/plan/pdf?on=\(plan.day.iso)&color=\(coloring.rawValue)",
                    "Bản in A3 (PDF)", "To print on A3"))
            page.filters = [
                .init(
                    label: Bilingual(vi: "Tô màu theo", en: "Colours"),
                    choices: PlanColoring.allCases.map {
                        .init(address: address(plan.day, $0), name: $0.name, isHere: $0 == coloring)
                    })
            ]
            if desk.fair.days.first != desk.fair.days.last {
                page.filters.append(
                    .init(
                        label: Bilingual(vi: "Ngày của hội chợ", en: "Day of the fair"),
                        choices: desk.fair.days.all.map {
                            .init(
                                address: address($0, coloring), name: Bilingual(vi: $0.vietnamese, en: ""),
                                isHere: $0 == plan.day)
                        }))
            }
            page.pictures = [
                .init(
                    title: Bilingual(vi: "Sơ đồ ngày \(plan.day.vietnamese)", en: "The plan"),
                    about: Bilingual(
                        vi: "Chọn một gian để đến dòng của gian đó trong bảng bên dưới.",
                        en: "Choose a booth to go to its row in the table below."), svg: plan.picture)
            ]
        }
        page.tables = [BoothTable(desk, plan, own: own).table]
        self.page = page
    }

    /// All that ever happened in a booth, or to an establishment at all fairs.
    static func history(_ desk: DeskFair) async throws -> DeskPage {
        guard let code = desk.asked("booth") else { throw Problem.noSuchPage }
        let steps: [BoothStepRecord]
        do {
            steps = try await desk.registry.boothHistory(code, fair: desk.id, as: desk.viewer)
        } catch is Violation { throw Problem.noSuchPage }
        var page = desk.page(Bilingual(vi: "Lịch sử gian \(code)", en: "History of booth \(code)"))
        page.above.append(.init("\(desk.address)/plan", "Sơ đồ gian hàng", "Plan"))
        page.tables = [
            .init(
                Bilingual(vi: "Mọi bước, trước nhất trước", en: "Every step, the first first"),
                empty: Bilingual(vi: "Chưa giao cho ai.", en: "It was never given."),
                [
                    Bilingual(vi: "Lúc", en: "At"), Bilingual(vi: "Bước", en: "Step"),
                    Bilingual(vi: "Đơn vị", en: "Tenants"), Bilingual(vi: "Những ngày", en: "Days"),
                    Bilingual(vi: "Lý do", en: "Reason"), Bilingual(vi: "Người làm", en: "By"),
                ],
                steps.map { step in
                    [
                        .text(step.at.vietnameseMinute), .words(step.state.name),
                        .text(step.allocation.tenants.joined(separator: ", ")),
                        .text(FairText.days(step.allocation.days)), .text(step.reason), .text(step.actor),
                    ]
                })
        ]
        return page
    }
}

extension PlanColoring {
    fileprivate var name: Bilingual {
        switch self {
        case .state: Bilingual(vi: "tình trạng", en: "state")
        case .province: Bilingual(vi: "tỉnh", en: "province")
        }
    }
}

extension FairDays {
    fileprivate var all: [Day] {
        var days = [first]
        while let day = days.last, day < last { days.append(day.adding(days: 1)) }
        return days
    }
}

extension BoothAllocationRecord {
    func covers(_ day: Day) -> Bool { days.first <= day && day <= days.last }

    /// Where it stands, with the last day of a hold.
    func standing(on day: Day) -> Bilingual {
        guard state == .held else { return state.name }
        return isExpired(on: day)
            ? Bilingual(
                vi: "hết hạn giữ chỗ từ sau ngày \(heldUntil.vietnamese)",
                en: "held until \(heldUntil.vietnamese), run out")
            : Bilingual(
                vi: "giữ chỗ đến hết ngày \(heldUntil.vietnamese)", en: "held until \(heldUntil.vietnamese)")
    }
}

/// Every booth with those who have it, a row for each on its days.
private struct BoothTable {
    private(set) var rows: [[DeskPage.Value]] = []
    private(set) var anchors: [String] = []
    private let desk: DeskFair
    private let own: Set<Int64>

    init(_ desk: DeskFair, _ plan: DeskPlan, own: Set<Int64>) {
        self.desk = desk
        self.own = own
        for standing in plan.standings {
            let anchor = plan.anchors[standing.booth.id] ?? ""
            if standing.allocations.isEmpty {
                add(standing.booth.booth, nil, anchor)
            } else {
                for (place, allocation) in standing.allocations.enumerated() {
                    add(standing.booth.booth, allocation, place == 0 ? anchor : "")
                }
            }
        }
    }

    var table: DeskPage.Table {
        .init(
            Bilingual(vi: "Từng gian", en: "Booth by booth"),
            empty: Bilingual(
                vi: "Chưa có sơ đồ. Nhập tệp sơ đồ, hoặc vẽ theo dãy và lối đi.",
                en: "There is no plan yet: import a file, or draw rows and aisles."),
            [
                Bilingual(vi: "Gian", en: "Booth"), Bilingual(vi: "Khu", en: "Zone"),
                Bilingual(vi: "Kích thước (m)", en: "Size (m)"),
                Bilingual(vi: "Giá thuê (đồng)", en: "Rent (VND)"),
                Bilingual(vi: "Tình trạng", en: "State"), Bilingual(vi: "Đơn vị", en: "Tenants"),
                Bilingual(vi: "Tỉnh", en: "Province"), Bilingual(vi: "Những ngày", en: "Days"),
                Bilingual(vi: "Việc", en: "Do"),
            ], rows, anchors: anchors)
    }

    private mutating func add(_ booth: Booth, _ allocation: BoothAllocationRecord?, _ anchor: String) {
        let side = booth.rectangle
        anchors.append(anchor)
        rows.append([
            .text(booth.code.text), .text(booth.zone),
            .text(
                "\(side.width.vietnamese) × \(side.depth.vietnamese)" + (booth.isCorner ? ", góc" : "")),
            .text(FairText.money(booth.price)),
            .words(allocation?.standing(on: desk.today) ?? Bilingual(vi: "còn trống", en: "free")),
            .text(allocation?.tenants.joined(separator: ", ")), .text(allocation?.provinceName),
            .text(allocation.map { $0.days == desk.fair.days ? "" : FairText.days($0.days) }),
            .links(links(booth, allocation)),
        ])
    }

    private func links(_ booth: Booth, _ allocation: BoothAllocationRecord?) -> [DeskPage.Link] {
        let code = PercentCoding.encoded(booth.code.text)
        var links: [DeskPage.Link] = []
        if let allocation {
            links += BoothActs.links(to: allocation, desk, isOwn: own.contains(allocation.id))
        } else if desk.fair.state == .open {
            links += desk.link("hold?booth=\(code)", for: .boothHold, "Giữ chỗ", "Hold")
        }
        return links + [.init("\(desk.address)/plan/history?booth=\(code)", "Lịch sử", "History")]
    }
}

private enum FairPlanForms {
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
