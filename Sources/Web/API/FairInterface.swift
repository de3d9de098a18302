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

    /// A fair in the state planned, as `fair create` makes it.
    func create(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        let isDryRun = try request.isDryRun()
        let content = try await ProgramContent(of: request, types: ["application/json"])
        let new = try NewFair(try content.fields())
        return try await made(request, by: program.viewer, isDryRun: isDryRun, content) { once in
            do {
                return try await site.registry.createFair(
                    new, as: program.viewer, dryRun: isDryRun, once: once)
            } catch let refusal as Refusal {
                throw refusal.atMembers
            }
        }
    }

    /// What a fair is, changed as `fair edit` does.
    func edit(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        var reader = QueryReader(request.uri.queryParameters)
        reader.requireKnown(["dry_run", "reason"])
        let (isDryRun, reason) = (reader.flag("dry_run"), reader.text("reason"))
        try reader.finish()
        let id = try context.recordID(Self.noun)
        let match = try Preconditions.match(request)
        let content = try await ProgramContent(of: request, types: ProgramInterface.patchTypes)
        let changes = try FairChanges(try content.fields())
        return try await Problem.finding(Self.noun) {
            do {
                let changed = try await site.registry.editFair(
                    id, changes, version: match, because: reason, as: program.viewer, dryRun: isDryRun)
                return isDryRun ? .json(Self.json(changed)) : .event(Self.self, changed)
            } catch let refusal as Refusal {
                throw refusal.atMembers
            }
        }
    }

    /// `…/opening`: booths may be asked for and given.
    var open: ProgramInterface.Handler {
        step { id, version, viewer, isDryRun, once in
            try await site.registry.openFair(id, version: version, as: viewer, dryRun: isDryRun, once: once)
        }
    }

    /// `…/closing`: no booth is given any more.
    var close: ProgramInterface.Handler {
        step { id, version, viewer, isDryRun, once in
            try await site.registry.closeFair(id, version: version, as: viewer, dryRun: isDryRun, once: once)
        }
    }

    static func json(_ fair: FairRecord) -> JSONValue {
        .object([
            "id": .string(String(fair.id)), "version": .integer(Int64(fair.version)),
            "name": .string(fair.name), "level": .string(fair.level.rawValue),
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

extension Refusal {
    /// With what is wrong with a fair at the members by which programs say it.
    fileprivate var atMembers: Refusal {
        let placed = violations.map { violation in
            var violation = violation
            switch violation.place.column {
            case "first": violation.place.column = FairColumn.firstDay.name
            case "last": violation.place.column = FairColumn.lastDay.name
            case "set_up": violation.place.column = FairColumn.setUpOn.name
            case "width": violation.place.column = FairColumn.boothWidth.name
            case "depth": violation.place.column = FairColumn.boothDepth.name
            // it goes with the address, not with the content
            case "reason": violation.place.column = nil
            default: break
            }
            return violation
        }
        return Refusal(placed[0], Array(placed.dropFirst()))
    }
}
