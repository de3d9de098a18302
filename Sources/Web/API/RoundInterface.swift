import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// `/api/v1/rounds`: rounds with their entries and results, as far as who asks may read them.
struct RoundInterface: Sendable {
    let site: Site

    func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        var reader = QueryReader(request.uri.queryParameters)
        reader.requireKnown(["level", "year", "state"] + PageQuery.names)
        let level: SelectionLevel? = reader.one("level")
        let year = reader.year("year")
        let state: RoundState? = reader.one("state")
        let page = PageQuery(&reader, list: "rounds")
        try reader.finish()
        let found = try await site.registry.rounds(
            level: level, year: year, state: state, after: page.after, limit: page.limit, as: program.viewer)
        return .json(RecordJSON.page(found, list: "rounds", Self.json))
    }

    func get(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        try request.requireNoParameters()
        let id = try context.recordID("round")
        let round = try await Problem.finding("round") {
            try await site.registry.round(id, as: program.viewer)
        }
        return .json(Self.json(round))
    }

    func entries(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        var reader = QueryReader(request.uri.queryParameters)
        reader.requireKnown(PageQuery.names)
        let page = PageQuery(&reader, list: "entries")
        try reader.finish()
        let id = try context.recordID("round")
        let found = try await Problem.finding("round") {
            try await site.registry.entries(
                ofRound: id, after: page.after, limit: page.limit, as: program.viewer)
        }
        return .json(RecordJSON.page(found, list: "entries", Self.json))
    }

    /// What `cnnt tally` prints.
    func results(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        try request.requireNoParameters()
        let id = try context.recordID("round")
        let tally = try await Problem.finding("round") {
            do {
                return try await site.registry.tally(ofRound: id, as: program.viewer)
            } catch let refusal as Refusal
                where !["not-permitted", "token-scope", "outside-territory", "unknown-round"].contains(
                    refusal.violations[0].code)
            {
                // the round is not as far as that, or wants a draw
                throw Problem(.conflict, code: refusal.violations[0].code, detail: refusal.violations[0].text)
            }
        }
        return .json(
            .object([
                "round": .string(String(id)), "state": .string(tally.round.state.rawValue),
                "items": .array(
                    tally.tally.lines.map { line in
                        .object([
                            "entry": .string(line.entry),
                            "total": RecordJSON.text(line.total?.description),
                            "shown": RecordJSON.text(line.shown), "rank": RecordJSON.number(line.rank),
                            "eligible": line.eligible.map(JSONValue.bool) ?? .null,
                            "judges": .integer(Int64(line.judges)),
                            "reason": RecordJSON.text(line.reason?.rawValue),
                        ])
                    }),
            ]))
    }

    private static func json(_ round: RoundRecord) -> JSONValue {
        .object([
            "id": .string(String(round.id)), "version": .integer(Int64(round.version)),
            "name": .string(round.name), "level": .string(round.level.rawValue),
            "organiser": .string(round.organiserCode), "organiser_name": .string(round.organiserName),
            "year": .integer(Int64(round.year)), "state": .string(round.state.rawValue),
            "entries": .integer(Int64(round.entries)), "accepted": .integer(Int64(round.accepted)),
            "recognised": .integer(Int64(round.recognised)), "held_on": .string(round.heldOn.iso),
            "intake_until": RecordJSON.text(round.intakeUntil?.iso),
            "regulation": .string(round.regulationID), "rules_sha256": .string(round.rulesSHA256),
        ])
    }

    private static func json(_ entry: EntryRecord) -> JSONValue {
        .object([
            "entry_code": .string(entry.code), "state": .string(entry.state.rawValue),
            "state_reason": RecordJSON.text(entry.stateReason),
            "product_id": .string(String(entry.productID)), "product_name": .string(entry.productName),
            "group": .string(entry.group.rawValue),
            "establishment_id": .string(String(entry.establishmentID)),
            "establishment_name": .string(entry.establishmentName),
            "judging_name": RecordJSON.text(entry.judgingName),
            "lower_certificate": RecordJSON.text(entry.lowerCertificate),
            "exception": RecordJSON.text(entry.exception?.rawValue),
            "filed_on": .string(entry.filedOn.iso), "note": RecordJSON.text(entry.note),
        ])
    }
}
