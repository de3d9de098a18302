import Crypto
import CryptoExtras
import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import ServiceLifecycle

/// A provider of OpenID Connect of the tests' own, on a real socket: it signs in whoever asks as the same person, and lies as it is
/// told to.
actor LocalProvider {
    /// What it does wrong.
    enum Lie: String, CaseIterable {
        case anotherIssuer, anotherAudience, severalAudiences, expired, issuedLongAgo, issuedLater, endless,
            anotherNonce, noSubject
        case unsigned, signedByAnother, signedWithPublicKey, alteredClaims, unknownKey, extensionNeeded,
            halfAToken
        case noToken, noJSON, enormous
    }

    static let client = "cnnt-test"
    static let secret = "m\u{1EAD}t kh\u{1EA9}u: &+"

    private let key: _RSA.Signing.PrivateKey
    private let elliptic = P256.Signing.PrivateKey()
    private let stranger: _RSA.Signing.PrivateKey
    /// Made once for all providers of a process: finding the primes of one takes seconds of a busy machine.
    private static let keys = Result {
        (
            own: try _RSA.Signing.PrivateKey(keySize: .bits2048),
            stranger: try _RSA.Signing.PrivateKey(keySize: .bits2048)
        )
    }
    private var keyName = "2026-11"
    private var usesElliptic = false
    private(set) var lie: Lie?
    private(set) var port = 0
    /// The seconds since 1970 that it believes in.
    private let now: Int64
    private var codes: [String: (nonce: String, challenge: String, subject: String)] = [:]
    private(set) var keysRead = 0

    init(now: Int64) throws {
        self.now = now
        (key, stranger) = try Self.keys.get()
    }

    nonisolated func issuer(_ port: Int) -> String { "http://127.0.0.1:\(port)/realm" }

    func lying(_ lie: Lie?) { self.lie = lie }

    func changeKey() {
        keyName += "x"
        usesElliptic.toggle()
    }

    /// Runs it for as long as a test needs it.
    static func run(
        now: Int64, _ body: @escaping @Sendable (LocalProvider, _ issuer: String) async throws -> Void
    )
        async throws
    {
        let provider = try LocalProvider(now: now)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let router = Router()
        router.get("/realm/.well-known/openid-configuration") { _, _ in await provider.configuration() }
        router.get("/realm/keys") { _, _ in try await provider.keys() }
        router.post("/realm/token") { request, _ in
            let body = String(buffer: try await request.body.collect(upTo: 65_536))
            return try await provider.token(body, request.headers[.authorization] ?? "")
        }
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: .silent)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(services: [application], logger: .silent))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            tasks.addTask {
                for await number in ports {
                    await provider.listen(number)
                    let result: Result<Void, any Error>
                    do { result = .success(try await body(provider, provider.issuer(number))) } catch {
                        result = .failure(error)
                    }
                    await group.triggerGracefulShutdown()
                    try result.get()
                    break
                }
            }
            try await tasks.waitForAll()
        }
    }

    private func listen(_ port: Int) { self.port = port }

    /// Somebody signs in at the address that they were sent to; where they are sent back to.
    func signIn(at address: String, as subject: String = "nguoi-1") -> String {
        let query = URLComponents(string: address)?.queryItems ?? []
        func value(_ name: String) -> String { query.first { $0.name == name }?.value ?? "" }
        let code = UUID().uuidString
        codes[code] = (value("nonce"), value("code_challenge"), subject)
        return "\(value("redirect_uri"))?code=\(code)&state=\(value("state"))"
    }

    private func configuration() -> String {
        let issuer = issuer(port)
        return """
            {"issuer": "\(lie == .anotherIssuer ? "http://127.0.0.1:1/other" : issuer)",
             "authorization_endpoint": "\(issuer)/authorize?tenant=1", "token_endpoint": "\(issuer)/token", "jwks_uri": "\(issuer)/keys"}
            """
    }

    private func keys() throws -> String {
        keysRead += 1
        if usesElliptic {
            let raw = elliptic.publicKey.rawRepresentation
            return """
                {"keys": [{"kty": "EC", "crv": "P-256", "use": "sig", "kid": "\(keyName)",
                  "x": "\(Self.base64(raw.prefix(32)))", "y": "\(Self.base64(raw.suffix(32)))"}]}
                """
        }
        let numbers = try key.publicKey.getKeyPrimitives()
        return """
            {"keys": [{"kty": "oct", "k": "AAAA"}, {"kty": "RSA", "use": "enc", "kid": "\(keyName)", "n": "AQAB", "e": "AQAB"},
              {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "\(keyName)",
               "n": "\(Self.base64(numbers.modulus))", "e": "\(Self.base64(numbers.publicExponent))"}]}
            """
    }

    private func token(_ body: String, _ authorization: String) throws -> Response {
        var components = URLComponents()
        components.percentEncodedQuery = body
        func value(_ name: String) -> String { components.queryItems?.first { $0.name == name }?.value ?? "" }
        let user = [Self.client, Self.secret].map {
            $0.addingPercentEncoding(
                withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "-_.~"))) ?? ""
        }.joined(separator: ":")
        guard authorization == "Basic " + Data(user.utf8).base64EncodedString(),
            let held = codes.removeValue(forKey: value("code")), value("grant_type") == "authorization_code",
            Self.base64(SHA256.hash(data: Data(value("code_verifier").utf8))) == held.challenge
        else { return answer(#"{"error": "invalid_grant"}"#, .badRequest) }
        switch lie {
        case .noToken: return answer(#"{"access_token": "x"}"#)
        case .noJSON: return answer("<html>")
        case .enormous: return answer(#"{"id_token": ""# + String(repeating: "x", count: 400_000) + #""}"#)
        default:
            let text = try idToken(nonce: held.nonce, subject: held.subject)
            return answer(#"{"access_token": "x", "token_type": "Bearer", "id_token": "\#(text)"}"#)
        }
    }

    private func idToken(nonce: String, subject: String) throws -> String {
        let id = lie == .unknownKey ? "made-up" : keyName
        let algorithm =
            switch lie {
            case .unsigned: "none"
            case .signedWithPublicKey: "HS256"
            default: usesElliptic ? "ES256" : "RS256"
            }
        let head =
            #"{"alg": "\#(algorithm)", "kid": "\#(id)"\#(lie == .extensionNeeded ? #", "crit": ["b64"]"# : "")}"#
        let audience =
            switch lie {
            case .anotherAudience: #""other""#
            case .severalAudiences: #"["\#(Self.client)", "other"]"#
            default: #""\#(Self.client)""#
            }
        let issued =
            switch lie {
            case .issuedLongAgo: now - 3600
            case .issuedLater: now + 3600
            // numbers with which nothing may be counted
            case .endless: Int64.min
            default: now
            }
        let end = lie == .expired ? now - 61 : lie == .endless ? Int64.max : now + 300
        var claims = """
            {"iss": "\(issuer(port))", "aud": \(audience), "exp": \(end), "iat": \(issued),
             "nonce": "\(lie == .anotherNonce ? "other" : nonce)"\(lie == .noSubject ? "" : #", "sub": "\#(subject)""#)}
            """
        let signed = "\(Self.base64(Data(head.utf8))).\(Self.base64(Data(claims.utf8)))"
        let signature: Data =
            switch lie {
            case .unsigned: Data()
            case .signedWithPublicKey:
                Data(
                    HMAC<SHA256>.authenticationCode(
                        for: Data(signed.utf8),
                        using: SymmetricKey(data: Data(key.publicKey.pemRepresentation.utf8))))
            case .signedByAnother: try Self.signature(of: signed, by: stranger)
            default:
                usesElliptic
                    ? try elliptic.signature(for: Data(signed.utf8)).rawRepresentation
                    : try Self.signature(of: signed, by: key)
            }
        switch lie {
        case .halfAToken: return signed
        case .alteredClaims:
            claims = claims.replacingOccurrences(of: subject, with: "nguoi-2")
            return
                "\(Self.base64(Data(head.utf8))).\(Self.base64(Data(claims.utf8))).\(Self.base64(signature))"
        default: return "\(signed).\(Self.base64(signature))"
        }
    }

    private static func signature(of text: String, by key: _RSA.Signing.PrivateKey) throws -> Data {
        try key.signature(for: SHA256.hash(data: Data(text.utf8)), padding: .insecurePKCS1v1_5)
            .rawRepresentation
    }

    private nonisolated func answer(_ text: String, _ status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private static func base64(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }
}
