import Hummingbird
import Registry
import RuralIndustry

/// `/desk/registrations`: an officer sees who wants to be registered, compares and settles.
struct RegistrationDeskRoutes: Sendable {
    let site: Site

    func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let asked = request.uri.queryParameters["page"].flatMap { Int($0) } ?? 1
        let page = 1...RegistrationListView.lastPage ~= asked ? asked : 1
        // one more than is shown, which tells whether there is another page
        let records = try await site.registry.registrations(
            after: (page - 1) * RegistrationListView.most,
            limit: RegistrationListView.most + 1, as: person.viewer)
        return .page(
            site.pages.page(
                .registrationList, RegistrationListView(records, page: page),
                in: PageFrame(
                    title: "Đăng ký chờ xác nhận – CNNT", menuAt: "/desk/registrations",
                    viewer: person.viewer)))
    }

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        return .page(
            try await page(of: context.recordNumber(), FormFilling(values: FormFields("as=new")), person))
    }

    /// Shows the invitation, this once.
    func confirm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let id = try context.recordNumber()
        let form = try await FormFields(of: request)
        let target = Int64(form["as"]).map(RegistrationTarget.existing) ?? .new
        do {
            let confirmed = try await site.registry.confirmRegistration(
                id, as: target, login: form.text("login"), at: site.clock(), as: person.viewer)
            return .page(
                site.pages.page(
                    .registrationConfirmed,
                    RegistrationConfirmedView(
                        confirmed, HandedInvitation(confirmed.invitation, at: site)),
                    in: PageFrame(
                        title: "Đã xác nhận – CNNT", menuAt: "/desk/registrations", viewer: person.viewer)))
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            return try await again(id, form, refusal, at: "as", person)
        }
    }

    func refuse(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let id = try context.recordNumber()
        let form = try await FormFields(of: request)
        do {
            _ = try await site.registry.refuseRegistration(
                id, because: form["reason"], at: site.clock(), as: person.viewer)
            return .redirected(to: "/desk/registrations")
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            return try await again(id, form, refusal, at: "reason", person)
        }
    }

    private func again(
        _ id: Int64, _ form: FormFields, _ refusal: Refusal, at field: String, _ person: SignedIn
    ) async throws -> Response {
        .page(
            try await page(
                of: id, FormFilling(values: form, errors: FormError.all(of: refusal, at: field)), person),
            status: .unprocessableContent)
    }

    private func page(of id: Int64, _ filling: FormFilling, _ person: SignedIn) async throws -> String {
        let review = try await site.registry.reviewRegistration(id, on: site.today, as: person.viewer)
        return site.pages.page(
            .registrationReview, RegistrationReviewView(review, filling),
            in: PageFrame(
                title: "\(review.record.name) – Đăng ký – CNNT", menuAt: "/desk/registrations",
                viewer: person.viewer))
    }
}

extension Refusal {
    /// True if it is not what somebody wrote that was refused, but that they asked.
    var isBeyondReach: Bool {
        violations.contains { violation in
            violation.code == "not-permitted"
                || violation.code == "outside-territory" && violation.place == Place()
        }
    }
}

struct RegistrationListView: Sendable {
    struct Line: Sendable {
        let address: String
        let name: String
        let place: String
        let sent: String
        let state: Bilingual
        let kind: String
    }

    let hasWaiting: Bool
    let waiting: [Line]
    let hasSettled: Bool
    let settled: [Line]
    /// It is not told that none waits where those are on a page before.
    let isFirst: Bool
    let pages: [ActionLink]

    /// On one page.
    static let most = 50
    /// Further ones are the first: a number of an address is anybody's to write.
    static let lastPage = 100_000

