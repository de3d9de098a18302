import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// `/api/v1/establishments`.
struct EstablishmentInterface: Sendable {
    let site: Site

    static let list = "establishments"

    func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        var reader = QueryReader(request.uri.queryParameters)
        reader.requireKnown(Self.filters + PageQuery.names)
        let filter = Self.filter(&reader)
        let page = PageQuery(&reader, list: Self.list)
        try reader.finish()
        let found = try await site.registry.establishments(
            filter, after: page.after, limit: page.limit, on: site.today, as: program.viewer)
        return .json(RecordJSON.page(found, list: Self.list, RecordJSON.establishment))
    }

    static let filters = ["name", "legal_form", "tax_code", "external_id", "unit", "include_closed"]

    static func filter(_ reader: inout QueryReader) -> EstablishmentFilter {
        var filter = EstablishmentFilter()
        filter.name = reader.text("name")
        filter.legalForm = reader.one("legal_form")
        filter.taxCode = reader.text("tax_code")
        filter.externalID = reader.text("external_id")
        filter.unit = reader.value("unit") { text throws(Violation) in try UnitCode(text) }?.text
        filter.includesClosed = reader.flag("include_closed")
        return filter
    }

    func get(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        try request.requireNoParameters()
        let id = try context.recordID("establishment")
        let record = try await Problem.finding("establishment") {
            try await site.registry.establishment(id, as: program.viewer)
        }
        return .record(RecordJSON.establishment(record), version: record.version, answering: request)
    }

    func add(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        var reader = QueryReader(request.uri.queryParameters)
        reader.requireKnown(["dry_run", "sharing"])
        let isDryRun = reader.flag("dry_run")
        let sharing = reader.text("sharing")
        try reader.finish()
        let key = try IdempotencyKey.of(request)
        let content = try await ProgramContent(of: request, types: ["application/json"])
        let fields: Fields<EstablishmentColumn> = try content.fields()
        let once = key.map {
            OneRequest<EstablishmentRecord>(
                key: $0, content: IdempotencyKey.content(request, content.bytes), at: site.clock(),
                outcome: { String($0.id) })
        }
        do {
            let record = try await site.registry.addEstablishment(
                fields, sharing: sharing, on: site.today, today: site.today, as: program.viewer,
                dryRun: isDryRun, once: isDryRun ? nil : once)
            let json = RecordJSON.establishment(record)
            return isDryRun
                ? .json(json.unnumbered)
                : .made(json, at: "\(Self.list)/\(record.id)", version: record.version, answering: request)
        } catch let repeated as RepeatedRequest {
            let id = Int64(repeated.outcome) ?? 0
            let record = try await site.registry.establishment(id, version: 1, as: program.viewer)
            return Response.made(
                RecordJSON.establishment(record), at: "\(Self.list)/\(id)", version: 1, answering: request
            ).replayed
        }
    }

    func edit(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        var reader = QueryReader(request.uri.queryParameters)
        reader.requireKnown(["dry_run", "reason", "sharing"])
        let isDryRun = reader.flag("dry_run")
        let reason = reader.text("reason")
        let sharing = reader.text("sharing")
        try reader.finish()
        let id = try context.recordID("establishment")
        let content = try await ProgramContent(of: request, types: ProgramInterface.patchTypes)
        let changes: Fields<EstablishmentColumn> = try content.fields()
        let record = try await Problem.finding("establishment") {
            let version = try await Preconditions.version(request) {
                try await site.registry.establishment(id, as: program.viewer).version
            }
            return try await site.registry.editEstablishment(
                id, changes: changes, version: version, because: reason, sharing: sharing, on: site.today,
                today: site.today, as: program.viewer, dryRun: isDryRun)
        }
        if isDryRun { return .json(RecordJSON.establishment(record)) }
        return .record(RecordJSON.establishment(record), version: record.version, answering: request)
    }
}

extension ProgramInterface {
    /// A change is a JSON merge patch (RFC 7396): what is not there stays, null empties.
    static let patchTypes = ["application/merge-patch+json", "application/json"]
}

extension JSONValue {
    /// A record that was not made, which has no number.
    var unnumbered: JSONValue {
        guard case .object(var members) = self else { return self }
        members["id"] = .null
        return .object(members)
    }
}

extension Response {
    /// A record that was made, and where it is.
    static func made(_ value: JSONValue, at address: String, version: Int, answering request: Request)
        -> Response
    {
        var response = Response.record(value, version: version, answering: request, status: .created)
        response.headers[.location] = ProgramInterface.folder + address
        return response
    }

    /// The same, said to be an answer that was given before.
    var replayed: Response {
        var response = self
        response.headers[.idempotencyReplayed] = "true"
        return response
    }
}

extension Request {
    /// - Throws: `Problem` `unknown-parameter`.
    func requireNoParameters() throws {
        var reader = QueryReader(uri.queryParameters)
        reader.requireKnown([])
        try reader.finish()
    }
}
