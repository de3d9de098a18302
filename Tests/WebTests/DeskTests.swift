import Foundation
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("The officers' desk")
struct DeskTests {
    /// An officer of the province 19, one of another province, a judge and an auditor of 19.
    static func run(
        _ body: @escaping @Sendable (TestRegistry, RunningSite) async throws -> Void
    ) async throws {
        try await TestRegistry.run { test in
            try await OfficeBrowser.account("can.bo", [(.officer, "19")], in: test)
            try await OfficeBrowser.account("noi.khac", [(.officer, "01")], in: test)
            try await OfficeBrowser.account("kiem.tra", [(.auditor, "19")], in: test)
            try await OfficeBrowser.account("quan.tri", [(.administrator, "19")], in: test)
            try await RunningSite.run(test.registry) { site in try await body(test, site) }
        }
    }

    private static let plan = """
        {"scoring": {"step": "1", "display": 2, "ties": ["share"], "quorum": {"judges_per_entry": 5}}}
        """

    static func createRound(_ browser: OfficeBrowser, name: String = "Kỳ mẫu 2026") async throws -> String {
        let created = try await browser.fill(
            "/desk/new-round",
            [
                "level": "provincial", "organiser": "19", "year": "2026", "name": name,
                "regulation": "vbhn-46-2025", "held_on": "20/11/2026",
            ], file: ("plan", "plan.json", plan))
        #expect(created.status == 303, "\(created.body)")
        let location = try #require(created.headers["location"])
        return String(location.prefix { $0 != "?" })
    }

    /// Two products of an establishment in the province.
    static func products(_ test: TestRegistry) async throws -> [ProductRecord] {
        let maker = try await test.establishment(name: "Hợp tác xã Chè Mẫu", commune: "05503")
        var products: [ProductRecord] = []
        for name in ["Chè Búp Mẫu", "Trà Sen Mẫu"] {
            products.append(try await test.product(of: maker, name: name))
        }
        return products
    }

    static func seat(_ browser: OfficeBrowser, _ round: String, judges: Int = 5) async throws {
        for seat in 1...7 {
            let answer = try await browser.fill(
                "\(round)/new-member",
                [
                    "name": "Ủy viên \(seat)",
                    "role": seat == 1 ? "chair" : seat == 2 ? "standing-vice-chair" : "member",
                ])
            #expect(answer.status == 303, "\(answer.body)")
        }
        for seat in 1...judges {
            let answer = try await browser.fill(
                "\(round)/new-judge",
                ["name": "Giám khảo \(seat)", "role": seat == 1 ? "head" : "judge"])
            #expect(answer.status == 303, "\(answer.body)")
        }
    }

    static func marks(_ entries: [EntryRecord], judges: Int = 5) throws -> [ScoreRow] {
        try entries.enumerated().flatMap { index, entry in
            try (1...judges).flatMap { judge in
                try [("market", 36), ("economy", 36), ("culture", 9), ("other", 9)].map {
                    criterion, best throws(Refusal) in
                    try ScoreRow(Fields(texts: [entry.code, "J\(judge)", criterion, "\(best - index)"]))
                }
            }
        }
    }

