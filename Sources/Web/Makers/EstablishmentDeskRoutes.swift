import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// `/desk/establishments`: an officer searches the establishments of their territory, adds one, merges two records of one.
struct EstablishmentDeskRoutes: Sendable {
    let site: Site
    private let place = RecordPlace.desk

    init(site: Site) { self.site = site }

    func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let asked = FormFields(ofAddress: request.uri)
        var filter = EstablishmentFilter()
        let name = asked["name"]
        filter.name = name.isEmpty ? nil : name
        filter.legalForm = LegalForm(rawValue: asked["legal_form"])
        let taxCode = asked["tax_code"].filter { !$0.isWhitespace }
        filter.taxCode = taxCode.isEmpty ? nil : taxCode
        filter.includesClosed = asked["closed"] == "yes"
        let after = EstablishmentPageKey(asked["after"])
        let found = try await site.registry.establishmentPage(
            filter, after: after, limit: EstablishmentListView.most + 1, on: site.today, as: person.viewer)
        let typed = FormFields(filledWith: [
            "name": name, "legal_form": asked["legal_form"], "tax_code": taxCode, "closed": asked["closed"],
        ])
        return .page(
            site.pages.page(
                .establishmentList, EstablishmentListView(found, typed),
                in: PageFrame(title: "Cơ sở – CNNT", menuAt: place.menu, viewer: person.viewer)))
    }

    // MARK: Adding

    func newForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        try person.require(.establishmentAdd)
        return newPage(FormFilling(values: FormFields("")), person)
    }

    func add(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        try person.require(.establishmentAdd)
        let typed = try await FormFields(of: request)
        do {
            let (fields, unplaced) = try await site.communesResolved(
                in: EstablishmentForm.fields(of: typed), as: person.viewer)
            try Refusal.throwIfAny(unplaced)
            let added = try await site.registry.addEstablishment(
                fields, sharing: typed.text("sharing"), on: site.today, today: site.today, as: person.viewer)
            return .redirected(to: "\(place.establishment(added.id))?done=added")
        } catch let refusal as Refusal
            where !refusal.violations.contains(where: { $0.code == "not-permitted" })
        {
            // what lies elsewhere is told at the commune
            let errors = refusal.violations.map {
                $0.code == "outside-territory" ? $0.inColumn(EstablishmentColumn.communeCode.name) : $0
            }
            return newPage(
                FormFilling(
                    values: typed,
                    errors: FormError.all(
                        of: Refusal(errors[0], Array(errors.dropFirst())), at: EstablishmentColumn.name.name,
                        labels: EstablishmentForm.labels)),
                person, status: .unprocessableContent)
        }
    }

    private func newPage(_ filling: FormFilling, _ person: SignedIn, status: HTTPResponse.Status = .ok)
        -> Response
    {
        let last = GroupedFormView.Group(
            title: Bilingual(vi: "Số đăng ký", en: "Registration number"),
            fields: [
                filling.line(
                    "sharing",
                    Bilingual(
                        vi: "Lý do mang cùng số đăng ký với cơ sở khác, nếu có",
                        en: "Why it carries the registration number of another, if it does"), isOptional: true
                )
            ])
        return site.page(
            GroupedFormView(
                title: Bilingual(vi: "Ghi cơ sở mới", en: "Add an establishment"), errors: filling.errors,
                action: "/desk/establishments/new",
                groups: EstablishmentForm(filling: filling).groups + [last],
                button: Bilingual(vi: "Ghi vào sổ", en: "Add"), wayBack: place.menu), at: place.menu,
            for: person, status: status)
    }

    // MARK: Merging

    func mergeForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let record = try await site.registry.establishment(context.recordNumber(), as: person.viewer)
        try person.require(.establishmentMerge)
        return try await mergePage(
            record, FormFilling(values: FormFields(filledWith: ["date": site.today.vietnamese])), person)
    }

    func merge(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let record = try await site.registry.establishment(context.recordNumber(), as: person.viewer)
        try person.require(.establishmentMerge)
        let typed = try await FormFields(of: request)
        do {
            guard let other = Int64(typed["into"].filter { !$0.isWhitespace }) else {
                throw Refusal(.mergeTarget)
            }
            _ = try await site.registry.mergeEstablishment(
                record.id, into: other, on: try typed.day("date"), because: typed["reason"],
                today: site.today, as: person.viewer)
            return .redirected(to: "\(place.establishment(record.id))?done=merged")
        } catch let refusal as Refusal
            where !refusal.violations.contains(where: { $0.code == "not-permitted" })
        {
            return try await mergePage(
                record, FormFilling(values: typed, errors: FormError.all(of: refusal, at: "into")), person,
                status: .unprocessableContent)
        }
    }

    private func mergePage(
        _ record: EstablishmentRecord, _ filling: FormFilling, _ person: SignedIn,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let alike = try await site.registry.nearDuplicates(of: record.id, on: site.today, as: person.viewer)
        return site.page(
            FormView(
                title: Bilingual(vi: "Hợp nhất vào cơ sở khác", en: "Merge into another"),
                lead: [
                    Bilingual(
                        vi:
                            "\(record.name) (số \(record.id)) sẽ được đọc như cơ sở kia từ ngày ghi dưới đây. Không có gì bị xóa, và việc hợp nhất bỏ được.",
                        en:
                            "It is read as the other from that day on. Nothing is deleted, and it can be undone."
                    )
                ]
                    + alike.prefix(5).map { pair in
                        let other = pair.other(than: record.id)
                        return Bilingual(
                            vi: "Có thể trùng: số \(other.id), \(other.name) (\(pair.score.explanation.vi)).",
                            en: "Likely: \(other.id)")
                    }, errors: filling.errors, action: "\(place.establishment(record.id))/merge",
                fields: [
                    filling.line(
                        "into", Bilingual(vi: "Số của cơ sở kia", en: "The other's number"),
                        inputMode: "numeric"),
                    filling.day("date", Bilingual(vi: "Từ ngày", en: "From")),
                    filling.line("reason", Bilingual(vi: "Lý do", en: "Why")),
                ], button: Bilingual(vi: "Hợp nhất", en: "Merge"), wayBack: place.establishment(record.id)),
            at: place.menu, for: person, status: status)
    }

    func unmergeForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let record = try await site.registry.establishment(context.recordNumber(), as: person.viewer)
        try person.require(.establishmentMerge)
        return unmergePage(
            record, FormFilling(values: FormFields(filledWith: ["date": site.today.vietnamese])), person)
    }

    func unmerge(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let record = try await site.registry.establishment(context.recordNumber(), as: person.viewer)
        try person.require(.establishmentMerge)
        let typed = try await FormFields(of: request)
        do {
            _ = try await site.registry.undoMerge(
                of: record.id, on: try typed.day("date"), because: typed["reason"], today: site.today,
                as: person.viewer)
            return .redirected(to: "\(place.establishment(record.id))?done=unmerged")
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            return unmergePage(
                record, FormFilling(values: typed, errors: FormError.all(of: refusal, at: "reason")), person,
                status: .unprocessableContent)
        }
    }

    private func unmergePage(
        _ record: EstablishmentRecord, _ filling: FormFilling, _ person: SignedIn,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        site.page(
            FormView(
                title: Bilingual(vi: "Bỏ việc hợp nhất", en: "Undo the merge"),
                lead: [Bilingual(vi: record.name, en: "")], errors: filling.errors,
                action: "\(place.establishment(record.id))/unmerge",
                fields: [
                    filling.day("date", Bilingual(vi: "Từ ngày", en: "From")),
                    filling.line("reason", Bilingual(vi: "Lý do", en: "Why")),
                ], button: Bilingual(vi: "Bỏ hợp nhất", en: "Undo"), wayBack: place.establishment(record.id)),
            at: place.menu, for: person, status: status)
    }
}

