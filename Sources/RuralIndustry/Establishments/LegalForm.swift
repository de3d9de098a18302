/// What an establishment is by law (NĐ 45/2012 Đ1.2a; NĐ 235/2025 added cooperative unions and craft
/// villages).
public enum LegalForm: String, CaseIterable, Hashable, Sendable {
    case enterprise
    case cooperative
    case cooperativeUnion = "cooperative-union"
    case cooperativeGroup = "cooperative-group"
    case household
    case craftVillage = "craft-village"

    public var name: Bilingual {
        switch self {
        case .enterprise: Bilingual(vi: "doanh nghiệp", en: "enterprise")
        case .cooperative: Bilingual(vi: "hợp tác xã", en: "cooperative")
        case .cooperativeUnion: Bilingual(vi: "liên hiệp hợp tác xã", en: "cooperative union")
        case .cooperativeGroup: Bilingual(vi: "tổ hợp tác", en: "cooperative group")
        case .household: Bilingual(vi: "hộ kinh doanh", en: "household business")
        case .craftVillage: Bilingual(vi: "làng nghề", en: "craft village")
        }
    }

    /// Households' tax code is, since 1 July 2025, their owner's personal number (TT 86/2024/TT-BTC, cited
    /// from memory); older ten-digit codes still occur.
    public var mayUsePersonalNumber: Bool { self == .household }
}
