import Evidence
import Postgres
public import RuralIndustry

/// Whether anybody can be shown that a certificate is in the sealed register.
public enum ProofState: Hashable, Sendable {
    /// Under a checkpoint that was signed on a day.
    case covered(signedOn: Day)
    /// No signed checkpoint covers it yet; the day of the last one, if there is any.
    case pending(last: Day?)
}

/// What the public gets that asks for the proof of a certificate by its code.
public enum CertificateProof: Sendable {
    /// No such code can exist.
    case malformed(Violation)
    /// As `CertificateVerification.unknown`.
    case unknown
    case pending(last: Day?)
    /// The file: one line of JSON, as `cnnt audit check-proof` reads it.
    case proof(String, of: CertificateRecord)
}

extension Registry {
    /// What shows that a certificate is in the tree of the last signed checkpoint that covers it. Nothing is signed for it.
    ///
    /// - Parameter typed: the code as somebody typed it.
    public func certificateProof(
        code typed: String, on day: Day, as viewer: Viewer
    ) async throws -> CertificateProof {
        try viewer.require(.certificateVerify)
        let code: VerificationCode
        do throws(Violation) { code = try VerificationCode(typed) } catch { return .malformed(error) }
        return try await database.read { session in
            guard let (certificate, _) = try session.publicCertificate(code: code, on: day) else {
                return .unknown
            }
            guard let leaf = try session.evidenceLeaf(of: "certificate", certificate.id),
                let checkpoint = try session.lastCheckpoint(covering: leaf)
            else { return .pending(last: try session.lastCheckpointDay()) }
            let proof = try session.inclusionProof(of: leaf, under: checkpoint)
            return .proof(proof.json.text + "\n", of: certificate)
        }
    }
}

extension Session {
    func proofState(ofCertificate id: Int64) throws -> ProofState {
        if let leaf = try evidenceLeaf(of: "certificate", id),
            let checkpoint = try lastCheckpoint(covering: leaf)
        {
            return .covered(signedOn: checkpoint.signedOn)
        }
        return .pending(last: try lastCheckpointDay())
    }
}
