/// The hash tree of RFC 6962 §2.1 over a list that only grows: its root commits to every leaf and their order, and proofs
/// of a few hashes show that a leaf is in it, or that an older tree is its beginning.
public struct MerkleTree: Sendable {
    /// The hashes of the leaves, in order.
    public private(set) var leaves: [SHA256Digest]

    public init(leafHashes: [SHA256Digest] = []) { leaves = leafHashes }

    public init(of contents: some Sequence<[UInt8]>) { leaves = contents.map(Self.leafHash) }

    public var size: Int { leaves.count }

    public var root: SHA256Digest { Self.root(leaves[...]) }

    public mutating func append(_ content: [UInt8]) { leaves.append(Self.leafHash(content)) }

    /// The root that the tree had when it had so many leaves; nil if it never had.
    public func root(atSize size: Int) -> SHA256Digest? {
        (0...leaves.count).contains(size) ? Self.root(leaves[..<size]) : nil
    }

    /// The audit path of a leaf in the tree of the first `size` leaves (§2.1.1); nil if it is not among them.
    public func inclusionPath(of index: Int, size: Int) -> [SHA256Digest]? {
        guard index >= 0, index < size, size <= leaves.count else { return nil }
        return Self.path(index, leaves[..<size])
    }

    /// What shows that the first `old` leaves are the beginning of the first `new` (§2.1.2); nil for sizes of which the
    /// RFC defines none.
    public func consistencyPath(from old: Int, to new: Int) -> [SHA256Digest]? {
        guard old > 0, old <= new, new <= leaves.count else { return nil }
        return Self.subproof(old, leaves[..<new], isWhole: true)
    }

    // MARK: Hashes

    /// SHA-256(0x00 ‖ content): leaves and nodes can never be taken for each other.
    public static func leafHash(_ content: [UInt8]) -> SHA256Digest { SHA256Digest(of: [0] + content) }

    static func nodeHash(_ left: SHA256Digest, _ right: SHA256Digest) -> SHA256Digest {
        SHA256Digest(of: [1] + left.bytes + right.bytes)
    }

    private static func root(_ leaves: ArraySlice<SHA256Digest>) -> SHA256Digest {
        guard let first = leaves.first else { return SHA256Digest(of: []) }
        guard leaves.count > 1 else { return first }
        let (left, right) = halves(leaves)
        return nodeHash(root(left), root(right))
    }

    private static func path(_ index: Int, _ leaves: ArraySlice<SHA256Digest>) -> [SHA256Digest] {
        guard leaves.count > 1 else { return [] }
        let (left, right) = halves(leaves)
        return index < left.count
            ? path(index, left) + [root(right)] : path(index - left.count, right) + [root(left)]
    }

    private static func subproof(
        _ old: Int, _ leaves: ArraySlice<SHA256Digest>, isWhole: Bool
    ) -> [SHA256Digest] {
        if old == leaves.count { return isWhole ? [] : [root(leaves)] }
        let (left, right) = halves(leaves)
        return old <= left.count
            ? subproof(old, left, isWhole: isWhole) + [root(right)]
            : subproof(old - left.count, right, isWhole: false) + [root(left)]
    }

    /// Splits two leaves or more at the largest power of two that is less than their number.
    private static func halves(
        _ leaves: ArraySlice<SHA256Digest>
    ) -> (ArraySlice<SHA256Digest>, ArraySlice<SHA256Digest>) {
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        return (leaves.prefix(split), leaves.dropFirst(split))
    }
}
