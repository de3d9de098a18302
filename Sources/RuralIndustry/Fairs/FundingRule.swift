/// How much of a booth's rent a source of funds pays, from which day to which, and by which act. Rules are data: the joint circular
/// paid all of the rent at fairs of rural industry and 80 % at other domestic ones (TTLT 26/2014/TTLT-BTC-BCT Đ6.2d), provinces set
/// shares and caps of their own.
public struct FundingRule: Hashable, Sendable {
    /// Whose funds at which fairs: on a day there is one rule of each at most.
    public struct Scope: Hashable, Sendable {
        public let source: FundingSource
        /// The province whose local funds it is; nil for national funds.
        public let province: UnitCode?
        public let kind: FairKind
    }

    public let source: FundingSource
    /// The province whose local funds it is; nil for national funds.
    public let province: UnitCode?
    /// At which fairs it pays.
    public let kind: FairKind
    /// Of the rent.
    public let share: Percent
    public let caps: FundingCaps
    /// By how much a priority area gets more, 150 being one and a half times; 100: no more. It raises the share and the cap of a
    /// booth, never beyond the rent; the caps of an establishment stand.
    public let priorityPercent: Int
    public let validity: Validity
    public let legalBasis: String

    /// TTLT 26/2014 Đ7: at most one and a half times.
    public static let priorityPercents = 100...150

    /// Throws all that apply of `funding-rule-province` (local funds are a province's, national ones are not),
    /// `funding-rule-priority` and `value-missing` (the legal basis).
    public init(
        source: FundingSource, province: UnitCode? = nil, kind: FairKind = .organised, share: Percent,
        caps: FundingCaps = FundingCaps(), priorityPercent: Int = 100, validity: Validity, legalBasis: String
    ) throws(Refusal) {
        self.source = source
        self.province = province
        self.kind = kind
        self.share = share
        self.caps = caps
        self.priorityPercent = priorityPercent
        self.validity = validity
        self.legalBasis = legalBasis
        var wrong: [Violation] = []
        if (source == .local) != (province != nil) {
            wrong.append(
                Violation(
                    "funding-rule-province",
                    vi: "khuyến công địa phương ghi mã tỉnh, khuyến công quốc gia thì không",
                    en: "local funds name their province, national funds name none",
                    at: Place(column: "province_code")))
        }
        if !Self.priorityPercents.contains(priorityPercent) {
            wrong.append(
                Violation(
                    "funding-rule-priority", vi: "mức ưu tiên từ 100 đến 150 phần trăm",
                    en: "the priority is from 100 to 150 per cent", at: Place(column: "priority_percent")))
        }
        if legalBasis.isEmpty {
            wrong.append(
                Violation(
                    "value-missing", vi: "mục legal_basis bắt buộc phải ghi",
                    en: "the field legal_basis must be given", at: Place(column: "legal_basis")))
        }
        try Refusal.throwIfAny(wrong)
    }

    public var scope: Scope { Scope(source: source, province: province, kind: kind) }
}

/// What a funding rule never goes beyond; nil: no limit of that kind.
public struct FundingCaps: Hashable, Sendable {
    public let perBooth: VND?
    /// How many booths of an establishment are supported at one fair.
    public let boothsPerFair: Int?
    /// What an establishment gets at one fair.
    public let perFair: VND?
    /// At how many fairs of a year an establishment is supported.
    public let fairsPerYear: Int?
    /// What an establishment gets in a year.
    public let perYear: VND?

    public init(
        perBooth: VND? = nil, boothsPerFair: Int? = nil, perFair: VND? = nil, fairsPerYear: Int? = nil,
        perYear: VND? = nil
    ) {
        self.perBooth = perBooth
        self.boothsPerFair = boothsPerFair
        self.perFair = perFair
        self.fairsPerYear = fairsPerYear
        self.perYear = perYear
    }
}
