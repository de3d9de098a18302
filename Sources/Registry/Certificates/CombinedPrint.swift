public import Documents
import Postgres
import RuralIndustry

extension Registry {
    /// Writes one file with a page for each certificate of a round that stands, in the order of their numbers, for printing all at
    /// once. What was in its place stays until the file is whole.
    ///
    /// - Throws: a refusal: `no-certificates`, `font-different`; a violation: `file-unwritable`.
    public func writeCombinedCertificates(
        ofRound id: Int64, to path: String, fonts: FontSet, allowsOtherFonts: Bool = false, as viewer: Viewer
    ) async throws {
        var file: GrowingFile?
        defer { file?.discard() }
        try await printCertificates(
            ofRound: id, fonts: fonts, allowsOtherFonts: allowsOtherFonts, as: viewer
        ) { bytes in
            let open = try file ?? GrowingFile(path: path)
            file = open
            try open.append(bytes)
        }
        try file?.keep()
    }

    /// The same file, piece by piece. It is no certificate: it is not kept, signed or told by its hash.
    ///
    /// Papers are read and pages made a few at a time, so that a file of thousands is never held as a whole.
    ///
    /// - Throws: a refusal: `no-certificates`, `font-different`; whatever `sink` throws.
    public func printCertificates(
        ofRound id: Int64, fonts: FontSet, allowsOtherFonts: Bool = false, as viewer: Viewer,
        into sink: @escaping ([UInt8]) throws -> Void
    ) async throws {
        let (certificates, templates) = try await read(
            .certificateIssue, of: .one("round", id: id), as: viewer
        ) { session in
            let certificates = try session.values(
                """
                SELECT c.certificate_id FROM certificate c JOIN award a USING (award_id) JOIN decision d USING (decision_id)
                WHERE d.round_id = \(id) AND c.paper IS NOT NULL
                  AND NOT EXISTS (SELECT FROM revocation v WHERE v.certificate_id = c.certificate_id) AND
                """ + " " + StandingCertificate.condition("c")
                    + " ORDER BY c.year, c.serial, c.certificate_id",
                as: Int64.self)
            return (certificates, try session.issuedTemplates())
        }
        guard !certificates.isEmpty else {
            throw Refusal(
                Violation(
                    "no-certificates", vi: "kỳ bình chọn này chưa có giấy chứng nhận nào để in",
                    en: "no certificate of this round is there to be printed"))
        }
        do {
            let renderer = try CertificateRenderer(
                fonts: fonts, templates: templates, allowsOtherFonts: allowsOtherFonts)
            var pages: CombinedPages?
            for start in stride(from: 0, to: certificates.count, by: Self.papersAtOnce) {
                let some = Array(certificates[start...].prefix(Self.papersAtOnce))
                for paper in try await papers(ofCertificates: some) {
                    let open =
                        pages
                        ?? renderer.printing(
                            title: "Giấy chứng nhận \(paper.levelName)", author: paper.issuer.last ?? "",
                            date: paper.issuedOn, to: sink)
                    pages = open
                    try open.add(paper)
                }
            }
            try pages?.finish()
        } catch let error as DocumentError {
            throw Refusal(Violation(error.code, vi: error.text.vi, en: error.text.en))
        }
    }

    private static let papersAtOnce = 100

    /// In the order of the numbers given.
    private func papers(ofCertificates ids: [Int64]) async throws -> [CertificatePaper] {
        try await database.read { session in
            try session.values(
                """
                SELECT c.paper FROM certificate c WHERE c.certificate_id = ANY (\(ids))
                ORDER BY array_position(\(ids)::bigint[], c.certificate_id)
                """, as: String.self
            ).map { try CertificatePaper(snapshot: $0) }
        }
    }
}
