import Postgres
public import RuralIndustry

/// What came of revoking a certificate.
public struct RevocationReport: Sendable {
    /// With the act that revoked it.
    public let certificate: CertificateRecord
    /// What rests on its award, and is to be told: entries of rounds higher up, and nominations.
    public let warnings: [Violation]
    /// Stands for all of it: the same for a trial and for what is recorded only where nothing changed between.
    public let digest: String
}

extension Registry {
    /// What rests on a certificate's award and is to be told of its revocation: entries of rounds higher up, and nominations.
    public func reliances(onCertificate number: String, as viewer: Viewer) async throws -> [Violation] {
        try await read(.certificateRevoke, of: .listed("certificate"), as: viewer) { session in
            let certificate = try session.certificate(number: number)
            try session.requireGiven(certificate.awardID, .certificateRevoke, as: viewer)
            if let newer = certificate.replacement { throw Refusal(.replaced(number, newer)) }
            return try session.reliances(on: [certificate.awardID]).map(\.violation)
        }
    }

    /// Records the act that revoked a certificate. The council alone cannot: the authority's act has number, date, reason.
    ///
    /// - Parameter shown: `RevocationReport.digest` of what somebody looked at before; refused as `preview-changed` if it would
    ///   be something else now. Nil: nobody did.
    public func revokeCertificate(
        number: String, act: String, on day: Day, because reason: String, shown: String? = nil,
        as viewer: Viewer, dryRun: Bool = false
    ) async throws -> RevocationReport {
        let act = try BoundedText.short(act, column: "act")
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(
            .certificateRevoke, of: .listed("certificate"), because: reason, as: viewer, dryRun: dryRun
        ) { session in
            let certificate = try session.certificate(number: number)
            try session.requireGiven(certificate.awardID, .certificateRevoke, as: viewer)
            if let newer = certificate.replacement { throw Refusal(.replaced(number, newer)) }
            try session.revoke(certificate, by: act, on: day, because: reason)
            let warnings = try session.reliances(on: [certificate.awardID]).map(\.violation)
            let revoked = try session.certificate(number: number)
            let seen = SeenAct(
                revoking: revoked, by: .init(number: act, day: day, reason: reason), warnings: warnings)
            try seen.require(shown)
            return RevocationReport(certificate: revoked, warnings: warnings, digest: seen.digest)
        }
    }
}

extension Session {
    /// Writes the act that revokes a certificate that stands. Whoever rests something on its award at the same time is
    /// waited for, so that it is among the `reliances` that are read afterwards.
    ///
    /// - Throws: `revocation-day` if the certificate was issued later.
    func revoke(_ certificate: CertificateRecord, by act: String, on day: Day, because reason: String) throws
    {
        guard day >= certificate.issuedOn else {
            let (number, issuedOn) = (certificate.number ?? "", certificate.issuedOn)
            throw Refusal(
                Violation(
                    "revocation-day",
                    vi: "không thể thu hồi giấy chứng nhận \(number) trước ngày cấp \(issuedOn.vietnamese)",
                    en: "certificate \(number) cannot be revoked before its issue day \(issuedOn.iso)",
                    at: Place(column: "date")))
        }
        try execute(
            """
            INSERT INTO revocation (certificate_id, number, revoked_on, reason)
            VALUES (\(certificate.id), \(act), \(day), \(reason))
            """)
    }
}
