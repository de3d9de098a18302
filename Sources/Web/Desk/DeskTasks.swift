import Registry
import RuralIndustry

/// The tasks of a round, from the first entry to publication.
struct TaskList {
    private let desk: DeskRound
    private let standing: RoundStanding
    private let state: RoundState

    init(_ desk: DeskRound) {
        self.desk = desk
        standing = desk.standing
        state = desk.round.state
    }

    var groups: [DeskRoundView.Group] {
        [
            .init(
                title: Bilingual(vi: "Chuẩn bị", en: "Preparation"),
                tasks: [entries, council, panel, conflicts, assignment]),
            .init(title: Bilingual(vi: "Chấm điểm", en: "Judging"), tasks: [progress, tally, meetings]),
            .init(
                title: Bilingual(vi: "Kết quả", en: "Result"),
                tasks: [decision, notices, certificates, complaints, corrections, publication]),
        ]
    }

    private typealias Task = DeskRoundView.Task

    private var isPrepared: Bool { ![.draft, .open].contains(state) }
    private var isClosed: Bool { [.closed, .decided, .published].contains(state) }
    private var isDecided: Bool { [.decided, .published].contains(state) }

    private func address(_ part: String, _ action: Action) -> String? {
        standing.may(action) ? "\(desk.address)/\(part)" : nil
    }

    /// What is missing of the next step under one of these codes.
    private func lacks(_ prefix: String...) -> [Violation] {
        standing.missing.filter { violation in prefix.contains { violation.code.hasPrefix($0) } }
    }

    private var entries: Task {
        let accepted = standing.entries[.accepted] ?? 0
        let waiting = (standing.entries[.received] ?? 0) + (standing.entries[.incomplete] ?? 0)
        let all = standing.entries.values.reduce(0, +)
        return Task(
            "Hồ sơ", "Entries", at: address("entries", .entryRead),
            hint: Bilingual(
                vi: "\(all) hồ sơ, \(accepted) đã chấp nhận, \(waiting) đang chờ",
                en: "\(all) filed, \(accepted) accepted, \(waiting) waiting"),
            isPrepared || (accepted > 0 && waiting == 0) ? .done : .open,
            isPrepared || (accepted > 0 && waiting == 0)
                ? Bilingual(vi: "xong", en: "done")
                : waiting > 0
                    ? Bilingual(vi: "\(waiting) chờ xem", en: "\(waiting) to look at")
                    : Bilingual(vi: "chưa có", en: "none yet"))
    }

    private func seats(_ count: Int, act: String?, lacks: [Violation]) -> (DeskRoundView.Task.Look, Bilingual)
    {
        if isPrepared || (count > 0 && lacks.isEmpty && state == .open) {
            return (.done, Bilingual(vi: "xong", en: "done"))
        }
        if count == 0 { return (.open, Bilingual(vi: "chưa có", en: "none yet")) }
        return (
            .open,
            lacks.isEmpty
                ? Bilingual(vi: "đang lập", en: "begun") : Bilingual(vi: "còn thiếu", en: "incomplete")
        )
    }

    /// An act as a round's record has it, `12/QĐ-UBND, 2026-11-20`, with its day as pages write days.
    private static func told(_ act: String) -> String {
        guard let comma = act.lastIndex(of: ","), let day = try? Day(iso: String(act[comma...].dropFirst(2)))
        else { return act }
        return "\(act[..<comma]), ngày \(day.vietnamese)"
    }

    private var council: Task {
        let act = standing.round.councilAct
        let (look, words) = seats(standing.councilSize, act: act, lacks: lacks("council-"))
        return Task(
            "Hội đồng bình chọn", "Council", at: address("council", .roundRead),
            hint: Bilingual(
                vi: "\(standing.councilSize) người" + (act.map { " · văn bản \(Self.told($0))" } ?? ""),
                en: standing.councilSize.counted("person", "people")), look, words)
    }

