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
    fileprivate func money(_ amount: (BoothAllocationRecord) -> VND?) -> String {
        let known = compactMap(amount)
        return known.isEmpty
            ? "" : FairText.money(known.reduce(Int128(0)) { $0 + Int128($1.amount) })
    }

    /// What funds pay, and which.
    fileprivate var support: String {
        guard let funds = first?.funds else { return "" }
        return "\(money(\.support)) (\(funds.name.vi))"
    }

    /// Each booth with its money, in a table.
    fileprivate var table: DeskPage.Table {
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

/// Holding booths for somebody, whole or not at all: what it would cost is looked at before.
private enum HoldForm {
    @Sendable static func make(_ desk: DeskFair) async throws -> DeskForm {
        let last = min(desk.today.adding(days: 7), desk.fair.days.last)
        return DeskForm(
            title: Bilingual(vi: "Giữ chỗ", en: "Hold booths"),
            lead: [
                Bilingual(
                    vi:
                        "Nhiều gian phải liền nhau, được cả hoặc không gian nào. Trang sau cho xem tiền thuê và phần hỗ trợ trước khi giữ.",
                    en:
                        "Several booths must be adjacent, and are given together or not at all. The next page shows rents and support first."
                )
            ],
            values: [
                "booth": desk.asked("booth") ?? "", "kind": BoothTenant.Kind.establishment.rawValue,
                "until": last.vietnamese,
            ],
            fields: { filling in
                [
                    filling.line(
                        "booth", Bilingual(vi: "Mã gian hàng", en: "Booths"),
                        hint: Bilingual(vi: "Nhiều gian thì cách nhau: A01 A02.", en: "Several: A01 A02.")),
                    filling.few(
                        "kind", Bilingual(vi: "Giữ cho", en: "For"),
                        of: [BoothTenant.Kind.establishment, .department, .promotionCentre, .sponsor].map {
                            ($0.rawValue, Bilingual(vi: $0.name.vi.capitalizedFirst, en: $0.name.en))
                        }),
                    filling.area(
                        "tenant", Bilingual(vi: "Đơn vị", en: "Tenants"),
                        hint: Bilingual(
                            vi:
                                "Cơ sở thì ghi số (ở cuối địa chỉ trang cơ sở), đơn vị khác ghi tên. Nhiều đơn vị chung một gian thì mỗi đơn vị một dòng.",
                            en: "An establishment's number, or a name; a line for each who shares the booth.")
                    ),
                    filling.area(
                        "guests",
                        Bilingual(
                            vi: "Cơ sở cùng tham gia gian hàng chung", en: "Who shows in a common booth"),
                        hint: Bilingual(
                            vi: "Số của cơ sở, mỗi cơ sở một dòng; đơn vị ở trên chủ trì.",
                            en: "Numbers of establishments, one a line; the tenant above is the host."),
                        isOptional: true),
                    filling.day("until", Bilingual(vi: "Giữ đến hết ngày", en: "Held until")),
                    filling.line(
                        "province", Bilingual(vi: "Chỉ tiêu của tỉnh", en: "Province"),
                        hint: Bilingual(
                            vi: "Mã tỉnh, ví dụ 19; bỏ trống: gian của ban tổ chức.",
                            en: "Its code; empty: the organiser's own."), isOptional: true,
                        inputMode: "numeric"),
                    filling.list(
                        "group", Bilingual(vi: "Nhóm sản phẩm", en: "Product group"), of: FairText.groups,
                        isOptional: true),
                    filling.list(
                        "funds", Bilingual(vi: "Nguồn kinh phí hỗ trợ", en: "Funds"), of: FairText.funds,
                        isOptional: true),
                    filling.check(
                        "priority_area",
                        Bilingual(
                            vi: "Cơ sở thuộc địa bàn ưu tiên, được hỗ trợ cao hơn",
                            en: "In an area that gets more")),
                    filling.day("from", Bilingual(vi: "Từ ngày", en: "From"), isOptional: true),
                    filling.day("to", Bilingual(vi: "Đến ngày", en: "To"), isOptional: true),
                    filling.line(
                        "reason", Bilingual(vi: "Lý do, ghi chú", en: "Reason, note"),
                        hint: Bilingual(
                            vi: "Bắt buộc nếu có đăng ký đang chờ cũng nhận được gian này.",
                            en: "Needed where somebody on the waiting list could have the booth."),
                        isOptional: true),
                ]
            }, button: Bilingual(vi: "Xem trước", en: "Preview"), wayBack: "\(desk.address)/booths"
        ) { fields in
            let new = try hold(fields, desk)
            let isSure = fields["sure"] == "yes"
            do {
                let given = try await desk.registry.holdBooths(
                    new, as: desk.viewer, today: desk.today, dryRun: !isSure)
                if isSure { return .done("\(desk.address)/booths") }
                return .look(preview(given, fields, desk))
            } catch let refusal as Refusal {
                throw refusal.renamed([
                    "establishment": "tenant", "because": "reason", "days": "from",
                ])
            }
        }
    }

    private static let ids = [
        "booth", "kind", "tenant", "guests", "until", "province", "group", "funds", "priority_area", "from",
        "to", "reason",
    ]

    private static func preview(
        _ given: [BoothAllocationRecord], _ fields: FormFields, _ desk: DeskFair
    ) -> DeskPage {
        var page = desk.page(Bilingual(vi: "Giữ chỗ: xem trước", en: "The hold before it is made"))
        page.above.append(.init("\(desk.address)/booths", "Giữ chỗ và xác nhận", "Booths"))
        if let first = given.first {
            page.facts = [
                .init("Đơn vị", "Tenants", first.tenants.joined(separator: ", ")),
                .init("Những ngày", "Days", FairText.days(first.days)),
                .init("Giữ đến hết ngày", "Held until", first.heldUntil.vietnamese),
                .init("Chỉ tiêu", "Quota", first.provinceName ?? "của ban tổ chức"),
                .init("Nguồn kinh phí", "Funds", first.funds?.name.vi ?? "không có"),
            ]
        }
        page.tables = [given.table]
        page.forms = [
            .init(
                action: "\(desk.address)/hold",
                fields: fields.carried(["seen"] + ids, adding: ["sure": "yes"]),
                button: Bilingual(vi: "Giữ \(given.count) gian", en: "Hold"))
        ]
        return page
    }

    private static func hold(_ fields: FormFields, _ desk: DeskFair) throws -> NewBoothHold {
        var gathering = FormFields.Gathering()
        let kind = try gathering.value { try fields.choice("kind", BoothTenant.Kind.self) }
        let until = try gathering.value { try fields.day("until") }
        let from = try gathering.value { try fields.optionalDay("from") } ?? nil
        let to = try gathering.value { try fields.optionalDay("to") } ?? nil
        let funds = try gathering.value { try fields.optionalChoice("funds", FundingSource.self) } ?? nil
        let group = try gathering.value { try fields.productGroup("group") } ?? nil
        gathering.require(fields, "booth", "tenant")
        let tenants = try gathering.value { () throws -> BoothTenants in
            let guests = try fields.lines("guests").map { try tenant($0, .establishment, at: "guests") }
            let own = try fields.lines("tenant").map { try tenant($0, kind ?? .establishment, at: "tenant") }
            return try BoothTenants(own + guests, isCommon: !guests.isEmpty)
        }
        let days = try gathering.value { () throws -> FairDays in
            do throws(Violation) {
                return try FairDays(first: from ?? desk.fair.days.first, last: to ?? desk.fair.days.last)
            } catch { throw Refusal(error.inColumn("from")) }
        }
        try Refusal.throwIfAny(gathering.violations)
        guard let until, let tenants, let days else { throw Problem.noSuchPage }
        return NewBoothHold(
            fair: desk.id, booths: fields.codes("booth"), tenants: tenants, days: days, until: until,
            province: fields.text("province"), group: group, funds: funds,
            isPriorityArea: fields["priority_area"] == "yes", reason: fields.text("reason"))
    }

    private static func tenant(_ text: String, _ kind: BoothTenant.Kind, at field: String) throws(Refusal)
        -> BoothTenant
    {
        do throws(Violation) {
            let name = try Text.nonEmptyLine(text, limit: TextLimit.name)
            switch kind {
            case .department: return .department(name)
            case .promotionCentre: return .promotionCentre(name)
            case .sponsor: return .sponsor(name)
            case .establishment:
                if let id = Int64(name), id > 0 { return .establishment(id) }
                throw Violation(
                    "establishment-number",
                    vi: "\(Text.quoted(name)) không phải là số của cơ sở",
                    en: "\(Text.quoted(name)) is no number of an establishment")
            }
        } catch { throw Refusal(error.inColumn(field)) }
    }
}

extension FormFields {
    /// What was typed in an area, a line each, empty ones left out.
    func lines(_ name: String) -> [String] {
        self[name].split(whereSeparator: \.isNewline).map(String.init).filter {
            $0.contains { !$0.isWhitespace }
        }
    }

    func productGroup(_ name: String) throws(Refusal) -> ProductGroupID? {
        guard let text = text(name) else { return nil }
        do throws(Violation) { return try ProductGroupID(ofLaw: text) } catch {
            throw Refusal(error.inColumn(name))
        }
    }
}

extension Refusal {
    /// The same at the fields of a form that calls some columns otherwise.
    func renamed(_ columns: [String: String]) -> Refusal {
        let placed = violations.map { violation in
            violation.place.column.flatMap { columns[$0] }.map { violation.inColumn($0) } ?? violation
        }
        return Refusal(placed[0], Array(placed.dropFirst()))
    }
}

/// What becomes of booths that were given: every act is on all that were given together.
struct BoothActs {
    private let desk: DeskFair
    private let group: [BoothAllocationRecord]
    private let first: BoothAllocationRecord

    /// Opens the allocation that the address names, for those who may do this with it.
    init(_ desk: DeskFair, _ action: Action) async throws {
        self.desk = desk
        let standing = try await desk.registry.boothGroup(
            try desk.number("allocation"), atFair: desk.id, as: desk.viewer)
        if !standing.may(action) { throw Problem.notPermittedAtFair(action) }
        group = standing.allocations
        first = group[0]
    }

    /// What can be done with an allocation as it stands.
    static func links(
        to allocation: BoothAllocationRecord, _ desk: DeskFair, isOwn: Bool
    ) -> [DeskPage.Link] {
        guard isOwn else { return [] }
        let address = "booths/\(allocation.id)"
        var links: [DeskPage.Link] = []
        if desk.fair.state == .open, !allocation.isExpired(on: desk.today) {
            if allocation.state == .held {
                links += desk.link("\(address)/confirm", for: .boothConfirm, "Xác nhận", "Confirm")
            }
            links +=
                desk.link("\(address)/move", for: .boothMove, "Chuyển gian", "Move")
                + desk.link("\(address)/swap", for: .boothSwap, "Đổi chỗ", "Swap")
                + desk.link("\(address)/release", for: .boothRelease, "Trả chỗ", "Release")
        }
        if allocation.state == .confirmed, [.open, .closed].contains(desk.fair.state),
            allocation.days.first <= desk.today
        {
            links += desk.link("\(address)/no-show", for: .boothNoShow, "Không đến", "No-show")
        }
        return links
    }

    private var wayBack: String { "\(desk.address)/booths" }

    /// Whom and what it is about.
    private var lead: [Bilingual] {
        let codes = group.map(\.booth).joined(separator: ", ")
        return [
            Bilingual(
                vi:
                    "Gian \(codes), \(first.tenants.joined(separator: ", ")): \(first.standing(on: desk.today).vi), \(first.days.text.vi).",
                en: "\(first.standing(on: desk.today).en.capitalizedFirst), \(first.days.text.en).")
        ]
            + (group.count > 1
                ? [
                    Bilingual(
                        vi: "\(group.count) gian được giao cùng nhau, đi cùng nhau.",
                        en: "These \(group.count) booths were given together and stay together.")
                ] : [])
    }

    private static func reason(_ filling: FormFilling, isOptional: Bool = false) -> FormField {
        filling.line("reason", Bilingual(vi: "Lý do", en: "Reason"), isOptional: isOptional)
    }

    var confirm: DeskForm {
        let rents = group.map(\.price).contains(nil)
        return DeskForm(
            title: Bilingual(vi: "Xác nhận gian hàng", en: "Confirm"),
            lead: lead + [
                Bilingual(
                    vi: rents
                        ? "Có gian chưa có giá thuê: chưa lập được hợp đồng."
                        : "Giá thuê \(group.money(\.price)) đồng, hỗ trợ \(group.support.isEmpty ? "không có" : group.support).",
                    en: "")
            ], fields: { [Self.reason($0, isOptional: true)] },
            button: Bilingual(vi: "Xác nhận", en: "Confirm"), wayBack: wayBack
        ) { [desk, first, wayBack] fields in
            _ = try await desk.registry.confirmBooths(
                first.id, because: fields.text("reason"), as: desk.viewer, today: desk.today)
            return .done(wayBack)
        }
    }

    var release: DeskForm {
        DeskForm(
            title: Bilingual(vi: "Trả chỗ", en: "Release"),
            lead: lead + [
                Bilingual(
                    vi:
                        "Gian được trả là gian trống, giao được cho người chờ. Không rút lại được; muốn có lại phải giữ chỗ lại.",
                    en: "The booths are free then, for those who wait. It cannot be undone.")
            ], fields: { [Self.reason($0)] }, button: Bilingual(vi: "Trả chỗ", en: "Release"),
            wayBack: wayBack
        ) { [desk, first, wayBack] fields in
            _ = try await desk.registry.releaseBooths(
                first.id, because: fields["reason"], as: desk.viewer, today: desk.today)
            return .done(wayBack)
        }
    }

    var noShow: DeskForm {
        DeskForm(
            title: Bilingual(vi: "Ghi nhận không đến", en: "Record a no-show"),
            lead: lead + [
                Bilingual(
                    vi: "Đơn vị đã xác nhận mà không đến; ghi lại thì không rút được.",
                    en: "They confirmed and did not turn up; it cannot be undone.")
            ], fields: { [Self.reason($0, isOptional: true)] },
            button: Bilingual(vi: "Ghi không đến", en: "Record"), wayBack: wayBack
        ) { [desk, first, wayBack] fields in
            _ = try await desk.registry.recordNoShow(
                first.id, because: fields.text("reason"), as: desk.viewer, today: desk.today)
            return .done(wayBack)
        }
    }

    func move() async throws -> DeskForm {
        let standings = try await desk.registry.boothStandings(
            ofFair: desk.id, on: desk.today, as: desk.viewer)
        let free = standings.filter { standing in
            !standing.allocations.contains {
                $0.days.first <= first.days.last && first.days.first <= $0.days.last
            }
        }.map(\.booth.booth.code.text)
        let most = 60
        return DeskForm(
            title: Bilingual(vi: "Chuyển sang gian khác", en: "Move"),
            lead: lead + [
                Bilingual(
                    vi: free.isEmpty
                        ? "Không còn gian trống nào trong những ngày này."
                        : "Gian trống trong những ngày này: \(free.prefix(most).joined(separator: ", "))\(free.count > most ? ", …" : "").",
                    en: "Free on these days, as listed.")
            ],
            fields: { filling in
                [
                    filling.line(
                        "booth", Bilingual(vi: "Gian mới", en: "New booths"),
                        hint: Bilingual(
                            vi: "Đủ \(group.count) gian, liền nhau nếu nhiều gian.",
                            en: "\(group.count) booths, adjacent.")), Self.reason(filling),
                ]
            }, button: Bilingual(vi: "Chuyển gian", en: "Move"), wayBack: wayBack
        ) { [desk, first, wayBack] fields in
            _ = try await desk.registry.moveBooths(
                first.id, to: fields.codes("booth"), because: fields["reason"], as: desk.viewer,
                today: desk.today)
            return .done(wayBack)
        }
    }

    func swap() async throws -> DeskForm {
        let standings = try await desk.registry.boothStandings(
            ofFair: desk.id, on: desk.today, as: desk.viewer)
        let own = try await desk.registry.boothAllocations(
            ofFair: desk.id, for: .boothSwap, as: desk.viewer)
        let others = Dictionary(grouping: standings.flatMap(\.allocations), by: \.groupID).values.filter {
            $0[0].groupID != first.groupID && $0.count == group.count && own.contains($0[0].id)
        }.sorted { $0[0].id < $1[0].id }
        return DeskForm(
            title: Bilingual(vi: "Đổi chỗ với đơn vị khác", en: "Swap"), lead: lead,
            fields: { filling in
                [
                    filling.list(
                        "other", Bilingual(vi: "Đổi với", en: "With"),
                        of: others.map { other in
                            let codes = other.map(\.booth).joined(separator: ", ")
                            return (
                                String(other[0].id),
                                Bilingual(
                                    vi: "\(codes) – \(other[0].tenants.joined(separator: ", "))", en: "")
                            )
                        },
                        hint: Bilingual(
                            vi: "Những đơn vị có cùng số gian.", en: "Those with as many booths.")),
                    Self.reason(filling),
                ]
            }, button: Bilingual(vi: "Đổi chỗ", en: "Swap"), wayBack: wayBack
        ) { [desk, first, wayBack] fields in
            let other = try fields.number("other")
            _ = try await desk.registry.swapBooths(
                first.id, with: Int64(other), because: fields["reason"], as: desk.viewer, today: desk.today)
            return .done(wayBack)
        }
    }
}
