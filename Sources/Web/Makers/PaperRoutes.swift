import HTTPTypes
import Hummingbird
import NIOCore
import Registry
import RuralIndustry

/// Photographs and papers of a dossier: filing, replacing, withdrawing, the file itself.
struct PaperRoutes: Sendable {
    let site: Site
    let place: RecordPlace

    /// Of a form with a file: the file and what is typed beside it.
    static let formBytes = IncomingPaper.sizeLimit + 64 * 1024

    // MARK: Filing

    func productForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await addForm(request, context, .product(context.recordNumber()))
    }

    func addToProduct(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await add(request, context, .product(context.recordNumber()))
    }

    func establishmentForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await addForm(request, context, .establishment(context.recordNumber()))
    }

    func addToEstablishment(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await add(request, context, .establishment(context.recordNumber()))
    }

    private func addForm(
        _ request: Request, _ context: SiteContext, _ owner: DossierOwner
    ) async throws -> Response {
        let person = try context.person(request)
        let page = try await addPage(owner, FormFilling(values: FormFields("")), person)
        try person.require(.dossierAdd)
        return page
    }

    private func add(
        _ request: Request, _ context: SiteContext, _ owner: DossierOwner
    ) async throws -> Response {
        let person = try context.person(request)
        // asked before megabytes are read
        _ = try await site.registry.dossier(of: owner, as: person.viewer)
        try person.require(.dossierAdd)
        let typed = try await FormFields(of: request)
        do {
            let papers = try [paper(from: typed)]
            _ = try await site.registry.addPapers(papers, to: owner, today: site.today, as: person.viewer)
            return .redirected(to: "\(address(of: owner))?done=filed")
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            return try await addPage(
                owner, FormFilling(values: typed, errors: Self.errors(of: refusal)), person,
                status: .unprocessableContent)
        }
    }

    /// What was typed about a paper, with its file. Violation: `paper-file-missing`.
    private func paper(from form: FormFields) throws(Refusal) -> IncomingPaper {
        guard let file = form.files["file"], !file.content.isEmpty else { throw Refusal(.paperFileMissing) }
        var fields = Fields<PaperColumn>()
        for column in PaperColumn.allCases where column != .file { fields[column] = form.text(column.name) }
        return IncomingPaper(fields, .vietnamese, bytes: file.content)
    }

    /// What is wrong with the file is told at its field, all else at the column's.
    private static func errors(of refusal: Refusal) -> [FormError] {
        FormError.all(
            of: refusal, at: "file",
            labels: [
                PaperColumn.kind.name: Bilingual(vi: "Loại", en: "Kind"),
                "reason": Bilingual(vi: "Lý do", en: "Why"),
            ])
    }

    private func addPage(
        _ owner: DossierOwner, _ filling: FormFilling, _ person: SignedIn, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let name: String
        switch owner {
        case .product(let id): name = try await site.registry.product(id, as: person.viewer).name
        case .establishment(let id): name = try await site.registry.establishment(id, as: person.viewer).name
        }
        let kinds = PaperKind.allCases.filter { $0.mayBelong(to: owner.kind) }
        return site.page(
            FormView(
                title: Bilingual(vi: "Nộp ảnh hoặc giấy tờ", en: "File a photograph or paper"),
                lead: [Bilingual(vi: name, en: "")], errors: filling.errors,
                action: "\(address(of: owner))/papers",
                fields: [
                    filling.list(
                        PaperColumn.kind.name, Bilingual(vi: "Loại", en: "Kind"),
                        of: kinds.map { ($0.rawValue, $0.name) })
                ] + fields(filling), button: Bilingual(vi: "Nộp", en: "File it"),
                wayBack: address(of: owner)), at: place.menu, for: person, status: status)
    }

    private func fields(_ filling: FormFilling) -> [FormField] {
        [
            filling.file(
                "file", Bilingual(vi: "Tệp", en: "File"),
                accept: ".jpg,.jpeg,.png,.pdf,image/jpeg,image/png,application/pdf",
                hint: Bilingual(
                    vi:
                        "Ảnh JPEG, PNG hoặc PDF, không quá \(IncomingPaper.sizeLimit >> 20) MB. Vị trí chụp trong ảnh được xóa.",
                    en:
                        "JPEG, PNG or PDF, at most \(IncomingPaper.sizeLimit >> 20) MB. Where a photograph was taken is removed from it."
                )),
            filling.line(
                PaperColumn.title.name, Bilingual(vi: "Tên giấy tờ", en: "Title"), isOptional: true),
            filling.line(PaperColumn.number.name, Bilingual(vi: "Số", en: "Number"), isOptional: true),
            filling.line(PaperColumn.issuer.name, Bilingual(vi: "Nơi cấp", en: "Issuer"), isOptional: true),
            filling.day(
                PaperColumn.issuedOn.name, Bilingual(vi: "Ngày cấp", en: "Issued on"), isOptional: true),
            filling.day(
                PaperColumn.expiresOn.name, Bilingual(vi: "Ngày hết hạn", en: "Last day of validity"),
                isOptional: true),
        ]
    }

    private func address(of owner: DossierOwner) -> String {
        switch owner {
        case .product(let id): place.product(id)
        case .establishment(let id): place.establishment(id)
        }
    }

    // MARK: One paper

    func file(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let id = try context.recordNumber()
        let record = try await site.registry.paper(id, as: person.viewer)
        let bytes = try await site.registry.paperFile(id, as: person.viewer)
        let ending =
            switch record.mediaType {
            case "image/jpeg": "jpg"
            case "image/png": "png"
            default: "pdf"
            }
        return Response(
            status: .ok,
            headers: [
                .contentType: record.mediaType, .cacheControl: "private, no-store",
                // saved and not opened in this site's name
                .contentDisposition: "attachment; filename=\"\(record.paper.kind.rawValue)-\(id).\(ending)\"",
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    func replaceForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let record = try await site.registry.paper(context.recordNumber(), as: person.viewer)
        try person.require(.dossierReplace)
        return replacePage(record, FormFilling(values: FormFields("")), person)
    }

    func replace(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let record = try await site.registry.paper(context.recordNumber(), as: person.viewer)
        try person.require(.dossierReplace)
        let typed = try await FormFields(of: request)
        do {
            _ = try await site.registry.replacePaper(
                record.id, with: try paper(from: typed), because: typed["reason"], today: site.today,
                as: person.viewer)
            return .redirected(to: "\(address(of: record.owner))?done=replaced")
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            return replacePage(
                record, FormFilling(values: typed, errors: Self.errors(of: refusal)), person,
                status: .unprocessableContent)
        }
    }

    private func replacePage(
        _ record: PaperRecord, _ filling: FormFilling, _ person: SignedIn, status: HTTPResponse.Status = .ok
    ) -> Response {
        site.page(
            FormView(
                title: Bilingual(vi: "Thay giấy tờ", en: "Replace a paper"),
                lead: [
                    record.paper.kind.name,
                    Bilingual(
                        vi: "Hồ sơ đã được chấp nhận vẫn giữ bản cũ.",
                        en: "Entries that were accepted keep the old one."),
                ], errors: filling.errors, action: "\(place.paper(record.id))/replace",
                fields: fields(filling) + [filling.line("reason", Bilingual(vi: "Lý do thay", en: "Why"))],
                button: Bilingual(vi: "Thay", en: "Replace"), wayBack: address(of: record.owner)),
            at: place.menu, for: person, status: status)
    }

    func withdrawForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let record = try await site.registry.paper(context.recordNumber(), as: person.viewer)
        try person.require(.dossierWithdraw)
        return withdrawPage(record, FormFilling(values: FormFields("")), person)
    }

    func withdraw(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let record = try await site.registry.paper(context.recordNumber(), as: person.viewer)
        try person.require(.dossierWithdraw)
        let typed = try await FormFields(of: request)
        do {
            _ = try await site.registry.withdrawPaper(record.id, because: typed["reason"], as: person.viewer)
            return .redirected(to: "\(address(of: record.owner))?done=withdrawn")
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            return withdrawPage(
                record, FormFilling(values: typed, errors: FormError.all(of: refusal, at: "reason")), person,
                status: .unprocessableContent)
        }
    }

    private func withdrawPage(
        _ record: PaperRecord, _ filling: FormFilling, _ person: SignedIn, status: HTTPResponse.Status = .ok
    ) -> Response {
        site.page(
            FormView(
                title: Bilingual(vi: "Rút giấy tờ", en: "Withdraw a paper"),
                lead: [record.paper.kind.name], errors: filling.errors,
                action: "\(place.paper(record.id))/withdraw",
                fields: [filling.line("reason", Bilingual(vi: "Lý do rút", en: "Why"))],
                button: Bilingual(vi: "Rút", en: "Withdraw"), wayBack: address(of: record.owner)),
            at: place.menu, for: person, status: status)
    }
}

extension Violation {
    fileprivate static let paperFileMissing = Violation(
        "paper-file-missing", vi: "chưa chọn tệp", en: "no file was chosen", at: Place(column: "file"))
}
