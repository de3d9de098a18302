import Crypto

/// The codes of six digits that an application on somebody's telephone shows, a new one every 30 seconds (TOTP, RFC 6238, with
/// HMAC-SHA-1 as every application has it).
public struct TimeCode: Hashable, Sendable {
    /// Seconds for which a code is shown.
    public static let period: Int64 = 30
    /// How many codes before and after that of the moment are taken: clocks differ, and typing takes time (RFC 6238, 5.2).
    static let tolerance: Int64 = 1
    static let digits = 6

    /// 160 random bits, as long as the hash (RFC 4226, 4).
    public let secret: [UInt8]

    public init() { secret = SymmetricKey(size: .init(bitCount: 160)).withUnsafeBytes { Array($0) } }

    /// One that is kept.
    public init(secret: [UInt8]) { self.secret = secret }

    /// The step of a moment: how many periods have passed since 1970.
    public static func step(ofSecondsSince1970 seconds: Int64) -> Int64 { seconds / period }

    /// Six digits (RFC 4226, 5.3).
    public func code(at step: Int64) -> String {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> Int64(56 - 8 * $0)) }
        let mac = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
        let offset = Int(mac[19] & 15)
        let number = mac[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
        let text = String(number % 1_000_000)
        return String(repeating: "0", count: Self.digits - text.count) + text
    }

    /// The step whose code was typed, if it is one of now and later than the last that was taken: a code that somebody looked over
    /// the shoulder for is worth nothing any more.
    ///
    /// - Parameter typed: blanks are forgiven.
    public func step(of typed: String, atSecondsSince1970 seconds: Int64, after last: Int64?) -> Int64? {
        let typed = typed.filter { !$0.isWhitespace }
        let now = Self.step(ofSecondsSince1970: seconds)
        // all are compared, so that the time taken tells nothing
        let fitting = (now - Self.tolerance...now + Self.tolerance).filter { Self.equal(code(at: $0), typed) }
        return fitting.first { step in last.map { step > $0 } ?? true }
    }

    /// The secret as applications take it typed: base 32 (RFC 4648, 6), 32 characters.
    public var text: String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        return String(decoding: Base32.values(of: secret).map { alphabet[Int($0)] }, as: UTF8.self)
    }

    /// What applications read from a QR code.
    ///
    /// - Parameters:
    ///   - issuer: ASCII without special characters.
    ///   - login: as accounts have it.
    public func address(issuer: String, login: String) -> String {
        "otpauth://totp/\(issuer):\(login)?secret=\(text)&issuer=\(issuer)&algorithm=SHA1&digits=6&period=30"
    }

    private static func equal(_ one: String, _ other: String) -> Bool {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        return one.count == other.count && zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// A code that lets somebody in once in place of the application's: 80 random bits as sixteen characters.
public struct RecoveryCode: Hashable, Sendable {
    /// How many somebody gets.
    public static let count = 10

    /// Without hyphens.
    private let characters: String

    public init() {
        let bytes = SymmetricKey(size: .init(bitCount: 80)).withUnsafeBytes { Array($0) }
        characters = Base32.text(Base32.values(of: bytes))
    }

    /// As it was typed, in either case, with or without hyphens; nil for what is none.
    public init?(_ typed: String) {
        let values = typed.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: " ") }.map(
            Base32.value(of:))
        guard values.count == 16, !values.contains(nil) else { return nil }
        characters = Base32.text(values.compactMap(\.self))
    }

    /// In groups of four, to be written down.
    public var text: String {
        stride(from: 0, to: 16, by: 4).map { String(characters.dropFirst($0).prefix(4)) }.joined(
            separator: "-")
    }

    /// What is kept.
    public var hash: SHA256Digest { SHA256Digest(of: characters.utf8) }
}
