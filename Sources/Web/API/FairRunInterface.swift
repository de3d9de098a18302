import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

extension FairInterface {
    /// `…/runs`: what is kept of how the fair's booths were shared out. One that is asked for by its number is computed again.
    func runs(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        try request.requireNoParameters()
        let id = try context.recordID(Self.noun)
        let found = try await Problem.finding(Self.noun) {
            try await site.registry.allocationRuns(ofFair: id, as: program.viewer)
        }
        return .json(
            .object(["items": .array(found.map { .object(Self.summary($0)) }), "next": .null]))
    }

    /// `…/runs/{run}`: one of them, with what each request got and why.
    func run(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        try request.requireNoParameters()
        let id = try context.recordID(Self.noun)
        let number = try context.recordID(Self.runNoun, at: "run")
        let run = try await Problem.finding(Self.runNoun) {
            try await site.registry.allocationRun(number, as: program.viewer)
        }
        guard run.input.fair == id else { throw Problem.unknownRecord(Self.runNoun) }
        return .json(Self.json(run))
    }

    /// Shares booths out by the declared terms, as `fair allocate` does, if what it rests on is what was looked at. A dry run shows
    /// it.
    func allocate(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        let isDryRun = try request.isDryRun()
        let id = try context.recordID(Self.noun)
        let content = try await ProgramContent(of: request, types: ["application/json"])
        let asked = try AskedRun(try content.fields(), isDryRun: isDryRun)
        let once = try OneRequest<AllocationRun>(
            request, content.bytes, isDryRun: isDryRun, at: site.clock(), outcome: { String($0.id) })
        return try await Problem.stepping(Self.noun) {
            do {
                let run = try await site.registry.allocateBooths(
                    fair: id, seed: asked.seed, until: asked.until, because: asked.reason,
                    expecting: asked.input, as: program.viewer, today: site.today, dryRun: isDryRun,
                    once: once)
                return isDryRun ? .json(Self.json(run).unnumbered) : Self.done(run)
            } catch let repeated as RepeatedRequest {
                return Self.done(
                    try await site.registry.allocationRun(
                        Int64(repeated.outcome) ?? 0, as: program.viewer)
                ).replayed
            } catch let refusal as Refusal {
                throw refusal.renamed(["until": RunColumn.until.name])
            }
        }
    }

    private static let runNoun = "booth-run"

    private static func done(_ run: AllocationRun) -> Response {
        var response = Response.json(json(run), status: .created)
        response.headers[.location] = ProgramInterface.folder + "fairs/\(run.input.fair)/runs/\(run.id)"
        return response
    }

    private static func summary(_ run: KeptRun) -> [String: JSONValue] {
        [
            "id": .string(String(run.id)), "fair_id": .string(String(run.fair)),
            "held_until": .string(run.heldUntil.iso), "reason": RecordJSON.text(run.reason),
            "done_at": .string(run.at.iso), "seed": RecordJSON.text(run.seed),
            "requests": .integer(Int64(run.requests)), "free_booths": .integer(Int64(run.freeBooths)),
            "given": .integer(Int64(run.given)), "waiting": .integer(Int64(run.waiting)),
            "value": .integer(Int64(run.value)), "upper_bound": .integer(Int64(run.upperBound)),
            "gap": .integer(Int64(run.gap)),
            "input_sha256": .string(run.inputSHA256), "result_sha256": .string(run.resultSHA256),
        ]
    }

    private static func json(_ run: AllocationRun) -> JSONValue {
        var members = summary(KeptRun(run))
        members["lines"] = .array(run.lines.map(json))
        return .object(members)
    }

    private static func json(_ line: AllocationLine) -> JSONValue {
        .object([
            "request_id": .string(String(line.request.number)), "tenant": .string(line.request.tenantName),
            "province_code": RecordJSON.text(line.request.province?.text),
            "booths": .integer(Int64(line.request.booths)), "points": .integer(Int64(line.points)),
            "given": .array(line.outcome.booths.map { .string($0.code) }),
            "value": .integer(Int64(line.outcome.value)),
            "waiting_position": RecordJSON.number(line.waitingPosition),
            "draw": RecordJSON.text(line.outcome.draw?.rawValue), "why": .string(line.why.vi),
            "why_en": .string(line.why.en),
        ])
    }
}

/// What is said of booths that are to be shared out.
private enum RunColumn: Int, RecordColumn {
    case input, seed, until, reason

    static let names = ["input_sha256", "seed", "held_until", "reason"]
    static let required: [RunColumn] = []
}

private struct AskedRun {
    /// What it rests on, as somebody looked at it.
    let input: String?
    let seed: String?
    let until: Day?
    let reason: String?

    init(_ fields: Fields<RunColumn>, isDryRun: Bool) throws(Refusal) {
        var reader = FieldReader(fields, .plain)
        input = isDryRun ? reader.text(.input) : reader.requiredText(.input)
        seed = reader.text(.seed)
        until = reader.day(.until)
        reason = reader.text(.reason)
        try reader.finish()
    }
}
