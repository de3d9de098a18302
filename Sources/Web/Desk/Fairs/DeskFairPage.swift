import Hummingbird
import Registry
import RuralIndustry

/// `/desk/fairs/ID`: a fair as a list of tasks, each with its state, what is missing for the next step, and that step.
struct DeskFairRoutes: Sendable {
    let site: Site

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        let desk = try await DeskFair(site, request, context)
        return .page(
            site.pages.page(
                .deskRound, DeskRoundView(desk),
                in: PageFrame(title: "\(desk.name) – CNNT", menuAt: "/desk", viewer: desk.viewer)))
    }
}

extension DeskRoundView {
    init(_ desk: DeskFair) {
        let (standing, fair) = (desk.standing, desk.fair)
        // ending it before its last day, or with work left, can be done and is seldom meant
        let missing =
            standing.missing.map(\.text.sentence) + (standing.next == .closed ? desk.stillWaiting : [])
        var actions: [DeskPage.Link] = []
        if [.planned, .open].contains(fair.state) {
            actions += desk.link("edit", for: .fairEdit, "Sửa hội chợ", "Change the fair")
        }
        if fair.state.next.contains(.cancelled) {
            actions += desk.link("cancel", for: .fairStep, "Hủy hội chợ", "Call the fair off")
        }
        if [.open, .closed].contains(fair.state) {
            actions.append(.init("/fairs/\(fair.id)", "Trang công khai của hội chợ", "The public page"))
        }
        // kept from who reads the fair from elsewhere
        actions += desk.link("history", for: .fairStep, "Lịch sử hội chợ", "History of the fair")
        self.init(
            above: Array(desk.above.dropLast()), notices: desk.notices, name: fair.name,
            state: fair.state.name,
            facts: [
                .init("Thời gian", "Days", FairText.days(fair.days)), .init("Địa điểm", "Venue", fair.venue),
                .init("Đơn vị tổ chức", "Organiser", fair.organiserName),
                .init("Cấp", "Level", fair.level.name.vi), .init("Loại", "Kind", fair.kind.name.vi),
                .init("Dựng gian hàng từ", "Setting up from", fair.setUpOn.vietnamese),
                .init(
                    "Gian tiêu chuẩn", "Standard booth",
                    "\(fair.boothWidth.vietnamese) m × \(fair.boothDepth.vietnamese) m"),
            ],
            next: standing.next.map { next in
                let may = standing.may(.fairStep)
                return [
                    Next(
                        name: next.stepName, isReady: missing.isEmpty, hasMissing: !missing.isEmpty,
                        missing: missing, hasAddress: may,
                        address: may ? "\(desk.address)/\(next == .open ? "open" : "close")" : "")
                ]
            } ?? [], groups: FairTaskList(desk).groups,
            actions: actions)
    }
}

extension FairState {
    /// What is done to come to this state.
    var stepName: Bilingual {
        switch self {
        case .planned: Bilingual(vi: "lập hội chợ", en: "plan the fair")
        case .open: Bilingual(vi: "công bố và nhận giữ chỗ", en: "announce it and give booths")
        case .closed: Bilingual(vi: "kết thúc hội chợ", en: "end the fair")
        case .cancelled: Bilingual(vi: "hủy", en: "call it off")
        }
    }
}

extension Length {
    /// `2,5`
    var vietnamese: String { text.replacing(".", with: ",") }
}

