import Hummingbird
import Registry
import RuralIndustry

/// `/mine/certificates/ID/file`: the file of a valid certificate of one's own establishment.
struct OwnCertificateRoutes: Sendable {
    let site: Site

    func file(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let id = try context.recordNumber()
        try person.require(.certificateReadOwn)
        let file = try await site.working {
            try await site.registry.ownCertificateFile(id, on: site.today, with: $0, as: person.viewer)
        }
        return .pdf(file.bytes, name: file.name)
    }
}
