public import Evidence
import Postgres

extension TestRegistry {
    /// A key to sign with that the registry knows, without a folder.
    public func signingKey() async throws -> SigningKey {
        let key = SigningKey()
        try await asProgram { session in
            try session.beginAudit()
            try session.execute(
                """
                INSERT INTO signing_key (key_id, public_key, replaces, valid_from)
                VALUES (\(key.verifying.id), \(Bytes(key.verifying.bytes)), (
                  SELECT k.key_id FROM signing_key k WHERE NOT EXISTS (SELECT FROM signing_key n WHERE n.replaces = k.key_id)),
                  '1970-01-01')
                """)
        }
        return key
    }
}
