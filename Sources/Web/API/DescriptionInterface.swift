import HTTPTypes
import Hummingbird
import NIOCore
import RuralIndustry

/// `/api/v1/openapi.yaml`, what programs and their makers read of this interface, and `/api/v1/guide`, what people read first.
struct DescriptionInterface: Sendable {
    let site: Site

    static let types = ["application/yaml", "text/yaml"]

    static func description(_ request: Request, _ context: SiteContext) async throws -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/yaml", .cacheControl: "public, max-age=300"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: PackageResources.openapi_yaml)))
    }

    func guide(_ request: Request, _ context: SiteContext) async throws -> Response {
        var response = Response.html(
            site.pages.page(
                .guide, GuideView(examples: GuideExample.all),
                in: PageFrame(title: "Giao diện lập trình – CNNT")))
        response.headers[.cacheControl] = "public, max-age=300"
        return response
    }
}