extension FairStanding {
    /// What waits at it, a sentence each.
    func waiting(today: Day) -> [Bilingual] {
        var waiting = missing.map(\.text.sentence)
        let filed = requests[.filed] ?? 0
        if filed > 0 {
            if let terms, terms.requestsUntil >= today {
                waiting.append(
                    Bilingual(
                        vi: "\(filed) đăng ký đã nhận; nhận đến hết ngày \(terms.requestsUntil.vietnamese)",
                        en: "\(filed) requests; more are taken until \(terms.requestsUntil.vietnamese)"))
            } else {
                waiting.append(
                    Bilingual(
                        vi: "\(filed) đăng ký chờ phân bổ", en: "\(filed) requests to share booths out to"))
            }
        }
        if held > 0, let firstDeadline {
            waiting.append(
                Bilingual(
                    vi:
                        "\(held) gian giữ chỗ chưa xác nhận, hạn sớm nhất \(firstDeadline.vietnamese)",
                    en: "\(held) booths held, the first until \(firstDeadline.vietnamese)"))
        }
        if expired > 0 {
            waiting.append(
                Bilingual(vi: "\(expired) gian hết hạn giữ chỗ", en: "\(expired) booths whose hold ran out"))
        }
        let queue = (requests[.waiting] ?? 0) + (requests[.partlyGiven] ?? 0)
        if queue > 0 {
            waiting.append(
                Bilingual(vi: "\(queue) đăng ký trong danh sách chờ", en: "\(queue) on the waiting list"))
        }
        if let next, missing.isEmpty, next == .open || fair.days.last < today {
            waiting.append(
                Bilingual(vi: "Bước tiếp theo: \(next.stepName.vi)", en: "Next: \(next.stepName.en)"))
        }
        return waiting
    }
}

/// The tasks of a fair, from its plan to its figures.
private struct FairTaskList {
    private typealias Task = DeskRoundView.Task

    private let desk: DeskFair
    private let standing: FairStanding
    private let fair: FairRecord

    init(_ desk: DeskFair) {
        self.desk = desk
        standing = desk.standing
        fair = desk.fair
    }

    var groups: [DeskRoundView.Group] {
        [
            .init(title: Bilingual(vi: "Chuẩn bị", en: "Preparation"), tasks: [plan, quotas, terms]),
            .init(
                title: Bilingual(vi: "Đăng ký và phân bổ", en: "Requests and sharing out"),
                tasks: [requests, sharingOut, waiting]),
            .init(
                title: Bilingual(vi: "Gian hàng và hợp đồng", en: "Booths and contracts"),
                tasks: [booths, contracts, counts]),
        ]
    }

    private var isEnded: Bool { [.closed, .cancelled].contains(fair.state) }

    private func address(_ part: String) -> String { "\(desk.address)/\(part)" }

    private static let done = Bilingual(vi: "xong", en: "done")
    private static let notYet = Bilingual(vi: "chưa đến", en: "not yet")
    private static let none = Bilingual(vi: "chưa có", en: "none yet")

    private var plan: Task {
        Task(
            "Sơ đồ gian hàng", "Plan of the booths", at: address("plan"),
            hint: Bilingual(
                vi: fair.booths == 0
                    ? "Chưa có gian hàng nào."
                    : "\(fair.booths) gian, bản \(fair.planVersion)"
                        + (standing.unpriced > 0 ? ", \(standing.unpriced) gian chưa có giá thuê" : ""),
                en: ""), fair.booths == 0 || standing.unpriced > 0 ? .open : .done,
            fair.booths == 0
                ? Self.none
                : standing.unpriced > 0
                    ? Bilingual(vi: "thiếu giá thuê", en: "rents missing") : Self.done)
    }

    private var quotas: Task {
        Task(
            "Chỉ tiêu của các tỉnh", "Quotas of provinces", at: address("quotas"),
            hint: standing.quotas == 0
                ? Bilingual(
                    vi: "Không giao chỉ tiêu: tỉnh nào cũng được giao gian hàng.",
                    en: "Without quotas no province is limited.")
                : Bilingual(vi: "\(standing.quotas) chỉ tiêu", en: standing.quotas.counted("quota")),
            standing.quotas == 0 ? .later : .done,
            standing.quotas == 0 ? Bilingual(vi: "không bắt buộc", en: "optional") : Self.done)
    }