    private var panel: Task {
        let act = standing.round.panelAct
        let (look, words) = seats(standing.panelSize, act: act, lacks: lacks("panel-", "entry-no-judge"))
        return Task(
            "Ban Giám khảo", "Panel of judges", at: address("panel", .roundRead),
            hint: Bilingual(
                vi: "\(standing.panelSize) người" + (act.map { " · văn bản \(Self.told($0))" } ?? ""),
                en: standing.panelSize.counted("person", "people")), look, words)
    }

    private var conflicts: Task {
        Task(
            "Xung đột lợi ích", "Conflicts of interest", at: address("conflicts", .conflictRead),
            isPrepared ? .done : .open,
            Bilingual(vi: "\(standing.conflicts) đã ghi", en: "\(standing.conflicts) recorded"))
    }

    private var assignment: Task {
        let isOutdated = !lacks("assignment-").isEmpty
        return Task(
            "Phân công chấm", "Who marks what", at: address("assignment", .assignmentRead),
            hint: standing.drawn == nil
                ? Bilingual(
                    vi: "Chưa bốc thăm: mọi giám khảo chấm mọi sản phẩm.",
                    en: "Not drawn: all judges mark all entries.")
                : Bilingual(
                    vi: "Đã bốc thăm cho \(standing.drawn ?? 0) hồ sơ.",
                    en: "Drawn for " + (standing.drawn ?? 0).counted("entry", "entries") + "."),
            isOutdated ? .open : isPrepared || standing.drawn != nil ? .done : .later,
            isOutdated
                ? Bilingual(vi: "phải bốc lại", en: "to be drawn again")
                : standing.drawn == nil
                    ? Bilingual(vi: "không bắt buộc", en: "optional") : Bilingual(vi: "xong", en: "done"))
    }

    private var progress: Task {
        let (look, words): (DeskRoundView.Task.Look, Bilingual) =
            switch state {
            case .draft, .open, .cancelled: (.later, Bilingual(vi: "chưa đến", en: "not yet"))
            case .judging: (.open, Bilingual(vi: "đang chấm", en: "under way"))
            case .closed, .decided, .published: (.done, Bilingual(vi: "xong", en: "done"))
            }
        return Task(
            "Tiến độ chấm", "Progress of judging",
            at: isPrepared && state != .cancelled ? address("progress", .tallyRead) : nil, look, words)
    }

    private var tally: Task {
        Task(
            "Tổng hợp điểm và độ vững", "Tally and robustness",
            at: isPrepared && state != .cancelled ? address("tally", .tallyRead) : nil,
            isClosed ? .done : .later,
            isClosed
                ? Bilingual(vi: "đã khóa điểm", en: "closed")
                : state == .judging
                    ? Bilingual(vi: "tạm tính", en: "provisional") : Bilingual(vi: "chưa đến", en: "not yet"))
    }

    private var meetings: Task {
        Task(
            "Họp Hội đồng và biểu quyết", "Meetings and votes", at: address("meetings", .meetingRead),
            hint: Bilingual(
                vi: "\(standing.meetings) cuộc họp, \(standing.votes) biểu quyết",
                en: standing.meetings.counted("meeting") + ", " + standing.votes.counted("vote")),
            isDecided ? .done : standing.meetings > 0 ? .open : .later,
            !lacks("decision-vote").isEmpty
                ? Bilingual(vi: "còn thiếu", en: "incomplete")
                : standing.meetings > 0
                    ? Bilingual(vi: "đã ghi", en: "recorded") : Bilingual(vi: "chưa ghi", en: "none yet"))
    }

    private var decision: Task {
        Task(
            "Quyết định công nhận", "Decision", at: isClosed ? address("decisions", .entryRead) : nil,
            hint: standing.decision.map {
                Bilingual(
                    vi: "\($0.number), ngày \($0.decidedOn.vietnamese)",
                    en: "\($0.number) of \($0.decidedOn.vietnamese)")
            } ?? Bilingual(vi: "", en: ""), isDecided ? .done : state == .closed ? .open : .later,
            isDecided
                ? Bilingual(vi: "xong", en: "done")
                : state == .closed
                    ? Bilingual(vi: "chờ ghi", en: "to be recorded")
                    : Bilingual(vi: "chưa đến", en: "not yet"))
    }

