/// Which industrial-promotion funds pay a part of a booth's rent (NĐ 45/2012/NĐ-CP). Never both for one booth: one content is not
/// supported twice (TTLT 26/2014/TTLT-BTC-BCT Đ7.4).
public enum FundingSource: String, CaseIterable, Hashable, Sendable {
    case national, local

    public var name: Bilingual {
        switch self {
        case .national: Bilingual(vi: "khuyến công quốc gia", en: "national funds")
        case .local: Bilingual(vi: "khuyến công địa phương", en: "local funds")
        }
    }
}
