import Evidence
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Checkpoints that were signed and kept")
struct SignedCheckpointTests {
    private static let now = Instant(microsecondsSince1970: 1_700_000_000_000_000)

    private static func notes(_ test: TestRegistry) async throws -> [String] {
        try await test.asOwner {
            try $0.values("SELECT note FROM signed_checkpoint ORDER BY signed_checkpoint_id", as: String.self)
        }
    }

    @Test(
        "what is signed is kept to the byte, with who signed it; where nothing was added nothing is signed again"
    )
    func kept() async throws {
        try await TestRegistry.run { test in
            let round = try await test.decided(entries: 3, recognised: 2)
            _ = try await round.issue()
            let key = try await test.signingKey()
            func issued(_ key: SigningKey) async throws -> SignedNote {
                try await test.registry.certificateCheckpoint(
                    ofRound: round.id, signedBy: key, at: Self.now, as: test.viewer)
            }
            let first = try await issued(key)
            #expect(try Checkpoint(text: first.text).treeSize == 3)
            #expect(try await issued(key) == first)
            let number = try #require(try await round.certificates().first?.number)
            let proof = try await test.registry.proof(
                ofCertificate: number, signedBy: key, at: Self.now, as: test.viewer)
            #expect(proof.checkpoint == first && proof.holds)
            #expect(try await Self.notes(test) == [first.description])
            // asked for, a new one is signed: its chain is longer
            let asked = try await test.registry.auditCheckpoint(signedBy: key, at: Self.now, as: test.viewer)
            #expect(asked != first)
            // another key vouches for what it signed itself
            let other = try await issued(try await test.signingKey())
            #expect(try await Self.notes(test) == [first, asked, other].map(\.description))
            let events = try await test.asOwner { session in
                try session.query(
                    """
                    SELECT actor || ' ' || action AS act FROM audit_event JOIN signed_checkpoint USING (audit_id)
                    ORDER BY audit_id
                    """
                ) { try $0("act", as: String.self) }
            }
            #expect(
                events == [
                    "kiểm thử certificate.issue", "kiểm thử audit.seal", "kiểm thử certificate.issue",
                ])
        }
    }

    @Test("a key that the registry does not know signs no checkpoint, and nothing is kept")
    func unknownKey() async throws {
        try await TestRegistry.run { test in
            await expectRefusal("inconsistent") {
                _ = try await test.registry.auditCheckpoint(
                    signedBy: SigningKey(), at: Self.now, as: test.viewer)
            }
            let notes = try await Self.notes(test)
            #expect(notes.isEmpty)
        }
    }

    @Test(
        "the database keeps nothing as signed that is not the state of this registry, or that the note does not say"
    )
    func wall() async throws {
        try await TestRegistry.run { test in
            _ = try await test.closed(totals: [90, 80])
            let key = try await test.signingKey()
            let note = try await test.registry.auditCheckpoint(signedBy: key, at: Self.now, as: test.viewer)
            let real = try Checkpoint(text: note.text)
            func keep(
                _ size: Int, _ root: SHA256Digest, _ chain: HashChain, note: ((SignedNote) -> String)? = nil
            ) async throws {
                let checkpoint = Checkpoint(treeSize: size, root: root, chain: chain, time: Self.now)
                let signed = try checkpoint.signed(by: key)
                let text = note?(signed) ?? signed.description
                try await test.asProgram { session in
                    try session.beginAudit()
                    try session.execute(
                        """
                        INSERT INTO signed_checkpoint (tree_size, root, chain_length, chain_head, key_id, signed_on, note)
                        VALUES (\(Int64(size)), \(Bytes(root.bytes)), \(chain.length), \(Bytes(chain.head.bytes)),
                          \(key.verifying.id), \(Self.now.vietnameseDay), \(text))
                        """)
                }
            }
            try await keep(real.treeSize, real.root, real.chain)
            try await keep(0, MerkleTree().root, HashChain())
            for (size, root, chain) in [
                (real.treeSize, SHA256Digest.zero, real.chain), (real.treeSize + 1, real.root, real.chain),
                (0, real.root, real.chain), (0, SHA256Digest.zero, real.chain),
                (real.treeSize, real.root, HashChain(length: real.chain.length, head: .zero)),
                (real.treeSize, real.root, HashChain(length: real.chain.length + 9, head: real.chain.head)),
                (real.treeSize, real.root, HashChain(length: 0, head: real.chain.head)),
            ] {
                await expectDatabaseError("23000", constraint: "signed_checkpoint_of_registry") {
                    try await keep(size, root, chain)
                }
            }
            let changes: [@Sendable (SignedNote) -> String] = [
                { $0.text }, { $0.description + "x\n" }, { "x" + $0.description },
                { $0.description.replacing("— cnnt-", with: "— cnnt-0") },
                { $0.description.replacing("time 2023", with: "time 2024") },
                { $0.description.replacing("\n1\n", with: "\n2\n") },
            ]
            for change in changes {
                await expectDatabaseError("23514", constraint: "signed_checkpoint_note_form") {
                    try await keep(real.treeSize, real.root, real.chain, note: change)
                }
            }
        }
    }

    @Test("the database computes the roots of trees of every size as the program does")
    func roots() async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            try await test.tamper { session in
                try session.script(
                    """
                    INSERT INTO evidence_leaf (leaf_index, kind, record_id, content, hash)
                    SELECT n, 'result', n, 'lá ' || n, sha256('\\x00'::bytea || convert_to('lá ' || n, 'UTF8'))
                    FROM generate_series(0, 129) n
                    """)
            }
            let tree = MerkleTree(of: (0...129).map { Array("lá \($0)".utf8) })
            let found = try await test.asOwner { session in
                try session.query(
                    "SELECT tree_size, encode(root, 'hex') AS root FROM tree_roots(\((Int64(-1)...131).map { $0 })) ORDER BY 1"
                ) { (size: try $0("tree_size", as: Int64.self), root: try $0("root", as: String.self)) }
            }
            #expect(found.map(\.size) == (0...130).map { $0 })
            for (size, root) in found { #expect(tree.root(atSize: Int(size))?.hex == root, "\(size)") }
            let single = try await test.asOwner {
                try $0.values("SELECT encode(root, 'hex') FROM tree_roots('{77,77}')", as: String.self)
            }
            #expect(single == [tree.root(atSize: 77)?.hex])
            let none = try await test.asOwner {
                try $0.values("SELECT encode(root, 'hex') FROM tree_roots('{}')", as: String.self)
            }
            #expect(none.isEmpty)
        }
    }

    @Test("a tree that was altered under a kept checkpoint is found by the invariant, and gives no proof")
    func altered() async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            let round = try await test.decided(entries: 2)
            _ = try await round.issue()
            let key = try await test.signingKey()
            _ = try await test.registry.certificateCheckpoint(
                ofRound: round.id, signedBy: key, at: Self.now, as: test.viewer)
            #expect(try await test.brokenInvariants().isEmpty)
            let number = try #require(try await round.certificates().first?.number)
            try await test.tamper {
                try $0.script(
                    "UPDATE evidence_leaf SET content = 'x', hash = sha256('\\x0078') WHERE leaf_index = 0")
            }
            #expect(try await test.brokenInvariants().map(\.name) == ["checkpoint-of-registry"])
            await #expect(throws: IntegrityFailure.self) {
                _ = try await test.registry.proof(
                    ofCertificate: number, signedBy: key, at: Self.now, as: test.viewer)
            }
        }
    }
}
