import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

extension FairInterface {
    /// `…/booths`: the booths on the plan and who has them, as `booth list` prints them.
    func booths(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        var reader = QueryReader(request.uri.queryParameters)
        reader.requireKnown(["as_of"] + PageQuery.names)
        let day = reader.day("as_of") ?? site.today
        let page = PageQuery(&reader, list: "booths")
        try reader.finish()
        let id = try context.recordID(Self.noun)
        let found = try await Problem.finding(Self.noun) {
            try await site.registry.boothStandings(
                ofFair: id, on: day, after: page.after, limit: page.limit, as: program.viewer)
        }
        return .json(RecordJSON.page(found, list: "booths", Self.json))
    }

    /// `…/booths/import`: a plan from a file in place of the one there is, as `booth import` does.
    func importPlan(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        let isDryRun = try request.isDryRun()
        let id = try context.recordID(Self.noun)
        let match = try Preconditions.match(request)
        let sent = try await SentRecords<BoothColumn>(request, isDryRun: isDryRun, name: "booths.csv")
        let booths = try sent.file.parsed { (row, notation) throws(Refusal) in
            try Booth.parse(row.fields, notation)
        }
        let once = sent.once(at: site.clock()) { (report: BoothImportReport) in Self.json(report).text }
        return try await planned(isDryRun: isDryRun) {
            try await site.registry.importBooths(
                booths, fair: id, version: match, from: .file, as: program.viewer, today: site.today,
                dryRun: isDryRun, once: once)
        }
    }

    /// `…/booths/grid`: the same drawn by rows and aisles, as `fair grid` does.
    func drawPlan(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        let isDryRun = try request.isDryRun()
        let id = try context.recordID(Self.noun)
        let match = try Preconditions.match(request)
        let content = try await ProgramContent(of: request, types: ["application/json"])
        let fields: Fields<BoothGridColumn> = try content.fields()
        let once = try OneRequest<BoothImportReport>(
            request, content.bytes, isDryRun: isDryRun, at: site.clock(), outcome: { Self.json($0).text })
        return try await planned(isDryRun: isDryRun) {
            let fair = try await site.registry.fair(id, as: program.viewer)
            let grid = try BoothGrid(fields, boothWidth: fair.boothWidth, boothDepth: fair.boothDepth)
            return try await site.registry.importBooths(
                try grid.plan().booths.map { Located($0) }, fair: id, version: match, from: .grid,
                as: program.viewer, today: site.today, dryRun: isDryRun, once: once)
        }
    }

    private func planned(
        isDryRun: Bool, _ give: () async throws -> BoothImportReport
    ) async throws -> Response {
        try await Problem.finding(Self.noun) {
            do {
                let report = try await give()
                return isDryRun ? .json(Self.json(report)) : Self.planned(Self.json(report))
            } catch let repeated as RepeatedRequest {
                return Self.planned(try JSONValue(parsing: repeated.outcome)).replayed
            }
        }
    }

    /// What was done, with the version of the fair that it led to.
    private static func planned(_ report: JSONValue) -> Response {
        var response = Response.json(report)
        if case .object(let members) = report, case .integer(let version)? = members["fair_version"] {
            response.headers[.eTag] = Preconditions.tag(Int(version))
        }
        return response
    }

    private static func json(_ report: BoothImportReport) -> JSONValue {
        .object([
            "plan": .integer(Int64(report.plan)), "fair_version": .integer(Int64(report.fairVersion)),
            "booths": .integer(Int64(report.booths)), "added": .integer(Int64(report.added)),
            "changed": .integer(Int64(report.changed)), "unchanged": .integer(Int64(report.unchanged)),
            "removed": .integer(Int64(report.removed)),
        ])
    }

    private static func json(_ standing: BoothStanding) -> JSONValue {
        let booth = standing.booth.booth
        return .object([
            "code": .string(booth.code.text), "zone": RecordJSON.text(booth.zone),
            "x_m": .string(booth.rectangle.x.text), "y_m": .string(booth.rectangle.y.text),
            "width_m": .string(booth.rectangle.width.text), "depth_m": .string(booth.rectangle.depth.text),
            "corner": .bool(booth.isCorner),
            "price_vnd": booth.price.map { .integer($0.amount) } ?? .null,
            "given": .array(
                standing.allocations.map { allocation in
                    .object([
                        "id": .string(String(allocation.id)), "state": .string(allocation.state.rawValue),
                        "tenants": .array(allocation.tenants.map(JSONValue.string)),
                        "province_code": RecordJSON.text(allocation.province),
                        "from_date": .string(allocation.days.first.iso),
                        "to_date": .string(allocation.days.last.iso),
                        "held_until": RecordJSON.text(
                            allocation.state == .held ? allocation.heldUntil.iso : nil),
                    ])
                }),
        ])
    }
}
