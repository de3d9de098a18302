import Hummingbird
import Registry
import RuralIndustry

extension Site {
    /// Who holds and has confirmed booths, giving booths outside a sharing out, and every step of an allocation.
    func addFairBooths(to router: Router<SiteContext>) {
        router.fairPage(self, "booths") { desk in try await FairBoothsPage(desk).page }
        router.fairForm(self, "hold", for: .boothHold, HoldForm.make)
        router.fairForm(self, "booths/{allocation}/confirm", for: .boothConfirm) { desk in
            try await BoothActs(desk, .boothConfirm).confirm
        }
        router.fairForm(self, "booths/{allocation}/release", for: .boothRelease) { desk in
            try await BoothActs(desk, .boothRelease).release
        }
        router.fairForm(self, "booths/{allocation}/move", for: .boothMove) { desk in
            try await BoothActs(desk, .boothMove).move()
        }
        router.fairForm(self, "booths/{allocation}/swap", for: .boothSwap) { desk in
            try await BoothActs(desk, .boothSwap).swap()
        }
        router.fairForm(self, "booths/{allocation}/no-show", for: .boothNoShow) { desk in
            try await BoothActs(desk, .boothNoShow).noShow
        }
    }
}

private struct FairBoothsPage {
    let page: DeskPage

    init(_ desk: DeskFair) async throws {
        let wish = desk.asked("state").flatMap(Wish.init(rawValue:)) ?? .all
        let standings = try await desk.registry.boothStandings(
            ofFair: desk.id, on: desk.today, as: desk.viewer)
        let own = try await desk.registry.boothAllocations(
            ofFair: desk.id, for: .boothConfirm, as: desk.viewer)
        let groups = Dictionary(grouping: standings.flatMap(\.allocations)) {
            "\($0.groupID)/\($0.state.rawValue)"
        }
        .values.map { $0.sorted { $0.id < $1.id } }.filter { wish.covers($0[0]) }.sorted {
            Self.order($0[0]) < Self.order($1[0])
        }
        var page = desk.page(Bilingual(vi: "Giữ chỗ và xác nhận", en: "Holds and confirmations"))
        page.facts = [
            .init("Đã xác nhận", "Confirmed", "\(desk.fair.confirmed) gian"),
            .init("Giữ chỗ", "Held", "\(desk.standing.held) gian"),
            .init("Hết hạn giữ chỗ", "Holds run out", "\(desk.standing.expired) gian"),
        ]
        if let deadline = desk.standing.firstDeadline {
            page.facts.append(.init("Hạn giữ chỗ sớm nhất", "First deadline", deadline.vietnamese))
        }
        if desk.fair.state == .open {
            page.actions = desk.link("hold", for: .boothHold, "Giữ chỗ", "Hold booths")
        }
        page.actions.append(.init("\(desk.address)/plan", "Sơ đồ", "Plan"))
        page.filters = [
            .init(
                label: Bilingual(vi: "Tình trạng", en: "State"),
                choices: Wish.allCases.map {
                    .init(
                        address: "\(desk.address)/booths?state=\($0.rawValue)", name: $0.name,
                        isHere: $0 == wish)
                })
        ]
        page.tables = [
            .init(
                Bilingual(vi: "Gian đã giao", en: "Booths given"),
                empty: Bilingual(vi: "Không có gian nào.", en: "None."),
                [
                    Bilingual(vi: "Gian", en: "Booths"), Bilingual(vi: "Đơn vị", en: "Tenants"),
                    Bilingual(vi: "Tình trạng", en: "State"), Bilingual(vi: "Tỉnh", en: "Province"),
                    Bilingual(vi: "Nhóm", en: "Group"), Bilingual(vi: "Những ngày", en: "Days"),
                    Bilingual(vi: "Giá thuê (đồng)", en: "Rent (VND)"),
                    Bilingual(vi: "Hỗ trợ (đồng)", en: "Paid by funds (VND)"),
                    Bilingual(vi: "Việc", en: "Do"),
                ],
                groups.map { group in
                    let first = group[0]
                    return [
                        .text(group.map(\.booth).joined(separator: ", ")),
                        .text(first.tenants.joined(separator: ", ")), .words(first.standing(on: desk.today)),
                        .text(first.provinceName), .text(first.productGroup.fairName),
                        .text(FairText.days(first.days)), .text(group.money(\.price)),
                        .text(group.support),
                        .links(BoothActs.links(to: first, desk, isOwn: own.contains(first.id))),
                    ]
                })
        ]
        self.page = page
    }

    /// What waits first: holds by their last day, then what is confirmed.
    private static func order(_ allocation: BoothAllocationRecord) -> (Int, Day, Int64) {
        (allocation.state == .held ? 0 : 1, allocation.heldUntil, allocation.id)
    }

    private enum Wish: String, CaseIterable {
        case all, held, confirmed

        var name: Bilingual {
            switch self {
            case .all: Bilingual(vi: "Tất cả", en: "All")
            case .held: Bilingual(vi: "Chờ xác nhận", en: "To be confirmed")
            case .confirmed: Bilingual(vi: "Đã xác nhận", en: "Confirmed")
            }
        }

        func covers(_ allocation: BoothAllocationRecord) -> Bool {
            switch self {
            case .all: true
            case .held: allocation.state == .held
            case .confirmed: allocation.state == .confirmed
            }
        }
    }
}

extension [BoothAllocationRecord] {
    /// The sum of an amount, empty where none of them has one.
    func money(_ amount: (BoothAllocationRecord) -> VND?) -> String {
        let known = compactMap(amount)
        return known.isEmpty
            ? "" : FairText.money(known.reduce(Int128(0)) { $0 + Int128($1.amount) })
    }

    /// What funds pay, and which.
    var support: String {
        guard let funds = first?.funds else { return "" }
        return "\(money(\.support)) (\(funds.name.vi))"
    }

    /// Each booth with its money, in a table.
    var table: DeskPage.Table {
        .init(
            Bilingual(vi: "Gian hàng và tiền thuê", en: "Booths and rents"),
            empty: Bilingual(vi: "", en: ""),
            [
                Bilingual(vi: "Gian", en: "Booth"), Bilingual(vi: "Giá thuê (đồng)", en: "Rent (VND)"),
                Bilingual(vi: "Kinh phí hỗ trợ (đồng)", en: "Paid by funds (VND)"),
                Bilingual(vi: "Bên thuê trả (đồng)", en: "Paid by tenants (VND)"),
            ],
            map { allocation in
                [
                    .text(allocation.booth), .text(FairText.money(allocation.price)),
                    .text(FairText.money(allocation.support)), .text(FairText.money(allocation.tenantsPart)),
                ]
            })
    }
}
