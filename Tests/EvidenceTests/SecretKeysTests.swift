import Evidence
import RuralIndustry
import Testing

@Suite("Keys that secrets are enciphered with")
struct SecretKeysTests {
    private static let secret: [UInt8] = Array(1...20)

    @Test("a secret opens for whom it was enciphered, whole, with its own key, and otherwise not at all")
    func round() throws {
        let keys = try SecretKeys(parsing: "# của dịch vụ\n\n" + SecretKeys.newLine())
        let sealed = try keys.seal(Self.secret, for: "account/1")
        #expect(sealed.keyID == keys.currentID && sealed.bytes.count == 48)
        #expect(keys.open(sealed, for: "account/1") == Self.secret)
        #expect(keys.open(sealed, for: "account/12") == nil)
        #expect(try keys.seal(Self.secret, for: "account/1") != sealed, "never twice the same")
        for index in sealed.bytes.indices {
            var bytes = sealed.bytes
            bytes[index] ^= 1
            #expect(keys.open(SecretKeys.Sealed(keyID: sealed.keyID, bytes: bytes), for: "account/1") == nil)
        }
        for bytes in [[], [0], Array(sealed.bytes.dropLast())] {
            #expect(keys.open(SecretKeys.Sealed(keyID: sealed.keyID, bytes: bytes), for: "account/1") == nil)
        }
        let others = try SecretKeys(parsing: SecretKeys.newLine())
        #expect(others.open(sealed, for: "account/1") == nil)
        let named = SecretKeys.Sealed(keyID: others.currentID, bytes: sealed.bytes)
        #expect(others.open(named, for: "account/1") == nil)
    }

    @Test("the first key of a file enciphers, the others still open")
    func replaced() throws {
        let (old, new) = (SecretKeys.newLine(), SecretKeys.newLine())
        let sealed = try SecretKeys(parsing: old).seal(Self.secret, for: "x")
        let both = try SecretKeys(parsing: new + old)
        #expect(both.open(sealed, for: "x") == Self.secret)
        #expect(both.currentID != sealed.keyID)
        #expect(try SecretKeys(parsing: new).open(sealed, for: "x") == nil)
    }

    @Test(
        "what is no file of keys says so, at its line",
        arguments: [
            ("", nil), ("# nothing\n", nil), ("AAAA\n", 1), ("# x\n\nkhông phải\n", 3),
            (String(repeating: "A", count: 43), 1),
        ] as [(String, Int?)])
    func unreadable(_ text: String, _ line: Int?) {
        let violation = #expect(throws: Violation.self) { try SecretKeys(parsing: text) }
        #expect(violation?.code == "secret-key-unreadable" && violation?.place.row == line)
    }
}
