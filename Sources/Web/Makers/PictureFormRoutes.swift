import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// Showing a photograph of a product's dossier to everybody, and taking it down again.
struct PictureFormRoutes: Sendable {
    let site: Site
    let place: RecordPlace

    func publishForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await show(.publish, request, context)
    }

    func publish(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await run(.publish, request, context) { paper, alternative, viewer in
            _ = try await site.registry.publishPicture(ofPaper: paper, alternative: alternative, as: viewer)
        }
    }

    func unpublishForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await show(.unpublish, request, context)
    }

    func unpublish(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await run(.unpublish, request, context) { paper, reason, viewer in
            _ = try await site.registry.unpublishPicture(ofPaper: paper, because: reason, as: viewer)
        }
    }

    private func show(_ act: Act, _ request: Request, _ context: SiteContext) async throws -> Response {
        let (person, record) = try await opened(request, context)
        return page(act, record, FormFilling(values: FormFields("")), person)
    }

    private func run(
        _ act: Act, _ request: Request, _ context: SiteContext,
        _ body: (_ paper: Int64, _ typed: String, Viewer) async throws -> Void
    ) async throws -> Response {
        let (person, record) = try await opened(request, context)
        let typed = try await FormFields(of: request)
        do {
            try await body(record.id, typed[act.field], person.viewer)
            return .redirected(to: "\(address(of: record))?done=\(act.rawValue)ed")
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            let errors = FormError.all(of: refusal, at: act.field, labels: [act.field: act.label])
            return page(
                act, record, FormFilling(values: typed, errors: errors), person, status: .unprocessableContent
            )
        }
    }

    private func page(
        _ act: Act, _ record: PaperRecord, _ filling: FormFilling, _ person: SignedIn,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        site.page(
            FormView(
                title: act.title,
                lead: [Bilingual(vi: record.paper.title ?? record.paper.kind.name.vi, en: ""), act.about],
                errors: filling.errors, action: "\(place.paper(record.id))/\(act.rawValue)",
                fields: [filling.line(act.field, act.label, hint: act.hint)], button: act.button,
                wayBack: address(of: record)),
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

    /// What is done to the photograph, by the last part of its address, and what is asked for it.
    private enum Act: String {
        case publish, unpublish

        var field: String { self == .publish ? "alternative" : "reason" }

        var label: Bilingual {
            self == .publish
                ? Bilingual(vi: "Ảnh cho thấy gì", en: "What it shows")
                : Bilingual(vi: "Lý do gỡ", en: "Why")
        }

        var hint: Bilingual? {
            self == .publish
                ? Bilingual(
                    vi: "Cho người không nhìn được, ví dụ “Bộ ấm chén men nâu nhìn từ trước”.",
                    en: "For people who cannot see it.") : nil
        }

        var title: Bilingual {
            self == .publish
                ? Bilingual(vi: "Công bố ảnh", en: "Publish a photograph")
                : Bilingual(vi: "Gỡ ảnh xuống", en: "Take a photograph down")
        }

        var about: Bilingual {
            self == .publish
                ? Bilingual(
                    vi:
                        "Ai cũng xem được ảnh trên trang của sản phẩm. Ảnh được thu nhỏ và không mang theo gì ngoài hình.",
                    en:
                        "Everybody can see it on the product's page. It is made smaller and carries nothing but its pixels."
                )
                : Bilingual(
                    vi: "Từ lúc này không ai xem được ảnh nữa; ảnh vẫn còn trong hồ sơ.",
                    en: "From now on nobody can see it; it stays in the dossier.")
        }

        var button: Bilingual {
            self == .publish
                ? Bilingual(vi: "Công bố", en: "Publish") : Bilingual(vi: "Gỡ xuống", en: "Take down")
        }
    }
}
