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

extension AwardColumn {
    public static let headings: [AwardColumn: Bilingual] = [
        .productName: Bilingual(vi: "Tên sản phẩm", en: "Product"),
        .establishmentName: Bilingual(vi: "Tên cơ sở", en: "Establishment"),
        .level: Bilingual(vi: "Cấp", en: "Level"),
        .year: Bilingual(vi: "Năm", en: "Year"),
        .issuerCode: Bilingual(vi: "Mã nơi cấp", en: "Issuer code"),
        .decisionNumber: Bilingual(vi: "Số quyết định", en: "Decision number"),
        .decisionDate: Bilingual(vi: "Ngày quyết định", en: "Decision date"),
        .establishmentTaxCode: Bilingual(vi: "Mã số thuế của cơ sở", en: "Establishment tax code"),
        .productExternalID: Bilingual(vi: "Mã ngoài của sản phẩm", en: "Product external id"),
        .group: Bilingual(vi: "Nhóm", en: "Group"),
        .awardClass: Bilingual(vi: "Hạng", en: "Class"),
        .certificateNumber: Bilingual(vi: "Số giấy chứng nhận", en: "Certificate number"),
        .issueDate: Bilingual(vi: "Ngày cấp", en: "Issue date"),
        .validTo: Bilingual(vi: "Có giá trị đến trước ngày", en: "Valid to"),
        .source: Bilingual(vi: "Nguồn", en: "Source"),
    ]
}
