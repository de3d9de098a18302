import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// `/api/v1/establishments/import` and `/api/v1/products/import`: a CSV file as the command line imports it, all of it or nothing.
struct ImportInterface: Sendable {
    let site: Site

    func establishments(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        let (day, isDryRun) = try query(request)
        let content = try await ProgramContent(of: request, types: ["text/csv"])
        let file = try RecordFile<EstablishmentColumn>.read(csv: content.bytes, name: "establishments.csv")
        if isDryRun {
            return .json(
                ImportJSON.preview(
                    try await site.registry.previewEstablishments(
                        file, on: day, today: site.today, as: program.viewer)))
        }
        return try await answer(request, content) { once in
            try await site.registry.importEstablishments(
                file, on: day, today: site.today, as: program.viewer, once: once)
        }
    }

    func products(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        let (_, isDryRun) = try query(request)
        let content = try await ProgramContent(of: request, types: ["text/csv"])
        let file = try RecordFile<ProductColumn>.read(csv: content.bytes, name: "products.csv")
        if isDryRun {
            return .json(
                ImportJSON.preview(try await site.registry.previewProducts(file, as: program.viewer)))
        }
        return try await answer(request, content) { once in
            try await site.registry.importProducts(file, as: program.viewer, once: once)
        }
    }

    private func query(_ request: Request) throws -> (day: Day, isDryRun: Bool) {
        var reader = QueryReader(request.uri.queryParameters)
        reader.requireKnown(["dry_run", "as_of"])
        let isDryRun = reader.flag("dry_run")
        let day = reader.day("as_of") ?? site.today
        try reader.finish()
        return (day, isDryRun)
    }

    private func answer(
        _ request: Request, _ content: ProgramContent,
        _ run: (OneRequest<ImportCounts>?) async throws -> ImportCounts
    ) async throws -> Response {
        let once = try IdempotencyKey.of(request).map {
            OneRequest<ImportCounts>(
                key: $0, content: IdempotencyKey.content(request, content.bytes), at: site.clock(),
                outcome: { ImportJSON.counts($0).text })
        }
        do {
            return .json(ImportJSON.counts(try await run(once)))
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
        .object([
            "code": .string(violation.code), "detail": .string(violation.text.vi),
            "detail_en": .string(violation.text.en), "row": RecordJSON.number(violation.place.row),
            "column": RecordJSON.text(violation.place.column),
        ])
    }
}
