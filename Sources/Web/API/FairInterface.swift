import Hummingbird
import Registry
import RuralIndustry

/// `/api/v1/fairs`.
struct FairInterface: EventInterface {
    static let list = "fairs"
    static let noun = "fair"

    let site: Site

    func records(_ query: EventQuery<FairState>, as viewer: Viewer) async throws -> RecordPage<FairRecord> {
        try await site.registry.fairs(
            level: query.level, year: query.year, state: query.state, after: query.page.after,
            limit: query.page.limit, as: viewer)
    }

    func record(_ id: Int64, as viewer: Viewer) async throws -> FairRecord {
        try await site.registry.fair(id, as: viewer)
    }

    static func json(_ fair: FairRecord) -> JSONValue {
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
