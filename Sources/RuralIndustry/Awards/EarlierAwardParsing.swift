extension EarlierAward {
    /// Reads a row of the awards file; throws everything that is wrong with it.
    ///
    /// With `today`, days of decision and issue that are yet to come are refused. Violations beside those of
    /// every field: `selection-level-unknown`, `year-unreadable`, `year-after-decision`, `issuer-unreadable`,
    /// `unit-code-unreadable`, `unit-code-level`, those of `TaxCode`, `product-group-unknown`,
    /// `date-unreadable`, `date-in-future`, `issue-before-decision`, `validity-before-issue`,
    /// `sha256-unreadable`.
    public static func parse(
        _ fields: Fields<AwardColumn>, _ notation: Notation = .plain, today: Day? = nil
    ) throws(Refusal) -> EarlierAward {
        var reader = FieldReader(fields, notation)
        let productName = reader.requiredText(.productName, limit: TextLimit.name)
        let establishmentName = reader.requiredText(.establishmentName, limit: TextLimit.name)
        let level = reader.requiredChoice(
            .level, SelectionLevel.self, code: "selection-level-unknown")
        let year = reader.requiredValue(.year, Self.year)
        let issuer = reader.requiredText(.issuerCode).flatMap { text in
            level.flatMap { level in
                reader.value(.issuerCode) { (_) throws(Violation) in try AwardIssuer(text, level: level) }
            }
        }
        let decisionNumber = reader.requiredText(.decisionNumber)
        let givenDecisionDate = reader.isGiven(.decisionDate)
        let decisionDate =
            givenDecisionDate ? reader.pastDay(.decisionDate, today) : reader.requiredDay(.decisionDate)
        let taxCode = reader.value(.establishmentTaxCode) { (text) throws(Violation) in try TaxCode(text) }
        let productExternalID = reader.text(.productExternalID)
        let group = reader.value(.group) { (text) throws(Violation) in try ProductGroupID(ofLaw: text) }
        let awardClass = reader.text(.awardClass)
        let certificateNumber = reader.text(.certificateNumber)
        let issueDate = reader.pastDay(.issueDate, today)
        let validTo = reader.day(.validTo)
        let source = reader.text(.source, limit: TextLimit.address)
        let digest = reader.value(.documentSHA256, Self.digest)
        if let year, let decisionDate, year > decisionDate.year {
            reader.report(
                Violation(
                    "year-after-decision",
                    vi: "năm bình chọn \(year) sau ngày quyết định \(decisionDate.vietnamese)",
                    en: "the round's year \(year) comes after the decision of \(decisionDate.iso)"), in: .year
            )
        }
        if let decisionDate { reader.checkOrder(decisionDate, issueDate, validTo) }
        guard reader.violations.isEmpty, let productName, let establishmentName, let level, let year,
            let issuer,
            let decisionNumber, let decisionDate
        else { throw reader.refusal }
        return EarlierAward(
            productName: productName, establishmentName: establishmentName, level: level, year: year,
            issuer: issuer, decisionNumber: decisionNumber, decisionDate: decisionDate,
            establishmentTaxCode: taxCode, productExternalID: productExternalID, group: group,
            awardClass: awardClass, certificateNumber: certificateNumber, issueDate: issueDate,
            validTo: validTo,
            source: source, documentSHA256: digest)
    }

    /// The texts that `parse` reads back to the same value.
    public var fields: Fields<AwardColumn> {
        Fields(texts: [
            productName, establishmentName, level.rawValue, String(year), issuer.text, decisionNumber,
            decisionDate.iso,
            establishmentTaxCode?.text, productExternalID, group?.rawValue, awardClass, certificateNumber,
            issueDate?.iso, validTo?.iso, source, documentSHA256,
        ])
    }

    private static func year(_ text: String) throws(Violation) -> Int {
        guard text.utf8.count == 4, let year = Int(text), years.contains(year) else {
            throw Violation(
                "year-unreadable",
                vi: "\(Text.quoted(text)) không phải là năm từ \(years.lowerBound) đến \(years.upperBound)",
                en: "\(Text.quoted(text)) is not a year from \(years.lowerBound) to \(years.upperBound)")
        }
        return year
    }

    private static func digest(_ text: String) throws(Violation) -> String {
        let lower = text.lowercased()
        let isHexadecimal = lower.utf8.allSatisfy {
            $0.isDigit
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
        }
        guard lower.utf8.count == 64, isHexadecimal else {
            throw Violation(
                "sha256-unreadable",
                vi: "\(Text.quoted(text)) không phải là mã băm SHA-256 (64 chữ số thập lục phân)",
                en: "\(Text.quoted(text)) is not a SHA-256 digest (64 hexadecimal digits)")
        }
        return lower
    }
}

extension FieldReader<AwardColumn> {
    fileprivate mutating func checkOrder(_ decision: Day, _ issue: Day?, _ validTo: Day?) {
        if let issue, issue < decision {
            report(
                Violation(
                    "issue-before-decision", vi: "ngày cấp trước ngày quyết định \(decision.vietnamese)",
                    en: "issued before the decision of \(decision.iso)"), in: .issueDate)
        }
        if let validTo, validTo < issue ?? decision {
            report(
                Violation(
                    "validity-before-issue", vi: "ngày hết hiệu lực trước ngày cấp",
                    en: "the last day comes before the day of issue"), in: .validTo)
        }
    }
}
