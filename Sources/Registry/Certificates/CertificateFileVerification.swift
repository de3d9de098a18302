import Evidence
import Postgres
import RuralIndustry

/// What the registry knows of a file that somebody holds for a certificate.
public struct IssuedFile: Sendable {
    public let certificate: CertificateRecord
    /// A demonstration paper, which proves nothing.
    public let isSpecimen: Bool
    /// False: the file was written before the certificate was signed.
    public let isSigned: Bool
}

extension Registry {
    /// The certificates whose files have these hashes (hexadecimal), by hash. Results that are not public are shown to those
    /// only who may read certificates.
    public func issuedFiles(withHashes hashes: [String], as viewer: Viewer) async throws -> [String:
        IssuedFile]
    {
        try await read(.certificateVerify, of: .reference("certificate"), as: viewer) { session in
            let condition: SQL =
                viewer.may(.certificateRead)
                ? viewer.reach(.certificateRead).awards("a").map {
                    "(" + $0 + " OR " + Self.isPublished + ")"
                } ?? "true"
                : Self.isPublished
            let rows = try session.query(
                """
                SELECT encode(f.sha256, 'hex') AS sha256, f.certificate_id, f.sha256 IS NOT DISTINCT FROM s.sha256 AS is_signed,
                  coalesce((c.paper::jsonb ->> 'is_specimen')::boolean, false) AS is_specimen
                FROM certificate_file f JOIN certificate c USING (certificate_id) JOIN award a USING (award_id)
                  LEFT JOIN certificate_signature s USING (certificate_id)
                WHERE f.sha256 = ANY (SELECT decode(h, 'hex') FROM unnest(\(hashes)) AS h) AND
                """ + " " + condition
            ) { row in
                (
                    sha256: try row("sha256", as: String.self), id: try row("certificate_id", as: Int64.self),
                    isSigned: try row("is_signed", as: Bool.self),
                    isSpecimen: try row("is_specimen", as: Bool.self)
                )
            }
            let records = try session.query(
                CertificateRecord.select + " WHERE c.certificate_id = ANY (\(rows.map(\.id)))",
                as: CertificateRecord.self)
            let byID = Dictionary(records.map { ($0.id, $0) }) { first, _ in first }
            var files: [String: IssuedFile] = [:]
            for row in rows {
                guard let certificate = byID[row.id] else { continue }
                files[row.sha256] = IssuedFile(
                    certificate: certificate, isSpecimen: row.isSpecimen, isSigned: row.isSigned)
            }
            return files
        }
    }

    private static var isPublished: SQL {
        "EXISTS (SELECT FROM decision d JOIN round r USING (round_id) WHERE d.decision_id = a.decision_id AND r.state = 'published')"
    }

    /// Whether certificates of this registry were signed with a signing certificate (SHA-256, hexadecimal).
    public func hasSigned(signer sha256: String, as viewer: Viewer) async throws -> Bool {
        try await read(.certificateVerify, of: .reference("certificate"), as: viewer) { session in
            try session.value(
                "SELECT EXISTS (SELECT FROM certificate_signature WHERE signer_sha256 = decode(\(sha256), 'hex'))"
            )
        }
    }
}
