/// A list of texts in which every link's hash covers everything before it: what was chained cannot be changed, taken out,
/// put in or moved without every later hash changing.
public struct HashChain: Hashable, Sendable {
    /// How many links there are.
    public private(set) var length: Int64
    /// The hash of the last link.
    public private(set) var head: SHA256Digest

    /// The chain without links; its head is 32 zero bytes.
    public init() {
        length = 0
        head = .zero
    }

    /// The chain up to a link that is known.
    public init(length: Int64, head: SHA256Digest) {
        self.length = length
        self.head = head
    }

    /// Adds a link: its hash is SHA-256(hash of the link before ‖ content in UTF-8).
    public mutating func append(_ content: String) {
        head = SHA256Digest(of: head.bytes + Array(content.utf8))
        length += 1
    }
}
