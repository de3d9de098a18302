import Hummingbird
import Registry
import RuralIndustry

extension Site {
    /// `/desk/rounds/ID/entries` and what is done with entries.
    func addEntryPages(to router: Router<SiteContext>) {
        router.deskPage(self, "entries", for: .entryRead) { desk in
            let entries = try await desk.registry.entries(ofRound: desk.id, as: desk.viewer)
            return .page(
                desk.site.pages.page(
                    .deskEntries, DeskEntriesView(desk, entries),
                    in: PageFrame(
                        title: "Hồ sơ – \(desk.round.name) – CNNT", menuAt: "/desk", isWide: true,
                        viewer: desk.viewer)))
        }
        router.deskForm(self, "move", for: .entryStep, EntryMoves.move)
        router.deskForm(self, "new-entry", for: .entryImport, EntryForms.file)
        router.deskForm(self, "import", for: .entryImport, EntryForms.importing)
    }
}

struct DeskEntriesView: Sendable {
    struct Item: Sendable {
        let code: String
        let state: Bilingual
        let look: String
        let product: String
        let productAddress: String
        let maker: String
        let makerAddress: String
        let group: Bilingual
        let filedOn: String
        let basis: String
        let reason: String
        let history: String
        let mayMove: Bool
    }

    struct Filter: Sendable {
        let address: String
        let name: Bilingual
        let count: String
        let isHere: Bool
    }

    let above: [DeskPage.Link]
    let notices: [Bilingual]
    let name: String
    let filters: [Filter]
    let actions: [DeskPage.Link]
    let hasItems: Bool
    let items: [Item]
    let mayMove: Bool
    let address: String
    private(set) var moves: [FormField.Choice]
    let pages: [DeskPage.Link]
    let question: String
    /// The state that is asked for, which the search keeps.
    let state: String

    private static let pageSize = 50

    init(_ desk: DeskRound, _ entries: [EntryRecord]) {
        let state = desk.asked("state").flatMap(EntryState.init(rawValue:))
        let question = desk.asked("q") ?? ""
        let list = "\(desk.address)/entries"
        let word = Folded(question).text
        let found = entries.filter { entry in
            (state == nil || entry.state == state)
                && (word.isEmpty
                    || Folded("\(entry.code) \(entry.productName) \(entry.establishmentName)").text.contains(
                        word))
        }
        // no round has as many
        let page = min(max(1, desk.asked("page").flatMap { Int($0) } ?? 1), 10_000)
        let shown = found.dropFirst((page - 1) * Self.pageSize).prefix(Self.pageSize)
        let mayMove = desk.standing.may(.entryStep) && [.draft, .open, .judging].contains(desk.round.state)
        func query(_ state: EntryState?, _ page: Int) -> String {
            let parts =
                [
                    state.map { "state=\($0.rawValue)" },
                    question.isEmpty ? nil : "q=\(PercentCoding.encoded(question))",
                ]
                .compactMap(\.self) + (page > 1 ? ["page=\(page)"] : [])
            return parts.isEmpty ? list : "\(list)?\(parts.joined(separator: "&"))"
        }
        var actions: [DeskPage.Link] = []
        if desk.standing.may(.entryImport), [.draft, .open].contains(desk.round.state) {
            actions = [
                .init("\(desk.address)/new-entry", "Nhận một hồ sơ", "File an entry"),
                .init("\(desk.address)/import", "Nhập từ tệp", "Import a file"),
            ]
        }
        if mayMove, desk.standing.may(.dossierRead), [.draft, .open].contains(desk.round.state) {
            actions.append(
                .init(
                    "\(desk.address)/move?to=accepted&all=yes", "Chấp nhận mọi hồ sơ đủ giấy tờ",
                    "Accept all that are complete"))
        }
        var pages: [DeskPage.Link] = []
        if page > 1 { pages.append(.init(query(state, page - 1), "Trang trước", "Previous")) }
        if found.count > page * Self.pageSize {
            pages.append(.init(query(state, page + 1), "Trang sau", "Next"))
        }
        self.init(
            above: desk.above,
            notices: desk.asked("done") == nil
                ? [] : [Bilingual(vi: "Đã ghi nhận.", en: "It was recorded.")],
            name: desk.round.name,
            filters: [
                Filter(
                    address: query(nil, 1), name: Bilingual(vi: "tất cả", en: "all"),
                    count: String(entries.count), isHere: state == nil)
            ]
                + EntryState.allCases.map { each in
                    Filter(
                        address: query(each, 1), name: each.name,
                        count: String(entries.count { $0.state == each }), isHere: state == each)
                }, actions: actions, items: shown.map { Item($0, in: desk.address, mayMove: mayMove) },
            mayMove: mayMove,
            address: desk.address, pages: pages, question: question, state: state?.rawValue ?? "")
        // once judging has started an entry only leaves
        if ![.draft, .open].contains(desk.round.state) {
            moves.removeAll { $0.value == "accepted" || $0.value == "incomplete" }
        }
    }

