import Documents
import Evidence
import RuralIndustry

/// What can be said of a file that somebody holds for one certificate.
public enum FileVerdict: Hashable, Sendable {
    /// The very file that was issued, to the last byte.
    case issued
    /// A file that was issued, for another certificate.
    case otherCertificate(number: String)
    /// A file with a signature that does not fit it.
    case altered
    /// Signed by somebody who signs for this registry, and not on record.
    case notOnRecord
    /// Signed by somebody who never signed for this registry.
    case foreignSignature
    /// Without a signature, and none of the files on record.
    case notIssued
    case notPDF
}

/// A file looked at in memory, of which nothing is kept.
public struct CheckedFile: Sendable {
    public let sha256: String
    public let verdict: FileVerdict
    /// Who signed it, if its signature fits.
    public let signer: String?

    public init(sha256: String, verdict: FileVerdict, signer: String?) {
        self.sha256 = sha256
        self.verdict = verdict
        self.signer = signer
    }
}

extension Registry {
    /// Looks at a file that somebody holds for a certificate, as anybody may: by its hash and its signature. The file is not
    /// kept.
    public func checkFile(_ bytes: [UInt8], of certificate: CertificateRecord, as viewer: Viewer) async throws
        -> CheckedFile
    {
        let hash = SHA256Digest(of: bytes).hex
        let signature = FileSignature(in: bytes)
        var signer: X509Certificate?
        if case .whole(let whole) = signature { signer = whole.signer }
        func checked(_ verdict: FileVerdict) -> CheckedFile {
            CheckedFile(sha256: hash, verdict: verdict, signer: signer?.name)
        }
        guard bytes.starts(with: "%PDF-".utf8) else { return checked(.notPDF) }
        // a certificate that is not public yet gets the answer of a file that nobody knows, as its code does
        if let found = try await papers(withHashes: [hash], as: viewer)[hash]?.certificate {
            if found.id == certificate.id { return checked(.issued) }
            if let number = found.number { return checked(.otherCertificate(number: number)) }
        }
        switch signature {
        case .none: return checked(.notIssued)
        case .broken: return checked(.altered)
        case .whole(let whole):
            let known = try await knownSigners(among: [whole.signer.sha256], as: viewer)
            return checked(known.isEmpty ? .foreignSignature : .notOnRecord)
        }
    }
}
