import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// `/api/v1/establishments/export` and `/api/v1/products/export`: everything that who asks may read, of one moment, as CSV that
/// imports again or as JSON lines.
struct ExportInterface: Sendable {
    let site: Site

    enum Format: String, CaseIterable {
        case csv, jsonl

        var type: String { self == .csv ? "text/csv; charset=utf-8" : "application/jsonl" }
    }

    /// The first unless another is preferred.
    static let types = ["text/csv", "application/jsonl"]

    func establishments(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        var reader = QueryReader(request.uri.queryParameters)
        reader.requireKnown(EstablishmentInterface.filters + ["format"])
        let filter = EstablishmentInterface.filter(&reader)
        let format = Self.format(&reader, request)
        try reader.finish()
        let file = try ExportFile()
        let csv = RecordCSV<EstablishmentColumn>()
        if format == .csv { try file.write(csv.header) }
        try await site.registry.forEachEstablishment(filter, on: site.today, as: program.viewer) { record in
            switch format {
            case .csv: try file.write(csv.line(id: record.id, version: record.version, record.fields))
            case .jsonl: try file.write(RecordJSON.establishment(record).utf8 + [10])
            }
        }
        return try answer(file, format, name: "establishments")
    }

    func products(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        var reader = QueryReader(request.uri.queryParameters)
        reader.requireKnown(ProductInterface.filters + ["format"])
        let filter = ProductInterface(site: site).filter(&reader)
        let format = Self.format(&reader, request)
        try reader.finish()
        let file = try ExportFile()
        let csv = RecordCSV<ProductColumn>(leavingOut: [.establishmentTaxCode, .establishmentExternalID])
        if format == .csv { try file.write(csv.header) }
        try await site.registry.forEachProduct(filter, as: program.viewer) { record in
            switch format {
            case .csv: try file.write(csv.line(id: record.id, version: record.version, record.fields))
            case .jsonl: try file.write(RecordJSON.product(record).utf8 + [10])
            }
        }
        return try answer(file, format, name: "products")
    }

    private static func format(_ reader: inout QueryReader, _ request: Request) -> Format {
        reader.one("format") ?? (Preferences.accepts(["text/csv"], request) ? .csv : .jsonl)
    }

    private func answer(_ file: ExportFile, _ format: Format, name: String) throws -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: format.type,
                .contentDisposition:
                    "attachment; filename=\"\(name)-\(site.today.iso).\(format.rawValue)\"",
            ], body: try file.body())
    }
}
