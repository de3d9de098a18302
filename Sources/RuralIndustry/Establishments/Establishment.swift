/// A rural-industry establishment (cơ sở công nghiệp nông thôn) as its office describes it. Who it is in the
/// registry (id, version) is beside it, not in it.
public struct Establishment: Hashable, Sendable {
    public var name: String
    public var legalForm: LegalForm
    /// Where the head office is.
    public var commune: UnitCode
    public var taxCode: TaxCode?
    public var registrationNumber: String?
    public var registrationDate: Day?
    public var representative: String?
    public var address: String?
    /// Where it produces, if not at the head office: this decides whether it is rural (TT 46/2012 Đ3).
    public var siteCommune: UnitCode?
    public var siteAddress: String?
    public var phone: PhoneNumber?
    public var email: EmailAddress?
    public var website: Website?
    public var industry: String?
    public var foundedOn: Day?
    /// Persons who work there.
    public var labour: Int?
    public var capital: VND?
    /// Of a year.
    public var revenue: VND?
    /// The number under which whoever sends the file keeps it.
    public var externalID: String?

    /// No one employs a million; a larger figure is money in the wrong column.
    public static let mostLabour: Int64 = 1_000_000

    /// For values that were parsed before (a row of the database); what comes from people goes through
    /// `parse`.
    public init(
        name: String, legalForm: LegalForm, commune: UnitCode, taxCode: TaxCode? = nil,
        registrationNumber: String? = nil, registrationDate: Day? = nil, representative: String? = nil,
        address: String? = nil, siteCommune: UnitCode? = nil, siteAddress: String? = nil,
        phone: PhoneNumber? = nil, email: EmailAddress? = nil, website: Website? = nil,
        industry: String? = nil,
        foundedOn: Day? = nil, labour: Int? = nil, capital: VND? = nil, revenue: VND? = nil,
        externalID: String? = nil
    ) {
        self.name = name
        self.legalForm = legalForm
        self.commune = commune
        self.taxCode = taxCode
        self.registrationNumber = registrationNumber
        self.registrationDate = registrationDate
        self.representative = representative
        self.address = address
        self.siteCommune = siteCommune
        self.siteAddress = siteAddress
        self.phone = phone
        self.email = email
        self.website = website
        self.industry = industry
        self.foundedOn = foundedOn
        self.labour = labour
        self.capital = capital
        self.revenue = revenue
        self.externalID = externalID
    }

    /// Where it produces.
    public var productionCommune: UnitCode { siteCommune ?? commune }
}
