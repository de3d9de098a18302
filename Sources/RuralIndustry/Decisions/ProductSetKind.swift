/// The three lawful ways in which products of one establishment make a set (TT 26/2014/TT-BCT Đ3).
public enum ProductSetKind: String, Hashable, Sendable, CaseIterable {
    /// Share design and use, in different materials.
    case material
    /// Differ in design, share use and material.
    case design
    /// Differ, but combine with each other.
    case combination

    public var name: Bilingual {
        switch self {
        case .material:
            Bilingual(
                vi: "cùng kiểu dáng, công dụng, khác chất liệu",
                en: "same design and use, different materials")
        case .design:
            Bilingual(
                vi: "khác kiểu dáng, cùng công dụng, chất liệu",
                en: "different designs, same use and material")
        case .combination:
            Bilingual(vi: "khác nhau nhưng kết hợp với nhau", en: "different products that combine")
        }
    }
}
