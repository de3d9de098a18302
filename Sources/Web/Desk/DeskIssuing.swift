import Registry
import RuralIndustry

/// Issuing certificates and drawing them.
enum CertificateForms {
    /// The day and the design; what would be issued is looked at first.
    @Sendable static func issue(_ desk: DeskRound) async throws -> DeskForm {
        let lacks = await desk.site.workshopLacks()
        let designs = try await desk.registry.certificateDesigns(ofRound: desk.id, as: desk.viewer)
        return DeskForm(
            title: Bilingual(vi: "Cấp giấy chứng nhận", en: "Issue certificates"),
            lead: [
                Bilingual(
                    vi:
                        "Kỳ này còn \(desk.standing.awardsWithoutCertificate) giấy chưa cấp. Trang sau cho xem số, tên và thời hạn trước khi cấp.",
                    en:
                        "Not issued yet: \(desk.standing.awardsWithoutCertificate). The next page shows numbers, names and days first."
                )
            ]
                + lacks.map {
                    Bilingual(vi: "Chưa cấp được: \($0.text.vi).", en: "Not possible yet: \($0.text.en).")
                },
            values: ["issued_on": desk.today.vietnamese, "template": Registry.standardDesign],
            fields: { filling in
                [
                    filling.day("issued_on", Bilingual(vi: "Ngày cấp", en: "Day of issue")),
                    filling.few(
                        "template", Bilingual(vi: "Mẫu giấy", en: "Design"),
                        of: designs.map { ($0.name, $0.label) }),
                ]
            }, button: Bilingual(vi: "Xem trước khi cấp", en: "Look at it first"),
            wayBack: desk.certificates
        ) { fields in
            let day = try fields.day("issued_on")
            let template = fields.text("template")
            if let template, !designs.contains(where: { $0.name == template }) {
                throw Refusal(
                    Violation(
                        "value-missing", vi: "hãy chọn một mẫu giấy", en: "choose a design",
                        at: Place(column: "template")))
            }
            try Refusal.throwIfAny(lacks)
            let now = desk.site.clock()
            if fields["sure"] == "yes" {
                let run = try await desk.site.working {
                    try await desk.registry.issueCertificates(
                        ofRound: desk.id, issuedOn: day, template: template,
                        // whoever says that they are sure says of what
                        shown: fields["shown"], with: $0, at: now, as: desk.viewer)
                }
                return run.failures.isEmpty ? .done(desk.certificates) : .look(failed(desk, run.failures))
            }
            let preview = try await desk.site.working {
                try await desk.registry.previewCertificates(
                    ofRound: desk.id, issuedOn: day, template: template, with: $0, at: now, as: desk.viewer)
            }
            return .look(look(desk, preview, designs, fields))
        }
    }

