import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("Judges' pages, without scripts")
struct JudgingPageTests {
    private static func run(
        _ body: @escaping @Sendable (JudgesRound, RunningSite) async throws -> Void
    ) async throws {
        try await TestRegistry.run { test in
            let round = try await JudgesRound.hold(in: test)
            try await RunningSite.run(test.registry) { site in try await body(round, site) }
        }
    }

    @Test("a sheet is marked, saved, looked over and handed in, and can then only be read")
    func story() async throws {
        try await Self.run { round, site in
            let judge = try await PlainBrowser.signedIn(site, "hoa")
            let list = try await judge.get("/judging")
            #expect(list.status == 200 && list.headers["cache-control"] == "no-store")
            #expect(list.body.contains("3 chưa chấm") && list.body.contains("Chấm tiếp: phiếu A1"))
            #expect(list.body.contains("aria-current=\"page\">Phiếu chấm"), "it is in the menu")
            let sheets = try await judge.get("/judging/\(round.id)")
            #expect(sheets.body.contains("href=\"/judging/\(round.id)/sheets/A2\""))
            let path = "/judging/\(round.id)/sheets/A1"
            let page = try await judge.get(path)
            for text in [
                "Mẫu số 1 &lt;b&gt;", "Đáp ứng nhu cầu &lt;thị trường&gt;", "0 đến 15, bước 0,5",
                "inputmode=\"decimal\"", "\(path)/papers/1", "A2 →",
            ] {
                #expect(page.body.contains(text), "\(text)")
            }
            for answer in [list, sheets, page] {
                for secret in JudgesRound.secrets { #expect(!answer.body.contains(secret)) }
            }
            let picture = try await judge.get("\(path)/papers/1")
            #expect(picture.status == 200 && picture.headers["content-type"] == "image/jpeg")
            #expect(try await judge.get("\(path)/papers/2").status == 404)

            let revision = try #require(page.hidden("revision"))
            let half = try await judge.post(
                path,
                [("revision", revision), ("mark-demand", "12,5"), ("comment", "Đẹp"), ("then", "review")])
            #expect(half.status == 303 && half.headers["location"] == "\(path)/submit")
            let review = try await judge.get("\(path)/submit")
            #expect(
                review.body.contains("Chưa nộp được, còn thiếu") && !review.body.contains("Nộp phiếu <span"))
            #expect(review.body.contains("href=\"\(path)#mark-growth\""))
            let next = try #require(try await judge.get(path).hidden("revision"))
            let whole = try await judge.post(
                path, [("revision", next), ("comment", "Đẹp"), ("then", "save")] + JudgesRound.marks)
            #expect(whole.headers["location"] == "\(path)?done=saved")
            let saved = try await judge.get("\(path)?done=saved")
            #expect(saved.body.contains("Đã lưu.") && saved.body.contains("value=\"30,5\""))
            let ready = try await judge.get("\(path)/submit")
            #expect(ready.body.contains("78 / 100"))
            let seen = try #require(ready.hidden("revision"))
            let done = try await judge.post("\(path)/submit", [("revision", seen)])
            #expect(done.headers["location"] == "/judging/\(round.id)?done=submitted")
            #expect(try await round.sheet("A1", "J2").state == .submitted)
            let read = try await judge.get(path)
            #expect(read.body.contains("Nộp lần 1") && !read.body.contains("<input id=\"mark-"))
            #expect(try await judge.get("\(path)/submit").headers["location"] == path)
        }
    }

    @Test("what is wrong is told above and at the field, and nothing that was typed is lost")
    func wrong() async throws {
        try await Self.run { round, site in
            let judge = try await PlainBrowser.signedIn(site, "hoa")
            let path = "/judging/\(round.id)/sheets/A1"
            let revision = try #require(try await judge.get(path).hidden("revision"))
            let hostile = "\"><script>alert(1)</script>"
            let answer = try await judge.post(
                path,
                [
                    ("revision", revision), ("mark-demand", "41"), ("mark-growth", "7,25"),
                    ("mark-economy", hostile), ("remark-demand", hostile), ("mark-other", "5"),
                    ("absence-other", "absent"), ("comment", hostile), ("mark-strange", "1"),
                ])
            #expect(answer.status == 422)
            for field in ["mark-demand", "mark-growth", "mark-economy", "mark-other"] {
                #expect(answer.body.contains("<a href=\"#\(field)\">"), "\(field)")
                #expect(answer.body.contains("id=\"\(field)-error\""), "\(field)")
            }
            #expect(answer.body.contains("value=\"41\"") && answer.body.contains("value=\"7,25\""))
            #expect(!answer.body.contains("<script>alert") && answer.body.contains("&lt;script&gt;alert"))
            #expect(answer.hidden("revision") == revision)
            #expect(try await round.sheet("A1", "J2").state == .missing, "all or nothing")
            let program = try await judge.post(
                path, [("revision", revision), ("mark-demand", "41")], accept: "application/json")
            #expect(program.status == 422 && program.body.contains("\"parameter\":\"mark-demand\""))
        }
    }

