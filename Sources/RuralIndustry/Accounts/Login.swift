/// The name that somebody signs in with: lower-case ASCII, so that it is typed alike on every keyboard. An e-mail address is
/// one.
public struct Login: Hashable, Sendable {
    public let text: String

    /// Capital letters are taken for small ones. Violation: `login-form`.
    public init(_ raw: String) throws(Violation) {
        let bytes = raw.utf8.map(\.lowercasedASCII)
        let isOrdinary = bytes.allSatisfy { byte in
            byte.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || Self.marks.contains(byte)
        }
        guard (3...64).contains(bytes.count), isOrdinary,
            bytes.first.map({ !Self.marks.contains($0) }) == true
        else {
            throw Violation(
                "login-form",
                vi:
                    "\(Text.quoted(raw)) không dùng làm tên đăng nhập được: từ 3 đến 64 chữ không dấu, chữ số, và . _ - @,"
                    + " bắt đầu bằng chữ hoặc chữ số",
                en:
                    "\(Text.quoted(raw)) cannot be a login: 3 to 64 plain letters, digits, and . _ - @, beginning with"
                    + " a letter or digit")
        }
        text = String(decoding: bytes, as: UTF8.self)
    }

    private static let marks = Array("._-@".utf8)
}
