import Postgres
import RuralIndustry

/// What an entry above the lowest level rests on: an award of a lower level that is live and nominated on the filing day, or
/// the lawful exception (TT 26/2014/TT-BCT Đ12.2).
struct LowerAwardClaim {
    let draft: EntryDraft
    let product: EnteredProduct
    let round: RoundRecord
    let rules: Rules
    let filedOn: Day

    /// The award and the nomination to record with the entry; nil if the level needs none or the exception holds.
    func settle(in session: Session) throws -> (awardID: Int64, nominationID: Int64)? {
        guard let requirement = rules.level(round.level)?.requires else {
            if draft.lowerCertificate != nil || draft.exception != nil {
                throw refusal("entry_lower_award_not_needed")
            }
            return nil
        }
        if let exception = draft.exception {
            guard exception == requirement.unless else {
                throw Refusal(
                    Violation(
                        "exception-not-lawful",
                        vi: "quy tắc của kỳ bình chọn không có ngoại lệ “\(exception.rawValue)”",
                        en: "the round's rules know no exception “\(exception.rawValue)”",
                        at: Place(column: "exception")))
            }
            return nil
        }
        guard let reference = draft.lowerCertificate else { throw refusal("entry_lower_award_required") }
        let award = try session.lowerAward(reference)
        try check(award, requirement)
        return (award.id, try nomination(of: award, in: session))
    }

    private func check(_ award: HeldAward, _ requirement: LowerAward) throws {
        guard award.productID == product.id else {
            throw Refusal(
                Violation(
                    "lower-award-other-product",
                    vi: "giấy chứng nhận này của “\(award.productName)”, không phải của “\(product.name)”",
                    en: "this certificate belongs to “\(award.productName)”, not to “\(product.name)”",
                    at: Place(column: "lower_certificate")))
        }
        guard requirement.anyOf.contains(award.level) else { throw refusal("entry_lower_award_level") }
        guard let issuedOn = award.issuedOn, let validTo = award.validTo, issuedOn <= filedOn,
            filedOn <= validTo
        else { throw refusal("entry_lower_award_live") }
        if let revokedOn = award.revokedOn, revokedOn <= filedOn {
            throw refusal("entry_lower_award_unrevoked")
        }
    }

    /// The nomination that the entry's letter states, recorded now if it is new, or the one recorded earlier.
    private func nomination(of award: HeldAward, in session: Session) throws -> Int64 {
        if let letter = draft.nomination {
            guard letter.day <= filedOn else { throw refusal("entry_lower_award_nominated") }
            return try session.nominate(award.id, to: round.level, number: letter.number, on: letter.day)
        }
        let recorded = try session.first(
            """
            SELECT nomination_id FROM nomination
            WHERE award_id = \(award.id) AND to_level = \(round.level) AND nominated_on <= \(filedOn)
            ORDER BY nominated_on DESC LIMIT 1
            """
        ) { try $0("nomination_id", as: Int64.self) }
        guard let recorded else { throw refusal("entry_lower_award_nominated") }
        return recorded
    }

    private func refusal(_ constraint: String) -> Refusal {
        let column = constraint == "entry_lower_award_nominated" ? "nomination_number" : "lower_certificate"
        return Refusal(
            (Constraints.violation(for: constraint)
                ?? Violation(
                    "lower-award", vi: "danh hiệu cấp dưới không hợp lệ", en: "the lower award does not hold"))
                .inColumn(column))
    }
}

/// A lower award with what makes it live.
struct HeldAward: RowDecodable {
    let id: Int64
    let productID: Int64?
    let productName: String
    let level: SelectionLevel
    let issuedOn: Day?
    let validTo: Day?
    let revokedOn: Day?

    init(_ row: Row) throws {
        id = try row("award_id")
        productID = try row("product_id")
        productName = try row("product_name")
        level = try row("level")
        issuedOn = try row("issued_on")
        validTo = try row("valid_to")
        revokedOn = try row("revoked_on")
    }
}

extension Session {
    /// The award named by its certificate's printed number, or as `award:` and its own number.
    func lowerAward(_ reference: String) throws -> HeldAward {
        let byID = reference.hasPrefix("award:") ? Int64(reference.dropFirst("award:".count)) : nil
        // a number that another replaced points to the same award
        let condition: SQL =
            byID.map { "a.award_id = \($0)" }
            ?? "a.award_id = (SELECT named.award_id FROM certificate named WHERE named.number = \(reference))"
        let found = try first(
            """
            SELECT a.award_id, a.product_id, a.product_name, a.level, first.issued_on, c.valid_to, v.revoked_on
            FROM award a LEFT JOIN certificate first ON first.award_id = a.award_id AND first.replaces IS NULL
              LEFT JOIN certificate c ON c.award_id = a.award_id
                AND \(StandingCertificate.condition("c"))
              LEFT JOIN revocation v ON v.certificate_id = c.certificate_id
            WHERE \(condition)
            """, as: HeldAward.self)
        guard let found else {
            throw Refusal(
                Violation(
                    "unknown-certificate", vi: "không có giấy chứng nhận số \(Text.quoted(reference))",
                    en: "there is no certificate \(Text.quoted(reference))",
                    at: Place(column: "lower_certificate")))
        }
        return found
    }

    /// Records that an award's product is sent up to a level; the same letter again is the same nomination.
    func nominate(_ award: Int64, to level: SelectionLevel, number: String, on day: Day) throws -> Int64 {
        let recorded = try first(
            """
            SELECT nomination_id FROM nomination
            WHERE award_id = \(award) AND to_level = \(level) AND number = \(number) AND nominated_on = \(day)
            """
        ) { try $0("nomination_id", as: Int64.self) }
        if let recorded { return recorded }
        return try value(
            """
            INSERT INTO nomination (award_id, to_level, number, nominated_on)
            VALUES (\(award), \(level), \(number), \(day)) RETURNING nomination_id
            """)
    }
}
