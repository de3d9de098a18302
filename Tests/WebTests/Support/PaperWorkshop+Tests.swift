import Documents
import Evidence
import Registry
import RuralIndustry
import TestSupport

extension PaperWorkshop {
    /// What tests make papers with.
    ///
    /// - Parameters:
    ///   - fonts: the folder that they are in.
    ///   - signer: signs files; nil: they are not signed.
    static func ofTests(
        key: SigningKey, fonts: String = FontSet.debianFolder,
        address: @escaping @Sendable () -> String = { "https://cnnt.example.vn" },
        signer: (any FileSigner)? = nil, signedAt: Instant? = nil
    ) -> PaperWorkshop {
        PaperWorkshop(
            isSpecimen: false, fonts: PaperFonts(folder: fonts), address: address,
            codeKey: { _ in key },
            signing: { now in signer.map { CertificateSigning(by: $0, at: signedAt ?? now) } })
    }
}
