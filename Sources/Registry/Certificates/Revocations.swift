public import Evidence
import Postgres
public import RuralIndustry

extension Registry {
    /// Every revocation and replacement of a certificate issued here, for checks without a server, and for each key that leaked the codes
    /// that it really signed.
    ///
    /// - Parameter reliableFor: days on which the list may be relied on after the one on which it is made.
    public func revocationList(on day: Day, reliableFor days: Int, as viewer: Viewer) async throws
        -> RevocationList
    {
        let all = try await signingKeys(as: viewer)
        let keys = all.filter { $0.revokedFrom != nil }
        return try await read(.certificateRead, of: .many("certificate"), as: viewer) { session in
            let revocations = try session.query(
                """
                SELECT c.code, v.revoked_on, v.number FROM revocation v JOIN certificate c USING (certificate_id)
                WHERE c.code IS NOT NULL ORDER BY c.code
                """
            ) { row in
                RevocationList.Revocation(
                    code: try VerificationCode(row("code", as: String.self)), day: try row("revoked_on"),
                    act: try row("number"))
            }
            let replacements = try session.query(
                """
                SELECT c.code, n.issued_on, n.number, n.replacement_act
                FROM certificate n JOIN certificate c ON c.certificate_id = n.replaces ORDER BY c.code
                """
            ) { row in
                RevocationList.Replacement(
                    code: try VerificationCode(row("code", as: String.self)), day: try row("issued_on"),
                    number: try row("number"), act: try row("replacement_act"))
            }
            let leaked = Dictionary(
                keys.compactMap { key in key.revokedFrom.map { (key.key.id, $0) } }, uniquingKeysWith: min)
            return RevocationList(
                day: day, next: day.adding(days: days), keys: Set(all.map(\.key.id)),
                revocations: revocations,
                replacements: replacements,
                leakedKeys: leaked,
                genuine: try session.codes(signedBy: keys.map(\.key)))
        }
    }
}

extension Session {
    /// The hashes of what these keys signed on certificates.
    fileprivate func codes(signedBy keys: [VerifyingKey]) throws -> Set<SHA256Digest> {
        guard !keys.isEmpty else { return [] }
        let contents = try values(
            """
            SELECT c.paper::jsonb #>> '{verification,address}' FROM certificate c
            WHERE c.paper IS NOT NULL AND c.paper::jsonb #>> '{verification,address}' LIKE '%#%'
            """, as: String.self)
        return Set(
            contents.compactMap { content in
                guard let code = try? SignedCertificateCode(content), keys.contains(where: code.isNamed)
                else {
                    return nil
                }
                return code.hash
            })
    }
}
