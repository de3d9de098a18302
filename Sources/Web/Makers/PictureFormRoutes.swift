import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// Showing a photograph of a product's dossier to everybody, and taking it down again.
struct PictureFormRoutes: Sendable {
    let site: Site
    let place: RecordPlace

    func publishForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let (person, record) = try await opened(request, context)
        return publishPage(record, FormFilling(values: FormFields("")), person)
    }

    func publish(_ request: Request, _ context: SiteContext) async throws -> Response {
        let (person, record) = try await opened(request, context)
        let typed = try await FormFields(of: request)
        do {
            _ = try await site.registry.publishPicture(
                ofPaper: record.id, alternative: typed["alternative"], as: person.viewer)
            return .redirected(to: "\(address(of: record))?done=published")
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            let filling = FormFilling(
                values: typed,
                errors: FormError.all(of: refusal, at: "alternative", labels: Self.labels))
            return publishPage(record, filling, person, status: .unprocessableContent)
        }
    }

    private func publishPage(
        _ record: PaperRecord, _ filling: FormFilling, _ person: SignedIn, status: HTTPResponse.Status = .ok
    ) -> Response {
        site.page(
            FormView(
                title: Bilingual(vi: "Công bố ảnh", en: "Publish a photograph"),
                lead: [
                    Bilingual(vi: record.paper.title ?? record.paper.kind.name.vi, en: ""),
                    Bilingual(
                        vi:
                            "Ai cũng xem được ảnh trên trang của sản phẩm. Ảnh được thu nhỏ và không mang theo gì ngoài hình.",
                        en:
                            "Everybody can see it on the product's page. It is made smaller and carries nothing but its pixels."
                    ),
                ], errors: filling.errors, action: "\(place.paper(record.id))/publish",
                fields: [
                    filling.line(
                        "alternative", Self.alternative,
                        hint: Bilingual(
                            vi: "Cho người không nhìn được, ví dụ “Bộ ấm chén men nâu nhìn từ trước”.",
                            en: "For people who cannot see it."))
                ], button: Bilingual(vi: "Công bố", en: "Publish"), wayBack: address(of: record)),
            at: place.menu, for: person, status: status)
    }

    func unpublishForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let (person, record) = try await opened(request, context)
        return unpublishPage(record, FormFilling(values: FormFields("")), person)
    }

    func unpublish(_ request: Request, _ context: SiteContext) async throws -> Response {
        let (person, record) = try await opened(request, context)
        let typed = try await FormFields(of: request)
        do {
            _ = try await site.registry.unpublishPicture(
                ofPaper: record.id, because: typed["reason"], as: person.viewer)
            return .redirected(to: "\(address(of: record))?done=unpublished")
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            let filling = FormFilling(
                values: typed, errors: FormError.all(of: refusal, at: "reason", labels: Self.labels))
            return unpublishPage(record, filling, person, status: .unprocessableContent)
        }
    }

    private func unpublishPage(
        _ record: PaperRecord, _ filling: FormFilling, _ person: SignedIn, status: HTTPResponse.Status = .ok
    ) -> Response {
        site.page(
            FormView(
                title: Bilingual(vi: "Gỡ ảnh xuống", en: "Take a photograph down"),
                lead: [
                    Bilingual(vi: record.paper.title ?? record.paper.kind.name.vi, en: ""),
                    Bilingual(
                        vi: "Từ lúc này không ai xem được ảnh nữa; ảnh vẫn còn trong hồ sơ.",
                        en: "From now on nobody can see it; it stays in the dossier."),
                ], errors: filling.errors, action: "\(place.paper(record.id))/unpublish",
                fields: [filling.line("reason", Self.reason)],
                button: Bilingual(vi: "Gỡ xuống", en: "Take down"), wayBack: address(of: record)),
            at: place.menu, for: person, status: status)
    }

    /// Whether the paper is within reach is asked first.
    private func opened(
        _ request: Request, _ context: SiteContext
    ) async throws -> (SignedIn, PaperRecord) {
        let person = try context.person(request)
        let record = try await site.registry.paper(context.recordNumber(), as: person.viewer)
        try person.require(.dossierPublish)
        return (person, record)
    }

    private func address(of record: PaperRecord) -> String {
        switch record.owner {
        case .product(let id): place.product(id)
        case .establishment(let id): place.establishment(id)
        }
    }

    private static let alternative = Bilingual(vi: "Ảnh cho thấy gì", en: "What it shows")
    private static let reason = Bilingual(vi: "Lý do gỡ", en: "Why")
    private static let labels = ["alternative": alternative, "reason": reason]
}
