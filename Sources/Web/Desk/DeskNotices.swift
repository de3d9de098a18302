import Hummingbird
import Registry
import RuralIndustry

/// Which notices went out to the entrants of a round, and the words of each.
struct NoticePage {
    let page: DeskPage

    init(_ desk: DeskRound) async throws {
        let notices = try await desk.registry.notices(ofRound: desk.id, as: desk.viewer)
        var page = desk.page(Bilingual(vi: "Thông báo kết quả", en: "Notices to entrants"))
        page.lead = [
            Bilingual(
                vi: "Hạn khiếu nại của mỗi cơ sở tính theo ngày làm việc, từ ngày thông báo.",
                en: "The term for complaints counts working days from the notice.")
        ]
        if desk.standing.may(.noticeSend), [.closed, .decided, .published].contains(desk.round.state) {
            page.actions = [
                .init("\(desk.address)/send-notices", "Ghi nhận thông báo", "Record notices")
            ]
        }
        if !notices.isEmpty {
            page.actions.append(
                .init("\(desk.address)/notices/\(NoticeFiles.all)", "Đọc tất cả", "Read them all"))
        }
        page.facts = [.init("Đã thông báo", "Given", notices.count.grouped)]
        page.tables = [NoticeTable(notices, link: { "\(desk.address)/notices/\($0.file)" }).table]
        self.page = page
    }
}

struct NoticeTable {
    let table: DeskPage.Table

    /// - Parameter link: where a notice is read; nil: there is none to read yet.
    init(_ notices: [NoticeRecord], link: ((NoticeRecord) -> String)? = nil) {
        table = .init(
            Bilingual(vi: "Thông báo", en: "Notices"),
            empty: Bilingual(vi: "Chưa thông báo cho ai.", en: "Nobody was told yet."),
            [
                Bilingual(vi: "Mã số", en: "Entry"), Bilingual(vi: "Cơ sở", en: "Establishment"),
                Bilingual(vi: "Về", en: "Of"), Bilingual(vi: "Ngày thông báo", en: "Noticed on"),
                Bilingual(vi: "Cách gửi", en: "Sent by"),
                Bilingual(vi: "Hạn khiếu nại", en: "Complaints until"),
                Bilingual(vi: "Lời thông báo", en: "Words"),
            ],
            notices.map { notice in
                [
                    .text(notice.entry), .text(notice.establishmentName), .words(notice.subject),
                    .text(notice.noticedOn.vietnamese), .words(notice.channel.words),
                    .text(notice.complainUntil?.vietnamese),
                    link.map { .links([.init($0(notice), "Đọc", "Read")]) } ?? .text(nil),
                ]
            })
    }
}

/// The words of notices, to be printed or sent on.
enum NoticeFiles {
    /// All of them, one after the other.
    static let all = "tat-ca.txt"

    @Sendable static func read(_ desk: DeskRound) async throws -> Response {
        let file = try desk.part("file")
        let notices = try await desk.registry.notices(ofRound: desk.id, as: desk.viewer)
        let found = file == all ? notices : notices.filter { $0.file == file }
        if found.isEmpty { throw Problem.noSuchPage }
        // a new page of the printer for each
        return .text(found.map(\.text).joined(separator: "\n\u{0C}\n"))
    }
}

enum NoticeForms {
    /// Records that entrants were told: who would be told what is looked at first.
    @Sendable static func send(_ desk: DeskRound) async throws -> DeskForm {
        DeskForm(
            title: Bilingual(vi: "Ghi nhận thông báo", en: "Record notices"),
            lead: [
                Bilingual(
                    vi:
                        "Ai đã được thông báo thì không thông báo lại: lời và ngày của lần đầu giữ nguyên. Trang sau cho xem những ai sẽ được thông báo.",
                    en:
                        "Who was told already is not told again: the words and the day of the first notice stand. The next page shows who would be told."
                )
            ], values: ["on": desk.today.vietnamese, "channel": NoticeChannel.post.rawValue],
            fields: { filling in
                [
                    filling.day("on", Bilingual(vi: "Ngày thông báo", en: "Day of the notice")),
                    filling.few(
                        "channel", Bilingual(vi: "Cách gửi", en: "Sent by"),
                        of: NoticeChannel.allCases.map { ($0.rawValue, $0.words) }),
                ]
            }, button: Bilingual(vi: "Xem trước", en: "Look at it first"), wayBack: "\(desk.address)/notices"
        ) { fields in
            let (on, channel) = (try fields.day("on"), try fields.choice("channel", NoticeChannel.self))
            let known = Set(try await desk.registry.notices(ofRound: desk.id, as: desk.viewer))
            let isSure = fields["sure"] == "yes"
            let batch = try await desk.registry.sendNotices(
                ofRound: desk.id, on: on, by: channel, as: desk.viewer, today: desk.today, dryRun: !isSure)
            if isSure { return .done("\(desk.address)/notices") }
            let new = batch.notices.filter { !known.contains($0) }
            var page = desk.page(Bilingual(vi: "Sẽ thông báo: xem trước", en: "Who would be told"))
            page.above.append(.init("\(desk.address)/notices", "Thông báo", "Notices"))
            page.warnings = batch.warnings.map(\.text.sentence)
            page.facts = [.init("Sẽ ghi nhận", "To be recorded", batch.added.grouped)]
            page.tables = [NoticeTable(new).table]
            if let first = new.first {
                page.letters = [
                    .init(
                        title: Bilingual(
                            vi: "Lời gửi \(first.establishmentName)", en: "The words to the first of them"),
                        text: first.text)
                ]
            } else {
                page.lead = [
                    Bilingual(vi: "Mọi cơ sở đều đã được thông báo.", en: "Everybody was told already.")
                ]
            }
            if batch.added > 0 {
                page.forms = [
                    .init(
                        action: "\(desk.address)/send-notices",
                        fields: fields.carried(["seen", "on", "channel"], adding: ["sure": "yes"]),
                        button: Bilingual(
                            vi: "Ghi nhận \(batch.added) thông báo",
                            en: "Record " + batch.added.counted("notice")), mayGoBack: true)
                ]
            }
            return .look(page)
        }
    }
}

extension NoticeRecord {
    fileprivate var subject: Bilingual {
        var words = kind.words
        if resultVersion > 1 {
            words = Bilingual(
                vi: "\(words.vi), bản \(resultVersion)", en: "\(words.en), version \(resultVersion)")
        }
        guard let amendment else { return words }
        return Bilingual(
            vi: "\(words.vi), sửa đổi lần \(amendment)", en: "\(words.en), amendment \(amendment)")
    }
}

extension EntryNotice.Kind {
    fileprivate var words: Bilingual {
        switch self {
        case .result: Bilingual(vi: "kết quả", en: "the result")
        case .decision: Bilingual(vi: "quyết định", en: "the decision")
        }
    }
}

extension NoticeChannel {
    var words: Bilingual {
        switch self {
        case .hand: Bilingual(vi: "giao tận tay", en: "by hand")
        case .post: Bilingual(vi: "bưu điện", en: "by post")
        case .email: Bilingual(vi: "thư điện tử", en: "by e-mail")
        case .portal: Bilingual(vi: "cổng thông tin", en: "on the portal")
        }
    }
}
