import Foundation
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("Corrections and notices at the desk")
struct DeskCorrectionTests {
    /// A round of two entries that is closed: 90 and 86 points of each of five judges.
    private static func closed(
        _ test: TestRegistry, _ browser: OfficeBrowser
    ) async throws -> DeskFormTests.Judged {
        let round = try await DeskFormTests.judged(test, browser)
        let closing = try await browser.confirm(try await browser.fill("\(round.address)/close"))
        #expect(closing.status == 303)
        return round
    }

    private static let act = ["number": "5/QĐ-HĐ", "because": "Cộng sai điểm của J1"]

    @Test("one mark is corrected by the form: the differences are looked at, then a new version counts")
    func oneMark() async throws {
        try await DeskTests.run { test, site in
            let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
            let round = try await Self.closed(test, browser)
            func versions() async throws -> [ResultVersionRecord] {
                try await test.registry.resultVersions(ofRound: round.id, as: test.viewer)
            }
            let mark = [
                "action": "replace", "entry": round.entries[0].code, "judge": "J1", "criterion": "market",
                "score": "30",
            ]
            let shown = try await browser.fill(
                "\(round.address)/correct", Self.act.merging(mark) { $1 })
            #expect(shown.status == 200 && shown.body.contains("90,00 → 88,80"), "\(shown.body)")
            #expect(!shown.body.contains(round.entries[1].code), "only what changes")
            #expect(try await versions().count == 1)
            #expect(try await browser.confirm(shown).status == 303)
            #expect(try await versions().map(\.number) == [nil, "5/QĐ-HĐ"])
            let page = try await browser.get("\(round.address)/corrections")
            #expect(page.body.contains("Cộng sai điểm của J1") && page.body.contains("đang có hiệu lực"))
            #expect(try await browser.get("\(round.address)/tally?version=1").body.contains("90,00"))
            #expect(try await browser.get("\(round.address)/tally").body.contains("88,80"))
            #expect(try await browser.get("\(round.address)/tally?version=9").status == 404)
            #expect(try await browser.get(round.address).body.contains("Kết quả đang ở bản 2."))

            let twice = try await browser.confirm(shown)
            #expect(twice.status == 422 && twice.body.contains("hãy xem lại"))
            #expect(try await versions().count == 2)
        }
    }

