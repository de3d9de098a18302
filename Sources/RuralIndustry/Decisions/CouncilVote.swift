/// How a council voted on one question. The law says no more than that the council proposes recognition (TT 26/2014/TT-BCT
/// Đ10); here a question is adopted by more than half of the members present, those who abstain included.
public struct CouncilVote: Hashable, Sendable {
    public let inFavour: Int
    public let against: Int
    public let abstained: Int

    /// - Throws: `vote-count` if a number is below zero, `vote-sum` if they are not as many as those present.
    public init(inFavour: Int, against: Int, abstained: Int, present: Int) throws(Violation) {
        guard min(inFavour, against, abstained) >= 0, max(inFavour, against, abstained) <= present else {
            throw Violation(
                "vote-count",
                vi: "Số phiếu phải từ 0 đến \(present), là số thành viên có mặt",
                en: "Votes lie between 0 and \(present), the number of members present")
        }
        guard inFavour + against + abstained == present else {
            throw Violation(
                "vote-sum",
                vi:
                    "Tán thành \(inFavour), không tán thành \(against), không có ý kiến \(abstained): cộng lại phải bằng \(present) thành viên có mặt",
                en:
                    "\(inFavour) for, \(against) against, \(abstained) abstained: together they must be the \(present) present"
            )
        }
        self.init(inFavour: inFavour, against: against, abstained: abstained)
    }

    /// For a vote that was recorded.
    public init(inFavour: Int, against: Int, abstained: Int) {
        self.inFavour = inFavour
        self.against = against
        self.abstained = abstained
    }

    public var present: Int { inFavour + against + abstained }
    public var isAdopted: Bool { 2 * inFavour > present }
}

/// What the council of a round voted last, on the list as a whole and on single entries.
public struct DecisionVotes: Hashable, Sendable {
    public let list: CouncilVote?
    public let entries: [String: CouncilVote]

    public init(list: CouncilVote?, entries: [String: CouncilVote]) {
        self.list = list
        self.entries = entries
    }

    /// Why a decision cannot stand beside these votes: none where the plan demands one, a list that was not adopted, an entry
    /// on which the file says what the council did not.
    public func violations(_ rows: [DecisionRow], rules: Rules) -> [Violation] {
        var found: [Violation] = []
        switch list {
        case nil where rules.decision.vote == .required:
            found.append(
                Violation(
                    "decision-vote-missing",
                    vi:
                        "Kế hoạch yêu cầu Hội đồng biểu quyết danh sách; hãy ghi bằng `cnnt round vote` trước khi quyết định",
                    en:
                        "The plan demands a vote of the council on the list; record it with `cnnt round vote` first"
                ))
        case let vote? where !vote.isAdopted:
            found.append(
                Violation(
                    "decision-vote-lost",
                    vi:
                        "Hội đồng không thông qua danh sách: \(vote.inFavour)/\(vote.present) phiếu tán thành; cần biểu quyết lại",
                    en:
                        "The council did not adopt the list: \(vote.inFavour) of \(vote.present) voted for it; vote again"
                ))
        default: break
        }
        for row in rows {
            guard let vote = entries[row.entry], vote.isAdopted != row.isRecognised else { continue }
            found.append(
                Violation(
                    "decision-against-vote",
                    vi:
                        "Hội đồng biểu quyết về \(row.entry): \(vote.inFavour)/\(vote.present) phiếu tán thành công nhận; danh sách ghi ngược lại",
                    en:
                        "The council voted on \(row.entry): \(vote.inFavour) of \(vote.present) for recognition; the list says otherwise",
                    at: Place(row: row.row, column: "recognised")))
        }
        return found
    }
}
