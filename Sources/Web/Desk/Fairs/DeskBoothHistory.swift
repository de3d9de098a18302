import Hummingbird
import Registry
import RuralIndustry

extension DeskFairsRoutes {
    /// `/desk/fairs/history?establishment=ID`: all booths that an establishment ever had, at all fairs.
    func history(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        guard person.viewer.may(.fairRead) else { throw Problem.notPermittedAtFair(.fairRead) }
        let asked = FormFields(ofAddress: request.uri)
        let filling: FormFilling
        var page = DeskPage(title: Bilingual(vi: "Gian hàng của một cơ sở", en: "Booths of an establishment"))
        page.above = [
            .init("/desk", "Bàn làm việc", "Desk"), .init("/desk/fairs", "Hội chợ", "Fairs"),
        ]
        do {
            if let id = try asked.optionalNumber("establishment") {
                let found = try await site.registry.establishmentBooths(
                    Int64(id), on: site.today, as: person.viewer)
                page.kind = found.name
                page.tables = [Self.table(found)]
            }
            filling = FormFilling(values: asked)
        } catch let refusal as Refusal where refusal.violations[0].code != "not-permitted" {
            filling = FormFilling(
                values: asked,
                errors: refusal.violations.map { FormError(field: "establishment", text: $0.text.sentence) })
        }
        page.forms = [
            .init(
                action: "/desk/fairs/history", isQuestion: true,
                fields: [
                    filling.line(
                        "establishment", Bilingual(vi: "Số của cơ sở", en: "Number of the establishment"),
                        hint: Bilingual(
                            vi: "Ở cuối địa chỉ trang cơ sở.", en: "It ends the address of its page."),
                        inputMode: "numeric")
                ], button: Bilingual(vi: "Xem", en: "Look"))
        ]
        return site.page(page, of: "Gian hàng của một cơ sở", for: person)
    }

    private static func table(_ found: EstablishmentBooths) -> DeskPage.Table {
        .init(
            Bilingual(vi: "Mọi bước, mới nhất trước", en: "Every step, the newest first"),
            empty: Bilingual(vi: "Chưa có gian hàng ở hội chợ nào.", en: "It never had a booth."),
            [
                Bilingual(vi: "Hội chợ", en: "Fair"), Bilingual(vi: "Gian", en: "Booth"),
                Bilingual(vi: "Bước", en: "Step"), Bilingual(vi: "Những ngày", en: "Days"),
                Bilingual(vi: "Hỗ trợ (đồng)", en: "Paid by funds (VND)"),
                Bilingual(vi: "Lúc", en: "At"), Bilingual(vi: "Lý do", en: "Reason"),
                Bilingual(vi: "Người làm", en: "By"),
            ],
            found.steps.reversed().map { step in
                let given = step.allocation
                let code = PercentCoding.encoded(given.booth)
                return [
                    .link("/desk/fairs/\(given.fairID)", found.fairs[given.fairID]?.name ?? ""),
                    .link("/desk/fairs/\(given.fairID)/plan/history?booth=\(code)", given.booth),
                    .words(step.state.name), .text(FairText.days(given.days)),
                    .text(FairText.money(given.support)), .text(step.at.vietnameseMinute), .text(step.reason),
                    .text(step.actor),
                ]
            })
    }
}
