import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

extension Site {
    /// Photographs of products.
    func addPictures(to router: Router<SiteContext>) {
        let pictures = ProductPictureRoutes(site: self)
        router.read("/products/{id}/pictures/{number}", pictures.large)
        router.read("/products/{id}/pictures/{number}/small", pictures.small)
    }
}

/// `/products/ID/pictures/N`: a published photograph. What is unpublished is gone at once: whoever keeps a picture asks each time
/// whether it is still there, and is told so without its bytes.
struct ProductPictureRoutes: Sendable {
    let site: Site

    func large(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await answer(request, context, .large)
    }

    func small(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await answer(request, context, .small)
    }

    private func answer(
        _ request: Request, _ context: SiteContext, _ size: PictureSize
    ) async throws -> Response {
        let product = try context.recordNumber()
        let text = try context.parameters.require("number")
        let isNumber = text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        guard isNumber, let number = Int(text),
            let picture = try await site.registry.productPictures(product, as: .anybody).first(where: {
                $0.number == number
            })
        else { throw Problem.noSuchPicture }
        // a picture never changes: another one has another number
        let headers: HTTPFields = [
            .eTag: "\"\(picture.id)-\(size.rawValue)\"", .cacheControl: "public, no-cache",
        ]
        if request.knows(headers[.eTag]) { return Response(status: .notModified, headers: headers) }
        guard
            let file = try await site.registry.pictureFile(
                ofProduct: product, number: number, size, as: .anybody)
        else { throw Problem.noSuchPicture }
        var response = Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: file)))
        response.headers[.contentType] = "image/jpeg"
        return response
    }
}

extension Problem {
    fileprivate static let noSuchPicture = Problem(
        .notFound, code: "unknown-picture",
        detail: Bilingual(
            vi: "Không có ảnh nào ở địa chỉ này, hoặc ảnh đã được gỡ xuống.",
            en: "There is no picture at this address, or it was taken down."))
}

/// A picture in a page.
struct PictureView: Sendable {
    let address: String
    let smallAddress: String
    let alternative: String
    let width: String
    let height: String

    init(_ picture: ProductPicture) {
        let address = "/products/\(picture.productID)/pictures/\(picture.number)"
        self.init(
            address: address, smallAddress: address + "/small", alternative: picture.alternative,
            width: String(picture.small.width), height: String(picture.small.height))
    }

    init(address: String, smallAddress: String, alternative: String, width: String, height: String) {
        self.address = address
        self.smallAddress = smallAddress
        self.alternative = alternative
        self.width = width
        self.height = height
    }
}
