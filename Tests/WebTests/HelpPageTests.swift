import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("Pages that help")
struct HelpPageTests {
    @Test(
        "help and accessibility are told in both languages, with the contact that is set or that there is none"
    )
    func pages() async throws {
        try await TestRegistry.run { test in
            try await RunningSite.run(test.registry) { site in
                for address in ["/help", "/accessibility"] {
                    let page = try await site.get(address)
                    #expect(page.status == 200 && page.body.contains("<p lang=\"en\">"), "\(address)")
                    #expect(page.body.contains("chưa ghi nơi liên hệ"), "\(address)")
                }
                let home = try await site.get("/")
                for address in ["/help", "/accessibility", "/open-data"] {
                    #expect(home.body.contains("<a href=\"\(address)\">"), "\(address)")
                }
            }
            let pages = try Pages()
            let said = pages.render(.help, HelpView(contact: "Sở Công Thương <Mẫu>"))
            #expect(said.contains("Sở Công Thương &lt;Mẫu&gt;") && !said.contains("chưa ghi nơi liên hệ"))
        }
    }

    @Test("who finds nothing is shown where to look; who came by a code is not led away from it")
    func lost() async throws {
        try await TestRegistry.run { test in
            try await RunningSite.run(test.registry) { site in
                for address in ["/nothing", "/products/999", "/rounds/999", "/fairs/999"] {
                    let page = try await site.get(address, accept: "text/html")
                    #expect(page.status == 404, "\(address)")
                    for way in ["action=\"/\"", "/rounds", "/fairs", "/statistics", "/help"] {
                        #expect(page.body.contains(way), "\(address) \(way)")
                    }
                }
                let code = try await site.get("/c/00000000000000000", accept: "text/html")
                #expect(!code.body.contains("Có thể bạn tìm") && !code.body.contains("<footer>"))
            }
        }
    }

    @Test("pages that are shared say in a sentence what they are about, escaped like all else")
    func shared() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(
                in: test, ["Chè \"Mẫu\" <b>"], establishment: "Hợp tác xã Mẫu & bạn")
            try await RunningSite.run(test.registry) { site in
                let product = try await site.get("/products/\(held.products[0].id)")
                #expect(
                    product.body.contains(
                        "<meta name=\"description\" content=\"Chè &quot;Mẫu&quot; &lt;b&gt; của Hợp tác xã Mẫu &amp; bạn, "
                    ))
                #expect(product.body.contains("<meta property=\"og:title\""))
                #expect(product.body.contains("<table class=\"awards\">"))
                #expect(product.body.contains("<th scope=\"row\" class=\"year\">2023</th>"))
                let maker = try await site.get("/establishments/\(held.products[0].establishmentID)")
                #expect(maker.body.contains("1 sản phẩm, 1 lần được công nhận"))
                // what is nobody's to share says nothing
                #expect(try await !site.get("/sign-in").body.contains("og:description"))
            }
        }
    }
}
