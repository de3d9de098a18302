public import RuralIndustry

/// A text with a signature below it that people can read: C2SP signed-note. The text ends with a line feed; after an empty
/// line comes `— NAME BASE64(key hash ‖ signature)`.
public struct SignedNote: Hashable, Sendable {
    public let text: String
    public let keyName: String
    let keyHash: [UInt8]
    let signature: [UInt8]

    public init(text: String, signedBy key: SigningKey) throws {
        self.text = text
        keyName = "cnnt-" + key.verifying.id
        keyHash = key.verifying.noteHash(name: keyName)
        signature = try key.sign(Array(text.utf8))
    }

    /// Reads a note with one signature.
    ///
    /// - Throws: `note-malformed`.
    public init(_ note: String) throws(Violation) {
        let malformed = Violation(
            "note-malformed", vi: "văn bản không có chữ ký ở cuối như phải có (— TÊN CHỮ-KÝ)",
            en: "the text does not end with a signature as it must (— NAME SIGNATURE)")
        let lines = note.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        // text…, empty, signature, nothing after the last line feed
        guard lines.count >= 4, lines[lines.count - 1].isEmpty, lines[lines.count - 3].isEmpty else {
            throw malformed
        }
        let words = lines[lines.count - 2].split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[0] == "—", !words[1].isEmpty, let blob = Base64.bytes(words[2]),
            blob.count == 68
        else { throw malformed }
        text = lines.dropLast(3).joined(separator: "\n") + "\n"
        keyName = String(words[1])
        keyHash = Array(blob.prefix(4))
        signature = Array(blob.dropFirst(4))
    }

    /// The trusted key whose signature this is; nil if it is none of theirs or does not fit the text.
    public func signer(among keys: TrustedKeys) -> TrustedKeys.Entry? {
        keys.keys.first {
            $0.key.noteHash(name: keyName) == keyHash && $0.key.verifies(signature, of: Array(text.utf8))
        }
    }

    /// Whether the note names one of these keys, whatever its signature is worth.
    public func names(oneOf keys: TrustedKeys) -> Bool {
        keys.keys.contains { $0.key.noteHash(name: keyName) == keyHash }
    }
}

extension SignedNote: CustomStringConvertible {
    public var description: String { "\(text)\n— \(keyName) \(Base64.text(keyHash + signature))\n" }
}
