import Hummingbird
import HummingbirdCore
import Registry
import RuralIndustry

extension Site {
    /// What was done to records, by whom, when and why: one page for all kinds of them.
    func addHistoryPages(to router: Router<SiteContext>) {
        router.deskPage(self, "history", for: .tallyRead) { desk in
            let stretch = try await desk.registry.history(
                ofRound: desk.id, before: desk.asked("before").flatMap { Int64($0) }, as: desk.viewer)
            var page = desk.page(Bilingual(vi: "Lịch sử kỳ bình chọn", en: "History of the round"))
            page.show(stretch, at: desk.uri.path)
            return desk.answer(page)
        }
        router.deskPage(self, "entries/{code}/history", for: .entryRead) { desk in
            let code = PercentCoding.decoded(try desk.part("code"))
            let stretch: HistoryStretch
            do {
                stretch = try await desk.registry.history(
                    ofEntry: code, round: desk.id, before: desk.asked("before").flatMap { Int64($0) },
                    as: desk.viewer)
            } catch let refusal as Refusal where refusal.violations[0].code.contains("entry") {
                throw Problem.noSuchPage
            }
            var page = desk.page(Bilingual(vi: "Lịch sử hồ sơ \(code)", en: "History of entry \(code)"))
            page.above.append(.init("\(desk.address)/entries", "Hồ sơ", "Entries"))
            page.show(stretch, at: desk.uri.path)
            return desk.answer(page)
        }
        router.deskPage(self, "decisions/history", for: .entryRead) { desk in
            let events = try await desk.registry.historyOfDecisions(ofRound: desk.id, as: desk.viewer)
            var page = desk.page(Bilingual(vi: "Lịch sử quyết định", en: "History of the decisions"))
            page.above.append(.init("\(desk.address)/decisions", "Quyết định", "Decisions"))
            page.tables = [HistoryTable(events).table]
            return desk.answer(page)
        }
        let others = HistoryRoutes(site: self)
        router.read("/desk/fairs/{id}/history", others.fair)
        router.read("/desk/accounts/{id}/history", others.roles)
    }
}

/// The histories of what is in no round.
struct HistoryRoutes: Sendable {
    let site: Site

    func fair(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let id = try context.recordNumber()
        do {
            let (fair, stretch) = try await site.registry.history(
                ofFair: id, before: Self.before(request), as: person.viewer)
            var page = DeskPage(title: Bilingual(vi: "Lịch sử hội chợ", en: "History of the fair"))
            page.kind = fair.name
            page.show(stretch, at: request.uri.path)
            return answer(page, person)
        } catch let refusal as Refusal where refusal.isOfNoRecord { throw Problem.noSuchPage }
    }

    func roles(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let id = try context.recordNumber()
        do {
            let (account, stretch) = try await site.registry.history(
                ofRolesOf: id, before: Self.before(request), on: site.today, as: person.viewer)
            let roles = Dictionary(account.roles.map { ($0.id, $0) }) { first, _ in first }
            var page = DeskPage(title: Bilingual(vi: "Lịch sử vai trò", en: "History of the roles"))
            page.kind = "\(account.name) (\(account.login))"
            page.show(stretch, at: request.uri.path) { change in
                roles[change.record].map { "\($0.role.name.vi), \($0.territoryName)" }
            }
            return answer(page, person)
        } catch let refusal as Refusal where refusal.isOfNoRecord { throw Problem.noSuchPage }
    }

    private static func before(_ request: Request) -> Int64? {
        Int64(FormFields(ofAddress: request.uri)["before"])
    }

    private func answer(_ page: DeskPage, _ person: SignedIn) -> Response {
        var page = page
        page.above = [.init("/desk", "Bàn làm việc", "Desk")]
        return .page(
            site.pages.page(
                .deskPage, page.view,
                in: PageFrame(
                    title: "\(page.title.vi) – \(page.kind) – CNNT", menuAt: "/desk", isWide: true,
                    viewer: person.viewer)))
    }
}

extension Refusal {
    /// What lies outside somebody's reach is told as what is not there.
    fileprivate var isOfNoRecord: Bool {
        violations[0].code == "outside-territory" || violations[0].code.hasPrefix("unknown-")
    }
}

extension DeskPage {
    /// A stretch of a history, and the way to what is older.
    ///
    /// - Parameters:
    ///   - address: of the page itself.
    ///   - subject: which record a change is of, where a page is of several.
    mutating func show(
        _ stretch: HistoryStretch, at address: String, subject: (HistoryChange) -> String? = { _ in nil }
    ) {
        lead = [
            Bilingual(
                vi: "Mới nhất trước. Mỗi dòng là một việc đã ghi trong sổ theo dõi, không sửa hay xóa được.",
                en:
                    "The newest first. Each line is an act in the audit trail, which cannot be changed or removed."
            )
        ]
        tables = [HistoryTable(stretch.events, subject: subject).table]
        if let next = stretch.next { actions = [.init("\(address)?before=\(next)", "Cũ hơn", "Older")] }
    }
}

/// The events of a history, with each change in words.
struct HistoryTable {
    let table: DeskPage.Table

    init(_ events: [HistoryEvent], subject: (HistoryChange) -> String? = { _ in nil }) {
        table = .init(
            Bilingual(vi: "Các việc đã ghi", en: "What was done"),
            empty: Bilingual(vi: "Chưa có gì được ghi.", en: "Nothing is recorded."),
            [
                Bilingual(vi: "Lúc", en: "When"), Bilingual(vi: "Người làm", en: "Who"),
                Bilingual(vi: "Việc", en: "What"), Bilingual(vi: "Thay đổi", en: "Changes"),
                Bilingual(vi: "Lý do", en: "Why"),
            ],
            events.map { event in
                [
                    .text(event.recordedAt.vietnameseMinute), .text(event.actor),
                    .words(HistoryWords.act(event.action)),
                    .text(Self.told(event.changes, subject)), .text(event.reason),
                ]
            })
    }

    /// `Bước: dự thảo → đang nhận hồ sơ; Hạn nhận hồ sơ: 20/11/2026`
    private static func told(_ changes: [HistoryChange], _ subject: (HistoryChange) -> String?) -> String {
        var parts: [String] = []
        var last: Int64?
        for change in changes {
            guard let words = HistoryWords.told(change) else { continue }
            // what it is about is said once, before the first of its changes
            let name = last == change.record ? nil : change.name ?? subject(change)
            last = change.record
            parts.append((name.map { "\($0) – " } ?? "") + words)
        }
        return parts.joined(separator: "; ")
    }
}