    @Test("a stale page does not write over a later save, and shows what differs")
    func stale() async throws {
        try await Self.run { round, site in
            let (phone, desk) = (
                try await PlainBrowser.signedIn(site, "hoa"), try await PlainBrowser.signedIn(site, "hoa")
            )
            let path = "/judging/\(round.id)/sheets/A1"
            let revision = try #require(try await phone.get(path).hidden("revision"))
            let first = try await phone.post(
                path, [("revision", revision), ("mark-demand", "10")], accept: "application/json")
            #expect(first.status == 200 && first.body.contains("\"lacking\":4"))
            let late = try await desk.post(
                path, [("revision", revision), ("mark-demand", "12"), ("comment", "Bền")])
            #expect(late.status == 409)
            #expect(late.body.contains("đang lưu <span lang=\"en\">kept</span> “10”"))
            #expect(late.body.contains("“12”") && late.body.contains("“Bền”"))
            #expect(late.body.contains("id=\"mark-demand\" name=\"mark-demand\" value=\"12\""))
            #expect(try await round.sheet("A1", "J2").content.marks["demand"]?.text == "10")
            let program = try await desk.post(
                path, [("revision", revision), ("mark-demand", "12")], accept: "application/json")
            #expect(program.status == 409 && program.body.contains("\"code\":\"sheet-changed\""))
            // having seen it the judge chooses
            let chosen = try await desk.post(
                path, [("revision", try #require(late.hidden("revision"))), ("mark-demand", "12")])
            #expect(chosen.status == 303)
            #expect(try await round.sheet("A1", "J2").content.marks["demand"]?.text == "12")
            // what was reviewed is what is handed in
            let other = try await phone.post("\(path)/submit", [("revision", revision)])
            #expect(other.status == 422 && other.body.contains("Kiểm tra rồi nộp"))
        }
    }

    @Test("what is typed on a sheet that was handed in meanwhile is shown again, and not taken")
    func submittedMeanwhile() async throws {
        try await Self.run { round, site in
            let judge = try await PlainBrowser.signedIn(site, "hoa")
            let path = "/judging/\(round.id)/sheets/A1"
            let revision = try #require(try await judge.get(path).hidden("revision"))
            _ = try await judge.post(path, [("revision", revision)] + JudgesRound.marks)
            let seen = try await round.sheet("A1", "J2").revision
            _ = try await judge.post("\(path)/submit", [("revision", seen)])
            let late = try await judge.post(path, [("revision", revision), ("mark-demand", "3,5")])
            #expect(late.status == 409 && late.body.contains("“3,5”") && late.body.contains("đã nộp"))
            #expect(try await round.sheet("A1", "J2").content.marks["demand"]?.text == "12.5")
        }
    }

    @Test("all complete sheets are handed in at once, and of the others it is told what is missing")
    func submitAll() async throws {
        try await Self.run { round, site in
            let judge = try await PlainBrowser.signedIn(site, "nam")
            for entry in ["A1", "A2"] {
                let path = "/judging/\(round.id)/sheets/\(entry)"
                let revision = try #require(try await judge.get(path).hidden("revision"))
                _ = try await judge.post(path, [("revision", revision)] + JudgesRound.marks)
            }
            let path = "/judging/\(round.id)/submit"
            let page = try await judge.get(path)
            #expect(page.body.contains("Nộp 2 phiếu"))
            #expect(page.body.contains("href=\"/judging/\(round.id)/sheets/A3#mark-demand\""))
            #expect(try await judge.post(path, []).status == 422)
            let stale = try await judge.post(path, [("entry", "A1"), ("revision-A1", "0"), ("entry", "<b>")])
            #expect(stale.status == 422 && !stale.body.contains("<b>"))
            let fields = ["A1", "A2"].flatMap {
                [("entry", $0), ("revision-\($0)", page.hidden("revision-\($0)") ?? "")]
            }
            #expect(
                try await judge.post(path, fields).headers["location"]
                    == "/judging/\(round.id)?done=submitted-all")
            #expect(try await round.sheet("A2", "J3").state == .submitted)
        }
    }

    @Test("who is not signed in is led to sign in; who is no judge there finds nothing")
    func others() async throws {
        try await Self.run { round, site in
            let paths = [
                "/judging", "/judging/\(round.id)", "/judging/\(round.id)/submit",
                "/judging/\(round.id)/sheets/A1", "/judging/\(round.id)/sheets/A1/submit",
                "/judging/\(round.id)/sheets/A1/papers/1", "/judging-board/\(round.id)",
                "/judging-board/\(round.id)/J2/A1/reopen",
            ]
            let nobody = PlainBrowser(site)
            for path in paths {
                let answer = try await nobody.get(path)
                #expect(
                    answer.status == 303 && answer.headers["location"]?.hasPrefix("/sign-in?next=") == true)
            }
            #expect(try await nobody.post(paths[3], JudgesRound.marks).status == 401)
            let officer = try await PlainBrowser.signedIn(site, "can.bo")
            for path in paths.prefix(5) {
                #expect([403, 404].contains(try await officer.get(path).status), "\(path)")
            }
            #expect(try await officer.get(paths[6]).status == 200, "who gives sheets back")
            let stranger = try await PlainBrowser.signedIn(site, "la.mat")
            for path in paths {
                #expect([403, 404].contains(try await stranger.get(path).status), "\(path)")
            }
            let judge = try await PlainBrowser.signedIn(site, "hoa")
            for path in paths.suffix(2) { #expect(try await judge.get(path).status == 403, "\(path)") }
            for path in [
                "/judging/\(round.id)/sheets/A9", "/judging/\(round.id)/sheets/%3Cb%3E", "/judging/999",
                "/judging/\(round.id)/sheets/A1?stage=x", "/judging/x",
                "/judging/\(round.id)/sheets/A1/papers/x",
            ] {
                let answer = try await judge.get(path)
                #expect(answer.status == 404 && !answer.body.contains("<b>"), "\(path): \(answer.status)")
            }
            let foreign = try await judge.post(paths[3], JudgesRound.marks, origin: "cross-site")
            #expect(foreign.status == 403)
        }
    }

    @Test("the head judge sees who has handed in what, and gives a sheet back with a reason")
    func board() async throws {
        try await Self.run { round, site in
            for judge in ["J2", "J3"] {
                var content = SheetContent()
                for (leaf, mark) in [
                    ("demand", "12"), ("growth", "20"), ("economy", "30"), ("culture", "8"), ("other", "7"),
                ] {
                    content.marks[leaf] = try Mark.Content(mark)
                }
                try await round.test.registry.saveSheets(
                    round: round.id, [SheetName(entry: "A1", judge: judge): content], as: round.test.viewer)
                try await round.test.registry.submitSheet(
                    round: round.id, entry: "A1", judge: judge, as: round.test.viewer)
            }
            let head = try await PlainBrowser.signedIn(site, "truong")
            let board = try await head.get("/judging-board/\(round.id)")
            #expect(board.status == 200 && board.body.contains("<strong>1/3</strong>"))
            #expect(board.body.contains("Giám khảo 2") && board.body.contains("<td>77,00"), "the tally")
            for secret in JudgesRound.secrets { #expect(!board.body.contains(secret)) }
            let path = "/judging-board/\(round.id)/J2/A1/reopen"
            #expect(board.body.contains("href=\"\(path)\""))
            #expect(try await head.get(path).status == 200)
            let empty = try await head.post(path, [("because", " ")])
            #expect(empty.status == 422 && empty.body.contains("href=\"#because\""))
            let done = try await head.post(path, [("because", "Cộng nhầm <b>")])
            #expect(done.headers["location"] == "/judging-board/\(round.id)?done=reopened")
            #expect(try await round.sheet("A1", "J2").state == .reopened)
            let judge = try await PlainBrowser.signedIn(site, "hoa")
            let sheet = try await judge.get("/judging/\(round.id)/sheets/A1")
            #expect(
                sheet.body.contains("Lý do: Cộng nhầm &lt;b&gt;") && sheet.body.contains("id=\"mark-demand\"")
            )
            #expect(try await head.get("/judging-board/\(round.id)/J9/A1/reopen").status == 404)
        }
    }
}
