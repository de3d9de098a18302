import Registry
import RuralIndustry

/// Holding booths for somebody, whole or not at all: what it would cost is looked at before.
enum HoldForm {
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
