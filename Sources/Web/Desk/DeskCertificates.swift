import Registry
import RuralIndustry

/// The certificates of a round, and what can be done with them.
struct CertificatePage {
    let page: DeskPage

    init(_ desk: DeskRound) async throws {
        let certificates = try await desk.registry.certificates(round: desk.id, as: desk.viewer)
        let mayIssue = desk.standing.may(.certificateIssue)
        var page = desk.page(Bilingual(vi: "Giấy chứng nhận", en: "Certificates"))
        let missing = desk.standing.awardsWithoutCertificate
        let standing = certificates.filter { $0.replacement == nil }
        let undrawn = standing.count { $0.sha256 == nil }
        let unsigned =
            desk.site.workshop?.signs(at: desk.site.clock()) ?? false
            ? standing.count { $0.signer == nil } - undrawn : 0
        page.facts = [
            .init("Đã cấp", "Issued", String(certificates.count)),
            .init("Chưa cấp", "Not issued yet", String(missing)),
        ]
        if undrawn > 0 { page.facts.append(.init("Chưa vẽ", "Not drawn yet", String(undrawn))) }
        if unsigned > 0 { page.facts.append(.init("Chưa ký số", "Not signed yet", String(unsigned))) }
        if mayIssue {
            page.warnings = try await desk.registry.awardsInDoubt(ofRound: desk.id, as: desk.viewer).map(
                \.toldInDoubt)
            if missing > 0 {
                page.actions.append(
                    .init(
                        "\(desk.certificates)/issue", "Cấp \(missing) giấy chứng nhận",
                        "Issue certificates (\(missing))"))
            }
            if undrawn + unsigned > 0 {
                page.actions.append(
                    .init("\(desk.certificates)/draw", "Vẽ tiếp những giấy còn thiếu", "Draw what is missing")
                )
            }
            if certificates.contains(where: \.mayBeHad) {
                page.actions += [
                    .init("\(desk.certificates)/print", "Tải tệp in chung (PDF)", "One file to print (PDF)"),
                    .init("\(desk.certificates)/labels", "In nhãn sản phẩm", "Labels for packages"),
                    .init("\(desk.certificates)/checkpoint", "Lấy điểm kiểm chứng", "Signed checkpoint"),
                ]
            }
            page.actions.append(
                .init("\(desk.certificates)/designs", "Mẫu giấy và mẫu nhãn", "Designs"))
        } else if missing > 0 {
            page.lead = [
                Bilingual(
                    vi: "Giấy do cán bộ của cơ quan tổ chức cấp ở trang này.",
                    en: "Officers of the organiser issue them on this page.")
            ]
        }
        page.tables = [
            .init(
                Bilingual(vi: "Danh sách", en: "List"),
                empty: Bilingual(vi: "Chưa cấp giấy nào.", en: "None."),
                [
                    Bilingual(vi: "Số", en: "Number"), Bilingual(vi: "Sản phẩm", en: "Product"),
                    Bilingual(vi: "Cơ sở", en: "Establishment"), Bilingual(vi: "Ngày cấp", en: "Issued on"),
                    Bilingual(vi: "Đến hết ngày", en: "Valid to"), Bilingual(vi: "Tình trạng", en: "State"),
                    Bilingual(vi: "Tệp", en: "File"),
                ],
                certificates.map { certificate in
                    [
                        .link("/desk/certificates/\(certificate.id)", certificate.number ?? "–"),
                        .text(certificate.productName),
                        .text(certificate.establishmentName), .text(certificate.issuedOn.vietnamese),
                        .text(certificate.validTo.vietnamese),
                        .words(certificate.stateWords(on: desk.today)),
                        DeskPage.Value(
                            text: certificate.fileState,
                            links: mayIssue && certificate.mayBeHad
                                ? [.init("/desk/certificates/\(certificate.id)/file", "Tải PDF", "PDF")] : []),
                    ]
                })
        ]
        self.page = page
    }
}

extension CertificateRecord {
    /// Whether its office may have its file: it is drawn, and stands.
    var mayBeHad: Bool { sha256 != nil && revocation == nil && replacement == nil }

    /// It was issued here, and its file could not be drawn yet.
    var isUndrawn: Bool { sha256 == nil && code != nil }

    var fileState: Bilingual {
        if code == nil {
            return Bilingual(
                vi: "giấy của những năm trước, không vẽ ở đây", en: "of earlier years, not drawn here")
        }
        return sha256 == nil
            ? Bilingual(vi: "chưa vẽ", en: "not drawn")
            : signer == nil
                ? Bilingual(vi: "đã vẽ, chưa ký", en: "drawn, not signed")
                : Bilingual(vi: "đã ký", en: "signed")
    }
}