extension Violation {
    fileprivate static let mergeTarget = Violation(
        "merge-target", vi: "ghi số của cơ sở mà hồ sơ này thuộc về",
        en: "write the number of the other record",
        at: Place(column: "into"))
}

struct EstablishmentListView: Sendable {
    struct Line: Sendable {
        let address: String
        let number: String
        let name: String
        let place: String
        let detail: String
        let isClosed: Bool
    }

    /// On one page.
    static let most = 50

    let fields: [FormField]
    let hasFound: Bool
    let found: [Line]
    let hasMore: Bool
    let more: String

    init(_ records: [EstablishmentRecord], _ typed: FormFields) {
        let shown = records.prefix(Self.most)
        let next = records.count > Self.most ? shown.last.map(EstablishmentPageKey.init) : nil
        let kept = ["name", "legal_form", "tax_code", "closed"].filter { !typed[$0].isEmpty }.map {
            "\($0)=\(PercentCoding.encoded(typed[$0]))"
        }
        self.init(
            fields: Self.fields(FormFilling(values: typed)),
            found: shown.map {
                Line(
                    address: RecordPlace.desk.establishment($0.id), number: String($0.id), name: $0.name,
                    place: [$0.communeName, $0.provinceName].compactMap(\.self).joined(separator: ", "),
                    detail: [
                        $0.fields[.legalForm].map { EstablishmentForm.shown(.legalForm, $0) },
                        $0.fields[.taxCode].map { "mã số thuế \($0)" },
                    ].compactMap(\.self).joined(separator: " · "), isClosed: $0.closedOn != nil)
            },
            more: next.map {
                "/desk/establishments?"
                    + (kept + ["after=\(PercentCoding.encoded($0.text))"]).joined(separator: "&")
            })
    }

