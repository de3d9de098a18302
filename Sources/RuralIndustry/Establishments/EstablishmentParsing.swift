extension Establishment {
    /// Reads an establishment from a row, from flags or from JSON, all through here; throws everything that
    /// is wrong.
    ///
    /// With `today`, days that are yet to come are refused. Violations beside those of every field:
    /// `legal-form-unknown`, `unit-code-unreadable`, `unit-code-level`, those of `TaxCode`,
    /// `phone-unreadable`, `email-unreadable`, `website-unreadable`, `date-unreadable`, `date-in-future`,
    /// `number-unreadable`, `number-too-large`.
    public static func parse(
        _ fields: Fields<EstablishmentColumn>, _ notation: Notation = .plain, today: Day? = nil
    ) throws(Refusal) -> Establishment {
        var reader = FieldReader(fields, notation)
        let name = reader.requiredText(.name, limit: TextLimit.name)
        let form = reader.requiredChoice(.legalForm, LegalForm.self, code: "legal-form-unknown")
        let commune = reader.requiredValue(.communeCode, Self.commune)
        let taxCode = reader.value(.taxCode) { (text) throws(Violation) in
            if let form { try TaxCode(text, of: form) } else { try TaxCode(text) }
        }
        let registrationNumber = reader.text(.registrationNumber)
        let registrationDate = reader.pastDay(.registrationDate, today)
        let representative = reader.text(.representative)
        let address = reader.text(.address, limit: TextLimit.address)
        let siteCommune = reader.value(.siteCommuneCode, Self.commune)
        let siteAddress = reader.text(.siteAddress, limit: TextLimit.address)
        let phone = reader.value(.phone) { (text) throws(Violation) in try PhoneNumber(text) }
        let email = reader.value(.email) { (text) throws(Violation) in try EmailAddress(text) }
        let website = reader.value(.website) { (text) throws(Violation) in try Website(text) }
        let industry = reader.text(.industry)
        let foundedOn = reader.pastDay(.foundedOn, today)
        let labour = reader.value(.labour) { (text) throws(Violation) in
            Int(try notation.wholeNumber(text, upTo: Self.mostLabour))
        }
        let capital = reader.value(.capitalVND) { (text) throws(Violation) in try VND(text, notation) }
        let revenue = reader.value(.revenueVND) { (text) throws(Violation) in try VND(text, notation) }
        let externalID = reader.text(.externalID)
        guard reader.violations.isEmpty, let name, let form, let commune else { throw reader.refusal }
        return Establishment(
            name: name, legalForm: form, commune: commune, taxCode: taxCode,
            registrationNumber: registrationNumber, registrationDate: registrationDate,
            representative: representative, address: address, siteCommune: siteCommune,
            siteAddress: siteAddress,
            phone: phone, email: email, website: website, industry: industry, foundedOn: foundedOn,
            labour: labour, capital: capital, revenue: revenue, externalID: externalID)
    }

    /// The texts that `parse` reads back to the same value: what exports print and edits start from.
    public var fields: Fields<EstablishmentColumn> {
        Fields(texts: [
            name, legalForm.rawValue, commune.text, taxCode?.text, registrationNumber, registrationDate?.iso,
            representative, address, siteCommune?.text, siteAddress, phone?.text, email?.text, website?.text,
            industry, foundedOn?.iso, labour.map(String.init), capital?.text, revenue?.text, externalID,
        ])
    }

    private static func commune(_ text: String) throws(Violation) -> UnitCode {
        try UnitCode(text, level: .commune)
    }
}

extension FieldReader {
    /// A day that is not yet to come. Violation: `date-in-future`.
    mutating func pastDay(_ column: Column, _ today: Day?) -> Day? {
        guard let day = day(column) else { return nil }
        guard let today, day > today else { return day }
        report(
            Violation(
                "date-in-future", vi: "ngày \(day.vietnamese) chưa đến", en: "\(day.iso) is yet to come"),
            in: column)
        return nil
    }
}
