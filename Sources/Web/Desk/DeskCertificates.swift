import Hummingbird
import HummingbirdCore
import NIOCore
import Registry
import RuralIndustry

extension Site {
    /// The papers of a round: certificates, their files, minutes, the decision's list.
    func addPaperPages(to router: Router<SiteContext>) {
        router.deskPage(self, "certificates", for: .certificateRead) { desk in
            desk.answer(try await CertificatePage(desk).page)
        }
        router.deskForm(self, "certificates/issue", for: .certificateIssue, CertificateForms.issue)
        router.deskForm(self, "certificates/draw", for: .certificateIssue, CertificateForms.draw)
        router.deskForm(self, "certificates/labels", for: .certificateIssue, CertificateForms.labels)
        router.deskForm(self, "certificates/checkpoint", for: .certificateIssue, CertificateForms.checkpoint)
        router.deskPage(self, "certificates/print", for: .certificateIssue) { desk in
            // to a file first: whoever reads slowly holds no memory
            let file = try NamelessFile()
            try await desk.site.working { workshop in
                try await desk.registry.printCertificates(ofRound: desk.id, with: workshop, as: desk.viewer) {
                    try file.append($0)
                }
            }
            return .download(
                try file.body(), type: "application/pdf", name: "giay-chung-nhan-ky-\(desk.id)-in-chung.pdf")
        }
        router.deskPage(self, "minutes", for: .minutesRead) { desk in
            try await desk.asFound("no-minutes") {
                .text(try await desk.registry.minutesText(ofRound: desk.id, as: desk.viewer))
            }
        }
        router.deskPage(self, "minutes.pdf", for: .minutesRead) { desk in
            try await desk.asFound("no-minutes") {
                let bytes = try await desk.site.working {
                    try await desk.registry.minutesFile(ofRound: desk.id, with: $0, as: desk.viewer)
                }
                return .pdf(bytes, name: "bien-ban-ky-\(desk.id).pdf")
            }
        }
        router.deskPage(self, "decision-list.pdf", for: .entryRead) { desk in
            try await desk.asFound("no-decision") {
                let bytes = try await desk.site.working {
                    try await desk.registry.decisionListFile(ofRound: desk.id, with: $0, as: desk.viewer)
                }
                return .pdf(bytes, name: "danh-sach-quyet-dinh-ky-\(desk.id).pdf")
            }
        }
    }
}

extension DeskRound {
    /// What a round does not have yet is not there.
    fileprivate func asFound(_ code: String, _ body: () async throws -> Response) async throws -> Response {
        do {
            return try await body()
        } catch let refusal as Refusal where refusal.violations[0].code == "round-state" {
            throw Problem(.notFound, code: code, detail: refusal.violations[0].text.sentence)
        }
    }

    fileprivate var certificates: String { "\(address)/certificates" }
}

private struct CertificatePage {
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

    var fileState: Bilingual {
        sha256 == nil
            ? Bilingual(vi: "chưa vẽ", en: "not drawn")
            : signer == nil
                ? Bilingual(vi: "đã vẽ, chưa ký", en: "drawn, not signed")
                : Bilingual(vi: "đã ký", en: "signed")
    }
}

extension String {
    /// Of a product whose award is in doubt.
    fileprivate var toldInDoubt: Bilingual {
        Bilingual(
            vi: "Chưa cấp giấy cho “\(self)”: kết quả đã sửa, sản phẩm không còn đủ điều kiện.",
            en: "No certificate for “\(self)”: the result was corrected and it is not eligible any more.")
    }
}

