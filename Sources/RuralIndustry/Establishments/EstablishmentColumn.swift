/// The columns of the establishments file, which are also the flags and JSON fields of an establishment.
public enum EstablishmentColumn: Int, RecordColumn {
    case name, legalForm, communeCode, taxCode, registrationNumber, registrationDate, representative, address
    case siteCommuneCode, siteAddress, phone, email, website, industry, foundedOn, labour, capitalVND,
        revenueVND
    case externalID

    public static let names = [
        "name", "legal_form", "commune_code", "tax_code", "registration_number", "registration_date",
        "representative", "address", "site_commune_code", "site_address", "phone", "email", "website",
        "industry",
        "founded_on", "labour", "capital_vnd", "revenue_vnd", "external_id",
    ]
    public static let required: [EstablishmentColumn] = [.name, .legalForm, .communeCode]
}
