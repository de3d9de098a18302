import Hummingbird
import Registry
import RuralIndustry

/// `/api/v1/establishments`.
struct EstablishmentInterface: RecordInterface {
    static let list = "establishments"
    static let noun = "establishment"
    static let filters = ["name", "legal_form", "tax_code", "external_id", "unit", "include_closed"]
    static let hasSharing = true

    let site: Site

    func filter(_ reader: inout QueryReader) -> EstablishmentFilter {
        var filter = EstablishmentFilter()
        filter.name = reader.text("name")
        filter.legalForm = reader.one("legal_form")
        filter.taxCode = reader.text("tax_code")
        filter.externalID = reader.text("external_id")
        filter.unit = reader.value("unit") { text throws(Violation) in try UnitCode(text) }?.text
        filter.includesClosed = reader.flag("include_closed")
        return filter
    }

    func records(
        _ filter: EstablishmentFilter, _ page: PageQuery, as viewer: Viewer
    ) async throws -> RecordPage<EstablishmentRecord> {
        try await site.registry.establishments(
            filter, after: page.after, limit: page.limit, on: site.today, as: viewer)
    }

    func forEach(
        _ filter: EstablishmentFilter, as viewer: Viewer,
        _ body: @escaping @Sendable (EstablishmentRecord) throws -> Void
    ) async throws {
        try await site.registry.forEachEstablishment(filter, on: site.today, as: viewer, body)
    }

    func record(_ id: Int64, as viewer: Viewer) async throws -> EstablishmentRecord {
        try await site.registry.establishment(id, as: viewer)
    }

    func record(_ id: Int64, version: Int, as viewer: Viewer) async throws -> EstablishmentRecord {
        try await site.registry.establishment(id, version: version, as: viewer)
    }

    func add(
        _ fields: Fields<EstablishmentColumn>, _ saving: SavingQuery, as viewer: Viewer,
        once: OneRequest<EstablishmentRecord>?
    ) async throws -> EstablishmentRecord {
        try await site.registry.addEstablishment(
            fields, sharing: saving.sharing, on: site.today, today: site.today, as: viewer,
            dryRun: saving.isDryRun, once: once)
    }

    func change(
        _ id: Int64, _ changes: Fields<EstablishmentColumn>, version: Int?, _ saving: SavingQuery,
        as viewer: Viewer
    ) async throws -> EstablishmentRecord {
        try await site.registry.editEstablishment(
            id, changes: changes, version: version, because: saving.reason, sharing: saving.sharing,
            on: site.today, today: site.today, as: viewer, dryRun: saving.isDryRun)
    }

    func preview(
        _ file: RecordFile<EstablishmentColumn>, on day: Day, as viewer: Viewer
    ) async throws -> ImportPreview {
        try await site.registry.previewEstablishments(file, on: day, today: site.today, as: viewer)
    }

    func take(
        _ file: RecordFile<EstablishmentColumn>, on day: Day, as viewer: Viewer,
        once: OneRequest<ImportCounts>?
    ) async throws -> ImportCounts {
        try await site.registry.importEstablishments(
            file, on: day, today: site.today, as: viewer, once: once)
    }
}

extension EstablishmentRecord: ProgramRecord {
    var json: JSONValue { RecordJSON.establishment(self) }
}
