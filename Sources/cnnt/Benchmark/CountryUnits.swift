import Registry
import RuralIndustry

/// The units that a made-up country lies in: communes of both eras, what they lay in, and what became of them on the day on
/// which the districts ended.
struct CountryUnits {
    /// 2025-07-01, from which on there are no districts.
    static let reform = "2025-07-01"

    struct Commune {
        let code: String
        let name: String
        /// Of the old era.
        let district: String?
        let province: String
    }

    let old: [Commune]
    let new: [Commune]
    /// The province of the new era for each of the old one.
    let provinceAfter: [String: String]
    /// The region of a province; `true`: since the reform.
    private let regions: [String: String]

    /// Reads `units.csv`, `lineage.csv` and `regions.csv` of a folder.
    init(folder: String) throws {
        let units = try RecordFile<UnitColumn>.read(path: folder + "/units.csv").rows.map(\.fields)
        let isOld = { (unit: Fields<UnitColumn>) in (unit[.validTo] ?? "") == Self.reform }
        var districtProvince: [String: String] = [:]
        for unit in units where unit[.level] == "district" && isOld(unit) {
            districtProvince[unit[.code] ?? ""] = unit[.parentCode]
        }
        let communes = units.filter { $0[.level] == "commune" }
        old = communes.filter(isOld).compactMap { unit in
            guard let code = unit[.code], let name = unit[.name], let district = unit[.parentCode],
                let province = districtProvince[district]
            else { return nil }
            return Commune(code: code, name: name, district: district, province: province)
        }
        new = communes.filter {
            !isOld($0) && ($0[.validFrom] ?? "") == Self.reform && ($0[.validTo] ?? "").isEmpty
        }
        .compactMap { unit in
            guard let code = unit[.code], let name = unit[.name], let province = unit[.parentCode] else {
                return nil
            }
            return Commune(code: code, name: name, district: nil, province: province)
        }
        var after: [String: String] = [:]
        for edge in try RecordFile<LineageColumn>.read(path: folder + "/lineage.csv").rows.map(\.fields)
        where edge[.level] == "province" && edge[.effectiveDate] == Self.reform {
            after[edge[.fromCode] ?? ""] = edge[.toCode]
        }
        provinceAfter = after
        var regions: [String: String] = [:]
        for row in try RecordFile<RegionColumn>.read(path: folder + "/regions.csv").rows.map(\.fields) {
            regions[row[.provinceCode] ?? ""] = row[.region]
        }
        self.regions = regions
        if old.isEmpty || new.isEmpty {
            throw Violation(
                "bench-units", vi: "\(folder) không có xã của cả hai thời kỳ",
                en: "\(folder) lacks communes of both eras")
        }
    }

    func region(ofProvince code: String) -> String { regions[code] ?? "north" }
}
