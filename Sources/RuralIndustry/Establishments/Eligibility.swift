/// What decides whether somebody is a rural-industry establishment (cơ sở công nghiệp nông thôn) on a day.
public struct EligibilityFacts: Hashable, Sendable {
    public var legalForm: LegalForm
    public var size: EnterpriseSize
    /// Where it produces on that day: one is enough.
    public var sites: [ProductionPlace]
    public var day: Day
    /// For cleaner production (sản xuất sạch hơn) there is no limit of size or area (TT 46/2012/TT-BCT Đ3).
    public var isForCleanerProduction: Bool

    public init(
        legalForm: LegalForm, size: EnterpriseSize, sites: [ProductionPlace], day: Day,
        isForCleanerProduction: Bool = false
    ) {
        self.legalForm = legalForm
        self.size = size
        self.sites = sites
        self.day = day
        self.isForCleanerProduction = isForCleanerProduction
    }
}

/// The answer for a whole establishment and for each of its sites, with its reasons.
public struct Eligibility: Hashable, Sendable {
    public let verdict: Verdict
    /// Legal form and size, and what joins the sites to the answer.
    public let reasons: [EligibilityReason]
    /// In the order of the facts.
    public let sites: [Site]

    public struct Site: Hashable, Sendable {
        public let verdict: Verdict
        public let reason: EligibilityReason
    }

    /// The first day of NĐ 45/2012/NĐ-CP.
    static let decree = Day(year: 2012, month: 7, day: 5)
    /// The first day without districts.
    static let twoLevels = Day(year: 2025, month: 7, day: 1)
    /// The first day of NĐ 235/2025/NĐ-CP, which amends it.
    static let amendment = Day(year: 2025, month: 10, day: 15)

    /// Decides by the decree in the wording of the day (NĐ 45/2012/NĐ-CP Đ1.2a; since 15 October 2025 NĐ 235/2025/NĐ-CP).
    ///
    /// One eligible site makes the establishment eligible, for what it makes there: the decree supports direct investment in
    /// production in the area, and TT 46/2012 Đ3 lets the head office stand elsewhere.
    public init(_ facts: EligibilityFacts) {
        guard let decree = Self.decree, facts.day >= decree else {
            verdict = .cannotTell
            reasons = [.beforeDecree]
            sites = facts.sites.map { _ in Site(verdict: .cannotTell, reason: .beforeDecree) }
            return
        }
        let form = Self.form(facts.legalForm, on: facts.day)
        let size: EligibilityReason =
            facts.legalForm != .enterprise
            ? .sizeNotTested : facts.isForCleanerProduction ? .sizeFree : facts.size.test(on: facts.day)
        let found = facts.sites.map { site in
            let reason = facts.isForCleanerProduction ? .areaFree : site.rural(on: facts.day)
            return Site(verdict: reason.verdict, reason: reason)
        }
        let area: Verdict = facts.sites.isEmpty ? .cannotTell : .any(found.map(\.verdict))
        var reasons = [form, size]
        if facts.sites.isEmpty { reasons.append(.siteUnitUnknown) }
        if area == .yes, found.contains(where: { $0.verdict != .yes }) { reasons.append(.someSitesOnly) }
        verdict = .all([form.verdict, size.verdict, area])
        self.reasons = reasons
        sites = found
    }

    private static func form(_ form: LegalForm, on day: Day) -> EligibilityReason {
        switch form {
        case .enterprise, .cooperative, .cooperativeGroup, .household: .formNamed
        case .cooperativeUnion, .craftVillage: amendment.map { day >= $0 } == true ? .formAdded : .formNotYet
        }
    }
}
