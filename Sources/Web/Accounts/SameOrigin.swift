import HTTPTypes
import Hummingbird
import RuralIndustry

/// Takes changes only from this site's own pages, so that no other page has a signed-in browser do anything: browsers say where a
/// request comes from, in `Sec-Fetch-Site` or, the older ones, in `Origin` (OWASP, Cross-Site Request Forgery Prevention).
enum SameOrigin {
    /// - Throws: `Problem` `foreign-origin`.
    static func require(_ request: Request) throws(Problem) {
        guard isOwn(request) else { throw Problem.foreignOrigin }
    }

    static func isOwn(_ request: Request) -> Bool {
        if let site = request.headers[.secFetchSite] { return site == "same-origin" }
        guard let origin = request.headers[.origin], let host = request.head.authority else { return false }
        return origin == "https://\(host)" || origin == "http://\(host)"
    }
}

extension Problem {
    fileprivate static let foreignOrigin = Problem(
        .forbidden, code: "foreign-origin",
        detail: Bilingual(
            vi: "Biểu mẫu không được gửi từ trang này. Hãy mở lại trang và gửi lại.",
            en: "The form was not sent from this site. Open the page again and send it from there."))
}
