import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// A product's record, for its maker and for officers: looking at it, adding, editing, closing, its versions.
struct ProductRecordRoutes: Sendable {
    let site: Site
    let place: RecordPlace

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let view = try await ProductRecordView(
            of: context.recordNumber(), notices: RecordDone.words(of: request), for: person, at: place, site)
        return .page(
            site.pages.page(
                .productRecord, view,
                in: PageFrame(title: "\(view.name) – CNNT", menuAt: place.menu, viewer: person.viewer)))
    }

    // MARK: Adding

    func addForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let maker = try await site.registry.establishment(context.recordNumber(), as: person.viewer)
        try person.require(.productAdd)
        return addPage(maker, FormFilling(values: FormFields("")), person)
    }

    func add(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let maker = try await site.registry.establishment(context.recordNumber(), as: person.viewer)
        try person.require(.productAdd)
        let typed = try await FormFields(of: request)
        do {
            var fields = ProductForm.fields(of: typed)
            fields[.establishmentID] = String(maker.id)
            let added = try await site.registry.addProduct(fields, as: person.viewer)
            return .redirected(to: "\(place.product(added.id))?done=added")
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            return addPage(
                maker,
                FormFilling(
                    values: typed,
                    errors: FormError.all(
                        of: refusal, at: ProductColumn.name.name, labels: ProductForm.labels)),
                person, status: .unprocessableContent)
        }
    }

    private func addPage(
        _ maker: EstablishmentRecord, _ filling: FormFilling, _ person: SignedIn,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        site.page(
            GroupedFormView(
                title: Bilingual(vi: "Thêm sản phẩm", en: "Add a product"),
                lead: [Bilingual(vi: maker.name, en: "")], errors: filling.errors,
                action: "\(place.establishment(maker.id))/products/new",
                groups: ProductForm(filling: filling).groups, button: Bilingual(vi: "Thêm", en: "Add"),
                wayBack: place.establishment(maker.id)), at: place.menu, for: person, status: status)
    }

    // MARK: Editing

    func editForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let (person, record) = try await opened(request, context, for: .productEdit)
        return editPage(record, FormFilling(values: ProductForm.values(of: record)), [], person)
    }

    func edit(_ request: Request, _ context: SiteContext) async throws -> Response {
        let (person, record) = try await opened(request, context, for: .productEdit)
        let typed = try await FormFields(of: request)
        do {
            _ = try await site.registry.editProduct(
                record.id, changes: ProductForm.fields(of: typed), version: Int(typed["version"]),
                because: typed.text("reason"), as: person.viewer)
            return .redirected(to: "\(place.product(record.id))?done=saved")
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            var values = typed
            var differences: [GroupedFormView.Difference] = []
            if let seen = Int(typed["version"]),
                refusal.violations.contains(where: { $0.code == "stale-version" })
            {
                // known from now on, so that saving again is meant
                values = values.with("version", String(record.version))
                differences = try await site.registry.productDifference(
                    record.id, from: seen, to: record.version, as: person.viewer
                ).map { GroupedFormView.Difference($0, ProductColumn.self) }
            }
            return editPage(
                record,
                FormFilling(
                    values: values,
                    errors: FormError.all(
                        of: refusal, at: ProductColumn.name.name, labels: ProductForm.labels)),
                differences, person, status: .unprocessableContent)
        }
    }

    private func editPage(
        _ record: ProductRecord, _ filling: FormFilling, _ differences: [GroupedFormView.Difference],
        _ person: SignedIn, status: HTTPResponse.Status = .ok
    ) -> Response {
        let last = GroupedFormView.Group(
            title: Bilingual(vi: "Về lần sửa này", en: "About this change"),
            fields: [
                filling.hidden("version"),
                filling.line("reason", Bilingual(vi: "Lý do sửa", en: "Why"), isOptional: true),
            ])
        return site.page(
            GroupedFormView(
                title: Bilingual(vi: "Sửa sản phẩm", en: "Edit the product"),
                lead: [Bilingual(vi: record.establishmentName, en: "")], errors: filling.errors,
                differences: differences, action: "\(place.product(record.id))/edit",
                groups: ProductForm(filling: filling).groups + [last],
                button: Bilingual(vi: "Lưu", en: "Save"), wayBack: place.product(record.id)),
            at: place.menu, for: person, status: status)
    }

    // MARK: Closing

    func closeForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let (person, record) = try await opened(request, context, for: .productClose)
        return closing(of: record).form(site, for: person)
    }

    func close(_ request: Request, _ context: SiteContext) async throws -> Response {
        let (person, record) = try await opened(request, context, for: .productClose)
        return try await closing(of: record).taken(request, site, from: person) { day, reason in
            _ = try await site.registry.closeProduct(record.id, on: day, because: reason, as: person.viewer)
        }
    }

    private func closing(of record: ProductRecord) -> RecordClosing {
        RecordClosing(
            title: Bilingual(vi: "Thôi sản xuất", en: "Close the product"),
            lead: Bilingual(
                vi: "\(record.name): các lần công nhận vẫn còn, nhưng không tham gia bình chọn nữa.",
                en: "Its awards stay; it enters no round any more."),
            day: Bilingual(vi: "Từ ngày", en: "Since"), button: Bilingual(vi: "Ghi nhận", en: "Record"),
            address: "\(place.product(record.id))/close", wayBack: place.product(record.id), place: place)
    }

    /// Who asks and the product that the address names, for a form whose only use is an action.
    private func opened(_ request: Request, _ context: SiteContext, for action: Action) async throws -> (
        SignedIn, ProductRecord
    ) {
        let person = try context.person(request)
        let record = try await site.registry.product(context.recordNumber(), as: person.viewer)
        try person.require(action)
        return (person, record)
    }

    func versions(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let id = try context.recordNumber()
        let record = try await site.registry.product(id, as: person.viewer)
        let versions = try await site.registry.productVersions(id, as: person.viewer)
        let view = try await RecordVersionsView(
            record.name, versions, ProductColumn.self,
            before: request.uri.queryParameters["before"].flatMap { Int($0) }, wayBack: place.product(id)
        ) { try await site.registry.productDifference(id, from: $0, to: $1, as: person.viewer) }
        return .page(
            site.pages.page(
                .recordVersions, view,
                in: PageFrame(
                    title: "\(record.name) – Lịch sử – CNNT", menuAt: place.menu, viewer: person.viewer)))
    }
}
