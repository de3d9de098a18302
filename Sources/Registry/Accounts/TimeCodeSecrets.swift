import Evidence
import Postgres
import RuralIndustry

/// An application that shows codes, as it is held.
struct HeldTimeCode: Sendable {
    let id: Int64
    /// Nil: enciphered with a key that this service has not.
    let code: TimeCode?
    let confirmed: Instant?
    let last: Int64?
    /// In clear, or enciphered with an earlier key.
    let wantsSealing: Bool
}

/// How the secrets of second factors are kept.
public struct KeptSecrets: Hashable, Sendable {
    /// Enciphered by this call, with the key of now.
    public let sealed: Int
    /// Not enciphered, since there is no key.
    public let inClear: Int
    /// Enciphered with a key that this service has not: codes of those applications are good for nothing here.
    public let unreadable: Int

    public init(sealed: Int, inClear: Int, unreadable: Int) {
        self.sealed = sealed
        self.inClear = inClear
        self.unreadable = unreadable
    }
}

extension SecretKeys {
    fileprivate static func owner(_ account: Int64) -> String { "account_time_code/\(account)" }

    func seal(_ code: TimeCode, of account: Int64) throws -> Sealed {
        try seal(code.secret, for: Self.owner(account))
    }
}

extension Registry {
    /// Enciphers, with the key of now, what is kept in clear or with an earlier one: what a service does when it starts.
    public func sealSecondFactors() async throws -> KeptSecrets {
        let keys = secretKeys
        return try await database.transaction(settings: .seeingAll) { session in
            var (sealed, inClear, unreadable) = (0, 0, 0)
            let kept = try session.query(
                """
                SELECT \(HeldTimeCode.columns), ended_at IS NOT NULL AS is_over FROM account_time_code
                ORDER BY account_time_code_id FOR UPDATE
                """
            ) { row in
                (
                    held: try HeldTimeCode(row, keys), account: try row("account_id", as: Int64.self),
                    isOver: try row("is_over", as: Bool.self)
                )
            }
            for (held, account, isOver) in kept {
                if let code = held.code {
                    guard held.wantsSealing else { continue }
                    if let keys {
                        try session.keep(try keys.seal(code, of: account), as: held.id)
                        sealed += 1
                    } else if !isOver {
                        inClear += 1
                    }
                } else if !isOver {
                    unreadable += 1
                }
            }
            return KeptSecrets(sealed: sealed, inClear: inClear, unreadable: unreadable)
        }
    }
}

extension HeldTimeCode {
    static let columns: SQL =
        "account_time_code_id, account_id, secret, secret_key_id, confirmed_at, last_step"

    /// A row with these columns.
    init(_ row: Row, _ keys: SecretKeys?) throws {
        let bytes = try row("secret", as: Bytes.self).bytes
        let keyID: String? = try row("secret_key_id")
        let owner = SecretKeys.owner(try row("account_id", as: Int64.self))
        let secret: [UInt8]? =
            if let keyID {
                keys?.open(SecretKeys.Sealed(keyID: keyID, bytes: bytes), for: owner)
            } else {
                bytes
            }
        id = try row("account_time_code_id")
        code = secret.map { TimeCode(secret: $0) }
        confirmed = try row("confirmed_at")
        last = try row("last_step")
        wantsSealing = keyID == nil || keyID != keys?.currentID
    }
}

extension Session {
    /// The application of an account that has not ended.
    func timeCode(of account: Int64, _ keys: SecretKeys?, forUpdate: Bool = false) throws -> HeldTimeCode? {
        try first(
            "SELECT \(HeldTimeCode.columns) FROM account_time_code WHERE account_id = \(account) AND ended_at IS NULL"
                + (forUpdate ? " FOR UPDATE" : "")
        ) { try HeldTimeCode($0, keys) }
    }

    func keep(_ sealed: SecretKeys.Sealed, as timeCode: Int64) throws {
        try execute(
            """
            UPDATE account_time_code SET secret = \(Bytes(sealed.bytes)), secret_key_id = \(sealed.keyID)
            WHERE account_time_code_id = \(timeCode)
            """)
    }
}
