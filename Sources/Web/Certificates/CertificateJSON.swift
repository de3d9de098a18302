import Registry
import RuralIndustry

/// A genuine certificate for programs. Keys whose value is not on record are there with null; they are in alphabetical order.
struct CertificateJSON {
    let verified: VerifiedCertificate
    let day: Day
    /// A file that was looked at; the key is there only then.
    let file: CheckedFile?

    init(_ verified: VerifiedCertificate, on day: Day, file: CheckedFile? = nil) {
        self.verified = verified
        self.day = day
        self.file = file
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
            if let file {
                json.object("file", file) { json, file in
                    json.field("result", file.verdict.code)
                    json.field("sha256", file.sha256)
                    json.field("signer", file.signer)
                }
            }
            json.field("is_specimen", verified.isSpecimen)
            json.field("issued_on", certificate.issuedOn.iso)
            json.field("issuer_name", certificate.issuerName)
            json.field("level", certificate.level.rawValue)
            json.field("number", certificate.number)
            json.field("product_name", certificate.productName)
            json.object("proof", verified.proof.signedOn) { json, day in
                json.field("address", CertificateRoutes.proofAddress(of: verified))
                json.field("signed_on", day.iso)
            }
            json.object("replacement", certificate.replacement) { json, replacement in
                json.field("act", replacement.act)
                json.field("act_date", replacement.actDate.iso)
                json.field("date", replacement.day.iso)
                json.field("number", replacement.number)
                json.field("reason", replacement.reason)
            }
            json.field("replaces", certificate.replacedNumber)
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

extension ProofState {
    /// The day of the signed checkpoint; nil as long as none covers the certificate.
    var signedOn: Day? {
        if case .covered(let day) = self { day } else { nil }
    }
}
