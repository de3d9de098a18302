import Hummingbird
import RuralIndustry

extension Site {
    /// What helps to use the site.
    func addHelp(to router: Router<SiteContext>) {
        let help = HelpRoutes(site: self)
        router.read("/help", help.page)
        router.read("/accessibility", help.accessibility)
    }
}

/// `/help` and `/accessibility`.
struct HelpRoutes: Sendable {
    let site: Site

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        .public(
            site.pages.page(
                .help, HelpView(contact: site.notes.contact), in: PageFrame(title: "Trợ giúp – CNNT")))
    }

    func accessibility(_ request: Request, _ context: SiteContext) async throws -> Response {
        .public(
            site.pages.page(
                .accessibility, HelpView(contact: site.notes.contact),
                in: PageFrame(title: "Khả năng tiếp cận – CNNT")))
    }
}

struct HelpView: Sendable {
    let hasContact: Bool
    let contact: String

    init(contact: String?) {
        hasContact = contact != nil
        self.contact = contact ?? ""
    }
}
