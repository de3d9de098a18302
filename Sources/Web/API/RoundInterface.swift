import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// `/api/v1/rounds`: rounds with their entries and results, as far as who asks may read them.
struct RoundInterface: EventInterface {
    static let list = "rounds"
    static let noun = "round"

    let site: Site

    func records(_ query: EventQuery<RoundState>, as viewer: Viewer) async throws -> RecordPage<RoundRecord> {
        try await site.registry.rounds(
            level: query.level, year: query.year, state: query.state, after: query.page.after,
            limit: query.page.limit, as: viewer)
    }

    func record(_ id: Int64, as viewer: Viewer) async throws -> RoundRecord {
        try await site.registry.round(id, as: viewer)
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

    func entry(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        try request.requireNoParameters()
        let id = try context.recordID("round")
        let code = try context.entryCode()
        let entry = try await Problem.finding("entry") {
            try await site.registry.entry(code, ofRound: id, as: program.viewer)
        }
        return .record(Self.json(entry), version: entry.version, answering: request)
    }

    func fileEntry(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        let isDryRun = try request.isDryRun()
        let id = try context.recordID("round")
        let content = try await ProgramContent(of: request, types: ["application/json"])
        let fields: Fields<EntryColumn> = try content.fields()
        let once = try OneRequest<EntryRecord>(
            request, content.bytes, isDryRun: isDryRun, at: site.clock(), outcome: \.code)
        return try await Problem.finding("round") {
            do {
                let entry = try await site.registry.fileEntry(
                    fields, round: id, as: program.viewer, today: site.today, dryRun: isDryRun,
                    once: once)
                return isDryRun ? .json(Self.json(entry)) : made(entry, of: id, answering: request)
            } catch let repeated as RepeatedRequest {
                let entry = try await site.registry.entry(repeated.outcome, ofRound: id, as: program.viewer)
                return made(entry, of: id, answering: request).replayed
            }
        }
    }

    private func made(_ entry: EntryRecord, of round: Int64, answering request: Request) -> Response {
        .made(
            Self.json(entry), at: "rounds/\(round)/entries/\(entry.code)", version: entry.version,
            answering: request)
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
        return .json(Self.json(tally))
    }

    static func json(_ tally: RoundTally) -> JSONValue {
        .object([
            "round": .string(String(tally.round.id)), "state": .string(tally.round.state.rawValue),
            "result_sha256": .string(tally.digest),
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
        ])
    }

    static func json(_ round: RoundRecord) -> JSONValue {
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

    static func json(_ entry: EntryRecord) -> JSONValue {
        .object([
            "entry_code": .string(entry.code), "version": .integer(Int64(entry.version)),
            "state": .string(entry.state.rawValue),
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

extension SiteContext {
    /// The code of an entry in the address.
    func entryCode() throws -> String {
        guard let code = try? CodeText(try parameters.require("code"), "entry-code-form") else {
            throw Problem.unknownRecord("entry")
        }
        return code.text
    }
}

extension Request {
    /// Of an address that takes no other parameter.
    func isDryRun() throws -> Bool {
        var reader = QueryReader(uri.queryParameters)
        reader.requireKnown(["dry_run"])
        let isDryRun = reader.flag("dry_run")
        try reader.finish()
        return isDryRun
    }
}
