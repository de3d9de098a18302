import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

extension Site {
    /// Certificates of whatever round, and of earlier years.
    func addCertificateDesk(to router: Router<SiteContext>) {
        let lists = DeskCertificateLists(site: self)
        router.read("/desk/certificates", lists.list)
        router.read("/desk/certificates/expiring", lists.expiring)
        let one = DeskCertificateRoutes(site: self)
        router.read("/desk/certificates/{id}", one.page)
        router.read("/desk/certificates/{id}/file", one.file)
        let acts = CertificateActRoutes(site: self)
        router.read("/desk/certificates/{id}/revoke", acts.revokeForm, taking: acts.revoke)
        router.read("/desk/certificates/{id}/replace", acts.replaceForm, taking: acts.replace)
        router.read("/desk/certificates/{id}/draw", acts.drawForm, taking: acts.draw)
    }

    /// A page of the desk about certificates.
    func certificatePage(
        _ page: DeskPage, for person: SignedIn, status: HTTPResponse.Status = .ok
    ) -> Response {
        .page(
            pages.page(
                .deskPage, page.view,
                in: PageFrame(
                    title: "\(page.title.vi) – Giấy chứng nhận – CNNT", menuAt: "/desk", isWide: true,
                    viewer: person.viewer)), status: status)
    }
}

extension DeskPage.Link {
    static let desk = DeskPage.Link("/desk", "Bàn làm việc", "Desk")
    static let certificates = DeskPage.Link("/desk/certificates", "Giấy chứng nhận", "Certificates")
}

/// The certificates that somebody may read: all of them, and those whose last day comes.
private struct DeskCertificateLists: Sendable {
    let site: Site

    private static let most = 100

