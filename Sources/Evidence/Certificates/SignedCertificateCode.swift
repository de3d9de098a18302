import FoundationEssentials
public import RuralIndustry

/// The whole content of a certificate's QR code: an address to open, and behind `#`, which no browser sends, a signed
/// statement that can be checked without any server: `https://…/c/7K3M9QXT0V5CH2J8P#BASE64URL(statement ‖ signature)`.
///
/// The signature (Ed25519) is over `cnnt-certificate/1 LF address LF statement`.
public struct SignedCertificateCode: Hashable, Sendable {
    /// The most that a QR code of ours holds, in bytes: it can still be read from a print at 150 dots per inch.
    public static let limit = 400

    public let address: String
    public let statement: CertificateStatement
    private let body: [UInt8]
    private let signature: [UInt8]

    /// Names are cut further where the address leaves too little room for sixty characters of each.
    ///
    /// - Throws: `verification-address-too-long` if not even a quarter of that fits, `statement-unwritable`.
    public init(address: String, _ statement: CertificateStatement, signedBy key: SigningKey) throws {
        self.address = address
        var statement = statement
        var limit = CertificateStatement.nameLimit
        var body = try statement.bytes(signedBy: key.verifying)
        while Self.length(address, body.count) > Self.limit {
            limit -= 1
            guard limit >= CertificateStatement.nameLimit / 4 else { throw Self.addressTooLong(address) }
            statement.productName = CertificateStatement.cut(statement.productName, limit)
            statement.establishmentName = CertificateStatement.cut(statement.establishmentName, limit)
            body = try statement.bytes(signedBy: key.verifying)
        }
        // what could not be read back from the paper is not signed
        guard CertificateStatement(bytes: body) == statement else { throw CertificateStatement.unwritable }
        self.statement = statement
        self.body = body
        signature = try key.sign(Self.message(address, body))
    }

    /// Reads the content of a QR code, and trusts nothing.
    ///
    /// - Throws: `certificate-code-malformed`.
    public init(_ content: String) throws(Violation) {
        let parts = content.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let bytes = Base64URL.bytes(parts[1]), bytes.count > 64,
            let statement = CertificateStatement(bytes: Array(bytes.dropLast(64)))
        else { throw Self.malformed }
        address = String(parts[0])
        self.statement = statement
        body = Array(bytes.dropLast(64))
        signature = Array(bytes.suffix(64))
    }

    /// What is printed as a QR code; at most `limit` bytes.
    public var content: String { "\(address)#\(Base64URL.text(body + signature))" }

    /// The verification code at the end of the address, if there is one.
    public var code: VerificationCode? {
        guard let last = address.split(separator: "/").last else { return nil }
        return try? VerificationCode(String(last))
    }

    /// What lists of genuine codes have of it.
    public var hash: SHA256Digest { SHA256Digest(of: Array(content.utf8)) }

    /// The trusted key whose signature this is.
    func signer(among keys: TrustedKeys) -> TrustedKeys.Entry? {
        let message = Self.message(address, body)
        return keys.keys.first { isNamed($0.key) && $0.key.verifies(signature, of: message) }
    }

    /// Whether the statement says that this key signed it, whatever the signature is worth.
    public func isNamed(_ key: VerifyingKey) -> Bool {
        Array(body[8..<8 + CertificateStatement.keyHintLength]) == key.hint
    }

    private static func message(_ address: String, _ body: [UInt8]) -> [UInt8] {
        Array("cnnt-certificate/1\n\(address)\n".utf8) + body
    }

    private static func length(_ address: String, _ body: Int) -> Int {
        address.utf8.count + 1 + ((body + 64) * 4 + 2) / 3
    }

    private static let malformed = Violation(
        "certificate-code-malformed",
        vi: "đây không phải là nội dung mã QR của Giấy chứng nhận (địa chỉ, dấu # và phần đã ký)",
        en: "this is not what the QR code of a certificate holds (an address, # and the signed part)")

    private static func addressTooLong(_ address: String) -> Violation {
        Violation(
            "verification-address-too-long",
            vi:
                "địa chỉ kiểm tra “\(address)” quá dài, mã QR không còn chỗ cho nội dung; hãy rút ngắn CNNT_BASE_URL",
            en: "the verification address “\(address)” leaves no room in the QR code; shorten CNNT_BASE_URL")
    }
}

/// Base 64 of RFC 4648 §5 without padding; reading is strict.
enum Base64URL {
    static func text(_ bytes: [UInt8]) -> String {
        String(
            Base64.text(bytes).compactMap { character -> Character? in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            })
    }

    /// Nil for anything that is not exactly what `text` writes.
    static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        var standard = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        standard += String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: standard) else { return nil }
        let bytes = Array(data)
        return Self.text(bytes) == text ? bytes : nil
    }
}
