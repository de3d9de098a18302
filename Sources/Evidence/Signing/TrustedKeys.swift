public import RuralIndustry

/// The public keys that a verifier trusts, as `cnnt key list --pem` prints them: PEM blocks one after the other, a key that
/// was revoked having a line `revoked-from: 2026-05-01` before it.
public struct TrustedKeys: Hashable, Sendable {
    public private(set) var keys: [Entry]

    public struct Entry: Hashable, Sendable {
        public let key: VerifyingKey
        /// Signatures of this day and later are worth nothing; nil: never revoked.
        public let revokedFrom: Day?

        public init(_ key: VerifyingKey, revokedFrom: Day? = nil) {
            self.key = key
            self.revokedFrom = revokedFrom
        }
    }

    public init(_ keys: [Entry] = []) { self.keys = keys }

    /// - Throws: `public-key-unreadable` if there is no key, or one that cannot be read.
    public init(parsing text: String) throws(Violation) {
        var keys: [Entry] = []
        var revokedFrom: Day?
        let lines = text.split(whereSeparator: \.isNewline).map(String.init)
        for (index, line) in lines.enumerated() {
            if line.hasPrefix("revoked-from: ") {
                revokedFrom = try Day(iso: String(line.dropFirst("revoked-from: ".count)))
            } else if line == "-----BEGIN \(PEM.publicLabel)-----" {
                let rest = lines[index...].joined(separator: "\n")
                guard let document = PEM.first(in: rest, label: PEM.publicLabel),
                    let bytes = PEM.key(document, after: PEM.publicPrefix),
                    let key = VerifyingKey(bytes: bytes)
                else { throw Self.unreadable }
                keys.append(Entry(key, revokedFrom: revokedFrom))
                revokedFrom = nil
            }
        }
        guard !keys.isEmpty else { throw Self.unreadable }
        self.keys = keys
    }

    public var text: String {
        keys.map { entry in
            (entry.revokedFrom.map { "revoked-from: \($0.iso)\n" } ?? "") + entry.key.pem
        }.joined()
    }

    /// Nil if the key is not among them.
    public subscript(key: VerifyingKey) -> Entry? { keys.first { $0.key == key } }

    public mutating func append(_ more: TrustedKeys) { keys += more.keys.filter { self[$0.key] == nil } }

    private static let unreadable = Violation(
        "public-key-unreadable", vi: "không đọc được khóa công khai Ed25519 (PEM) trong tệp",
        en: "the file has no readable Ed25519 public key (PEM)")
}
