import Registry
import RuralIndustry

/// A genuine certificate for programs. Keys whose value is not on record are there with null; they are in alphabetical order.
struct CertificateJSON {
    let verified: VerifiedCertificate
    let day: Day

    init(_ verified: VerifiedCertificate, on day: Day) {
        self.verified = verified
        self.day = day
    }

    var bytes: [UInt8] {
        let certificate = verified.certificate
        var json = JSONBytes(capacity: 1024 + 640 * verified.history.count)
        json.object { json in
            json.field("as_of", day.iso)
            json.array("awards", verified.history) { json, award in
                AwardJSON(award: award, day: day).write(to: &json)
            }
            json.field("code", verified.groupedCode)
            json.field("decision_date", certificate.decisionDate.iso)
            json.field("decision_number", certificate.decisionNumber)
            json.field("establishment_name", certificate.establishmentName)
            json.field("is_specimen", verified.isSpecimen)
            json.field("issued_on", certificate.issuedOn.iso)
            json.field("issuer_name", certificate.issuerName)
            json.field("level", certificate.level.rawValue)
            json.field("number", certificate.number)
            json.field("product_name", certificate.productName)
            json.object("revocation", certificate.revocation) { json, revocation in
                json.field("date", revocation.day.iso)
                json.field("number", revocation.number)
                json.field("reason", revocation.reason)
            }
            json.field("sha256", certificate.sha256)
            json.field("status", verified.status.rawValue)
            json.field("valid_to", certificate.validTo.iso)
        }
        return json.bytes
    }
}
