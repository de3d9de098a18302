import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// Recording the act that revokes a certificate, or that puts another in its place: typed, looked at with all that rests on it,
/// then done. Sending the same again, as after going back, finds it done. And drawing a file that could not be drawn before.
struct CertificateActRoutes: Sendable {
    let site: Site

    // MARK: Revoking

    func revokeForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let opened = try await opened(request, context, for: .certificateRevoke)
        let warnings = try await site.registry.reliances(onCertificate: opened.number, as: opened.viewer)
        let values = FormFields(filledWith: ["date": site.today.vietnamese])
        return revokePage(opened, FormFilling(values: values), warnings)
    }

    func revoke(_ request: Request, _ context: SiteContext) async throws -> Response {
        let opened = try await opened(request, context, for: .certificateRevoke)
        let typed = try await FormFields(of: request)
        do {
            let act = try typed.needed("act", Self.labels)
            let reason = try typed.needed("reason", Self.labels)
            let day = try typed.day("date")
            if let revocation = opened.certificate.revocation,
                (revocation.number, revocation.day, revocation.reason) == (act, day, reason)
            {
                return opened.done
            }
            if let revocation = opened.certificate.revocation { throw Refusal(opened.revoked(revocation)) }
            let isSure = typed["sure"] == "yes"
            let report = try await site.registry.revokeCertificate(
                number: opened.number, act: act, on: day, because: reason,
                // whoever says that they are sure says of what
                shown: isSure ? typed["shown"] : nil, as: opened.viewer, dryRun: !isSure)
            return isSure ? opened.done : revokeLook(opened, typed, report)
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            let errors = FormError.all(of: refusal, at: "act", labels: Self.labels)
            return revokePage(
                opened, FormFilling(values: typed, errors: errors), [], status: .unprocessableContent)
        }
    }

    private func revokePage(
        _ opened: Opened, _ filling: FormFilling, _ warnings: [Violation], status: HTTPResponse.Status = .ok
    ) -> Response {
        site.page(
            FormView(
                title: Bilingual(
                    vi: "Thu hồi giấy chứng nhận \(opened.number)", en: "Revoke certificate \(opened.number)"),
                lead: [
                    opened.about,
                    Bilingual(
                        vi:
                            "Ghi văn bản của cơ quan có thẩm quyền. Từ ngày thu hồi, ai tra cứu cũng thấy giấy đã bị thu hồi; không bỏ được việc này.",
                        en:
                            "Record the authority's act. From its day on everybody who checks is told that the certificate is revoked. It cannot be undone."
                    ),
                ] + warnings.map(\.text.sentence), errors: filling.errors,
                action: "\(opened.address)/revoke",
                fields: [
                    filling.line("act", Self.act), filling.day("date", Self.revokedOn),
                    filling.line("reason", Self.reason),
                ], button: Bilingual(vi: "Xem trước khi thu hồi", en: "Look at it first"),
                wayBack: opened.address), at: "/desk", for: opened.person, status: status)
    }

    private func revokeLook(
        _ opened: Opened, _ typed: FormFields, _ report: RevocationReport
    ) -> Response {
        var page = opened.page(Bilingual(vi: "Thu hồi: xem trước", en: "The revocation"))
        page.warnings = report.warnings.map(\.text.sentence)
        page.facts = opened.facts
        if let act = report.certificate.revocation {
            page.facts += [
                .init("Văn bản thu hồi", "Act", act.number), .init("Từ ngày", "From", act.day.vietnamese),
                .init("Lý do", "Why", act.reason),
            ]
        }
        page.forms = [
            .init(
                action: "\(opened.address)/revoke",
                fields: typed.carried(
                    ["act", "date", "reason"], adding: ["sure": "yes", "shown": report.digest]),
                button: Bilingual(vi: "Thu hồi, không bỏ được", en: "Revoke for good"))
        ]
        return site.certificatePage(page, for: opened.person)
    }

    // MARK: Replacing

    func replaceForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let opened = try await opened(request, context, for: .certificateReplace)
        let values = FormFields(filledWith: [
            "date": site.today.vietnamese, "issued_on": site.today.vietnamese,
        ])
        let designs = try await site.registry.certificateDesigns(
            toReplace: opened.number, as: opened.viewer)
        return replacePage(opened, FormFilling(values: values), designs, await site.workshopLacks())
    }

    func replace(_ request: Request, _ context: SiteContext) async throws -> Response {
        let opened = try await opened(request, context, for: .certificateReplace)
        let typed = try await FormFields(of: request)
        let designs = try await site.registry.certificateDesigns(
            toReplace: opened.number, as: opened.viewer)
        do {
            let replacement = CertificateReplacement(
                number: opened.number, act: try typed.needed("act", Self.labels),
                actDate: try typed.day("date"), reason: try typed.needed("reason", Self.labels),
                productName: typed.text("product"), establishmentName: typed.text("establishment"))
            let day = try typed.day("issued_on")
            if let newer = opened.certificate.replacement,
                (newer.act, newer.actDate, newer.reason)
                    == (replacement.act, replacement.actDate, replacement.reason)
            {
                return opened.done
            }
            let isSure = typed["sure"] == "yes"
            let run = try await site.working {
                try await site.registry.replaceCertificate(
                    replacement, issuedOn: day, template: typed.text("template"),
                    shown: isSure ? typed["shown"] : nil, with: $0, at: site.clock(), as: opened.viewer,
                    dryRun: !isSure)
            }
            guard isSure else { return replaceLook(opened, typed, run, replacement, designs) }
            guard run.failures.isEmpty else { return replacedUndrawn(opened, run) }
            return .redirected(to: "/desk/certificates/\(run.certificate.id)?done=1")
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            let errors = FormError.all(of: refusal, at: "act", labels: Self.labels)
            return replacePage(
                opened, FormFilling(values: typed, errors: errors), designs, [],
                status: .unprocessableContent)
        }
    }

    private func replacePage(
        _ opened: Opened, _ filling: FormFilling, _ designs: [PaperDesign], _ lacks: [Violation],
        status: HTTPResponse.Status = .ok
    ) -> Response {
        site.page(
            FormView(
                title: Bilingual(
                    vi: "Cấp giấy thay cho \(opened.number)", en: "Replace certificate \(opened.number)"),
                lead: [
                    opened.about,
                    Bilingual(
                        vi:
                            "Giấy mới mang số tiếp theo của sổ, của cùng danh hiệu và cùng ngày hết hạn; từ ngày cấp giấy mới, số cũ chỉ sang số mới.",
                        en:
                            "The new certificate has the next number, the same award and the same last day; from its day of issue on the old number points to it."
                    ),
                ]
                    + lacks.map {
                        Bilingual(vi: "Chưa cấp được: \($0.text.vi).", en: "Not possible yet: \($0.text.en).")
                    }, errors: filling.errors, action: "\(opened.address)/replace",
                fields: [
                    filling.line("act", Self.act), filling.day("date", Self.actDate),
                    filling.line("reason", Self.reason),
                    filling.line(
                        "product", Bilingual(vi: "Tên sản phẩm cho đúng", en: "The product's right name"),
                        hint: Bilingual(
                            vi: "Bỏ trống nếu vẫn là “\(opened.certificate.productName)”.",
                            en: "Leave it empty if it stays."), isOptional: true),
                    filling.line(
                        "establishment",
                        Bilingual(vi: "Tên cơ sở cho đúng", en: "The establishment's right name"),
                        hint: Bilingual(
                            vi: "Bỏ trống nếu vẫn là “\(opened.certificate.establishmentName)”.",
                            en: "Leave it empty if it stays."), isOptional: true),
                    filling.day("issued_on", Bilingual(vi: "Ngày cấp giấy mới", en: "Day of issue")),
                    filling.list(
                        "template", Bilingual(vi: "Mẫu giấy", en: "Design"),
                        of: designs.map { ($0.name, $0.label) },
                        hint: Bilingual(
                            vi: "Bỏ trống: theo mẫu của giấy cũ.", en: "Empty: that of the old certificate."),
                        isOptional: true),
                ], button: Bilingual(vi: "Xem trước khi cấp", en: "Look at it first"),
                wayBack: opened.address), at: "/desk", for: opened.person, status: status)
    }

    private func replaceLook(
        _ opened: Opened, _ typed: FormFields, _ run: ReplacementRun, _ replacement: CertificateReplacement,
        _ designs: [PaperDesign]
    ) -> Response {
        let new = run.certificate
        let design = designs.first { $0.name == run.template }?.label.vi ?? run.template
        var page = opened.page(Bilingual(vi: "Giấy thay: xem trước", en: "The new certificate"))
        page.facts = [
            .init("Số cũ", "Old number", opened.number), .init("Số mới", "New number", new.number ?? "–"),
            .init("Sản phẩm", "Product", new.productName),
            .init("Cơ sở", "Establishment", new.establishmentName),
            .init("Ngày cấp", "Issued on", new.issuedOn.vietnamese),
            .init("Có giá trị đến hết ngày", "Valid to", new.validTo.vietnamese),
            .init("Mẫu giấy", "Design", typed.text("template") == nil ? "\(design), như giấy cũ" : design),
            .init(
                "Văn bản", "Act",
                "\(replacement.act), ngày \(replacement.actDate.vietnamese): \(replacement.reason)"),
        ]
        page.forms = [
            .init(
                action: "\(opened.address)/replace",
                fields: typed.carried(
                    ["act", "date", "reason", "product", "establishment", "issued_on", "template"],
                    adding: ["sure": "yes", "shown": run.digest]),
                button: Bilingual(vi: "Cấp giấy thay", en: "Issue it"))
        ]
        return site.certificatePage(page, for: opened.person)
    }

    /// The new number is given for good; its file is drawn when what kept it from that is mended.
    private func replacedUndrawn(_ opened: Opened, _ run: ReplacementRun) -> Response {
        let new = run.certificate
        var page = opened.page(
            Bilingual(vi: "Giấy thay đã cấp, tệp chưa vẽ được", en: "Issued, and its file not drawn"))
        page.lead = [
            Bilingual(
                vi:
                    "Giấy \(new.number ?? "–") đã cấp thay cho \(opened.number) và giữ nguyên số: không cấp lại lần nữa. Tệp chưa vẽ được vì lý do dưới đây; sửa xong nguyên nhân, mở trang của giấy mới và chọn “Vẽ tệp”.",
                en:
                    "Certificate \(new.number ?? "–") is issued in the place of \(opened.number) and keeps its number: do not issue it again. Its file could not be drawn, for the reason below; when that is mended open the new certificate and choose “Draw the file”."
            )
        ]
        page.warnings = run.failures.map(\.ofWorkshop.text.sentence)
        page.actions = [
            .init("/desk/certificates/\(new.id)", "Trang của giấy mới", "The new certificate"),
            .init("/desk/certificates/\(new.id)/draw", "Vẽ tệp", "Draw the file"),
        ]
        return site.certificatePage(page, for: opened.person)
    }

    // MARK: Drawing

    func drawForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let opened = try await opened(request, context, for: .certificateIssue)
        return drawPage(opened, [], await site.workshopLacks())
    }

    func draw(_ request: Request, _ context: SiteContext) async throws -> Response {
        let opened = try await opened(request, context, for: .certificateIssue)
        do {
            try await site.working {
                try await site.registry.drawCertificate(
                    number: opened.number, with: $0, at: site.clock(), as: opened.viewer)
            }
            return opened.done
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            return drawPage(
                opened, FormError.all(of: refusal, at: "content", labels: [:]), [],
                status: .unprocessableContent)
        }
    }

    private func drawPage(
        _ opened: Opened, _ errors: [FormError], _ lacks: [Violation], status: HTTPResponse.Status = .ok
    ) -> Response {
        site.page(
            FormView(
                title: Bilingual(
                    vi: "Vẽ tệp của giấy \(opened.number)", en: "Draw the file of \(opened.number)"),
                lead: [
                    opened.about,
                    Bilingual(
                        vi:
                            "Tệp được vẽ, và ký nếu máy chủ có khóa ký. Số và nội dung của giấy không đổi; tệp đã có thì giữ nguyên.",
                        en:
                            "The file is drawn, and signed where the server signs. Number and contents stay; a file that is there stays as it is."
                    ),
                ]
                    + lacks.map {
                        Bilingual(vi: "Chưa vẽ được: \($0.text.vi).", en: "Not possible yet: \($0.text.en).")
                    }, errors: errors, action: "\(opened.address)/draw", fields: [],
                button: Bilingual(vi: "Vẽ tệp", en: "Draw the file"), wayBack: opened.address),
            at: "/desk", for: opened.person, status: status)
    }

    // MARK: What all have

    /// A certificate that somebody acts on.
    private struct Opened: Sendable {
        let person: SignedIn
        let certificate: CertificateRecord
        /// As it is printed.
        let number: String

        var viewer: Viewer { person.viewer }
        var address: String { "/desk/certificates/\(certificate.id)" }
        var done: Response { .redirected(to: "\(address)?done=1") }

        var about: Bilingual {
            Bilingual(vi: "\(certificate.productName) – \(certificate.establishmentName)", en: "")
        }

        var facts: [DeskPage.Fact] {
            [
                .init("Số", "Number", number), .init("Sản phẩm", "Product", certificate.productName),
                .init("Cơ sở", "Establishment", certificate.establishmentName),
            ]
        }

        func page(_ title: Bilingual) -> DeskPage {
            var page = DeskPage(title: title)
            page.above = [.desk, .certificates, .init(address, number)]
            page.kind = number
            return page
        }

        func revoked(_ revocation: CertificateRecord.Revocation) -> Violation {
            Violation(
                "certificate-revoked",
                vi: "\(number) đã bị thu hồi theo \(revocation.number) ngày \(revocation.day.vietnamese)",
                en: "\(number) was revoked by \(revocation.number) of \(revocation.day.vietnamese)")
        }
    }

    /// Whether it is within reach is asked first; then whether they may, of what their own office gave.
    private func opened(
        _ request: Request, _ context: SiteContext, for action: Action
    ) async throws -> Opened {
        let person = try context.person(request)
        let certificate = try await site.registry.certificate(context.recordNumber(), as: person.viewer)
        try person.require(action)
        let allowed = try await site.registry.officeActions(onCertificate: certificate, as: person.viewer)
        guard allowed.contains(action) else { throw Problem.givenElsewhere }
        guard let number = certificate.number else {
            throw Problem(
                .notFound, code: "certificate-without-number",
                detail: Bilingual(
                    vi:
                        "Giấy này của những năm trước, không có số, nên không vẽ, thu hồi hay thay ở đây được.",
                    en:
                        "It is of earlier years and has no number: it cannot be drawn, revoked or replaced here."
                ))
        }
        return Opened(person: person, certificate: certificate, number: number)
    }

    private static let act = Bilingual(vi: "Số văn bản", en: "Number of the act")
    private static let actDate = Bilingual(vi: "Ngày văn bản", en: "Day of the act")
    private static let revokedOn = Bilingual(vi: "Thu hồi từ ngày", en: "Revoked from")
    private static let reason = Bilingual(vi: "Lý do", en: "Why")
    private static let labels = ["act": act, "reason": reason]
}

extension Problem {
    fileprivate static let givenElsewhere = Problem(
        .forbidden, code: "not-permitted",
        detail: Bilingual(
            vi: "Giấy này do cơ quan khác cấp; chỉ cơ quan đã cấp mới vẽ tệp, thu hồi hoặc thay.",
            en: "Another office issued it; only that office draws, revokes or replaces it."))
}

extension FormFields {
    /// A text that has to be there.
    fileprivate func needed(_ name: String, _ labels: [String: Bilingual]) throws(Refusal) -> String {
        guard let text = text(name) else {
            let label = labels[name]
            throw Refusal(
                Violation(
                    "value-missing", vi: "chưa ghi \(label?.vi ?? name)",
                    en: "\(label?.en ?? name) is missing",
                    at: Place(column: name)))
        }
        return text
    }
}
