import Hummingbird
import Registry
import RuralIndustry

/// `/fairs/ID`: the plan of a fair's booths and who is in them.
struct FairRoutes: Sendable {
    let site: Site

    func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        let before = request.uri.queryParameters["before"].flatMap { Int64($0) }
        let fairs = try await site.registry.publicFairs(
            before: before, limit: Self.pageSize, as: .anybody)
        return .public(site.pages.fairs(FairListView(fairs, isFull: fairs.count == Self.pageSize)))
    }

    private static let pageSize = 50

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        let text = try context.parameters.require("id")
        let isNumber = text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        guard isNumber, let id = Int64(text),
            let fair = try await site.registry.publicFair(id, today: site.today, as: context.viewer)
        else { throw Problem.unknownFair }
        let question = FormFields(request.uri.query ?? "")["q"].prefix(200)
        var response = Response.html(site.pages.fair(fair, asked: String(question)))
        response.headers[.cacheControl] = "no-cache"
        return response
    }
}

extension Problem {
    /// The same words whether there is no such fair or it is not announced.
    fileprivate static let unknownFair = Problem(
        .notFound, code: "unknown-fair",
        detail: Bilingual(
            vi: "Không có hội chợ nào được công bố ở địa chỉ này.",
            en: "No fair is announced at this address."))
}
