/// Whether industrial promotion holds a fair itself or joins one that others hold: the funds pay differently (TTLT
/// 26/2014/TTLT-BTC-BCT Đ6.2d).
public enum FairKind: String, CaseIterable, Hashable, Sendable {
    case organised, joined

    public var name: Bilingual {
        switch self {
        case .organised:
            Bilingual(vi: "hội chợ hàng công nghiệp nông thôn được tổ chức", en: "a fair of rural industry")
        case .joined:
            Bilingual(vi: "hội chợ khác trong nước được tham gia", en: "another domestic fair that is joined")
        }
    }
}