    private var notices: Task {
        Task(
            "Thông báo kết quả", "Notices to entrants", at: isClosed ? address("notices", .noticeRead) : nil,
            hint: Bilingual(
                vi: "\(standing.notices) thông báo đã ghi", en: standing.notices.counted("notice")),
            !isClosed ? .later : standing.notices > 0 ? .done : .open,
            !isClosed
                ? Bilingual(vi: "chưa đến", en: "not yet")
                : standing.notices > 0
                    ? Bilingual(vi: "đã ghi", en: "recorded") : Bilingual(vi: "chưa ghi", en: "none yet"))
    }

    private var corrections: Task {
        Task(
            "Sửa kết quả", "Corrections", at: isClosed ? address("corrections", .tallyRead) : nil,
            hint: isClosed
                ? Bilingual(
                    vi: "Kết quả đang ở bản \(standing.corrections + 1).",
                    en: "The result is at version \(standing.corrections + 1).")
                : Bilingual(vi: "", en: ""), .later,
            !isClosed
                ? Bilingual(vi: "chưa đến", en: "not yet")
                : standing.corrections == 0
                    ? Bilingual(vi: "chưa sửa", en: "none")
                    : Bilingual(
                        vi: "đã sửa \(standing.corrections) lần",
                        en: standing.corrections.counted("correction")))
    }

    private var certificates: Task {
        let missing = standing.awardsWithoutCertificate
        return Task(
            "Giấy chứng nhận", "Certificates",
            at: isDecided ? address("certificates", .certificateRead) : nil,
            hint: Bilingual(
                vi: "\(standing.certificates) đã cấp, \(missing) chưa cấp",
                en: "\(standing.certificates) issued, \(missing) not yet"),
            !isDecided ? .later : missing == 0 ? .done : .open,
            !isDecided
                ? Bilingual(vi: "chưa đến", en: "not yet")
                : missing == 0
                    ? Bilingual(vi: "xong", en: "done")
                    : Bilingual(vi: "\(missing) chờ cấp", en: "\(missing) to issue"))
    }

    private var complaints: Task {
        Task(
            "Khiếu nại", "Complaints", at: isClosed ? address("complaints", .complaintRead) : nil,
            standing.openComplaints > 0 ? .open : isClosed ? .done : .later,
            standing.openComplaints > 0
                ? Bilingual(
                    vi: "\(standing.openComplaints) chưa trả lời", en: "\(standing.openComplaints) open")
                : isClosed
                    ? Bilingual(vi: "không có việc chờ", en: "nothing waits")
                    : Bilingual(vi: "chưa đến", en: "not yet"))
    }

    private var publication: Task {
        Task(
            "Công bố", "Publication",
            at: state == .published
                ? "/rounds/\(standing.round.id)" : state == .decided ? desk.step(to: .published) : nil,
            state == .published ? .done : state == .decided ? .open : .later,
            state == .published
                ? Bilingual(vi: "đã công bố", en: "published")
                : state == .decided
                    ? Bilingual(vi: "chờ công bố", en: "to be published")
                    : Bilingual(vi: "chưa đến", en: "not yet"))
    }
}

extension DeskRound {
    /// Where the step to a state is taken; nil for those who may not.
    func step(to state: RoundState) -> String? {
        switch state {
        case .open: standing.may(.roundStep) ? "\(address)/open" : nil
        case .judging: standing.may(.roundStep) ? "\(address)/judge" : nil
        case .closed: standing.may(.roundStep) ? "\(address)/close" : nil
        case .decided: standing.may(.roundDecide) ? "\(address)/decision" : nil
        case .published: standing.may(.roundStep) ? "\(address)/publish" : nil
        case .draft, .cancelled: nil
        }
    }
}
