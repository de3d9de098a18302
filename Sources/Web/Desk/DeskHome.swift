import Hummingbird
import Registry
import RuralIndustry

/// `/desk`: what waits for somebody, where they work and in what they may do.
struct DeskHomeRoutes: Sendable {
    let site: Site

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let view = DeskHomeView(
            name: person.account.name, lists: try await lists(of: person))
        return .page(
            site.pages.page(
                .deskHome, view,
                in: PageFrame(title: "Bàn làm việc – CNNT", menuAt: "/desk", viewer: person.viewer)))
    }

    /// What is shown, in this order. Lists of other things that wait are added here: each is empty where nothing waits, and left
    /// out where somebody may not have it.
    private func lists(of person: SignedIn) async throws -> [DeskHomeView.List] {
        var lists = [try await rounds(person)]
        if person.viewer.may(.registrationConfirm) { lists.insert(try await registrations(person), at: 0) }
        if person.viewer.may(.fairRead) { lists.append(try await fairs(person)) }
        if person.viewer.may(.complaintRead) { lists.append(try await complaints(person)) }
        if person.viewer.may(.certificateRead) { lists.append(try await expiring(person)) }
        return lists
    }

    private func registrations(_ person: SignedIn) async throws -> DeskHomeView.List {
        let waiting = try await site.registry.registrations(
            in: .waiting, limit: Self.most, as: person.viewer)
        return DeskHomeView.List(
            title: Bilingual(vi: "Cơ sở tự đăng ký, chờ xác nhận", en: "Registrations to confirm"),
            empty: Bilingual(vi: "Không có đăng ký nào đang chờ.", en: "None."),
            items: waiting.map { registration in
                DeskHomeView.Item(
                    address: "/desk/registrations/\(registration.id)", name: registration.name,
                    detail: [registration.communeName, registration.provinceName].compactMap(\.self)
                        .joined(separator: ", "),
                    badge: nil,
                    waiting: [
                        Bilingual(
                            vi: "Gửi ngày \(registration.sentAt.vietnameseDay.vietnamese)",
                            en: "Sent on \(registration.sentAt.vietnameseDay.vietnamese)")
                    ])
            }, more: .init("/desk/registrations", "Mọi đăng ký", "All registrations"))
    }

    private func rounds(_ person: SignedIn) async throws -> DeskHomeView.List {
        let rounds = try await site.registry.roundsAtWork(as: person.viewer)
        return DeskHomeView.List(
            title: Bilingual(vi: "Kỳ bình chọn đang làm", en: "Rounds that go on"),
            empty: Bilingual(vi: "Không có kỳ nào đang làm.", en: "None."),
            items: rounds.map { work in
                let round = work.round
                return DeskHomeView.Item(
                    address: "/desk/rounds/\(round.id)", name: round.name,
                    detail: "\(round.level.name.vi) · \(round.organiserName) · \(round.year)",
                    badge: round.state.name, waiting: work.waiting)
            }, more: .init("/desk/rounds", "Mọi kỳ bình chọn", "All rounds"))
    }

    private func fairs(_ person: SignedIn) async throws -> DeskHomeView.List {
        let today = site.today
        let fairs = try await site.registry.fairsAtWork(today: today, limit: Self.most, as: person.viewer)
        return DeskHomeView.List(
            title: Bilingual(vi: "Hội chợ đang làm", en: "Fairs that go on"),
            empty: Bilingual(vi: "Không có hội chợ nào đang làm.", en: "None."),
            items: fairs.map { standing in
                DeskHomeView.Item(
                    address: "/desk/fairs/\(standing.fair.id)", name: standing.fair.name,
                    detail: "\(FairText.days(standing.fair.days)) · \(standing.fair.venue)",
                    badge: standing.fair.state.name, waiting: standing.waiting(today: today))
            }, more: .init("/desk/fairs", "Mọi hội chợ", "All fairs"))
    }

    private func complaints(_ person: SignedIn) async throws -> DeskHomeView.List {
        let open = try await site.registry.openComplaints(limit: Self.most, as: person.viewer)
        return DeskHomeView.List(
            title: Bilingual(vi: "Khiếu nại chưa trả lời", en: "Complaints to answer"),
            empty: Bilingual(vi: "Không có khiếu nại nào chờ trả lời.", en: "None."),
            items: open.map { complaint in
                let isLate = complaint.isOverdue(on: site.today)
                return DeskHomeView.Item(
                    address: "/desk/rounds/\(complaint.roundID)/complaints", name: complaint.complainant,
                    detail: "Mã số \(complaint.entry) · nhận ngày \(complaint.receivedOn.vietnamese)",
                    badge: isLate
                        ? Bilingual(vi: "quá hạn", en: "late") : Bilingual(vi: "chưa trả lời", en: "open"),
                    waiting: complaint.answerBy.map {
                        [
                            Bilingual(
                                vi: "Hạn trả lời: \($0.vietnamese)",
                                en: "To be answered by \($0.vietnamese)")
                        ]
                    } ?? [])
            }, more: nil)
    }

    private func expiring(_ person: SignedIn) async throws -> DeskHomeView.List {
        let today = site.today
        let end = today.adding(days: 90)
        let (count, soon) = try await site.registry.certificates(
            expiringFrom: today, to: end, limit: Self.most, as: person.viewer)
        return DeskHomeView.List(
            title: Bilingual(
                vi: "Giấy chứng nhận hết hạn trong 90 ngày (\(count))",
                en: "Certificates that expire within 90 days (\(count))"),
            empty: Bilingual(vi: "Không có giấy nào sắp hết hạn.", en: "None."),
            items: soon.map { expiring in
                let certificate = expiring.certificate
                return DeskHomeView.Item(
                    address: "/desk/certificates/\(certificate.id)", name: certificate.productName,
                    detail: "\(certificate.establishmentName) · \(certificate.number ?? "không có số")",
                    badge: nil,
                    waiting: [
                        Bilingual(
                            vi: "Có giá trị đến hết ngày \(certificate.validTo.vietnamese)",
                            en: "Valid to \(certificate.validTo.vietnamese)")
                    ])
            }, more: .init("/desk/certificates", "Mọi giấy chứng nhận", "All certificates"))
    }

    private static let most = 20
}

