/// An award of an earlier year, as a row of a file tells it. Awards of rounds held here are made by their
/// decision.
public struct EarlierAward: Hashable, Sendable {
    public var productName: String
    public var establishmentName: String
    public var level: SelectionLevel
    /// Of the round.
    public var year: Int
    public var issuer: AwardIssuer
    public var decisionNumber: String
    public var decisionDate: Day
    public var establishmentTaxCode: TaxCode?
    public var productExternalID: String?
    public var group: ProductGroupID?
    /// A prize or class beside the award (“A”, “xuất sắc”).
    public var awardClass: String?
    public var certificateNumber: String?
    /// Nil: certificates were not dated apart from the decision, whose day counts.
    public var issueDate: Day?
    /// The last day, itself included. Nil: not stated, the rule of the issue day gives it.
    public var validTo: Day?
    /// Where it is known from: a document, a web page, a register.
    public var source: String?
    /// Of the scanned document, 64 lower-case hexadecimal digits.
    public var documentSHA256: String?

    /// The first circular on selection is of 2010 (TT 35/2010/TT-BCT), the programme of 2004; what lies
    /// outside is a slip.
    public static let years = 2000...2100

    public init(
        productName: String, establishmentName: String, level: SelectionLevel, year: Int, issuer: AwardIssuer,
        decisionNumber: String, decisionDate: Day, establishmentTaxCode: TaxCode? = nil,
        productExternalID: String? = nil, group: ProductGroupID? = nil, awardClass: String? = nil,
        certificateNumber: String? = nil, issueDate: Day? = nil, validTo: Day? = nil, source: String? = nil,
        documentSHA256: String? = nil
    ) {
        self.productName = productName
        self.establishmentName = establishmentName
        self.level = level
        self.year = year
        self.issuer = issuer
        self.decisionNumber = decisionNumber
        self.decisionDate = decisionDate
        self.establishmentTaxCode = establishmentTaxCode
        self.productExternalID = productExternalID
        self.group = group
        self.awardClass = awardClass
        self.certificateNumber = certificateNumber
        self.issueDate = issueDate
        self.validTo = validTo
        self.source = source
        self.documentSHA256 = documentSHA256
    }

    /// Its life as far as the file tells it; `fallback` is the last day by the rule of the issue day.
    public func term(fallback: Day? = nil) -> AwardTerm {
        AwardTerm(issuedOn: issueDate ?? decisionDate, validTo: validTo ?? fallback)
    }
}
