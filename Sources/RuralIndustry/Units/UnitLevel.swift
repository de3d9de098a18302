/// A level of the administrative units (not of selection rounds, which also know regions and the nation).
public enum UnitLevel: String, CaseIterable, Hashable, Sendable, Comparable {
    case province
    /// Until 30 June 2025.
    case district
    case commune

    /// How many digits a code of this level has (QĐ 19/2025/QĐ-TTg; before it QĐ 124/2004/QĐ-TTg).
    public var codeLength: Int {
        switch self {
        case .province: 2
        case .district: 3
        case .commune: 5
        }
    }

    public var name: Bilingual {
        switch self {
        case .province: Bilingual(vi: "cấp tỉnh", en: "province")
        case .district: Bilingual(vi: "cấp huyện", en: "district")
        case .commune: Bilingual(vi: "cấp xã", en: "commune")
        }
    }

    /// What kinds of unit this level has.
    public var kinds: [UnitKind] {
        switch self {
        case .province: [.province, .city]
        case .district: [.city, .urbanDistrict, .ruralDistrict, .town]
        case .commune: [.township, .ward, .commune, .specialZone]
        }
    }

    /// The larger unit is the lesser: province < district < commune.
    public static func < (left: UnitLevel, right: UnitLevel) -> Bool { left.codeLength < right.codeLength }
}

/// What a unit is called by law; decides, with the level, whether an establishment there is rural (NĐ 45/2012
/// Đ1).
public enum UnitKind: String, CaseIterable, Hashable, Sendable {
    case province
    case city
    case urbanDistrict = "urban_district"
    case ruralDistrict = "rural_district"
    case town
    case township
    case ward
    case commune
    case specialZone = "special_zone"

    public var name: Bilingual {
        switch self {
        case .province: Bilingual(vi: "tỉnh", en: "province")
        case .city: Bilingual(vi: "thành phố", en: "city")
        case .urbanDistrict: Bilingual(vi: "quận", en: "urban district")
        case .ruralDistrict: Bilingual(vi: "huyện", en: "rural district")
        case .town: Bilingual(vi: "thị xã", en: "town")
        case .township: Bilingual(vi: "thị trấn", en: "township")
        case .ward: Bilingual(vi: "phường", en: "ward")
        case .commune: Bilingual(vi: "xã", en: "commune")
        case .specialZone: Bilingual(vi: "đặc khu", en: "special zone")
        }
    }
}
