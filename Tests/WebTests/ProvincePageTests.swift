import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("The pages of provinces")
struct ProvincePageTests {
    @Test("a province of today tells what it was made from, its awards, makers and rounds")
    func today() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(in: test, ["Chè tôm nõn Mẫu"], published: false)
            try await RunningSite.run(test.registry) { site in
                let before = try await site.get("/provinces/19")
                #expect(before.status == 200 && before.body.contains("Tỉnh Thái Nguyên"))
                for secret in ["Chè tôm nõn Mẫu", "Hợp tác xã Chè Mẫu", "Kỳ mẫu"] {
                    #expect(!before.body.contains(secret), "\(secret)")
                }
                _ = try await test.registry.publishRound(held.round, as: test.viewer)
                let page = try await site.get("/provinces/19")
                for text in [
                    "01/07/2025", "202/2025/QH15",
                    "<a href=\"/provinces/06\">Tỉnh Bắc Kạn</a> → Tỉnh Thái Nguyên", "Chè tôm nõn Mẫu",
                    "Hợp tác xã Chè Mẫu", "/rounds/\(held.round)", "/products/\(held.products[0].id)",
                ] { #expect(page.body.contains(text), "\(text)") }
                // districts ended on that day as well: that is not what a province was made from
                #expect(!page.body.contains("Huyện"))
                for secret in ["0912345678", "nguoi.mau", "Xóm Bí Mật", "Riêng Tư"] {
                    #expect(!page.body.contains(secret))
                }
                let map = try await site.get("/statistics")
                #expect(map.body.contains("<a href=\"/provinces/19\">"))
            }
        }
    }

    @Test("a province that ended leads to what it became, and its awards count there")
    func ended() async throws {
        try await TestRegistry.run { test in
            try await test.importAwards(
                """
                product_name,establishment_name,level,year,issuer_code,decision_number,decision_date,issue_date,valid_to
                Miến dong Mẫu,Cơ sở Mẫu,provincial,2024,06,7/QĐ,2024-06-30,2024-07-10,2027-12-31

                """)
            try await RunningSite.run(test.registry) { site in
                let old = try await site.get("/provinces/06")
                #expect(old.status == 200 && old.body.contains("Tỉnh Bắc Kạn"))
                #expect(old.body.contains("<a href=\"/provinces/19\">Tỉnh Thái Nguyên</a>"))
                #expect(old.body.contains("Miến dong Mẫu"))
                #expect(try await site.get("/provinces/19").body.contains("Miến dong Mẫu"))
                // changed its kind later: three units with one code
                let city = try await site.get("/provinces/75")
                #expect(city.body.contains("Thành phố Đồng Nai") && city.body.contains("30/04/2026"))
            }
            try await RunningSite.run(test.registry, on: Day("2024-12-31")) { site in
                let before = try await site.get("/provinces/06")
                #expect(before.status == 200 && !before.body.contains("Không còn nữa"))
            }
        }
    }

    @Test("of more establishments than fit on a page each is on one of them, and only once")
    func pages() async throws {
        try await TestRegistry.run { test in
            let count = PublicProvince.makersOnPage + 5
            try await test.importEstablishments(
                "name,legal_form,commune_code,tax_code\n"
                    + (1...count).map { "Cơ sở số \($0)A,household,05503,\(taxCode($0))\n" }.joined())
            try await test.importAwards(
                "product_name,establishment_name,establishment_tax_code,level,year,issuer_code,decision_number,decision_date,issue_date,valid_to\n"
                    + (1...count).map {
                        "Sản phẩm \($0),Cơ sở số \($0)A,\(taxCode($0)),provincial,2024,19,7/QĐ,2024-06-30,2024-07-10,2027-12-31\n"
                    }.joined())
            try await RunningSite.run(test.registry) { site in
                let first = try await site.get("/provinces/19")
                let second = try await site.get("/provinces/19?makers=2")
                func makers(_ page: HTTPAnswer) -> [String] {
                    page.body.matches(of: /">(Cơ sở số \d+A)<\/a>\s*<span class="badge/).map { String($0.1) }
                }
                #expect(makers(first).count == PublicProvince.makersOnPage && makers(second).count == 5)
                #expect(Set(makers(first) + makers(second)).count == count)
                #expect(first.body.contains("href=\"/provinces/19?makers=2#makers\""))
                #expect(second.body.contains("href=\"/provinces/19#makers\""))
                #expect(!second.body.contains("makers=3"))
                #expect(try await site.get("/provinces/19?makers=0").status == 404)
            }
        }
    }

    @Test("what is no province's code is not found", arguments: ["00", "99", "x", "05503", "%3Cb%3E", "-1"])
    func unknown(code: String) async throws {
        try await TestRegistry.run { test in
            try await RunningSite.run(test.registry) { site in
                let page = try await site.get("/provinces/\(code)")
                #expect(page.status == 404 && page.body.contains("/statistics"))
                #expect(!page.body.contains("<b>"))
            }
        }
    }
}
