extension ProductGroupID {
    /// The four groups of TT 26/2014/TT-BCT Đ5, which a product in the registry belongs to; a regulation
    /// names its own.
    public static let ofLaw: [ProductGroupID] = [.handicraft, .food, .machinery, .other]

    /// What the law calls the group; nil for a group that only some regulation knows. News calls the second
    /// “… và đồ uống” too: the same group.
    public var lawName: Bilingual? {
        switch self {
        case .handicraft: Bilingual(vi: "thủ công mỹ nghệ", en: "handicraft")
        case .food:
            Bilingual(
                vi: "chế biến nông, lâm, thủy sản và thực phẩm",
                en: "processed agricultural, forestry and aquatic products and food")
        case .machinery:
            Bilingual(
                vi: "thiết bị, máy móc, dụng cụ và phụ tùng cơ khí",
                en: "equipment, machinery, tools and mechanical parts")
        case .other: Bilingual(vi: "các sản phẩm khác", en: "other products")
        default: nil
        }
    }

    /// Reads one of the four. Violation: `product-group-unknown`.
    public init(ofLaw text: String) throws(Violation) {
        let group = ProductGroupID(rawValue: text)
        guard Self.ofLaw.contains(group) else {
            let known = Self.ofLaw.map(\.rawValue).joined(separator: ", ")
            throw Violation(
                "product-group-unknown",
                vi: "\(Text.quoted(text)) không phải là một trong các nhóm: \(known)",
                en: "\(Text.quoted(text)) is not one of the groups: \(known)")
        }
        self = group
    }
}