    /// - Parameter records: of the page, and one more where another page follows.
    init(_ records: [RegistrationRecord], page: Int) {
        let shown = records.prefix(Self.most)
        func link(_ page: Int, _ vi: String, _ en: String) -> ActionLink {
            ActionLink(
                address: "/desk/registrations" + (page > 1 ? "?page=\(page)" : ""),
                name: Bilingual(vi: vi, en: en))
        }
        self.init(
            waiting: shown.filter { $0.state == .waiting }.map(Line.init),
            settled: shown.filter { $0.state != .waiting }.map(Line.init), isFirst: page == 1,
            pages: (page > 1 ? [link(page - 1, "Trang trước", "Previous")] : [])
                + (records.count > Self.most ? [link(page + 1, "Trang sau", "Next")] : []))
    }

    init(waiting: [Line], settled: [Line], isFirst: Bool, pages: [ActionLink]) {
        hasWaiting = !waiting.isEmpty
        self.waiting = waiting
        hasSettled = !settled.isEmpty
        self.settled = settled
        self.isFirst = isFirst
        self.pages = pages
    }
}

extension RegistrationListView.Line {
    init(_ record: RegistrationRecord) {
        self.init(
            address: "/desk/registrations/\(record.id)",
            name: record.purgedAt == nil ? record.name : "Đăng ký số \(record.id)",
            place: [record.communeName, record.provinceName].compactMap(\.self).joined(separator: ", "),
            sent: record.sentAt.vietnameseMinute, state: record.state.name, kind: record.state.badge)
    }
}

extension RegistrationState {
    /// The colour of its badge.
    var badge: String {
        switch self {
        case .waiting: "expired"
        case .confirmed: "live"
        case .refused: "revoked"
        case .lapsed: "none"
        }
    }
}

struct RegistrationReviewView: Sendable {
    struct Alike: Sendable {
        let address: String
        let name: String
        let place: String
        let why: Bilingual
    }

    let name: String
    let state: Bilingual
    let kind: String
    let hasErrors: Bool
    let errors: [FormError]
    let facts: [LabelledText]
    let applicant: [LabelledText]
    let hasAlike: Bool
    let alike: [Alike]
    let hasOthers: Bool
    let others: [RegistrationListView.Line]
    let isWaiting: Bool
    let confirmAction: String
    let confirmFields: [FormField]
    let refuseAction: String
    let refuseFields: [FormField]

    init(_ review: RegistrationReview, _ filling: FormFilling) {
        let record = review.record
        var facts = EstablishmentForm.facts(of: record.fields)
        facts.append(
            LabelledText(
                label: Bilingual(vi: "Nơi sản xuất", en: "Produces in"),
                value: [record.communeName, record.provinceName].compactMap(\.self).joined(separator: ", ")))
        if let reason = record.reason {
            facts.append(
                LabelledText(label: Bilingual(vi: "Lý do từ chối", en: "Why refused"), value: reason))
        }
        let address = "/desk/registrations/\(record.id)"
        var filled = filling
        if filling.values.text("login") == nil, filling.errors.isEmpty {
            filled = FormFilling(
                values: FormFields(filledWith: ["as": "new", "login": record.applicant[.login] ?? ""]))
        }
        self.init(
            name: record.purgedAt == nil ? record.name : "Đăng ký số \(record.id)", state: record.state,
            errors: filling.errors, facts: facts,
            applicant: zip(Self.applicantLabels, ApplicantColumn.allCases).compactMap { label, column in
                record.applicant[column].map { LabelledText(label: label, value: $0) }
            } + [
                LabelledText(
                    label: Bilingual(vi: "Gửi lúc", en: "Sent"), value: record.sentAt.vietnameseMinute)
            ],
            alike: review.alike.map(Alike.init), others: review.others.map(RegistrationListView.Line.init),
            confirmAction: address + "/confirm", confirmFields: Self.confirmFields(filled, review),
            refuseAction: address + "/refuse",
            refuseFields: [
                filled.line(
                    "reason", Bilingual(vi: "Lý do từ chối", en: "Why it is refused"),
                    hint: Bilingual(
                        vi: "Người đăng ký đọc được lý do này.", en: "Whoever sent it reads this."))
            ])
    }

