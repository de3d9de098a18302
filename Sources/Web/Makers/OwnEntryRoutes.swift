import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// Entering a round with one's own product, taking the entry back, complaining about its result.
struct OwnEntryRoutes: Sendable {
    let site: Site

    func enterForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let (record, open) = try await target(context, person)
        return try await enterPage(record, open, FormFilling(values: FormFields("")), person)
    }

    func enter(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let (record, open) = try await target(context, person)
        let typed = try await FormFields(of: request)
        var fields = Fields<EntryColumn>()
        let basis = typed["lower_certificate"]
        if EntryException(rawValue: basis) != nil {
            fields[.exception] = basis
        } else if !basis.isEmpty {
            fields[.lowerCertificate] = basis
            fields[.nominationNumber] = typed.text("nomination_number")
            fields[.nominationDate] = typed.text("nomination_date").map(PlainText.day)
        }
        fields[.note] = typed.text("note")
        do {
            _ = try await site.registry.fileOwnEntry(
                ofProduct: record.id, round: open.round.id, fields, today: site.today, as: person.viewer)
            return .redirected(to: "\(RecordPlace.mine.product(record.id))?done=entered")
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            let errors = FormError.all(of: refusal, at: "note").map { error in
                // one question here, two columns there
                error.field == EntryColumn.exception.name
                    ? FormError(field: "lower_certificate", text: error.text) : error
            }
            return try await enterPage(
                record, open, FormFilling(values: typed, errors: errors), person,
                status: .unprocessableContent)
        }
    }

    /// The product and the round, which has to be open to it.
    private func target(_ context: SiteContext, _ person: SignedIn) async throws -> (ProductRecord, OpenRound)
    {
        let id = try context.recordNumber()
        let record = try await site.registry.product(id, as: person.viewer)
        let round = try context.number("round")
        let open = try await site.registry.openRounds(forProduct: id, today: site.today, as: person.viewer)
        guard let found = open.first(where: { $0.round.id == round }) else { throw Problem.roundNotOpen }
        return (record, found)
    }

    private func enterPage(
        _ record: ProductRecord, _ open: OpenRound, _ filling: FormFilling, _ person: SignedIn,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let report = try await site.registry.checkDossier(
            ofProduct: record.id, at: open.round.level, on: site.today, as: person.viewer)
        var lead = [
            Bilingual(
                vi: "\(record.name) – \(open.round.name), \(open.round.organiserName)",
                en: "at \(open.round.level.name.en)")
        ]
        if !report.isComplete {
            lead.append(
                Bilingual(
                    vi:
                        "Hồ sơ còn thiếu \(report.lacks.count) mục, kể tên ở trang sản phẩm. Vẫn đăng ký được, nhưng nên nộp đủ: cơ quan tổ chức được nhắc những mục còn thiếu, và quyết định yêu cầu bổ sung hay chấp nhận hồ sơ như vậy.",
                    en:
                        "The dossier lacks \(report.lacks.count) things, named on the product's page. You may enter all the same, but had better file them: the organiser is warned of what lacks, and decides whether to ask for it or to accept the entry as it is."
                ))
        }
        return site.page(
            FormView(
                title: Bilingual(vi: "Đăng ký tham gia bình chọn", en: "Enter a round"), lead: lead,
                errors: filling.errors,
                action: "\(RecordPlace.mine.product(record.id))/enter/\(open.round.id)",
                fields: Self.basis(of: open, filling) + [
                    filling.area(
                        "note", Bilingual(vi: "Ghi chú cho cơ quan tổ chức", en: "Note to the organiser"),
                        isOptional: true)
                ], button: Bilingual(vi: "Đăng ký tham gia", en: "Enter"),
                wayBack: RecordPlace.mine.product(record.id)), at: RecordPlace.mine.menu, for: person,
            status: status)
    }

    /// What the entry rests on, where the round asks for an award of a lower level.
    private static func basis(of open: OpenRound, _ filling: FormFilling) -> [FormField] {
        guard let requirement = open.requirement else { return [] }
        var choices = open.awards.map { reference, award in
            (
                value: reference,
                name: Bilingual(
                    vi:
                        "Giấy chứng nhận \(award.certificateNumber ?? "không số"), \(award.level.name.vi) năm \(award.year)",
                    en: "Certificate of \(award.year), \(award.level.name.en)")
            )
        }
        if let exception = requirement.unless {
            choices.append(
                (
                    value: exception.rawValue,
                    name: Bilingual(
                        vi: "Cấp dưới không tổ chức bình chọn", en: "No round was held at the level below")
                ))
        }
        return [
            filling.few(
                "lower_certificate",
                Bilingual(vi: "Sản phẩm tham gia trên cơ sở nào", en: "What the entry rests on"), of: choices,
                hint: Bilingual(
                    vi: "Cấp này nhận sản phẩm đã được công nhận ở cấp dưới, còn hiệu lực.",
                    en: "This level takes products that hold a valid award of a lower one.")),
            filling.line(
                "nomination_number",
                Bilingual(vi: "Số văn bản đề cử của cấp dưới", en: "Nomination letter's number"),
                isOptional: true),
            filling.day(
                "nomination_date", Bilingual(vi: "Ngày văn bản đề cử", en: "Its date"), isOptional: true),
        ]
    }

    // MARK: Withdrawing

    func withdrawForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let entry = try await site.registry.ownEntry(
            context.recordNumber(), today: site.today, as: person.viewer)
        return withdrawPage(entry, FormFilling(values: FormFields("")), person)
    }

    func withdraw(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let entry = try await site.registry.ownEntry(
            context.recordNumber(), today: site.today, as: person.viewer)
        let typed = try await FormFields(of: request)
        do {
            _ = try await site.registry.withdrawOwnEntry(
                entry.id, because: typed["reason"], today: site.today, as: person.viewer)
            return .redirected(to: "\(RecordPlace.mine.product(entry.productID))?done=withdrawn")
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            return withdrawPage(
                entry, FormFilling(values: typed, errors: FormError.all(of: refusal, at: "reason")), person,
                status: .unprocessableContent)
        }
    }

    private func withdrawPage(
        _ entry: OwnEntry, _ filling: FormFilling, _ person: SignedIn, status: HTTPResponse.Status = .ok
    ) -> Response {
        site.page(
            FormView(
                title: Bilingual(vi: "Rút hồ sơ bình chọn", en: "Withdraw an entry"),
                lead: [Bilingual(vi: "\(entry.productName) – \(entry.round.name)", en: "")],
                errors: filling.errors, action: "/mine/entries/\(entry.id)/withdraw",
                fields: [filling.line("reason", Bilingual(vi: "Lý do rút", en: "Why"))],
                button: Bilingual(vi: "Rút hồ sơ", en: "Withdraw"),
                wayBack: RecordPlace.mine.product(entry.productID)), at: RecordPlace.mine.menu, for: person,
            status: status)
    }

    // MARK: Complaining

    func complainForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let entry = try await site.registry.ownEntry(
            context.recordNumber(), today: site.today, as: person.viewer)
        return complainPage(entry, FormFilling(values: FormFields("")), person)
    }

    func complain(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let entry = try await site.registry.ownEntry(
            context.recordNumber(), today: site.today, as: person.viewer)
        let typed = try await FormFields(of: request)
        do {
            _ = try await site.registry.fileOwnComplaint(
                aboutEntry: entry.id, statement: typed["statement"], today: site.today, as: person.viewer)
            return .redirected(to: "\(RecordPlace.mine.product(entry.productID))?done=complained")
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            return complainPage(
                entry, FormFilling(values: typed, errors: FormError.all(of: refusal, at: "statement")),
                person,
                status: .unprocessableContent)
        }
    }

    private func complainPage(
        _ entry: OwnEntry, _ filling: FormFilling, _ person: SignedIn, status: HTTPResponse.Status = .ok
    ) -> Response {
        var lead = [Bilingual(vi: "\(entry.productName) – \(entry.round.name)", en: "")]
        if let last = entry.complainUntil {
            lead.append(
                Bilingual(
                    vi: "Khiếu nại được nhận đến hết ngày \(last.vietnamese).",
                    en: "Complaints are taken until \(last.vietnamese)."))
        }
        return site.page(
            FormView(
                title: Bilingual(vi: "Khiếu nại về kết quả", en: "Complain about the result"), lead: lead,
                errors: filling.errors, action: "/mine/entries/\(entry.id)/complain",
                fields: [
                    filling.area(
                        "statement", Bilingual(vi: "Nội dung khiếu nại", en: "What you complain about"),
                        hint: Bilingual(
                            vi: "Điều gì chưa đúng, căn cứ vào đâu.",
                            en: "What is not right, and on what grounds."))
                ], button: Bilingual(vi: "Gửi khiếu nại", en: "File the complaint"),
                wayBack: RecordPlace.mine.product(entry.productID)), at: RecordPlace.mine.menu, for: person,
            status: status)
    }
}

extension Problem {
    fileprivate static let roundNotOpen = Problem(
        .notFound, code: "round-not-open",
        detail: Bilingual(
            vi:
                "Kỳ bình chọn này hiện không nhận hồ sơ của sản phẩm. Hãy quay lại trang sản phẩm để xem các kỳ đang nhận.",
            en: "The round takes no entry of this product now. The product's page lists the rounds that do."))
}
