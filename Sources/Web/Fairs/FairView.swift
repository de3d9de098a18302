import Registry
import RuralIndustry

/// What the page of a fair shows.
struct FairView: Sendable {
    struct Fact: Sendable {
        let label: Bilingual
        let value: String
    }

    struct Tenant: Sendable {
        let tenant: String
        /// Empty: all days of the fair.
        let days: String
        let isPartOfDays: Bool
    }

    struct Booth: Sendable {
        let anchor: String
        let code: String
        let zone: String
        let tenants: [Tenant]
        let province: String
        /// Said of a booth that names nobody.
        let standing: Bilingual
        let isNamed: Bool
    }

    struct Change: Sendable {
        let on: String
        let what: String
        let reason: String
    }

    let name: String
    let facts: [Fact]
    /// What was changed after it was announced, the latest first.
    let changes: [Change]
    let hasChanges: Bool
    /// SVG, in which every text is escaped.
    let plan: String
    /// What the list was searched for; empty: it shows everything.
    let question: String
    let isFiltered: Bool
    let found: String
    let booths: [Booth]
}

extension FairView {
    /// - Parameter question: a part of a participant's name, or a booth's code; with or without diacritics.
    init(_ fair: PublicFair, asked question: String = "") {
        let wanted = Folded(question).text
        let shown = fair.booths.filter { booth in
            wanted.isEmpty
                || ([booth.code] + booth.stays.flatMap(\.tenants)).contains {
                    Folded($0).text.contains(wanted)
                }
        }
        let confirmed = fair.booths.count { !$0.stays.isEmpty }
        self.init(
            name: fair.name,
            facts: [
                Fact(label: Bilingual(vi: "Thời gian", en: "Days"), value: Self.days(fair.days)),
                Fact(label: Bilingual(vi: "Địa điểm", en: "Venue"), value: fair.venue),
                Fact(label: Bilingual(vi: "Đơn vị tổ chức", en: "Organiser"), value: fair.organiser),
                Fact(
                    label: Bilingual(vi: "Gian hàng đã có chủ", en: "Booths confirmed"),
                    value: "\(confirmed)/\(fair.booths.count)"),
                Fact(label: Bilingual(vi: "Sơ đồ của ngày", en: "Plan of"), value: fair.day.vietnamese),
            ],
            changes: fair.changes.map { change in
                Change(
                    on: change.at.vietnameseMinute,
                    what: change.changes.compactMap { HistoryWords.told($0) }.joined(separator: "; "),
                    reason: change.reason)
            }, hasChanges: !fair.changes.isEmpty, plan: fair.plan, question: question,
            isFiltered: !wanted.isEmpty,
            found: shown.count.grouped, booths: shown.map { Booth($0, of: fair.days) })
    }

    fileprivate static func days(_ days: FairDays) -> String {
        days.first == days.last
            ? days.first.vietnamese : "\(days.first.vietnamese) – \(days.last.vietnamese)"
    }
}

extension FairView.Booth {
    init(_ booth: PublicBooth, of days: FairDays) {
        self.init(
            anchor: booth.anchor, code: booth.code, zone: booth.zone ?? "",
            tenants: booth.stays.flatMap { stay in
                stay.tenants.map {
                    FairView.Tenant(
                        tenant: $0, days: stay.days == days ? "" : FairView.days(stay.days),
                        isPartOfDays: stay.days != days)
                }
            },
            province: Set(booth.stays.compactMap(\.province)).sorted().joined(separator: ", "),
            standing: booth.isTaken
                ? Bilingual(vi: "đang giữ chỗ", en: "held") : Bilingual(vi: "còn trống", en: "free"),
            isNamed: !booth.stays.isEmpty)
    }
}
