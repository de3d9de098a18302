import Hummingbird
import Registry
import RuralIndustry

/// `/desk/rounds/ID`: a round as a list of tasks, each with its state, what is missing for the next step, and that step.
struct DeskRoundRoutes: Sendable {
    let site: Site

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        let desk = try await DeskRound(site, request, context, readsMarks: true)
        return .page(
            site.pages.page(
                .deskRound, DeskRoundView(desk),
                in: PageFrame(title: "\(desk.round.name) – CNNT", menuAt: "/desk", viewer: desk.viewer)))
    }
}

struct DeskRoundView: Sendable {
    /// One task of the list, in the pattern of the GOV.UK Design System.
    struct Task: Sendable {
        let name: Bilingual
        let hasAddress: Bool
        let address: String
        let hint: Bilingual
        let state: Bilingual
        /// Class of the state: `done`, `open`, `later`.
        let look: String

        enum Look: String { case done, open, later }

        /// - Parameter address: nil: there is nothing that they may open.
        init(
            _ vi: String, _ en: String, at address: String?, hint: Bilingual = Bilingual(vi: "", en: ""),
            _ look: Look, _ state: Bilingual
        ) {
            name = Bilingual(vi: vi, en: en)
            hasAddress = address != nil
            self.address = address ?? ""
            self.hint = hint
            self.look = look.rawValue
            self.state = state
        }
    }

    struct Group: Sendable {
        let title: Bilingual
        let tasks: [Task]
    }

    /// The step that leads on.
    struct Next: Sendable {
        let name: Bilingual
        let isReady: Bool
        let hasMissing: Bool
        let missing: [Bilingual]
        let hasAddress: Bool
        let address: String
    }

    let above: [DeskPage.Link]
    let notices: [Bilingual]
    let name: String
    let state: Bilingual
    let facts: [DeskPage.Fact]
    let next: [Next]
    let groups: [Group]
    let actions: [DeskPage.Link]

    init(_ desk: DeskRound) {
        let standing = desk.standing
        let round = standing.round
        self.init(
            above: Array(desk.above.dropLast()),
            notices: desk.asked("done") == nil
                ? [] : [Bilingual(vi: "Đã ghi nhận.", en: "It was recorded.")],
            name: round.name, state: round.state.name,
            facts: [
                .init("Cấp", "Level", round.level.name.vi),
                .init("Đơn vị tổ chức", "Organiser", round.organiserName),
                .init("Ngày tổ chức", "Held on", round.heldOn.vietnamese),
                .init("Bộ quy tắc", "Regulation", round.regulationID),
            ] + (round.intakeUntil.map { [.init("Hạn nhận hồ sơ", "Entries until", $0.vietnamese)] } ?? []),
            next: standing.next.map { next in
                let address = desk.step(to: next)
                return [
                    Next(
                        name: next.stepName, isReady: standing.missing.isEmpty,
                        hasMissing: !standing.missing.isEmpty,
                        missing: standing.told, hasAddress: address != nil,
                        address: address ?? "")
                ]
            } ?? [], groups: TaskList(desk).groups,
            actions: (standing.may(.tallyRead)
                ? [.init("\(desk.address)/history", "Lịch sử kỳ bình chọn", "History of the round")] : [])
                + (standing.may(.roundCancel) && round.state.next.contains(.cancelled)
                    ? [.init("\(desk.address)/cancel", "Hủy kỳ bình chọn", "Cancel the round")] : []))
    }

    init(
        above: [DeskPage.Link], notices: [Bilingual], name: String, state: Bilingual,
        facts: [DeskPage.Fact], next: [Next], groups: [Group], actions: [DeskPage.Link]
    ) {
        self.above = above
        self.notices = notices
        self.name = name
        self.state = state
        self.facts = facts
        self.next = next
        self.groups = groups
        self.actions = actions
    }
}

extension RoundStanding {
    /// What is missing, of entries that nobody looked at only how many they are where they are many, and of all else as much as
    /// somebody reads.
    var told: [Bilingual] {
        let undecided = missing.filter { $0.code == "round-entry-undecided" }
        let others = missing.filter { $0.code != "round-entry-undecided" }
        let entries =
            undecided.count <= 3
            ? undecided.map(\.text.sentence)
            : [
                Bilingual(
                    vi: "\(undecided.count) hồ sơ chưa xem xong; hãy chấp nhận, từ chối hoặc cho rút.",
                    en: undecided.count.counted("entry is", "entries are")
                        + " undecided; accept, reject or withdraw them.")
            ]
        let rest = others.count - Self.most
        return entries + others.prefix(Self.most).map(\.text.sentence)
            + (rest > 0
                ? [Bilingual(vi: "Và \(rest) điều nữa.", en: "And " + rest.counted("more thing") + ".")] : [])
    }

    private static var most: Int { 8 }
}

extension Template {
    /// Shows a `DeskRoundView`.
    static let deskRound = Template(
        name: "desk-round",
        text: deskNotices + deskCrumbs + """

            <section class="card">
            <p class="kind">{{state.vi}} <span lang="en">{{state.en}}</span></p>
            <h1>{{name}}</h1>
            <dl>{{#facts}}<div><dt>{{label.vi}} <span lang="en">{{label.en}}</span></dt><dd>{{value}}</dd></div>{{/facts}}</dl>
            </section>
            {{#next}}<section class="card next">
            <h2>Bước tiếp theo: {{name.vi}} <span lang="en">Next: {{name.en}}</span></h2>
            {{#hasMissing}}<p>Còn thiếu: <span lang="en">Still missing:</span></p>
            <ul class="lacking">{{#missing}}<li>{{vi}} <span lang="en">{{en}}</span></li>{{/missing}}</ul>{{/hasMissing}}
            {{#isReady}}<p>Không còn thiếu gì. <span lang="en">Nothing is missing.</span></p>{{/isReady}}
            {{#hasAddress}}<p><a class="load" href="{{address}}">{{name.vi}} <span lang="en">{{name.en}}</span></a></p>{{/hasAddress}}
            </section>{{/next}}
            {{#groups}}<section class="card">
            <h2>{{title.vi}} <span lang="en">{{title.en}}</span></h2>
            <ul class="tasks">{{#tasks}}<li><div>{{#hasAddress}}<a href="{{address}}">{{name.vi}}</a>{{/hasAddress}}\
            {{^hasAddress}}{{name.vi}}{{/hasAddress}} <span lang="en">{{name.en}}</span>
            <span class="act">{{hint.vi}}</span></div>
            <span class="badge {{look}}">{{state.vi}} <span lang="en">{{state.en}}</span></span></li>{{/tasks}}</ul>
            </section>{{/groups}}
            {{#actions}}<p class="note"><a href="{{address}}">{{name.vi}} <span lang="en">{{name.en}}</span></a></p>{{/actions}}
            """)
}
