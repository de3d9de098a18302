public import Postgres
public import RuralIndustry

/// A line of the tabular list (danh sách trích ngang) that goes up with a letter of nomination: the product, who makes it and
/// what it was recognised for. The form of the law (TT 26/2014/TT-BCT, Phụ lục 5) was not at hand: these are the fields that
/// the other forms of the dossier name. What the award says is of its day, the rest is of today.
public struct TabularLine: RowDecodable, Hashable, Sendable {
    public let letterNumber: String
    public let letterDate: Day
    public let toLevel: SelectionLevel
    public let product: String
    /// The products of a set.
    public let members: [String]
    public let group: ProductGroupID?
    public let material: String?
    public let localMaterialPercent: String?
    public let capacity: String?
    public let unit: String?
    public let priceVND: Int64?
    public let markets: [String]
    public let standards: [String]
    public let establishment: String
    public let legalForm: String?
    public let registrationNumber: String?
    public let registrationDate: Day?
    public let taxCode: String?
    public let representative: String?
    public let address: String?
    public let siteAddress: String?
    public let commune: String?
    public let province: String?
    public let phone: String?
    public let email: String?
    public let website: String?
    public let industry: String?
    public let labour: Int?
    public let capitalVND: Int64?
    public let revenueVND: Int64?
    public let awardLevel: SelectionLevel
    public let awardClass: String?
    public let decisionNumber: String
    public let decisionDate: Day
    public let issuer: String
    public let certificateNumber: String?
    public let issuedOn: Day?
    public let validTo: Day?

    public init(_ row: Row) throws {
        letterNumber = try row("letter")
        letterDate = try row("nominated_on")
        toLevel = try row("to_level")
        product = try row("product_name")
        members = try row("members")
        group = try row("product_group")
        material = try row("material")
        localMaterialPercent = try row("local_material_percent")
        capacity = try row("capacity")
        unit = try row("unit")
        priceVND = try row("price_vnd")
        markets = try row("markets")
        standards = try row("standards")
        establishment = try row("establishment_name")
        legalForm = try row("legal_form")
        registrationNumber = try row("registration_number")
        registrationDate = try row("registration_date")
        taxCode = try row("tax_code")
        representative = try row("representative")
        address = try row("address")
        siteAddress = try row("site_address")
        commune = try row("commune_name")
        province = try row("province_name")
        phone = try row("phone")
        email = try row("email")
        website = try row("website")
        industry = try row("industry")
        labour = try row("labour")
        capitalVND = try row("capital_vnd")
        revenueVND = try row("revenue_vnd")
        awardLevel = try row("level")
        awardClass = try row("class")
        decisionNumber = try row("decision_number")
        decisionDate = try row("decision_date")
        issuer = try row("issuer_name")
        certificateNumber = try row("certificate_number")
        issuedOn = try row("issued_on")
        validTo = try row("valid_to")
    }

    static let select: SQL = """
        SELECT n.number AS letter, n.nominated_on, n.to_level, a.product_name, coalesce(p.members, '{}') AS members,
          a.product_group, p.material, p.local_material_percent::text AS local_material_percent, p.capacity, p.unit,
          p.price_vnd, coalesce(p.markets, '{}') AS markets, coalesce(p.standards, '{}') AS standards, a.establishment_name,
          s.legal_form, s.registration_number, s.registration_date, s.tax_code, s.representative, s.address, s.site_address,
          here.full_name AS commune_name, province.full_name AS province_name, s.phone, s.email, s.website, s.industry,
          s.labour, s.capital_vnd, s.revenue_vnd, a.level, a.class, a.decision_number, a.decision_date, a.issuer_name,
          c.number AS certificate_number, c.issued_on, c.valid_to
        FROM nomination n JOIN award a USING (award_id)
          LEFT JOIN certificate c ON c.award_id = a.award_id
            AND \(StandingCertificate.condition("c"))
          LEFT JOIN product p ON p.product_id = a.product_id
          LEFT JOIN establishment s ON s.establishment_id = a.establishment_id
          LEFT JOIN unit here ON here.unit_id = coalesce(unit_home(coalesce(s.site_unit_id, s.commune_unit_id), 'commune',
            n.nominated_on), s.site_unit_id, s.commune_unit_id)
          LEFT JOIN unit province ON province.unit_id = unit_home(coalesce(s.site_unit_id, s.commune_unit_id), 'province',
            n.nominated_on)
        """
}

/// Which letters a tabular list is of; what is not named is not asked for.
public struct NominationFilter: Sendable {
    /// The round that recognised the products.
    public var round: Int64?
    public var level: SelectionLevel?
    public var number: String?
    public var day: Day?

    public init(round: Int64? = nil, level: SelectionLevel? = nil, number: String? = nil, day: Day? = nil) {
        self.round = round
        self.level = level
        self.number = number
        self.day = day
    }
}

extension Registry {
    /// The tabular list of nominations, by letter, group and product.
    public func tabularList(_ filter: NominationFilter, as viewer: Viewer) async throws -> [TabularLine] {
        try await read(.nominationRead, of: .listed("nomination"), as: viewer) { session in
            if let round = filter.round { _ = try session.round(round) }
            return try session.query(
                TabularLine.select
                    + SQL.matching(
                        viewer.reach(.nominationRead).awards("a"),
                        filter.round.map {
                            "a.decision_id IN (SELECT d.decision_id FROM decision d WHERE d.round_id = \($0))"
                        },
                        filter.level.map { "n.to_level = \($0)" }, filter.number.map { "n.number = \($0)" },
                        filter.day.map { "n.nominated_on = \($0)" })
                        + """
                         ORDER BY n.nominated_on, n.number, a.product_group, a.product_name COLLATE vietnamese, n.nomination_id
                        """, as: TabularLine.self)
        }
    }
}
