import HTTPTypes
import Hummingbird
import HummingbirdCore
import Registry
import RuralIndustry

/// A round that somebody works on through the desk: who, and where the round stands now.
struct DeskRound: Sendable {
    let site: Site
    let person: SignedIn
    let standing: RoundStanding
    let uri: URI
    /// What the address asks for behind `?`.
    let query: FormFields
    private let parameters: Parameters

    var registry: Registry { site.registry }
    var viewer: Viewer { person.viewer }
    var today: Day { site.today }
    var round: RoundRecord { standing.round }
    var id: Int64 { standing.round.id }
    /// `/desk/rounds/1`
    var address: String { "/desk/rounds/\(id)" }

    /// Opens the round that the address names.
    ///
    /// - Parameter readsMarks: while it is judged, so that it can be said what closing lacks.
    /// - Throws: `SignInNeeded`; `Problem`: not found where it is outside what somebody was given, in the words for what is not
    ///   there at all.
    init(
        _ site: Site, _ request: Request, _ context: SiteContext, readsMarks: Bool = false
    ) async throws {
        self.site = site
        uri = request.uri
        query = FormFields(ofAddress: request.uri)
        parameters = context.parameters
        person = try context.person(request)
        let id = try context.recordNumber()
        do {
            standing = try await site.registry.standing(
                ofRound: id, readsMarks: readsMarks, as: person.viewer)
        } catch let refusal as Refusal where refusal.isOfNothingFound {
            throw Problem.noRoundHere
        }
    }

    /// A part of the address: what stands for `{name}`.
    func part(_ name: String) throws -> String {
        String(try parameters.require(name))
    }

    /// What the address asks for behind `?name=`.
    func asked(_ name: String) -> String? {
        query[name].isEmpty ? nil : query[name]
    }

    /// Refuses a page whose only use is something that they may not do here.
    func require(_ action: Action) throws(Problem) {
        if !standing.may(action) { throw Problem.notPermittedHere(action) }
    }

    /// The page of a part of the round, with the way up to it.
    func page(_ title: Bilingual) -> DeskPage {
        var page = DeskPage(title: title)
        page.above = above
        page.kind = round.name
        if asked("done") != nil {
            page.notices = [Bilingual(vi: "Đã ghi nhận.", en: "It was recorded.")]
        }
        return page
    }

    var above: [DeskPage.Link] {
        [
            .init("/desk", "Bàn làm việc", "Desk"), .init("/desk/rounds", "Kỳ bình chọn", "Rounds"),
            .init(address, round.name),
        ]
    }

    func answer(
        _ page: DeskPage, status: HTTPResponse.Status = .ok, scripts: [Script] = []
    ) -> Response {
        .page(
            site.pages.page(
                .deskPage, page.view,
                in: PageFrame(
                    title: "\(page.title.vi) – \(round.name) – CNNT", menuAt: "/desk", isWide: true,
                    viewer: viewer, scripts: scripts)), status: status)
    }
}

extension Refusal {
    /// What is outside somebody's territory is told as what is not there.
    var isOfNothingFound: Bool {
        ["outside-territory", "unknown-round", "unknown-complaint"].contains(violations[0].code)
    }
}

extension Problem {
    static let noRoundHere = Problem(
        .notFound, code: "unknown-round",
        detail: Bilingual(
            vi: "Không có kỳ bình chọn nào như vậy trong phạm vi được giao cho bạn.",
            en: "There is no such round within what you were given."))

    static func notPermittedHere(_ action: Action) -> Problem {
        Problem(
            .forbidden, code: "not-permitted",
            detail: Bilingual(
                vi: "Bạn không có quyền làm việc này ở kỳ bình chọn này (\(action.rawValue)).",
                en: "You may not do this in this round (\(action.rawValue))."))
    }
}
