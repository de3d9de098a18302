import Hummingbird
import Registry
import RuralIndustry

extension RoundInterface {
    /// A round in the state draft, as `round create` makes it.
    func create(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        let isDryRun = try request.isDryRun()
        let content = try await ProgramContent(of: request, types: ["application/json"])
        let new = try NewRound(try content.fields())
        return try await made(request, by: program.viewer, isDryRun: isDryRun, content) { once in
            try await site.registry.createRound(
                new, as: program.viewer, today: site.today, dryRun: isDryRun, once: once)
        }
    }
}
