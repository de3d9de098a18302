public import Documents
import Postgres
import RuralIndustry

extension Registry {
    /// One file with a page for each certificate of a round that stands, in the order of their numbers, for printing all at
    /// once. It is no certificate: it is not kept, signed or told by its hash.
    ///
    /// - Throws: a refusal: `no-certificates`, `font-different`.
    public func combinedCertificates(
        ofRound id: Int64, fonts: FontSet, allowsOtherFonts: Bool = false, as viewer: Viewer
    ) async throws -> [UInt8] {
        let (papers, templates) = try await read(.certificateIssue, of: .one("round", id: id), as: viewer) {
            session in
            let snapshots = try session.values(
                """
                SELECT c.paper FROM certificate c JOIN award a USING (award_id) JOIN decision d USING (decision_id)
                WHERE d.round_id = \(id) AND c.paper IS NOT NULL
                  AND NOT EXISTS (SELECT FROM revocation v WHERE v.certificate_id = c.certificate_id) AND
                """ + " " + StandingCertificate.condition("c")
                    + " ORDER BY c.year, c.serial, c.certificate_id",
                as: String.self)
            return (try snapshots.map { try CertificatePaper(snapshot: $0) }, try session.issuedTemplates())
        }
        guard let first = papers.first else {
            throw Refusal(
                Violation(
                    "no-certificates", vi: "kỳ bình chọn này chưa có giấy chứng nhận nào để in",
                    en: "no certificate of this round is there to be printed"))
        }
        do {
            return try CertificateRenderer(
                fonts: fonts, templates: templates, allowsOtherFonts: allowsOtherFonts
            ).print(
                papers, title: "Giấy chứng nhận \(first.levelName)", author: first.issuer.last ?? "",
                date: first.issuedOn)
        } catch let error as DocumentError {
            throw Refusal(Violation(error.code, vi: error.text.vi, en: error.text.en))
        }
    }
}