extension RoundAtWork {
    /// What waits in it, a sentence each, beginning with what comes next.
    var waiting: [Bilingual] {
        var waiting: [Bilingual] = []
        let received = entries[.received] ?? 0
        let incomplete = entries[.incomplete] ?? 0
        if received > 0 {
            waiting.append(
                Bilingual(
                    vi: "\(received) hồ sơ đã nộp, chưa xem",
                    en: received.counted("entry", "entries") + " filed, not looked at"))
        }
        if incomplete > 0 {
            waiting.append(
                Bilingual(
                    vi: "\(incomplete) hồ sơ cần bổ sung",
                    en: incomplete.counted("entry", "entries") + " incomplete"))
        }
        if awardsWithoutCertificate > 0 {
            waiting.append(
                Bilingual(
                    vi: "\(awardsWithoutCertificate) giấy chứng nhận chưa cấp",
                    en: awardsWithoutCertificate.counted("certificate") + " to issue"))
        }
        if openComplaints > 0 {
            waiting.append(
                Bilingual(
                    vi: "\(openComplaints) khiếu nại chưa trả lời",
                    en: openComplaints.counted("complaint") + " open"))
        }
        let others = missing.filter { $0.code != "round-entry-undecided" }
        waiting += others.prefix(3).map(\.text.sentence)
        if others.count > 3 {
            waiting.append(
                Bilingual(
                    vi: "và \(others.count - 3) điều nữa",
                    en: "and " + (others.count - 3).counted("more thing")))
        }
        if let next, missing.isEmpty {
            waiting.append(
                Bilingual(
                    vi: "Bước tiếp theo: \(next.stepName.vi)", en: "Next: \(next.stepName.en)"))
        }
        return waiting
    }
}

extension RoundState {
    /// What is done to come to this state.
    var stepName: Bilingual {
        switch self {
        case .draft: Bilingual(vi: "lập kỳ bình chọn", en: "create the round")
        case .open: Bilingual(vi: "mở nhận hồ sơ", en: "open for entries")
        case .judging: Bilingual(vi: "bắt đầu chấm điểm", en: "start judging")
        case .closed: Bilingual(vi: "khóa điểm", en: "close marking")
        case .decided: Bilingual(vi: "ghi quyết định", en: "record the decision")
        case .published: Bilingual(vi: "công bố", en: "publish")
        case .cancelled: Bilingual(vi: "hủy", en: "cancel")
        }
    }
}

struct DeskHomeView: Sendable {
    struct Item: Sendable {
        let hasAddress: Bool
        let address: String
        let name: String
        let detail: String
        let hasBadge: Bool
        let badge: Bilingual
        let waiting: [Bilingual]

        /// - Parameter address: empty where there is nothing to open.
        init(address: String, name: String, detail: String, badge: Bilingual?, waiting: [Bilingual]) {
            hasAddress = !address.isEmpty
            self.address = address
            self.name = name
            self.detail = detail
            hasBadge = badge != nil
            self.badge = badge ?? Bilingual(vi: "", en: "")
            self.waiting = waiting
        }
    }

    struct List: Sendable {
        let title: Bilingual
        let hasItems: Bool
        let empty: Bilingual
        let items: [Item]
        let more: [DeskPage.Link]

        init(title: Bilingual, empty: Bilingual, items: [Item], more: DeskPage.Link?) {
            self.title = title
            self.empty = empty
            self.items = items
            hasItems = !items.isEmpty
            self.more = more.map { [$0] } ?? []
        }
    }

    let name: String
    let lists: [List]
}

extension Template {
    /// Shows a `DeskHomeView`.
    static let deskHome = Template(
        name: "desk-home",
        text: """
            <section class="card">
            <p class="kind">{{name}}</p>
            <h1>Bàn làm việc <span lang="en">Desk</span></h1>
            <p class="lead">Những việc đang chờ bạn trong phạm vi được giao. <span lang="en">What waits for you within what you were given.</span></p>
            </section>
            {{#lists}}<section class="card">
            <h2>{{title.vi}} <span lang="en">{{title.en}}</span></h2>
            {{^hasItems}}<p>{{empty.vi}} <span lang="en">{{empty.en}}</span></p>{{/hasItems}}
            {{#hasItems}}<ul class="hits">{{#items}}<li>{{#hasAddress}}<a href="{{address}}">{{name}}</a>{{/hasAddress}}{{^hasAddress}}<strong>{{name}}</strong>{{/hasAddress}}
            <span class="act">{{detail}}</span>
            {{#hasBadge}}<span class="badge none">{{badge.vi}} <span lang="en">{{badge.en}}</span></span>{{/hasBadge}}
            <ul class="waits">{{#waiting}}<li>{{vi}} <span lang="en">{{en}}</span></li>{{/waiting}}</ul></li>{{/items}}</ul>{{/hasItems}}
            {{#more}}<p><a class="load" href="{{address}}">{{name.vi}} <span lang="en">{{name.en}}</span></a></p>{{/more}}
            </section>{{/lists}}
            """)
}
