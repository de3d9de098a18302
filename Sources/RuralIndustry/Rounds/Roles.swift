/// A seat in the selection council (TT 26/2014/TT-BCT Đ9).
public enum CouncilRole: String, Hashable, Sendable, CaseIterable {
    case chair
    case standingViceChair = "standing-vice-chair"
    case viceChair = "vice-chair"
    case member
    case secretary

    public var name: Bilingual {
        switch self {
        case .chair: Bilingual(vi: "Chủ tịch Hội đồng", en: "chair")
        case .standingViceChair:
            Bilingual(vi: "Phó Chủ tịch thường trực Hội đồng", en: "standing vice-chair")
        case .viceChair: Bilingual(vi: "Phó Chủ tịch Hội đồng", en: "vice-chair")
        case .member: Bilingual(vi: "Ủy viên", en: "member")
        case .secretary: Bilingual(vi: "Thư ký", en: "secretary")
        }
    }
}

/// A seat in the panel of judges (TT 26/2014/TT-BCT Đ11).
public enum PanelRole: String, Hashable, Sendable, CaseIterable {
    case head, deputy, judge

    public var name: Bilingual {
        switch self {
        case .head: Bilingual(vi: "Trưởng Ban Giám khảo", en: "head judge")
        case .deputy: Bilingual(vi: "Phó Trưởng Ban Giám khảo", en: "deputy head judge")
        case .judge: Bilingual(vi: "Giám khảo", en: "judge")
        }
    }
}
