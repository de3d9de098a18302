import Hummingbird
import Registry
import RuralIndustry

extension Site {
    /// Who asks for booths: filed at the desk or from a file, refused and withdrawn.
    func addFairRequests(to router: Router<SiteContext>) {
        router.fairPage(self, "requests") { desk in try await FairRequestsPage(desk).page }
        router.fairPage(self, "requests/{request}") { desk in try await FairRequestsPage.one(desk) }
        router.fairForm(self, "requests/new", for: .boothRequest, RequestForms.one)
        router.fairForm(self, "requests/import", for: .boothRequest, RequestForms.file)
        router.fairForm(self, "requests/{request}/refuse", for: .boothRequestRefuse) { desk in
            try await RequestForms.end(desk, .boothRequestRefuse)
        }
        router.fairForm(self, "requests/{request}/withdraw", for: .boothRequest) { desk in
            try await RequestForms.end(desk, .boothRequest)
        }
    }
}

private struct FairRequestsPage {
    let page: DeskPage

    private static let pageSize = 100

    init(_ desk: DeskFair) async throws {
        let state = desk.asked("state").flatMap(BoothRequestState.init(rawValue:))
        let after = desk.asked("after").flatMap { Int64($0) } ?? 0
        let all = try await desk.registry.boothRequests(ofFair: desk.id, in: state, as: desk.viewer)
        let rest = all.filter { $0.id > after }
        let shown = rest.prefix(Self.pageSize)
        var page = desk.page(Bilingual(vi: "Đăng ký gian hàng", en: "Requests for booths"))
        if let terms = desk.standing.terms {
            page.facts = [.init("Nhận đăng ký đến hết ngày", "Taken until", terms.requestsUntil.vietnamese)]
        }
        for state in BoothRequestState.allCases {
            guard let count = desk.standing.requests[state] else { continue }
            page.facts.append(.init(state.name.vi.capitalizedFirst, state.name.en, count.grouped))
        }
        if [.planned, .open].contains(desk.fair.state) {
            page.actions =
                desk.link("requests/new", for: .boothRequest, "Nhận một đăng ký", "File a request")
                + desk.link("requests/import", for: .boothRequest, "Nhập từ tệp", "Import")
        }
        let list = "\(desk.address)/requests"
        page.filters = [
            .init(
                label: Bilingual(vi: "Tình trạng", en: "State"),
                choices: [
                    .init(address: list, name: Bilingual(vi: "Tất cả", en: "All"), isHere: state == nil)
                ]
                    + BoothRequestState.allCases.map {
                        .init(
                            address: "\(list)?state=\($0.rawValue)",
                            name: Bilingual(vi: $0.name.vi.capitalizedFirst, en: $0.name.en),
                            isHere: $0 == state)
                    })
        ]
        page.tables = [
            .init(
                Bilingual(vi: "\(all.count.grouped) đăng ký", en: all.count.counted("request")),
                empty: Bilingual(vi: "Không có đăng ký nào.", en: "None."),
                [
                    Bilingual(vi: "Số", en: "No."), Bilingual(vi: "Đơn vị", en: "Tenant"),
                    Bilingual(vi: "Xin", en: "Asked for"), Bilingual(vi: "Tỉnh", en: "Province"),
                    Bilingual(vi: "Nhóm", en: "Group"), Bilingual(vi: "Nộp ngày", en: "Filed on"),
                    Bilingual(vi: "Tình trạng", en: "State"), Bilingual(vi: "Được giao", en: "Given"),
                    Bilingual(vi: "Việc", en: "Do"),
                ],
                shown.map { request in
                    [
                        .link("\(list)/\(request.id)", String(request.id)), .text(request.tenantName),
                        .text(request.wish), .text(request.provinceName),
                        .text(request.productGroup.fairName), .text(request.filedOn.vietnamese),
                        .words(request.standing), .text(request.given.joined(separator: ", ")),
                        .links(request.state.isOpen ? Self.links(desk, request) : []),
                    ]
                })
        ]
        if rest.count > Self.pageSize, let last = shown.last {
            page.parts = [
                .init(
                    "\(list)?after=\(last.id)" + (state.map { "&state=\($0.rawValue)" } ?? ""),
                    "Các đăng ký tiếp theo", "More requests")
            ]
        }
        self.page = page
    }

