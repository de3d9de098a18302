public import RuralIndustry

/// The public records, as files that anybody may take and use.
public enum OpenDataset: String, CaseIterable, Hashable, Sendable {
    case awards, products, establishments, certificates, rounds, fairs, figures

    public var name: Bilingual {
        switch self {
        case .awards: Bilingual(vi: "Các lần công nhận", en: "Awards")
        case .products: Bilingual(vi: "Sản phẩm được công nhận", en: "Products with awards")
        case .establishments:
            Bilingual(vi: "Cơ sở có sản phẩm được công nhận", en: "Establishments with awards")
        case .certificates: Bilingual(vi: "Tình trạng giấy chứng nhận", en: "Certificates and their state")
        case .rounds: Bilingual(vi: "Kỳ bình chọn đã công bố", en: "Published rounds")
        case .fairs: Bilingual(vi: "Hội chợ, triển lãm đã công bố", en: "Trade fairs")
        case .figures: Bilingual(vi: "Số liệu tổng hợp", en: "Figures")
        }
    }

    /// What each row tells, in the order of the file. Nothing is here but what the public pages show: no telephone, e-mail, tax
    /// code, person or address (Law 91/2025/QH15).
    public var columns: [OpenColumn] {
        switch self {
        case .awards:
            [
                .init("id", .number, "Số của lần công nhận", "number of the award"),
                .init("year", .number, "Năm", "year"),
                .init("level", .text, "Cấp: commune, district, provincial, regional, national", "level"),
                .init(
                    "product_id", .number, "Số của sản phẩm, nếu có trong sổ",
                    "number of the product, if registered"),
                .init("product", .text, "Tên sản phẩm khi được công nhận", "the product's name then"),
                .init(
                    "establishment_id", .number, "Số của cơ sở, nếu có trong sổ",
                    "number of the establishment, if registered"),
                .init(
                    "establishment", .text, "Tên cơ sở khi được công nhận", "the establishment's name then"),
                .init("province", .text, "Tỉnh khi được công nhận", "the province then"),
                .init("group", .text, "Nhóm: handicraft, food, machinery, other", "product group"),
                .init("class", .text, "Hạng, nếu có", "class, if any"),
                .init("issuer_code", .text, "Mã đơn vị công nhận", "code of who recognised it"),
                .init("issuer", .text, "Cơ quan công nhận", "who recognised it"),
                .init("decision_number", .text, "Số quyết định", "number of the decision"),
                .init("decision_date", .date, "Ngày quyết định", "its day"),
                .init("certificate_number", .text, "Số giấy chứng nhận", "number of the certificate"),
                .init("issued_on", .date, "Ngày cấp", "issued on"),
                .init("valid_to", .date, "Có giá trị đến hết ngày", "valid to the end of"),
                .init(
                    "status", .text, "Tình trạng: live, expired, revoked, unknown",
                    "state on the day of the file"),
                .init("revoked_on", .date, "Ngày thu hồi", "revoked on"),
                .init(
                    "withdrawn_by", .text, "Quyết định sửa đổi đã rút lại",
                    "amending decision that withdrew it"),
            ]
        case .products:
            [
                .init("id", .number, "Số của sản phẩm", "number of the product"),
                .init("name", .text, "Tên", "name"),
                .init("group", .text, "Nhóm: handicraft, food, machinery, other", "product group"),
                .init("establishment_id", .number, "Số của cơ sở", "number of the establishment"),
                .init("establishment", .text, "Cơ sở", "establishment"),
                .init("awards", .number, "Số lần được công nhận", "awards"),
                .init("closed_on", .date, "Thôi sản xuất từ ngày", "no longer made since"),
            ]
        case .establishments:
            [
                .init("id", .number, "Số của cơ sở", "number of the establishment"),
                .init("name", .text, "Tên", "name"),
                .init(
                    "commune_code", .text, "Mã xã của ngày lập tệp; trống nếu không xác định được",
                    "code of today's commune, empty where it cannot be told"),
                .init(
                    "commune", .text, "Xã, phường; theo tên đăng ký nếu không xác định được",
                    "commune, by its registered name where it cannot be told"),
                .init("province_code", .text, "Mã tỉnh", "code of the province"),
                .init("province", .text, "Tỉnh, thành phố", "province"),
                .init(
                    "products", .text, "Sản phẩm được công nhận, cách nhau bằng |",
                    "products with awards, separated by |"),
                .init("awards", .number, "Số lần được công nhận", "awards"),
                .init("closed_on", .date, "Ngừng hoạt động từ ngày", "closed on"),
            ]
        case .certificates:
            [
                .init(
                    "number", .text, "Số giấy chứng nhận; trống nếu những năm trước không ghi",
                    "number, empty where earlier years have none"),
                .init("award_id", .number, "Số của lần công nhận", "number of the award"),
                .init("issued_on", .date, "Ngày cấp", "issued on"),
                .init("valid_to", .date, "Có giá trị đến hết ngày", "valid to the end of"),
                .init(
                    "status", .text, "Tình trạng: live, expired, revoked, replaced, unknown",
                    "state on the day of the file"),
                .init("revoked_on", .date, "Ngày thu hồi", "revoked on"),
                .init("replaced_by", .text, "Số giấy chứng nhận thay thế", "number of what replaced it"),
            ]
        case .rounds:
            [
                .init("id", .number, "Số của kỳ bình chọn", "number of the round"),
                .init("name", .text, "Tên", "name"),
                .init("level", .text, "Cấp: commune, district, provincial, regional, national", "level"),
                .init("year", .number, "Năm", "year"),
                .init("organiser", .text, "Đơn vị tổ chức", "organiser"),
                .init("held_on", .date, "Ngày tổ chức", "held on"),
                .init("recognised", .number, "Số sản phẩm được công nhận", "products recognised"),
            ]
        case .fairs:
            [
                .init("id", .number, "Số của hội chợ", "number of the fair"),
                .init("name", .text, "Tên", "name"),
                .init("level", .text, "Cấp: commune, district, provincial, regional, national", "level"),
                .init("organiser", .text, "Đơn vị tổ chức", "organiser"),
                .init("venue", .text, "Địa điểm", "venue"),
                .init("first_day", .date, "Ngày đầu", "first day"),
                .init("last_day", .date, "Ngày cuối", "last day"),
                .init("booths", .number, "Số gian hàng", "booths"),
                .init("confirmed", .number, "Số gian đã có chủ", "booths confirmed"),
            ]
        case .figures:
            [
                .init("year", .number, "Năm", "year"),
                .init("level", .text, "Cấp: commune, district, provincial, regional, national", "level"),
                .init(
                    "group", .text, "Nhóm; trống nếu chưa ghi",
                    "product group, empty where it is not on record"),
                .init(
                    "province_code", .text, "Mã tỉnh của ngày lập tệp; trống nếu không quy về được",
                    "code of today's province, empty where it cannot be told"),
                .init("province", .text, "Tỉnh, thành phố", "province"),
                .init("awards", .number, "Số lần công nhận", "awards"),
            ]
        }
    }
}

/// A column of a public file.
public struct OpenColumn: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        case text, number, date

        public var name: Bilingual {
            switch self {
            case .text: Bilingual(vi: "chữ", en: "text")
            case .number: Bilingual(vi: "số nguyên", en: "whole number")
            case .date: Bilingual(vi: "ngày, năm-tháng-ngày", en: "date, ISO 8601")
            }
        }
    }

    public let name: String
    public let kind: Kind
    public let about: Bilingual

    init(_ name: String, _ kind: Kind, _ vietnamese: String, _ english: String) {
        self.name = name
        self.kind = kind
        about = Bilingual(vi: vietnamese, en: english)
    }
}

public enum OpenFormat: String, CaseIterable, Hashable, Sendable {
    case csv, json
}
