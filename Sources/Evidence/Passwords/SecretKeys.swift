import Crypto
import FoundationEssentials
public import RuralIndustry

/// What keeps secrets that cannot be kept as a hash: they are enciphered (ChaCha20-Poly1305, RFC 8439) with a key that lies beside the
/// database and in no backup of it, so that whoever reads the database alone reads none of them.
///
/// Kept as a file of lines, each 32 bytes in base 64: the first key enciphers, the others still decipher what was enciphered with them.
public struct SecretKeys: Sendable {
    /// A secret as it is kept.
    public struct Sealed: Hashable, Sendable {
        /// Of the key that opens it.
        public let keyID: String
        /// Nonce, cipher and tag: 28 more bytes than the secret has.
        public let bytes: [UInt8]

        public init(keyID: String, bytes: [UInt8]) {
            self.keyID = keyID
            self.bytes = bytes
        }
    }

    private static let length = 32

    /// The one that enciphers first.
    private let keys: [(id: String, key: SymmetricKey)]

    /// What a file of keys says; blank lines and those that begin with `#` are passed over.
    ///
    /// - Throws: `secret-key-unreadable` with the line.
    public init(parsing text: String) throws(Violation) {
        var keys: [(id: String, key: SymmetricKey)] = []
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let line = line.filter { !$0.isWhitespace }
            if line.isEmpty || line.hasPrefix("#") { continue }
            guard let bytes = Base64.bytes(line), bytes.count == Self.length else {
                throw Self.unreadable(Place(row: index + 1))
            }
            keys.append((Self.id(of: bytes), SymmetricKey(data: bytes)))
        }
        guard !keys.isEmpty else { throw Self.unreadable(Place()) }
        self.keys = keys
    }

    /// A new key as a line of the file: a secret.
    public static func newLine() -> String {
        Base64.text(SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }) + "\n"
    }

    /// What the key that enciphers is called: 16 hexadecimal digits, which tell nothing of it.
    public var currentID: String { keys[0].id }

    /// Enciphers a secret.
    ///
    /// - Parameter owner: what it is for, and whose it is: what was enciphered for another does not open.
    public func seal(_ secret: [UInt8], for owner: String) throws -> Sealed {
        let box = try ChaChaPoly.seal(secret, using: keys[0].key, authenticating: Array(owner.utf8))
        return Sealed(keyID: currentID, bytes: Array(box.combined))
    }

    /// The secret; nil: none of these keys, another owner, or not as it was written.
    public func open(_ sealed: Sealed, for owner: String) -> [UInt8]? {
        guard let key = keys.first(where: { $0.id == sealed.keyID })?.key,
            let box = try? ChaChaPoly.SealedBox(combined: sealed.bytes),
            let secret = try? ChaChaPoly.open(box, using: key, authenticating: Array(owner.utf8))
        else { return nil }
        return Array(secret)
    }

    private static func id(of key: [UInt8]) -> String {
        String(SHA256Digest(of: Array("cnnt-secret-key/1\n".utf8) + key).hex.prefix(16))
    }

    private static func unreadable(_ place: Place) -> Violation {
        Violation(
            "secret-key-unreadable",
            vi:
                "không phải là tệp khóa: mỗi dòng là 32 byte ở dạng base 64; tạo một dòng bằng head -c 32 /dev/urandom | base64",
            en:
                "this is no file of keys: each line has 32 bytes in base 64; head -c 32 /dev/urandom | base64 makes one",
            at: place)
    }
}
