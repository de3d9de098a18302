import Hummingbird
import Registry
import RuralIndustry

extension Site {
    /// Who waits for booths, and giving them what is free.
    func addFairWaiting(to router: Router<SiteContext>) {
        router.fairPage(self, "waiting") { desk in try await WaitingPage(desk).page }
        router.fairForm(self, "waiting/offer", for: .fairWaiting, WaitingForms.offer)
        router.fairForm(self, "waiting/{request}/move", for: .fairWaiting, WaitingForms.move)
    }
}

private struct WaitingPage {
    let page: DeskPage

    init(_ desk: DeskFair) async throws {
        let places =
            desk.standing.terms == nil
            ? [] : try await desk.registry.waitingList(ofFair: desk.id, on: desk.today, as: desk.viewer)
        var page = desk.page(Bilingual(vi: "Danh sách chờ", en: "Waiting list"))
        page.lead = [
            Bilingual(
                vi:
                    "Cột “Nhận được” là gian trống mà đăng ký nhận được lúc này nếu không ai đứng trước; gian được giao cho người đầu tiên nhận được.",
                en:
                    "“Fits” is what a request could be given now if nobody stood before it; booths go to the first whom some fit."
            )
        ]
        if desk.fair.state == .open, places.contains(where: { !$0.booths.isEmpty }) {
            page.actions = desk.link(
                "waiting/offer", for: .fairWaiting, "Giao gian trống", "Give free booths")
        }
        page.tables = [
            .init(
                Bilingual(vi: "Theo thứ tự chờ", en: "In their order"),
                empty: Bilingual(vi: "Không có ai chờ.", en: "Nobody waits."),
                [
                    Bilingual(vi: "Thứ tự", en: "Place"), Bilingual(vi: "Đơn vị", en: "Tenant"),
                    Bilingual(vi: "Tỉnh", en: "Province"), Bilingual(vi: "Còn thiếu", en: "Missing"),
                    Bilingual(vi: "Nhận được", en: "Fits"), Bilingual(vi: "Vướng mắc", en: "In the way"),
                    Bilingual(vi: "Việc", en: "Do"),
                ],
                places.map { place in
                    let request = place.request
                    return [
                        .text(request.waitingPosition.map { String($0) }),
                        .link("\(desk.address)/requests/\(request.id)", request.tenantName),
                        .text(request.provinceName), .text("\(request.missing) gian"),
                        .text(place.booths.joined(separator: ", ")),
                        .words(
                            Bilingual(
                                vi: place.hindrances.map(\.vi).joined(separator: "; "),
                                en: place.hindrances.map(\.en).joined(separator: "; "))),
                        .links(Self.links(desk, place)),
                    ]
                })
        ]
        self.page = page
    }

    private static func links(_ desk: DeskFair, _ place: WaitingPlace) -> [DeskPage.Link] {
        guard desk.fair.state == .open else { return [] }
        let id = place.request.id
        let offer =
            place.booths.isEmpty
            ? [] : desk.link("waiting/offer?to=\(id)", for: .fairWaiting, "Giao", "Give")
        return offer + desk.link("waiting/\(id)/move", for: .fairWaiting, "Đổi thứ tự", "Move")
    }
}

private enum WaitingForms {
    private static let ids = ["booth", "to", "until", "reason"]

