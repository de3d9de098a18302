import Registry
import RuralIndustry
import TestPictures
import TestSupport
import Testing

@testable import Web

@Suite("Pictures of products over HTTP")
struct ProductPictureTests {
    private static let words = "Ấm chè \"<b>Mẫu</b>\""

    /// A product with one photograph on file.
    private static func product(
        _ test: TestRegistry
    ) async throws -> (product: ProductRecord, paper: Int64) {
        let product = try await test.product(
            of: try await test.establishment(name: "Hợp tác xã Chè Mẫu"), name: "Chè búp Mẫu")
        let papers = try await test.registry.addPapers(
            [
                IncomingPaper(
                    try Fields(named: ["kind": "photo"]), bytes: Picture(width: 900, height: 600).jpeg())
            ], to: .product(product.id), today: test.today, as: test.viewer)
        return (product, try #require(papers.first).id)
    }

    @Test(
        "a published picture is shown with its words, kept by browsers that ask each time, and gone when taken down"
    )
    func shown() async throws {
        try await TestRegistry.run { test in
            let (product, paper) = try await Self.product(test)
            let address = "/products/\(product.id)/pictures/1"
            try await RunningSite.run(test.registry) { site in
                #expect(try await site.get(address).status == 404)
                #expect(try await !site.get("/products/\(product.id)").body.contains("<img"))
                _ = try await test.registry.publishPicture(
                    ofPaper: paper, alternative: Self.words, as: test.viewer)
                for (path, bytes) in [(address, 2_000), (address + "/small", 500)] {
                    let picture = try await site.get(path)
                    #expect(picture.status == 200 && picture.headers["content-type"] == "image/jpeg")
                    #expect(picture.headers["cache-control"] == "public, no-cache")
                    #expect(Int(picture.headers["content-length"] ?? "") ?? 0 > bytes)
                    #expect(!picture.body.contains("Exif"))
                    let tag = try #require(picture.headers["etag"])
                    let again = try await site.get(path, ifNoneMatch: tag)
                    #expect(again.status == 304 && again.body.isEmpty)
                    #expect(try await site.get(path, "HEAD").status == 200)
                    #expect(try await site.get(path, "POST").status == 405)
                }
                let escaped = "alt=\"Ấm chè &quot;&lt;b&gt;Mẫu&lt;/b&gt;&quot;\""
                for page in ["/products/\(product.id)", "/?q=che+bup+mau"] {
                    let body = try await site.get(page).body
                    #expect(body.contains("<img") && body.contains("src=\"\(address)/small\""), "\(page)")
                    #expect(body.contains(escaped) && !body.contains("<b>Mẫu"), "\(page)")
                }
                let tag = try #require(try await site.get(address).headers["etag"])
                _ = try await test.registry.unpublishPicture(ofPaper: paper, because: "x", as: test.viewer)
                // also for who has it already
                #expect(try await site.get(address, ifNoneMatch: tag).status == 404)
                #expect(try await site.get(address + "/small").status == 404)
                #expect(try await !site.get("/?q=che+bup+mau").body.contains("<img"))
            }
        }
    }

    @Test(
        "an address that is no picture's is not found",
        arguments: [
            "/products/1/pictures/0", "/products/1/pictures/-1", "/products/1/pictures/1.jpg",
            "/products/1/pictures/99999999999999999999", "/products/x/pictures/1", "/products/999/pictures/1",
            "/products/1/pictures/1/huge", "/products/1/pictures/%2e%2e",
        ])
    func unknown(path: String) async throws {
        try await TestRegistry.run { test in
            let (_, paper) = try await Self.product(test)
            _ = try await test.registry.publishPicture(ofPaper: paper, alternative: "x", as: test.viewer)
            try await RunningSite.run(test.registry) { site in
                let answer = try await site.get(path)
                #expect(answer.status == 404)
            }
        }
    }
}
