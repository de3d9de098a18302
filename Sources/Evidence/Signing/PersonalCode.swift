import Crypto

/// The code with which a judge signs the sheets filled away from the registry: 16 random characters and a check character,
/// given to the judge apart from the file. The registry keeps the key made from it, which checks signatures, and not the
/// code.
///
/// Signatures are HMAC-SHA-256 (RFC 2104): whoever has the key could make one too, so they show that who filled a file knew
/// the judge's code, against everybody but the registry itself.
public struct PersonalCode: Sendable {
    /// How many random bytes make a code: 80 bits.
    public static let byteCount = VerificationCode.byteCount

    /// The same form as that of certificates' codes, and as little to be guessed.
    private let code: VerificationCode

    /// Nil unless there are ten bytes; they come from a source of randomness for keys.
    public init?(randomBytes bytes: [UInt8]) {
        guard let code = VerificationCode(randomBytes: bytes) else { return nil }
        self.code = code
    }

    /// `7K3M-9QXT-0V5C-H2J8P`, for people.
    public var grouped: String { code.grouped }

    /// The key of one judge in one round: HMAC-SHA-256 of `cnnt-sheet-key/1 ROUND JUDGE` under the 17 characters.
    public func key(round: Int64, judge: String) -> SheetKey {
        let purpose = Array("cnnt-sheet-key/1 \(round) \(judge)".utf8)
        return SheetKey(
            bytes: Array(
                HMAC<SHA256>.authenticationCode(
                    for: purpose, using: SymmetricKey(data: Array(code.text.utf8)))))
    }
}

/// What a judge's signatures are made and checked with.
public struct SheetKey: Sendable {
    /// 32 bytes.
    public let bytes: [UInt8]

    public init(bytes: [UInt8]) { self.bytes = bytes }

    public func sign(_ document: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: document, using: SymmetricKey(data: bytes)))
    }

    /// In the same time whether the first byte differs or the last.
    public func verifies(_ signature: [UInt8], of document: [UInt8]) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(
            signature, authenticating: document, using: SymmetricKey(data: bytes))
    }
}
