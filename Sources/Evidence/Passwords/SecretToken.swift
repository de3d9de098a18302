import Crypto

/// A secret of 256 random bits that somebody holds as text: who has it is let in. Of it the registry keeps the hash alone.
public struct SecretToken: Hashable, Sendable {
    /// 52 characters of Crockford's base 32, without hyphens.
    public let text: String

    public init() {
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        text = Base32.text(Base32.values(of: bytes))
    }

    /// Nil for what is no such secret. Nothing is forgiven: programs carry it.
    public init?(_ text: String) {
        guard text.utf8.count == 52, text.utf8.allSatisfy(Base32.alphabet.contains) else { return nil }
        self.text = text
    }

    /// What is kept, and found again by.
    public var hash: SHA256Digest { SHA256Digest(of: text.utf8) }
}
