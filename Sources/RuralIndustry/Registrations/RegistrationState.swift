/// Where an establishment's own registration stands.
///
/// `waiting → confirmed | refused | lapsed`: an officer settles it, or nobody does within the term.
public enum RegistrationState: String, Hashable, Sendable, CaseIterable {
    case waiting, confirmed, refused, lapsed

    public var name: Bilingual {
        switch self {
        case .waiting: Bilingual(vi: "đang chờ xác nhận", en: "waiting")
        case .confirmed: Bilingual(vi: "đã xác nhận", en: "confirmed")
        case .refused: Bilingual(vi: "đã từ chối", en: "refused")
        case .lapsed: Bilingual(vi: "quá hạn, không được xử lý", en: "lapsed")
        }
    }
}

/// How long what a registration says of people is kept. Our choice: the law wants it no longer than it is needed
/// (Law 91/2025/QH15).
public enum RegistrationTerms {
    /// Days after it was settled: long enough to see why it was refused and to send another.
    public static let settledDays = 30
    /// Days that a registration waits to be settled.
    public static let waitingDays = 180
}