    init(
        above: [DeskPage.Link], notices: [Bilingual], name: String, filters: [Filter],
        actions: [DeskPage.Link], items: [Item], mayMove: Bool, address: String, pages: [DeskPage.Link],
        question: String, state: String
    ) {
        self.above = above
        self.notices = notices
        self.name = name
        self.filters = filters
        self.actions = actions
        hasItems = !items.isEmpty
        self.items = items
        self.mayMove = mayMove && !items.isEmpty
        self.address = address
        self.pages = pages
        self.question = question
        self.state = state
        moves = [EntryState.accepted, .incomplete, .rejected, .withdrawn].map {
            .init(id: "to-\($0.rawValue)", field: "to", value: $0.rawValue, name: $0.doing, isChosen: false)
        }
    }
}

extension DeskEntriesView.Item {
    /// - Parameter round: the address of the round that it is in.
    init(_ entry: EntryRecord, in round: String, mayMove: Bool) {
        code = entry.code
        state = entry.state.name
        look =
            switch entry.state {
            case .accepted: "done"
            case .received, .incomplete: "open"
            case .rejected, .withdrawn: "later"
            }
        product = entry.productName
        productAddress = "/products/\(entry.productID)"
        maker = entry.establishmentName
        makerAddress = "/establishments/\(entry.establishmentID)"
        group = entry.group.pageName
        filedOn = entry.filedOn.vietnamese
        basis =
            entry.lowerCertificate
            ?? (entry.exception == nil
                ? entry.lowerAwardID == nil ? "" : "danh hiệu cấp dưới" : "cấp dưới không tổ chức")
        reason = entry.stateReason ?? ""
        history = "\(round)/entries/\(PercentCoding.encoded(entry.code))/history"
        self.mayMove = mayMove && !entry.state.next.isEmpty
    }
}

extension Template {
    /// Shows a `DeskEntriesView`.
    static let deskEntries = Template(
        name: "desk-entries",
        text: deskNotices + deskCrumbs + """

            <section class="card">
            <p class="kind">{{name}}</p>
            <h1>Hồ sơ <span lang="en">Entries</span></h1>
            <p class="acts">{{#actions}}<a class="load" href="{{address}}">{{name.vi}} <span lang="en">{{name.en}}</span></a> {{/actions}}</p>
            <ul class="filters">{{#filters}}<li><a href="{{address}}"{{#isHere}} aria-current="true"{{/isHere}}>{{name.vi}} ({{count}})</a></li>{{/filters}}</ul>
            <form method="get" action="{{address}}/entries" class="find" role="search">
            <input type="hidden" name="state" value="{{state}}">
            <p class="field"><label for="q">Tìm trong hồ sơ <span lang="en">Find</span></label>
            <input id="q" name="q" type="search" value="{{question}}"></p>
            <p><button class="quiet-button">Tìm <span lang="en">Find</span></button></p></form>
            </section>
            <section class="card">
            {{^hasItems}}<p>Không có hồ sơ nào. <span lang="en">There is none.</span></p>{{/hasItems}}
            {{#hasItems}}<form method="get" action="{{address}}/move">
            <table class="records"><thead><tr><th scope="col">Mã số</th><th scope="col">Sản phẩm</th><th scope="col">Cơ sở</th><th scope="col">Nhóm</th>\
            <th scope="col">Ngày nộp</th><th scope="col">Căn cứ</th><th scope="col">Trạng thái</th></tr></thead>
            <tbody>{{#items}}<tr>
            <td><span class="of">Mã số</span> <span>{{#mayMove}}<label class="few"><input type="checkbox" name="code" value="{{code}}"> <code>{{code}}</code></label>{{/mayMove}}\
            {{^mayMove}}<code>{{code}}</code>{{/mayMove}}</span></td>
            <td><span class="of">Sản phẩm</span> <span><a href="{{productAddress}}">{{product}}</a></span></td>
            <td><span class="of">Cơ sở</span> <span><a href="{{makerAddress}}">{{maker}}</a></span></td>
            <td><span class="of">Nhóm</span> <span>{{group.vi}}</span></td>
            <td><span class="of">Ngày nộp</span> <span>{{filedOn}}</span></td>
            <td><span class="of">Căn cứ</span> <span>{{basis}}</span></td>
            <td><span class="of">Trạng thái</span> <span><span class="badge {{look}}">{{state.vi}}</span> <span class="act">{{reason}}</span> \
            <a href="{{history}}">Lịch sử <span lang="en">History</span></a></span></td>
            </tr>{{/items}}</tbody></table>
            {{#mayMove}}<p class="acts">{{#moves}}<button class="quiet-button" name="{{field}}" value="{{value}}" id="{{id}}">{{name.vi}} <span lang="en">{{name.en}}</span></button> {{/moves}}</p>{{/mayMove}}
            </form>{{/hasItems}}
            <p class="acts">{{#pages}}<a class="load" href="{{address}}">{{name.vi}} <span lang="en">{{name.en}}</span></a> {{/pages}}</p>
            </section>
            """)
}
