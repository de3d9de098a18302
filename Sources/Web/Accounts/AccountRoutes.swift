import HTTPTypes
import Hummingbird
import OpenID
import Registry
import RuralIndustry

/// `/account`: who one is here, from where one is signed in, and the password.
struct AccountRoutes: Sendable {
    let site: Site

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        let signedIn = try context.person(request)
        let done = request.uri.queryParameters["done"].map(String.init) ?? ""
        return .page(try await page(of: signedIn, done: AccountView.Done(rawValue: done), errors: []))
    }

    func changePassword(_ request: Request, _ context: SiteContext) async throws -> Response {
        let signedIn = try context.person(request)
        let fields = try await FormFields(of: request)
        do {
            guard fields["password"] == fields["again"] else { throw Refusal(.passwordsDiffer) }
            try await site.registry.changePassword(
                from: fields["old"], to: fields["password"], of: signedIn, from: context.origin(of: request),
                at: site.clock())
            return .redirected(to: "/account?done=password")
        } catch let refusal as Refusal {
            return .page(
                try await page(of: signedIn, done: nil, errors: FormError.all(of: refusal, at: "old")),
                status: .unprocessableContent)
        }
    }

    /// Ends one session, or with `others` all but this one.
    func endSession(_ request: Request, _ context: SiteContext) async throws -> Response {
        let signedIn = try context.person(request)
        let text = try context.parameters.require("id")
        if text == "others" {
            try await site.registry.endSession(nil, of: signedIn, at: site.clock())
        } else if let id = Int64(text) {
            try await site.registry.endSession(id, of: signedIn, at: site.clock())
        } else {
            throw Problem.noSuchPage
        }
        return .redirected(to: "/account?done=session")
    }

    private func page(
        of signedIn: SignedIn, done: AccountView.Done?, errors: [FormError]
    ) async throws -> String {
        let sessions = try await site.registry.sessions(of: signedIn, at: site.clock())
        let second = try await site.registry.secondFactor(of: signedIn)
        let identities = try await site.registry.identities(of: signedIn)
        let provider = site.provider.map { provider in
            (
                name: provider.settings.name,
                linkedAt: identities.first { $0.issuer == provider.settings.issuer }?.linkedAt
            )
        }
        return site.pages.account(
            AccountView(
                signedIn, sessions: sessions, second: second, provider: provider, done: done, errors: errors,
                on: site.today),
            of: signedIn.viewer)
    }
}
