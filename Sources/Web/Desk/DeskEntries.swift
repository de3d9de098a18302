import Hummingbird
import HummingbirdCore
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
        router.deskForm(self, "move", for: .entryStep, Self.moving)
        router.deskForm(self, "new-entry", for: .entryImport, Self.filing)
        router.deskForm(self, "import", for: .entryImport, Self.importing)
    }

    /// Accepting, asking for more, refusing and withdrawing, of the entries that the address names: `?code=…&code=…&to=accepted`,
    /// or `?all=yes` for all that wait and are complete.
    @Sendable private static func moving(_ desk: DeskRound) async throws -> DeskForm {
        let asked = desk.uri.queryParameters
        guard let state = asked["to"].flatMap({ EntryState(rawValue: String($0)) }), state != .received else {
            throw Problem.noSuchPage
        }
        let entries = try await desk.registry.entries(ofRound: desk.id, as: desk.viewer)
        let list = "\(desk.address)/entries"
        var lead: [Bilingual] = []
        var codes = asked.getAll("code").map { String($0) }
        if asked["all"] == "yes" {
            let waiting = entries.filter { $0.state == .received || $0.state == .incomplete }.map(\.code)
            let dossiers = try await desk.registry.dossiers(
                ofRound: desk.id, entries: waiting, as: desk.viewer)
            codes = dossiers.filter(\.report.isComplete).map(\.code)
            lead.append(
                Bilingual(
                    vi: "\(waiting.count) hồ sơ đang chờ, trong đó \(codes.count) đủ giấy tờ.",
                    en: "\(waiting.count) entries wait, of which \(codes.count) are complete."))
        }
        let chosen = entries.filter { codes.contains($0.code) }
        lead += chosen.map {
            Bilingual(
                vi: "\($0.code) – \($0.productName), \($0.establishmentName) (\($0.state.name.vi))", en: "")
        }
        if chosen.isEmpty {
            lead.append(
                Bilingual(vi: "Chưa chọn hồ sơ nào; hãy quay lại và chọn.", en: "No entry is chosen."))
        }
        if state == .accepted, asked["all"] != "yes", desk.standing.may(.dossierRead), !chosen.isEmpty {
            for dossier in try await desk.registry.dossiers(
                ofRound: desk.id, entries: chosen.map(\.code), as: desk.viewer)
            where !dossier.report.isComplete {
                lead.append(
                    Bilingual(
                        vi: "Lưu ý: hồ sơ \(dossier.code) chưa đủ giấy tờ.",
                        en: "Note that \(dossier.code) is not complete."))
                lead += dossier.report.lacks.map {
                    Bilingual(vi: "– \($0.text.vi.capitalizedFirst)", en: $0.text.en)
                }
            }
        }
        let needsReason = state != .accepted
        return DeskForm(
            title: state.doing, lead: lead, values: ["codes": chosen.map(\.code).joined(separator: " ")],
            fields: { filling in
                [
                    filling.hidden("codes"),
                    filling.line(
                        "reason",
                        needsReason
                            ? Bilingual(vi: "Lý do", en: "Reason") : Bilingual(vi: "Ghi chú", en: "Note"),
                        hint: state == .incomplete
                            ? Bilingual(vi: "Còn thiếu gì.", en: "What is missing.") : nil,
                        isOptional: !needsReason),
                ]
            }, button: state.doing, wayBack: list
        ) { fields in
            let codes = fields["codes"].split(separator: " ").map(String.init)
            guard !codes.isEmpty else {
                throw Refusal(
                    Violation(
                        "no-entry-chosen", vi: "chưa chọn hồ sơ nào", en: "no entry is chosen",
                        at: Place(column: "reason")))
            }
            if needsReason, fields.text("reason") == nil {
                throw Refusal(
                    Violation(
                        "value-missing", vi: "hãy ghi lý do", en: "give the reason",
                        at: Place(column: "reason")))
            }
            _ = try await desk.registry.moveEntries(
                round: desk.id, codes: codes, to: state, because: fields.text("reason"), as: desk.viewer)
            return .done(list)
        }
    }

    @Sendable private static func filing(_ desk: DeskRound) async throws -> DeskForm {
        let rules = try await desk.registry.rules(ofRound: desk.id, as: desk.viewer)
        return DeskForm(
            title: Bilingual(vi: "Nhận một hồ sơ", en: "File an entry"),
            lead: [
                Bilingual(
                    vi: "Mã số bình chọn để trống thì được bốc ngẫu nhiên.",
                    en: "An entry code that is left empty is drawn.")
            ], values: ["filed_on": desk.today.vietnamese],
            fields: { filling in
                [
                    filling.line(
                        "product_id", Bilingual(vi: "Số của sản phẩm", en: "Product number"),
                        hint: Bilingual(
                            vi: "Số ở cuối địa chỉ trang sản phẩm, ví dụ 12.",
                            en: "As at the end of the address of its page, for example 12."),
                        inputMode: "numeric"),
                    filling.list(
                        "group", Bilingual(vi: "Nhóm", en: "Group"),
                        of: rules.groups.map {
                            ($0.id.rawValue, Bilingual(vi: $0.name, en: $0.id.rawValue))
                        },
                        hint: Bilingual(
                            vi: "Bỏ trống thì lấy nhóm của sản phẩm.", en: "Empty: the product's own."),
                        isOptional: true),
                    filling.line(
                        "lower_certificate",
                        Bilingual(vi: "Số giấy chứng nhận cấp dưới", en: "Lower certificate"),
                        isOptional: true),
                    filling.list(
                        "exception", Bilingual(vi: "Ngoại lệ", en: "Exception"),
                        of: [
                            (
                                EntryException.lowerRoundNotHeld.rawValue,
                                Bilingual(
                                    vi: "cấp dưới không tổ chức bình chọn", en: "no lower round was held")
                            )
                        ], isOptional: true),
                    filling.line(
                        "nomination_number", Bilingual(vi: "Số văn bản đề cử", en: "Nomination number"),
                        isOptional: true),
                    filling.day(
                        "nomination_date", Bilingual(vi: "Ngày văn bản đề cử", en: "Nomination date"),
                        isOptional: true),
                    filling.day("filed_on", Bilingual(vi: "Ngày nộp", en: "Filed on")),
                    filling.line(
                        "entry_code", Bilingual(vi: "Mã số bình chọn", en: "Entry code"), isOptional: true),
                    filling.line(
                        "judging_name", Bilingual(vi: "Tên khi chấm", en: "Judging name"),
                        hint: Bilingual(
                            vi: "Giám khảo đọc tên này thay cho tên sản phẩm.",
                            en: "What judges read instead of the product's name."), isOptional: true),
                    filling.area("note", Bilingual(vi: "Ghi chú", en: "Note"), isOptional: true),
                ]
            }, button: Bilingual(vi: "Nhận hồ sơ", en: "File"), wayBack: "\(desk.address)/entries"
        ) { fields in
            var texts = Fields<EntryColumn>()
            for column in EntryColumn.allCases { texts[column] = fields.text(column.name) }
            let draft = try EntryDraft(texts, .vietnamese)
            _ = try await desk.registry.importEntries(
                [Located(draft)], round: desk.id, as: desk.viewer, today: desk.today)
            return .done("\(desk.address)/entries")
        }
    }

    /// A file is looked at row by row before it is imported; nothing of it is kept here meanwhile, it goes along with the form.
    @Sendable private static func importing(_ desk: DeskRound) async throws -> DeskForm {
        let columns = EntryColumn.names.joined(separator: ", ")
        return DeskForm(
            title: Bilingual(vi: "Nhập hồ sơ từ tệp", en: "Import entries from a file"),
            lead: [
                Bilingual(
                    vi: "Tệp CSV hoặc XLSX có dòng tiêu đề. Trang sau cho xem từng dòng trước khi nhập.",
                    en: "A CSV or XLSX file with a header. The next page shows every row first."),
                Bilingual(vi: "Các cột: \(columns).", en: "The columns."),
            ],
            fields: { filling in
                [filling.file("file", Bilingual(vi: "Tệp", en: "File"), accept: ".csv,.xlsx")]
            }, button: Bilingual(vi: "Xem trước", en: "Preview"), wayBack: "\(desk.address)/entries"
        ) { fields in
            guard let received = try ReceivedRecords(fields, field: "file") else {
                throw Refusal(
                    Violation(
                        "value-missing", vi: "hãy chọn một tệp", en: "choose a file",
                        at: Place(column: "file")))
            }
            let file = try RecordFile<EntryColumn>.read(received: received.bytes, name: received.name)
            if fields["sure"] == "yes" {
                let drafts = try file.parsed { (row, notation) throws(Refusal) in
                    try EntryDraft(row.fields, notation)
                }
                _ = try await desk.registry.importEntries(
                    drafts, round: desk.id, as: desk.viewer, today: desk.today)
                return .done("\(desk.address)/entries")
            }
            let preview = try await desk.registry.previewEntries(
                file, round: desk.id, as: desk.viewer, today: desk.today)
            var page = desk.page(Bilingual(vi: "Xem trước: \(received.name)", en: "Preview"))
            page.above.append(.init("\(desk.address)/entries", "Hồ sơ", "Entries"))
            page.show(preview)
            if preview.counts != nil {
                page.forms = [
                    .init(
                        action: "\(desk.address)/import", fields: received.carried(fields["seen"]),
                        button: Bilingual(
                            vi: "Nhập \(preview.rows.count) hồ sơ", en: "Import \(preview.rows.count)"))
                ]
            } else {
                page.actions = [.init("\(desk.address)/import", "Chọn tệp khác", "Choose another file")]
            }
            return .look(page)
        }
    }
}

