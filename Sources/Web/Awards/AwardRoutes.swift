import Hummingbird
import Registry
import RuralIndustry

/// `/api/v1/awards`: the public award history of a product, an establishment or a unit.
struct AwardRoutes: Sendable {
    let site: Site

    func history(_ request: Request, _ context: SiteContext) async throws -> Response {
        let query = try AwardQuery(request.uri.queryParameters, today: site.today)
        let awards = try await awards(query, as: context.viewer)
        return .cachedJSON(AwardHistoryJSON.bytes(awards, on: query.day), for: 60, answering: request)
    }

    /// An empty history is looked into: nothing is known of a record that does not exist.
    private func awards(_ query: AwardQuery, as viewer: Viewer) async throws -> [AwardRecord] {
        do {
            let awards = try await site.registry.awardHistory(query.scope, query.filter, as: viewer)
            if awards.isEmpty { try await requireExistence(query.scope, as: viewer) }
            return awards
        } catch let refusal as Refusal where refusal.violations[0].code == "unknown-unit" {
            guard case .unit(let code, let day) = query.scope else { throw refusal }
            throw Problem(
                .notFound, code: "unknown-unit",
                detail: Bilingual(
                    vi:
                        "không có đơn vị hành chính nào mang mã \(code) vào ngày \(day.vietnamese); chọn ngày bằng as_of",
                    en: "no administrative unit has the code \(code) on \(day.iso); choose the day with as_of"
                ))
        }
    }

    private func requireExistence(_ scope: AwardScope, as viewer: Viewer) async throws {
        switch scope {
        case .product(let id):
            if try await site.registry.productExists(id, as: viewer) { return }
            throw Problem(
                .notFound, code: "unknown-product",
                detail: Bilingual(vi: "không có sản phẩm số \(id)", en: "there is no product \(id)"))
        case .establishment(let id):
            if try await site.registry.establishmentExists(id, as: viewer) { return }
            throw Problem(
                .notFound, code: "unknown-establishment",
                detail: Bilingual(vi: "không có cơ sở số \(id)", en: "there is no establishment \(id)"))
        case .unit:
            return
        }
    }
}
