/// The columns of the file of requests for booths, one row for each tenant that asks.
public enum BoothRequestColumn: Int, RecordColumn {
    case establishmentID, establishmentTaxCode, establishmentExternalID, tenantKind, tenantName, province,
        booths, adjacent, zones, otherZones, group, funds, from, to, filedOn

    public static let names = [
        "establishment_id", "establishment_tax_code", "establishment_external_id", "tenant_kind",
        "tenant_name", "province_code", "booths", "adjacent", "zones", "other_zones", "group", "funds",
        "from_date", "to_date", "filed_on",
    ]
    public static let required: [BoothRequestColumn] = [.booths, .filedOn]
    public static let requiredOneOf: [[BoothRequestColumn]] = [establishment + [.tenantName]]

    /// Those by which an establishment is named.
    static let establishment: [BoothRequestColumn] = [
        .establishmentID, .establishmentTaxCode, .establishmentExternalID,
    ]
}

extension BoothRequestColumn {
    public static let headings: [BoothRequestColumn: Bilingual] = [
        .establishmentID: Bilingual(vi: "Số của cơ sở", en: "Establishment's id"),
        .establishmentTaxCode: Bilingual(vi: "Mã số thuế của cơ sở", en: "Establishment's tax code"),
        .establishmentExternalID: Bilingual(vi: "Mã ngoài của cơ sở", en: "Establishment's external id"),
        .tenantKind: Bilingual(vi: "Loại đơn vị", en: "Tenant's kind"),
        .tenantName: Bilingual(vi: "Tên đơn vị", en: "Tenant's name"),
        .province: Bilingual(vi: "Mã tỉnh", en: "Province code"),
        .booths: Bilingual(vi: "Số gian xin", en: "Booths asked for"),
        .adjacent: Bilingual(vi: "Liền kề", en: "Adjacent"),
        .zones: Bilingual(vi: "Khu mong muốn", en: "Zones wished for"),
        .otherZones: Bilingual(vi: "Nhận khu khác", en: "Takes other zones"),
        .group: Bilingual(vi: "Nhóm sản phẩm", en: "Product group"),
        .funds: Bilingual(vi: "Nguồn kinh phí", en: "Funds"),
        .from: Bilingual(vi: "Từ ngày", en: "From"),
        .to: Bilingual(vi: "Đến ngày", en: "To"),
        .filedOn: Bilingual(vi: "Ngày nộp", en: "Filed on"),
    ]

    public static let printedBeside = [
        "tenant": Bilingual(vi: "Đơn vị", en: "Tenant"),
        "state": Bilingual(vi: "Tình trạng", en: "State"),
        "waiting": Bilingual(vi: "Thứ tự chờ", en: "Waiting"),
        "given": Bilingual(vi: "Gian được giao", en: "Booths given"),
    ]
}
