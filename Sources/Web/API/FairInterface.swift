import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// `/api/v1/fairs`.
struct FairInterface: Sendable {
    let site: Site

    func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        var reader = QueryReader(request.uri.queryParameters)
        reader.requireKnown(["level", "year", "state"] + PageQuery.names)
        let level: SelectionLevel? = reader.one("level")
        let year = reader.year("year")
        let state: FairState? = reader.one("state")
        let page = PageQuery(&reader, list: "fairs")
        try reader.finish()
        let found = try await site.registry.fairs(
            level: level, year: year, state: state, after: page.after, limit: page.limit, as: program.viewer)
        return .json(RecordJSON.page(found, list: "fairs", Self.json))
    }

    func get(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        try request.requireNoParameters()
        let id = try context.recordID("fair")
        let fair = try await Problem.finding("fair") { try await site.registry.fair(id, as: program.viewer) }
        return .json(Self.json(fair))
    }

    private static func json(_ fair: FairRecord) -> JSONValue {
        .object([
            "id": .string(String(fair.id)), "name": .string(fair.name), "level": .string(fair.level.rawValue),
            "kind": .string(fair.kind.rawValue), "organiser": .string(fair.organiserCode),
            "organiser_name": .string(fair.organiserName), "venue": .string(fair.venue),
            "set_up_on": .string(fair.setUpOn.iso), "first_day": .string(fair.days.first.iso),
            "last_day": .string(fair.days.last.iso), "state": .string(fair.state.rawValue),
            "plan": .integer(Int64(fair.planVersion)), "booths": .integer(Int64(fair.booths)),
            "held": .integer(Int64(fair.held)), "confirmed": .integer(Int64(fair.confirmed)),
            "booth_width_m": .string(fair.boothWidth.text), "booth_depth_m": .string(fair.boothDepth.text),
        ])
    }
}
