/// Whether an award may be used on a day.
public enum AwardStatus: String, CaseIterable, Hashable, Sendable {
    case live
    case expired
    case revoked
    /// Another certificate of the same award took its place after a correction.
    case replaced
    /// Its last day is not on record, so that it cannot be told.
    case unknown

    public var name: Bilingual {
        switch self {
        case .live: Bilingual(vi: "còn hiệu lực", en: "live")
        case .expired: Bilingual(vi: "hết hiệu lực", en: "expired")
        case .revoked: Bilingual(vi: "đã bị thu hồi", en: "revoked")
        case .replaced: Bilingual(vi: "đã được thay thế", en: "replaced")
        case .unknown: Bilingual(vi: "chưa rõ thời hạn", en: "term unknown")
        }
    }
}

/// The life of an award: from its issue to its last day or its revocation (TT 26/2014 Đ17, Đ20).
public struct AwardTerm: Hashable, Sendable {
    public let issuedOn: Day
    /// The last day on which it is valid, itself included; nil: not on record.
    public let validTo: Day?
    /// From this day on it is revoked.
    public let revokedOn: Day?
    /// From this day on another certificate stands in its place. It is not both revoked and replaced.
    public let replacedOn: Day?

    public init(issuedOn: Day, validTo: Day?, revokedOn: Day? = nil, replacedOn: Day? = nil) {
        self.issuedOn = issuedOn
        self.validTo = validTo
        self.revokedOn = revokedOn
        self.replacedOn = replacedOn
    }

    /// Nil before the day of issue. A revocation or a replacement stays what is said of it, even after the term would have
    /// ended.
    public func status(on day: Day) -> AwardStatus? {
        if day < issuedOn { return nil }
        if let revokedOn, revokedOn <= day { return .revoked }
        if let replacedOn, replacedOn <= day { return .replaced }
        guard let validTo else { return .unknown }
        return day <= validTo ? .live : .expired
    }
}
