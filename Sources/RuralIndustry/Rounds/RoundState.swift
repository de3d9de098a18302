/// Where a selection round stands.
///
/// `draft → open → judging → closed → decided → published`; until it is decided it may be `cancelled`, by an act.
/// A decided round carries awards: those are revoked one by one, the round is not cancelled.
public enum RoundState: String, Hashable, Sendable, CaseIterable {
    case draft, open, judging, closed, decided, published, cancelled

    public var next: Set<RoundState> {
        switch self {
        case .draft: [.open, .cancelled]
        case .open: [.judging, .cancelled]
        case .judging: [.closed, .cancelled]
        case .closed: [.decided, .cancelled]
        case .decided: [.published]
        case .published, .cancelled: []
        }
    }

    public var name: Bilingual {
        switch self {
        case .draft: Bilingual(vi: "dự thảo", en: "draft")
        case .open: Bilingual(vi: "đang nhận hồ sơ", en: "open")
        case .judging: Bilingual(vi: "đang chấm điểm", en: "judging")
        case .closed: Bilingual(vi: "đã khóa điểm", en: "closed")
        case .decided: Bilingual(vi: "đã có quyết định", en: "decided")
        case .published: Bilingual(vi: "đã công bố", en: "published")
        case .cancelled: Bilingual(vi: "đã hủy", en: "cancelled")
        }
    }

    /// Throws `round-transition` if the round cannot go from here to there.
    public func check(movingTo target: RoundState) throws(Violation) {
        guard !next.contains(target) else { return }
        throw Violation(
            "round-transition",
            vi:
                "Kỳ bình chọn \(name.vi) không chuyển sang trạng thái “\(target.name.vi)” được; \(nextSteps.vi)",
            en: "A round that is \(name.en) cannot become \(target.name.en); \(nextSteps.en)")
    }

    private var nextSteps: Bilingual {
        let steps = Self.allCases.filter(next.contains)
        guard !steps.isEmpty else {
            return Bilingual(vi: "đây là trạng thái cuối cùng", en: "this state is final")
        }
        return Bilingual(
            vi: "chỉ có thể sang: " + steps.map(\.name.vi).joined(separator: ", "),
            en: "it can become: " + steps.map(\.name.en).joined(separator: ", "))
    }
}
