import Foundation
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("The forms of the desk")
struct DeskFormTests {
    struct Judged: Sendable {
        let address: String
        let id: Int64
        let entries: [EntryRecord]
    }

    /// A round that is judged by five, with two entries that all have marked.
    static func judged(_ test: TestRegistry, _ browser: OfficeBrowser) async throws -> Judged {
        let products = try await DeskTests.products(test)
        let round = try await DeskTests.createRound(browser)
        let id = try #require(Int64(round.split(separator: "/").last ?? ""))
        _ = try await browser.fill("\(round)/open")
        for product in products {
            _ = try await browser.fill(
                "\(round)/new-entry",
                ["product_id": String(product.id), "exception": "lower-round-not-held"])
        }
        try await DeskTests.seat(browser, round)
        let entries = try await test.registry.entries(ofRound: id, as: test.viewer)
        _ = try await test.registry.moveEntries(
            round: id, codes: entries.map(\.code), to: .accepted, because: nil, as: test.viewer)
        let judging = try await browser.fill("\(round)/judge")
        #expect(judging.status == 303, "\(judging.body)")
        _ = try await test.registry.importMarks(
            try DeskTests.marks(entries), round: id, as: test.viewer)
        return Judged(address: round, id: id, entries: entries)
    }

    @Test("a round is closed on the result that was looked at, and on no other that came of a change since")
    func resultShown() async throws {
        try await DeskTests.run { test, site in
            let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
            let judged = try await Self.judged(test, browser)
            let (round, id, entries) = (judged.address, judged.id, judged.entries)
            let shown = try await browser.fill("\(round)/close", ["seed": "xổ số 20/11"])
            #expect(shown.status == 200 && shown.body.contains(entries[1].code))
            _ = try await test.registry.moveEntries(
                round: id, codes: [entries[1].code], to: .withdrawn, because: "cơ sở rút", as: test.viewer)
            let refused = try await browser.confirm(shown)
            #expect(refused.status == 422 && refused.body.contains("kết quả không còn như đã xem"))
            #expect(refused.body.contains("value=\"xổ số 20/11\""), "what was typed is there")
            #expect(try await test.registry.round(id, as: test.viewer).state == .judging)
            // who says to be sure and does not say of what has looked at nothing; fields that come twice hurt nobody
            let blind = try await browser.post(
                "\(round)/close",
                [("sure", "yes"), ("sure", "yes"), ("seen", "judging"), ("seen", "judging"), ("seed", "x")])
            #expect(blind.status == 422)
            #expect(try await test.registry.round(id, as: test.viewer).state == .judging)

            let again = try await browser.fill("\(round)/close")
            #expect(try await browser.confirm(again).status == 303)
            #expect(try await test.registry.round(id, as: test.viewer).state == .closed)
        }
    }

    @Test("from a preview the form can be gone back to, filled in as it was")
    func wayBack() async throws {
        try await DeskTests.run { test, site in
            let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
            let judged = try await Self.judged(test, browser)
            let (round, id) = (judged.address, judged.id)
            let shown = try await browser.fill("\(round)/close", ["seed": "xổ số 20/11"])
            #expect(shown.body.contains("Quay lại sửa"))
            var form = try PageForm(shown.body, at: round)
            form.fields["back"] = "yes"
            let back = try await browser.send(form, [:], nil)
            #expect(
                back.status == 200 && back.body.contains("name=\"seed\" type=\"text\" value=\"xổ số 20/11\""))
            #expect(
                back.body.contains("Xem kết quả trước khi khóa") && !back.body.contains("class=\"errors\""))
            #expect(try await test.registry.round(id, as: test.viewer).state == .judging)
        }
    }

    @Test("a number that no record can hold is refused at its field")
    func numbers() async throws {
        try await DeskTests.run { test, site in
            let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
            let new = try await browser.fill(
                "/desk/new-round",
                [
                    "level": "provincial", "organiser": "19", "year": "3000000000", "name": "Kỳ xa",
                    "regulation": "vbhn-46-2025",
                ])
            #expect(new.status == 422 && new.body.contains("href=\"#year\""))
            let round = try await Self.judged(test, browser).address
            let closing = try await browser.fill("\(round)/close", ["members_present": "99999999999"])
            #expect(closing.status == 422 && closing.body.contains("href=\"#members_present\""))
            #expect(try await browser.get("/desk/rounds?year=99999999999999999999").status == 200)
            #expect(try await browser.get("/desk/rounds?year=3000000000").status == 200)
        }
    }

    @Test("what an address asks for is read once: a percent sign is one")
    func percentSign() async throws {
        try await DeskTests.run { test, site in
            let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
            let maker = try await test.establishment(name: "Cơ sở Mẫu", commune: "05503")
            let product = try await test.product(of: maker, name: "Chè 100%41 búp")
            let round = try await DeskTests.createRound(browser)
            _ = try await browser.fill("\(round)/open")
            _ = try await browser.fill(
                "\(round)/new-entry",
                ["product_id": String(product.id), "exception": "lower-round-not-held"])
            let found = try await browser.get("\(round)/entries?q=100%2541+b%C3%BAp")
            #expect(found.body.contains("value=\"100%41 búp\"") && found.body.contains("Chè 100%41 búp"))
            #expect(try await site.get("/?q=100%2541").body.contains("value=\"100%41\""))
        }
    }

    @Test("what is missing is called by the name of its field, and no page tells of commands")
    func words() async throws {
        try await DeskTests.run { _, site in
            let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
            let round = try await DeskTests.createRound(browser)
            let nameless = try await browser.fill("\(round)/new-member", ["role": "chair"])
            #expect(nameless.status == 422 && nameless.body.contains("Chưa ghi: Họ tên."))
            let roleless = try await browser.fill("\(round)/new-member", ["name": "Bà Mẫu"])
            #expect(roleless.status == 422 && roleless.body.contains("Chưa chọn: Vai trò."))
            let unknown = try await browser.fill("\(round)/new-entry", ["product_id": "999999"])
            #expect(unknown.status == 422 && !unknown.body.contains("cnnt product"))
            let dayless = try await browser.fill("\(round)/cancel", ["number": "1/QĐ", "date": ""])
            #expect(dayless.body.contains("Chưa ghi: Ngày văn bản."))
            let rounds = try await browser.get("/desk/rounds?state=draft")
            #expect(rounds.body.contains("aria-current=\"true\">dự thảo (1) <"))
            #expect(rounds.body.contains("tất cả (1)") && rounds.body.contains("1 round<"))
        }
    }

    @Test("one is one", arguments: [(0, "0 entries"), (1, "1 entry"), (2, "2 entries")])
    func singular(count: Int, words: String) {
        #expect(count.counted("entry", "entries") == words)
    }
}
