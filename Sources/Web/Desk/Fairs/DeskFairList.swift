import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// `/desk/fairs` and `/desk/fairs/new`.
struct DeskFairListRoutes: Sendable {
    let site: Site

    private static let pageSize = 50

    func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let asked = request.uri.queryParameters
        let wish = FairListWish(
            state: asked["state"].flatMap { FairState(rawValue: String($0)) },
            year: asked["year"].flatMap { Int($0) }.flatMap { (2000...2100).contains($0) ? $0 : nil },
            isOwn: asked["own"] == "yes")
        let found = try await site.registry.fairs(
            year: wish.year, state: wish.state, isOwn: wish.isOwn,
            before: asked["before"].flatMap { Int64($0) }, limit: Self.pageSize + 1, as: person.viewer)
        let fairs = Array(found.prefix(Self.pageSize))
        var page = DeskPage(title: Bilingual(vi: "Hội chợ, triển lãm", en: "Trade fairs"))
        page.above = [.init("/desk", "Bàn làm việc", "Desk")]
        if person.viewer.may(.fairCreate) {
            page.actions = [.init("/desk/fairs/new", "Lập hội chợ mới", "New fair")]
        }
        page.actions += [
            .init("/desk/fairs/counts", "Số liệu hội chợ", "Figures"),
            .init("/desk/fairs/funding", "Mức hỗ trợ giá thuê", "Funding rules"),
            .init("/desk/fairs/history", "Gian hàng của một cơ sở", "Booths of an establishment"),
        ]
        page.filters = wish.filters(today: site.today)
        page.tables = [
            .init(
                Bilingual(vi: "Hội chợ", en: "Fairs"),
                empty: Bilingual(vi: "Không có hội chợ nào.", en: "There is none."),
                [
                    Bilingual(vi: "Tên", en: "Name"), Bilingual(vi: "Thời gian", en: "Days"),
                    Bilingual(vi: "Địa điểm", en: "Venue"), Bilingual(vi: "Đơn vị tổ chức", en: "Organiser"),
                    Bilingual(vi: "Bước", en: "State"), Bilingual(vi: "Gian hàng", en: "Booths"),
                    Bilingual(vi: "Đã xác nhận", en: "Confirmed"),
                ],
                fairs.map { fair in
                    [
                        .link("/desk/fairs/\(fair.id)", fair.name), .text(FairText.days(fair.days)),
                        .text(fair.venue), .text(fair.organiserName), .words(fair.state.name),
                        .text(fair.booths.grouped), .text(fair.confirmed.grouped),
                    ]
                })
        ]
        if found.count > Self.pageSize, let last = fairs.last {
            page.parts = [
                .init(wish.address(before: last.id), "Các hội chợ trước", "Earlier fairs")
            ]
        }
        return site.page(page, of: "Hội chợ", for: person)
    }

    func newForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        guard person.viewer.may(.fairCreate) else { throw Problem.notPermittedAtFair(.fairCreate) }
        let values = FormFields(filledWith: [
            "kind": FairKind.organised.rawValue, "level": SelectionLevel.provincial.rawValue, "width": "3",
            "depth": "3",
        ])
        return page(person, FormFilling(values: values))
    }

    func create(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        guard person.viewer.may(.fairCreate) else { throw Problem.notPermittedAtFair(.fairCreate) }
        let fields = try await FormFields(of: request)
        do {
            let created = try await site.registry.createFair(try Self.newFair(fields), as: person.viewer)
            return .redirected(to: "/desk/fairs/\(created.id)?done=1")
        } catch let refusal as Refusal {
            let placed = refusal.placed { $0.code == "outside-territory" ? "organiser" : nil }
            let errors = FormError.all(of: placed, at: "name", labels: Self.labels)
            return page(
                person,
                FormFilling(values: fields, errors: errors.placed(among: Self.ids, otherwise: "name")),
                status: .unprocessableContent)
        }
    }

    private static func newFair(_ fields: FormFields) throws -> NewFair {
        var gathering = FormFields.Gathering()
        let typed = try FairForm.Typed(fields, &gathering)
        let level = try gathering.value { try fields.choice("level", SelectionLevel.self) }
        gathering.require(fields, "organiser")
        try Refusal.throwIfAny(gathering.violations)
        guard let level, let kind = typed.kind, let first = typed.first, let last = typed.last else {
            throw Problem.noSuchPage
        }
        return NewFair(
            name: fields["name"], level: level, organiserCode: fields.text("organiser") ?? "",
            venue: fields["venue"], first: first, last: last, setUpOn: typed.setUp,
            boothWidth: typed.width ?? .standardBoothSide, boothDepth: typed.depth ?? .standardBoothSide,
            kind: kind)
    }

    private static let labels = [
        "name": Bilingual(vi: "Tên hội chợ", en: "Name of the fair"),
        "organiser": Bilingual(vi: "Đơn vị tổ chức", en: "Organiser"),
        "venue": Bilingual(vi: "Địa điểm", en: "Venue"),
        "first": Bilingual(vi: "Ngày khai mạc", en: "Opening day"),
        "last": Bilingual(vi: "Ngày bế mạc", en: "Last day"),
    ]

    private static let ids = [
        "name", "kind", "level", "organiser", "venue", "first", "last", "set_up", "width", "depth",
    ]

    private func page(
        _ person: SignedIn, _ filling: FormFilling, status: HTTPResponse.Status = .ok
    ) -> Response {
        site.page(
            FormView(
                title: Bilingual(vi: "Lập hội chợ", en: "A new fair"),
                lead: [
                    Bilingual(
                        vi:
                            "Hội chợ mới ở bước chuẩn bị, chưa công bố. Tiếp theo là sơ đồ gian hàng, chỉ tiêu và cách phân bổ.",
                        en: "A new fair is planned and not announced. Its plan, quotas and terms come next.")
                ], errors: filling.errors, action: "/desk/fairs/new",
                fields: FairForm(filling: filling).all, button: Bilingual(vi: "Lập hội chợ", en: "Create"),
                wayBack: "/desk/fairs"), at: "/desk",
            for: person, status: status)
    }
}

