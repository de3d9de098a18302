import Hummingbird
import Registry
import RuralIndustry

extension RoundInterface {
    /// `…/marks/import`: marks of judges from a file, as `score import` takes them: all rows or none, none twice.
    func importMarks(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        let isDryRun = try request.isDryRun()
        let id = try context.recordID(Self.noun)
        let sent = try await SentRecords<ScoreColumn>(request, isDryRun: isDryRun, name: "marks.csv")
        let rows = try sent.file.parsed { (row, notation) throws(Refusal) in
            try ScoreRow(row.fields, notation, row: row.line)
        }
        let once = sent.once(at: site.clock()) { (report: MarkImportReport) in Self.json(report).text }
        return try await Problem.stepping(Self.noun) {
            do {
                return .json(
                    Self.json(
                        try await site.registry.importMarks(
                            rows.map(\.value), round: id, as: program.viewer, dryRun: isDryRun, once: once)))
            } catch let repeated as RepeatedRequest {
                return Response.json(try JSONValue(parsing: repeated.outcome)).replayed
            }
        }
    }

    private static func json(_ report: MarkImportReport) -> JSONValue {
        .object([
            "marks": .integer(Int64(report.marks)), "entries": .integer(Int64(report.entries)),
            "judges": .integer(Int64(report.judges)),
        ])
    }
}
