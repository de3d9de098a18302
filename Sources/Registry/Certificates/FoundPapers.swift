import Evidence
import Postgres
import RuralIndustry

/// What the registry knows of a paper that somebody holds as a file or by its code.
public struct FoundPaper: Sendable {
    /// Nil: genuine, but nothing may be told of it: its result is not public, and it lies out of the viewer's reach.
    public let certificate: CertificateRecord?
    /// A demonstration paper, which proves nothing.
    public let isSpecimen: Bool
    /// All that its QR code holds.
    public let codeContent: String
}

extension Registry {
    /// The papers whose files have these hashes (hexadecimal), by hash.
    public func papers(withHashes hashes: [String], as viewer: Viewer) async throws -> [String: FoundPaper] {
        try await papers(
            """
            SELECT f.certificate_id, encode(f.sha256, 'hex') AS key FROM certificate_file f
            WHERE f.sha256 = ANY (ARRAY(SELECT decode(h, 'hex') FROM unnest(\(hashes)) AS h))
            """, as: viewer)
    }

    /// The papers with these verification codes, by code.
    public func papers(withCodes codes: [String], as viewer: Viewer) async throws -> [String: FoundPaper] {
        try await papers(
            "SELECT certificate_id, code AS key FROM certificate WHERE code = ANY (\(codes))", as: viewer)
    }

    /// - Parameter found: a statement that gives `certificate_id` and the `key` that it was asked by.
    private func papers(_ found: SQL, as viewer: Viewer) async throws -> [String: FoundPaper] {
        try await read(.certificateVerify, of: .reference("certificate"), as: viewer) { session in
            let rows = try session.query(
                "SELECT found.key, found.certificate_id, " + Self.isShown(to: viewer)
                    + """
                     AS is_shown, coalesce((c.paper::jsonb ->> 'is_specimen')::boolean, false) AS is_specimen,
                      coalesce(c.paper::jsonb #>> '{verification,address}', '') AS code_content
                    FROM (
                    """ + found
                    + ") found JOIN certificate c USING (certificate_id) JOIN award a USING (award_id)"
            ) { row in
                (
                    key: try row("key", as: String.self), id: try row("certificate_id", as: Int64.self),
                    isShown: try row("is_shown", as: Bool.self),
                    isSpecimen: try row("is_specimen", as: Bool.self),
                    codeContent: try row("code_content", as: String.self)
                )
            }
            let shown = try session.query(
                CertificateRecord.select
                    + " WHERE c.certificate_id = ANY (\(rows.filter(\.isShown).map(\.id)))",
                as: CertificateRecord.self)
            let records = Dictionary(shown.map { ($0.id, $0) }) { first, _ in first }
            return Dictionary(
                rows.map { row in
                    (
                        row.key,
                        FoundPaper(
                            certificate: records[row.id], isSpecimen: row.isSpecimen,
                            codeContent: row.codeContent)
                    )
                }
            ) { first, _ in first }
        }
    }

    /// True of the awards that a viewer may know of: the public ones, and those within reach of who may read certificates.
    private static func isShown(to viewer: Viewer) -> SQL {
        guard viewer.may(.certificateRead) else { return AwardRecord.isPublic }
        return viewer.reach(.certificateRead).awards("a").map {
            "(" + AwardRecord.isPublic + " OR " + $0 + ")"
        }
            ?? "true"
    }

    /// Those of some signing certificates (SHA-256, hexadecimal) that signed certificates of this registry.
    public func knownSigners(among hashes: [String], as viewer: Viewer) async throws -> Set<String> {
        guard !hashes.isEmpty else { return [] }
        return try await read(.certificateVerify, of: .reference("certificate"), as: viewer) { session in
            Set(
                try session.values(
                    """
                    SELECT h FROM unnest(\(hashes)) AS h WHERE EXISTS (
                      SELECT FROM certificate_signature s WHERE s.signer_sha256 = decode(h, 'hex'))
                    """, as: String.self))
        }
    }
}
