public import RuralIndustry

/// What a registry has sealed up to a moment, in a signed text to be kept outside: printed, sent to the archive, put on
/// another machine. Given it later, nothing before it can have been changed without being found.
///
/// The text is a C2SP tlog-checkpoint (origin, size and root of the Merkle tree) with two lines more: the length and head
/// of the audit chain, and the time.
public struct Checkpoint: Hashable, Sendable {
    public static let origin = "cnnt/registry"

    /// Leaves of the tree over results and certificates.
    public let treeSize: Int
    public let root: SHA256Digest
    /// Length and head of the audit chain.
    public let chain: HashChain
    /// `2026-11-20T08:30:00+07:00`.
    public let time: String

    public init(treeSize: Int, root: SHA256Digest, chain: HashChain, time: Instant) {
        self.treeSize = treeSize
        self.root = root
        self.chain = chain
        self.time = time.iso
    }

    /// Six lines, each with its line feed.
    public var text: String {
        """
        \(Self.origin)
        \(treeSize)
        \(Base64.text(root.bytes))
        chain \(chain.length) \(chain.head.hex)
        time \(time)

        """
    }

    public func signed(by key: SigningKey) throws -> SignedNote { try SignedNote(text: text, signedBy: key) }

    /// Reads the text of a note.
    ///
    /// - Throws: `checkpoint-malformed`.
    public init(text: String) throws(Violation) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count == 6, lines[0] == Self.origin, let size = Int(lines[1]), size >= 0,
            String(size) == lines[1], let root = Base64.bytes(lines[2]).flatMap(SHA256Digest.init(bytes:)),
            let (length, head) = Self.chain(lines[3]), lines[4].hasPrefix("time "), lines[5].isEmpty
        else {
            throw Violation(
                "checkpoint-malformed",
                vi: "đây không phải là điểm kiểm chứng mà `cnnt audit checkpoint` ghi ra",
                en: "this is no checkpoint as `cnnt audit checkpoint` writes it")
        }
        treeSize = size
        self.root = root
        chain = HashChain(length: length, head: head)
        time = String(lines[4].dropFirst("time ".count))
    }

    private static func chain(_ line: String) -> (Int64, SHA256Digest)? {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[0] == "chain", let length = Int64(words[1]), length >= 0,
            String(length) == words[1], let head = try? SHA256Digest(hex: String(words[2]))
        else { return nil }
        return (length, head)
    }
}
