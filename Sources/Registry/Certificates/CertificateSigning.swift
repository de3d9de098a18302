public import Documents
import Evidence
import Postgres
public import RuralIndustry

/// How the files of certificates are to be signed (PAdES).
public struct CertificateSigning: Sendable {
    public let signer: any FileSigner
    /// What the files state as the moment of signing; whole seconds.
    public let signedAt: Instant

    public init(by signer: any FileSigner, at moment: Instant) {
        self.signer = signer
        let second: Int64 = 1_000_000
        let past = moment.microsecondsSince1970 % second
        signedAt = Instant(
            microsecondsSince1970: moment.microsecondsSince1970 - (past < 0 ? past + second : past))
    }

    /// Asks for a signature and takes only one that fits, of a certificate that may sign at that moment.
    public func signature(of content: [UInt8]) throws -> CheckedSignature {
        let checked = try CheckedSignature(try signer.signature(of: content), of: content)
        try checked.signer.requireUsable(at: signedAt)
        return checked
    }
}

/// The signature of an issued file as it is kept.
struct KeptSignature: Sendable {
    /// Of the signed file.
    let sha256: String
    let contentHash: String
    let place: SignaturePlace
    let cms: [UInt8]

    /// Nil if the certificate is not signed.
    init?(_ row: Row) throws {
        guard let sha256: String = try row("signed_sha256"), let cms: Bytes = try row("cms"),
            let signedAt: Instant = try row("signed_at"), let reserved: Int32 = try row("reserved_bytes")
        else { return nil }
        self.sha256 = sha256
        contentHash = try row("content_sha256")
        place = SignaturePlace(signedAt: signedAt, reservedBytes: Int(reserved))
        self.cms = cms.bytes
    }
}

/// A signature that has just been made.
struct NewSignature: Sendable {
    let checked: CheckedSignature
    let contentHash: String
    let place: SignaturePlace
}
