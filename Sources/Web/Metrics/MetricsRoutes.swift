import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// `GET /metrics`: the state of this process in Prometheus' text format 0.0.4.
///
/// Nothing in it is personal; still how busy a service is, and with what, is its operator's to know. It is told to who shows the
/// token of `CNNT_METRICS_TOKEN`, and where none is set, to programs of this machine that ask directly, not through a proxy.
struct MetricsRoutes: Sendable {
    let site: Site

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard isOperators(request, context) else { throw Problem.metricsClosed(isTokenSet) }
        var response = Response.text(
            site.metrics.text(database: site.registry.databaseLoad, watchers: site.watch.count))
        response.headers[.contentType] = "text/plain; version=0.0.4; charset=utf-8"
        return response
    }

    private var isTokenSet: Bool { site.notes.metricsToken != nil }

    private func isOperators(_ request: Request, _ context: SiteContext) -> Bool {
        guard let token = site.notes.metricsToken else { return context.isOfThisMachine(request) }
        return request.headers[.authorization]?.isEqual(to: "Bearer \(token)") ?? false
    }
}

extension String {
    /// In a time that does not tell how much of it is right.
    fileprivate func isEqual(to secret: String) -> Bool {
        let (shown, known) = (Array(utf8), Array(secret.utf8))
        guard shown.count == known.count else { return false }
        return zip(shown, known).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension Problem {
    fileprivate static func metricsClosed(_ isTokenSet: Bool) -> Problem {
        var problem = Problem(
            isTokenSet ? .unauthorized : .forbidden,
            code: isTokenSet ? "token-needed" : "metrics-closed",
            detail: Bilingual(
                vi: "Số liệu vận hành chỉ dành cho đơn vị vận hành dịch vụ.",
                en: "How the service is doing is for its operator alone."))
        if isTokenSet { problem.challenge = "Bearer realm=\"cnnt metrics\"" }
        return problem
    }
}
