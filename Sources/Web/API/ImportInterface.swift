import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

extension RecordInterface {
    /// `…/import`: a file as the command line imports it, all of it or nothing.
    func importFile(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        var reader = QueryReader(request.uri.queryParameters)
        reader.requireKnown(["dry_run", "as_of"])
        let isDryRun = reader.flag("dry_run")
        let day = reader.day("as_of") ?? site.today
        try reader.finish()
        let sent = try await SentRecords<Column>(request, isDryRun: isDryRun, name: Self.list + ".csv")
        if isDryRun {
            return .json(ImportJSON.preview(try await preview(sent.file, on: day, as: program.viewer)))
        }
        let once = sent.once(at: site.clock()) { (counts: ImportCounts) in ImportJSON.counts(counts).text }
        do {
            let counts = try await take(sent.file, on: day, as: program.viewer, once: once)
            return .json(ImportJSON.counts(counts))
        } catch let repeated as RepeatedRequest {
            return Response.json(try JSONValue(parsing: repeated.outcome)).replayed
        }
    }
}

/// What an import did or would do.
enum ImportJSON {
    static func counts(_ counts: ImportCounts) -> JSONValue {
        .object([
            "added": .integer(Int64(counts.added)), "changed": .integer(Int64(counts.changed)),
            "unchanged": .integer(Int64(counts.unchanged)),
            "warnings": .array(counts.warnings.map(violation)),
        ])
    }

    static func preview(_ preview: ImportPreview) -> JSONValue {
        .object([
            // null: the file would be refused
            "counts": preview.counts.map(counts) ?? .null,
            "rows": .array(
                preview.rows.map { row in
                    .object([
                        "row": .integer(Int64(row.line)), "outcome": .string(row.outcome.rawValue),
                        "id": RecordJSON.text(row.id.map { String($0) }), "name": .string(row.name),
                        "changes": .array(
                            row.changes.map { change in
                                .object([
                                    "column": .string(change.column),
                                    "before": RecordJSON.text(change.before),
                                    "after": RecordJSON.text(change.after),
                                ])
                            }),
                        "errors": .array(row.violations.map(violation)),
                        "warnings": .array(row.warnings.map(violation)),
                    ])
                }),
        ])
    }

    /// In both languages, since who reads it is not who sent it.
    private static func violation(_ violation: Violation) -> JSONValue {
        let violation = violation.withoutCommands
        return .object([
            "code": .string(violation.code), "detail": .string(violation.text.vi),
            "detail_en": .string(violation.text.en), "row": RecordJSON.number(violation.place.row),
            "column": RecordJSON.text(violation.place.column),
        ])
    }
}
