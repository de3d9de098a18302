import CArgon2
import Crypto
public import RuralIndustry

/// What is kept of a password: an Argon2id hash (RFC 9106) in the PHC form `$argon2id$v=19$m=…,t=…,p=…$salt$hash`, from which the
/// password is found by trying alone, each try costing memory and time.
public struct PasswordHash: Hashable, Sendable {
    public let text: String

    public init(kept text: String) { self.text = text }

    /// Hashes with a new salt. Takes some tens of milliseconds and 19 MiB.
    ///
    /// - Throws: `PasswordHashError` if the library has no memory.
    public init(of password: Password) throws {
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) }
        let size = argon2_encodedlen(
            Cost.passes, Cost.kibibytes, Cost.lanes, UInt32(salt.count), Cost.hashLength, Argon2_id)
        var encoded = [CChar](repeating: 0, count: size)
        let code = argon2id_hash_encoded(
            Cost.passes, Cost.kibibytes, Cost.lanes, password.bytes, password.bytes.count, salt, salt.count,
            Int(Cost.hashLength), &encoded, encoded.count)
        guard code == ARGON2_OK.rawValue else { throw PasswordHashError(code: code) }
        text = String(decoding: encoded.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Whether the password is the one that was hashed; compared in constant time.
    public func matches(_ password: Password) -> Bool {
        argon2id_verify(text, password.bytes, password.bytes.count) == ARGON2_OK.rawValue
    }

    /// It was made at another cost than passwords are hashed with now: hash it again while the password is at hand.
    public var isOutdated: Bool { !text.hasPrefix(Cost.prefix) }

    /// The hash of a password that nobody has, for a login that nobody has: an answer about it takes as long as about others.
    public static let ofNobody = PasswordHash(
        kept: Cost.prefix + "AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")

    /// OWASP's recommendation for Argon2id: 19 MiB, two passes, one lane.
    private enum Cost {
        static let kibibytes: UInt32 = 19 * 1024
        static let passes: UInt32 = 2
        static let lanes: UInt32 = 1
        static let hashLength: UInt32 = 32
        static let prefix = "$argon2id$v=19$m=\(kibibytes),t=\(passes),p=\(lanes)$"
    }
}

/// The library could not hash, by its own number.
public struct PasswordHashError: Error, Hashable, Sendable {
    public let code: Int32
}
