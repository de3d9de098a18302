public import RuralIndustry

/// What can be said of a certificate's QR code with nothing but public keys and, at best, a list of revocations.
///
/// `valid` is said only where nothing is open: the signature is of a trusted key, no key leaked that could have forged it,
/// and a list that may still be relied on does not name it.
public enum OfflineStatus: Hashable, Sendable {
    /// Nobody revoked it by the day of the list.
    case valid(asOf: Day)
    case expired(on: Day)
    case revoked(by: String, on: Day)
    /// A certificate with another number stands in its place since a day, by an act.
    case replaced(by: String, act: String, on: Day)
    /// Genuine, but nothing is known of what happened after a day.
    case unknown(since: Day)
    /// None of the trusted keys made the signature, and none is said to have.
    case unknownKey
    /// The content was changed, or signed by somebody else in the name of a trusted key.
    case forged
    /// Signed by a key that leaked: forged, or of a day from which on the key is worth nothing.
    case leakedKey(from: Day)
}

extension SignedCertificateCode {
    /// - Parameters:
    ///   - list: a list whose signature the caller checked; it counts only if it covers the key of the code.
    ///   - today: the verifier's day; a clock that is behind the list is not believed.
    public func status(trusting keys: TrustedKeys, list: RevocationList?, on today: Day) -> OfflineStatus {
        guard let signer = signer(among: keys) else {
            return keys.keys.contains { isNamed($0.key) } ? .forged : .unknownKey
        }
        let today = max(today, list?.day ?? today)
        let list = list.flatMap { $0.covers(signer.key) ? $0 : nil }
        if let code, let revocation = list?.revocations[code], revocation.day <= today {
            return .revoked(by: revocation.act, on: revocation.day)
        }
        if let code, let newer = list?.replacements[code], newer.day <= today {
            return .replaced(by: newer.number, act: newer.act, on: newer.day)
        }
        if let leak = Self.leak(of: signer, list) {
            guard statement.issuedOn < leak else { return .leakedKey(from: leak) }
            // who has the key can backdate; only a list of what the authority signed itself settles it
            guard let list, list.leakedKeys[signer.key.id] != nil else { return .unknown(since: leak) }
            guard list.genuine.contains(hash) else { return .leakedKey(from: leak) }
        }
        if today > statement.validThrough { return .expired(on: statement.validThrough) }
        guard today >= statement.issuedOn, let list, list.day >= statement.issuedOn else {
            return .unknown(since: statement.issuedOn)
        }
        return today <= list.next ? .valid(asOf: list.day) : .unknown(since: list.day)
    }

    /// The earliest day that the verifier's keys or the list give for the leak.
    private static func leak(of signer: TrustedKeys.Entry, _ list: RevocationList?) -> Day? {
        [signer.revokedFrom, list?.leakedKeys[signer.key.id]].compactMap(\.self).min()
    }
}
