import Foundation
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("What was done to records, at the desk")
struct DeskHistoryTests {
    /// The cells of the line of a page's table that has a text in it.
    private static func line(with text: String, in page: HTTPAnswer) -> String? {
        page.body.components(separatedBy: "<tr>").first { $0.contains(text) }
    }

    @Test("a round and an entry tell who did what, when, why, and what it changed")
    func rounds() async throws {
        try await DeskTests.run { test, site in
            let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
            let products = try await DeskTests.products(test)
            let round = try await DeskTests.createRound(browser)
            _ = try await browser.fill("\(round)/open")
            _ = try await browser.fill(
                "\(round)/new-entry",
                ["product_id": String(products[0].id), "exception": "lower-round-not-held"])
            let id = try #require(Int64(round.split(separator: "/").last ?? ""))
            let code = try #require(
                try await test.registry.entries(ofRound: id, as: test.viewer).first?.code)
            let asked = try await browser.fill(
                "\(round)/move?to=incomplete&code=\(code)", ["reason": "thiếu <ảnh>"])
            #expect(asked.status == 303)

            let page = try await browser.get("\(round)/history")
            let opened = try #require(
                Self.line(with: "Bước: dự thảo → đang nhận hồ sơ", in: page), "\(page.body)")
            #expect(opened.contains("can.bo") && opened.contains("chuyển bước"))
            let created = try #require(Self.line(with: "lập kỳ bình chọn", in: page))
            #expect(created.contains("Tên: Kỳ mẫu 2026") && created.contains("Ngày tổ chức: 20/11/2026"))
            #expect(!page.body.contains("rules"))
            let added = try await browser.fill(
                "\(round)/new-member", ["name": "Bà Chủ Tịch", "role": "chair"])
            #expect(added.status == 303)
            let seated = Self.line(with: "thay đổi Hội đồng", in: try await browser.get("\(round)/history"))
            #expect(seated?.contains("Bà Chủ Tịch – Từ ngày: ") == true, "\(seated ?? "")")
            #expect(seated?.contains("Vai trò: \(CouncilRole.chair.name.vi)") == true)
            #expect(try await browser.get(round).body.contains("\(round)/history"))

            let entry = try await browser.get("\(round)/entries/\(code)/history")
            let moved = try #require(Self.line(with: "Trạng thái: đã nhận → cần bổ sung", in: entry))
            #expect(moved.contains("can.bo") && moved.contains("thiếu &lt;ảnh&gt;"))
            #expect(Self.line(with: "nhận hồ sơ", in: entry)?.contains("Mã số: \(code)") == true)
            #expect(
                try await browser.get("\(round)/entries").body.contains("\(round)/entries/\(code)/history"))
            #expect(try await browser.get("\(round)/entries/khong-co/history").status == 404)
        }
    }

    @Test("decisions tell what each changed of each entry")
    func decisions() async throws {
        try await DeskTests.run { test, site in
            let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
            let judged = try await DeskFormTests.judged(test, browser)
            let (round, second) = (judged.address, judged.entries[1].code)
            _ = try await browser.confirm(try await browser.fill("\(round)/close"))
            let decided = try await browser.fill(
                "\(round)/decision",
                ["number": "99/QĐ-UBND", "recognised-\(second)": "no", "signatory_name": "Bà Ký"])
            #expect(try await browser.confirm(decided).status == 303)
            let changes = try await browser.fill(
                "\(round)/amend", ["number": "100/QĐ-UBND", "because": "giải quyết khiếu nại"],
                file: ("file", "sua-doi.csv", "entry,recognised,reason\n\(second),yes,Sau khiếu nại\n"))
            #expect(try await browser.confirm(changes).status == 303)
            let page = try await browser.get("\(round)/decisions/history")
            let amended = try #require(
                Self.line(with: "Mã số \(second): không công nhận → công nhận", in: page), "\(page.body)")
            #expect(amended.contains("giải quyết khiếu nại") && !amended.contains(judged.entries[0].code))
            #expect(Self.line(with: "Mã số \(judged.entries[0].code): công nhận", in: page) != nil)
        }
    }

    @Test("a fair and the roles of an account have the same page")
    func others() async throws {
        try await DeskTests.run { test, site in
            let fair = try await test.registry.createFair(
                NewFair(
                    name: "Hội chợ Mẫu", level: .provincial, organiserCode: "19", venue: "Quảng trường",
                    first: Day("2026-12-10"), last: Day("2026-12-14"), setUpOn: Day("2026-12-08")),
                as: test.viewer)
            let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
            let page = try await browser.get("/desk/fairs/\(fair.id)/history")
            let created = try #require(Self.line(with: "lập hội chợ", in: page), "\(page.body)")
            #expect(created.contains("Thời gian: 10/12/2026 – 14/12/2026"))

            try await test.account("moi")
            let given = try await test.grant(.clerk, in: "19", to: "moi")
            _ = try await test.registry.endRole(
                try #require(given.roles.first).id, on: test.today, because: "nghỉ việc", as: test.viewer)
            let manager = try await OfficeBrowser.signedIn("quan.tri", at: site)
            let roles = try await manager.get("/desk/accounts/\(given.id)/history")
            let ended = try #require(Self.line(with: "Lý do thôi: nghỉ việc", in: roles), "\(roles.body)")
            #expect(ended.contains("Tỉnh Thái Nguyên"))
            #expect(Self.line(with: "Vai trò: \(Role.clerk.name.vi)", in: roles) != nil)
            #expect(try await manager.get("/desk/accounts/999999/history").status == 404)
        }
    }

    @Test("histories reach as far as their reader and no further")
    func reach() async throws {
        try await DeskTests.run { test, site in
            let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
            let round = try await DeskTests.createRound(browser)
            try await OfficeBrowser.account("nhap.lieu", [(.clerk, "19")], in: test)
            let clerk = try await OfficeBrowser.signedIn("nhap.lieu", at: site)
            #expect(try await clerk.get("\(round)/history").status == 403)
            try await OfficeBrowser.account("quan.tri.xa", [(.administrator, "01")], in: test)
            let far = try await OfficeBrowser.signedIn("quan.tri.xa", at: site)
            let officer = try await test.registry.account("can.bo", on: test.today, as: test.viewer).id
            #expect(try await far.get("/desk/accounts/\(officer)/history").status == 404)
            #expect(try await browser.get("/desk/accounts/\(officer)/history").status == 403)
        }
    }
}
