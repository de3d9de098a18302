import Hummingbird
import Registry
import RuralIndustry

// Requests for booths as the office sees them that holds the fair.
extension FairInterface {
    /// `…/booth-requests`: who asks for booths at the fair, as `booth request list` prints it.
    func requests(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        var reader = QueryReader(request.uri.queryParameters)
        reader.requireKnown(["state"])
        let state: BoothRequestState? = reader.one("state")
        try reader.finish()
        let id = try context.recordID(Self.noun)
        let found = try await Problem.finding(Self.noun) {
            try await site.registry.boothRequests(ofFair: id, in: state, as: program.viewer)
        }
        return .json(.object(["items": .array(found.map(Self.json)), "next": .null]))
    }

    /// `…/booth-requests/{request}`: one of them.
    func request(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        try request.requireNoParameters()
        return Self.asked(
            try await asked(at: RequestAddress(context), as: program.viewer), answering: request)
    }

    /// `…/booth-requests/{request}/refusal`: the organiser refuses it, as `booth request refuse` does.
    func refuse(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        let isDryRun = try request.isDryRun()
        let address = try RequestAddress(context)
        let content = try await ProgramContent(of: request, types: ["application/json"])
        let fields: Fields<ReasonColumn> = try content.fields()
        let once = try OneRequest<BoothRequestRecord>(
            request, content.bytes, isDryRun: isDryRun, at: site.clock(), outcome: { String($0.id) })
        let match = try Preconditions.match(request)
        // it may be another fair's
        _ = try await asked(at: address, as: program.viewer)
        return try await Problem.finding(RequestAddress.noun) {
            do {
                let refused = try await site.registry.refuseBoothRequest(
                    address.request, version: match, because: fields[.reason] ?? "", as: program.viewer,
                    dryRun: isDryRun, once: once)
                return isDryRun ? .json(Self.json(refused)) : Self.asked(refused, answering: request)
            } catch is RepeatedRequest {
                return Self.asked(
                    try await asked(at: address, as: program.viewer), answering: request
                ).replayed
            }
        }
    }

    private func asked(at address: RequestAddress, as viewer: Viewer) async throws -> BoothRequestRecord {
        try await Problem.finding(RequestAddress.noun) {
            try await site.registry.boothRequest(address.request, atFair: address.fair, as: viewer).request
        }
    }

    private static func asked(_ asked: BoothRequestRecord, answering request: Request) -> Response {
        .record(json(asked), version: asked.version, answering: request)
    }

    private static func json(_ request: BoothRequestRecord) -> JSONValue {
        var members = BoothInterface.members(request)
        members["tenant_kind"] = .string(request.tenant.kind.rawValue)
        members["tenant"] = .string(request.tenantName)
        members["funds"] = RecordJSON.text(request.funds?.rawValue)
        return .object(members)
    }
}

/// Where a request for booths is.
private struct RequestAddress {
    static let noun = "booth-request"

    let fair: Int64
    let request: Int64

    init(_ context: SiteContext) throws {
        fair = try context.recordID(Self.noun)
        request = try context.recordID(Self.noun, at: "request")
    }
}