    private static func links(_ desk: DeskFair, _ request: BoothRequestRecord) -> [DeskPage.Link] {
        let path = "requests/\(request.id)"
        return
            (request.state.next.contains(.refused)
            ? desk.link("\(path)/refuse", for: .boothRequestRefuse, "Từ chối", "Refuse") : [])
            + desk.link("\(path)/withdraw", for: .boothRequest, "Rút", "Withdraw")
    }

    static func one(_ desk: DeskFair) async throws -> DeskPage {
        let standing = try await desk.registry.boothRequest(
            try desk.number("request"), atFair: desk.id, as: desk.viewer)
        let request = standing.request
        var page = desk.page(
            Bilingual(vi: "Đăng ký \(request.id): \(request.tenantName)", en: "Request \(request.id)"))
        page.above.append(.init("\(desk.address)/requests", "Đăng ký gian hàng", "Requests"))
        let facts: [DeskPage.Fact] = [
            .init("Đơn vị", "Tenant", "\(request.tenantName) (\(request.tenant.kind.name.vi))"),
            .init("Xin", "Asked for", request.wish),
            .init("Những ngày", "Days", FairText.days(request.days)),
            .init("Chỉ tiêu", "Quota", request.provinceName ?? "của ban tổ chức"),
            .init("Nhóm sản phẩm", "Product group", request.productGroup.fairName),
            .init("Nguồn kinh phí", "Funds", request.funds?.name.vi ?? "không có"),
            .init("Nộp ngày", "Filed on", request.filedOn.vietnamese),
            .init("Tình trạng", "State", request.standing.vi),
            .init("Được giao", "Given", request.given.joined(separator: ", ")),
        ]
        page.facts = facts.filter { !$0.value.isEmpty }
        if let establishment = request.tenant.establishment {
            page.actions.append(
                .init(
                    "/desk/fairs/history?establishment=\(establishment)", "Gian hàng ở các hội chợ",
                    "Booths at all fairs"))
        }
        if request.state.isOpen {
            if request.state.next.contains(.refused), standing.may(.boothRequestRefuse) {
                page.actions.append(
                    .init("\(desk.address)/requests/\(request.id)/refuse", "Từ chối", "Refuse"))
            }
            if standing.may(.boothRequest) {
                page.actions.append(
                    .init("\(desk.address)/requests/\(request.id)/withdraw", "Ghi nhận rút", "Withdraw"))
            }
            if request.state.isWaiting, standing.may(.fairWaiting) {
                page.actions.append(
                    .init("\(desk.address)/waiting/\(request.id)/move", "Đổi thứ tự chờ", "Move in the list"))
            }
        }
        page.tables = [
            .init(
                Bilingual(vi: "Mọi bước, trước nhất trước", en: "Every step, the first first"),
                empty: Bilingual(vi: "", en: ""),
                [
                    Bilingual(vi: "Lúc", en: "At"), Bilingual(vi: "Tình trạng", en: "State"),
                    Bilingual(vi: "Thứ tự chờ", en: "Place"), Bilingual(vi: "Lý do", en: "Reason"),
                    Bilingual(vi: "Người làm", en: "By"),
                ],
                standing.steps.map { step in
                    [
                        .text(step.at.vietnameseMinute), .words(step.state.name),
                        .text(step.waitingPosition.map { String($0) }), .text(step.reason), .text(step.actor),
                    ]
                })
        ]
        return page
    }
}

extension BoothRequestRecord {
    /// What is asked for, in words.
    var wish: String {
        [
            "\(booths) gian" + (isAdjacent ? " liền kề" : ""),
            zones.isEmpty ? nil : zones.joined(separator: ", "),
            zones.isEmpty || takesOtherZones ? nil : "không nhận khu khác",
        ].compactMap(\.self).joined(separator: "; ")
    }

