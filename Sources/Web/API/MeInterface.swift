import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// `/api/v1/me`: as whom a program works, and how far its token reaches.
struct MeInterface: Sendable {
    let site: Site

    func me(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        try request.requireNoParameters()
        let token = program.token
        return .json(
            .object([
                "login": .string(program.account.login), "name": .string(program.account.name),
                "roles": .array(
                    program.account.roles(on: site.today).map { role in
                        .object([
                            "role": .string(role.role.rawValue), "territory": .string(role.territory),
                            "territory_name": .string(role.territoryName),
                            "until": RecordJSON.text(role.to?.adding(days: -1).iso),
                        ])
                    }),
                "token": .object([
                    "id": .string(String(token.id)), "name": .string(token.name),
                    "scopes": .array(token.scopes.map { .string($0.rawValue) }),
                    "territory": RecordJSON.text(token.territory),
                    "territory_name": RecordJSON.text(token.territoryName),
                    "expires_at": .string(token.expiresAt.iso),
                ]),
            ]))
    }
}
