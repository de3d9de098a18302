import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// An establishment's record, for its owner and for officers: looking at it, editing, its sites, closing, its versions.
struct EstablishmentRecordRoutes: Sendable {
    let site: Site
    let place: RecordPlace

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let view = try await EstablishmentRecordView(
            of: context.recordNumber(), notices: RecordDone.words(of: request), for: person, at: place, site)
        return .page(
            site.pages.page(
                .establishmentRecord, view,
                in: PageFrame(title: "\(view.name) – CNNT", menuAt: place.menu, viewer: person.viewer)))
    }

    // MARK: Editing

    func editForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let (person, record) = try await opened(request, context, for: .establishmentEdit)
        return site.page(
            try await form(of: record, FormFilling(values: EstablishmentForm.values(of: record)), [], person),
            at: place.menu, for: person)
    }

    func edit(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let id = try context.recordNumber()
        let typed = try await FormFields(of: request)
        let record = try await site.registry.establishment(id, as: person.viewer)
        try person.require(.establishmentEdit)
        let (fields, unplaced) = try await site.communesResolved(
            in: EstablishmentForm.fields(of: typed), as: person.viewer)
        do {
            try Refusal.throwIfAny(unplaced)
            _ = try await site.registry.editEstablishment(
                id, changes: fields, version: Int(typed["version"]), because: typed.text("reason"),
                sharing: typed.text("sharing"), on: site.today, today: site.today, as: person.viewer)
            return .redirected(to: "\(place.establishment(id))?done=saved")
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            var values = typed
            var differences: [GroupedFormView.Difference] = []
            if let seen = Int(typed["version"]),
                refusal.violations.contains(where: { $0.code == "stale-version" })
            {
                // known from now on, so that saving again is meant
                values = values.with("version", String(record.version))
                differences = try await site.registry.establishmentDifference(
                    id, from: seen, to: record.version, as: person.viewer
                ).map { GroupedFormView.Difference($0, EstablishmentColumn.self) }
            }
            let filling = FormFilling(
                values: values,
                errors: FormError.all(
                    of: refusal, at: EstablishmentColumn.name.name,
                    labels: EstablishmentForm.labels))
            return site.page(
                try await form(of: record, filling, differences, person), at: place.menu, for: person,
                status: .unprocessableContent)
        }
    }

    private func form(
        of record: EstablishmentRecord, _ filling: FormFilling, _ differences: [GroupedFormView.Difference],
        _ person: SignedIn
    ) async throws -> GroupedFormView {
        var communes: [String: String] = [:]
        for column in [EstablishmentColumn.communeCode, .siteCommuneCode]
        where filling.values[column.name] != "" {
            if record.fields[column] == filling.values[column.name] {
                communes[column.name] = column == .communeCode ? record.communeName : nil
            }
        }
        let last = GroupedFormView.Group(
            title: Bilingual(vi: "Về lần sửa này", en: "About this change"),
            fields: [
                filling.hidden("version"),
                filling.line("reason", Bilingual(vi: "Lý do sửa", en: "Why"), isOptional: true),
            ]
                + (place == .desk
                    ? [
                        filling.line(
                            "sharing",
                            Bilingual(
                                vi: "Lý do mang cùng số đăng ký với cơ sở khác, nếu có",
                                en: "Why it carries the registration number of another, if it does"),
                            isOptional: true)
                    ] : []))
        return GroupedFormView(
            title: Bilingual(vi: "Sửa hồ sơ cơ sở", en: "Edit the establishment"), errors: filling.errors,
            differences: differences, action: "\(place.establishment(record.id))/edit",
            groups: EstablishmentForm(filling: filling, communes: communes).groups + [last],
            button: Bilingual(vi: "Lưu", en: "Save"), wayBack: place.establishment(record.id))
    }

    // MARK: Closing

    func closeForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let (person, record) = try await opened(request, context, for: .establishmentClose)
        return closing(of: record).form(site, for: person)
    }

    func close(_ request: Request, _ context: SiteContext) async throws -> Response {
        let (person, record) = try await opened(request, context, for: .establishmentClose)
        return try await closing(of: record).taken(request, site, from: person) { day, reason in
            _ = try await site.registry.closeEstablishment(
                record.id, on: day, because: reason, as: person.viewer)
        }
    }

    private func closing(of record: EstablishmentRecord) -> RecordClosing {
        RecordClosing(
            title: Bilingual(vi: "Ghi nhận ngừng hoạt động", en: "Close the establishment"),
            lead: Bilingual(
                vi: "\(record.name): hồ sơ và lịch sử vẫn còn, nhưng không tham gia bình chọn nữa.",
                en: "Its records and history stay; it enters no round any more."),
            day: Bilingual(vi: "Ngày ngừng", en: "Closed on"),
            button: Bilingual(vi: "Ghi nhận ngừng", en: "Close it"),
            address: "\(place.establishment(record.id))/close", wayBack: place.establishment(record.id),
            place: place)
    }

    /// Who asks and the record that the address names, for a form whose only use is an action.
    private func opened(_ request: Request, _ context: SiteContext, for action: Action) async throws -> (
        SignedIn, EstablishmentRecord
    ) {
        let person = try context.person(request)
        let record = try await site.registry.establishment(context.recordNumber(), as: person.viewer)
        try person.require(action)
        return (person, record)
    }

    // MARK: Sites

    func siteForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let (person, record) = try await opened(request, context, for: .establishmentSite)
        return sitePage(record, FormFilling(values: FormFields("")), person)
    }

    func addSite(_ request: Request, _ context: SiteContext) async throws -> Response {
        let (person, record) = try await opened(request, context, for: .establishmentSite)
        let typed = try await FormFields(of: request)
        do {
            let code: String
            do {
                code = try await site.registry.communeCode(
                    named: typed["commune_code"], on: site.today, as: person.viewer)
            } catch let refusal as Refusal {
                throw Refusal(refusal.violations[0].inColumn("commune_code"))
            }
            _ = try await site.registry.addProductionSite(
                ProductionSiteDraft(
                    communeCode: code, address: typed.text("address"), makes: typed.text("makes"),
                    openedOn: try typed.optionalDay("from")), of: record.id, on: site.today,
                today: site.today, as: person.viewer)
            return .redirected(to: "\(place.establishment(record.id))?done=added")
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            return sitePage(
                record, FormFilling(values: typed, errors: FormError.all(of: refusal, at: "commune_code")),
                person, status: .unprocessableContent)
        }
    }

    private func sitePage(
        _ record: EstablishmentRecord, _ filling: FormFilling, _ person: SignedIn,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        site.page(
            FormView(
                title: Bilingual(vi: "Thêm nơi sản xuất", en: "Add a production site"),
                lead: [Bilingual(vi: record.name, en: "")], errors: filling.errors,
                action: "\(place.establishment(record.id))/sites",
                fields: [
                    filling.line(
                        "commune_code", Bilingual(vi: "Xã, phường", en: "Commune"),
                        hint: Bilingual(
                            vi: "Tên xã và tỉnh, hoặc mã xã 5 chữ số.",
                            en: "Commune and province, or the commune's code of 5 digits.")),
                    filling.line("address", Bilingual(vi: "Địa chỉ", en: "Address"), isOptional: true),
                    filling.line(
                        "makes", Bilingual(vi: "Làm ra gì ở đó", en: "What is made there"), isOptional: true),
                    filling.day("from", Bilingual(vi: "Từ ngày", en: "Since"), isOptional: true),
                ], button: Bilingual(vi: "Thêm", en: "Add"), wayBack: place.establishment(record.id)),
            at: place.menu, for: person, status: status)
    }

    func closeSiteForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let (person, record) = try await opened(request, context, for: .establishmentSite)
        return closing(ofSite: try context.number("site"), of: record).form(site, for: person)
    }

    func closeSite(_ request: Request, _ context: SiteContext) async throws -> Response {
        let (person, record) = try await opened(request, context, for: .establishmentSite)
        let id = try context.number("site")
        return try await closing(ofSite: id, of: record).taken(request, site, from: person) { day, reason in
            _ = try await site.registry.closeProductionSite(
                id, on: day, because: reason, today: site.today, as: person.viewer)
        }
    }

    private func closing(ofSite id: Int64, of record: EstablishmentRecord) -> RecordClosing {
        RecordClosing(
            title: Bilingual(vi: "Ngừng một nơi sản xuất", en: "Close a production site"),
            lead: Bilingual(vi: record.name, en: ""), day: Bilingual(vi: "Ngày ngừng", en: "Closed on"),
            button: Bilingual(vi: "Ghi nhận ngừng", en: "Close it"),
            address: "\(place.establishment(record.id))/sites/\(id)/close",
            wayBack: place.establishment(record.id), place: place)
    }

    // MARK: Versions

    func versions(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let id = try context.recordNumber()
        let record = try await site.registry.establishment(id, as: person.viewer)
        let versions = try await site.registry.establishmentVersions(id, as: person.viewer)
        let view = try await RecordVersionsView(
            record.name, versions, EstablishmentColumn.self,
            before: request.uri.queryParameters["before"].flatMap { Int($0) },
            wayBack: place.establishment(id)
        ) { try await site.registry.establishmentDifference(id, from: $0, to: $1, as: person.viewer) }
        return .page(
            site.pages.page(
                .recordVersions, view,
                in: PageFrame(
                    title: "\(record.name) – Lịch sử – CNNT", menuAt: place.menu, viewer: person.viewer)))
    }
}