    /// Where it stands, with its place on the waiting list.
    var standing: Bilingual {
        guard let waitingPosition else { return state.name }
        return Bilingual(
            vi: "\(state.name.vi), thứ tự \(waitingPosition)",
            en: "\(state.name.en), place \(waitingPosition)")
    }
}

private enum RequestForms {
    @Sendable static func one(_ desk: DeskFair) async throws -> DeskForm {
        let list = "\(desk.address)/requests"
        return DeskForm(
            title: Bilingual(vi: "Nhận một đăng ký gian hàng", en: "File a request for booths"),
            lead: [
                Bilingual(
                    vi: "Ghi đúng một đơn vị: cơ sở bằng số hoặc mã số thuế, đơn vị khác bằng loại và tên.",
                    en:
                        "Name one tenant: an establishment by its number or tax code, others by kind and name."
                )
            ], values: ["filed_on": desk.today.vietnamese, "booths": "1", "other_zones": "yes"],
            fields: { filling in
                [
                    filling.line(
                        "establishment_id", Bilingual(vi: "Số của cơ sở", en: "Establishment"),
                        hint: Bilingual(
                            vi: "Số ở cuối địa chỉ trang cơ sở.",
                            en: "As at the end of the address of its page."),
                        isOptional: true, inputMode: "numeric"),
                    filling.line(
                        "establishment_tax_code", Bilingual(vi: "Mã số thuế của cơ sở", en: "Tax code"),
                        isOptional: true, inputMode: "numeric"),
                    filling.list(
                        "tenant_kind", Bilingual(vi: "Loại đơn vị khác", en: "Kind of another tenant"),
                        of: [BoothTenant.Kind.department, .promotionCentre, .sponsor].map {
                            ($0.rawValue, $0.name)
                        }, isOptional: true),
                    filling.line(
                        "tenant_name", Bilingual(vi: "Tên đơn vị khác", en: "Name of another tenant"),
                        isOptional: true),
                    filling.line(
                        "province_code", Bilingual(vi: "Chỉ tiêu của tỉnh", en: "Province"),
                        hint: Bilingual(
                            vi: "Mã tỉnh; bỏ trống: gian của ban tổ chức.",
                            en: "Its code; empty: the organiser's own."), isOptional: true,
                        inputMode: "numeric"),
                    filling.line("booths", Bilingual(vi: "Số gian", en: "Booths"), inputMode: "numeric"),
                    filling.check(
                        "adjacent", Bilingual(vi: "Các gian phải liền kề", en: "They must be side by side")),
                    filling.area(
                        "zones", Bilingual(vi: "Khu mong muốn", en: "Zones wished for"),
                        hint: Bilingual(
                            vi: "Mỗi khu một dòng, thích nhất trước.",
                            en: "One a line, the most wanted first."),
                        isOptional: true),
                    filling.check("other_zones", Bilingual(vi: "Nhận cả khu khác", en: "Takes other zones")),
                    filling.list(
                        "group", Bilingual(vi: "Nhóm sản phẩm", en: "Product group"), of: FairText.groups,
                        isOptional: true),
                    filling.list(
                        "funds", Bilingual(vi: "Nguồn kinh phí", en: "Funds"), of: FairText.funds,
                        isOptional: true),
                    filling.day("from_date", Bilingual(vi: "Từ ngày", en: "From"), isOptional: true),
                    filling.day("to_date", Bilingual(vi: "Đến ngày", en: "To"), isOptional: true),
                    filling.day("filed_on", Bilingual(vi: "Ngày nộp", en: "Filed on")),
                ]
            }, button: Bilingual(vi: "Nhận đăng ký", en: "File"), wayBack: list
        ) { fields in
            let named = ["establishment_id", "establishment_tax_code", "tenant_name"].filter {
                fields.text($0) != nil
            }
            if named.count != 1 {
                throw Refusal(
                    Violation(
                        "booth-request-tenant",
                        vi: "hãy ghi đúng một đơn vị: số của cơ sở, mã số thuế, hoặc tên của đơn vị khác",
                        en: "name just one tenant: an establishment's number or tax code, or another's name",
                        at: Place(column: named.first ?? "establishment_id")))
            }
            var texts = Fields<BoothRequestColumn>()
            for column in BoothRequestColumn.allCases { texts[column] = fields.text(column.name) }
            texts[.zones] = fields.lines("zones").joined(separator: "|")
            for column in [BoothRequestColumn.adjacent, .otherZones] {
                texts[column] = fields[column.name] == "yes" ? "yes" : "no"
            }
            try await desk.registry.fileBoothRequest(
                texts, fair: desk.id, as: desk.viewer, today: desk.today)
            return .done(list)
        }
    }

