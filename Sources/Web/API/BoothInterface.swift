import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// An establishment's booths at fairs: what it asks for, and what it was given.
struct BoothInterface: Sendable {
    let site: Site

    /// The fairs at which an establishment may ask for booths today.
    func openFairs(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await list(request, context) { id, viewer in
            try await site.registry.fairsTakingRequests(of: id, today: site.today, as: viewer).map { fair in
                .object([
                    "id": .string(String(fair.id)), "name": .string(fair.name),
                    "level": .string(fair.level.rawValue), "organiser": .string(fair.organiserCode),
                    "organiser_name": .string(fair.organiserName), "venue": .string(fair.venue),
                    "set_up_on": .string(fair.setUpOn.iso), "first_day": .string(fair.days.first.iso),
                    "last_day": .string(fair.days.last.iso),
                ])
            }
        }
    }

    func requests(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await list(request, context) { id, viewer in
            try await site.registry.ownBoothRequests(of: id, as: viewer).map(Self.json)
        }
    }

    /// What an establishment holds and has confirmed.
    func booths(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await list(request, context) { id, viewer in
            try await site.registry.ownBooths(of: id, as: viewer).map { Self.json($0, on: site.today) }
        }
    }

    /// Everything of one establishment, which is little.
    private func list(
        _ request: Request, _ context: SiteContext,
        _ items: (Int64, Viewer) async throws -> [JSONValue]
    ) async throws -> Response {
        let program = try context.program()
        try request.requireNoParameters()
        let id = try context.recordID("establishment")
        let found = try await Problem.finding("establishment") { try await items(id, program.viewer) }
        return .json(.object(["items": .array(found), "next": .null]))
    }

    func request(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        try request.requireNoParameters()
        let id = try context.recordID("booth-request")
        let found = try await Problem.finding("booth-request") {
            try await site.registry.ownBoothRequest(id, as: program.viewer)
        }
        return .record(Self.json(found), version: found.request.version, answering: request)
    }

    func ask(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        let isDryRun = try request.isDryRun()
        let fair = try context.recordID("fair")
        let content = try await ProgramContent(of: request, types: ["application/json"])
        let asked = try AskedBooths(content.fields())
        let once = try OneRequest<OwnBoothRequest>(
            request, content.bytes, isDryRun: isDryRun, at: site.clock(), outcome: { String($0.request.id) })
        do {
            let made = try await site.registry.requestOwnBooths(
                of: asked.establishment, atFair: fair, asked.fields, today: site.today, as: program.viewer,
                dryRun: isDryRun, once: once)
            return isDryRun ? .json(Self.json(made).unnumbered) : self.made(made, answering: request)
        } catch let repeated as RepeatedRequest {
            let made = try await site.registry.ownBoothRequest(
                Int64(repeated.outcome) ?? 0, as: program.viewer)
            return self.made(made, answering: request).replayed
        } catch let refusal as Refusal where refusal.violations[0].code == "unknown-fair" {
            throw Problem.unknownRecord("fair")
        } catch let refusal as Refusal where refusal.isOfEstablishment {
            throw Refusal(refusal.violations[0].inColumn(AskedColumn.establishment.name))
        }
    }

    private func made(_ made: OwnBoothRequest, answering request: Request) -> Response {
        .made(
            Self.json(made), at: "booth-requests/\(made.request.id)", version: made.request.version,
            answering: request)
    }

    func withdraw(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        let isDryRun = try request.isDryRun()
        let id = try context.recordID("booth-request")
        let (reason, content) = try await Self.reason(of: request)
        let match = try Preconditions.match(request)
        let once = try OneRequest<OwnBoothRequest>(
            request, content.bytes, isDryRun: isDryRun, at: site.clock(), outcome: { String($0.request.id) })
        return try await Problem.finding("booth-request") {
            do {
                let ended = try await site.registry.withdrawOwnBoothRequest(
                    id, version: match, because: reason, as: program.viewer, dryRun: isDryRun, once: once)
                if isDryRun { return .json(Self.json(ended)) }
                return .record(Self.json(ended), version: ended.request.version, answering: request)
            } catch is RepeatedRequest {
                let ended = try await site.registry.ownBoothRequest(id, as: program.viewer)
                return .record(Self.json(ended), version: ended.request.version, answering: request).replayed
            }
        }
    }

    func confirm(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await act(request, context) { booths, establishment, isDryRun, viewer, once in
            try await site.registry.confirmOwnBooths(
                booths, of: establishment, as: viewer, today: site.today, dryRun: isDryRun, once: once)
        }
    }

    func release(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.program()
        let (reason, content) = try await Self.reason(of: request)
        return try await act(request, context, content.bytes) {
            booths, establishment, isDryRun, viewer, once in
            try await site.registry.releaseOwnBooths(
                booths, of: establishment, because: reason, as: viewer, today: site.today, dryRun: isDryRun,
                once: once)
        }
    }

