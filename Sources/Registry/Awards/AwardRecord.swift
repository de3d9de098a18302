public import Postgres
public import RuralIndustry

/// An award with the life of its certificate.
public struct AwardRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let productID: Int64?
    public let establishmentID: Int64?
    public let level: SelectionLevel
    public let year: Int
    /// The names of the day of the decision.
    public let productName: String
    public let establishmentName: String
    public let issuerName: String
    public let issuerCode: String
    public let group: ProductGroupID?
    public let awardClass: String?
    public let decisionNumber: String
    public let decisionDate: Day
    /// Of the certificate that stands.
    public let certificateNumber: String?
    /// Of the certificates that it replaced, the oldest first.
    public let replacedNumbers: [String]
    /// When the first of its certificates was issued.
    public let issuedOn: Day?
    public let validTo: Day?
    public let revokedOn: Day?
    /// The amending decision that took the award back, and its day.
    public let withdrawal: Withdrawal?
    /// The province that the establishment lay in then, by its name then.
    public let provinceName: String?
    /// Nil: given by a round held here.
    public let source: String?
    /// The unit asked for received only a part of the territory that the award comes from.
    public let isPartial: Bool

    public struct Withdrawal: Hashable, Sendable {
        public let number: String
        public let day: Day
    }

    public init(_ row: Row) throws {
        id = try row("award_id")
        productID = try row("product_id")
        establishmentID = try row("establishment_id")
        level = try row("level")
        year = try row("year")
        productName = try row("product_name")
        establishmentName = try row("establishment_name")
        issuerName = try row("issuer_name")
        issuerCode = try row("issuer_code")
        group = try row("product_group")
        awardClass = try row("class")
        decisionNumber = try row("decision_number")
        decisionDate = try row("decision_date")
        certificateNumber = try row("certificate_number")
        replacedNumbers = try row("replaced_numbers")
        issuedOn = try row("issued_on")
        validTo = try row("valid_to")
        revokedOn = try row("revoked_on")
        withdrawal = try row("withdrawn_by", as: String?.self).map {
            Withdrawal(number: $0, day: try row("withdrawn_on"))
        }
        provinceName = try row("province_name")
        source = try row("source")
        isPartial = try row("is_partial")
    }

    /// Nil while no certificate is issued.
    public func status(on day: Day) -> AwardStatus? {
        if let withdrawal, withdrawal.day <= day { return .revoked }
        return issuedOn.flatMap {
            AwardTerm(issuedOn: $0, validTo: validTo, revokedOn: revokedOn).status(on: day)
        }
    }

    static func select(partial: SQL = "false") -> SQL {
        """
        SELECT a.award_id, a.product_id, a.establishment_id, a.level, a.year, a.product_name, a.establishment_name,
          a.issuer_name, a.issuer_code, a.product_group, a.class, a.decision_number, a.decision_date,
          c.number AS certificate_number,
          CASE WHEN c.replaces IS NULL THEN '{}' ELSE ARRAY(
            SELECT o.number FROM certificate o WHERE o.award_id = a.award_id AND o.certificate_id <> c.certificate_id
            ORDER BY o.certificate_id) END AS replaced_numbers,
        """ + " " + StandingCertificate.heldSince("c") + """
             AS issued_on, c.valid_to, v.revoked_on, x.number AS withdrawn_by, x.decided_on AS withdrawn_on,
              p.full_name AS province_name, a.source,
            """ + " " + partial + """
                 AS is_partial
                FROM award a LEFT JOIN certificate c ON c.award_id = a.award_id AND
                """ + " " + StandingCertificate.condition("c") + """

                  LEFT JOIN revocation v ON v.certificate_id = c.certificate_id
                  LEFT JOIN award_withdrawal w ON w.award_id = a.award_id
                  LEFT JOIN decision x ON x.decision_id = w.decision_id
                  LEFT JOIN unit p ON p.unit_id = a.province_unit_id
                """
    }

    static let order: SQL = " ORDER BY a.decision_date, a.level, a.award_id"
}
