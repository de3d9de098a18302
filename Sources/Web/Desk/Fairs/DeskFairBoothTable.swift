import Registry
import RuralIndustry

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
struct BoothTable {
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