    private static func fields(_ filling: FormFilling) -> [FormField] {
        [
            filling.line("name", Bilingual(vi: "Tên, có dấu hay không", en: "Name"), isOptional: true),
            filling.line(
                "tax_code", Bilingual(vi: "Mã số thuế", en: "Tax code"), isOptional: true,
                inputMode: "numeric"),
            filling.list(
                "legal_form", Bilingual(vi: "Loại hình", en: "Legal form"),
                of: LegalForm.allCases.map { ($0.rawValue, $0.name) }, isOptional: true),
            filling.check(
                "closed", Bilingual(vi: "Cả cơ sở đã ngừng, đã hợp nhất", en: "Closed and merged too")),
        ]
    }

    init(fields: [FormField], found: [Line], more: String?) {
        self.fields = fields
        hasFound = !found.isEmpty
        self.found = found
        hasMore = more != nil
        self.more = more ?? ""
    }
}

extension Template {
    /// Shows an `EstablishmentListView`.
    static let establishmentList = Template(
        name: "establishment-list",
        text: """
            <section class="card">
            <h1>Cơ sở trong địa bàn <span lang="en">Establishments of your territory</span></h1>
            <ul class="actions"><li><a class="load" href="/desk/establishments/new">Ghi cơ sở mới <span lang="en">Add one</span></a></li>\
            <li><a class="load" href="/desk/establishments/import">Nhập tệp cơ sở <span lang="en">Import establishments</span></a></li>\
            <li><a class="load" href="/desk/products/import">Nhập tệp sản phẩm <span lang="en">Import products</span></a></li></ul>
            <form method="get" action="/desk/establishments" class="form">
            \(formFields)
            <p><button class="act-button">Tìm <span lang="en">Search</span></button></p></form>
            </section>
            <section class="card">
            <h2>Kết quả <span lang="en">Found</span></h2>
            {{#hasFound}}<ul class="hits">{{#found}}<li><a href="{{address}}">{{name}}</a> <span class="act">số {{number}} · {{place}} · {{detail}}</span>
            {{#isClosed}}<span class="badge none">đã ngừng <span lang="en">closed</span></span>{{/isClosed}}</li>{{/found}}</ul>{{/hasFound}}
            {{^hasFound}}<p>Không có cơ sở nào khớp. <span lang="en">None fits.</span></p>{{/hasFound}}
            {{#hasMore}}<p><a class="load" href="{{more}}">Tiếp theo <span lang="en">More</span></a></p>{{/hasMore}}
            </section>
            """)
}
