import Evidence
import FoundationEssentials
import RuralIndustry
import Testing

@Suite("SHA-256")
struct SHA256DigestTests {
    @Test(
        "the digest is that of FIPS 180-4",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ])
    func vectors(text: String, hex: String) throws {
        let digest = SHA256Digest(of: text.utf8)
        #expect(digest.hex == hex)
        #expect(digest.bytes.count == 32)
        #expect(try SHA256Digest(hex: hex.uppercased()) == digest)
    }

    @Test(
        "what is no digest is refused",
        arguments: ["", "ab", String(repeating: "g", count: 64), String(repeating: "0", count: 65)])
    func refuses(text: String) {
        let violation = #expect(throws: Violation.self) { try SHA256Digest(hex: text) }
        #expect(violation?.code == "sha256-malformed")
    }

    @Test("a draw by lot is the order of SHA-256(seed ‖ 0x00 ‖ entry code), as anyone can compute it")
    func draw() throws {
        let layer = try RegulationLayer(
            parsing: Array(
                #"""
                {"id": "x", "criteria": [{"id": "a", "max": "10"}],
                 "scoring": {"pipeline": [{"sum": "criteria"}, {"mean": "judges"}], "ties": ["draw"]}}
                """#.utf8))
        let marks = try ["001", "002", "003", "004"].map {
            Mark(entry: $0, judge: "J1", criterion: "a", content: .value(try ExactDecimal("5")))
        }
        let tally = try Tally(
            of: marks, rules: Regulation.resolve([layer]), seed: Array("hạt giống".utf8),
            sha256: { SHA256Digest(of: $0).bytes })
        // printf 'hạt giống\0%s' 001 | sha256sum, and so on for the others.
        #expect(tally.lines.map(\.entry) == ["001", "002", "004", "003"])
        #expect(tally.lines.map(\.rank) == [1, 2, 3, 4])
    }
}
