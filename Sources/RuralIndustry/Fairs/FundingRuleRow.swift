/// The columns of the file of funding rules: a row for each rule, from its day on.
public enum FundingRuleColumn: Int, RecordColumn {
    case source, province, kind, share, priority, boothCap, boothsPerFair, fairCap, fairsPerYear, yearCap,
        validFrom, validTo, legalBasis

    public static let names = [
        "source", "province_code", "fair_kind", "share_percent", "priority_percent", "booth_cap_vnd",
        "booths_per_fair", "fair_cap_vnd", "fairs_per_year", "year_cap_vnd", "valid_from", "valid_to",
        "legal_basis",
    ]
    public static let required: [FundingRuleColumn] = [.source, .kind, .share, .validFrom, .legalBasis]
}

extension FundingRuleColumn {
    public static let headings: [FundingRuleColumn: Bilingual] = [
        .source: Bilingual(vi: "Nguồn kinh phí", en: "Funds"),
        .province: Bilingual(vi: "Mã tỉnh", en: "Province"),
        .kind: Bilingual(vi: "Loại hội chợ", en: "Kind of fair"),
        .share: Bilingual(vi: "Mức hỗ trợ (% giá thuê)", en: "Share of the rent (%)"),
        .priority: Bilingual(vi: "Địa bàn ưu tiên (%)", en: "Priority areas (%)"),
        .boothCap: Bilingual(vi: "Tối đa một gian (đồng)", en: "Most for a booth (VND)"),
        .boothsPerFair: Bilingual(vi: "Số gian tối đa tại một hội chợ", en: "Most booths at a fair"),
        .fairCap: Bilingual(
            vi: "Tối đa một cơ sở tại một hội chợ (đồng)", en: "Most for an establishment at a fair (VND)"),
        .fairsPerYear: Bilingual(vi: "Số hội chợ tối đa một năm", en: "Most fairs in a year"),
        .yearCap: Bilingual(
            vi: "Tối đa một cơ sở một năm (đồng)", en: "Most for an establishment in a year (VND)"),
        .validFrom: Bilingual(vi: "Từ ngày", en: "From"),
        .validTo: Bilingual(vi: "Đến trước ngày", en: "Until, exclusive"),
        .legalBasis: Bilingual(vi: "Căn cứ pháp lý", en: "Legal basis"),
    ]
}

extension FundingRule {
    /// More than any establishment was ever given.
    static let mostCount: Int64 = 1_000

    /// Reads a row; throws everything that is wrong with it. Violations beside those of every field and of a rule:
    /// `funding-source-unknown`, `unit-code-unreadable`, `unit-code-level`, `fair-kind-unknown`, `percent-unreadable`,
    /// `number-unreadable`, `number-too-large`, `funding-cap-zero`, `date-unreadable`, `validity-empty`.
    public static func parse(
        _ fields: Fields<FundingRuleColumn>, _ notation: Notation = .plain
    ) throws(Refusal) -> FundingRule {
        var reader = FieldReader(fields, notation)
        let source = reader.requiredChoice(.source, FundingSource.self, code: "funding-source-unknown")
        let province = reader.value(.province) { (text) throws(Violation) in
            try UnitCode(text, level: .province)
        }
        let kind = reader.requiredChoice(.kind, FairKind.self, code: "fair-kind-unknown")
        let share = reader.requiredValue(.share) { (text) throws(Violation) in try Percent(text, notation) }
        let priority = reader.value(.priority) { (text) throws(Violation) in
            try notation.wholeNumber(text, upTo: mostCount)
        }
        let caps = FundingCaps(
            perBooth: reader.cap(.boothCap, upTo: VND.largest).flatMap(VND.init),
            boothsPerFair: reader.cap(.boothsPerFair, upTo: mostCount).map(Int.init),
            perFair: reader.cap(.fairCap, upTo: VND.largest).flatMap(VND.init),
            fairsPerYear: reader.cap(.fairsPerYear, upTo: mostCount).map(Int.init),
            perYear: reader.cap(.yearCap, upTo: VND.largest).flatMap(VND.init))
        let from = reader.requiredDay(.validFrom)
        let validity = reader.validity(from: .validFrom, to: .validTo)
        let legalBasis = reader.requiredText(.legalBasis)
        guard reader.violations.isEmpty, let source, let kind, let share, from != nil, let validity,
            let legalBasis
        else {
            throw reader.refusal
        }
        return try FundingRule(
            source: source, province: province, kind: kind, share: share, caps: caps,
            priorityPercent: Int(priority ?? 100), validity: validity, legalBasis: legalBasis)
    }

    /// The row of a file that reads as this rule.
    public var fields: Fields<FundingRuleColumn> {
        Fields(texts: [
            source.rawValue, province?.text, kind.rawValue, share.text, String(priorityPercent),
            caps.perBooth?.text, caps.boothsPerFair.map { String($0) }, caps.perFair?.text,
            caps.fairsPerYear.map { String($0) }, caps.perYear?.text, validity.from?.iso, validity.to?.iso,
            legalBasis,
        ])
    }
}

extension FieldReader<FundingRuleColumn> {
    /// A limit: nothing written is none, and 0 would be no support at all, which a share of 0 says.
    fileprivate mutating func cap(_ column: FundingRuleColumn, upTo most: Int64) -> Int64? {
        let notation = notation
        guard
            let cap = value(
                column, { (text) throws(Violation) in try notation.wholeNumber(text, upTo: most) })
        else { return nil }
        if cap > 0 { return cap }
        report(
            Violation(
                "funding-cap-zero", vi: "mức tối đa phải lớn hơn 0; để trống nếu không có",
                en: "a cap must be more than 0; leave it empty if there is none"), in: column)
        return nil
    }
}
