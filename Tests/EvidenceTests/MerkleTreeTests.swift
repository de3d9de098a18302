import Evidence
import Testing

@Suite("The hash tree of results and certificates (RFC 6962)")
struct MerkleTreeTests {
    /// The leaves and roots of the reference implementation of Certificate Transparency.
    private static let leaves: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
        Array(0x50...0x57), Array(0x60...0x6F),
    ]
    private static let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    @Test("the roots are those of the reference implementation", arguments: 0...8)
    func referenceRoots(_ size: Int) {
        #expect(MerkleTree(of: Self.leaves.prefix(size)).root.hex == Self.roots[size])
        #expect(MerkleTree(of: Self.leaves).root(atSize: size)?.hex == Self.roots[size])
    }

    @Test("its proofs are those of the reference implementation")
    func referenceProofs() {
        let tree = MerkleTree(of: Self.leaves)
        #expect(
            tree.inclusionPath(of: 5, size: 8)?.map(\.hex) == [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ])
        #expect(
            tree.consistencyPath(from: 6, to: 8)?.map(\.hex) == [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ])
    }

    private static let grown = MerkleTree(of: (0..<64).map { [UInt8($0)] })

    private static func root(_ size: Int) -> SHA256Digest { grown.root(atSize: size) ?? .zero }

    @Test(
        "every leaf of every tree of up to 64 is proved, and no other place, size or root by the same proof")
    func inclusion() throws {
        for size in 1...64 {
            let root = Self.root(size)
            for index in 0..<size {
                let path = try #require(Self.grown.inclusionPath(of: index, size: size))
                let leaf = Self.grown.leaves[index]
                func holds(
                    _ leaf: SHA256Digest, _ index: Int, _ size: Int, _ root: SHA256Digest,
                    _ path: [SHA256Digest]
                ) -> Bool { MerkleProof.includes(leaf, at: index, inTreeOf: size, root: root, path: path) }
                #expect(holds(leaf, index, size, root, path))
                #expect(!holds(Self.grown.leaves[(index + 1) % 64], index, size, root, path))
                #expect(!holds(leaf, index, size, .zero, path))
                #expect(!holds(leaf, index, size, root, path + [.zero]))
                if !path.isEmpty { #expect(!holds(leaf, index, size, root, Array(path.dropLast()))) }
                for place in path.indices {
                    var wrong = path
                    wrong[place] = .zero
                    #expect(!holds(leaf, index, size, root, wrong))
                }
                for other in 0..<size where other != index { #expect(!holds(leaf, other, size, root, path)) }
                #expect(!holds(leaf, size, size, root, path))
                #expect(!holds(leaf, -1, size, root, path))
                #expect(!holds(leaf, index, 0, root, path))
            }
        }
    }

    @Test("every tree of up to 64 is proved to grow from every smaller one, and from nothing else")
    func consistency() throws {
        for new in 1...64 {
            for old in 1...new {
                let path = try #require(Self.grown.consistencyPath(from: old, to: new))
                let (first, second) = (Self.root(old), Self.root(new))
                func holds(
                    _ old: Int, _ first: SHA256Digest, _ new: Int, _ second: SHA256Digest,
                    _ path: [SHA256Digest]
                ) -> Bool {
                    MerkleProof.isConsistent(old: old, oldRoot: first, new: new, newRoot: second, path: path)
                }
                #expect(holds(old, first, new, second, path))
                #expect(!holds(old, .zero, new, second, path))
                #expect(!holds(old, first, new, .zero, path))
                #expect(!holds(old, first, new, second, path + [.zero]))
                if !path.isEmpty {
                    #expect(!holds(old, first, new, second, Array(path.dropLast())))
                    #expect(!holds(old, first, new, second, []))
                }
                for place in path.indices {
                    var wrong = path
                    wrong[place] = .zero
                    #expect(!holds(old, first, new, second, wrong))
                }
                if old != new {
                    #expect(!holds(new, second, old, first, path), "a tree does not shrink")
                    #expect(!holds(old, second, new, second, path))
                }
            }
        }
    }

    @Test(
        "sizes that the RFC gives no proof for are refused: an empty older tree, negative sizes, a shrinking tree"
    )
    func degenerate() {
        let empty = MerkleTree()
        #expect(empty.consistencyPath(from: 0, to: 0) == nil)
        #expect(Self.grown.consistencyPath(from: 0, to: 8) == nil)
        #expect(Self.grown.consistencyPath(from: 9, to: 8) == nil)
        #expect(Self.grown.consistencyPath(from: 8, to: 65) == nil)
        #expect(Self.grown.inclusionPath(of: 8, size: 8) == nil)
        #expect(Self.grown.inclusionPath(of: 0, size: 0) == nil)
        #expect(Self.grown.inclusionPath(of: -1, size: 8) == nil)
        #expect(Self.grown.inclusionPath(of: 0, size: 65) == nil)
        #expect(Self.grown.root(atSize: 65) == nil)
        func holds(_ old: Int, _ new: Int, _ path: [SHA256Digest]) -> Bool {
            MerkleProof.isConsistent(
                old: old, oldRoot: Self.grown.root(atSize: old) ?? .zero, new: new,
                newRoot: Self.grown.root(atSize: new) ?? .zero, path: path)
        }
        #expect(!holds(0, 0, []))
        #expect(!holds(0, 8, []))
        #expect(!holds(0, 8, [Self.root(8)]))
        #expect(!holds(-1, 8, []))
        #expect(!holds(8, 4, []))
        #expect(holds(8, 8, []))
        #expect(!holds(8, 8, [Self.root(8)]), "equal sizes need no path and take none")
        #expect(!MerkleProof.includes(.zero, at: 0, inTreeOf: 0, root: empty.root, path: []))
        #expect(MerkleProof.includes(Self.root(1), at: 0, inTreeOf: 1, root: Self.root(1), path: []))
    }

    @Test("in large trees of any size, proofs of random places hold", arguments: 0..<8)
    func large(_ seed: UInt64) throws {
        var generator = SmallGenerator(state: seed)
        let size = 65 + Int(generator.next() % 3000)
        let tree = MerkleTree(of: (0..<size).map { [UInt8($0 & 255), UInt8($0 >> 8)] })
        for _ in 0..<20 {
            let new = 1 + Int(generator.next() % UInt64(size))
            let old = 1 + Int(generator.next() % UInt64(new))
            let root = try #require(tree.root(atSize: new))
            let path = try #require(tree.inclusionPath(of: old - 1, size: new))
            #expect(
                MerkleProof.includes(tree.leaves[old - 1], at: old - 1, inTreeOf: new, root: root, path: path)
            )
            #expect(
                MerkleProof.isConsistent(
                    old: old, oldRoot: try #require(tree.root(atSize: old)), new: new, newRoot: root,
                    path: try #require(tree.consistencyPath(from: old, to: new))))
        }
    }
}

/// Numbers that are the same on every run (Knuth, MMIX).
struct SmallGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}
