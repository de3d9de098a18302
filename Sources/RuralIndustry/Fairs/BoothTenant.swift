/// Who takes a booth: an establishment, or one of those whom the law lets rent booths beside them (TT 36/2013/TT-BCT Đ14.10–11) or
/// who pay for it.
public enum BoothTenant: Hashable, Sendable {
    case establishment(Int64)
    /// Sở Công Thương, or another department.
    case department(String)
    /// Trung tâm Khuyến công.
    case promotionCentre(String)
    case sponsor(String)

    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case establishment, department, sponsor
        case promotionCentre = "promotion-centre"

        public var name: Bilingual {
            switch self {
            case .establishment: Bilingual(vi: "cơ sở", en: "establishment")
            case .department: Bilingual(vi: "sở, ngành", en: "department")
            case .promotionCentre: Bilingual(vi: "trung tâm khuyến công", en: "promotion centre")
            case .sponsor: Bilingual(vi: "nhà tài trợ", en: "sponsor")
            }
        }
    }

    public var kind: Kind {
        switch self {
        case .establishment: .establishment
        case .department: .department
        case .promotionCentre: .promotionCentre
        case .sponsor: .sponsor
        }
    }

    public var establishment: Int64? {
        if case .establishment(let id) = self { id } else { nil }
    }

    /// Nil for an establishment, whose name is in its record.
    public var name: String? {
        switch self {
        case .establishment: nil
        case .department(let name), .promotionCentre(let name), .sponsor(let name): name
        }
    }
}

/// What a tenant is in its booth.
public enum BoothTenantRole: String, CaseIterable, Hashable, Sendable {
    /// Alone, or one of several who share it.
    case tenant
    /// Answers for a province's common booth.
    case host
    /// Shows its products in a common booth.
    case participant

    public var name: Bilingual {
        switch self {
        case .tenant: Bilingual(vi: "thuê", en: "tenant")
        case .host: Bilingual(vi: "chủ trì gian hàng chung", en: "host")
        case .participant: Bilingual(vi: "tham gia gian hàng chung", en: "participant")
        }
    }
}

/// All who are in one booth: one alone, several who share it, or a common booth's host and its participants.
public struct BoothTenants: Hashable, Sendable {
    public let tenants: [BoothTenant]
    /// A province's common booth (gian hàng chung): the first tenant is the host, the others take part.
    public let isCommon: Bool

    /// More than any booth was ever shared by.
    public static let most = 100

    /// Throws all that apply of `booth-tenants-count` and `booth-tenant-twice`.
    public init(_ tenants: [BoothTenant], isCommon: Bool = false) throws(Refusal) {
        self.tenants = tenants
        self.isCommon = isCommon
        var wrong: [Violation] = []
        let least = isCommon ? 2 : 1
        if !(least...Self.most).contains(tenants.count) {
            wrong.append(
                Violation(
                    "booth-tenants-count",
                    vi: isCommon
                        ? "gian hàng chung có một đơn vị chủ trì và ít nhất một đơn vị tham gia, tối đa \(Self.most) đơn vị"
                        : "gian hàng có từ 1 đến \(Self.most) đơn vị thuê",
                    en: isCommon
                        ? "a common booth has a host and at least one participant, at most \(Self.most) in all"
                        : "a booth has from 1 to \(Self.most) tenants"))
        }
        var seen: Set<BoothTenant> = []
        for tenant in tenants where !seen.insert(tenant).inserted {
            let who = tenant.name ?? "\(tenant.establishment ?? 0)"
            wrong.append(
                Violation(
                    "booth-tenant-twice", vi: "\(tenant.kind.name.vi) \(Text.quoted(who)) được ghi hai lần",
                    en: "the \(tenant.kind.name.en) \(Text.quoted(who)) is named twice"))
        }
        try Refusal.throwIfAny(wrong)
    }

    public func role(at position: Int) -> BoothTenantRole {
        if !isCommon { return .tenant }
        return position == 0 ? .host : .participant
    }
}
