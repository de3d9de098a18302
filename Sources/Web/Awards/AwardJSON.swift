import Registry
import RuralIndustry

/// An award as everybody may know it. Keys whose value is not on record are there with null; they are in alphabetical order.
struct AwardJSON {
    let award: AwardRecord
    let day: Day

    func write(to json: inout JSONBytes) {
        json.object { json in
            json.field("certificate_number", award.certificateNumber)
            json.field("class", award.awardClass)
            json.field("decision_date", award.decisionDate.iso)
            json.field("decision_number", award.decisionNumber)
            json.field("establishment_id", award.establishmentID.map { String($0) })
            json.field("establishment_name", award.establishmentName)
            json.field("group", award.group?.rawValue)
            json.field("id", String(award.id))
            json.field("is_partial", award.isPartial)
            json.field("issued_on", award.issuedOn?.iso)
            json.field("issuer_code", award.issuerCode)
            json.field("issuer_name", award.issuerName)
            json.field("level", award.level.rawValue)
            json.field("product_id", award.productID.map { String($0) })
            json.field("product_name", award.productName)
            json.field("province_name", award.provinceName)
            json.field("revoked_on", award.revokedOn?.iso)
            json.field("status", award.status(on: day)?.rawValue)
            json.field("valid_to", award.validTo?.iso)
            json.field("withdrawn_by", award.withdrawal?.number)
            json.field("year", award.year)
        }
    }
}

/// The history that was asked for, the oldest award first; `as_of` is the day that `status` is told for.
enum AwardHistoryJSON {
    static func bytes(_ awards: [AwardRecord], on day: Day) -> [UInt8] {
        var json = JSONBytes(capacity: 64 + 640 * awards.count)
        json.object { json in
            json.field("as_of", day.iso)
            json.array("items", awards) { json, award in AwardJSON(award: award, day: day).write(to: &json) }
        }
        return json.bytes
    }
}
