import Registry
import RuralIndustry

/// An award as everybody may know it. Keys whose value is not on record are there with null.
struct AwardJSON: Encodable {
    let award: AwardRecord
    let day: Day

    enum Key: String, CodingKey {
        case id, level, year, group
        case productID = "product_id"
        case productName = "product_name"
        case establishmentID = "establishment_id"
        case establishmentName = "establishment_name"
        case provinceName = "province_name"
        case issuerCode = "issuer_code"
        case issuerName = "issuer_name"
        case awardClass = "class"
        case decisionNumber = "decision_number"
        case decisionDate = "decision_date"
        case certificateNumber = "certificate_number"
        case issuedOn = "issued_on"
        case validTo = "valid_to"
        case revokedOn = "revoked_on"
        case status
        case isPartial = "is_partial"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(String(award.id), forKey: .id)
        try container.encode(award.level.rawValue, forKey: .level)
        try container.encode(award.year, forKey: .year)
        try container.encode(award.group?.rawValue, forKey: .group)
        try container.encode(award.productID.map(String.init), forKey: .productID)
        try container.encode(award.productName, forKey: .productName)
        try container.encode(award.establishmentID.map(String.init), forKey: .establishmentID)
        try container.encode(award.establishmentName, forKey: .establishmentName)
        try container.encode(award.provinceName, forKey: .provinceName)
        try container.encode(award.issuerCode, forKey: .issuerCode)
        try container.encode(award.issuerName, forKey: .issuerName)
        try container.encode(award.awardClass, forKey: .awardClass)
        try container.encode(award.decisionNumber, forKey: .decisionNumber)
        try container.encode(award.decisionDate, forKey: .decisionDate)
        try container.encode(award.certificateNumber, forKey: .certificateNumber)
        try container.encode(award.issuedOn, forKey: .issuedOn)
        try container.encode(award.validTo, forKey: .validTo)
        try container.encode(award.revokedOn, forKey: .revokedOn)
        try container.encode(award.status(on: day)?.rawValue, forKey: .status)
        try container.encode(award.isPartial, forKey: .isPartial)
    }
}

/// The history that was asked for, the oldest award first.
struct AwardHistoryJSON: Encodable {
    /// The day that `status` is told for.
    let asOf: Day
    let items: [AwardJSON]

    enum CodingKeys: String, CodingKey {
        case asOf = "as_of"
        case items
    }

    init(_ awards: [AwardRecord], on day: Day) {
        asOf = day
        items = awards.map { AwardJSON(award: $0, day: day) }
    }
}
