import Foundation
import Testing

/// A judge at a factory: a laptop, a file, a keyboard, and no network.
@Suite("The offline score sheet in a real browser", .serialized)
struct OfflineSheetTests {
    /// A round that is judged, with a rubric, three entries and three judges.
    private static func hold(_ program: Program) throws {
        let demo = Program.projectRoot + "/sql/demo"
        let plan =
            #"{"scoring": {"step": "0.5"}, "rubrics": {"*": [{"criterion": "market", "children": [{"id": "demand", "name": "Đáp ứng nhu cầu thị trường trong và ngoài nước", "max": "15"}, {"id": "growth", "name": "Khả năng phát triển sản xuất", "max": "25", "children": [{"id": "series", "name": "Sản xuất hàng loạt", "max": "10"}, {"id": "technology", "name": "Áp dụng công nghệ, thiết bị hiện đại <mới>", "max": "15"}]}]}]}}"#
        try program.write(plan, to: "plan.json")
        try program.write(
            """
            product_external_id,entry_code,judging_name,exception,filed_on
            SP01,A1,,lower-round-not-held,2023-04-10
            SP06,A2,,lower-round-not-held,2023-04-11
            SP38,A3,,lower-round-not-held,2023-04-12

            """, to: "entries.csv")
        let lines = """
            cnnt unit import '\(demo)/units.csv' --lineage '\(demo)/lineage.csv'
            cnnt establishment import '\(demo)/establishments.csv' --as-of 2023-05-15
            cnnt product import '\(demo)/products.csv'
            cnnt round create --regulation vbhn-16-2018 --level provincial --organiser 19 --year 2023 --held-on 2023-05-15 --name 'Bình chọn tỉnh Thái Nguyên 2023' --plan plan.json
            cnnt round open 1
            cnnt entry import 1 entries.csv
            cnnt entry accept 1 --all
            for n in 1 2 3; do cnnt panel add 1 --judge J$n --name "Giám khảo <Mẫu> $n" --role $([ $n = 1 ] && echo head || echo judge); done
            cnnt council add 1 --name 'Ủy viên 1' --role chair
            cnnt council add 1 --name 'Ủy viên 2' --role standing-vice-chair
            for n in 3 4 5 6 7; do cnnt council add 1 --name "Ủy viên $n" --role member; done
            cnnt round judge 1
            """
        let outcome = try program.shell("set -e\n" + lines)
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    private static func code(_ program: Program, judge: String = "J1") throws -> String {
        let outcome = try program.run("score", "code", "1", judge, "--format", "csv")
        return try #require(outcome.rows.first?["code"], "\(outcome.errors)")
    }

    @Test(
        "a judge fills it in by keyboard, signs, and hands the file in",
        .enabled(if: Browser.exists, "needs chromium and chromium-driver"))
    func story() async throws {
        try await Self.inTemporaryFolder { program in
            try Self.hold(program)
            let made = try program.run(
                "score", "sheets", "1", "--offline", "--out", "phieu", "--format", "csv")
            #expect(made.rows.map { $0["sheets"] } == ["3", "3", "3"], "\(made.errors)")
            let page = program.folder + "/phieu/phieu-cham-diem-1-J1.html"
            let code = try Self.code(program)
            #expect(!(try program.read("phieu/phieu-cham-diem-1-J1.html")).contains(code))
            let browser = try Browser()
            do {
                try await browser.begin(downloads: program.folder)
                try await Self.fill(page, code: code, browser, program)
            } catch {
                await browser.close()
                throw error
            }
            await browser.close()
            try Self.handIn(program)
        }
    }

    private static func fill(_ page: String, code: String, _ browser: Browser, _ program: Program)
        async throws
    {
        try await browser.resize(width: 1280)
        try await browser.open(page)
        func text(_ selector: String) async throws -> String {
            try await browser.evaluate("return document.querySelector(\(Self.quoted(selector))).textContent")
        }
        #expect(try await text("nav [role=status]") == "Đã đủ 0/3 phiếu.")
        #expect(try await text(".who").contains("Giám khảo <Mẫu> 1"))
        try await photograph("empty", browser)
        // signing says what is missing
        try await browser.evaluate("document.getElementById('code').focus()")
        try await browser.type(code)
        try await browser.press(.enter)
        #expect(try await text("#sign-error") == "Chưa ký được: còn thiếu điểm ở A1 (6), A2 (6), A3 (6).")
        // A1: six leaves, with the Enter key from one to the next
        try await browser.evaluate("document.querySelector('article:not([hidden]) input.score').focus()")
        try await browser.type("15,5")
        try await browser.press(.enter)
        #expect(try await text("article:not([hidden]) .error:not(:empty)") == "Điểm phải từ 0 đến 15.")
        try await browser.evaluate("document.querySelector('article:not([hidden]) input.score').select()")
        try await browser.evaluate("document.querySelector('article:not([hidden]) input.score').focus()")
        try await browser.type("14.25")
        try await browser.press(.enter)
        #expect(try await text("article:not([hidden]) .error:not(:empty)") == "Điểm phải là bội số của 0,5.")
        try await photograph("wrong", browser)
        try await browser.evaluate(
            "const first = document.querySelector('article:not([hidden]) input.score'); first.focus(); first.select()"
        )
        for mark in ["14,5", "9", "12.5", "36", "8", "10"] {
            try await browser.type(mark)
            try await browser.press(.enter)
        }
        #expect(try await text("article:not([hidden]) .total .sum") == "90")
        #expect(try await text("article:not([hidden]) .heading .sum") == "36 / 40")
        #expect(try await text("article:not([hidden]) .missing") == "Phiếu đã đủ.")
        // the last Enter went to the remarks
        try await browser.type("Mẫu mã “đẹp”, hợp thị trường <xuất khẩu>")
        try await browser.press(.control, with: .enter)
        #expect(try await text("article:not([hidden]) h2") == "Mã số bình chọn A2")
        // A2: recused from one leaf, by keyboard
        for mark in ["10", "8", "11", "30"] {
            try await browser.type(mark)
            try await browser.press(.down)
        }
        try await browser.evaluate(
            """
            const choice = document.querySelectorAll('article:not([hidden]) select')[4];
            choice.value = 'recused'; choice.dispatchEvent(new Event('change'));
            document.querySelectorAll('article:not([hidden]) input.score')[5].focus()
            """)
        try await browser.type("7")
        #expect(try await text("article:not([hidden]) .missing") == "Phiếu đã đủ.")
        // the draft outlives the page; a browser hands what a page stores to another process, which takes it a moment
        try await Task.sleep(for: .milliseconds(500))
        try await browser.reload()
        #expect(try await text("nav [role=status]") == "Đã đủ 2/3 phiếu.")
        #expect(
            try await browser.evaluate("return document.querySelector('textarea').value").contains(
                "<xuất khẩu>"))
        try await browser.evaluate("document.querySelectorAll('nav button')[2].click()")
        for mark in ["1", "2", "3", "4", "5", "6"] {
            try await browser.type(mark)
            try await browser.press(.enter)
        }
        #expect(try await text("nav [role=status]") == "Đã đủ 3/3 phiếu.")
        try await photograph("full", browser)
        try await browser.resize(width: 360)
        #expect(
            try await browser.evaluate("return String(document.documentElement.scrollWidth <= innerWidth)")
                == "true")
        try await photograph("full-360", browser)
        try await browser.resize(width: 1280, isDark: true)
        try await photograph("full-dark", browser)
        // a slip in the code is noticed before anything is signed
        try await browser.evaluate("document.getElementById('code').focus()")
        try await browser.type(
            code.replacingCharacters(in: ...code.startIndex, with: code.first == "7" ? "8" : "7"))
        try await browser.press(.enter)
        #expect(try await text("#sign-error").hasPrefix("Mã cá nhân gõ sai"))
        try await browser.evaluate(
            "const code = document.getElementById('code'); code.focus(); code.select()")
        try await browser.type(code.lowercased())
        try await browser.press(.enter)
        let saved = program.folder + "/phieu-1-J1.json"
        for _ in 0..<100 where !FileManager.default.fileExists(atPath: saved) {
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(try await text("#outcome").hasPrefix("Đã ký 3 phiếu và tải tệp phieu-1-J1.json"))
        #expect(try await browser.evaluate("return document.getElementById('code').value") == "")
        try await photograph("signed", browser)
        #expect(try await browser.complaints() == [])
    }

