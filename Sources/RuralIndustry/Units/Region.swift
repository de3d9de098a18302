/// One of the three groupings of provinces that hold regional rounds (TT 26/2014/TT-BCT); not an
/// administrative unit and not the eight socio-economic regions.
public enum Region: String, CaseIterable, Hashable, Sendable {
    case north
    case central
    case south

    public var name: Bilingual {
        switch self {
        case .north: Bilingual(vi: "khu vực phía Bắc", en: "the North")
        case .central:
            Bilingual(vi: "khu vực miền Trung – Tây Nguyên", en: "the Centre and Central Highlands")
        case .south: Bilingual(vi: "khu vực phía Nam", en: "the South")
        }
    }
}

/// How sure a dated fact is, a region's list or an authority's name: what no official text was seen for is
/// shown as provisional.
public enum RegionStatus: String, CaseIterable, Hashable, Sendable {
    case stated
    case provisional

    public var name: Bilingual {
        switch self {
        case .stated: Bilingual(vi: "theo văn bản", en: "as stated by law")
        case .provisional: Bilingual(vi: "tạm thời", en: "provisional")
        }
    }
}

/// The columns of the regions file.
public enum RegionColumn: Int, RecordColumn {
    case region, regionName, provinceCode, validFrom, validTo, status, legalBasis

    public static let names = [
        "region", "region_name", "province_code", "valid_from", "valid_to", "status", "legal_basis",
    ]
    public static let required: [RegionColumn] = [.region, .regionName, .provinceCode, .validFrom, .validTo]
}

/// A province's membership in a region during a stretch of time.
public struct RegionMember: Hashable, Sendable {
    public let region: Region
    public let province: UnitCode
    public let validity: Validity
    public let status: RegionStatus
    public let legalBasis: String?

    public init(
        region: Region, province: UnitCode, validity: Validity, status: RegionStatus, legalBasis: String?
    ) {
        self.region = region
        self.province = province
        self.validity = validity
        self.status = status
        self.legalBasis = legalBasis
    }

    /// Reads a row; throws everything that is wrong with it. Without a status the list counts as stated.
    ///
    /// Violations beside those of every field: `region-unknown`, `region-name`, `region-status-unknown`,
    /// `unit-code-unreadable`, `unit-code-level`, `validity-empty`, `date-unreadable`.
    public static func parse(
        _ fields: Fields<RegionColumn>, _ notation: Notation = .plain
    ) throws(Refusal) -> RegionMember {
        var reader = FieldReader(fields, notation)
        let region = reader.requiredChoice(.region, Region.self, code: "region-unknown")
        let name = reader.requiredText(.regionName)
        if let region, let name, !Spelling.isSame(name, region.name.vi) {
            reader.report(
                Violation(
                    "region-name",
                    vi: "\(region.rawValue) tên là “\(region.name.vi)”, không phải \(Text.quoted(name))",
                    en: "\(region.rawValue) is called “\(region.name.vi)”, not \(Text.quoted(name))"),
                in: .regionName)
        }
        let province = reader.requiredValue(.provinceCode) { (text) throws(Violation) in
            try UnitCode(text, level: .province)
        }
        let validity = reader.validity(from: .validFrom, to: .validTo)
        let status = reader.choice(.status, RegionStatus.self, code: "region-status-unknown")
        let basis = reader.text(.legalBasis)
        guard reader.violations.isEmpty, let region, let province, let validity else { throw reader.refusal }
        return RegionMember(
            region: region, province: province, validity: validity, status: status ?? .stated,
            legalBasis: basis)
    }

    public var fields: Fields<RegionColumn> {
        Fields(texts: [
            region.rawValue, region.name.vi, province.text, validity.from?.iso, validity.to?.iso,
            status.rawValue,
            legalBasis,
        ])
    }
}
