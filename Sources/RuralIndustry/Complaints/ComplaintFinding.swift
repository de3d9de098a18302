/// What the council found when it answered a complaint.
public enum ComplaintFinding: String, CaseIterable, Hashable, Sendable {
    case upheld, partly, rejected

    public var name: Bilingual {
        switch self {
        case .upheld: Bilingual(vi: "khiếu nại đúng", en: "upheld")
        case .partly: Bilingual(vi: "khiếu nại đúng một phần", en: "partly upheld")
        case .rejected: Bilingual(vi: "không chấp nhận khiếu nại", en: "rejected")
        }
    }
}

/// Where a complaint stands: `open → answered` or `open → withdrawn`, and there it stays.
public enum ComplaintState: String, CaseIterable, Hashable, Sendable {
    case open, answered, withdrawn

    public var name: Bilingual {
        switch self {
        case .open: Bilingual(vi: "chưa trả lời", en: "open")
        case .answered: Bilingual(vi: "đã trả lời", en: "answered")
        case .withdrawn: Bilingual(vi: "đã rút", en: "withdrawn")
        }
    }
}