    private var terms: Task {
        Task(
            "Quy tắc phân bổ và hạn đăng ký", "Terms and last day of requests",
            at: standing.may(.fairTerms) && !isEnded ? address("terms") : nil,
            hint: standing.terms.map { terms in
                Bilingual(
                    vi: "Nhận đăng ký đến hết ngày \(terms.requestsUntil.vietnamese); mầm bốc thăm "
                        + (terms.seed.map { "“\($0)”" } ?? "không có"),
                    en: "")
            } ?? Bilingual(vi: "Công bố trước khi biết ai đăng ký.", en: ""),
            standing.terms == nil ? (isEnded ? .later : .open) : .done,
            standing.terms == nil ? Bilingual(vi: "chưa công bố", en: "not declared") : Self.done)
    }

    private var requests: Task {
        let filed = standing.requests[.filed] ?? 0
        let all = standing.requests.values.reduce(0, +)
        return Task(
            "Đăng ký gian hàng", "Requests", at: address("requests"),
            hint: Bilingual(vi: "\(all) đăng ký, \(filed) chưa phân bổ", en: all.counted("request")),
            filed > 0 ? .open : all > 0 ? .done : .later,
            filed > 0
                ? Bilingual(vi: "\(filed) chờ phân bổ", en: "\(filed) to share out to")
                : all > 0 ? Self.done : Self.none)
    }

    private var sharingOut: Task {
        let filed = standing.requests[.filed] ?? 0
        return Task(
            "Phân bổ gian hàng", "Sharing out", at: address("runs"),
            hint: Bilingual(
                vi: standing.runs.isEmpty
                    ? "Xem trước ai được gian nào và vì sao, rồi mới phân bổ."
                    : "\(standing.runs.count) lần phân bổ; biên bản ở đây.",
                en: ""), filed > 0 ? .open : standing.runs.isEmpty ? .later : .done,
            filed > 0
                ? Bilingual(vi: "chờ phân bổ", en: "to be done")
                : standing.runs.isEmpty ? Self.notYet : Self.done)
    }

    private var waiting: Task {
        let queue = (standing.requests[.waiting] ?? 0) + (standing.requests[.partlyGiven] ?? 0)
        return Task(
            "Danh sách chờ", "Waiting list", at: address("waiting"), queue > 0 ? .open : .later,
            queue > 0
                ? Bilingual(vi: "\(queue) đang chờ", en: "\(queue) waiting")
                : Bilingual(vi: "không có", en: "nobody"))
    }

    private var booths: Task {
        let free = max(0, fair.booths - fair.confirmed - standing.held)
        return Task(
            "Giữ chỗ và xác nhận", "Holds and confirmations", at: address("booths"),
            hint: Bilingual(
                vi:
                    "\(fair.confirmed) gian đã xác nhận, \(standing.held) gian giữ chỗ, \(free) gian trống"
                    + (standing.firstDeadline.map { "; hạn giữ chỗ sớm nhất \($0.vietnamese)" } ?? ""),
                en: ""),
            standing.held + standing.expired > 0 && !isEnded ? .open : fair.confirmed > 0 ? .done : .later,
            standing.held > 0 && !isEnded
                ? Bilingual(vi: "\(standing.held) chờ xác nhận", en: "\(standing.held) to confirm")
                : standing.expired > 0 && !isEnded
                    ? Bilingual(vi: "\(standing.expired) hết hạn", en: "\(standing.expired) ran out")
                    : fair.confirmed > 0 ? Self.done : Self.none)
    }

    private var contracts: Task {
        Task(
            "Kinh phí và hợp đồng", "Funds and contracts", at: address("contracts"),
            hint: Bilingual(
                vi: "Tiền thuê, phần hỗ trợ, mức tối đa; phụ lục hợp đồng của từng đơn vị.", en: ""),
            fair.confirmed > 0 ? .done : .later,
            fair.confirmed > 0 ? Bilingual(vi: "xem", en: "look") : Self.notYet)
    }

    private var counts: Task {
        Task(
            "Số liệu báo cáo", "Figures", at: address("counts"), fair.confirmed > 0 ? .done : .later,
            fair.confirmed > 0 ? Bilingual(vi: "xem", en: "look") : Self.notYet)
    }
}
