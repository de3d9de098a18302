import Crypto

/// What one sign-in through a provider is told apart by: each of 256 random bits.
public struct SignInSecrets: Hashable, Sendable {
    /// Comes back with the browser: which sign-in it is (RFC 6749, 10.12).
    public let state: String
    /// Comes back in the token: that it was made for this sign-in.
    public let nonce: String
    /// Shown when the code is exchanged: whoever steals the code does not have it (RFC 7636).
    public let verifier: String

    public init() {
        state = Self.random()
        nonce = Self.random()
        verifier = Self.random()
    }

    /// The verifier's hash, which goes ahead.
    var challenge: String { Base64URL.text(SHA256.hash(data: Array(verifier.utf8))) }

    private static func random() -> String {
        Base64URL.text(SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) })
    }
}
