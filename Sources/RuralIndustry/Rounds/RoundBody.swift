/// One of the two bodies of a round, each created and changed by acts of its own.
public enum RoundBody: String, Hashable, Sendable, CaseIterable {
    /// Hội đồng bình chọn, set up by the head of the authority (TT 26/2014/TT-BCT Đ8).
    case council
    /// Ban Giám khảo, set up by the chair of the council (TT 26/2014/TT-BCT Đ11).
    case panel

    public var name: Bilingual {
        switch self {
        case .council: Bilingual(vi: "Hội đồng bình chọn", en: "the council")
        case .panel: Bilingual(vi: "Ban Giám khảo", en: "the panel")
        }
    }
}
