import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// In what a list is exported.
enum ExportFormat: String, CaseIterable, Sendable {
    case csv, jsonl

    /// The first unless another is preferred.
    static let types = ["text/csv", "application/jsonl"]

    var type: String { self == .csv ? "text/csv; charset=utf-8" : "application/jsonl" }
}

extension RecordInterface {
    /// `…/export`: everything that who asks may read, of one moment, as CSV that imports again or as JSON lines.
    func export(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        var reader = QueryReader(request.uri.queryParameters)
        reader.requireKnown(Self.filters + ["format"])
        let filter = filter(&reader)
        let format: ExportFormat =
            reader.one("format") ?? (Preferences.accepts(["text/csv"], request) ? .csv : .jsonl)
        try reader.finish()
        let file = try NamelessFile()
        let csv = RecordCSV<Column>(leavingOut: Self.unexported)
        if format == .csv { try file.append(csv.header) }
        try await forEach(filter, as: program.viewer) { record in
            switch format {
            case .csv: try file.append(csv.line(id: record.id, version: record.version, record.fields))
            case .jsonl: try file.append(record.json.utf8 + [10])
            }
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: format.type,
                .contentDisposition:
                    "attachment; filename=\"\(Self.list)-\(site.today.iso).\(format.rawValue)\"",
            ], body: try file.body())
    }
}
