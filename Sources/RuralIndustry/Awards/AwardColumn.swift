/// The columns of the file of earlier years' awards.
public enum AwardColumn: Int, RecordColumn {
    case productName, establishmentName, level, year, issuerCode, decisionNumber, decisionDate
    case establishmentTaxCode, productExternalID, group, awardClass, certificateNumber, issueDate, validTo,
        source
    case documentSHA256

    public static let names = [
        "product_name", "establishment_name", "level", "year", "issuer_code", "decision_number",
        "decision_date",
        "establishment_tax_code", "product_external_id", "group", "class", "certificate_number", "issue_date",
        "valid_to", "source", "document_sha256",
    ]
    public static let required: [AwardColumn] = [
        .productName, .establishmentName, .level, .year, .issuerCode, .decisionNumber, .decisionDate,
    ]
}
