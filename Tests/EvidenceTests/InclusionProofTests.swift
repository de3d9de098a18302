import Evidence
import RuralIndustry
import Testing

@Suite("Proofs as files")
struct InclusionProofTests {
    private static let key = SigningKey()
    private static let contents = (0..<7).map { "{\"kind\":\"certificate\",\"number\":\"\($0)\"}" }
    private static let tree = MerkleTree(of: contents.map { Array($0.utf8) })

    private static func note(size: Int, root: SHA256Digest) throws -> SignedNote {
        try Checkpoint(
            treeSize: size, root: root, chain: HashChain(), time: Instant(microsecondsSince1970: 0)
        )
        .signed(by: key)
    }

    private static func proof(of index: Int, size: Int) throws -> InclusionProof {
        InclusionProof(
            content: contents[index], index: index,
            path: try #require(tree.inclusionPath(of: index, size: size)),
            checkpoint: try note(size: size, root: try #require(tree.root(atSize: size))))
    }

    @Test("a proof that was written is read again as it was, and holds")
    func written() throws {
        for size in 1...7 {
            for index in 0..<size {
                let proof = try Self.proof(of: index, size: size)
                #expect(proof.holds)
                let read = try InclusionProof(JSONValue(parsing: Array(proof.json.text.utf8)))
                #expect(read == proof && read.holds)
            }
        }
    }

    @Test(
        "what RFC 6962 gives no proof of does not hold: a leaf beyond the tree, an empty tree, a path too short or long"
    )
    func degenerate() throws {
        let whole = try Self.proof(of: 2, size: 7)
        func holds(
            _ content: String? = nil, _ index: Int? = nil, _ path: [SHA256Digest]? = nil,
            _ note: SignedNote? = nil
        ) -> Bool {
            InclusionProof(
                content: content ?? whole.content, index: index ?? whole.index, path: path ?? whole.path,
                checkpoint: note ?? whole.checkpoint
            ).holds
        }
        #expect(holds())
        #expect(!holds(Self.contents[3]))
        for index in [-1, 0, 1, 3, 6, 7, 8, .max, .min] { #expect(!holds(nil, index), "\(index)") }
        #expect(!holds(nil, nil, []))
        #expect(!holds(nil, nil, Array(whole.path.dropLast())))
        #expect(!holds(nil, nil, whole.path + [.zero]))
        #expect(!holds(nil, nil, whole.path.reversed()))
        // the trees before it, and the root of seven under sizes whose paths are of another length
        for size in 0...6 {
            let older = try Self.note(size: size, root: try #require(Self.tree.root(atSize: size)))
            #expect(!holds(nil, nil, nil, older), "\(size)")
        }
        for size in [0, 1, 2, 3, 4, 9, 1 << 40, .max] {
            let other = try Self.note(size: size, root: Self.tree.root)
            #expect(!holds(nil, nil, nil, other), "\(size)")
        }
        let empty = try Self.note(size: 0, root: MerkleTree().root)
        #expect(!holds("", 0, [], empty))
        let one = try Self.note(size: 1, root: MerkleTree.leafHash(Array(Self.contents[0].utf8)))
        #expect(holds(Self.contents[0], 0, [], one))
        #expect(!holds(Self.contents[0], 1, [], one))
        #expect(!holds(Self.contents[0], 0, [.zero], one))
    }

    @Test("a file that is no proof is refused in words, never taken for one")
    func malformed() throws {
        let good = try Self.proof(of: 2, size: 7).json.text
        for (old, new) in [
            ("cnnt-inclusion-proof/1", "cnnt-inclusion-proof/2"), ("\"index\":2", "\"index\":\"2\""),
            ("\"path\":[", "\"path\":[7,"), ("\"path\":[", "\"path\":[\"00\","),
            ("\"content\"", "\"inhalt\""),
            ("cnnt/registry", "other/registry"), ("\\n7\\n", "\\n07\\n"), ("\\n7\\n", "\\n-7\\n"),
        ] {
            let changed = good.replacing(old, with: new)
            #expect(changed != good, "\(old)")
            let holds = (try? InclusionProof(JSONValue(parsing: Array(changed.utf8))))?.holds ?? false
            #expect(!holds, "\(new)")
        }
    }
}