    func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let query = request.uri.queryParameters
        func text(_ name: String) -> String {
            PercentCoding.decoded(query[Substring(name)].map(String.init)?.replacing("+", with: " ") ?? "")
        }
        let typed = FormFields(
            filledWith: Dictionary(
                uniqueKeysWithValues: ["number", "year", "level", "status"].map { ($0, text($0)) }))
        let found = try await site.registry.certificates(
            level: SelectionLevel(rawValue: typed["level"]), year: Int(typed["year"]),
            number: typed.text("number"),
            in: AwardStatus(rawValue: typed["status"]).map { ($0, on: site.today) },
            after: Int64(text("after")) ?? 0, limit: Self.most, as: person.viewer)
        var page = DeskPage(title: Bilingual(vi: "Giấy chứng nhận", en: "Certificates"))
        page.above = [.desk]
        page.actions = [
            .init("/desk/certificates/expiring", "Hết hạn trong năm", "Expiring this year")
        ]
        page.questions = [question(typed)]
        page.tables = [
            .init(
                Bilingual(vi: "Danh sách", en: "List"),
                empty: Bilingual(vi: "Không có giấy nào như vậy.", en: "There is none."),
                [
                    Bilingual(vi: "Số", en: "Number"), Bilingual(vi: "Sản phẩm", en: "Product"),
                    Bilingual(vi: "Cơ sở", en: "Establishment"), Bilingual(vi: "Cấp", en: "Level"),
                    Bilingual(vi: "Ngày cấp", en: "Issued on"), Bilingual(vi: "Đến hết ngày", en: "Valid to"),
                    Bilingual(vi: "Tình trạng", en: "State"),
                ],
                found.records.map { certificate in
                    [
                        .link(
                            "/desk/certificates/\(certificate.id)", certificate.number ?? "không có số"),
                        .text(certificate.productName), .text(certificate.establishmentName),
                        .words(certificate.level.name), .text(certificate.issuedOn.vietnamese),
                        .text(certificate.validTo.vietnamese), .words(certificate.stateWords(on: site.today)),
                    ]
                })
        ]
        if let next = found.next {
            let kept = ["number", "year", "level", "status"].filter { !typed[$0].isEmpty }.map {
                "\($0)=\(PercentCoding.encoded(typed[$0]))&"
            }.joined()
            page.actions.append(.init("/desk/certificates?\(kept)after=\(next)", "Trang sau", "Next page"))
        }
        return site.certificatePage(page, for: person)
    }

    private func question(_ typed: FormFields) -> DeskPage.Form {
        let filling = FormFilling(values: typed)
        return DeskPage.Form(
            action: "/desk/certificates", isQuestion: true,
            fields: [
                filling.line("number", Bilingual(vi: "Số in trên giấy", en: "Printed number")),
                filling.line(
                    "year", Bilingual(vi: "Năm cấp", en: "Year of issue"), inputMode: "numeric"),
                filling.list(
                    "level", Bilingual(vi: "Cấp", en: "Level"),
                    of: SelectionLevel.allCases.map { ($0.rawValue, $0.name) }),
                filling.list(
                    "status", Bilingual(vi: "Tình trạng hôm nay", en: "State today"),
                    of: AwardStatus.allCases.filter { $0 != .unknown }.map { ($0.rawValue, $0.name) }),
            ], button: Bilingual(vi: "Lọc", en: "Filter"))
    }

    func expiring(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let year =
            request.uri.queryParameters["year"].flatMap { Int($0) }.flatMap {
                (1900...2200).contains($0) ? $0 : nil
            } ?? site.today.year
        let found = try await site.registry.certificates(expiringIn: year, on: site.today, as: person.viewer)
        var page = DeskPage(
            title: Bilingual(
                vi: "Giấy chứng nhận hết hạn năm \(String(year))",
                en: "Certificates that expire in \(String(year))"))
        page.above = [.desk, .certificates]
        page.lead = [
            Bilingual(
                vi: "Để báo cho cơ sở: sản phẩm muốn giữ danh hiệu thì tham gia bình chọn lại.",
                en: "To tell the establishments: whoever wants to keep the award enters a round again.")
        ]
        page.actions = [year - 1, year + 1].map {
            .init("/desk/certificates/expiring?year=\($0)", "Năm \(String($0))", "Year \(String($0))")
        }
        page.tables = [
            .init(
                Bilingual(vi: "\(found.count) giấy", en: found.count.counted("certificate")),
                empty: Bilingual(vi: "Không có giấy nào.", en: "There is none."),
                [
                    Bilingual(vi: "Đến hết ngày", en: "Valid to"), Bilingual(vi: "Số", en: "Number"),
                    Bilingual(vi: "Sản phẩm", en: "Product"), Bilingual(vi: "Cơ sở", en: "Establishment"),
                    Bilingual(vi: "Địa bàn", en: "Place"), Bilingual(vi: "Liên hệ", en: "Contact"),
                ],
                found.map { expiring in
                    let certificate = expiring.certificate
                    return [
                        .text(certificate.validTo.vietnamese),
                        .link("/desk/certificates/\(certificate.id)", certificate.number ?? "không có số"),
                        .text(certificate.productName), .text(certificate.establishmentName),
                        .text(
                            [expiring.communeName, expiring.provinceName].compactMap(\.self).joined(
                                separator: ", ")),
                        .text(
                            [expiring.representative, expiring.phone, expiring.email, expiring.address]
                                .compactMap(\.self).joined(separator: " · ")),
                    ]
                })
        ]
        return site.certificatePage(page, for: person)
    }
}

extension CertificateRecord {
    func stateWords(on day: Day) -> Bilingual {
        status(on: day)?.name ?? Bilingual(vi: "chưa đến ngày cấp", en: "not yet issued")
    }
}