    @Test("a decision is recorded as it was looked at, and not on a result that was corrected since")
    func decisionShown() async throws {
        try await DeskTests.run { test, site in
            let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
            let round = try await Self.closed(test, browser)
            let address = "\(round.address)/decision"
            func state() async throws -> RoundState {
                try await test.registry.round(round.id, as: test.viewer).state
            }
            let typed = ["number": "99/QĐ-UBND", "signatory_name": "Bà Ký"]
            let shown = try await browser.fill(address, typed)
            #expect(
                shown.body.contains("Ủy ban nhân dân tỉnh Thái Nguyên") && shown.body.contains("Bà Ký"),
                "what is left out is filled in: \(shown.body)")
            _ = try await test.registry.correctRound(
                round.id,
                act: CorrectionAct(number: "5/QĐ-HĐ", correctedOn: site.day, because: "Cộng sai điểm"),
                corrections: [
                    MarkCorrection(
                        .replace, entry: round.entries[0].code, judge: "J1", criterion: "market",
                        content: .value(try ExactDecimal("30")))
                ], as: test.viewer, today: site.day)
            let refused = try await browser.confirm(shown)
            #expect(refused.status == 422 && refused.body.contains("hãy xem trước lần nữa"))
            #expect(refused.body.contains("value=\"99/QĐ-UBND\""), "what was typed is there")
            #expect(try await state() == .closed)
            // who says to be sure and does not say of what has looked at nothing
            var blind = try PageForm(shown.body, at: address)
            blind.fields["shown"] = nil
            #expect(try await browser.send(blind, [:], nil).status == 422)
            #expect(try await state() == .closed)
            let again = try await browser.fill(address, typed)
            #expect(try await browser.confirm(again).status == 303)
            #expect(try await state() == .decided)
        }
    }

    @Test("the form asks for a mark or a file, calls neither optional, and takes files that are long")
    func words() async throws {
        try await DeskTests.run { test, site in
            let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
            let round = try await Self.closed(test, browser)
            let address = "\(round.address)/correct"
            let form = try await browser.get(address).body
            for label in ["Sản phẩm", "Giám khảo", "Tiêu chí", "Điểm đúng", "Hoặc tệp điểm sửa"] {
                #expect(
                    form.contains("\(label) <span lang") && !form.contains("\(label) (không bắt buộc)"),
                    "\(label)")
            }
            #expect(form.contains("Để trống nếu chọn tệp ở cuối trang."))
            let row = "\(round.entries[1].code),J9,market,30,replace,\(String(repeating: "x", count: 500))\n"
            let long = try await browser.fill(
                address, Self.act,
                file: (
                    "file", "sua.csv",
                    "entry,judge,criterion,score,action,reason\n" + String(repeating: row, count: 300)
                ))
            #expect(long.status == 422 && long.body.contains("J9"), "\(long.status)")
        }
    }

    @Test("many marks are corrected by a file, whose rows are told where they are wrong")
    func file() async throws {
        try await DeskTests.run { test, site in
            let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
            let round = try await Self.closed(test, browser)
            let address = "\(round.address)/correct"
            let head = "entry,judge,criterion,score,action\n"
            let rows = ["J1", "J2"].map { "\(round.entries[1].code),\($0),market,30,replace\n" }.joined()
            let wrong = try await browser.fill(
                address, Self.act,
                file: ("file", "sua.csv", head + "\(round.entries[1].code),J1,market,30,xóa\n"))
            #expect(wrong.status == 422 && wrong.body.contains("Dòng 2, cột action: "))
            let both = try await browser.fill(
                address, Self.act.merging(["score": "3"]) { $1 }, file: ("file", "sua.csv", head + rows))
            #expect(both.status == 422 && both.body.contains("href=\"#score\""))
            let nothing = try await browser.fill(address, Self.act)
            #expect(nothing.status == 422 && nothing.body.contains("Chưa chọn: Sản phẩm."))
            let nameless = try await browser.fill(address, file: ("file", "sua.csv", head + rows))
            #expect(nameless.body.contains("Chưa ghi: Số văn bản."))

            let shown = try await browser.fill(address, Self.act, file: ("file", "sua.csv", head + rows))
            #expect(shown.body.contains("86,00 → 84,00"), "\(shown.body)")
            #expect(try await browser.confirm(shown).status == 303)
            let last = try await test.registry.resultVersions(ofRound: round.id, as: test.viewer).last
            #expect(last?.corrections == 2)
        }
    }

    @Test("notices are looked at before they are recorded, and nobody is told twice")
    func notices() async throws {
        try await DeskTests.run { test, site in
            let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
            let round = try await Self.closed(test, browser)
            func recorded() async throws -> [NoticeRecord] {
                try await test.registry.notices(ofRound: round.id, as: test.viewer)
            }
            let shown = try await browser.fill("\(round.address)/send-notices", ["channel": "hand"])
            #expect(shown.status == 200 && shown.body.contains("Ghi nhận 2 thông báo"))
            #expect(shown.body.contains("Lời gửi Hợp tác xã Chè Mẫu") && !shown.body.contains("cnnt "))
            #expect(try await recorded().isEmpty)
            #expect(try await browser.confirm(shown).status == 303)
            #expect(try await recorded().map(\.channel) == [.hand, .hand])

            let page = try await browser.get("\(round.address)/notices")
            #expect(page.body.contains("giao tận tay") && page.body.contains("kết quả"))
            let first = try #require(try await recorded().first)
            let letter = try await browser.get("\(round.address)/notices/\(first.file)")
            #expect(letter.body == first.text)
            let all = try await browser.get("\(round.address)/notices/tat-ca.txt")
            #expect(all.headers["content-type"] == "text/plain; charset=utf-8")
            for notice in try await recorded() { #expect(all.body.contains(notice.text)) }
            #expect(try await browser.get("\(round.address)/notices/khong-co.txt").status == 404)
            let again = try await browser.fill("\(round.address)/send-notices")
            #expect(again.body.contains("Mọi cơ sở đều đã được thông báo."))
            let early = try await browser.fill("\(round.address)/send-notices", ["on": "01/01/2027"])
            #expect(early.status == 422 && early.body.contains("href=\"#on\""))
        }
    }
}
