/// A sentence that people read, in Vietnamese first and in English beside it.
public struct Bilingual: Hashable, Sendable {
    public let vi: String
    public let en: String

    public init(vi: String, en: String) {
        self.vi = vi
        self.en = en
    }

    public func text(in language: Language) -> String {
        switch language {
        case .vietnamese: vi
        case .english: en
        }
    }
}

/// The two languages of the interface; Vietnamese is the default everywhere.
public enum Language: String, Hashable, Sendable {
    case vietnamese = "vi"
    case english = "en"
}