private enum CertificateForms {
    /// The day and the design; what would be issued is looked at first.
    @Sendable static func issue(_ desk: DeskRound) async throws -> DeskForm {
        let lacks = await desk.site.workshopLacks()
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
            values: ["issued_on": desk.today.vietnamese, "template": Registry.certificateTemplates[0]],
            fields: { filling in
                [
                    filling.day("issued_on", Bilingual(vi: "Ngày cấp", en: "Day of issue")),
                    filling.few(
                        "template", Bilingual(vi: "Mẫu giấy", en: "Design"),
                        of: Registry.certificateTemplates.map { ($0, templateName($0)) }),
                ]
            }, button: Bilingual(vi: "Xem trước khi cấp", en: "Look at it first"),
            wayBack: desk.certificates
        ) { fields in
            let day = try fields.day("issued_on")
            let template = fields.text("template")
            if let template, !Registry.certificateTemplates.contains(template) {
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
                        ofRound: desk.id, issuedOn: day, template: template, with: $0, at: now,
                        as: desk.viewer)
                }
                return run.failures.isEmpty ? .done(desk.certificates) : .look(failed(desk, run.failures))
            }
            let preview = try await desk.site.working {
                try await desk.registry.previewCertificates(
                    ofRound: desk.id, issuedOn: day, template: template, with: $0, at: now, as: desk.viewer)
            }
            return .look(look(desk, preview, fields))
        }
    }

    private static func templateName(_ id: String) -> Bilingual {
        switch id {
        case "standard-1": Bilingual(vi: "chuẩn, khổ A4", en: "standard, A4")
        case "standard-1-a5": Bilingual(vi: "chuẩn, khổ A5", en: "standard, A5")
        case "standard-1-signed":
            Bilingual(vi: "chuẩn, khổ A4, có ô chữ ký số", en: "standard, A4, with a visible signature")
        default: Bilingual(vi: id, en: "")
        }
    }

    private static func look(
        _ desk: DeskRound, _ preview: CertificatePreview, _ fields: FormFields
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
            .init("Mẫu giấy", "Design", templateName(preview.template).vi),
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
                fields: fields.carried(["seen", "issued_on", "template"], adding: ["sure": "yes"]),
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
        page.warnings = failures.prefix(most).map(\.text.sentence)
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

    @Sendable static func labels(_ desk: DeskRound) async throws -> DeskForm {
        let live = try await desk.registry.certificates(round: desk.id, as: desk.viewer).filter {
            $0.status(on: desk.today) == .live
        }
        return DeskForm(
            title: Bilingual(vi: "In nhãn sản phẩm", en: "Labels for packages"),
            lead: [
                Bilingual(
                    vi: "Nhãn của \(live.count) giấy còn hiệu lực, thành một tệp PDF.",
                    en: "Labels of \(live.count) live certificates, in one PDF file.")
            ], values: ["size": "70x40", "sheet": "a4", "copies": "1"],
            fields: { filling in
                [
                    filling.line(
                        "size", Bilingual(vi: "Cỡ nhãn (mm)", en: "Size (mm)"),
                        hint: Bilingual(
                            vi: "Rộng x cao, một cạnh từ 40, cạnh kia từ 70. Ví dụ 70x40.",
                            en: "Width x height, one side from 40, the other from 70.")),
                    filling.few(
                        "sheet", Bilingual(vi: "Cách xếp", en: "Sheet"),
                        of: [
                            ("a4", Bilingual(vi: "nhiều nhãn trên tờ A4, có vạch cắt", en: "many on A4")),
                            ("single", Bilingual(vi: "mỗi nhãn một trang", en: "a page each")),
                        ]),
                    filling.line(
                        "copies", Bilingual(vi: "Số bản của mỗi nhãn", en: "Copies of each"),
                        inputMode: "numeric"),
                    filling.area(
                        "numbers", Bilingual(vi: "Chỉ những số này", en: "Only these numbers"),
                        hint: Bilingual(
                            vi: "Mỗi dòng một số. Bỏ trống: mọi giấy còn hiệu lực của kỳ.",
                            en: "One in a line. Empty: all that are live."), isOptional: true),
                ]
            }, button: Bilingual(vi: "Tải tệp nhãn", en: "Get the file"), wayBack: desk.certificates
        ) { fields in
            let chosen = fields["numbers"].split(whereSeparator: \.isNewline).map {
                $0.filter { !$0.isWhitespace }
            }.filter { !$0.isEmpty }
            // the same number twice is one label: more of each is what copies are for
            var seen: Set<String> = []
            let numbers = (chosen.isEmpty ? live.compactMap(\.number) : chosen).filter {
                seen.insert($0).inserted
            }
            if let stranger = numbers.first(where: { number in !live.contains { $0.number == number } }) {
                throw Refusal(
                    Violation(
                        "unknown-certificate", vi: "kỳ này không có giấy còn hiệu lực nào số “\(stranger)”",
                        en: "no live certificate of this round has the number “\(stranger)”",
                        at: Place(column: "numbers")))
            }
            let copies = try fields.number("copies")
            let sheet = fields["sheet"]
            let bytes = try await desk.site.working {
                try await desk.registry.certificateLabels(
                    numbers: numbers, size: fields["size"], onSheets: sheet != "single", copies: copies,
                    on: desk.today, with: $0, as: desk.viewer)
            }
            return .file(.pdf(bytes, name: "nhan-ky-\(desk.id).pdf"))
        }
    }

    @Sendable static func checkpoint(_ desk: DeskRound) async throws -> DeskForm {
        DeskForm(
            title: Bilingual(vi: "Điểm kiểm chứng đã ký", en: "Signed checkpoint"),
            lead: [
                Bilingual(
                    vi:
                        "Một tệp nhỏ, ký bằng khóa của sổ, cho biết những gì đã có trong sổ lúc này. Giữ tệp ngoài máy chủ thì sau này chứng minh được không giấy nào bị sửa hoặc chèn thêm.",
                    en:
                        "A small file signed by the registry's key that says what is in the registry now. Kept elsewhere, it shows later that no certificate was changed or slipped in."
                )
            ], button: Bilingual(vi: "Tải điểm kiểm chứng", en: "Get it"), wayBack: desk.certificates
        ) { _ in
            let text = try await desk.site.working {
                try await desk.registry.certificateCheckpoint(
                    ofRound: desk.id, with: $0, at: desk.site.clock(), as: desk.viewer)
            }
            return .file(
                .download(
                    ResponseBody(byteBuffer: .init(string: text)), type: "text/plain; charset=utf-8",
                    name: "diem-kiem-chung-ky-\(desk.id).txt"))
        }
    }
}
