/// The columns of the products file, which are also the flags and JSON fields of a product.
public enum ProductColumn: Int, RecordColumn {
    case name, group, establishmentTaxCode, establishmentID, establishmentExternalID, members, description,
        material
    case localMaterialPercent, capacity, unit, priceVND, markets, standards, externalID

    public static let names = [
        "name", "group", "establishment_tax_code", "establishment_id", "establishment_external_id", "members",
        "description", "material", "local_material_percent", "capacity", "unit", "price_vnd", "markets",
        "standards",
        "external_id",
    ]
    public static let required: [ProductColumn] = [.name, .group]
    public static let requiredOneOf: [[ProductColumn]] = [establishment]

    /// The three ways to say whose product it is; a row uses one.
    public static let establishment: [ProductColumn] = [
        .establishmentTaxCode, .establishmentID, .establishmentExternalID,
    ]
}

extension ProductColumn {
    public static let headings: [ProductColumn: Bilingual] = [
        .name: Bilingual(vi: "Tên sản phẩm", en: "Name"), .group: Bilingual(vi: "Nhóm", en: "Group"),
        .establishmentID: Bilingual(vi: "Cơ sở", en: "Establishment"),
        .establishmentTaxCode: Bilingual(vi: "Mã số thuế của cơ sở", en: "Establishment's tax code"),
        .establishmentExternalID: Bilingual(vi: "Mã ngoài của cơ sở", en: "Establishment's external id"),
        .members: Bilingual(vi: "Bộ gồm", en: "Members"),
        .description: Bilingual(vi: "Mô tả", en: "Description"),
        .material: Bilingual(vi: "Nguyên liệu", en: "Material"),
        .localMaterialPercent: Bilingual(vi: "Tại chỗ (%)", en: "Local (%)"),
        .capacity: Bilingual(vi: "Năng lực", en: "Capacity"), .unit: Bilingual(vi: "Đơn vị tính", en: "Unit"),
        .priceVND: Bilingual(vi: "Giá (đồng)", en: "Price (VND)"),
        .markets: Bilingual(vi: "Thị trường", en: "Markets"),
        .standards: Bilingual(vi: "Tiêu chuẩn", en: "Standards"),
        .externalID: Bilingual(vi: "Mã ngoài", en: "External id"),
    ]
}
