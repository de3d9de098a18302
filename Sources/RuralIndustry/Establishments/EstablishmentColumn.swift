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

extension EstablishmentColumn {
    public static let headings: [EstablishmentColumn: Bilingual] = [
        .name: Bilingual(vi: "Tên cơ sở", en: "Name"),
        .legalForm: Bilingual(vi: "Loại hình", en: "Legal form"),
        .communeCode: Bilingual(vi: "Mã xã", en: "Commune"),
        .taxCode: Bilingual(vi: "Mã số thuế", en: "Tax code"),
        .registrationNumber: Bilingual(vi: "Số đăng ký", en: "Registration"),
        .registrationDate: Bilingual(vi: "Ngày đăng ký", en: "Registered on"),
        .representative: Bilingual(vi: "Người đại diện", en: "Representative"),
        .address: Bilingual(vi: "Địa chỉ", en: "Address"),
        .siteCommuneCode: Bilingual(vi: "Mã xã sản xuất", en: "Site commune"),
        .siteAddress: Bilingual(vi: "Nơi sản xuất", en: "Site"),
        .phone: Bilingual(vi: "Điện thoại", en: "Telephone"),
        .email: Bilingual(vi: "Thư điện tử", en: "E-mail"),
        .website: Bilingual(vi: "Trang web", en: "Website"),
        .industry: Bilingual(vi: "Ngành nghề", en: "Industry"),
        .foundedOn: Bilingual(vi: "Ngày thành lập", en: "Founded on"),
        .labour: Bilingual(vi: "Lao động", en: "Labour"),
        .capitalVND: Bilingual(vi: "Vốn (đồng)", en: "Capital (VND)"),
        .revenueVND: Bilingual(vi: "Doanh thu (đồng)", en: "Revenue (VND)"),
        .externalID: Bilingual(vi: "Mã ngoài", en: "External id"),
    ]
}
