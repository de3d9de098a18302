import Registry
import RuralIndustry
import TestPictures
import TestSupport
import Testing

@testable import Web

@Suite("Publishing a product's picture by a form")
struct PictureFormTests {
    @Test(
        "an officer publishes a photograph with its words and takes it down; an owner does so with their own")
    func published() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(name: "Gốm Nhà", commune: "05503")
            let product = try await test.product(of: maker, name: "Ấm Men Nâu")
            let papers = try await test.registry.addPapers(
                [
                    IncomingPaper(
                        try Fields(named: ["kind": "photo"]), bytes: Picture(width: 900, height: 600).jpeg())
                ], to: .product(product.id), today: test.today, as: test.viewer)
            let paper = try #require(papers.first).id
            try await OfficeBrowser.account("can.bo", [(.officer, "19")], in: test)
            try await OfficeBrowser.account("noi.khac", [(.officer, "01")], in: test)
            try await OfficeBrowser.account("nhap.lieu", [(.clerk, "19")], in: test)
            try await OfficeBrowser.account(
                "chu.gom", [(.establishmentOwner, "establishment:\(maker.id)")], in: test)
            try await RunningSite.run(test.registry) { site in
                let picture = "/products/\(product.id)/pictures/"
                let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
                let page = try await browser.get("/desk/products/\(product.id)")
                #expect(page.body.contains("/desk/papers/\(paper)/publish"))
                let empty = try await browser.fill("/desk/papers/\(paper)/publish")
                #expect(empty.status == 422 && empty.body.contains("id=\"alternative-error\""))
                #expect(try await site.get(picture + "1").status == 404)
                let done = try await browser.fill(
                    "/desk/papers/\(paper)/publish", ["alternative": "Ấm <b> men nâu"])
                #expect(done.headers["location"] == "/desk/products/\(product.id)?done=published")
                #expect(try await site.get(picture + "1").status == 200)
                #expect(try await site.get("/products/\(product.id)").body.contains("Ấm &lt;b&gt; men nâu"))
                let twice = try await browser.post("/desk/papers/\(paper)/publish", ["alternative": "Ấm"])
                #expect(twice.status == 422 && twice.body.contains("đã được công bố"))
                let shown = try await browser.get("/desk/products/\(product.id)").body
                #expect(shown.contains("/desk/papers/\(paper)/unpublish") && shown.contains("đang công bố"))
                let down = try await browser.fill("/desk/papers/\(paper)/unpublish", ["reason": "mờ"])
                #expect(down.status == 303)
                #expect(try await site.get(picture + "1").status == 404)

                let owner = try await OfficeBrowser.signedIn("chu.gom", at: site)
                let own = try await owner.fill("/mine/papers/\(paper)/publish", ["alternative": "Ấm"])
                #expect(own.headers["location"] == "/mine/products/\(product.id)?done=published")
                #expect(try await site.get(picture + "2").status == 200)

                let elsewhere = try await OfficeBrowser.signedIn("noi.khac", at: site)
                #expect(try await elsewhere.get("/desk/papers/\(paper)/publish").status == 404)
                let clerk = try await OfficeBrowser.signedIn("nhap.lieu", at: site)
                #expect(try await clerk.get("/desk/papers/\(paper)/publish").status == 403)
                #expect(
                    try await !clerk.get("/desk/products/\(product.id)").body.contains(
                        "/desk/papers/\(paper)/publish"))
            }
        }
    }
}