    /// - Parameter body: what the request brings along.
    private func act(
        _ request: Request, _ context: SiteContext, _ body: [UInt8] = [],
        _ act: (Int64, Int64, _ isDryRun: Bool, Viewer, OneRequest<[BoothAllocationRecord]>?) async throws
            -> [BoothAllocationRecord]
    ) async throws -> Response {
        let program = try context.program()
        let isDryRun = try request.isDryRun()
        let establishment = try context.recordID("allocation")
        let booths = try context.recordID("allocation", at: "booths")
        let once = try OneRequest<[BoothAllocationRecord]>(
            request, body, isDryRun: isDryRun, at: site.clock(), outcome: { String($0[0].id) })
        return try await Problem.finding("allocation") {
            do {
                return .json(Self.json(try await act(booths, establishment, isDryRun, program.viewer, once)))
            } catch is RepeatedRequest {
                let now = try await site.registry.ownBoothGroup(
                    booths, of: establishment, as: program.viewer)
                return Response.json(Self.json(now)).replayed
            }
        }
    }

    private static func reason(of request: Request) async throws -> (String, ProgramContent) {
        let content = try await ProgramContent(of: request, types: ["application/json"])
        let fields: Fields<ReasonColumn> = try content.fields()
        return (fields[.reason] ?? "", content)
    }
}

extension BoothInterface {
    fileprivate static func json(_ own: OwnBoothRequest) -> JSONValue {
        var members = members(own.request)
        members["fair_name"] = .string(own.fair.name)
        return .object(members)
    }

    /// A request, as whoever filed it and the office that has it see it.
    static func members(_ request: BoothRequestRecord) -> [String: JSONValue] {
        [
            "id": .string(String(request.id)), "version": .integer(Int64(request.version)),
            "fair_id": .string(String(request.fairID)),
            "establishment_id": RecordJSON.text(request.tenant.establishment.map { String($0) }),
            "state": .string(request.state.rawValue), "booths": .integer(Int64(request.booths)),
            "adjacent": .bool(request.isAdjacent), "zones": .array(request.zones.map(JSONValue.string)),
            "other_zones": .bool(request.takesOtherZones),
            "group": RecordJSON.text(request.productGroup?.rawValue),
            "province_code": RecordJSON.text(request.province),
            "from_date": .string(request.days.first.iso), "to_date": .string(request.days.last.iso),
            "filed_on": .string(request.filedOn.iso),
            "waiting_position": RecordJSON.number(request.waitingPosition),
            "given": .array(request.given.map(JSONValue.string)),
        ]
    }

    fileprivate static func json(_ own: OwnBooths, on day: Day) -> JSONValue {
        guard case .object(var members) = json(own.allocations) else { return .null }
        members["fair_name"] = .string(own.fair.name)
        members["is_party"] = .bool(own.isParty)
        members["can_confirm"] = .bool(own.canConfirm(on: day))
        members["can_release"] = .bool(own.canRelease(on: day))
        return .object(members)
    }

    /// Booths that were given together.
    static func json(_ allocations: [BoothAllocationRecord]) -> JSONValue {
        let first = allocations[0]
        return .object([
            "id": .string(String(first.id)), "fair_id": .string(String(first.fairID)),
            "state": .string(first.state.rawValue), "held_until": .string(first.heldUntil.iso),
            "from_date": .string(first.days.first.iso), "to_date": .string(first.days.last.iso),
            "booths": .array(
                allocations.map { booth in
                    .object([
                        "code": .string(booth.booth), "rent_vnd": amount(booth.price),
                        "support_vnd": amount(booth.support), "tenant_pays_vnd": amount(booth.tenantsPart),
                    ])
                }),
        ])
    }

    private static func amount(_ amount: VND?) -> JSONValue { amount.map { .integer($0.amount) } ?? .null }
}

/// What a program may choose for an establishment that asks.
private enum AskedColumn: Int, RecordColumn {
    case establishment, booths, adjacent, zones, otherZones, group, from, to

    static let names = [
        "establishment_id", "booths", "adjacent", "zones", "other_zones", "group", "from_date", "to_date",
    ]
    static let required: [AskedColumn] = [.establishment, .booths]
}

/// Booths that a program asks for, and for whom.
private struct AskedBooths {
    let establishment: Int64
    let fields: Fields<BoothRequestColumn>

    init(_ content: Fields<AskedColumn>) throws(Refusal) {
        guard let text = content[.establishment], let id = Int64(text) else {
            throw Refusal(
                Violation(
                    "value-missing", vi: "hãy ghi số của cơ sở", en: "give the number of the establishment",
                    at: Place(column: AskedColumn.establishment.name)))
        }
        establishment = id
        var fields = Fields<BoothRequestColumn>()
        for column in AskedColumn.allCases where column != .establishment {
            if let known = BoothRequestColumn(name: column.name) { fields[known] = content[column] }
        }
        self.fields = fields
    }
}

/// Why booths are given back or taken back, and requests withdrawn or refused.
enum ReasonColumn: Int, RecordColumn {
    case reason

    static let names = ["reason"]
    static let required: [ReasonColumn] = [.reason]
}

extension Refusal {
    /// That an establishment is not there, or nothing to who asks.
    fileprivate var isOfEstablishment: Bool {
        violations[0].place.column == nil
            && ["unknown-establishment", "outside-territory"].contains(violations[0].code)
    }
}