    init(
        name: String, state: RegistrationState, errors: [FormError], facts: [LabelledText],
        applicant: [LabelledText], alike: [Alike], others: [RegistrationListView.Line],
        confirmAction: String, confirmFields: [FormField], refuseAction: String, refuseFields: [FormField]
    ) {
        self.name = name
        self.state = Bilingual(vi: state.name.vi.capitalizedFirst, en: state.name.en)
        kind = state.badge
        hasErrors = !errors.isEmpty
        self.errors = errors
        self.facts = facts
        self.applicant = applicant
        hasAlike = !alike.isEmpty
        self.alike = alike
        hasOthers = !others.isEmpty
        self.others = others
        isWaiting = state == .waiting
        self.confirmAction = confirmAction
        self.confirmFields = confirmFields
        self.refuseAction = refuseAction
        self.refuseFields = refuseFields
    }

    private static let applicantLabels = [
        Bilingual(vi: "Họ và tên", en: "Name"), Bilingual(vi: "Điện thoại", en: "Telephone"),
        Bilingual(vi: "Thư điện tử", en: "E-mail"),
        Bilingual(vi: "Tên đăng nhập xin dùng", en: "Login asked for"),
    ]

    private static func confirmFields(_ filling: FormFilling, _ review: RegistrationReview) -> [FormField] {
        let new = (value: "new", name: Bilingual(vi: "Một cơ sở mới", en: "A new establishment"))
        let known = review.alike.map { alike in
            (
                value: String(alike.establishment.id),
                name: Bilingual(
                    vi: "Chính là cơ sở số \(alike.establishment.id), \(alike.establishment.name)",
                    en: "It is establishment \(alike.establishment.id)")
            )
        }
        return [
            filling.few("as", Bilingual(vi: "Đăng ký này là", en: "This registration is"), of: [new] + known),
            filling.line(
                "login", Bilingual(vi: "Tên đăng nhập của tài khoản", en: "The account's login"),
                hint: Bilingual(
                    vi: "Đổi nếu tên này đã có người dùng.", en: "Change it if somebody has it already.")),
        ]
    }
}

extension RegistrationReviewView.Alike {
    fileprivate init(_ alike: RegistrationReview.Likeness) {
        self.init(
            address: "/desk/establishments/\(alike.establishment.id)", name: alike.establishment.name,
            place: [alike.establishment.communeName, alike.establishment.provinceName].compactMap(\.self)
                .joined(separator: ", "), why: alike.why)
    }
}

struct RegistrationConfirmedView: Sendable {
    let name: String
    let establishmentAddress: String
    /// The only one.
    let invitations: [HandedInvitation]

    init(_ confirmed: ConfirmedRegistration, _ invitation: HandedInvitation) {
        self.init(
            name: confirmed.establishment.name,
            establishmentAddress: "/desk/establishments/\(confirmed.establishment.id)",
            invitation: invitation)
    }

    init(name: String, establishmentAddress: String, invitation: HandedInvitation) {
        self.name = name
        self.establishmentAddress = establishmentAddress
        invitations = [invitation]
    }
}

extension Template {
    private static let registrationLine = """
        <li><a href="{{address}}">{{name}}</a> <span class="act">{{place}} · {{sent}}</span>\
        <span class="badge {{kind}}">{{state.vi}} <span lang="en">{{state.en}}</span></span></li>
        """

    /// Shows a `RegistrationListView`.
    static let registrationList = Template(
        name: "registration-list",
        text: """
            <section class="card">
            <h1>Cơ sở tự đăng ký <span lang="en">Registrations by establishments</span></h1>
            {{#hasWaiting}}<h2>Chờ xác nhận <span lang="en">Waiting</span></h2>
            <ul class="hits">{{#waiting}}\(registrationLine){{/waiting}}</ul>{{/hasWaiting}}
            {{^hasWaiting}}{{#isFirst}}<p>Không có đăng ký nào đang chờ. <span lang="en">None waits.</span></p>{{/isFirst}}{{/hasWaiting}}
            </section>
            {{#hasSettled}}<section class="card">
            <h2>Đã xử lý <span lang="en">Settled</span></h2>
            <ul class="hits">{{#settled}}\(registrationLine){{/settled}}</ul>
            </section>{{/hasSettled}}
            <p class="acts">{{#pages}}<a class="load" href="{{address}}">{{name.vi}} <span lang="en">{{name.en}}</span></a> {{/pages}}</p>
            """)

