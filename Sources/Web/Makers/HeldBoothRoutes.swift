import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// Confirming booths that are held for one's own establishment, and giving them back.
struct HeldBoothRoutes: Sendable {
    let site: Site

    func confirmForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        return confirmPage(try await target(context, person), [], person)
    }

    func confirm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let (establishment, own) = try await target(context, person)
        do {
            _ = try await site.registry.confirmOwnBooths(
                own.id, of: establishment, as: person.viewer, today: site.today)
            return .redirected(to: "\(RecordPlace.mine.establishment(establishment))?done=confirmed")
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            return confirmPage(
                (establishment, own), FormError.all(of: refusal, at: "content"), person,
                status: .unprocessableContent)
        }
    }

    func releaseForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        return releasePage(
            try await target(context, person), FormFilling(values: FormFields("")), person)
    }

    func release(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let (establishment, own) = try await target(context, person)
        let typed = try await FormFields(of: request)
        do {
            _ = try await site.registry.releaseOwnBooths(
                own.id, of: establishment, because: typed["reason"], as: person.viewer, today: site.today)
            return .redirected(to: "\(RecordPlace.mine.establishment(establishment))?done=released")
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            return releasePage(
                (establishment, own),
                FormFilling(values: typed, errors: FormError.all(of: refusal, at: "reason")), person,
                status: .unprocessableContent)
        }
    }

    /// The booths that the address names, which the establishment rents.
    private func target(
        _ context: SiteContext, _ person: SignedIn
    ) async throws -> (establishment: Int64, own: OwnBooths) {
        let establishment = try context.recordNumber()
        let id = try context.number("allocation")
        let all = try await site.registry.ownBooths(of: establishment, as: person.viewer)
        guard let own = all.first(where: { $0.isParty && $0.allocations.contains { $0.id == id } }) else {
            throw Problem.noBoothHere
        }
        return (establishment, own)
    }

    private func lead(_ own: OwnBooths) -> [Bilingual] {
        let money = own.allocations.compactMap(\.tenantsPart).reduce(Int128(0)) { $0 + Int128($1.amount) }
        let support = own.allocations.compactMap(\.support).reduce(Int128(0)) { $0 + Int128($1.amount) }
        return [
            Bilingual(vi: "\(own.fair.name), \(own.fair.venue)", en: ""),
            Bilingual(
                vi:
                    "Gian \(own.codes.joined(separator: ", ")), \(own.days.text.vi): \(own.allocations[0].standing(on: site.today).vi).",
                en: "\(own.allocations[0].standing(on: site.today).en.capitalizedFirst), \(own.days.text.en)."
            ),
            own.allocations.contains { $0.price == nil }
                ? Bilingual(vi: "Giá thuê do ban tổ chức báo sau.", en: "The organiser tells the rent later.")
                : Bilingual(
                    vi:
                        "Bên thuê trả \(FairText.money(money)) đồng; kinh phí khuyến công trả \(FairText.money(support)) đồng.",
                    en: "You pay \(FairText.money(money)) VND; funds pay \(FairText.money(support)) VND."),
        ]
    }

    private func confirmPage(
        _ target: (establishment: Int64, own: OwnBooths), _ errors: [FormError], _ person: SignedIn,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let address = RecordPlace.mine.establishment(target.establishment)
        return site.page(
            FormView(
                title: Bilingual(vi: "Xác nhận gian hàng", en: "Confirm your booths"),
                lead: lead(target.own) + [
                    Bilingual(
                        vi: "Sau khi xác nhận, tên cơ sở hiện ở sơ đồ công khai của hội chợ.",
                        en: "Once confirmed, your name stands on the public plan of the fair.")
                ], errors: errors, action: "\(address)/held-booths/\(target.own.id)/confirm", fields: [],
                button: Bilingual(vi: "Xác nhận", en: "Confirm"), wayBack: address),
            at: RecordPlace.mine.menu, for: person, status: status)
    }

    private func releasePage(
        _ target: (establishment: Int64, own: OwnBooths), _ filling: FormFilling, _ person: SignedIn,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let address = RecordPlace.mine.establishment(target.establishment)
        return site.page(
            FormView(
                title: Bilingual(vi: "Trả chỗ", en: "Give the booths back"),
                lead: lead(target.own) + [
                    Bilingual(
                        vi: "Gian được trả sẽ giao cho người chờ; không rút lại được.",
                        en: "They go to those who wait; it cannot be undone.")
                ], errors: filling.errors, action: "\(address)/held-booths/\(target.own.id)/release",
                fields: [filling.line("reason", Bilingual(vi: "Lý do trả", en: "Why"))],
                button: Bilingual(vi: "Trả chỗ", en: "Give back"), wayBack: address),
            at: RecordPlace.mine.menu, for: person, status: status)
    }
}

extension Problem {
    fileprivate static let noBoothHere = Problem(
        .notFound, code: "unknown-allocation",
        detail: Bilingual(
            vi:
                "Không có gian hàng nào như vậy của cơ sở này: đã trả, đã chuyển, hoặc đã giao cho đơn vị khác.",
            en: "This establishment has no such booth: it was given back, moved, or given to somebody else."))
}
