import RuralIndustry

/// What a provider says of who signed in there (OpenID Connect Core 1.0, 2), signed as a JWS in its compact form (RFC 7515).
struct IDToken {
    private let header: JSONValue
    private let claims: JSONValue
    private let signed: [UInt8]
    private let signature: [UInt8]

    /// The key that it says it is signed with.
    var keyID: String? { header["kid"]?.string }

    /// - Throws: `openid-token`.
    init(parsing text: String) throws(Violation) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= 64 * 1024, parts.count == 3, let head = Base64URL.bytes(parts[0]),
            let body = Base64URL.bytes(parts[1]), let signature = Base64URL.bytes(parts[2]),
            let header = try? JSONValue(parsing: head), let claims = try? JSONValue(parsing: body)
        else { throw .tokenRefused("the ID token cannot be read") }
        self.header = header
        self.claims = claims
        self.signature = signature
        signed = Array(text.utf8.prefix(parts[0].utf8.count + 1 + parts[1].utf8.count))
    }

    /// Checks all that OpenID Connect Core 1.0, 3.1.3.7, asks for.
    ///
    /// - Parameter seconds: now, since 1970. Clocks may differ by a minute.
    /// - Throws: `openid-token`.
    func identity(
        signedBy keys: [SigningKey], issuer: String, client: String, nonce: String,
        atSecondsSince1970 seconds: Int64
    ) throws(Violation) -> ProviderIdentity {
        // a header that has to be understood is understood by nobody here (RFC 7515, 4.1.11)
        guard header["crit"] == nil else { throw .tokenRefused("the ID token asks for an extension") }
        let fitting = keys.filter {
            $0.algorithm == header["alg"]?.string && (keyID == nil || $0.id == keyID)
        }
        guard fitting.contains(where: { $0.hasSigned(signed, signature) }) else {
            throw .tokenRefused("the ID token is not signed with a key of the provider")
        }
        guard claims["iss"]?.string == issuer else {
            throw .tokenRefused("the ID token is of another issuer")
        }
        let audience = claims["aud"]?.array?.map(\.string) ?? [claims["aud"]?.string]
        guard audience.contains(client), claims["azp"].map({ $0.string == client }) ?? (audience.count == 1)
        else { throw .tokenRefused("the ID token is for another client") }
        guard case .integer(let end)? = claims["exp"], seconds - Self.leeway < end else {
            throw .tokenRefused("the ID token has expired")
        }
        guard case .integer(let start)? = claims["iat"], start <= seconds + Self.leeway,
            start >= seconds - Self.longest
        else { throw .tokenRefused("the ID token was not issued just now") }
        guard claims["nonce"]?.string == nonce else {
            throw .tokenRefused("the ID token was issued for another sign-in")
        }
        guard let subject = claims["sub"]?.string, (1...255).contains(subject.utf8.count) else {
            throw .tokenRefused("the ID token does not say whom it is about")
        }
        return ProviderIdentity(issuer: issuer, subject: subject)
    }

    private static let leeway: Int64 = 60
    /// It comes straight from the provider: an older one was kept by somebody.
    private static let longest: Int64 = 600
}

extension Violation {
    /// - Parameter reason: for the log and for who runs the service; the person is told that it did not work.
    static func tokenRefused(_ reason: String) -> Violation {
        Violation(
            "openid-token", vi: "câu trả lời của nơi đăng nhập không hợp lệ: \(reason)",
            en: "the provider's answer does not hold: \(reason)")
    }
}
