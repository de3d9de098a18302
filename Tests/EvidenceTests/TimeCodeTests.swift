import Testing

@testable import Evidence

@Suite("Codes that count time")
struct TimeCodeTests {
    private static let known = TimeCode(secret: Array("12345678901234567890".utf8))

    /// RFC 6238, appendix B, of which eight digits are printed there: the last six are these.
    @Test(
        "are those of the standard",
        arguments: [
            (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
            (2_000_000_000, "279037"), (20_000_000_000, "353130"),
        ] as [(Int64, String)])
    func vectors(_ seconds: Int64, _ code: String) {
        #expect(Self.known.code(at: TimeCode.step(ofSecondsSince1970: seconds)) == code)
    }

    @Test("are taken half a minute early and late, each once, and nothing else is")
    func window() {
        let present: Int64 = 40_000_000
        let seconds = present * TimeCode.period + 7
        func step(_ typed: String, after last: Int64? = nil) -> Int64? {
            Self.known.step(of: typed, atSecondsSince1970: seconds, after: last)
        }
        for distance in Int64(-3)...3 {
            let code = Self.known.code(at: present + distance)
            #expect(step(code) == (abs(distance) <= 1 ? present + distance : nil), "\(distance)")
        }
        let code = Self.known.code(at: present)
        #expect(step(" \(code.prefix(3)) \(code.suffix(3)) ") == present)
        #expect(
            step(code, after: present) == nil && step(code, after: present + 1) == nil
                && step(code, after: present - 1) == present)
        for typed in ["", "0", code + "0", "abcdef", String(code.reversed()) + "x"] {
            #expect(step(typed) == nil)
        }
    }

    @Test("their secret is written as applications read it (RFC 4648)")
    func text() {
        #expect(Self.known.text == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        #expect(
            Self.known.address(issuer: "CNNT", login: "can.bo").hasPrefix(
                "otpauth://totp/CNNT:can.bo?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=CNNT"))
        #expect(TimeCode() != TimeCode() && TimeCode().secret.count == 20)
    }

    @Test("a recovery code is read as it was written down, in any case, with its hyphens or without")
    func recovery() throws {
        let code = RecoveryCode()
        #expect(code.text.utf8.count == 19 && RecoveryCode(code.text) == code)
        let typed = code.text.lowercased().replacing("-", with: " ").replacing("0", with: "o")
        #expect(RecoveryCode(typed)?.hash == code.hash)
        #expect(RecoveryCode() != code)
        for typed in [
            "", "1234", code.text + "1", code.text.replacing("-", with: "_"), "UUUU-UUUU-UUUU-UUUU",
        ] {
            #expect(RecoveryCode(typed) == nil, "\(typed)")
        }
    }
}
