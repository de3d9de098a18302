import Evidence
import RuralIndustry
import Testing

@Suite("Keys, signed notes and checkpoints")
struct SigningTests {
    /// RFC 8032 §7.1, test 2.
    private static let seed = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
    private static let publicKey = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    private static let signature =
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex)
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...($0 + 1)]), radix: 16)
        }
    }

    private static func key() throws -> SigningKey { try SigningKey(seed: bytes(seed)) }

    @Test("signatures are those of RFC 8032, and the same each time")
    func vector() throws {
        let key = try Self.key()
        #expect(key.verifying.bytes == Self.bytes(Self.publicKey))
        #expect(try key.sign([0x72]) == Self.bytes(Self.signature))
        #expect(key.verifying.verifies(Self.bytes(Self.signature), of: [0x72]))
        #expect(!key.verifying.verifies(Self.bytes(Self.signature), of: [0x73]))
        #expect(!key.verifying.verifies([], of: [0x72]))
    }

    @Test("a key survives its PEM, private and public")
    func pem() throws {
        let key = try Self.key()
        #expect(try SigningKey(pem: key.pem).verifying == key.verifying)
        #expect(try TrustedKeys(parsing: key.verifying.pem).keys.map(\.key) == [key.verifying])
        // what openssl makes of the same seed
        #expect(
            key.verifying.pem
                == "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=\n-----END PUBLIC KEY-----\n"
        )
        #expect(throws: Violation.self) { try SigningKey(pem: key.verifying.pem) }
        #expect(throws: Violation.self) { try TrustedKeys(parsing: key.pem) }
        #expect(throws: Violation.self) { try TrustedKeys(parsing: "") }
    }

    @Test("a list of trusted keys keeps the day from which one is revoked")
    func trusted() throws {
        let (first, second) = (SigningKey().verifying, SigningKey().verifying)
        let keys = TrustedKeys([
            TrustedKeys.Entry(first, revokedFrom: try Day(iso: "2026-05-01")), TrustedKeys.Entry(second),
        ])
        let read = try TrustedKeys(parsing: "Các khóa của Sở\n" + keys.text)
        #expect(read == keys)
        #expect(read[second]?.revokedFrom == nil)
        #expect(read[SigningKey().verifying] == nil)
    }

    private static let checkpoint = Checkpoint(
        treeSize: 3, root: MerkleTree(of: [[1], [2], [3]]).root,
        chain: HashChain(length: 5, head: SHA256Digest(of: [7])), time: Instant(microsecondsSince1970: 0))

    @Test("a checkpoint survives being written and read, and is signed by the key it names")
    func note() throws {
        let key = try Self.key()
        let note = try SignedNote(try Self.checkpoint.signed(by: key).description)
        #expect(try Checkpoint(text: note.text) == Self.checkpoint)
        #expect(note.signer(among: TrustedKeys([TrustedKeys.Entry(key.verifying)]))?.key == key.verifying)
        #expect(note.signer(among: TrustedKeys([TrustedKeys.Entry(SigningKey().verifying)])) == nil)
        #expect(note.signer(among: TrustedKeys()) == nil)
    }

    @Test("changing any one character of a checkpoint breaks it")
    func everyCharacter() throws {
        let key = try Self.key()
        let keys = TrustedKeys([TrustedKeys.Entry(key.verifying)])
        let text = Array(try Self.checkpoint.signed(by: key).description.utf8)
        for place in text.indices {
            var altered = text
            altered[place] = altered[place] == UInt8(ascii: "x") ? UInt8(ascii: "y") : UInt8(ascii: "x")
            guard let note = try? SignedNote(String(decoding: altered, as: UTF8.self)) else { continue }
            #expect(note.signer(among: keys) == nil, "byte \(place)")
        }
    }

    @Test(
        "what is no checkpoint is refused",
        arguments: [
            "", "cnnt/registry\n", "other\n3\nAA==\nchain 1 00\ntime x\n",
            "cnnt/registry\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nchain 0 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\ntime x\n",
            "cnnt/registry\n03\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nchain 0 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\ntime x\n",
            "cnnt/registry\n3\n47DEQpj8HBSa\nchain 0 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\ntime x\n",
        ])
    func malformed(_ text: String) {
        #expect(throws: Violation.self) { try Checkpoint(text: text) }
        #expect(throws: Violation.self) { try SignedNote(text) }
    }

    @Test("proofs survive being written, and hold only for what they are of")
    func proofs() throws {
        let key = try Self.key()
        let tree = MerkleTree(of: ["một", "hai", "ba"].map { Array($0.utf8) })
        func note(_ size: Int) throws -> SignedNote {
            try Checkpoint(
                treeSize: size, root: tree.root(atSize: size) ?? .zero, chain: HashChain(),
                time: Instant(microsecondsSince1970: 0)
            ).signed(by: key)
        }
        let proof = InclusionProof(
            content: "hai", index: 1, path: tree.inclusionPath(of: 1, size: 3) ?? [], checkpoint: try note(3))
        #expect(try InclusionProof(JSONValue(parsing: proof.json.text)) == proof)
        #expect(proof.holds)
        #expect(
            !InclusionProof(content: "hay", index: 1, path: proof.path, checkpoint: proof.checkpoint).holds)
        #expect(
            !InclusionProof(content: "hai", index: 0, path: proof.path, checkpoint: proof.checkpoint).holds)
        let growth = ConsistencyProof(
            old: try note(2), new: try note(3), path: tree.consistencyPath(from: 2, to: 3) ?? [])
        #expect(try ConsistencyProof(JSONValue(parsing: growth.json.text)) == growth)
        #expect(growth.holds)
        #expect(!ConsistencyProof(old: growth.new, new: growth.old, path: growth.path).holds)
    }

    @Test("a chain's head depends on every link and their order")
    func chain() {
        func head(_ links: [String]) -> SHA256Digest {
            var chain = HashChain()
            for link in links { chain.append(link) }
            return chain.head
        }
        let whole = head(["a", "b", "c"])
        for other in [["a", "b"], ["b", "a", "c"], ["a", "x", "c"], ["a", "b", "c", "d"], ["ab", "c"]] {
            #expect(head(other) != whole)
        }
        #expect(HashChain().head == .zero)
    }
}
