/// Where a fair stands: `planned → open → closed`, and until it is closed `cancelled`.
///
/// Booths are given while it is open; a closed fair's booths stay as they were.
public enum FairState: String, CaseIterable, Hashable, Sendable {
    case planned, open, closed, cancelled

    public var next: Set<FairState> {
        switch self {
        case .planned: [.open, .cancelled]
        case .open: [.closed, .cancelled]
        case .closed, .cancelled: []
        }
    }

    public var name: Bilingual {
        switch self {
        case .planned: Bilingual(vi: "đang chuẩn bị", en: "planned")
        case .open: Bilingual(vi: "đang nhận giữ chỗ", en: "open")
        case .closed: Bilingual(vi: "đã kết thúc", en: "closed")
        case .cancelled: Bilingual(vi: "đã hủy", en: "cancelled")
        }
    }

    /// Throws `fair-transition` if the fair cannot go from here to there.
    public func check(movingTo target: FairState) throws(Violation) {
        if next.contains(target) { return }
        throw Violation(
            "fair-transition", vi: "hội chợ \(name.vi), không chuyển sang “\(target.name.vi)” được",
            en: "a fair that is \(name.en) cannot become \(target.name.en)")
    }
}
