import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// Asking for booths at an open fair for one's own establishment, and taking that back.
struct OwnBoothRoutes: Sendable {
    let site: Site

    func form(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let (record, fair) = try await target(context, person)
        return page(record, fair, FormFilling(values: FormFields("booths=1")), person)
    }

    func ask(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let (record, fair) = try await target(context, person)
        let typed = try await FormFields(of: request)
        var fields = Fields<BoothRequestColumn>()
        fields[.booths] = typed.text("booths")
        fields[.adjacent] = typed["adjacent"] == "yes" ? "yes" : nil
        fields[.zones] = typed["zones"].split(whereSeparator: \.isNewline).joined(separator: "|")
        fields[.group] = typed.text("group")
        fields[.from] = typed.text("from_date").map(PlainText.day)
        fields[.to] = typed.text("to_date").map(PlainText.day)
        do {
            _ = try await site.registry.requestOwnBooths(
                of: record.id, atFair: fair.id, fields, today: site.today, as: person.viewer)
            return .redirected(to: "\(RecordPlace.mine.establishment(record.id))?done=asked")
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            // what the form does not ask, such as the province, is told at its first question
            let asked: Set = ["booths", "adjacent", "zones", "group", "from_date", "to_date"]
            let errors = FormError.all(of: refusal, at: "booths").map {
                asked.contains($0.field) ? $0 : FormError(field: "booths", text: $0.text)
            }
            return page(
                record, fair, FormFilling(values: typed, errors: errors), person,
                status: .unprocessableContent)
        }
    }

    private func target(_ context: SiteContext, _ person: SignedIn) async throws -> (
        EstablishmentRecord, FairRecord
    ) {
        let record = try await site.registry.establishment(context.recordNumber(), as: person.viewer)
        let id = try context.number("fair")
        let fairs = try await site.registry.fairsTakingRequests(
            of: record.id, today: site.today, as: person.viewer)
        guard let fair = fairs.first(where: { $0.id == id }) else { throw Problem.fairNotOpen }
        return (record, fair)
    }

    private func page(
        _ record: EstablishmentRecord, _ fair: FairRecord, _ filling: FormFilling, _ person: SignedIn,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        site.page(
            FormView(
                title: Bilingual(vi: "Đăng ký gian hàng", en: "Ask for booths"),
                lead: [
                    Bilingual(vi: "\(fair.name), \(fair.venue), \(fair.days.text.vi)", en: ""),
                    Bilingual(
                        vi: "Ban tổ chức phân gian sau khi hết hạn đăng ký; kết quả hiện ở trang cơ sở.",
                        en: "Booths are shared out when requests are closed; the answer appears on your page."
                    ),
                ], errors: filling.errors,
                action: "\(RecordPlace.mine.establishment(record.id))/booths/\(fair.id)",
                fields: [
                    filling.line("booths", Bilingual(vi: "Số gian", en: "Booths"), inputMode: "numeric"),
                    filling.check(
                        "adjacent", Bilingual(vi: "Các gian phải liền kề", en: "They must be side by side")),
                    filling.area(
                        "zones", Bilingual(vi: "Khu mong muốn", en: "Zones wished for"),
                        hint: Bilingual(
                            vi: "Mỗi khu một dòng, thích nhất trước; các khu ở sơ đồ của hội chợ.",
                            en: "One a line, the most wanted first, as on the fair's plan."), isOptional: true
                    ),
                    filling.list(
                        "group", Bilingual(vi: "Nhóm sản phẩm", en: "Product group"),
                        of: ProductGroupID.ofLaw.map { ($0.rawValue, $0.pageName) }, isOptional: true),
                    filling.day("from_date", Bilingual(vi: "Từ ngày", en: "From"), isOptional: true),
                    filling.day("to_date", Bilingual(vi: "Đến ngày", en: "To"), isOptional: true),
                ], button: Bilingual(vi: "Gửi đăng ký", en: "Send"),
                wayBack: RecordPlace.mine.establishment(record.id)), at: RecordPlace.mine.menu, for: person,
            status: status)
    }

    func withdrawForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        return withdrawPage(
            try await site.registry.ownBoothRequest(context.recordNumber(), as: person.viewer),
            FormFilling(values: FormFields("")), person)
    }

    func withdraw(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let own = try await site.registry.ownBoothRequest(context.recordNumber(), as: person.viewer)
        let typed = try await FormFields(of: request)
        do {
            _ = try await site.registry.withdrawOwnBoothRequest(
                own.request.id, because: typed["reason"], as: person.viewer)
            return .redirected(to: "\(Self.address(of: own))?done=withdrawn")
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            return withdrawPage(
                own, FormFilling(values: typed, errors: FormError.all(of: refusal, at: "reason")), person,
                status: .unprocessableContent)
        }
    }

    private func withdrawPage(
        _ own: OwnBoothRequest, _ filling: FormFilling, _ person: SignedIn, status: HTTPResponse.Status = .ok
    ) -> Response {
        site.page(
            FormView(
                title: Bilingual(vi: "Rút đăng ký gian hàng", en: "Withdraw the request for booths"),
                lead: [Bilingual(vi: own.fair.name, en: "")], errors: filling.errors,
                action: "/mine/booth-requests/\(own.request.id)/withdraw",
                fields: [filling.line("reason", Bilingual(vi: "Lý do rút", en: "Why"))],
                button: Bilingual(vi: "Rút", en: "Withdraw"), wayBack: Self.address(of: own)),
            at: RecordPlace.mine.menu, for: person, status: status)
    }

    private static func address(of own: OwnBoothRequest) -> String {
        if case .establishment(let id) = own.request.tenant { return RecordPlace.mine.establishment(id) }
        return RecordPlace.mine.menu
    }
}

extension Problem {
    fileprivate static let fairNotOpen = Problem(
        .notFound, code: "fair-not-open",
        detail: Bilingual(
            vi: "Hội chợ này hiện không nhận đăng ký của cơ sở, hoặc cơ sở đã đăng ký rồi.",
            en: "The fair takes no request of this establishment now, or it has one already."))
}
