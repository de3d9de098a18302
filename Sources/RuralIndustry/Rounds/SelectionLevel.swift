/// The level at which a selection round is held, lowest first.
///
/// Which levels exist on a day is data of the regulation in force: `district` ended on 2025-06-30, `commune` began the
/// day after (TT 38/2025/TT-BCT).
public enum SelectionLevel: String, Hashable, Sendable, CaseIterable {
    case commune, district, provincial, regional, national

    public var name: Bilingual {
        switch self {
        case .commune: Bilingual(vi: "cấp xã", en: "commune level")
        case .district: Bilingual(vi: "cấp huyện", en: "district level")
        case .provincial: Bilingual(vi: "cấp tỉnh", en: "provincial level")
        case .regional: Bilingual(vi: "cấp khu vực", en: "regional level")
        case .national: Bilingual(vi: "cấp quốc gia", en: "national level")
        }
    }
}
