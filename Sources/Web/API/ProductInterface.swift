import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// `/api/v1/products`.
struct ProductInterface: Sendable {
    let site: Site

    static let list = "products"

    func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        var reader = QueryReader(request.uri.queryParameters)
        reader.requireKnown(Self.filters + PageQuery.names)
        let filter = filter(&reader)
        let page = PageQuery(&reader, list: Self.list)
        try reader.finish()
        let found = try await site.registry.products(
            filter, after: page.after, limit: page.limit, as: program.viewer)
        return .json(RecordJSON.page(found, list: Self.list, RecordJSON.product))
    }

    static let filters = ["name", "group", "external_id", "establishment", "include_closed"]

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

    func get(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        try request.requireNoParameters()
        let id = try context.recordID("product")
        let record = try await Problem.finding("product") {
            try await site.registry.product(id, as: program.viewer)
        }
        return .record(RecordJSON.product(record), version: record.version, answering: request)
    }

    func add(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        var reader = QueryReader(request.uri.queryParameters)
        reader.requireKnown(["dry_run"])
        let isDryRun = reader.flag("dry_run")
        try reader.finish()
        let key = try IdempotencyKey.of(request)
        let content = try await ProgramContent(of: request, types: ["application/json"])
        let fields: Fields<ProductColumn> = try content.fields()
        let once = key.map {
            OneRequest<ProductRecord>(
                key: $0, content: IdempotencyKey.content(request, content.bytes), at: site.clock(),
                outcome: { String($0.id) })
        }
        do {
            let record = try await site.registry.addProduct(
                fields, as: program.viewer, dryRun: isDryRun, once: isDryRun ? nil : once)
            let json = RecordJSON.product(record)
            return isDryRun
                ? .json(json.unnumbered)
                : .made(json, at: "\(Self.list)/\(record.id)", version: record.version, answering: request)
        } catch let repeated as RepeatedRequest {
            let id = Int64(repeated.outcome) ?? 0
            let record = try await site.registry.product(id, version: 1, as: program.viewer)
            return Response.made(
                RecordJSON.product(record), at: "\(Self.list)/\(id)", version: 1, answering: request
            ).replayed
        }
    }

    func edit(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        var reader = QueryReader(request.uri.queryParameters)
        reader.requireKnown(["dry_run", "reason"])
        let isDryRun = reader.flag("dry_run")
        let reason = reader.text("reason")
        try reader.finish()
        let id = try context.recordID("product")
        let content = try await ProgramContent(of: request, types: ProgramInterface.patchTypes)
        let changes: Fields<ProductColumn> = try content.fields()
        let record = try await Problem.finding("product") {
            let version = try await Preconditions.version(request) {
                try await site.registry.product(id, as: program.viewer).version
            }
            return try await site.registry.editProduct(
                id, changes: changes, version: version, because: reason, as: program.viewer,
                dryRun: isDryRun)
        }
        if isDryRun { return .json(RecordJSON.product(record)) }
        return .record(RecordJSON.product(record), version: record.version, answering: request)
    }
}
