import Evidence
import Postgres
public import RuralIndustry

/// What is known of a verification code that somebody typed or scanned.
public enum CertificateVerification: Sendable {
    /// No such code can exist: a slip of the pen, or something else altogether.
    case malformed(Violation)
    /// A possible code that the public register has not: it was never given, or what it belongs to is not public yet. Which
    /// of the two, nobody is told: that a result exists is public when it is published.
    case unknown
    case genuine(VerifiedCertificate)
}

/// A genuine certificate as anybody may see it.
public struct VerifiedCertificate: Sendable {
    /// `7K3M-9QXT-0V5C-H2J8P`, as it is printed.
    public let groupedCode: String
    public let certificate: CertificateRecord
    /// On the day that was asked for.
    public let status: AwardStatus
    /// A demonstration paper, which proves nothing.
    public let isSpecimen: Bool
    /// The public awards of the product and of the sets that it belongs to, this one among them, the oldest first.
    public let history: [AwardRecord]
    public let proof: ProofState

    public init(
        groupedCode: String, certificate: CertificateRecord, status: AwardStatus, isSpecimen: Bool,
        history: [AwardRecord], proof: ProofState
    ) {
        self.groupedCode = groupedCode
        self.certificate = certificate
        self.status = status
        self.isSpecimen = isSpecimen
        self.history = history
        self.proof = proof
    }
}

extension Registry {
    /// Looks up a certificate by its code as somebody typed it: lower-case letters, hyphens and blanks do not matter.
    ///
    /// A certificate of a round that is not published, or that is issued only on a later day, is not spoken of.
    public func verifyCertificate(
        code typed: String, on day: Day, as viewer: Viewer
    ) async throws -> CertificateVerification {
        try viewer.require(.certificateVerify)
        let code: VerificationCode
        do throws(Violation) { code = try VerificationCode(typed) } catch { return .malformed(error) }
        return try await database.read { session in
            guard let (certificate, status) = try session.publicCertificate(code: code, on: day) else {
                return .unknown
            }
            return .genuine(try session.verified(certificate, code: code, status: status))
        }
    }

    /// Whether an error means that the database is not there for the moment, so that asking again later may help.
    public static func isOutage(_ error: any Error) -> Bool {
        guard let error = error as? PostgresError else { return false }
        switch error {
        case .poolClosed, .statementTimeout: return true
        // Connection lost, too many connections or out of memory, the server stopping or starting.
        case .server(let error): return ["08", "53", "57P"].contains { error.sqlState.hasPrefix($0) }
        default: return error.isUnreachable
        }
    }
}

extension Session {
    /// The certificate with a code and its status, once its round is published and its day of issue has come.
    func publicCertificate(code: VerificationCode, on day: Day) throws -> (CertificateRecord, AwardStatus)? {
        let found = try first(
            CertificateRecord.select + " WHERE c.code = \(code.text)", as: CertificateRecord.self)
        guard let found, found.publishedRound != nil, let status = found.status(on: day) else { return nil }
        return (found, status)
    }

    fileprivate func verified(
        _ certificate: CertificateRecord, code: VerificationCode, status: AwardStatus
    ) throws -> VerifiedCertificate {
        let paper = try first(
            """
            SELECT a.product_id, coalesce((c.paper::jsonb ->> 'is_specimen')::boolean, false) AS is_specimen
            FROM certificate c JOIN award a USING (award_id) WHERE c.certificate_id = \(certificate.id)
            """
        ) { row in
            (
                productID: try row("product_id", as: Int64?.self),
                isSpecimen: try row("is_specimen", as: Bool.self)
            )
        }
        let history = try paper?.productID.map { id in
            try query(AwardRecord.history(ofProduct: "\(id)", [AwardRecord.isPublic]), as: AwardRecord.self)
        }
        return VerifiedCertificate(
            groupedCode: code.grouped, certificate: certificate, status: status,
            isSpecimen: paper?.isSpecimen ?? false,
            history: history ?? [], proof: try proofState(ofCertificate: certificate.id))
    }
}
