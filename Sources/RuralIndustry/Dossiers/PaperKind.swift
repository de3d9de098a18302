/// A part of the dossier that a product is entered with (hồ sơ đăng ký bình chọn, TT 26/2014/TT-BCT Đ12 as amended by
/// TT 14/2018/TT-BCT).
public enum PaperKind: String, Hashable, Sendable, CaseIterable {
    case registrationForm = "registration-form"
    case legalStatus = "legal-status"
    case productDescription = "description"
    case photo
    case qualityStandard = "quality-standard"
    case foodSafety = "food-safety"
    case commendation
    case lowerDecision = "lower-decision"
    case lowerCertificate = "lower-certificate"
    case nominationLetter = "nomination-letter"
    case nominationList = "nomination-list"
    case other

    public var name: Bilingual {
        switch self {
        case .registrationForm:
            Bilingual(vi: "Phiếu đăng ký tham gia bình chọn", en: "Registration form")
        case .legalStatus:
            Bilingual(
                vi:
                    "Giấy chứng nhận đăng ký doanh nghiệp, hợp tác xã, hộ kinh doanh hoặc giấy tờ tương đương",
                en: "Legal-status certificate")
        case .productDescription:
            Bilingual(vi: "Bản thuyết minh, mô tả giới thiệu sản phẩm", en: "Product description")
        case .photo: Bilingual(vi: "Ảnh màu của sản phẩm", en: "Colour photograph of the product")
        case .qualityStandard:
            Bilingual(vi: "Chứng chỉ, chứng nhận tiêu chuẩn chất lượng", en: "Quality standard certificate")
        case .foodSafety:
            Bilingual(
                vi: "Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm", en: "Food safety certificate")
        case .commendation: Bilingual(vi: "Giấy khen, bằng khen", en: "Commendation")
        case .lowerDecision:
            Bilingual(vi: "Quyết định công nhận cấp dưới", en: "Recognition decision of the lower level")
        case .lowerCertificate:
            Bilingual(
                vi: "Giấy chứng nhận cấp dưới còn hiệu lực", en: "Certificate of the lower level, still valid"
            )
        case .nominationLetter:
            Bilingual(vi: "Văn bản đề nghị của cấp dưới", en: "Nomination letter of the lower level")
        case .nominationList:
            Bilingual(vi: "Danh sách trích ngang", en: "Tabular list of nominated products")
        case .other: Bilingual(vi: "Giấy tờ khác", en: "Other paper")
        }
    }

    /// Whose paper it may be. What is the establishment's serves all its products.
    public func mayBelong(to owner: PaperOwner) -> Bool {
        switch (self, owner) {
        case (.legalStatus, let owner): owner == .establishment
        case (.foodSafety, _), (.qualityStandard, _), (.commendation, _), (.other, _): true
        case (_, let owner): owner == .product
        }
    }

    /// Somebody's act or certificate, which has a number, an issuer and a date.
    public var isEvidence: Bool {
        switch self {
        case .registrationForm, .productDescription, .photo, .nominationList, .other: false
        case .legalStatus, .qualityStandard, .foodSafety, .commendation, .lowerDecision, .lowerCertificate,
            .nominationLetter:
            true
        }
    }
}

/// Whose a paper is.
public enum PaperOwner: String, Hashable, Sendable, CaseIterable {
    case product, establishment
}
