/// The columns of the quota file: a row for each number of booths that a province was given.
public enum BoothQuotaColumn: Int, RecordColumn {
    case province, booths, group, funds, returnBy

    public static let names = ["province_code", "booths", "group", "funds", "return_by"]
    public static let required: [BoothQuotaColumn] = [.province, .booths]
}

extension BoothQuotaColumn {
    public static let headings: [BoothQuotaColumn: Bilingual] = [
        .province: Bilingual(vi: "Tỉnh", en: "Province"),
        .booths: Bilingual(vi: "Chỉ tiêu (gian)", en: "Booths"),
        .group: Bilingual(vi: "Nhóm sản phẩm", en: "Product group"),
        .funds: Bilingual(vi: "Nguồn kinh phí", en: "Funds"),
        .returnBy: Bilingual(vi: "Trả trước hết ngày", en: "Return by"),
    ]
}

/// How many booths a province may give to its tenants (chỉ tiêu gian hàng): all of them, or those of a product group, of a source
/// of funds, or of both. Quotas overlap, and every one that covers a booth must have room for it.
public struct BoothQuota: Hashable, Sendable {
    /// What a quota counts; a fair has at most one quota of each.
    public struct Scope: Hashable, Sendable {
        public let province: UnitCode
        /// Nil: of any group, or of none.
        public let group: ProductGroupID?
        /// Nil: whoever pays.
        public let funds: FundingSource?

        public init(province: UnitCode, group: ProductGroupID? = nil, funds: FundingSource? = nil) {
            self.province = province
            self.group = group
            self.funds = funds
        }

        /// True if a booth of that province, group and funds counts.
        public func covers(
            province: UnitCode, group: ProductGroupID?, funds: FundingSource?
        ) -> Bool {
            province == self.province && (self.group == nil || self.group == group)
                && (self.funds == nil || self.funds == funds)
        }
    }

    public let scope: Scope
    public let booths: Int
    /// The last day on which the province may give booths from it; what is left then goes back to the organiser. Nil: none.
    public let returnBy: Day?

    public init(scope: Scope, booths: Int, returnBy: Day? = nil) {
        self.scope = scope
        self.booths = booths
        self.returnBy = returnBy
    }

    /// True if nothing more can be given from it on that day.
    public func isReturned(on day: Day) -> Bool { returnBy.map { $0 < day } ?? false }

    /// Reads a row; throws everything that is wrong with it. Violations beside those of every field: `unit-code-unreadable`,
    /// `unit-code-level`, `number-unreadable`, `number-too-large`, `product-group-unknown`, `funding-source-unknown`, `date-unreadable`.
    public static func parse(
        _ fields: Fields<BoothQuotaColumn>, _ notation: Notation = .plain
    ) throws(Refusal) -> BoothQuota {
        var reader = FieldReader(fields, notation)
        let province = reader.requiredValue(.province) { (text) throws(Violation) in
            try UnitCode(text, level: .province)
        }
        let booths = reader.requiredValue(.booths) { (text) throws(Violation) in
            try notation.wholeNumber(text, upTo: Int64(BoothPlan.most))
        }
        let group = reader.value(.group) { (text) throws(Violation) in try ProductGroupID(ofLaw: text) }
        let funds = reader.choice(.funds, FundingSource.self, code: "funding-source-unknown")
        let returnBy = reader.day(.returnBy)
        guard reader.violations.isEmpty, let province, let booths else { throw reader.refusal }
        return BoothQuota(
            scope: Scope(province: province, group: group, funds: funds), booths: Int(booths),
            returnBy: returnBy)
    }

    public var fields: Fields<BoothQuotaColumn> {
        Fields(texts: [
            scope.province.text, String(booths), scope.group?.rawValue, scope.funds?.rawValue, returnBy?.iso,
        ])
    }

    /// Scopes that are in a file twice, each with its row: `booth-quota-twice`.
    public static func violations(_ quotas: [Located<BoothQuota>]) -> [Violation] {
        var seen: [Scope: Place] = [:]
        return quotas.compactMap { quota in
            guard let first = seen[quota.value.scope] else {
                seen[quota.value.scope] = quota.place
                return nil
            }
            let row = first.row
            return Violation(
                "booth-quota-twice",
                vi: "chỉ tiêu của tỉnh \(quota.value.scope.province) cho nhóm và nguồn này đã có"
                    + (row.map { " ở dòng \($0)" } ?? ""),
                en:
                    "the quota of province \(quota.value.scope.province) for this group and these funds is given"
                    + (row.map { " in row \($0)" } ?? " already"),
                at: Place(column: BoothQuotaColumn.province.name)
            ).at(quota.place)
        }
    }
}
