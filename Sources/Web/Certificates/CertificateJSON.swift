import Registry
import RuralIndustry

/// A genuine certificate for programs. Keys whose value is not on record are there with null.
struct CertificateJSON: Encodable {
    let verified: VerifiedCertificate
    let day: Day

    init(_ verified: VerifiedCertificate, on day: Day) {
        self.verified = verified
        self.day = day
    }

    enum Key: String, CodingKey {
        case code, number, level, status, revocation, sha256, awards
        case asOf = "as_of"
        case isSpecimen = "is_specimen"
        case productName = "product_name"
        case establishmentName = "establishment_name"
        case issuerName = "issuer_name"
        case decisionNumber = "decision_number"
        case decisionDate = "decision_date"
        case issuedOn = "issued_on"
        case validTo = "valid_to"
    }

    private struct Revocation: Encodable {
        let number: String
        let date: Day
        let reason: String
    }

    func encode(to encoder: any Encoder) throws {
        let certificate = verified.certificate
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(verified.groupedCode, forKey: .code)
        try container.encode(day, forKey: .asOf)
        try container.encode(verified.status.rawValue, forKey: .status)
        try container.encode(verified.isSpecimen, forKey: .isSpecimen)
        try container.encode(certificate.number, forKey: .number)
        try container.encode(certificate.level.rawValue, forKey: .level)
        try container.encode(certificate.productName, forKey: .productName)
        try container.encode(certificate.establishmentName, forKey: .establishmentName)
        try container.encode(certificate.issuerName, forKey: .issuerName)
        try container.encode(certificate.decisionNumber, forKey: .decisionNumber)
        try container.encode(certificate.decisionDate, forKey: .decisionDate)
        try container.encode(certificate.issuedOn, forKey: .issuedOn)
        try container.encode(certificate.validTo, forKey: .validTo)
        try container.encode(
            certificate.revocation.map { Revocation(number: $0.number, date: $0.day, reason: $0.reason) },
            forKey: .revocation)
        try container.encode(certificate.sha256, forKey: .sha256)
        try container.encode(verified.history.map { AwardJSON(award: $0, day: day) }, forKey: .awards)
    }
}