    /// Shows a `RegistrationReviewView`.
    static let registrationReview = Template(
        name: "registration-review",
        text: errorSummary + """

            <section class="card">
            <p class="kind">Cơ sở tự đăng ký <span lang="en">Registration by an establishment</span></p>
            <h1>{{name}}</h1>
            <p><span class="badge {{kind}}">{{state.vi}} <span lang="en">{{state.en}}</span></span></p>
            \(factLines)
            <h2>Người đăng ký <span lang="en">Who sent it</span></h2>
            <dl>{{#applicant}}<div><dt>{{label.vi}} <span lang="en">{{label.en}}</span></dt><dd>{{value}}</dd></div>{{/applicant}}</dl>
            </section>
            {{#hasAlike}}<section class="card">
            <h2>Có thể trùng với <span lang="en">It may be the same as</span></h2>
            <ul class="hits">{{#alike}}<li><a href="{{address}}">{{name}}</a> <span class="act">{{place}}</span>\
            <span class="badge expired">{{why.vi}} <span lang="en">{{why.en}}</span></span></li>{{/alike}}</ul>
            </section>{{/hasAlike}}
            {{#hasOthers}}<section class="card">
            <h2>Đăng ký khác cùng tên hoặc mã số thuế <span lang="en">Other registrations of the same name or tax code</span></h2>
            <ul class="hits">{{#others}}\(registrationLine){{/others}}</ul>
            </section>{{/hasOthers}}
            {{#isWaiting}}<section class="card">
            <h2>Xác nhận <span lang="en">Confirm</span></h2>
            <p class="lead">Hãy gọi cho người đăng ký và đối chiếu giấy tờ trước khi xác nhận. \
            <span lang="en">Call whoever sent it and compare the papers first.</span></p>
            <form method="post" action="{{confirmAction}}" class="form" novalidate>
            \(formFields.replacing("{{#fields}}", with: "{{#confirmFields}}").replacing("{{/fields}}", with: "{{/confirmFields}}"))
            <p><button class="act-button">Xác nhận và lập tài khoản <span lang="en">Confirm and make the account</span></button></p></form>
            </section>
            <section class="card">
            <h2>Từ chối <span lang="en">Refuse</span></h2>
            <form method="post" action="{{refuseAction}}" class="form" novalidate>
            \(formFields.replacing("{{#fields}}", with: "{{#refuseFields}}").replacing("{{/fields}}", with: "{{/refuseFields}}"))
            <p><button class="quiet-button">Từ chối <span lang="en">Refuse</span></button></p></form>
            </section>{{/isWaiting}}
            <p><a href="/desk/registrations">Mọi đăng ký <span lang="en">All registrations</span></a></p>
            """)

    /// Shows a `RegistrationConfirmedView`.
    static let registrationConfirmed = Template(
        name: "registration-confirmed",
        text: """
            <section class="answer live" role="status"><p>Đã xác nhận {{name}}.</p><p lang="en">{{name}} is registered.</p></section>
            <section class="card">
            <h1>Lời mời đặt mật khẩu <span lang="en">Invitation to choose a password</span></h1>
            \(handedInvitation)
            <p><a class="load" href="{{establishmentAddress}}">Mở hồ sơ cơ sở <span lang="en">Open the establishment</span></a></p>
            <p><a href="/desk/registrations">Mọi đăng ký <span lang="en">All registrations</span></a></p>
            </section>
            """)
}
