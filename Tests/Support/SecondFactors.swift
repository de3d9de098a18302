public import Evidence
import FoundationEssentials
import Postgres
import Registry

extension TestRegistry {
    /// What the secrets of tests are enciphered with, the first; keys are told by numbers.
    public static func secretKeys(_ numbers: [UInt8] = [1]) throws -> SecretKeys {
        let keys = numbers.map { Data(repeating: $0, count: 32).base64EncodedString() }
        return try SecretKeys(parsing: keys.joined(separator: "\n"))
    }

    /// The one application of the registry that has not ended: what shows its codes.
    public func timeCode() async throws -> TimeCode {
        let kept = try await asOwner { session in
            try session.one(
                "SELECT account_id, secret, secret_key_id FROM account_time_code WHERE ended_at IS NULL"
            ) {
                (
                    account: try $0("account_id", as: Int64.self),
                    bytes: try $0("secret", as: Bytes.self).bytes,
                    key: try $0("secret_key_id", as: String?.self)
                )
            }
        }
        guard let key = kept.key else { return TimeCode(secret: kept.bytes) }
        let secret = try Self.secretKeys().open(
            SecretKeys.Sealed(keyID: key, bytes: kept.bytes), for: "account_time_code/\(kept.account)")
        guard let secret else { throw PostgresError.misuse("enciphered with another key") }
        return TimeCode(secret: secret)
    }
}
