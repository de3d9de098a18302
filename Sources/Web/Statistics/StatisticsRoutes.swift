import Hummingbird
import Registry
import RuralIndustry

extension Site {
    /// What is public, counted.
    func addStatistics(to router: Router<SiteContext>) {
        router.read("/statistics", StatisticsRoutes(site: self).page)
    }
}

/// `/statistics`: awards by year, level, group and province.
struct StatisticsRoutes: Sendable {
    let site: Site

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        let query = StatisticsQuery(request.uri.query ?? "")
        let statistics = try await site.registry.publicStatistics(on: site.today, as: .anybody)
        let view = StatisticsView(statistics, query)
        let text = site.pages.page(
            .statistics, view,
            in: PageFrame(title: "Số liệu – CNNT", menuAt: "/statistics", isWide: true))
        return .cachedPage(text, for: 60, answering: request)
    }
}
