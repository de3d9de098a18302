import HTTPTypes
import Hummingbird
import Registry

/// `GET /metrics`: the state of this process in Prometheus' text format 0.0.4.
///
/// Nothing in it is personal or secret; still a proxy keeps it from the public (`deploy/nginx.conf`, `deploy/Caddyfile`).
struct MetricsRoutes: Sendable {
    let site: Site

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        var response = Response.text(
            site.metrics.text(database: site.registry.databaseLoad, watchers: site.watch.count))
        response.headers[.contentType] = "text/plain; version=0.0.4; charset=utf-8"
        return response
    }
}