    private static func look(
        _ desk: DeskRound, _ preview: CertificatePreview, _ designs: [PaperDesign], _ fields: FormFields
    ) -> DeskPage {
        var page = desk.page(Bilingual(vi: "Cấp giấy chứng nhận: xem trước", en: "What will be issued"))
        page.warnings = preview.violations.map(\.text.sentence) + preview.inDoubt.map(\.toldInDoubt)
        if preview.isSpecimen {
            page.warnings.append(
                Bilingual(
                    vi: "Đây là bản trình diễn: giấy mang chữ MẪU và không có giá trị.",
                    en: "This is a demonstration: the papers carry the word MẪU and are worth nothing."))
        }
        let numbers =
            preview.lines.count > 1
            ? "\(preview.lines[0].number) … \(preview.lines[preview.lines.count - 1].number)"
            : preview.lines.first?.number ?? "–"
        page.facts = [
            .init("Số giấy", "Certificates", String(preview.lines.count)),
            .init("Số", "Numbers", numbers),
            .init("Theo quyết định", "By the decision", preview.decision ?? "–"),
            .init("Ngày cấp", "Day of issue", preview.issuedOn.vietnamese),
            .init("Có giá trị đến hết ngày", "Valid to", preview.validThrough?.vietnamese ?? "–"),
            .init(
                "Mẫu giấy", "Design",
                designs.first { $0.name == preview.template }?.label.vi ?? preview.template),
            .init("Mã QR dẫn tới", "QR codes lead to", preview.address),
            .init(
                "Ký số tệp", "Files signed",
                preview.isSigned ? "có, bằng khóa của máy chủ" : "không; ký sau hoặc ký trên giấy"),
        ]
        page.tables = [
            .init(
                Bilingual(vi: "Danh sách", en: "List"),
                empty: Bilingual(
                    vi: "Không còn giấy nào phải cấp.", en: "Every award has its certificate."),
                [
                    Bilingual(vi: "Số sẽ cấp", en: "Number"), Bilingual(vi: "Sản phẩm", en: "Product"),
                    Bilingual(vi: "Cơ sở", en: "Establishment"),
                ],
                preview.lines.map { [.text($0.number), .text($0.product), .text($0.establishment)] })
        ]
        guard preview.violations.isEmpty, !preview.lines.isEmpty else { return page }
        page.lead = [
            Bilingual(
                vi:
                    "Số đã cấp thì không lấy lại được: giấy sai chỉ sửa bằng văn bản thay hoặc thu hồi. Nếu có người khác cấp trước, các số sẽ tiếp theo số của họ.",
                en:
                    "Numbers are given for good: what is wrong is only mended by an act that replaces or revokes it. If somebody else issues before you, numbers go on from theirs."
            )
        ]
        page.forms = [
            .init(
                action: "\(desk.certificates)/issue",
                fields: fields.carried(
                    ["seen", "issued_on", "template"], adding: ["sure": "yes", "shown": preview.digest]),
                button: Bilingual(
                    vi: "Cấp \(preview.lines.count) giấy chứng nhận",
                    en: "Issue certificates (\(preview.lines.count))"))
        ]
        return page
    }

    /// What was issued and not drawn: it is said once, and the page of the certificates leads on.
    private static func failed(_ desk: DeskRound, _ failures: [Violation]) -> DeskPage {
        var page = desk.page(Bilingual(vi: "Còn tệp chưa vẽ được", en: "Some files were not drawn"))
        page.lead = [
            Bilingual(
                vi: "Giấy đã cấp vẫn giữ nguyên số. Sửa xong nguyên nhân, hãy vẽ tiếp những giấy còn thiếu.",
                en: "What is issued keeps its numbers. When the cause is mended, go on with what is missing.")
        ]
        page.warnings = failures.prefix(most).map(\.ofWorkshop.text.sentence)
        if failures.count > most {
            page.warnings.append(
                Bilingual(
                    vi: "Và \(failures.count - most) điều nữa.",
                    en: "And \(failures.count - most) more things."))
        }
        page.actions = [.init(desk.certificates, "Về danh sách giấy chứng nhận", "To the certificates")]
        return page
    }

    private static let most = 30

    @Sendable static func draw(_ desk: DeskRound) async throws -> DeskForm {
        DeskForm(
            title: Bilingual(vi: "Vẽ những giấy còn thiếu", en: "Draw what is missing"),
            lead: [
                Bilingual(
                    vi:
                        "Giấy đã cấp mà chưa có tệp được vẽ, và ký nếu máy chủ có khóa ký. Giấy đã có tệp không đổi.",
                    en:
                        "Certificates without a file are drawn, and signed where the server signs. Those that have one stay as they are."
                )
            ], button: Bilingual(vi: "Vẽ tiếp", en: "Draw"), wayBack: desk.certificates
        ) { _ in
            let batch = try await desk.site.working {
                try await desk.registry.drawCertificates(
                    ofRound: desk.id, with: $0, at: desk.site.clock(), as: desk.viewer)
            }
            return batch.failures.isEmpty ? .done(desk.certificates) : .look(failed(desk, batch.failures))
        }
    }
}

extension String {
    /// Of a product whose award is in doubt.
    var toldInDoubt: Bilingual {
        Bilingual(
            vi: "Chưa cấp giấy cho “\(self)”: kết quả đã sửa, sản phẩm không còn đủ điều kiện.",
            en: "No certificate for “\(self)”: the result was corrected and it is not eligible any more.")
    }
}
