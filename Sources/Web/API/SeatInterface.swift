import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

extension RoundInterface {
    func council(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await few(request, context) { id, viewer in
            try await site.registry.council(ofRound: id, as: viewer).map(Self.json)
        }
    }

    func panel(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await few(request, context) { id, viewer in
            try await site.registry.panel(ofRound: id, as: viewer).map(Self.json)
        }
    }

    /// All that belongs to a round, which is few: who sits or sat, meetings.
    func few(
        _ request: Request, _ context: SiteContext, _ items: (Int64, Viewer) async throws -> [JSONValue]
    ) async throws -> Response {
        let program = try context.program()
        try request.requireNoParameters()
        let id = try context.recordID(Self.noun)
        let found = try await Problem.finding(Self.noun) { try await items(id, program.viewer) }
        return .json(.object(["items": .array(found), "next": .null]))
    }

    /// Somebody on the council, as `council add` seats them.
    func seatMember(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await councilSeat(request, context, CouncilSeatColumn.self) {
            round, fields, viewer, isDryRun, once in
            var reader = FieldReader(fields, .plain)
            let name = reader.requiredText(.name)
            let role = reader.requiredChoice(.role, CouncilRole.self, code: "council-role-unknown")
            let position = reader.text(.position)
            let from = reader.day(.from) ?? site.today
            guard reader.violations.isEmpty, let name, let role else { throw reader.refusal }
            return try await site.registry.addCouncilMember(
                round: round, name: name, role: role, position: position, from: from, as: viewer,
                dryRun: isDryRun, once: once)
        }
    }

    /// A judge under the code that stands on the sheets, as `panel add` seats them.
    func seatJudge(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await panelSeat(request, context, PanelSeatColumn.self) {
            round, fields, viewer, isDryRun, once in
            var reader = FieldReader(fields, .plain)
            let code = reader.requiredText(.judge)
            let name = reader.requiredText(.name)
            let role = reader.requiredChoice(.role, PanelRole.self, code: "panel-role-unknown")
            let (affiliation, unit) = (reader.text(.affiliation), reader.text(.unit))
            let from = reader.day(.from) ?? site.today
            guard reader.violations.isEmpty, let code, let name, let role else { throw reader.refusal }
            return try await site.registry.addJudge(
                round: round, code: code, name: name, role: role, affiliation: affiliation, homeUnit: unit,
                from: from, as: viewer, dryRun: isDryRun, once: once)
        }
    }

    /// What becomes of a seat on the council: `seat` of those who sit there.
    func councilSeat<Column: RecordColumn>(
        _ request: Request, _ context: SiteContext, _ columns: Column.Type,
        status: HTTPResponse.Status = .created,
        _ change: (Int64, Fields<Column>, Viewer, _ isDryRun: Bool, OneRequest<CouncilMember>?) async throws
            -> CouncilMember
    ) async throws -> Response {
        try await seat(
            request, context, columns, status: status, id: \CouncilMember.id, add: change,
            repeated: { try await site.registry.council(ofRound: $0, as: $1) }, json: { Self.json($0) })
    }

    /// What becomes of a judge's seat: the same of the panel.
    func panelSeat<Column: RecordColumn>(
        _ request: Request, _ context: SiteContext, _ columns: Column.Type,
        status: HTTPResponse.Status = .created,
        _ change: (Int64, Fields<Column>, Viewer, _ isDryRun: Bool, OneRequest<PanelMember>?) async throws
            -> PanelMember
    ) async throws -> Response {
        try await seat(
            request, context, columns, status: status, id: \PanelMember.id, add: change,
            repeated: { try await site.registry.panel(ofRound: $0, as: $1) }, json: { Self.json($0) })
    }

    /// What a program tells of a round and is kept under a number: a seat that is taken or left, a meeting. Done once however
    /// often it is sent; the answer then is what is kept as it is now.
    ///
    /// - Parameter status: of the answer, where it is no trial.
    func seat<Column: RecordColumn, Member: Sendable>(
        _ request: Request, _ context: SiteContext, _: Column.Type, status: HTTPResponse.Status = .created,
        id: @escaping @Sendable (Member) -> Int64,
        add: (Int64, Fields<Column>, Viewer, _ isDryRun: Bool, OneRequest<Member>?) async throws -> Member,
        repeated members: (Int64, Viewer) async throws -> [Member], json: (Member) -> JSONValue
    ) async throws -> Response {
        let program = try context.program()
        let isDryRun = try request.isDryRun()
        let round = try context.recordID(Self.noun)
        let content = try await ProgramContent(of: request, types: ["application/json"])
        let fields: Fields<Column> = try content.fields()
        let once = try OneRequest<Member>(
            request, content.bytes, isDryRun: isDryRun, at: site.clock(), outcome: { String(id($0)) })
        return try await Problem.stepping(Self.noun) {
            do {
                let seated = try await add(round, fields, program.viewer, isDryRun, once)
                return .json(json(seated), status: isDryRun ? .ok : status)
            } catch let repeated as RepeatedRequest {
                let known = try await members(round, program.viewer).first {
                    String(id($0)) == repeated.outcome
                }
                guard let known else { throw Problem.unknownRecord(Self.noun) }
                return Response.json(json(known), status: status).replayed
            }
        }
    }

    static func json(_ member: CouncilMember) -> JSONValue {
        .object([
            "id": .string(String(member.id)), "name": .string(member.name),
            "role": .string(member.role.rawValue), "position": RecordJSON.text(member.position),
            "from_date": .string(member.from.iso), "to_date": RecordJSON.text(member.to?.iso),
            "act": RecordJSON.text(member.act), "leave_act": RecordJSON.text(member.leaveAct),
            "leave_reason": RecordJSON.text(member.leaveReason),
        ])
    }

    static func json(_ member: PanelMember) -> JSONValue {
        .object([
            "judge": .string(member.code), "name": .string(member.name),
            "role": .string(member.role.rawValue),
            "affiliation": RecordJSON.text(member.affiliation), "from_date": .string(member.from.iso),
            "to_date": RecordJSON.text(member.to?.iso), "act": RecordJSON.text(member.act),
            "leave_act": RecordJSON.text(member.leaveAct),
            "leave_reason": RecordJSON.text(member.leaveReason),
        ])
    }
}

private enum CouncilSeatColumn: Int, RecordColumn {
    case name, role, position, from

    static let names = ["name", "role", "position", "from_date"]
    static let required: [CouncilSeatColumn] = [.name, .role]
}

private enum PanelSeatColumn: Int, RecordColumn {
    case judge, name, role, affiliation, unit, from

    static let names = ["judge", "name", "role", "affiliation", "unit", "from_date"]
    static let required: [PanelSeatColumn] = [.judge, .name, .role]
}