    @Test("a round goes by forms alone from its creation to its publication")
    func whole() async throws {
        try await Self.run { test, site in
            let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
            let products = try await Self.products(test)
            let round = try await Self.createRound(browser)
            let id = try #require(Int64(round.split(separator: "/").last ?? ""))
            var page = try await browser.get("\(round)")
            #expect(page.body.contains("Bước tiếp theo: mở nhận hồ sơ"))
            #expect(page.headers["cache-control"] == "no-store")
            #expect(try await browser.fill("\(round)/open").status == 303)

            page = try await browser.get(round)
            #expect(
                page.body.contains("Chưa có sản phẩm nào được chấp nhận; hãy duyệt hồ sơ trước khi chấm."))
            #expect(page.body.contains("Ban Giám khảo phải có số thành viên lẻ, đang có 0."))
            let early = try await browser.fill("\(round)/judge")
            #expect(early.status == 422 && early.body.contains("Hội đồng phải có đúng một Chủ tịch"))

            // one entry by its form, one by a file that is looked at first
            let filed = try await browser.fill(
                "\(round)/new-entry",
                ["product_id": String(products[0].id), "exception": "lower-round-not-held"])
            #expect(filed.status == 303, "\(filed.body)")
            let file =
                "product_id,exception,filed_on\n\(products[1].id),lower-round-not-held,2026-11-20\n"
            let preview = try await browser.fill("\(round)/import", file: ("file", "ho-so.csv", file))
            #expect(preview.status == 200 && preview.body.contains("Trà Sen Mẫu"))
            #expect(try await test.registry.entries(ofRound: id, as: test.viewer).count == 1)
            #expect(try await browser.confirm(preview).status == 303)
            let entries = try await test.registry.entries(ofRound: id, as: test.viewer)
            #expect(entries.count == 2)

            try await Self.seat(browser, round)
            let act = try await browser.fill("\(round)/council-act", ["number": "12/QĐ-UBND"])
            #expect(act.status == 303, "\(act.body)")
            #expect(try await browser.get("\(round)/council").body.contains("12/QĐ-UBND"))
            let codes = entries.map { "code=\($0.code)" }.joined(separator: "&")
            let accepted = try await browser.fill("\(round)/move?to=accepted&\(codes)")
            #expect(accepted.status == 303, "\(accepted.body)")
            let drawn = try await browser.fill("\(round)/draw", ["per_entry": "5", "seed": "xổ số 20/11"])
            #expect(drawn.status == 303, "\(drawn.body)")
            #expect(try await browser.get("\(round)/assignment").body.contains("xổ số 20/11"))
            #expect(try await browser.get("/desk").body.contains("Bước tiếp theo: bắt đầu chấm điểm"))
            #expect(try await browser.fill("\(round)/judge").status == 303)

            let missing = try await browser.get(round)
            #expect(missing.body.contains("có 0 giám khảo chấm hợp lệ, cần ít nhất 5"))
            _ = try await test.registry.importMarks(
                try Self.marks(entries), round: id, as: test.viewer)
            let progress = try await browser.get("\(round)/progress")
            #expect(progress.body.contains("<strong>10</strong> trên 10 phiếu đã nộp"))
            let tally = try await browser.get("\(round)/tally?cut=1")
            #expect(tally.body.contains("Tạm tính") && tally.body.contains("Độ vững"))

            let closing = try await browser.fill("\(round)/close")
            #expect(closing.status == 200 && closing.body.contains("90,00"), "\(closing.body)")
            #expect(try await test.registry.round(id, as: test.viewer).state == .judging)
            #expect(try await browser.confirm(closing).status == 303)
            #expect(try await test.registry.round(id, as: test.viewer).state == .closed)

            let members = try await test.registry.council(ofRound: id, as: test.viewer)
            let meeting = try await browser.fill(
                "\(round)/new-meeting",
                Dictionary(uniqueKeysWithValues: members.map { ("member-\($0.id)", "yes") }))
            #expect(meeting.status == 303, "\(meeting.body)")
            let nobody = try await browser.fill("\(round)/new-meeting")
            #expect(nobody.status == 422 && nobody.body.contains("href=\"#member-\(members[0].id)\""))
            let lost = try await browser.fill("\(round)/new-vote", ["for": "6"])
            #expect(lost.status == 422 && lost.body.contains("cộng lại phải bằng 7"))
            #expect(lost.body.contains("name=\"for\" type=\"text\" value=\"6\""), "what was typed is there")
            let tooMany = try await browser.fill("\(round)/new-vote", ["for": "8"])
            #expect(tooMany.status == 422 && tooMany.body.contains("href=\"#for\""))
            let unheld = try await browser.fill("\(round)/new-vote", ["for": "7", "on": "01/02/2025"])
            #expect(unheld.body.contains("Chưa ghi cuộc họp Hội đồng ngày 01/02/2025."))
            #expect(try await browser.fill("\(round)/new-vote", ["for": "7"]).status == 303)

            let decision = try await browser.fill(
                "\(round)/decision",
                ["number": "99/QĐ-UBND", "recognised-\(entries[1].code)": "no", "signatory_name": "Bà Ký"])
            #expect(decision.status == 200 && decision.body.contains("99/QĐ-UBND"), "\(decision.body)")
            #expect(try await test.registry.round(id, as: test.viewer).state == .closed)
            let decided = try await browser.confirm(decision)
            #expect(decided.status == 303, "\(decided.body)")
            page = try await browser.get("\(round)/decisions")
            #expect(page.body.contains("99/QĐ-UBND") && page.body.contains("Bà Ký"))
            page = try await browser.get("\(round)/minutes")
            #expect(page.status == 200 && page.headers["content-type"] == "text/plain; charset=utf-8")
            #expect(page.body.contains("Chè Búp Mẫu") && page.body.contains("BIÊN BẢN"))
            page = try await browser.get("\(round)/certificates")
            #expect(page.body.contains("Cấp 1 giấy chứng nhận") && !page.body.contains("cnnt "))

            let complaint = try await browser.fill(
                "\(round)/new-complaint",
                ["entry": entries[1].code, "by": "Hợp tác xã Chè Mẫu", "text": "Xin xem lại điểm."])
            #expect(complaint.status == 303, "\(complaint.body)")
            #expect(try await browser.get("/desk").body.contains("Hạn trả lời:"))
            let open = try #require(
                try await test.registry.complaints(round: id, as: test.viewer).first)
            let answered = try await browser.fill(
                "\(round)/complaints/\(open.id)/answer",
                ["finding": "rejected", "number": "7/HĐ", "text": "Điểm đã đúng."])
            #expect(answered.status == 303, "\(answered.body)")