extension DeskPage {
    /// Every row of a file with what would become of it.
    mutating func show(_ preview: ImportPreview) {
        facts = ImportPreview.Outcome.allCases.map {
            .init($0.words.vi, $0.words.en, String(preview.count($0)))
        }
        if preview.counts == nil {
            warnings = [
                Bilingual(
                    vi:
                        "Tệp này không nhập được: có dòng sai hoặc trùng. Hãy sửa các dòng dưới đây rồi chọn lại tệp.",
                    en: "This file would be refused: mend the rows below and choose it again.")
            ]
        }
        tables = [
            .init(
                Bilingual(vi: "Từng dòng", en: "Row by row"),
                empty: Bilingual(vi: "Tệp không có dòng nào.", en: "The file has no rows."),
                [
                    Bilingual(vi: "Dòng", en: "Row"), Bilingual(vi: "Kết quả", en: "Outcome"),
                    Bilingual(vi: "Tên", en: "Name"), Bilingual(vi: "Chi tiết", en: "Details"),
                ],
                preview.rows.map { row in
                    [
                        .text(String(row.line)), .words(row.outcome.words), .text(row.name),
                        .words(row.details),
                    ]
                })
        ]
    }
}

extension ImportPreview.Outcome {
    var words: Bilingual {
        switch self {
        case .new: Bilingual(vi: "mới", en: "new")
        case .changed: Bilingual(vi: "thay đổi", en: "changed")
        case .unchanged: Bilingual(vi: "giữ nguyên", en: "unchanged")
        case .duplicate: Bilingual(vi: "trùng", en: "duplicate")
        case .wrong: Bilingual(vi: "sai", en: "wrong")
        }
    }
}

