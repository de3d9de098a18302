import Hummingbird
import Registry
import RuralIndustry

/// `/desk/rounds` and `/desk/new-round`.
struct DeskRoundListRoutes: Sendable {
    let site: Site

    func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let asked = FormFields(ofAddress: request.uri)
        let year = Int32(asked["year"]).map(Int.init)
        let state = RoundState(rawValue: asked["state"])
        guard person.viewer.may(.entryRead) else { throw Problem.notPermittedHere(.entryRead) }
        let all = try await site.registry.rounds(year: year, as: person.viewer)
        let rounds = all.filter { state == nil || $0.state == state }
        var page = DeskPage(title: Bilingual(vi: "Kỳ bình chọn", en: "Selection rounds"))
        page.above = [.init("/desk", "Bàn làm việc", "Desk")]
        if person.viewer.may(.roundCreate) {
            page.actions = [.init("/desk/new-round", "Lập kỳ bình chọn mới", "New round")]
        }
        page.filters = [Self.filters(all, year: year, state: state)]
        page.tables = [
            .init(
                Bilingual(vi: "\(rounds.count) kỳ", en: rounds.count.counted("round")),
                empty: Bilingual(vi: "Không có kỳ nào.", en: "There is none."),
                [
                    Bilingual(vi: "Tên", en: "Name"), Bilingual(vi: "Cấp", en: "Level"),
                    Bilingual(vi: "Đơn vị tổ chức", en: "Organiser"), Bilingual(vi: "Ngày", en: "Held on"),
                    Bilingual(vi: "Bước", en: "State"), Bilingual(vi: "Hồ sơ", en: "Entries"),
                ],
                rounds.map { round in
                    [
                        .link("/desk/rounds/\(round.id)", round.name), .words(round.level.name),
                        .text(round.organiserName), .text(round.heldOn.vietnamese), .words(round.state.name),
                        .text(String(round.entries)),
                    ]
                })
        ]
        return .page(
            site.pages.page(
                .deskPage, page.view,
                in: PageFrame(
                    title: "Kỳ bình chọn – Bàn làm việc – CNNT", menuAt: "/desk", isWide: true,
                    viewer: person.viewer)))
    }

    /// By the step at which they are, as of one year where one is asked for.
    private static func filters(
        _ rounds: [RoundRecord], year: Int?, state: RoundState?
    ) -> DeskPage.Filters {
        func choice(_ each: RoundState?, _ name: Bilingual, _ count: Int) -> DeskPage.Filters.Choice {
            let parts = [each.map { "state=\($0.rawValue)" }, year.map { "year=\($0)" }].compactMap(\.self)
            return .init(
                address: parts.isEmpty ? "/desk/rounds" : "/desk/rounds?\(parts.joined(separator: "&"))",
                name: Bilingual(vi: "\(name.vi) (\(count))", en: name.en), isHere: each == state)
        }
        return DeskPage.Filters(
            label: Bilingual(vi: "Theo bước", en: "By state"),
            choices: [choice(nil, Bilingual(vi: "tất cả", en: "all"), rounds.count)]
                + RoundState.allCases.map { each in
                    choice(each, each.name, rounds.count { $0.state == each })
                })
    }

    func newForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        guard person.viewer.may(.roundCreate) else { throw Problem.notPermittedHere(.roundCreate) }
        let values = FormFields(filledWith: [
            "year": String(site.today.year), "held_on": site.today.vietnamese,
        ])
        return .page(try await page(person, values, errors: []))
    }

    func create(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        guard person.viewer.may(.roundCreate) else { throw Problem.notPermittedHere(.roundCreate) }
        let fields = try await FormFields(of: request)
        do {
            let created = try await site.registry.createRound(
                try newRound(fields), as: person.viewer, today: site.today)
            return .redirected(to: "/desk/rounds/\(created.id)?done=1")
        } catch let refusal as Refusal {
            let errors = FormError.all(
                of: refusal.placed(Self.field), at: "regulation", labels: Self.labels)
            return .page(
                try await page(person, fields, errors: errors), status: .unprocessableContent)
        }
    }

    private func newRound(_ fields: FormFields) throws -> NewRound {
        var wrong: [Violation] = []
        func gathered<Value>(_ read: () throws -> Value) throws -> Value? {
            do { return try read() } catch let refusal as Refusal {
                wrong += refusal.violations
                return nil
            }
        }
        let level = try gathered { try fields.choice("level", SelectionLevel.self) }
        let year = try gathered { try fields.number("year") }
        let heldOn = try gathered { try fields.optionalDay("held_on") } ?? nil
        let intakeUntil = try gathered { try fields.optionalDay("intake_until") } ?? nil
        for id in ["regulation", "organiser", "name"] where fields.text(id) == nil {
            wrong.append(
                Violation(
                    "value-missing", vi: "mục này bắt buộc phải ghi", en: "this must be given",
                    at: Place(column: id)))
        }
        var plan: RegulationLayer?
        if let file = fields.files["plan"] {
            plan = try gathered { () throws -> RegulationLayer in
                do {
                    return try RegulationLayer(parsing: file.content, as: .plan)
                } catch let refusal as Refusal {
                    throw refusal.map {
                        Violation($0.code, vi: $0.text.vi, en: $0.text.en, at: Place(column: "plan"))
                    }
                }
            }
        }
        try Refusal.throwIfAny(wrong)
        guard let level, let year, let regulation = fields.text("regulation"),
            let organiser = fields.text("organiser"), let name = fields.text("name")
        else { throw Problem.noSuchPage }
        return NewRound(
            regulationID: regulation, level: level, organiserCode: organiser, year: year, name: name,
            plan: plan, heldOn: heldOn, intakeUntil: intakeUntil)
    }

    /// The field that somebody has to mend; nil: the one at which it is.
    private static func field(_ violation: Violation) -> String? {
        if let column = violation.place.column, ids.contains(column) { return nil }
        return switch violation.code {
        case "outside-territory": "organiser"
        case "round-day", "regulation-not-in-force": "held_on"
        case "level-not-held": "level"
        default: "regulation"
        }
    }

    /// What errors call the fields by, of those that have to be filled in.
    private static let labels = [
        "level": Bilingual(vi: "Cấp bình chọn", en: "Level"),
        "organiser": Bilingual(vi: "Đơn vị tổ chức", en: "Organiser"),
        "name": Bilingual(vi: "Tên kỳ bình chọn", en: "Name of the round"),
        "regulation": Bilingual(vi: "Bộ quy tắc", en: "Regulation"),
    ]

    private static let ids = [
        "level", "organiser", "year", "held_on", "name", "regulation", "intake_until", "plan",
    ]

    private func page(_ person: SignedIn, _ values: FormFields, errors: [FormError]) async throws -> String {
        let regulations = try await site.registry.regulations(as: person.viewer)
        let filling = FormFilling(values: values, errors: errors)
        let view = FormView(
            title: Bilingual(vi: "Lập kỳ bình chọn", en: "A new round"),
            lead: [
                Bilingual(
                    vi: "Kỳ mới là dự thảo; bộ quy tắc được ghim lại và không đổi về sau.",
                    en: "A new round is a draft; its rules are pinned and do not change afterwards.")
            ], errors: errors, action: "/desk/new-round",
            fields: [
                filling.list(
                    "level", Bilingual(vi: "Cấp bình chọn", en: "Level"),
                    of: SelectionLevel.allCases.map { ($0.rawValue, $0.name) }),
                filling.line(
                    "organiser", Bilingual(vi: "Đơn vị tổ chức", en: "Organiser"),
                    hint: Bilingual(
                        vi:
                            "Mã của tỉnh, huyện hoặc xã; north, central, south cho khu vực; VN cho cấp quốc gia.",
                        en: "A unit's code; north, central, south for a region; VN for the nation.")),
                filling.line("year", Bilingual(vi: "Năm", en: "Year"), inputMode: "numeric"),
                filling.day(
                    "held_on", Bilingual(vi: "Ngày tổ chức", en: "Held on"), isOptional: true),
                filling.line("name", Bilingual(vi: "Tên kỳ bình chọn", en: "Name of the round")),
                filling.list(
                    "regulation", Bilingual(vi: "Bộ quy tắc", en: "Regulation"),
                    of: regulations.map {
                        ($0.id, Bilingual(vi: "\($0.id) – \($0.title)", en: $0.id))
                    }),
                filling.day(
                    "intake_until", Bilingual(vi: "Hạn nhận hồ sơ", en: "Entries until"), isOptional: true),
                filling.file(
                    "plan", Bilingual(vi: "Kế hoạch của kỳ (JSON)", en: "The round's plan (JSON)"),
                    accept: ".json", isOptional: true),
            ], button: Bilingual(vi: "Lập kỳ bình chọn", en: "Create"), wayBack: "/desk/rounds")
        return site.pages.page(
            .form, view,
            in: PageFrame(title: "Lập kỳ bình chọn – CNNT", menuAt: "/desk", viewer: person.viewer))
    }
}