            #expect(try await site.get("/rounds/\(id)").status == 404)
            #expect(try await browser.fill("\(round)/publish").status == 303)
            #expect(try await site.get("/rounds/\(id)").status == 200)

            let amended = "entry,recognised,reason\n\(entries[1].code),yes,Sau khiếu nại\n"
            let changes = try await browser.fill(
                "\(round)/amend", ["number": "100/QĐ-UBND", "because": "giải quyết khiếu nại"],
                file: ("file", "sua-doi.csv", amended))
            #expect(changes.status == 200 && changes.body.contains("99/QĐ-UBND"), "\(changes.body)")
            #expect(try await test.registry.round(id, as: test.viewer).recognised == 1)
            let recorded = try await browser.confirm(changes)
            #expect(recorded.status == 303, "\(recorded.body)")
            #expect(try await test.registry.round(id, as: test.viewer).recognised == 2)
            let twice = try await browser.confirm(changes)
            #expect(twice.status == 422, "somebody else may have amended meanwhile")
            #expect(try await browser.get(round).body.contains("đã công bố"))
        }
    }

    @Test(
        "a form that was opened before somebody else took the step says so, changes nothing, and keeps what was typed"
    )
    func stale() async throws {
        try await Self.run { test, site in
            let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
            let round = try await Self.createRound(browser)
            let id = try #require(Int64(round.split(separator: "/").last ?? ""))
            let open = try PageForm(try await browser.get("\(round)/open").body, at: round)
            let member = try PageForm(try await browser.get("\(round)/cancel").body, at: round)
            _ = try await test.registry.openRound(id, as: test.viewer)
            let late = try await browser.send(open, [:], nil)
            #expect(late.status == 409)
            #expect(late.body.contains("có người đã chuyển kỳ bình chọn sang bước “đang nhận hồ sơ”"))
            #expect(try await test.registry.round(id, as: test.viewer).state == .open)
            _ = try await test.registry.cancelRound(
                id, act: "1/QĐ", on: test.today, because: "thôi", as: test.viewer)
            let again = try await browser.send(member, ["number": "2/QĐ <b>", "reason": "khác"], nil)
            #expect(again.status == 409 && again.body.contains("value=\"2/QĐ &lt;b&gt;\""))
        }
    }

    @Test("an entry that somebody else refused meanwhile is not accepted, and the form says why")
    func staleEntry() async throws {
        try await Self.run { test, site in
            let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
            let products = try await Self.products(test)
            let round = try await Self.createRound(browser)
            let id = try #require(Int64(round.split(separator: "/").last ?? ""))
            _ = try await browser.fill(
                "\(round)/new-entry",
                ["product_id": String(products[0].id), "exception": "lower-round-not-held"])
            let entry = try #require(try await test.registry.entries(ofRound: id, as: test.viewer).first)
            let form = try PageForm(
                try await browser.get("\(round)/move?to=accepted&code=\(entry.code)").body, at: round)
            let noReason = try await browser.fill("\(round)/move?to=rejected&code=\(entry.code)")
            #expect(noReason.status == 422 && noReason.body.contains("Chưa ghi: Lý do."))
            _ = try await test.registry.moveEntries(
                round: id, codes: [entry.code], to: .rejected, because: "thiếu giấy", as: test.viewer)
            let late = try await browser.send(form, [:], nil)
            #expect(late.status == 422 && late.body.contains("Hồ sơ đã từ chối không chuyển sang"))
            let none = try await browser.fill("\(round)/move?to=accepted")
            #expect(none.status == 422 && none.body.contains("Chưa chọn hồ sơ nào"))
            #expect(try await browser.get("\(round)/move?to=received").status == 404)
        }
    }

    @Test(
        "who is not signed in is led to signing in; other territories find nothing; other roles are told what they lack"
    )
    func permission() async throws {
        try await Self.run { test, site in
            let officer = try await OfficeBrowser.signedIn("can.bo", at: site)
            let round = try await Self.createRound(officer)
            let pages = [
                "", "/entries", "/council", "/panel", "/conflicts", "/assignment", "/tally", "/meetings",
                "/decisions", "/certificates", "/complaints", "/progress", "/events", "/minutes",
                "/corrections", "/notices", "/notices/tat-ca.txt", "/history", "/decisions/history",
                "/entries/A1/history",
            ]
            let forms = [
                "/open", "/judge", "/close", "/publish", "/cancel", "/new-entry", "/import", "/new-member",
                "/new-judge", "/council-act", "/panel-act", "/new-conflict", "/draw", "/new-meeting",
                "/new-vote", "/decision", "/new-complaint", "/members/1/remove", "/judges/J1/remove",
                "/judges/J1/account", "/complaints/1/answer", "/move?to=accepted", "/amend", "/correct",
                "/send-notices",
            ]
            for page in pages + forms {
                let nobody = try await site.get(round + page)
                #expect(nobody.status == 303 && nobody.headers["location"]?.hasPrefix("/sign-in") == true)
            }
            let other = try await OfficeBrowser.signedIn("noi.khac", at: site)
            let administrator = try await OfficeBrowser.signedIn("quan.tri", at: site)
            for page in pages + forms {
                let there = try await other.get(round + page)
                let nowhere = try await other.get(round.dropLast() + "9" + page)
                #expect(there.status == 404 && nowhere.status == 404, "\(page): \(there.status)")
                #expect(!there.body.contains("Kỳ mẫu 2026"))
                #expect(try await administrator.get(round + page).status == 403, "\(page)")
            }
            for form in forms {
                #expect(try await other.post(round + form, ["number": "1"]).status == 404)
                #expect(try await administrator.post(round + form, ["number": "1"]).status == 403)
            }
            #expect(try await administrator.get("/desk").status == 403)
            #expect(try await other.get("/desk").body.contains("Không có kỳ nào đang làm"))
            #expect(!(try await other.get("/desk/rounds")).body.contains("Kỳ mẫu 2026"))
            #expect(!(try await administrator.get("/account")).body.contains("href=\"/desk\""))

            let auditor = try await OfficeBrowser.signedIn("kiem.tra", at: site)
            let read = try await auditor.get(round)
            #expect(read.status == 200 && !read.body.contains("href=\"\(round)/open\""))
            #expect(!(try await auditor.get("\(round)/council")).body.contains("new-member"))
            for form in forms {
                #expect(try await auditor.get(round + form).status == 403, "\(form)")
                #expect(try await auditor.post(round + form, ["number": "1"]).status == 403, "\(form)")
            }
            let foreign = try await HTTPExchange.run(
                port: site.port,
                "POST \(round)/open HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: \(await officer.cookie ?? "")\r\nSec-Fetch-Site: cross-site\r\nContent-Length: 0\r\n\r\n"
            )
            #expect(foreign.status == 403)
        }
    }

    @Test("HTML in every field is text on every page")
    func markup() async throws {
        try await Self.run { test, site in
            let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
            let hostile = "<img src=x onerror=alert(1)>\"'&"
            let round = try await Self.createRound(browser, name: hostile)
            let products = try await Self.products(test)
            #expect(try await browser.fill("\(round)/open").status == 303)
            _ = try await browser.fill(
                "\(round)/new-entry",
                [
                    "product_id": String(products[0].id), "exception": "lower-round-not-held",
                    "judging_name": hostile, "note": hostile,
                ])
            for (form, fields) in [
                ("new-member", ["name": hostile, "role": "chair", "position": hostile]),
                ("council-act", ["number": hostile, "authority": hostile]),
                ("new-judge", ["name": hostile, "role": "head", "affiliation": hostile]),
                ("panel-act", ["number": hostile, "authority": hostile]),
            ] {
                let answer = try await browser.fill("\(round)/\(form)", fields)
                #expect(answer.status == 303, "\(form): \(answer.body)")
            }
            for page in [
                "/desk", "/desk/rounds", round, "\(round)/entries", "\(round)/council", "\(round)/panel",
                "\(round)/entries?q=%3Cimg%3E&state=x&page=9999999999999999999", "\(round)/new-conflict",
                "\(round)/judges/J1/replace",
            ] {
                let shown = try await browser.get(page)
                #expect(shown.status == 200, "\(page)")
                #expect(!shown.body.contains("<img"), "\(page)")
            }
            let wrong = try await browser.fill(
                "\(round)/new-entry", ["product_id": hostile, "filed_on": hostile, "entry_code": hostile])
            #expect(wrong.status == 422 && !wrong.body.contains("<img"))
            #expect(wrong.body.contains("value=\"&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;\""))
            let file = "product_id,note\n<img src=x>,\"\(hostile)\"\n"
            let preview = try await browser.fill(
                "\(round)/import", file: ("file", "<img src=x>.csv", file))
            #expect(preview.status < 500 && !preview.body.contains("<img"))
        }
    }

    @Test(
        "a file is told row by row: new, twice, wrong; and nothing of it is taken before every row is right")
    func preview() async throws {
        try await Self.run { test, site in
            let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
            let products = try await Self.products(test)
            let round = try await Self.createRound(browser)
            let id = try #require(Int64(round.split(separator: "/").last ?? ""))
            let rows = [
                "\(products[0].id),lower-round-not-held", "\(products[0].id),lower-round-not-held",
                "999999,lower-round-not-held", "\(products[1].id),",
            ]
            let file = "product_id,exception\n" + rows.joined(separator: "\n") + "\n"
            let preview = try await browser.fill("\(round)/import", file: ("file", "ho-so.csv", file))
            #expect(preview.status == 422)
            #expect(preview.body.contains("Tệp này không nhập được"))
            #expect(preview.body.contains("không có sản phẩm “999999”"))
            #expect(preview.body.contains("trùng") && !preview.body.contains("act-button"))
            #expect(try await test.registry.entries(ofRound: id, as: test.viewer).isEmpty)
            let none = try await browser.fill("\(round)/import")
            #expect(none.status == 422 && none.body.contains("Chưa chọn: Tệp."))
            let large = try await browser.fill(
                "\(round)/import",
                file: ("file", "x.csv", "product_id\n" + String(repeating: "1\n", count: 1_100_000)))
            #expect(large.status == 422 && large.body.contains("Tệp lớn quá 2 MB"))
            let broken = try await browser.fill("\(round)/import", file: ("file", "x.xlsx", "PK\u{3}\u{4}x"))
            #expect(broken.status == 422, "\(broken.status)")
            let column = try await browser.fill(
                "\(round)/import", file: ("file", "x.csv", "product_id,lạ\n1,2\n"))
            #expect(column.status == 422 && column.body.contains("lạ"))
        }
    }

    @Test("what is wrong with a new round is told at its field, all at once, and nothing typed is lost")
    func newRound() async throws {
        try await Self.run { _, site in
            let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
            let empty = try await browser.fill(
                "/desk/new-round", ["year": "hai nghìn", "held_on": "31/02/2026"])
            #expect(empty.status == 422)
            for field in ["level", "organiser", "year", "held_on", "name", "regulation"] {
                #expect(empty.body.contains("href=\"#\(field)\""), "\(field)")
            }
            #expect(empty.body.contains("value=\"hai nghìn\"") && empty.body.contains("value=\"31/02/2026\""))
            for organiser in ["01", "98", "1", "Thái Nguyên"] {
                let refused = try await browser.fill(
                    "/desk/new-round",
                    [
                        "level": "provincial", "organiser": organiser, "year": "2026",
                        "name": "Kỳ của tỉnh khác", "regulation": "vbhn-46-2025",
                    ])
                #expect(refused.status == 422, "\(organiser)")
                #expect(refused.body.contains("href=\"#organiser\""), "\(organiser)")
                #expect(!refused.body.contains("href=\"#regulation\""), "\(organiser)")
            }
        }
    }
}