    @Sendable static func offer(_ desk: DeskFair) async throws -> DeskForm {
        let places =
            desk.standing.terms == nil
            ? [] : try await desk.registry.waitingList(ofFair: desk.id, on: desk.today, as: desk.viewer)
        let last = min(desk.today.adding(days: 7), desk.fair.days.last)
        return DeskForm(
            title: Bilingual(vi: "Giao gian trống cho người chờ", en: "Give free booths to who waits"),
            lead: [
                Bilingual(
                    vi:
                        "Không chọn đăng ký nào thì gian được giữ cho đăng ký chờ đầu tiên nhận được. Giao vượt thứ tự phải nêu lý do, lý do được ghi với mọi đăng ký bị vượt.",
                    en:
                        "Unless one is chosen, booths are held for the first whom some fit. Passing somebody over needs a reason, which is kept with them."
                )
            ],
            values: ["to": desk.asked("to") ?? "", "until": last.vietnamese],
            fields: { filling in
                [
                    filling.list(
                        "to", Bilingual(vi: "Giao cho", en: "To"),
                        of: places.map { place in
                            let request = place.request
                            return (
                                String(request.id),
                                Bilingual(
                                    vi:
                                        "\(request.waitingPosition.map { "\($0). " } ?? "")\(request.tenantName)"
                                        + (place.booths.isEmpty
                                            ? " – không gian nào hợp"
                                            : " – \(place.booths.joined(separator: ", "))"),
                                    en: "")
                            )
                        },
                        hint: Bilingual(vi: "Bỏ trống: theo thứ tự chờ.", en: "Empty: by their order."),
                        isOptional: true),
                    filling.line(
                        "booth", Bilingual(vi: "Chỉ giao các gian", en: "Only these booths"),
                        hint: Bilingual(vi: "Bỏ trống: mọi gian trống.", en: "Empty: all that are free."),
                        isOptional: true),
                    filling.day("until", Bilingual(vi: "Giữ đến hết ngày", en: "Held until")),
                    filling.line("reason", Bilingual(vi: "Lý do", en: "Reason"), isOptional: true),
                ]
            }, button: Bilingual(vi: "Xem trước", en: "Preview"), wayBack: "\(desk.address)/waiting"
        ) { fields in
            let until = try fields.day("until")
            let chosen = try fields.optionalNumber("to")
            let isSure = fields["sure"] == "yes"
            do {
                let offer = try await desk.registry.offerBooths(
                    fields.codes("booth"), fair: desk.id, to: chosen.map { Int64($0) }, until: until,
                    because: fields.text("reason"), as: desk.viewer, today: desk.today, dryRun: !isSure)
                if isSure { return .done("\(desk.address)/booths") }
                var page = desk.page(Bilingual(vi: "Giao gian trống: xem trước", en: "Before it is given"))
                page.above.append(.init("\(desk.address)/waiting", "Danh sách chờ", "Waiting list"))
                page.facts = [
                    .init("Đơn vị", "Tenant", offer.request.tenantName),
                    .init("Gian", "Booths", offer.allocations.map(\.booth).joined(separator: ", ")),
                    .init("Giữ đến hết ngày", "Held until", until.vietnamese),
                    .init("Sau đó", "Then", offer.request.standing.vi),
                ]
                var carried = fields
                carried = carried.with("to", String(offer.request.id))
                page.forms = [
                    .init(
                        action: "\(desk.address)/waiting/offer",
                        fields: carried.carried(["seen"] + ids, adding: ["sure": "yes"]),
                        button: Bilingual(vi: "Giữ chỗ cho đơn vị này", en: "Hold them"))
                ]
                return .look(page)
            } catch let refusal as Refusal { throw refusal.renamed(["because": "reason"]) }
        }
    }

    @Sendable static func move(_ desk: DeskFair) async throws -> DeskForm {
        let standing = try await desk.registry.boothRequest(
            try desk.number("request"), atFair: desk.id, as: desk.viewer)
        let request = standing.request
        return DeskForm(
            title: Bilingual(vi: "Đổi thứ tự chờ", en: "Move in the waiting list"),
            lead: [
                Bilingual(
                    vi:
                        "Đăng ký \(request.id), \(request.tenantName): \(request.standing.vi). Lý do được ghi với mọi đăng ký đổi chỗ.",
                    en: "The reason is kept with everybody whose place changes.")
            ],
            fields: { filling in
                [
                    filling.line(
                        "position", Bilingual(vi: "Thứ tự mới", en: "New place"), inputMode: "numeric"),
                    filling.line("reason", Bilingual(vi: "Lý do", en: "Reason")),
                ]
            }, button: Bilingual(vi: "Đổi thứ tự", en: "Move"), wayBack: "\(desk.address)/waiting"
        ) { fields in
            _ = try await desk.registry.moveWaiting(
                request.id, to: try fields.number("position"), because: fields["reason"], as: desk.viewer)
            return .done("\(desk.address)/waiting")
        }
    }
}
