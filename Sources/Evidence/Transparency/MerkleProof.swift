/// Checking what a Merkle tree proves, from the proof and the roots alone (RFC 9162 §2.1.3.2 and §2.1.4.2, which verify
/// the proofs of RFC 6962).
///
/// Whatever the definitions do not give is refused: a leaf beyond the tree, an empty older tree, a shrinking tree, a path
/// that is too short or too long.
public enum MerkleProof {
    /// Whether the leaf with this hash is at `index` of the tree of `size` leaves with this root.
    public static func includes(
        _ leaf: SHA256Digest, at index: Int, inTreeOf size: Int, root: SHA256Digest, path: [SHA256Digest]
    ) -> Bool {
        guard index >= 0, index < size else { return false }
        var (place, last) = (index, size - 1)
        var hash = leaf
        for sibling in path {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                hash = MerkleTree.nodeHash(sibling, hash)
                climb(&place, &last)
            } else {
                hash = MerkleTree.nodeHash(hash, sibling)
            }
            (place, last) = (place >> 1, last >> 1)
        }
        return last == 0 && hash == root
    }

    /// Whether the tree of `old` leaves with its root is the beginning of the tree of `new` leaves with its root.
    public static func isConsistent(
        old: Int, oldRoot: SHA256Digest, new: Int, newRoot: SHA256Digest, path: [SHA256Digest]
    ) -> Bool {
        guard old > 0, old <= new else { return false }
        if old == new { return path.isEmpty && oldRoot == newRoot }
        // an old tree that is whole by itself is its own first node, which the path leaves out
        var nodes = (old & (old - 1) == 0 ? [oldRoot] : []) + path
        guard !path.isEmpty else { return false }
        var (place, last) = (old - 1, new - 1)
        while place & 1 == 1 { (place, last) = (place >> 1, last >> 1) }
        let first = nodes.removeFirst()
        var (oldHash, newHash) = (first, first)
        for node in nodes {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                oldHash = MerkleTree.nodeHash(node, oldHash)
                newHash = MerkleTree.nodeHash(node, newHash)
                climb(&place, &last)
            } else {
                newHash = MerkleTree.nodeHash(newHash, node)
            }
            (place, last) = (place >> 1, last >> 1)
        }
        return last == 0 && oldHash == oldRoot && newHash == newRoot
    }

    /// From a last node without a sibling, up to where it becomes a right child.
    private static func climb(_ place: inout Int, _ last: inout Int) {
        while place & 1 == 0, place != 0 { (place, last) = (place >> 1, last >> 1) }
    }
}