/// What of the fairs somebody wants to see.
private struct FairListWish {
    var state: FairState?
    var year: Int?
    var isOwn = false

    func address(before: Int64? = nil) -> String {
        let parts = [
            state.map { "state=\($0.rawValue)" }, year.map { "year=\($0)" }, isOwn ? "own=yes" : nil,
            before.map { "before=\($0)" },
        ].compactMap(\.self)
        return "/desk/fairs" + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
    }

    func filters(today: Day) -> [DeskPage.Filters] {
        func choice(_ name: Bilingual, _ isHere: Bool, _ change: (inout FairListWish) -> Void)
            -> DeskPage.Filters.Choice
        {
            var other = self
            change(&other)
            return .init(address: other.address(), name: name, isHere: isHere)
        }
        return [
            .init(
                label: Bilingual(vi: "Bước", en: "State"),
                choices: [choice(Bilingual(vi: "Tất cả", en: "All"), state == nil) { $0.state = nil }]
                    + FairState.allCases.map { one in
                        choice(
                            Bilingual(vi: one.name.vi.capitalizedFirst, en: one.name.en), state == one
                        ) { $0.state = one }
                    }),
            .init(
                label: Bilingual(vi: "Năm khai mạc", en: "Year"),
                choices: [choice(Bilingual(vi: "Tất cả", en: "All"), year == nil) { $0.year = nil }]
                    + (0...3).map { today.year + 1 - $0 }.map { one in
                        choice(Bilingual(vi: String(one), en: ""), year == one) { $0.year = one }
                    }),
            .init(
                label: Bilingual(vi: "Ai tổ chức", en: "Held by"),
                choices: [
                    choice(Bilingual(vi: "Mọi đơn vị", en: "Anybody"), !isOwn) { $0.isOwn = false },
                    choice(Bilingual(vi: "Trong phạm vi của tôi", en: "Within my reach"), isOwn) {
                        $0.isOwn = true
                    },
                ]),
        ]
    }
}

extension [FormError] {
    /// Those at fields that the form has, all others at one of them.
    func placed(among ids: [String], otherwise first: String) -> [FormError] {
        map { ids.contains($0.field) ? $0 : FormError(field: first, text: $0.text) }
    }
}

extension Site {
    /// A page of the desk that belongs to nothing in particular.
    func page(_ page: DeskPage, of what: String, for person: SignedIn) -> Response {
        .page(
            pages.page(
                .deskPage, page.view,
                in: PageFrame(
                    title: "\(what) – Bàn làm việc – CNNT", menuAt: "/desk", isWide: true,
                    viewer: person.viewer)))
    }
}
