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
