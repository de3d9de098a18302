/// Where an establishment produces, as the administrative units of a day see it.
public struct ProductionPlace: Hashable, Sendable {
    /// Every unit that the place may lie in: several where its commune was split or is looked at before a merger; none where
    /// the lineage is not known.
    public var units: [Unit]

    public init(_ units: [Unit]) { self.units = units }

    public struct Unit: Hashable, Sendable {
        public var commune: UnitKind
        /// Nil since 1 July 2025, or where the data lack it.
        public var district: UnitKind?
        public var province: UnitKind?
        /// The day on which its province became a centrally-run city, if the registry saw that.
        public var centralCitySince: Day?

        public init(
            commune: UnitKind, district: UnitKind? = nil, province: UnitKind?, centralCitySince: Day? = nil
        ) {
            self.commune = commune
            self.district = district
            self.province = province
            self.centralCitySince = centralCitySince
        }
    }

    /// Whether it lies in the area of the decree. Several units must agree.
    func rural(on day: Day) -> EligibilityReason {
        let reasons = units.map { $0.rural(on: day) }
        guard let first = reasons.first else { return .siteUnitUnknown }
        return reasons.allSatisfy { $0.verdict == first.verdict } ? first : .siteUnitsDiffer
    }
}

extension ProductionPlace.Unit {
    fileprivate func rural(on day: Day) -> EligibilityReason {
        guard UnitLevel.commune.kinds.contains(commune) else { return .siteNotCommune }
        guard let twoLevels = Eligibility.twoLevels, let amendment = Eligibility.amendment else {
            return .siteUnitUnknown
        }
        if day >= amendment { return amended(amendment) }
        return day >= twoLevels ? withoutDistricts : withDistricts
    }

    /// Huyện, thị xã, thị trấn, xã, phường of cities of class 2 and 3, and of class 1 if converted from xã within five years.
    /// All of a huyện and of a thị xã is named, so their wards are too; every xã is named, wherever it lies.
    private var withDistricts: EligibilityReason {
        switch commune {
        case .commune: .commune
        case .township: .township
        case .specialZone: .specialZoneNotNamed
        default:
            switch district {
            case .ruralDistrict: .ruralDistrict
            case .town: .town
            case .city: .wardOfCity
            case .urbanDistrict: .wardOfUrbanDistrict
            default: .wardDistrictUnknown
            }
        }
    }

    /// The same text, applied to units that it did not know (1 July to 14 October 2025): xã are named still; a ward belongs to
    /// no city of a class any more; special zones are not named.
    private var withoutDistricts: EligibilityReason {
        switch commune {
        case .commune: .commune
        case .township: .township
        case .specialZone: .specialZoneNotNamed
        default: .wardWithoutDistrict
        }
    }

    /// Xã, phường and đặc khu of a province; only xã and đặc khu of a centrally-run city.
    ///
    /// What happens to establishments in wards of a province that becomes a city (Đồng Nai, Quảng Ninh, Bắc Ninh in 2026) is
    /// not said in any text that was seen. The rule is applied as it stands, from the day of the change, and the reason says
    /// that it has to be looked into.
    private func amended(_ amendment: Day) -> EligibilityReason {
        switch commune {
        case .commune, .specialZone: .communeOrSpecialZone
        case .township: .townshipNoLonger
        default:
            switch province {
            case .province: .wardOfProvince
            case .city:
                centralCitySince.map { $0 > amendment } == true ? .wardOfNewCentralCity : .wardOfCentralCity
            default: .wardProvinceUnknown
            }
        }
    }
}