    /// Every row is looked at before any is taken.
    @Sendable static func file(_ desk: DeskFair) async throws -> DeskForm {
        @Sendable func requests(_ received: ReceivedRecords) throws -> RecordFile<BoothRequestColumn> {
            try RecordFile.read(received: received.bytes, name: received.name)
        }
        let address = "\(desk.address)/requests/import"
        var form = FairFileForm(
            title: Bilingual(vi: "Nhập đăng ký từ tệp", en: "Import requests"),
            columns: BoothRequestColumn.names, address: address, wayBack: "\(desk.address)/requests"
        ) { received in
            let preview = try await desk.registry.previewBoothRequests(
                try requests(received), fair: desk.id, as: desk.viewer, today: desk.today)
            var page = desk.page(Bilingual(vi: "Xem trước: \(received.name)", en: "Preview"))
            page.above.append(.init("\(desk.address)/requests", "Đăng ký gian hàng", "Requests"))
            page.show(preview)
            return page
        } take: { received in
            _ = try await desk.registry.importBoothRequests(
                try requests(received), fair: desk.id, as: desk.viewer, today: desk.today)
        }
        form.lead = [
            Bilingual(
                vi: "Nhận tất cả hoặc không nhận dòng nào; đăng ký đã có và giống hệt thì giữ nguyên.",
                en: "All rows are taken or none; a request that is there already just so stays as it is.")
        ]
        return form.form
    }

    /// Refusing in the organiser's name, or taking it back at its tenant's wish.
    static func end(_ desk: DeskFair, _ action: Action) async throws -> DeskForm {
        let standing = try await desk.registry.boothRequest(
            try desk.number("request"), atFair: desk.id, as: desk.viewer)
        if !standing.may(action) { throw Problem.notPermittedAtFair(action) }
        let request = standing.request
        let isRefusal = action == .boothRequestRefuse
        let title =
            isRefusal
            ? Bilingual(vi: "Từ chối đăng ký", en: "Refuse the request")
            : Bilingual(vi: "Ghi nhận rút đăng ký", en: "Record that it was withdrawn")
        let list = "\(desk.address)/requests"
        return DeskForm(
            title: title,
            lead: [
                Bilingual(
                    vi:
                        "Đăng ký \(request.id), \(request.tenantName): \(request.wish); \(request.standing.vi).",
                    en: "Request \(request.id), \(request.standing.en)."),
                request.state == .partlyGiven
                    ? Bilingual(
                        vi: "Đơn vị giữ phần gian đã được giao và không chờ thêm.",
                        en: "They keep what they were given and wait no longer.")
                    : Bilingual(
                        vi: "Đơn vị thấy lý do này ở trang của mình. Không rút lại được.",
                        en: "They read this reason on their page. It cannot be undone."),
            ],
            fields: { [$0.line("reason", Bilingual(vi: "Lý do", en: "Reason"))] }, button: title,
            wayBack: list
        ) { fields in
            if isRefusal {
                _ = try await desk.registry.refuseBoothRequest(
                    request.id, because: fields["reason"], as: desk.viewer)
            } else {
                _ = try await desk.registry.withdrawBoothRequest(
                    request.id, because: fields["reason"], as: desk.viewer)
            }
            return .done(list)
        }
    }
}
