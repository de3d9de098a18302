public import RuralIndustry

/// The code under which anyone can look up a certificate: 16 random characters that cannot be guessed, and a check
/// character. Typed codes may have lower-case letters, hyphens, blanks, O for 0 and I or L for 1.
public struct VerificationCode: Hashable, Sendable {
    /// 17 characters of Crockford's base 32, without hyphens: what is stored and put into addresses.
    public let text: String

    /// How many random bytes make a code: 80 bits.
    public static let byteCount = 10

    /// Nil unless there are ten bytes; they come from a source of randomness for keys.
    public init?(randomBytes bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        let values = Base32.values(of: bytes)
        text = Base32.text(values + [Base32.check(of: values)])
    }

    /// Reads a typed or scanned code.
    ///
    /// - Throws: `verification-code-malformed` for what is no such code at all, `verification-code-check` for a code
    ///   with a slip of the pen.
    public init(_ typed: String) throws(Violation) {
        let characters = typed.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: " ") }
        let values = characters.compactMap(Base32.value)
        guard values.count == characters.count, values.count == 17 else {
            throw Violation(
                "verification-code-malformed",
                vi:
                    "\(Text.quoted(typed)) không phải là mã tra cứu; mã gồm 17 chữ và số như in trên Giấy chứng nhận",
                en:
                    "\(Text.quoted(typed)) is not a verification code; it has 17 letters and digits, as on the certificate"
            )
        }
        guard Base32.check(of: values.dropLast()) == values.last else {
            throw Violation(
                "verification-code-check",
                vi:
                    "Mã tra cứu \(Text.quoted(typed)) gõ sai một ký tự; hãy đối chiếu lại với Giấy chứng nhận",
                en: "Verification code \(Text.quoted(typed)) is mistyped; compare it with the certificate")
        }
        text = Base32.text(values)
    }

    /// `7K3M-9QXT-0V5C-H2J8P`, for people.
    public var grouped: String {
        var groups: [Substring] = []
        var rest = text[...]
        while rest.utf8.count > 5 {
            groups.append(rest.prefix(4))
            rest = rest.dropFirst(4)
        }
        return (groups + [rest]).joined(separator: "-")
    }
}

extension VerificationCode: CustomStringConvertible {
    public var description: String { grouped }
}
