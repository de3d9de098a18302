import Hummingbird
import Registry
import RuralIndustry

/// `/api/v1/products`.
struct ProductInterface: RecordInterface {
    static let list = "products"
    static let noun = "product"
    static let filters = ["name", "group", "external_id", "establishment", "include_closed"]
    static let unexported: Set<ProductColumn> = [.establishmentTaxCode, .establishmentExternalID]

    let site: Site

    func filter(_ reader: inout QueryReader) -> ProductFilter {
        var filter = ProductFilter()
        filter.name = reader.text("name")
        filter.group = reader.text("group").map(ProductGroupID.init(rawValue:))
        filter.externalID = reader.text("external_id")
        filter.establishment = reader.id("establishment")
        filter.day = site.today
        filter.includesClosed = reader.flag("include_closed")
        return filter
    }

    func records(
        _ filter: ProductFilter, _ page: PageQuery, as viewer: Viewer
    ) async throws -> RecordPage<ProductRecord> {
        try await site.registry.products(filter, after: page.after, limit: page.limit, as: viewer)
    }

    func forEach(
        _ filter: ProductFilter, as viewer: Viewer,
        _ body: @escaping @Sendable (ProductRecord) throws -> Void
    ) async throws {
        try await site.registry.forEachProduct(filter, as: viewer, body)
    }

    func record(_ id: Int64, as viewer: Viewer) async throws -> ProductRecord {
        try await site.registry.product(id, as: viewer)
    }

    func record(_ id: Int64, version: Int, as viewer: Viewer) async throws -> ProductRecord {
        try await site.registry.product(id, version: version, as: viewer)
    }

    func add(
        _ fields: Fields<ProductColumn>, _ saving: SavingQuery, as viewer: Viewer,
        once: OneRequest<ProductRecord>?
    ) async throws -> ProductRecord {
        try await site.registry.addProduct(fields, as: viewer, dryRun: saving.isDryRun, once: once)
    }

    func change(
        _ id: Int64, _ changes: Fields<ProductColumn>, version: Int?, _ saving: SavingQuery,
        as viewer: Viewer
    ) async throws -> ProductRecord {
        try await site.registry.editProduct(
            id, changes: changes, version: version, because: saving.reason, as: viewer,
            dryRun: saving.isDryRun)
    }

    func preview(
        _ file: RecordFile<ProductColumn>, on day: Day, as viewer: Viewer
    ) async throws -> ImportPreview {
        try await site.registry.previewProducts(file, as: viewer)
    }

    func take(
        _ file: RecordFile<ProductColumn>, on day: Day, as viewer: Viewer,
        once: OneRequest<ImportCounts>?
    ) async throws -> ImportCounts {
        try await site.registry.importProducts(file, as: viewer, once: once)
    }
}

extension ProductRecord: ProgramRecord {
    var json: JSONValue { RecordJSON.product(self) }
}