extension ImportPreview.Row {
    fileprivate var details: Bilingual {
        let changes = changes.map { "\($0.column): \($0.before ?? "") → \($0.after ?? "")" }
        func told(_ text: (Bilingual) -> String) -> String {
            (changes
                + (violations + warnings).map { violation in
                    (violation.place.column.map { $0 + ": " } ?? "") + text(violation.text)
                }).joined(separator: "; ")
        }
        return Bilingual(vi: told(\.vi), en: violations.isEmpty && warnings.isEmpty ? "" : told(\.en))
    }
}

/// A file of records that was chosen in a form, or that goes along with the form that confirms it.
struct ReceivedRecords {
    let bytes: [UInt8]
    let name: String

    /// A round of 400 entries has less than 100 KB; sent again as text it is a third longer, which `BodyLimit` has to take.
    static let mostBytes = 2 << 20

    /// Nil where there is none.
    ///
    /// - Throws: `file-too-large` at the field.
    init?(_ fields: FormFields, field: String) throws(Refusal) {
        if let file = fields.files[field], !file.content.isEmpty {
            if file.content.count > Self.mostBytes {
                throw Refusal(
                    Violation(
                        "file-too-large",
                        vi: "tệp lớn quá \(Self.mostBytes >> 20) MB; hãy chia nhỏ, hoặc nhập bằng lệnh cnnt",
                        en:
                            "the file is larger than \(Self.mostBytes >> 20) MB; split it, or use the command",
                        at: Place(column: field)))
            }
            bytes = file.content
            name = file.fileName ?? "?"
        } else if let again = Base64Text.bytes(fields["content"]), !again.isEmpty {
            bytes = again
            name = fields["name"]
        } else {
            return nil
        }
    }

    /// - Parameter seen: the step at which the round was.
    func carried(_ seen: String, adding more: [String: String] = [:]) -> [FormField] {
        let texts = ["content": Base64Text.text(bytes), "name": name, "sure": "yes", "seen": seen].merging(
            more
        ) { $1 }
        let filling = FormFilling(values: FormFields(filledWith: texts))
        return texts.keys.sorted().map { filling.hidden($0) }
    }
}

extension EntryState {
    /// What is done to bring an entry there.
    var doing: Bilingual {
        switch self {
        case .received: Bilingual(vi: "Nhận hồ sơ", en: "Receive")
        case .incomplete: Bilingual(vi: "Yêu cầu bổ sung", en: "Ask for what is missing")
        case .accepted: Bilingual(vi: "Chấp nhận hồ sơ", en: "Accept")
        case .rejected: Bilingual(vi: "Từ chối hồ sơ", en: "Reject")
        case .withdrawn: Bilingual(vi: "Ghi nhận rút hồ sơ", en: "Record a withdrawal")
        }
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
                }, actions: actions, items: shown.map { Item($0, mayMove: mayMove) }, mayMove: mayMove,
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
    init(_ entry: EntryRecord, mayMove: Bool) {
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
            <td><span class="of">Trạng thái</span> <span><span class="badge {{look}}">{{state.vi}}</span> <span class="act">{{reason}}</span></span></td>
            </tr>{{/items}}</tbody></table>
            {{#mayMove}}<p class="acts">{{#moves}}<button class="quiet-button" name="{{field}}" value="{{value}}" id="{{id}}">{{name.vi}} <span lang="en">{{name.en}}</span></button> {{/moves}}</p>{{/mayMove}}
            </form>{{/hasItems}}
            <p class="acts">{{#pages}}<a class="load" href="{{address}}">{{name.vi}} <span lang="en">{{name.en}}</span></a> {{/pages}}</p>
            </section>
            """)
}
