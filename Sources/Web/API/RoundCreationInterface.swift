import Hummingbird
import Registry
import RuralIndustry

extension RoundInterface {
    /// A round in the state draft, as `round create` makes it.
    func create(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        let isDryRun = try request.isDryRun()
        let key = try IdempotencyKey.of(request)
        let content = try await ProgramContent(of: request, types: ["application/json"])
        let new = try NewRound(try content.fields())
        let once = key.map {
            OneRequest<RoundRecord>(
                key: $0, content: IdempotencyKey.content(request, content.bytes), at: site.clock(),
                outcome: { String($0.id) })
        }
        do {
            let round = try await site.registry.createRound(
                new, as: program.viewer, today: site.today, dryRun: isDryRun, once: isDryRun ? nil : once)
            return isDryRun ? .json(Self.json(round)) : made(round, answering: request)
        } catch let repeated as RepeatedRequest {
            let round = try await site.registry.round(Int64(repeated.outcome) ?? 0, as: program.viewer)
            return made(round, answering: request).replayed
        }
    }

    private func made(_ round: RoundRecord, answering request: Request) -> Response {
        .made(
            Self.json(round), at: "\(Self.list)/\(round.id)", version: round.version, answering: request)
    }
}
