/// What a rule answers from what the registry knows.
public enum Verdict: String, CaseIterable, Hashable, Sendable {
    case yes
    case no
    /// The text of the law leaves it open, or the registry does not hold what the text asks for.
    case cannotTell = "cannot-tell"

    public var name: Bilingual {
        switch self {
        case .yes: Bilingual(vi: "có", en: "yes")
        case .no: Bilingual(vi: "không", en: "no")
        case .cannotTell: Bilingual(vi: "chưa xác định được", en: "cannot tell")
        }
    }

    /// All must hold: one no decides, whatever is not known of the others.
    static func all(_ verdicts: [Verdict]) -> Verdict {
        verdicts.contains(.no) ? .no : verdicts.contains(.cannotTell) ? .cannotTell : .yes
    }

    /// One is enough: one yes decides, whatever is not known of the others.
    static func any(_ verdicts: [Verdict]) -> Verdict {
        verdicts.contains(.yes) ? .yes : verdicts.contains(.cannotTell) ? .cannotTell : .no
    }
}
