import Postgres
public import RuralIndustry

/// Whether a record can be counted under one unit of a day, and why not.
public enum UnitAnswer: String, CaseIterable, Hashable, Sendable {
    /// Its unit's territory lies in that unit.
    case home
    /// Its unit was split: in which part the record lies is not known.
    case split
    /// Its unit came out of a merger or division, and the day is before that: it cannot be attributed.
    case earlier
    /// It is known by a larger unit only.
    case coarser
    /// Its unit ended, and the registry does not know what became of it.
    case lost
    /// It has no unit: given by a region or the nation to somebody who is not registered.
    case noTerritory = "no-territory"

    public var name: Bilingual {
        switch self {
        case .home: Bilingual(vi: "thuộc đơn vị này", en: "in this unit")
        case .split:
            Bilingual(
                vi: "đơn vị cũ đã chia tách, không xác định được phần nào",
                en: "the old unit was split; which part is not known")
        case .earlier:
            Bilingual(
                vi: "không quy về được: đơn vị này hình thành sau, từ nhiều đơn vị",
                en: "not attributable: the unit was made later, of several")
        case .coarser: Bilingual(vi: "chỉ biết đơn vị cấp trên", en: "only a larger unit is known")
        case .lost:
            Bilingual(vi: "không rõ đơn vị kế thừa", en: "what became of the unit is not known")
        case .noTerritory: Bilingual(vi: "không gắn với đơn vị nào", en: "belongs to no unit")
        }
    }
}

/// By what awards are counted: a level of units, or the selection regions.
public enum CountLevel: String, CaseIterable, Hashable, Sendable {
    case region, province, district, commune

    var unitLevel: UnitLevel {
        switch self {
        case .region, .province: .province
        case .district: .district
        case .commune: .commune
        }
    }
}

extension UnitAnswer: SQLCodable {}
