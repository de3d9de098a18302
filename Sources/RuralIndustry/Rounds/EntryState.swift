/// Where a product's entry in a round stands.
///
/// `received → incomplete → accepted | rejected | withdrawn`; a complete dossier is accepted at once, and an accepted
/// entry may still be withdrawn by the establishment or rejected if its dossier proves untrue.
public enum EntryState: String, Hashable, Sendable, CaseIterable {
    case received, incomplete, accepted, rejected, withdrawn

    public var next: Set<EntryState> {
        switch self {
        case .received: [.incomplete, .accepted, .rejected, .withdrawn]
        case .incomplete: [.accepted, .rejected, .withdrawn]
        case .accepted: [.rejected, .withdrawn]
        case .rejected, .withdrawn: []
        }
    }

    public var name: Bilingual {
        switch self {
        case .received: Bilingual(vi: "đã nhận", en: "received")
        case .incomplete: Bilingual(vi: "cần bổ sung", en: "incomplete")
        case .accepted: Bilingual(vi: "đã chấp nhận", en: "accepted")
        case .rejected: Bilingual(vi: "đã từ chối", en: "rejected")
        case .withdrawn: Bilingual(vi: "đã rút", en: "withdrawn")
        }
    }

    /// Throws `entry-transition` if the entry cannot go from here to there.
    public func check(movingTo target: EntryState) throws(Violation) {
        guard !next.contains(target) else { return }
        throw Violation(
            "entry-transition",
            vi: "Hồ sơ \(name.vi) không chuyển sang trạng thái “\(target.name.vi)” được",
            en: "An entry that is \(name.en) cannot become \(target.name.en)")
    }
}
