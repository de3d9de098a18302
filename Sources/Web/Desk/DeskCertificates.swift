import Registry
import RuralIndustry

struct CertificatePage {
    let page: DeskPage

    init(_ desk: DeskRound) async throws {
        let certificates = try await desk.registry.certificates(round: desk.id, as: desk.viewer)
        var page = desk.page(Bilingual(vi: "Giấy chứng nhận", en: "Certificates"))
        let missing = desk.standing.awardsWithoutCertificate
        page.facts = [
            .init("Đã cấp", "Issued", String(certificates.count)),
            .init("Chưa cấp", "Not issued yet", String(missing)),
        ]
        if missing > 0 {
            page.lead = [
                Bilingual(
                    vi:
                        "Giấy được vẽ và ký tại máy giữ phông chữ và khóa ký. Ở đó hãy chạy: cnnt certificate issue \(desk.id) --out THƯ-MỤC. Chạy lại thì tiếp tục phần còn thiếu.",
                    en:
                        "Certificates are drawn and signed at the machine that keeps the fonts and the signing key. Run there: cnnt certificate issue \(desk.id) --out FOLDER. Run again it goes on with what is missing."
                )
            ]
        }
        if desk.standing.may(.certificateIssue) {
            page.warnings = try await desk.registry.awardsInDoubt(ofRound: desk.id, as: desk.viewer).map {
                Bilingual(
                    vi: "Chưa cấp giấy cho “\($0)”: kết quả đã sửa, sản phẩm không còn đủ điều kiện.",
                    en:
                        "No certificate for “\($0)”: the result was corrected and it is not eligible any more."
                )
            }
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
                        certificate.code.map { .link("/c/\($0)", certificate.number ?? "–") }
                            ?? .text(certificate.number), .text(certificate.productName),
                        .text(certificate.establishmentName), .text(certificate.issuedOn.vietnamese),
                        .text(certificate.validTo.vietnamese),
                        .words(
                            certificate.status(on: desk.today)?.name
                                ?? Bilingual(vi: "chưa đến ngày cấp", en: "not yet issued")),
                        .words(
                            certificate.sha256 == nil
                                ? Bilingual(vi: "chưa vẽ", en: "not drawn")
                                : certificate.signer == nil
                                    ? Bilingual(vi: "đã vẽ, chưa ký", en: "drawn, not signed")
                                    : Bilingual(vi: "đã ký", en: "signed")),
                    ]
                })
        ]
        self.page = page
    }
}
