/// In whose place the signatory of an official paper signs (NĐ 30/2020/NĐ-CP, Phụ lục I). None is written where the
/// head of an authority signs for himself.
public enum SigningCapacity: String, Hashable, Sendable, CaseIterable {
    case onBehalf = "tm"
    case forHead = "kt"
    case byOrder = "tl"
    case byAuthorisation = "tuq"

    /// What stands before the title: `TM.`
    public var mark: String { rawValue.uppercased() + "." }

    public var meaning: Bilingual {
        switch self {
        case .onBehalf: Bilingual(vi: "thay mặt", en: "on behalf of the body")
        case .forHead: Bilingual(vi: "ký thay", en: "in place of the head")
        case .byOrder: Bilingual(vi: "thừa lệnh", en: "by order")
        case .byAuthorisation: Bilingual(vi: "thừa ủy quyền", en: "by authorisation")
        }
    }

    /// Reads `TM.`, `TM` or `tm`.
    public init(_ text: String) throws(Violation) {
        let key = (text.last == "." ? text.dropLast() : text[...]).lowercased()
        guard let capacity = Self(rawValue: key) else {
            throw Violation(
                "signing-capacity-unknown",
                vi: "\(Text.quoted(text)) không phải là quyền hạn ký; dùng TM., KT., TL. hoặc TUQ.",
                en: "\(Text.quoted(text)) is not a signing capacity; use TM., KT., TL. or TUQ.")
        }
        self = capacity
    }
}
