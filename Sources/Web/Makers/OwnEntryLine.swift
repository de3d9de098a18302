import Registry
import RuralIndustry

/// An entry of one's own in a list: where it stands, what was told, what can be done.
struct OwnEntryLine: Sendable {
    struct Notice: Sendable {
        let day: String
        let text: String
    }

    let round: String
    let product: String
    let address: String
    let detail: String
    let state: Bilingual
    let kind: String
    let hasReason: Bool
    let reason: String
    /// One or none: the result, once the round is published.
    let results: [Bilingual]
    let notices: [Notice]
    let complaints: [LabelledText]
    let links: [ActionLink]

    init(_ entry: OwnEntry, today: Day) {
        let address = "/mine/entries/\(entry.id)"
        var links: [ActionLink] = []
        if entry.canBeWithdrawn {
            links.append(
                ActionLink(address: address + "/withdraw", name: Bilingual(vi: "Rút hồ sơ", en: "Withdraw")))
        }
        if let last = entry.complainUntil, last >= today,
            !entry.complaints.contains(where: { $0.state == .open })
        {
            links.append(
                ActionLink(
                    address: address + "/complain",
                    name: Bilingual(
                        vi: "Khiếu nại (đến hết ngày \(last.vietnamese))",
                        en: "Complain (until \(last.vietnamese))")))
        }
        self.init(
            round: entry.round.name, product: entry.productName,
            address: RecordPlace.mine.product(entry.productID),
            detail:
                "\(entry.round.organiserName) · \(entry.round.state.name.vi) · nộp ngày \(entry.filedOn.vietnamese)",
            state: entry.state.name, kind: entry.state.badge, reason: entry.stateReason,
            results: entry.isRecognised.map {
                [
                    $0
                        ? Bilingual(vi: "Được công nhận sản phẩm tiêu biểu", en: "Recognised")
                        : Bilingual(vi: "Không được công nhận", en: "Not recognised")
                ]
            } ?? [], notices: entry.notices.map { Notice(day: $0.day.vietnamese, text: $0.text) },
            complaints: entry.complaints.map { complaint in
                let told =
                    complaint.answer.map { ": \($0)" }
                    ?? complaint.answerBy.map { ", hạn trả lời \($0.vietnamese)" } ?? ""
                return LabelledText(
                    label: Bilingual(
                        vi: "Khiếu nại ngày \(complaint.receivedOn.vietnamese)",
                        en: "Complaint of \(complaint.receivedOn.vietnamese)"),
                    value: complaint.state.name.vi + told)
            }, links: links)
    }

    init(
        round: String, product: String, address: String, detail: String, state: Bilingual, kind: String,
        reason: String?, results: [Bilingual], notices: [Notice], complaints: [LabelledText],
        links: [ActionLink]
    ) {
        self.round = round
        self.product = product
        self.address = address
        self.detail = detail
        self.state = state
        self.kind = kind
        hasReason = reason != nil
        self.reason = reason ?? ""
        self.results = results
        self.notices = notices
        self.complaints = complaints
        self.links = links
    }

    /// Shows `entries` and `hasEntries`.
    static let list = """
        {{#hasEntries}}<ul class="hits">{{#entries}}<li><strong>{{round}}</strong>
        <span class="act"><a href="{{address}}">{{product}}</a> · {{detail}}</span>
        <span class="badge {{kind}}">{{state.vi}} <span lang="en">{{state.en}}</span></span>
        {{#hasReason}}<span class="act">Lý do <span lang="en">Why</span>: {{reason}}</span>{{/hasReason}}
        {{#results}}<p><strong>{{vi}}</strong> <span lang="en">{{en}}</span></p>{{/results}}
        {{#notices}}<details><summary>Thông báo ngày {{day}} <span lang="en">Notice of {{day}}</span></summary><p class="told">{{text}}</p></details>{{/notices}}
        {{#complaints}}<p class="act">{{label.vi}} <span lang="en">{{label.en}}</span>: {{value}}</p>{{/complaints}}
        <span class="links">{{#links}}<a href="{{address}}">{{name.vi}} <span lang="en">{{name.en}}</span></a> {{/links}}</span></li>{{/entries}}</ul>{{/hasEntries}}
        {{^hasEntries}}<p>Chưa có. <span lang="en">None yet.</span></p>{{/hasEntries}}
        """
}

extension EntryState {
    /// The colour of its badge.
    var badge: String {
        switch self {
        case .received: "replaced"
        case .incomplete: "expired"
        case .accepted: "live"
        case .rejected: "revoked"
        case .withdrawn: "none"
        }
    }
}