    private static func handIn(_ program: Program) throws {
        let file = try program.read("phieu-1-J1.json")
        // another judge's code cannot have signed it, nor may a byte be another
        try program.write(file.replacingOccurrences(of: "\"14.5\"", with: "\"15\""), to: "raised.json")
        let raised = try program.run("score", "import", "1", "raised.json")
        #expect(raised.status == 1)
        #expect(raised.errors.contains("error[sheet-signature]: raised.json: "))
        try program.write(
            file.replacingOccurrences(of: "\"judge\":\"J1\"", with: "\"judge\":\"J2\""), to: "other.json")
        #expect(try program.run("score", "import", "1", "other.json").errors.contains("error[sheet-no-code]"))
        _ = try code(program, judge: "J2")
        #expect(
            try program.run("score", "import", "1", "other.json").errors.contains("error[sheet-signature]"))
        try program.write(file + " ", to: "longer.json")
        #expect(
            try program.run("score", "import", "1", "longer.json").errors.contains(
                "error[sheet-file-altered]"))
        try program.write("{}", to: "none.json")
        #expect(
            try program.run("score", "import", "1", "none.json").errors.contains(
                "error[sheet-file-malformed]"))
        let taken = try program.run("score", "import", "1", "phieu-1-J1.json", "--format", "csv")
        #expect(taken.output == "marks,entries,judges\n18,3,1\n", "\(taken.errors)")
        let again = try program.run("score", "import", "1", "phieu-1-J1.json")
        #expect(again.status == 1)
        #expect(again.errors.contains("error[sheet-handed-in]"))
        let tally = try program.run("tally", "1", "--detail", "--format", "csv").rows
        #expect(tally.first { $0["entry"] == "A1" && $0["criterion"] == "market" }?["panel"] == "36")
        #expect(try program.run("check").status == 0)
    }

    @Test("the page may run nothing but its own script, and names no address of any kind")
    func policy() async throws {
        try await Program.inTemporaryFolder { program in
            try Self.hold(program)
            #expect(try program.run("score", "sheets", "1", "--offline", "--out", "phieu").status == 0)
            let page = try program.read("phieu/phieu-cham-diem-1-J2.html")
            #expect(page.contains("default-src 'none'; script-src 'sha256-"))
            for word in [
                "http:", "https:", "//cdn", "src=", "href=\"", "url(", "@import", "style=", "onclick=",
                "unsafe",
            ] {
                #expect(!page.contains(word), "\(word)")
            }
            for name in ["Chè tôm nõn", "Hợp tác xã", "Cơ sở"] { #expect(!page.contains(name), "\(name)") }
            let again = try program.run("score", "sheets", "1", "--offline", "--out", "lai", "--judge", "J2")
            #expect(again.status == 0)
            #expect(try program.read("lai/phieu-cham-diem-1-J2.html") == page)
            #expect(
                try program.run("score", "sheets", "1", "--offline", "--one-file", "--out", "x").status == 2)
            #expect(try program.run("score", "sheets", "1", "--out", "x", "--judge", "J9").status == 1)
            let papers = try program.run("score", "sheets", "1", "--out", "giay", "--format", "csv")
            #expect(papers.rows.map { $0["file"] } == (1...3).map { "phieu-cham-diem-1-J\($0).pdf" })
            #expect(try program.run("score", "sheets", "1", "--out", "giay", "--one-file").status == 0)
        }
    }

    // MARK: Help

    private static func quoted(_ text: String) -> String { "\"\(text)\"" }

    /// Pictures for looking at, where somebody asks for them.
    private static func photograph(_ name: String, _ browser: Browser) async throws {
        guard let folder = ProcessInfo.processInfo.environment["CNNT_TEST_PICTURES"] else { return }
        try await browser.photograph(to: "\(folder)/\(name).png")
    }

    /// As `Program.inTemporaryFolder`, for work that waits.
    private static func inTemporaryFolder(_ body: (Program) async throws -> Void) async throws {
        let folder = "/tmp/cnnt-test-" + UUID().uuidString.prefix(8).lowercased()
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        let program = Program(folder: folder)
        do {
            try await body(program)
        } catch {
            _ = try? program.run("db", "stop")
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
        _ = try? program.run("db", "stop")
        try? FileManager.default.removeItem(atPath: folder)
    }
}
