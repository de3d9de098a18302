import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("What everybody may read")
struct PublicPageTests {
    @Test("a search leads to the product, its maker and the round that recognised it")
    func story() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(in: test, ["Chè tôm nõn Mẫu", "Mật ong Mẫu"])
            let product = try #require(held.products.first)
            try await RunningSite.run(test.registry) { site in
                let home = try await site.get("/")
                #expect(home.status == 200 && home.body.contains("role=\"search\""))
                #expect(home.body.contains("<a href=\"/\" aria-current=\"page\">"))
                let found = try await site.get("/?q=che+tom+n%C3%B5n")
                #expect(found.body.contains("<a href=\"/products/\(product.id)\">Chè tôm nõn Mẫu</a>"))
                #expect(found.body.contains("1 lần được công nhận"))
                #expect(found.body.contains("value=\"che tom nõn\""))
                let slip = try await site.get("/?q=ch%C3%A8%20t%C3%B4m%20nxn")
                #expect(slip.body.contains("Đã tìm <strong>") && slip.body.contains("Chè tôm nõn Mẫu"))
                let nothing = try await site.get("/?q=khongcogi")
                #expect(nothing.status == 200 && nothing.body.contains("Không tìm thấy."))

                let page = try await site.get("/products/\(product.id)")
                for text in [
                    "Chè tôm nõn Mẫu", "Hợp tác xã Chè Mẫu", "9001/QĐ-UBND", "Chế biến nông", "Tân Cương",
                ] {
                    #expect(page.body.contains(text), "\(text)")
                }
                #expect(page.body.contains("/establishments/\(product.establishmentID)"))
                let maker = try await site.get("/establishments/\(product.establishmentID)")
                for text in ["Hợp tác xã Chè Mẫu", "Mật ong Mẫu", "2023"] {
                    #expect(maker.body.contains(text), "\(text)")
                }
                let rounds = try await site.get("/rounds")
                #expect(
                    rounds.body.contains("href=\"/rounds/\(held.round)\"")
                        && rounds.body.contains("2 sản phẩm"))
                let round = try await site.get("/rounds/\(held.round)")
                #expect(round.body.contains("9001/QĐ-UBND, ngày 30/06/2023"))
                #expect(round.body.contains("/products/\(product.id)"))
            }
        }
    }

    @Test("how to reach people, and what is not published, is on no page")
    func secrets() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(
                in: test, ["Chè Giấu Kín"], establishment: "Cơ sở Giấu", published: false)
            let product = try #require(held.products.first)
            try await RunningSite.run(test.registry) { site in
                let maker = try await site.get("/establishments/\(product.establishmentID)").body
                let page = try await site.get("/products/\(product.id)").body
                let search = try await site.get("/?q=Gi%E1%BA%A5u").body
                for secret in [
                    "0912345678", "nguoi.mau@example.com", "Xóm Bí Mật", "Ông Riêng Tư", "9001/QĐ-UBND",
                ] {
                    for body in [maker, page, search] { #expect(!body.contains(secret), "\(secret)") }
                }
                #expect(page.contains("Chưa có lần công nhận nào được công bố."))
                let round = try await site.get("/rounds/\(held.round)")
                let unknown = try await site.get("/rounds/999")
                #expect(round.status == 404 && round.body == unknown.body)
                #expect(try await !site.get("/rounds").body.contains("/rounds/\(held.round)"))
            }
            _ = try await test.registry.publishRound(held.round, as: test.viewer)
            try await RunningSite.run(test.registry) { site in
                let page = try await site.get("/products/\(product.id)")
                #expect(page.body.contains("9001/QĐ-UBND"))
                #expect(try await site.get("/rounds/\(held.round)").status == 200)
            }
        }
    }

    @Test("who is signed in reads no more on public pages than anybody")
    func sameForAll() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(in: test, ["Chè Giấu Kín"], published: false)
            let product = try #require(held.products.first)
            try await test.account("can.bo")
            try await test.grant(.officer, in: "VN", to: "can.bo")
            _ = try await test.registry.setPassword(
                "bốn con trâu đi cày", of: "can.bo", at: HeldRound.now, as: test.viewer)
            let signedIn = try await test.registry.signIn(
                login: "can.bo", password: "bốn con trâu đi cày",
                from: RequestOrigin(network: "127.0.0.1", agent: ""), at: HeldRound.now)
            let cookie = try #require(signedIn.tokenText)
            try await RunningSite.run(test.registry) { site in
                for path in [
                    "/?q=gi%E1%BA%A5u", "/products/\(product.id)",
                    "/establishments/\(product.establishmentID)",
                ] {
                    let officer = try await HTTPExchange.run(
                        port: site.port,
                        "GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: cnnt=\(cookie)\r\n\r\n"
                    )
                    #expect(try await officer.body == site.get(path).body, "\(path)")
                }
            }
        }
    }

    @Test(
        "a record that was merged leads to the one that stands; unknown numbers and no numbers are not found")
    func addresses() async throws {
        try await TestRegistry.run { test in
            let first = try await test.establishment(name: "Cơ sở Một")
            let second = try await test.establishment(name: "Cơ sở Hai")
            _ = try await test.registry.mergeEstablishment(
                first.id, into: second.id, on: test.today, because: "Trùng", today: test.today,
                as: test.viewer)
            try await RunningSite.run(test.registry) { site in
                let moved = try await site.get("/establishments/\(first.id)")
                #expect(moved.status == 302 && moved.headers["location"] == "/establishments/\(second.id)")
                for path in [
                    "/establishments/999", "/establishments/x", "/products/999", "/products/-1", "/rounds/x",
                ] {
                    #expect(try await site.get(path).status == 404, "\(path)")
                }
                let hostile = try await site.get("/?q=%3Cscript%3Ealert(1)%3C/script%3E%22'")
                #expect(hostile.status == 200 && !hostile.body.contains("<script"))
                #expect(try await site.get("/?q=\(String(repeating: "a", count: 5000))").status == 200)
                #expect(try await site.get("/?q=%FF%00").status == 200)
            }
        }
    }

    @Test("fairs that are announced are listed, others are not")
    func fairs() async throws {
        try await TestRegistry.run { test in
            func fair(_ name: String) async throws -> FairRecord {
                try await test.registry.createFair(
                    NewFair(
                        name: name, level: .provincial, organiserCode: "19", venue: "Quảng trường Mẫu",
                        first: Day("2026-12-10"), last: Day("2026-12-14")), as: test.viewer)
            }
            let announced = try await fair("Hội chợ Mở")
            _ = try await fair("Hội chợ Còn Bàn")
            let grid = try BoothGrid(
                rows: 1, boothsPerRow: 3, boothWidth: announced.boothWidth, boothDepth: announced.boothDepth,
                aisle: try Length("3"))
            _ = try await test.registry.importBooths(
                try grid.plan().booths.map { Located($0) }, fair: announced.id, from: .grid, as: test.viewer,
                today: test.today)
            _ = try await test.registry.openFair(announced.id, as: test.viewer)
            try await RunningSite.run(test.registry) { site in
                let page = try await site.get("/fairs").body
                #expect(
                    page.contains("href=\"/fairs/\(announced.id)\">Hội chợ Mở")
                        && page.contains("3 gian hàng"))
                #expect(!page.contains("Còn Bàn"))
            }
        }
    }
}
