/// A telephone number, read leniently: `+84 208 3855 123`, `(0208) 3855.123` and `02083855123` are the same.
public struct PhoneNumber: Hashable, Sendable {
    /// Vietnamese numbers with their leading zero (`02083855123`), service numbers as they are (`18001234`),
    /// foreign ones with `+`.
    public let text: String

    /// A leading zero that a spreadsheet lost is put back. Violation: `phone-unreadable`.
    public init(_ raw: String) throws(Violation) {
        var digits = ""
        var isInternational = false
        for (position, byte) in raw.utf8.enumerated() {
            switch byte {
            case _ where byte.isDigit: digits.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: "+") where position == 0: isInternational = true
            case UInt8(ascii: " "), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "("),
                UInt8(ascii: ")"):
                continue
            default: throw Self.unreadable(raw)
            }
        }
        if digits.hasPrefix("00") {
            isInternational = true
            digits.removeFirst(2)
        }
        if isInternational, !digits.hasPrefix("84") {
            guard (7...15).contains(digits.utf8.count) else { throw Self.unreadable(raw) }
            text = "+" + digits
            return
        }
        guard let national = Self.national(digits, isInternational: isInternational) else {
            throw Self.unreadable(raw)
        }
        text = national
    }

    private static func national(_ digits: String, isInternational: Bool) -> String? {
        var digits = digits
        if isInternational || (digits.hasPrefix("84") && digits.utf8.count >= 11) {
            digits.removeFirst(2)
            if !digits.hasPrefix("0") { digits = "0" + digits }
        }
        let count = digits.utf8.count
        guard let first = digits.utf8.first else { return nil }
        if first == UInt8(ascii: "0") { return (9...11).contains(count) ? digits : nil }
        if digits.hasPrefix("1800") || digits.hasPrefix("1900") {
            return (8...10).contains(count) ? digits : nil
        }
        // Mobile numbers have nine digits behind the zero, land lines ten.
        let lostItsZero =
            count == 9 && "35789".utf8.contains(first) || count == 10 && first == UInt8(ascii: "2")
        return lostItsZero ? "0" + digits : nil
    }

    private static func unreadable(_ raw: String) -> Violation {
        Violation(
            "phone-unreadable",
            vi:
                "\(Text.quoted(raw)) không phải là một số điện thoại; viết một số, như 0912345678 hoặc 02083855123",
            en:
                "\(Text.quoted(raw)) is not one telephone number; write one, such as 0912345678 or 02083855123"
        )
    }
}

/// An e-mail address in ASCII, as nearly all are; only what can never be one is refused.
public struct EmailAddress: Hashable, Sendable {
    /// The part after the @ in lower case.
    public let text: String

    /// Violation: `email-unreadable`.
    public init(_ raw: String) throws(Violation) {
        let bytes = Array(raw.utf8)
        guard bytes.count <= 254, let at = bytes.firstIndex(of: UInt8(ascii: "@")), (1...64).contains(at),
            bytes.allSatisfy({ (0x21...0x7E).contains($0) && !Self.forbidden.contains($0) }),
            Host.isName(bytes[(at + 1)...])
        else {
            throw Violation(
                "email-unreadable",
                vi: "\(Text.quoted(raw)) không phải là một địa chỉ thư điện tử, như lienhe@vidu.vn",
                en: "\(Text.quoted(raw)) is not an e-mail address, such as contact@example.vn")
        }
        text = String(decoding: bytes[...at] + bytes[(at + 1)...].map(\.lowercasedASCII), as: UTF8.self)
    }

    private static let forbidden = Array("<>()[],;:\\\"".utf8)
}

/// The address of a website, with or without `https://`; as it is shown as a link, no other scheme is let in.
public struct Website: Hashable, Sendable {
    public let text: String

    /// Violation: `website-unreadable`.
    public init(_ raw: String) throws(Violation) {
        let bytes = Array(raw.utf8)
        let lower = bytes.prefix(8).map(\.lowercasedASCII)
        let scheme = [Array("https://".utf8), Array("http://".utf8)].first { lower.starts(with: $0) }
        let host = bytes[(scheme?.count ?? 0)...].prefix { !Self.hostEnds.contains($0) }
        let parts = host.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        let portIsNumber = parts.count == 1 || parts.count == 2 && Self.isPort(parts[1])
        let isClean = !bytes.contains { $0 <= 0x20 || $0 == 0x7F || Self.forbidden.contains($0) }
        guard isClean, portIsNumber, let name = parts.first, Host.isName(name),
            bytes.allSatisfy({ $0 < 0x80 })
                || !raw.unicodeScalars.contains(where: { $0.isSpace || $0.isRefused })
        else {
            throw Violation(
                "website-unreadable",
                vi: "\(Text.quoted(raw)) không phải là địa chỉ trang web, như https://vidu.vn",
                en: "\(Text.quoted(raw)) is not the address of a website, such as https://example.vn")
        }
        text = raw
    }

    private static func isPort(_ digits: ArraySlice<UInt8>) -> Bool {
        (1...5).contains(digits.count) && digits.allSatisfy(\.isDigit)
    }

    private static let hostEnds = Array("/?#".utf8)
    private static let forbidden = Array("<>\"'`\\".utf8)
}

/// The name of a machine on the Internet: labels with dots between them.
private enum Host {
    static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty && !$0.contains(UInt8(ascii: "@")) }
    }
}
