/// Where an allocation of a booth stands: `held → confirmed`, and out of both to an end, where it stays. A hold ends by being
/// released, moved to another booth, or expired; what is confirmed, by being released, moved, or not turned up for.
public enum BoothAllocationState: String, CaseIterable, Hashable, Sendable {
    case held, confirmed, released, expired, moved
    case noShow = "no-show"

    public var next: Set<BoothAllocationState> {
        switch self {
        case .held: [.confirmed, .released, .expired, .moved]
        case .confirmed: [.released, .noShow, .moved]
        case .released, .expired, .moved, .noShow: []
        }
    }

    /// True if the booth is taken by it; a hold may have run out all the same.
    public var isLive: Bool { !next.isEmpty }

    public var name: Bilingual {
        switch self {
        case .held: Bilingual(vi: "giữ chỗ", en: "held")
        case .confirmed: Bilingual(vi: "đã xác nhận", en: "confirmed")
        case .released: Bilingual(vi: "đã trả chỗ", en: "released")
        case .expired: Bilingual(vi: "hết hạn giữ chỗ", en: "expired")
        case .moved: Bilingual(vi: "đã chuyển gian", en: "moved")
        case .noShow: Bilingual(vi: "không đến", en: "no-show")
        }
    }
}
