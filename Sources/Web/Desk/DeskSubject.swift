import HTTPTypes
import Hummingbird
import HummingbirdCore
import Registry
import RuralIndustry

/// Somebody who is signed in, at an address of the desk.
struct DeskVisit: Sendable {
    let site: Site
    let person: SignedIn
    let uri: URI
    let parameters: Parameters

    /// - Throws: `SignInNeeded`.
    init(_ site: Site, _ request: Request, _ context: SiteContext) throws {
        self.site = site
        person = try context.person(request)
        uri = request.uri
        parameters = context.parameters
    }
}

/// Something that officers work on at pages and forms of its own: a round, a fair.
protocol DeskSubject: Sendable {
    /// The address of its page, as the router names it: `/desk/rounds/{id}`.
    static var route: String { get }

    var visit: DeskVisit { get }
    var name: String { get }
    /// `/desk/rounds/1`
    var address: String { get }
    /// The way up from its parts, itself last.
    var above: [DeskPage.Link] { get }
    /// Stands for how it was when a form was opened: whoever sends the form later, and is refused, is told that it went on.
    var mark: String { get }
    /// What they are told.
    var goneOn: Bilingual { get }

    /// Opens what the address names.
    init(_ site: Site, _ request: Request, _ context: SiteContext) async throws

    /// Refuses a page whose only use is something that they may not do here.
    func require(_ action: Action) throws(Problem)
}

extension DeskSubject {
    var site: Site { visit.site }
    var person: SignedIn { visit.person }
    var uri: URI { visit.uri }
    var registry: Registry { site.registry }
    var viewer: Viewer { person.viewer }
    var today: Day { site.today }

    /// A part of the address: what stands for `{name}`.
    func part(_ name: String) throws -> String { String(try visit.parameters.require(name)) }

    /// What the address asks for behind `?`.
    var query: FormFields { FormFields(ofAddress: uri) }

    /// What the address asks for behind `?name=`.
    func asked(_ name: String) -> String? {
        let text = query[name]
        return text.isEmpty ? nil : text
    }

    /// The page of a part of it, with the way up to it.
    func page(_ title: Bilingual) -> DeskPage {
        var page = DeskPage(title: title)
        page.above = above
        page.kind = name
        page.notices = notices
        return page
    }

    /// What was just done.
    var notices: [Bilingual] {
        asked("done") == nil ? [] : [Bilingual(vi: "Đã ghi nhận.", en: "It was recorded.")]
    }

    func answer(
        _ page: DeskPage, status: HTTPResponse.Status = .ok, scripts: [Script] = []
    ) -> Response {
        .page(
            site.pages.page(
                .deskPage, page.view,
                in: PageFrame(
                    title: "\(page.title.vi) – \(name) – CNNT", menuAt: "/desk", isWide: true,
                    viewer: viewer, scripts: scripts)), status: status)
    }
}
