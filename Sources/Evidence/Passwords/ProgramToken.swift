/// What a program shows to be let in: `cnnt_`, a secret of 256 random bits and a checksum. Of it the registry keeps the hash
/// alone.
///
/// The beginning is what scanners for leaked secrets look for, and the checksum tells them, without asking anybody, whether what
/// they found is one: the first 30 bits of the SHA-256 of what stands before it, as six characters.
public struct ProgramToken: Hashable, Sendable {
    public static let prefix = "cnnt_"

    /// 63 characters.
    public let text: String

    public init() { self.init(secret: SecretToken()) }

    private init(secret: SecretToken) {
        let unchecked = Self.prefix + secret.text
        text = unchecked + Self.checksum(of: unchecked)
    }

    /// Nil for what is no such token, without a look into the registry.
    public init?(_ text: String) {
        guard text.hasPrefix(Self.prefix),
            let secret = SecretToken(String(text.dropFirst(Self.prefix.utf8.count).prefix(52)))
        else { return nil }
        self.init(secret: secret)
        guard self.text == text else { return nil }
    }

    /// What is kept, and found again by.
    public var hash: SHA256Digest { SHA256Digest(of: text.utf8) }

    private static func checksum(of text: String) -> String {
        Base32.text(Array(Base32.values(of: SHA256Digest(of: text.utf8).bytes).prefix(6)))
    }
}
