import Crypto
import FoundationEssentials
public import RuralIndustry

/// A private Ed25519 key (RFC 8032): signs checkpoints, result bundles and what QR codes carry.
public struct SigningKey: Sendable {
    /// 32 secret bytes.
    private let seed: [UInt8]
    public let verifying: VerifyingKey

    /// A new key from the system's randomness.
    public init() {
        let key = Curve25519.Signing.PrivateKey()
        seed = Array(key.rawRepresentation)
        verifying = VerifyingKey(key.publicKey)
    }

    /// A key from its 32 secret bytes.
    ///
    /// - Throws: `signing-key-unreadable`.
    public init(seed: [UInt8]) throws(Violation) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            throw Self.unreadable
        }
        self.seed = seed
        verifying = VerifyingKey(key.publicKey)
    }

    /// Reads PKCS #8 in PEM, as this and OpenSSL write it.
    ///
    /// - Throws: `signing-key-unreadable`.
    public init(pem: String) throws(Violation) {
        guard let document = PEM.first(in: pem, label: PEM.privateLabel),
            let seed = PEM.key(document, after: PEM.privatePrefix)
        else { throw Self.unreadable }
        try self.init(seed: seed)
    }

    /// PKCS #8 in PEM: a secret.
    public var pem: String { PEM.text(PEM.privatePrefix + seed, label: PEM.privateLabel) }

    /// 64 bytes; the same message always gives the same ones.
    public func sign(_ message: [UInt8]) throws -> [UInt8] {
        Array(try Curve25519.Signing.PrivateKey(rawRepresentation: seed).signature(for: message))
    }

    private static let unreadable = Violation(
        "signing-key-unreadable", vi: "không đọc được khóa ký Ed25519 (PKCS #8, PEM)",
        en: "the Ed25519 signing key (PKCS #8, PEM) cannot be read")
}

/// A public Ed25519 key.
public struct VerifyingKey: Hashable, Sendable {
    /// 32 bytes.
    public let bytes: [UInt8]

    init(_ key: Curve25519.Signing.PublicKey) { bytes = Array(key.rawRepresentation) }

    /// Nil unless the bytes are a key.
    public init?(bytes: [UInt8]) {
        guard (try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)) != nil else { return nil }
        self.bytes = bytes
    }

    /// The first 16 hexadecimal digits of the key's SHA-256: what keys are called.
    public var id: String { String(SHA256Digest(of: bytes).hex.prefix(16)) }

    /// SubjectPublicKeyInfo in PEM, which OpenSSL reads.
    public var pem: String { PEM.text(PEM.publicPrefix + bytes, label: PEM.publicLabel) }

    /// The key as signed notes identify it: SHA-256(name ‖ LF ‖ 0x01 ‖ key), the first four bytes.
    func noteHash(name: String) -> [UInt8] {
        Array(SHA256Digest(of: Array(name.utf8) + [0x0A, 0x01] + bytes).bytes.prefix(4))
    }

    public func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard signature.count == 64,
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
        else { return false }
        return key.isValidSignature(signature, for: message)
    }
}

/// The textual form of keys (RFC 7468), of Ed25519 only (RFC 8410).
enum PEM {
    static let privateLabel = "PRIVATE KEY"
    static let publicLabel = "PUBLIC KEY"
    /// The DER before the 32 bytes of a key.
    static let privatePrefix: [UInt8] = [
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ]
    static let publicPrefix: [UInt8] = [
        0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
    ]

    static func text(_ document: [UInt8], label: String) -> String {
        "-----BEGIN \(label)-----\n\(Base64.text(document))\n-----END \(label)-----\n"
    }

    static func first(in text: String, label: String) -> [UInt8]? {
        let lines = text.split(whereSeparator: \.isNewline).map(String.init)
        guard let begin = lines.firstIndex(of: "-----BEGIN \(label)-----"),
            let end = lines[begin...].firstIndex(of: "-----END \(label)-----")
        else { return nil }
        return Base64.bytes(lines[(begin + 1)..<end].joined())
    }

    static func key(_ document: [UInt8], after prefix: [UInt8]) -> [UInt8]? {
        document.starts(with: prefix) && document.count == prefix.count + 32
            ? Array(document.dropFirst(prefix.count)) : nil
    }
}
