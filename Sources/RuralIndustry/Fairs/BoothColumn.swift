/// The columns of the booths file, one row for each booth of a fair's plan.
public enum BoothColumn: Int, RecordColumn {
    case code, x, y, width, depth, zone, corner, price

    public static let names = ["code", "x_m", "y_m", "width_m", "depth_m", "zone", "corner", "price_vnd"]
    public static let required: [BoothColumn] = [.code, .x, .y, .width, .depth]
}

extension BoothColumn {
    public static let headings: [BoothColumn: Bilingual] = [
        .code: Bilingual(vi: "Gian hàng", en: "Booth"), .x: Bilingual(vi: "X (m)", en: "X (m)"),
        .y: Bilingual(vi: "Y (m)", en: "Y (m)"), .width: Bilingual(vi: "Rộng (m)", en: "Width (m)"),
        .depth: Bilingual(vi: "Sâu (m)", en: "Depth (m)"), .zone: Bilingual(vi: "Khu", en: "Zone"),
        .corner: Bilingual(vi: "Góc", en: "Corner"),
        .price: Bilingual(vi: "Giá thuê (đồng)", en: "Rent (VND)"),
    ]
}