/// One certificate: what is on record of it, its file, and what can be done to it.
private struct DeskCertificateRoutes: Sendable {
    let site: Site

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let certificate = try await site.registry.certificate(context.recordNumber(), as: person.viewer)
        let actions = try await site.registry.officeActions(onCertificate: certificate, as: person.viewer)
        let address = "/desk/certificates/\(certificate.id)"
        var page = DeskPage(title: Bilingual(vi: certificate.number ?? "Giấy không có số", en: ""))
        page.above = [.desk, .certificates]
        page.kind = "Giấy chứng nhận"
        if request.uri.queryParameters["done"] != nil {
            page.notices = [Bilingual(vi: "Đã ghi nhận.", en: "It was recorded.")]
        }
        page.facts = certificate.facts(on: site.today)
        if let code = certificate.code {
            page.actions.append(.init("/c/\(code)", "Trang xác thực công khai", "Public verification"))
        }
        if actions.contains(.certificateIssue), certificate.mayBeHad {
            page.actions.append(.init("\(address)/file", "Tải PDF", "PDF"))
        }
        let stands = certificate.revocation == nil && certificate.replacement == nil
        if stands, actions.contains(.certificateIssue), certificate.isUndrawn {
            page.lead = [
                Bilingual(
                    vi:
                        "Giấy đã cấp nhưng chưa có tệp, nên chưa tải hay in được. Chọn “Vẽ tệp”: nếu còn điều gì ngăn việc vẽ, trang sau nói rõ.",
                    en:
                        "It is issued and has no file yet: nothing can be printed. Choose “Draw the file”; the next page says if anything stands in the way."
                )
            ]
            page.actions.append(.init("\(address)/draw", "Vẽ tệp", "Draw the file"))
        }
        if stands, certificate.number != nil {
            if actions.contains(.certificateReplace) {
                page.actions.append(.init("\(address)/replace", "Cấp giấy thay", "Replace it"))
            }
            if actions.contains(.certificateRevoke) {
                page.actions.append(.init("\(address)/revoke", "Thu hồi", "Revoke it"))
            }
        }
        return site.certificatePage(page, for: person)
    }

    func file(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let id = try context.recordNumber()
        try person.require(.certificateIssue)
        let file = try await site.working {
            try await site.registry.certificateFile(id, with: $0, as: person.viewer)
        }
        return .pdf(file.bytes, name: file.name)
    }
}

extension CertificateRecord {
    /// Everything that is on record of it, for its office.
    fileprivate func facts(on day: Day) -> [DeskPage.Fact] {
        var facts: [DeskPage.Fact] = [
            .init("Tình trạng", "State", stateWords(on: day).vi.capitalizedFirst),
            .init("Sản phẩm", "Product", productName), .init("Cơ sở", "Establishment", establishmentName),
            .init("Cấp", "Level", level.name.vi), .init("Cơ quan cấp", "Issuer", issuerName),
            .init(
                "Theo quyết định", "By the decision", "\(decisionNumber), ngày \(decisionDate.vietnamese)"),
            .init("Ngày cấp", "Issued on", issuedOn.vietnamese),
            .init("Có giá trị đến hết ngày", "Valid to", validTo.vietnamese),
            .init("Tệp", "File", fileState.vi),
        ]
        if let signer {
            facts.append(
                .init(
                    "Người ký số", "Signed by",
                    signer + (signedAt.map { ", ngày \($0.vietnameseDay.vietnamese)" } ?? "")))
        }
        if let sha256 { facts.append(.init("SHA-256", "SHA-256", sha256)) }
        if let replacedNumber { facts.append(.init("Thay cho", "Replaces", replacedNumber)) }
        if let revocation {
            facts.append(
                .init(
                    "Thu hồi", "Revoked",
                    "\(revocation.number), từ ngày \(revocation.day.vietnamese): \(revocation.reason)"))
        }
        if let replacement {
            facts.append(
                .init(
                    "Được thay bằng", "Replaced by",
                    "\(replacement.number) từ ngày \(replacement.day.vietnamese), theo \(replacement.act) ngày \(replacement.actDate.vietnamese): \(replacement.reason)"
                ))
        }
        return facts
    }
}
