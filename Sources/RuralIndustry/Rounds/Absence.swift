/// Why there is no mark where one could be. Absent is not zero: to the arithmetic all four mean "no mark".
public enum Absence: String, Hashable, Sendable, CaseIterable {
    case absent
    case recused
    case notApplicable = "not-applicable"
    case spoiled

    public var name: Bilingual {
        switch self {
        case .absent: Bilingual(vi: "vắng mặt", en: "absent")
        case .recused: Bilingual(vi: "từ chối chấm do có lợi ích liên quan", en: "recused")
        case .notApplicable: Bilingual(vi: "không áp dụng", en: "not applicable")
        case .spoiled: Bilingual(vi: "phiếu hỏng", en: "spoiled")
        }
    }
}
