public import RuralIndustry

/// What a round's result rests on, in one file that a stranger can compute again: the parts, a manifest with their hashes,
/// and a signature over the manifest. The README has the format.
public struct ResultBundle: Sendable {
    /// What a bundle has in it, by when its round was closed.
    public enum Format: String, Hashable, Sendable, CaseIterable {
        /// Without meetings, votes and comments: of rounds that were closed before closing kept these.
        case first = "cnnt-result-bundle/1"
        case second = "cnnt-result-bundle/2"

        /// What every bundle of the format has; those of a corrected result have `corrections` as well.
        public var required: [Part] {
            let first: [Part] = [.round, .rules, .entries, .roster, .marks, .tally]
            return self == .first ? first : first + [.meetings, .comments]
        }

        /// What a bundle of the format may have.
        var allowed: [Part] {
            required + [.corrections, .decision] + (self == .first ? [] : [.votes])
        }
    }

    public let parts: [Part: JSONValue]
    /// The day on which the bundle was made.
    public let sealedOn: Day
    public let manifest: JSONValue
    public let signature: Signature?

    /// The pieces that are hashed by themselves.
    public enum Part: String, Hashable, Sendable, CaseIterable {
        case round, rules, entries, roster, meetings, marks, comments, tally, corrections, votes, decision
    }

    public struct Signature: Hashable, Sendable {
        public let key: VerifyingKey
        let value: [UInt8]
    }

    /// - Parameter key: nil makes an unsigned bundle.
    /// - Throws: `canonical-json-number` for a part that cannot be sealed.
    public init(parts: [Part: JSONValue], sealedOn: Day, signedBy key: SigningKey?) throws {
        self.parts = parts
        self.sealedOn = sealedOn
        var hashes: [String: JSONValue] = [:]
        for (part, document) in parts {
            hashes[part.rawValue] = .string(SHA256Digest(of: try CanonicalJSON.encode(document)).hex)
        }
        let manifest = Self.manifest(
            hashes: hashes, sealedOn: sealedOn, format: Self.format(of: parts))
        self.manifest = manifest
        signature = try key.map {
            Signature(key: $0.verifying, value: try $0.sign(try CanonicalJSON.encode(manifest)))
        }
    }

    init(parts: [Part: JSONValue], sealedOn: Day, manifest: JSONValue, signature: Signature?) {
        self.parts = parts
        self.sealedOn = sealedOn
        self.manifest = manifest
        self.signature = signature
    }

    public var format: Format { Self.format(of: parts) }

    private static func format(of parts: [Part: JSONValue]) -> Format {
        parts[.meetings] == nil ? .first : .second
    }

    static func manifest(hashes: [String: JSONValue], sealedOn: Day, format: Format) -> JSONValue {
        .object([
            "format": .string(format.rawValue), "parts": .object(hashes), "sealed_on": .string(sealedOn.iso),
        ])
    }

    /// The bundle's hash, as minutes print it: of the canonical manifest.
    public var hash: SHA256Digest { SHA256Digest(of: Array(manifest.text.utf8)) }

    public var json: JSONValue {
        .object([
            "format": .string(format.rawValue), "manifest": manifest,
            "parts": .object(
                Dictionary(uniqueKeysWithValues: parts.map { ($0.key.rawValue, $0.value) })),
            "signature": signature?.json ?? .null,
        ])
    }

    /// The file: canonical JSON and a line feed.
    public var bytes: [UInt8] { json.utf8 + [0x0A] }
}

extension ResultBundle.Signature {
    fileprivate static let algorithm = "Ed25519"

    var json: JSONValue {
        .object([
            "algorithm": .string(Self.algorithm), "key_id": .string(key.id),
            "public_key": .string(Base64.text(key.bytes)), "value": .string(Base64.text(value)),
        ])
    }

    /// Nil unless it is exactly what `json` writes.
    init?(_ json: JSONValue) {
        guard let key = json["public_key"]?.string.flatMap({ Base64.bytes($0) }).flatMap(VerifyingKey.init),
            let value = json["value"]?.string.flatMap({ Base64.bytes($0) })
        else { return nil }
        self.init(key: key, value: value)
        guard self.json == json else { return nil }
    }

    /// Whether the key in the file made it; whose key that is, it cannot say.
    func fits(_ manifest: JSONValue) -> Bool { key.verifies(value, of: Array(manifest.text.utf8)) }
}
