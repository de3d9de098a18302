import Registry
import RuralIndustry

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
