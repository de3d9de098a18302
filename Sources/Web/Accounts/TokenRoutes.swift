import Hummingbird
import Registry
import RuralIndustry

/// `/account/tokens`: the tokens of programs that work as who is signed in.
struct TokenRoutes: Sendable {
    let site: Site

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let isEnded = request.uri.queryParameters["done"] == "ended"
        return .page(try await page(of: person, values: FormFields(""), errors: [], isEnded: isEnded))
    }

    /// Shows the new token, this once.
    func make(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let fields = try await FormFields(of: request)
        do {
            let issued = try await site.registry.issueToken(
                try Self.token(fields), of: person, at: site.clock())
            return .page(
                site.pages.page(
                    .newToken,
                    NewTokenView(
                        token: issued.text, name: issued.record.name,
                        until: issued.record.lastDay.vietnamese),
                    in: PageFrame(title: "Mã truy cập mới – CNNT", menuAt: "/account", viewer: person.viewer))
            )
        } catch let refusal as Refusal {
            return .page(
                try await page(
                    of: person, values: fields, errors: FormError.all(of: refusal, at: "name"),
                    isEnded: false),
                status: .unprocessableContent)
        }
    }

    func end(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        guard let id = Int64(try context.parameters.require("id")) else { throw Problem.noSuchPage }
        try await site.registry.endToken(id, of: person, at: site.clock())
        return .redirected(to: "/account/tokens?done=ended")
    }

    /// What was typed, as far as it can be read; what cannot is told together.
    private static func token(_ fields: FormFields) throws -> NewToken {
        var wrong: [Violation] = []
        func read<Value>(_ field: String, _ parse: () throws(Violation) -> Value) -> Value? {
            do throws(Violation) {
                return try parse()
            } catch {
                wrong.append(error.inColumn(field))
                return nil
            }
        }
        let name = read("name") { () throws(Violation) in try Text.nonEmptyLine(fields["name"]) }
        let until = read("until") { () throws(Violation) in
            try Day(vietnamese: fields.text("until") ?? "")
        }
        let territory = read("territory") { () throws(Violation) in
            try fields.text("territory").map { text throws(Violation) in try Territory(text) } ?? .nation
        }
        let scopes = fields.all("scope").compactMap { TokenScope(rawValue: $0) }
        try Refusal.throwIfAny(wrong)
        guard let name, let until, let territory else { throw Problem.unexpected }
        return NewToken(name: name, scopes: Set(scopes), territory: territory, until: until)
    }

    private func page(
        of person: SignedIn, values: FormFields, errors: [FormError], isEnded: Bool
    ) async throws -> String {
        let tokens = try await site.registry.tokens(of: person, at: site.clock())
        return site.pages.page(
            .tokens, TokensView(tokens, values: values, errors: errors, isEnded: isEnded),
            in: PageFrame(
                title: "Mã truy cập cho chương trình – CNNT", menuAt: "/account", viewer: person.viewer))
    }
}
