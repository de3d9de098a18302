/// What a tenant asks for at a fair, as it was filed.
public struct BoothRequest: Hashable, Sendable {
    /// Who asks, as the file names it.
    public enum Tenant: Hashable, Sendable {
        case establishment(EstablishmentReference)
        /// A department, a promotion centre or a sponsor.
        case named(BoothTenant)
    }

    public let tenant: Tenant
    /// The province whose quota the booths shall spend; nil: the organiser's own.
    public let province: UnitCode?
    public let booths: Int
    /// The booths must hang together and are given all or none.
    public let isAdjacent: Bool
    /// The most wanted first; empty: all are equally welcome.
    public let zones: [String]
    /// Whether a zone beside those named would be taken.
    public let takesOtherZones: Bool
    public let group: ProductGroupID?
    public let funds: FundingSource?
    /// Nil: from the first day of the fair.
    public let from: Day?
    /// Nil: to its last.
    public let to: Day?
    public let filedOn: Day

    /// Reads a row; throws everything that is wrong with it. Violations beside those of every field: `booth-request-tenant` (none
    /// or several are named), `booth-tenant-kind-unknown`, those of `TaxCode`, `unit-code-unreadable`, `unit-code-level`,
    /// `booths-wanted`, `booth-flag-unknown`, `product-group-unknown`, `funding-source-unknown`, `booth-funds-province`.
    public static func parse(
        _ fields: Fields<BoothRequestColumn>, _ notation: Notation = .plain
    ) throws(Refusal) -> BoothRequest {
        var reader = FieldReader(fields, notation)
        let tenant = reader.tenant()
        let province = reader.value(.province) { (text) throws(Violation) in
            try UnitCode(text, level: .province)
        }
        let booths = reader.boothsWanted()
        let isAdjacent = reader.choice(.adjacent, YesOrNo.self, code: "booth-flag-unknown") == .yes
        let zones = reader.list(.zones)
        let others = reader.choice(.otherZones, YesOrNo.self, code: "booth-flag-unknown")
        let group = reader.value(.group) { (text) throws(Violation) in try ProductGroupID(ofLaw: text) }
        let funds = reader.choice(.funds, FundingSource.self, code: "funding-source-unknown")
        if funds == .local, !reader.isGiven(.province) {
            reader.report(
                Violation(
                    "booth-funds-province", vi: "khuyến công địa phương là của một tỉnh: ghi mã tỉnh",
                    en: "local funds are a province's: give its code"), in: .province)
        }
        let (from, to) = (reader.day(.from), reader.day(.to))
        let filedOn = reader.requiredDay(.filedOn)
        guard reader.violations.isEmpty, let tenant, let booths, let filedOn else { throw reader.refusal }
        return BoothRequest(
            tenant: tenant, province: province, booths: booths, isAdjacent: isAdjacent, zones: zones,
            takesOtherZones: others != .no, group: group, funds: funds, from: from, to: to, filedOn: filedOn)
    }
}

extension FieldReader<BoothRequestColumn> {
    fileprivate mutating func tenant() -> BoothRequest.Tenant? {
        let given = BoothRequestColumn.establishment.filter { isGiven($0) }
        let isNamed = isGiven(.tenantName)
        guard given.count + (isNamed ? 1 : 0) == 1 else {
            let columns = (BoothRequestColumn.establishment + [.tenantName]).map(\.name)
                .joined(separator: ", ")
            report(
                Violation(
                    "booth-request-tenant",
                    vi: "mỗi dòng ghi một đơn vị: điền đúng một trong các cột \(columns)",
                    en: "each row names one tenant: fill just one of the columns \(columns)"),
                in: given.first ?? .tenantName)
            return nil
        }
        let kind = choice(.tenantKind, BoothTenant.Kind.self, code: "booth-tenant-kind-unknown")
        if isNamed { return named(kind) }
        if let kind, kind != .establishment {
            report(
                Violation(
                    "booth-request-tenant", vi: "\(kind.name.vi) thì ghi tên ở cột tenant_name",
                    en: "a \(kind.name.en) is named in the column tenant_name"), in: .tenantKind)
            return nil
        }
        switch given[0] {
        case .establishmentTaxCode:
            return value(.establishmentTaxCode) { (text) throws(Violation) in
                .establishment(.taxCode(try TaxCode(text)))
            }
        case .establishmentExternalID:
            return text(.establishmentExternalID).map { .establishment(.externalID($0)) }
        default: return text(.establishmentID).map { .establishment(.id($0)) }
        }
    }

    private mutating func named(_ kind: BoothTenant.Kind?) -> BoothRequest.Tenant? {
        guard let name = text(.tenantName, limit: TextLimit.name) else { return nil }
        switch kind {
        case .department: return .named(.department(name))
        case .promotionCentre: return .named(.promotionCentre(name))
        case .sponsor: return .named(.sponsor(name))
        case .establishment, nil:
            report(
                Violation(
                    "booth-request-tenant",
                    vi:
                        "đơn vị ghi tên thì cột tenant_kind phải là department, promotion-centre hoặc sponsor; cơ sở thì ghi số hay mã số thuế",
                    en:
                        "a tenant given by name needs department, promotion-centre or sponsor in tenant_kind; an establishment is given by its id or tax code"
                ), in: .tenantKind)
            return nil
        }
    }

    fileprivate mutating func boothsWanted() -> Int? {
        let notation = notation
        return requiredValue(.booths) { (text) throws(Violation) in
            let count = try notation.wholeNumber(text, upTo: Int64(BoothPlan.most))
            if count > 0 { return Int(count) }
            throw Violation(
                "booths-wanted", vi: "phải xin ít nhất 1 gian hàng", en: "at least 1 booth must be asked for")
        }
    }
}
