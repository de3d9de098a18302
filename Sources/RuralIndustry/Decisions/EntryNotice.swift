/// What an entrant is told of the result (TT 26/2014/TT-BCT Đ17: results go to every establishment that entered), as a text.
///
/// The days for a complaint run from the day of the notice (Đ20).
public struct EntryNotice: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The marks, after closing.
        case result
        /// The marks and the decision.
        case decision
    }

    /// What the decision says of the entry.
    public struct Decision: Hashable, Sendable {
        public let number: String
        public let decidedOn: Day
        public let authority: String
        public let isRecognised: Bool
        public let setName: String?
        public let awardClass: String?
        public let reason: String?
        /// What it amends; nil: it is the round's first decision.
        public let amends: Amended?

        public init(
            number: String, decidedOn: Day, authority: String, isRecognised: Bool, setName: String?,
            awardClass: String?, reason: String?, amends: Amended? = nil
        ) {
            self.number = number
            self.decidedOn = decidedOn
            self.authority = authority
            self.isRecognised = isRecognised
            self.setName = setName
            self.awardClass = awardClass
            self.reason = reason
            self.amends = amends
        }
    }

    /// A decision that another one amends.
    public struct Amended: Hashable, Sendable {
        public let number: String
        public let decidedOn: Day

        public init(number: String, decidedOn: Day) {
            self.number = number
            self.decidedOn = decidedOn
        }
    }

    public let round: String
    public let organiser: String
    public let entry: String
    public let product: String
    public let group: String
    public let establishment: String
    public let state: EntryState
    public let stateReason: String?
    /// Nil: the entry did not compete.
    public let line: Tally.Line?
    public let decision: Decision?
    public let noticedOn: Day
    /// The last day for a complaint; nil: the rules do not say.
    public let complainUntil: Day?

    public init(
        round: String, organiser: String, entry: String, product: String, group: String,
        establishment: String, state: EntryState, stateReason: String?, line: Tally.Line?,
        decision: Decision?, noticedOn: Day, complainUntil: Day?
    ) {
        self.round = round
        self.organiser = organiser
        self.entry = entry
        self.product = product
        self.group = group
        self.establishment = establishment
        self.state = state
        self.stateReason = stateReason
        self.line = line
        self.decision = decision
        self.noticedOn = noticedOn
        self.complainUntil = complainUntil
    }

    /// The notice in Vietnamese, lines ended by a line feed.
    public func text(_ rules: Rules) -> String {
        (heading + result(rules) + decided(rules) + complaint(rules)).map { $0 + "\n" }.joined()
    }

    private var heading: [String] {
        [
            "THÔNG BÁO KẾT QUẢ BÌNH CHỌN SẢN PHẨM CÔNG NGHIỆP NÔNG THÔN TIÊU BIỂU", "",
            "Kỳ bình chọn: \(round)", "Đơn vị tổ chức: \(organiser)", "Kính gửi: \(establishment)", "",
            "Sản phẩm: \(product)", "Nhóm sản phẩm: \(group)", "Mã số bình chọn: \(entry)", "",
        ]
    }

    private func result(_ rules: Rules) -> [String] {
        guard let line else {
            return ["Hồ sơ \(state.name.vi)\(stateReason.map { ": \($0)" } ?? "")."]
        }
        guard let shown = line.shown else {
            return ["Sản phẩm không có điểm bình quân: \(line.reason?.name.vi ?? "không đủ điểm")."]
        }
        var lines = ["Điểm bình quân: \(shown)"]
        if let threshold = rules.scoring.eligibleAtLeast, let eligible = line.eligible {
            lines.append(
                "Mức điểm để được xem xét công nhận: từ \(threshold) – \(eligible ? "đạt" : "không đạt")")
        }
        if rules.notice.rank == .shown, let rank = line.rank {
            lines.append(
                "Xếp hạng\(rules.scoring.rankWithin == .group ? " trong nhóm sản phẩm" : ""): \(rank)")
        }
        return lines
    }

    private func decided(_ rules: Rules) -> [String] {
        guard let decision, line != nil else { return [] }
        let act =
            "Quyết định số \(decision.number) ngày \(decision.decidedOn.vietnamese) của \(decision.authority)"
        var lines = ["\(act): \(decision.isRecognised ? "công nhận" : "không công nhận") sản phẩm."]
        if let amended = decision.amends {
            lines.append(
                "Quyết định này sửa đổi Quyết định số \(amended.number) ngày \(amended.decidedOn.vietnamese)."
            )
        }
        if let set = decision.setName { lines.append("Được công nhận trong bộ sản phẩm “\(set)”.") }
        if let id = decision.awardClass {
            lines.append("Hạng công nhận: \(rules.awardClass(id)?.name ?? id)")
        }
        if let reason = decision.reason { lines.append("Lý do: \(reason)") }
        return lines
    }

    private func complaint(_ rules: Rules) -> [String] {
        var lines = ["", "Ngày thông báo: \(noticedOn.vietnamese)"]
        if let complainUntil, let days = rules.complaint.fileWorkingDays {
            lines.append(
                "Cơ sở có quyền khiếu nại trong \(days) ngày làm việc kể từ ngày nhận thông báo này, đến hết ngày \(complainUntil.vietnamese), gửi Hội đồng bình chọn."
            )
            if let answer = rules.complaint.answerWorkingDays {
                lines.append(
                    "Hội đồng bình chọn trả lời trong \(answer) ngày làm việc kể từ ngày nhận được khiếu nại."
                )
            }
        }
        return lines
    }
}

/// How a notice went out.
public enum NoticeChannel: String, Hashable, Sendable, CaseIterable {
    case hand, post, email, portal
}

extension Tally.Reason {
    public var name: Bilingual {
        switch self {
        case .tooFewMarks: Bilingual(vi: "không đủ điểm của giám khảo", en: "too few marks")
        case .belowQuorum:
            Bilingual(vi: "không đủ số giám khảo chấm hợp lệ", en: "fewer judges than the rules want")
        case .notInFinalStage:
            Bilingual(vi: "không vào vòng quyết định kết quả", en: "did not come into the stage that decides")
        }
    }
}
