import Crypto
public import RuralIndustry

/// Another place where people sign in, through which they come in here too: any provider of OpenID Connect (Core 1.0, with the
/// authorization code flow and PKCE, RFC 7636).
///
/// Its addresses and keys are read when they are needed and kept for a while.
public actor Provider {
    /// How this service is known there.
    public struct Settings: Hashable, Sendable {
        /// `https://…`, as tokens name it.
        public let issuer: String
        public let client: String
        public let secret: String
        /// What people call it.
        public let name: String

        /// - Throws: `openid-settings`.
        public init(issuer: String, client: String, secret: String, name: String) throws(Violation) {
            guard ProviderAddress.isUsable(issuer), !issuer.contains("?") else {
                throw Violation(
                    "openid-settings", vi: "CNNT_OPENID_ISSUER phải là địa chỉ https",
                    en: "CNNT_OPENID_ISSUER must be an https address")
            }
            guard !client.isEmpty, !secret.isEmpty else {
                throw Violation(
                    "openid-settings", vi: "thiếu CNNT_OPENID_CLIENT hoặc CNNT_OPENID_SECRET",
                    en: "CNNT_OPENID_CLIENT or CNNT_OPENID_SECRET is missing")
            }
            self.issuer = issuer
            self.client = client
            self.secret = secret
            self.name =
                name.isEmpty
                ? ProviderAddress.origin(of: issuer).split(separator: "/").last.map(String.init) ?? issuer
                : name
        }
    }

    public nonisolated let settings: Settings
    /// Where people come back to: registered with the provider.
    public nonisolated let returnAddress: String

    private let clock: @Sendable () -> Instant
    private var kept: (metadata: Metadata, keys: [SigningKey], at: Instant)?

    /// - Parameter returnAddress: of this service, as its public address begins.
    public init(_ settings: Settings, returnAddress: String, clock: @escaping @Sendable () -> Instant) {
        self.settings = settings
        self.returnAddress = returnAddress
        self.clock = clock
    }

    /// Where a browser is sent to sign in.
    ///
    /// - Throws: `openid-provider`.
    public func address(for attempt: SignInSecrets) async throws -> String {
        let metadata = try await known().metadata
        return metadata.authorization + (metadata.authorization.contains("?") ? "&" : "?")
            + FormCoding.text([
                ("response_type", "code"), ("client_id", settings.client), ("redirect_uri", returnAddress),
                ("scope", "openid"), ("state", attempt.state), ("nonce", attempt.nonce),
                ("code_challenge", attempt.challenge), ("code_challenge_method", "S256"),
            ])
    }

    /// Who signed in, by the code that their browser brought back.
    ///
    /// - Throws: `openid-provider`, `openid-token`.
    public func identity(byCode code: String, nonce: String, verifier: String) async throws
        -> ProviderIdentity
    {
        let (status, bytes) = try await Fetch.run(
            FetchRequest(
                address: try await known().metadata.token,
                form: [
                    ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", returnAddress),
                    ("code_verifier", verifier),
                ], user: (settings.client, settings.secret)))
        guard status == 200, let answer = try? JSONValue(parsing: bytes),
            let text = answer["id_token"]?.string
        else { throw Violation.tokenRefused("no token was given for the code (status \(status))") }
        let token = try IDToken(parsing: text)
        var keys = try await known().keys
        // a provider changes its keys without notice: then they are read again, but not for every made-up name
        if let id = token.keyID, !keys.contains(where: { $0.id == id }) {
            keys = try await known(olderThan: Self.shortest).keys
        }
        return try token.identity(
            signedBy: keys, issuer: settings.issuer, client: settings.client, nonce: nonce,
            atSecondsSince1970: clock().secondsSince1970)
    }

    /// Its addresses and keys, read anew after a while.
    private func known(olderThan age: Int64 = longest) async throws -> (
        metadata: Metadata, keys: [SigningKey], at: Instant
    ) {
        if let kept, (0..<age).contains(clock().seconds(since: kept.at)) { return kept }
        let metadata = try Metadata(
            try await document(settings.issuer.trimmed("/") + "/.well-known/openid-configuration"),
            of: settings.issuer)
        let keys = SigningKey.all(of: try await document(metadata.keys))
        guard !keys.isEmpty else { throw Violation.providerSilent("it has no RSA or P-256 key to sign with") }
        let known = (metadata, keys, clock())
        kept = known
        return known
    }

    private func document(_ address: String) async throws -> JSONValue {
        let (status, bytes) = try await Fetch.run(FetchRequest(address: address))
        guard status == 200, let document = try? JSONValue(parsing: bytes) else {
            throw Violation.providerSilent("\(address) has status \(status) or no JSON")
        }
        return document
    }

    /// For how many seconds what was read is good, and for how many at least.
    private static let longest: Int64 = 600
    private static let shortest: Int64 = 10
}

extension String {
    fileprivate func trimmed(_ end: Character) -> String { last == end ? String(dropLast()) : self }
}

/// What a provider says of itself (OpenID Connect Discovery 1.0, 3).
struct Metadata: Sendable {
    let authorization: String
    let token: String
    let keys: String

    /// - Throws: `openid-provider`.
    init(_ json: JSONValue, of issuer: String) throws(Violation) {
        guard json["issuer"]?.string == issuer else {
            throw .providerSilent("its configuration names another issuer")
        }
        func address(_ key: String) throws(Violation) -> String {
            guard let text = json[key]?.string, ProviderAddress.isUsable(text) else {
                throw .providerSilent("its configuration has no usable \(key)")
            }
            return text
        }
        authorization = try address("authorization_endpoint")
        token = try address("token_endpoint")
        keys = try address("jwks_uri")
    }
}
