import Documents
import Evidence
import Foundation
import Postgres
import Registry
import RuralIndustry
import Synchronization
import TestPictures
import TestSupport
import Testing

@testable import Web

private let haveFonts = FileManager.default.fileExists(
    atPath: FontSet.debianFolder + "/" + (FontSet.fileNames.first ?? ""))

@Suite(
    "Certificates at the desk", .enabled(if: haveFonts, "the Debian package fonts-noto-core is not installed")
)
struct CertificateDeskTests {
    /// A decided round of two products without certificates, an officer of its province, one of another, a secretary of the round,
    /// the owner of the products' maker and one of somebody else's.
    private struct Desk: Sendable {
        let test: TestRegistry
        let site: RunningSite
        let workshop: PaperWorkshop
        let held: HeldRound

        var round: String { "/desk/rounds/\(held.round)" }

        func browser(_ login: String) async throws -> OfficeBrowser {
            try await OfficeBrowser.signedIn(login, at: site)
        }

        func certificates() async throws -> [CertificateRecord] {
            try await test.registry.certificates(round: held.round, as: test.viewer)
        }

        /// Issued through the desk.
        func issue(_ browser: OfficeBrowser) async throws {
            let preview = try await browser.fill("\(round)/certificates/issue", ["issued_on": "20/11/2026"])
            #expect(preview.status == 200, "\(preview.body)")
            let issued = try await browser.confirm(preview)
            #expect(issued.status == 303, "\(issued.body)")
        }
    }

    private static func run(
        fonts: String = FontSet.debianFolder, signer: (any FileSigner)? = nil,
        products: [String] = ["Chè Búp Mẫu", "Trà Sen Mẫu"], issued: Bool = false, published: Bool = false,
        _ body: @escaping @Sendable (Desk) async throws -> Void
    ) async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let held = try await HeldRound.hold(in: test, products, issued: issued, published: published)
            let stranger = try await test.establishment(name: "Mây Hàng Xóm", commune: "05503")
            let maker = held.products[0].establishmentID
            for (login, role, place) in [
                ("can.bo", Role.officer, "19"), ("noi.khac", .officer, "01"),
                ("thu.ky", .councilSecretary, "round:\(held.round)"),
                ("chu.che", .establishmentOwner, "establishment:\(maker)"),
                ("chu.may", .establishmentOwner, "establishment:\(stranger.id)"),
            ] {
                try await OfficeBrowser.account(login, [(role, place)], in: test)
            }
            let workshop = PaperWorkshop.ofTests(
                key: try await test.signingKey(), fonts: fonts, signer: signer, signedAt: TestKey.now)
            try await RunningSite.run(test.registry, workshop: workshop) { site in
                try await body(Desk(test: test, site: site, workshop: workshop, held: held))
            }
        }
    }

    private static func folder() -> String {
        FileManager.default.temporaryDirectory.path + "/cnnt-desk-papers-\(UUID().uuidString)"
    }

    @Test("an officer looks at what would be issued, issues it once, and gets the very files of the command")
    func issuing() async throws {
        try await Self.run { desk in
            let browser = try await desk.browser("can.bo")
            let page = try await browser.get("\(desk.round)/certificates")
            #expect(page.body.contains("Cấp 2 giấy chứng nhận"))
            let preview = try await browser.fill(
                "\(desk.round)/certificates/issue", ["issued_on": "20/11/2026"])
            #expect(preview.status == 200, "\(preview.body)")
            for word in [
                "0001/2026/CNNT-T19 … 0002/2026/CNNT-T19", "Trà Sen Mẫu", "9001/QĐ-UBND", "20/11/2026",
                "https://cnnt.example.vn", "không; ký sau hoặc ký trên giấy",
            ] {
                #expect(preview.body.contains(word), "\(word)")
            }
            #expect(try await desk.certificates().isEmpty, "a preview keeps nothing")
            #expect(try await browser.confirm(preview).status == 303)
            let issued = try await desk.certificates()
            #expect(issued.map(\.number) == ["0001/2026/CNNT-T19", "0002/2026/CNNT-T19"])
            #expect(issued.allSatisfy { $0.sha256 != nil && $0.signer == nil })
            #expect(try await browser.confirm(preview).status == 303)
            #expect(try await desk.certificates() == issued, "sending it twice issues nothing more")

            let folder = Self.folder()
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let registry = desk.test.registry
            let batch = try await registry.writeCertificates(
                ofRound: desk.held.round, to: folder, fonts: try FontSet.load(), as: desk.test.viewer)
            #expect(batch.failures.isEmpty && batch.files.map(\.sha256) == issued.map(\.sha256))
            for (certificate, file) in zip(issued, batch.files) {
                let answer = try await browser.get("/desk/certificates/\(certificate.id)/file")
                #expect(answer.status == 200 && answer.headers["content-type"] == "application/pdf")
                #expect(answer.headers["cache-control"] == "private, no-store")
                #expect(answer.headers["x-content-type-options"] == "nosniff")
                #expect(
                    answer.headers["content-disposition"] == "attachment; filename=\"\(file.file)\"")
                #expect(SHA256Digest(of: answer.bytes).hex == certificate.sha256)
                let written = FileManager.default.contents(atPath: "\(folder)/\(file.file)")
                #expect(written.map { [UInt8]($0) } == answer.bytes)
            }
            try await registry.writeCombinedCertificates(
                ofRound: desk.held.round, to: folder + "/all.pdf", fonts: try FontSet.load(),
                as: desk.test.viewer)
            let together = try await browser.get("\(desk.round)/certificates/print")
            #expect(together.headers["content-type"] == "application/pdf")
            #expect(
                FileManager.default.contents(atPath: folder + "/all.pdf").map { [UInt8]($0) }
                    == together.bytes)
        }
    }

    @Test(
        "minutes, the decision's list, labels and the checkpoint come as files, in the bytes of the commands")
    func papers() async throws {
        try await Self.run { desk in
            let browser = try await desk.browser("can.bo")
            try await desk.issue(browser)
            let (registry, viewer, round) = (desk.test.registry, desk.test.viewer, desk.held.round)
            let office = try OfficeRenderer(fonts: try FontSet.load())
            let minutes = try await browser.get("\(desk.round)/minutes.pdf")
            let drawn = try office.render(try await registry.minutes(ofRound: round, as: viewer))
            #expect(minutes.bytes == drawn && minutes.headers["content-type"] == "application/pdf")
            let list = try await browser.get("\(desk.round)/decision-list.pdf")
            let listed = try office.render(try await registry.decisionList(ofRound: round, as: viewer))
            #expect(list.bytes == listed && list.headers["content-type"] == "application/pdf")

            let small = try await browser.fill("\(desk.round)/certificates/labels", ["size": "20x20"])
            #expect(small.status == 422 && small.body.contains("id=\"size-error\""), "\(small.body)")
            let strange = try await browser.fill("\(desk.round)/certificates/labels", ["numbers": "9/X"])
            #expect(strange.status == 422 && strange.body.contains("“9/X”"))
            let labels = try await browser.fill("\(desk.round)/certificates/labels", ["copies": "2"])
            #expect(labels.status == 200 && labels.bytes.starts(with: "%PDF-".utf8))
            let checkpoint = try await browser.fill("\(desk.round)/certificates/checkpoint")
            #expect(
                checkpoint.status == 200
                    && checkpoint.headers["content-type"]?.hasPrefix("text/plain") == true)
            #expect(throws: Never.self) { try SignedNote(checkpoint.body) }

            let secretary = try await desk.browser("thu.ky")
            #expect(try await secretary.get("\(desk.round)/minutes.pdf").bytes == minutes.bytes)
            #expect(try await secretary.get("\(desk.round)/certificates").status == 200)
            for path in ["issue", "draw", "print", "labels", "checkpoint"] {
                #expect(
                    try await secretary.get("\(desk.round)/certificates/\(path)").status == 403, "\(path)")
            }
        }
    }

    @Test("files are signed where the server signs, and come out in the same bytes each time")
    func signed() async throws {
        try await Self.run(signer: try TestKey.identity) { desk in
            let browser = try await desk.browser("can.bo")
            try await desk.issue(browser)
            let certificate = try #require(try await desk.certificates().first)
            #expect(certificate.signer == "Cơ quan Mẫu")
            let file = try await browser.get("/desk/certificates/\(certificate.id)/file").bytes
            guard case .whole(let signature) = FileSignature(in: file) else {
                Issue.record("the file is not signed")
                return
            }
            #expect(signature.signer.name == "Cơ quan Mẫu")
            #expect(SHA256Digest(of: file).hex == certificate.sha256)
            #expect(try await browser.get("/desk/certificates/\(certificate.id)/file").bytes == file)
            let checked = try await desk.test.registry.checkFile(file, of: certificate, as: desk.test.viewer)
            #expect(checked.verdict == .issued)
            #expect(try await browser.get("\(desk.round)/certificates").body.contains("đã ký"))
        }
    }

    @Test("what the machine lacks is said before anything is issued, with whom to ask")
    func lacking() async throws {
        try await Self.run(fonts: "/khong/co") { desk in
            let browser = try await desk.browser("can.bo")
            let form = try await browser.get("\(desk.round)/certificates/issue")
            #expect(form.status == 200 && form.body.contains("máy chủ thiếu phông chữ"))
            let sent = try await browser.fill("\(desk.round)/certificates/issue")
            #expect(sent.status == 422 && sent.body.contains("Máy chủ thiếu phông chữ"))
            #expect(!sent.body.contains("/khong/co") && !sent.body.contains("cnnt "))
            let sure = try await browser.post(
                "\(desk.round)/certificates/issue",
                ["sure": "yes", "issued_on": "20/11/2026", "template": "standard-1"])
            #expect(sure.status == 422)
            #expect(try await desk.certificates().isEmpty)
        }
    }

    @Test("fonts that are missing are looked for again, and once they could be read they are read no more")
    func fontsOnce() async throws {
        let folder = Self.folder()
        let files = FileManager.default
        defer { try? files.removeItem(atPath: folder) }
        try await Self.run(fonts: folder) { desk in
            let browser = try await desk.browser("can.bo")
            let form = try await browser.get("\(desk.round)/certificates/issue")
            #expect(form.body.contains("máy chủ thiếu phông chữ"))
            let files = FileManager.default
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for name in FontSet.fileNames {
                try files.copyItem(atPath: "\(FontSet.debianFolder)/\(name)", toPath: "\(folder)/\(name)")
            }
            try await desk.issue(browser)
            try files.removeItem(atPath: folder)
            let certificate = try #require(try await desk.certificates().first)
            let file = try await browser.get("/desk/certificates/\(certificate.id)/file")
            #expect(file.status == 200 && SHA256Digest(of: file.bytes).hex == certificate.sha256)
            #expect(try await browser.get("\(desk.round)/minutes.pdf").status == 200)
        }
    }

    // MARK: Designs

    private static func design(
        _ more: String = "", id: String = "tinh-mau"
    ) -> (field: String, name: String, content: String) {
        (
            "file", "mau.json",
            "{\"id\": \"\(id)\", \"title\": \"Mẫu của tỉnh\", \"based_on\": \"standard-1\"\(more)}"
        )
    }

    /// The second form of a page, after the one that only looks.
    private static func second(_ page: HTTPAnswer) throws -> PageForm {
        let end = try #require(page.body.range(of: "</form>"))
        return try PageForm(String(page.body[end.upperBound...]), at: "the second form")
    }

    @Test("an office puts in a design of its own: checked, looked at, and then one of those to issue in")
    func ownDesign() async throws {
        try await Self.run { desk in
            let browser = try await desk.browser("can.bo")
            let address = "\(desk.round)/certificates/designs"
            let new = address + "/new"
            #expect(try await browser.get("\(desk.round)/certificates").body.contains(address))
            let before = try await browser.get(address).body
            #expect(before.contains("standard-1-a5") && !before.contains("tinh-mau"))
            let wrong = try await browser.fill(
                new,
                file: Self.design(
                    ##", "frame": "gold", "colours": {"provincial": {"accent": "#EEEEEE"}}"##))
            #expect(wrong.status == 422 && wrong.body.contains("/frame: "), "\(wrong.body)")
            #expect(wrong.body.contains("/colours/provincial/accent: ") && wrong.body.contains("#file"))
            let taken = try await browser.fill(new, file: Self.design(id: "standard-1"))
            #expect(taken.status == 422 && taken.body.contains("tên của mẫu có sẵn"))
            let nothing = try await browser.fill(new)
            #expect(nothing.status == 422 && nothing.body.contains("Chưa chọn: Tệp mẫu (JSON)."))
            let broken = try await browser.fill(new, file: ("file", "mau.json", "{"))
            #expect(broken.status == 422)

            let shown = try await browser.fill(new, file: Self.design(#", "frame": "lines""#))
            #expect(shown.status == 200 && shown.body.contains("Mẫu của tỉnh"), "\(shown.body)")
            let proof = try await browser.confirm(shown)
            #expect(proof.headers["content-type"] == "application/pdf")
            #expect(proof.bytes.starts(with: "%PDF-".utf8))
            let still = try await browser.get(address).body
            #expect(!still.contains("tinh-mau"), "looking puts nothing in")
            #expect(try await browser.send(Self.second(shown), [:], nil).status == 303)
            #expect(try await browser.get(address).body.contains("đưa vào ngày"))
            let kept = try await browser.get("\(address)/tinh-mau/proof")
            #expect(kept.bytes == proof.bytes)
            let file = try await browser.get("\(address)/tinh-mau/file")
            #expect(file.headers["content-type"] == "application/json")
            #expect(file.body.contains("\"frame\":\"lines\""))
            #expect(try await browser.get("\(address)/khong-co/proof").status == 404)
            #expect(try await browser.get("\(address)/standard-1-a5/file").status == 200)

            let preview = try await browser.fill(
                "\(desk.round)/certificates/issue", ["template": "tinh-mau"])
            #expect(preview.body.contains("Mẫu của tỉnh, khổ A4 ngang (tinh-mau)"), "\(preview.body)")
            // another design of this name came between: nothing is issued in what was not looked at
            let newer = try await browser.fill(new, file: Self.design(#", "frame": "none""#))
            #expect(newer.body.contains("sẽ thôi dùng"))
            #expect(try await browser.send(Self.second(newer), [:], nil).status == 303)
            let refused = try await browser.confirm(preview)
            #expect(refused.status == 422 && refused.body.contains("hãy xem trước lần nữa"))
            #expect(try await desk.certificates().isEmpty)
            let again = try await browser.fill("\(desk.round)/certificates/issue", ["template": "tinh-mau"])
            #expect(try await browser.confirm(again).status == 303)
            let issued = try await desk.certificates()
            #expect(issued.count == 2 && issued.allSatisfy { $0.sha256 != nil })
        }
    }

    @Test("a design serves other rounds of its organiser, and nobody else sees it")
    func designReach() async throws {
        try await Self.run { desk in
            let browser = try await desk.browser("can.bo")
            let address = "\(desk.round)/certificates/designs"
            let shown = try await browser.fill("\(address)/new", file: Self.design())
            #expect(try await browser.send(Self.second(shown), [:], nil).status == 303)
            let registry = desk.test.registry
            func names(_ organiser: String) async throws -> [String] {
                let round = try await registry.createRound(
                    NewRound(
                        regulationID: "vbhn-16-2018", level: .provincial, organiserCode: organiser,
                        year: 2024,
                        name: "Kỳ khác", heldOn: Day("2024-05-15")),
                    as: desk.test.viewer, today: desk.test.today)
                return try await registry.certificateDesigns(ofRound: round.id, as: desk.test.viewer).map(
                    \.name)
            }
            #expect(try await names("19").last == "tinh-mau")
            #expect(try await names("01").last == "standard-1-signed")
            let secretary = try await desk.browser("thu.ky")
            let elsewhere = try await desk.browser("noi.khac")
            for path in ["", "/new", "/tinh-mau/proof", "/tinh-mau/file"] {
                #expect(try await secretary.get(address + path).status == 403, "\(path)")
                #expect(try await elsewhere.get(address + path).status == 404, "\(path)")
            }
        }
    }

    @Test("a design is withdrawn as it was looked at, and its name is free for either kind")
    func withdrawnDesign() async throws {
        try await Self.run { desk in
            let browser = try await desk.browser("can.bo")
            let address = "\(desk.round)/certificates/designs"
            func putIn(_ more: String = "") async throws {
                let shown = try await browser.fill("\(address)/new", file: Self.design(more))
                #expect(try await browser.send(Self.second(shown), [:], nil).status == 303)
            }
            try await putIn()
            #expect(try await browser.get(address).body.contains("\(address)/tinh-mau/withdraw"))
            #expect(try await !browser.get(address).body.contains("standard-1/withdraw"))
            let withdraw = "\(address)/tinh-mau/withdraw"
            let asked = try await browser.get(withdraw)
            #expect(asked.body.contains("Mẫu của tỉnh") && asked.body.contains("Giấy đã cấp không đổi"))
            #expect(try await browser.get("\(address)/standard-1/withdraw").status == 404)
            // another of its name came between
            try await putIn(#", "frame": "none""#)
            let late = try await browser.confirm(asked)
            #expect(late.status == 422 && late.body.contains("vừa được thay bằng tệp mới"), "\(late.body)")
            let issued = try await browser.fill(
                "\(desk.round)/certificates/issue", ["template": "tinh-mau"])
            #expect(try await browser.confirm(issued).status == 303)
            let files = try await desk.certificates().map(\.sha256)

            let again = try await browser.get(withdraw)
            #expect(try await browser.confirm(again).status == 303)
            #expect(try await !browser.get(address).body.contains("tinh-mau"))
            for path in ["proof", "file", "withdraw"] {
                #expect(try await browser.get("\(address)/tinh-mau/\(path)").status == 404, "\(path)")
            }
            #expect(try await browser.confirm(again).status == 404, "sending it again finds nothing")
            #expect(try await desk.certificates().map(\.sha256) == files)
            // the name is free, for labels too
            let label = try await browser.fill("\(address)/new", file: Self.labelDesign(id: "tinh-mau"))
            #expect(label.status == 200, "\(label.body)")
            #expect(try await browser.send(Self.second(label), [:], nil).status == 303)
            #expect(try await browser.get(address).body.contains("Nhãn của tỉnh"))
        }
    }

    @Test("whoever gives a design's name to one of the other kind at the same time waits, and is refused")
    func designRace() async throws {
        try await Self.run { desk in
            let (test, first) = (desk.test, desk.held.round)
            let registry = test.registry
            let workshop = PaperWorkshop.ofTests(key: try await test.signingKey())
            let second = try await registry.createRound(
                NewRound(
                    regulationID: "vbhn-16-2018", level: .provincial, organiserCode: "19", year: 2024,
                    name: "Kỳ khác", heldOn: Day("2024-05-15")),
                as: test.viewer, today: test.today)
            let label = Self.labelDesign(id: "hai-loai").content
            let other = try await test.asProgram { session in
                try session.beginAudit()
                try session.execute(
                    """
                    INSERT INTO certificate_design (round_id, name, document)
                    VALUES (\(first), 'hai-loai', '{"id": "hai-loai", "title": "Mẫu", "based_on": "standard-1"}')
                    """)
                let other = Task {
                    try await registry.putInDesign(
                        Array(label.utf8), ofRound: second.id, with: workshop, as: test.viewer)
                }
                // without the lock it would be put in by now, and nobody would wait
                for _ in 0..<1500 {
                    let waits: Bool = try session.value(
                        """
                        SELECT EXISTS (SELECT FROM pg_stat_activity, pg_stat_clear_snapshot()
                          WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0)
                        """)
                    if waits { break }
                    try session.execute("SELECT pg_sleep(0.02)")
                }
                return other
            }
            await expectRefusal("template-name-taken") { _ = try await other.value }
        }
    }

    @Test("what a design is called is the same wherever one is chosen or named")
    func designNames() async throws {
        try await Self.run { desk in
            let browser = try await desk.browser("can.bo")
            let preview = try await browser.fill("\(desk.round)/certificates/issue")
            let standard = "Mẫu chung, khổ A4 ngang"
            #expect(preview.body.contains("\(standard)<"), "\(preview.body)")
            for path in ["designs", "issue"] {
                let page = try await browser.get("\(desk.round)/certificates/\(path)").body
                for title in [
                    standard, "Mẫu chung, khổ A5 ngang", "\(standard), có ô chữ ký số nhìn thấy được",
                ] {
                    #expect(page.contains(title), "\(path): \(title)")
                }
                #expect(!page.contains("chuẩn, khổ"), "\(path)")
            }
        }
    }

    private static func labelDesign(
        _ more: String = "", id: String = "nhan-tinh"
    ) -> (field: String, name: String, content: String) {
        (
            "file", "nhan.json",
            "{\"id\": \"\(id)\", \"title\": \"Nhãn của tỉnh\", \"based_on\": \"label-1\"\(more)}"
        )
    }

    @Test("an office puts in a design of labels: checked, looked at, and then one of those to print in")
    func ownLabels() async throws {
        try await Self.run { desk in
            let browser = try await desk.browser("can.bo")
            try await desk.issue(browser)
            let address = "\(desk.round)/certificates/designs"
            let before = try await browser.get(address).body
            #expect(before.contains("Nhãn chung để dán bao bì") && before.contains("label-1/proof"))
            let wrong = try await browser.fill(
                address + "/new", file: Self.labelDesign(#", "logo": {"description": ""}"#))
            #expect(wrong.status == 422 && wrong.body.contains("/logo/description: "), "\(wrong.body)")
            #expect(wrong.body.contains("#file"))
            let taken = try await browser.fill(address + "/new", file: Self.labelDesign(id: "label-1"))
            #expect(taken.status == 422 && taken.body.contains("tên của mẫu có sẵn"))

            let shown = try await browser.fill(
                address + "/new", file: Self.labelDesign(#", "wording": {"number": "Mã số:"}"#))
            #expect(shown.status == 200 && shown.body.contains("Mẫu nhãn “nhan-tinh”"), "\(shown.body)")
            #expect(try await browser.confirm(shown).bytes.starts(with: "%PDF-".utf8))
            #expect(try await !browser.get(address).body.contains("nhan-tinh"), "looking puts nothing in")
            #expect(try await browser.send(Self.second(shown), [:], nil).status == 303)
            let kept = try await browser.get("\(address)/nhan-tinh/proof")
            #expect(kept.status == 200 && kept.bytes.starts(with: "%PDF-".utf8))
            #expect(try await browser.get("\(address)/nhan-tinh/file").body.contains("Mã số:"))
            // one name is of one design: a certificate's would hide the label's
            let other = try await browser.fill(address + "/new", file: Self.design(id: "nhan-tinh"))
            #expect(other.status == 422 && other.body.contains("đã là tên của một mẫu nhãn"))
            let issuing = try await browser.get("\(desk.round)/certificates").body
            #expect(!issuing.contains("nhan-tinh"))

            let labels = "\(desk.round)/certificates/labels"
            let standard = try await browser.fill(labels)
            let own = try await browser.fill(labels, ["template": "nhan-tinh"])
            #expect(own.status == 200 && own.bytes.starts(with: "%PDF-".utf8))
            #expect(own.bytes != standard.bytes)
            #expect(try await browser.fill(labels, ["template": "label-1"]).bytes == standard.bytes)
            let strange = try await browser.fill(labels, ["template": "standard-1"])
            #expect(strange.status == 422 && strange.body.contains("id=\"template-error\""))
        }
    }

    @Test("more labels than a file holds come in several, each with all copies of its certificates")
    func manyLabels() async throws {
        try await Self.run(products: ["Chè Búp Mẫu", "Trà Sen Mẫu", "Trà Nhài Mẫu"]) { desk in
            let browser = try await desk.browser("can.bo")
            try await desk.issue(browser)
            let labels = "\(desk.round)/certificates/labels"
            let whole = try await browser.fill(labels, ["copies": "600"])
            #expect(whole.bytes.starts(with: "%PDF-".utf8), "1,800 labels are one file")
            let look = try await browser.fill(labels, ["copies": "1000"])
            #expect(look.status == 200 && look.body.contains("Nhãn thành 2 tệp"), "\(look.body)")
            #expect(
                look.body.contains("Tải tệp 1: 2.000 nhãn, từ số 0001/2026/CNNT-T19")
                    && look.body.contains("Tải tệp 2: 1.000 nhãn, từ số 0003/2026/CNNT-T19"))
            let first = try PageForm(look.body, at: "the first file")
            #expect(first.fields["numbers"] == "0001/2026/CNNT-T19\n0002/2026/CNNT-T19")
            // what is revoked between two files is told, and shifts nothing from one to the other
            let third = try #require(try await desk.certificates().last?.number)
            let second = try Self.second(look)
            #expect(second.fields["numbers"] == third && second.fields["part"] == "2")
            let file = try await browser.send(second, ["copies": "1"], nil)
            #expect(file.bytes.starts(with: "%PDF-".utf8))
            #expect(
                file.headers["content-disposition"]
                    == "attachment; filename=\"nhan-ky-\(desk.held.round)-tep-2.pdf\"")
            _ = try await desk.test.registry.revokeCertificate(
                number: third, act: "5/QĐ-UBND", on: Day("2026-11-20"), because: "sai", as: desk.test.viewer)
            let gone = try await browser.send(second, ["copies": "1"], nil)
            #expect(gone.status == 422 && gone.body.contains("“\(third)”"))
            let many = try await browser.fill(labels, ["copies": "1001"])
            #expect(many.status == 422 && many.body.contains("id=\"copies-error\""))
        }
    }

    @Test("a text that cannot be drawn is told in the preview, and nothing can be confirmed")
    func undrawable() async throws {
        try await Self.run(products: ["Chè Búp Mẫu", "Trà 𓀀 Mẫu"]) { desk in
            let browser = try await desk.browser("can.bo")
            let preview = try await browser.fill(
                "\(desk.round)/certificates/issue", ["issued_on": "20/11/2026"])
            #expect(preview.status == 200 && preview.body.contains("Cần xem lại"), "\(preview.body)")
            #expect(!preview.body.contains("name=\"sure\""))
            let sure = try await browser.post(
                "\(desk.round)/certificates/issue",
                ["sure": "yes", "issued_on": "20/11/2026", "template": "standard-1"])
            #expect(sure.status == 422)
            #expect(try await desk.certificates().isEmpty)
        }
    }

    @Test("what was issued elsewhere and not drawn is drawn by the desk, and only then there is a file")
    func undrawn() async throws {
        try await Self.run(issued: true) { desk in
            let browser = try await desk.browser("can.bo")
            let page = try await browser.get("\(desk.round)/certificates")
            #expect(page.body.contains("chưa vẽ") && page.body.contains("Vẽ tiếp những giấy còn thiếu"))
            let certificate = try #require(try await desk.certificates().first)
            let early = try await browser.get("/desk/certificates/\(certificate.id)/file")
            #expect(early.status == 400 && early.body.contains("chưa vẽ"))
            #expect(try await browser.fill("\(desk.round)/certificates/draw").status == 303)
            #expect(try await browser.get("/desk/certificates/\(certificate.id)/file").status == 200)
            #expect(try await desk.certificates().allSatisfy { $0.sha256 != nil })
        }
    }

    @Test("an owner downloads the valid certificates of their own establishment, once the round is published")
    func owner() async throws {
        try await Self.run { desk in
            let officer = try await desk.browser("can.bo")
            try await desk.issue(officer)
            let certificates = try await desk.certificates()
            let (first, second) = (certificates[0], certificates[1])
            let address = "/mine/certificates/\(first.id)/file"
            let owner = try await desk.browser("chu.che")
            let early = try await owner.get(address)
            #expect(early.status == 404 && early.body.contains("ngoài phạm vi"), "not before it is published")
            _ = try await desk.test.registry.publishRound(desk.held.round, as: desk.test.viewer)
            let maker = "/mine/\(desk.held.products[0].establishmentID)"
            let page = try await owner.get(maker)
            #expect(page.body.contains("href=\"\(address)\""), "\(page.body)")
            let file = try await owner.get(address)
            #expect(file.status == 200 && SHA256Digest(of: file.bytes).hex == first.sha256)
            #expect(file.headers["cache-control"] == "private, no-store")
            #expect(try await owner.get("/desk/certificates/\(first.id)/file").status == 403)

            for (login, status) in [("chu.may", 404), ("can.bo", 403), ("noi.khac", 403)] {
                let other = try await desk.browser(login)
                #expect(try await other.get(address).status == status, "\(login)")
            }
            let elsewhere = try await desk.browser("noi.khac")
            #expect(try await elsewhere.get("/desk/certificates/\(first.id)/file").status == 404)
            #expect(try await elsewhere.get("/desk/certificates/\(first.id)").status == 404)
            let nobody = try await desk.site.get(address, accept: "text/html")
            #expect(nobody.status == 303 && nobody.headers["location"]?.hasPrefix("/sign-in?next=") == true)

            _ = try await desk.test.registry.revokeCertificate(
                number: first.number ?? "", act: "5/QĐ-UBND", on: Day("2026-11-20"), because: "sai",
                as: desk.test.viewer)
            let revoked = try await owner.get(address)
            #expect(revoked.status == 400 && revoked.body.contains("đã bị thu hồi theo 5/QĐ-UBND"))
            let after = try await owner.get(maker).body
            #expect(!after.contains("href=\"\(address)\""))
            #expect(after.contains("href=\"/mine/certificates/\(second.id)/file\""))
        }
    }

    @Test("a revocation is looked at first, done once, and sending it again finds it done")
    func revoking() async throws {
        try await Self.run(issued: true, published: true) { desk in
            let browser = try await desk.browser("can.bo")
            let certificate = try #require(try await desk.certificates().first)
            let address = "/desk/certificates/\(certificate.id)"
            let page = try await browser.get(address)
            #expect(page.body.contains("\(address)/revoke") && page.body.contains("Còn hiệu lực"))
            let empty = try await browser.fill("\(address)/revoke", ["act": "5/QĐ-UBND"])
            #expect(empty.status == 422 && empty.body.contains("id=\"reason-error\""))
            #expect(empty.body.contains("value=\"5/QĐ-UBND\""), "what was typed is there")
            let typed = ["act": "5/QĐ-UBND", "date": "20/11/2026", "reason": "khai sai nguồn gốc"]
            let look = try await browser.fill("\(address)/revoke", typed)
            #expect(look.status == 200 && look.body.contains("khai sai nguồn gốc"))
            #expect(try await desk.certificates().allSatisfy { $0.revocation == nil })
            #expect(try await browser.confirm(look).status == 303)
            let revoked = try await desk.test.registry.certificate(certificate.id, as: desk.test.viewer)
            #expect(revoked.revocation?.number == "5/QĐ-UBND")
            #expect(try await browser.confirm(look).status == 303, "it is done")
            let other = try await browser.post("\(address)/revoke", typed.merging(["act": "6/QĐ"]) { $1 })
            #expect(other.status == 422 && other.body.contains("đã bị thu hồi theo 5/QĐ-UBND"))
            let gone = try await browser.get(address)
            #expect(gone.body.contains("khai sai nguồn gốc") && !gone.body.contains("\(address)/revoke"))
            let listed = try await browser.get("/desk/certificates?status=revoked")
            let standing = try #require(try await desk.certificates().first { $0.revocation == nil })
            #expect(
                listed.body.contains(certificate.productName)
                    && !listed.body.contains(standing.productName))
            let live = try await browser.get("/desk/certificates?status=live&year=2023")
            #expect(
                !live.body.contains(certificate.productName) && live.body.contains(standing.productName))
            let secretary = try await desk.browser("thu.ky")
            #expect(try await secretary.get(address).status == 200)
            #expect(try await secretary.get("\(address)/revoke").status == 403)
        }
    }

    @Test("a revocation is done as it was looked at: not if something rests on the award since")
    func revokedAsSeen() async throws {
        try await Self.run(issued: true, published: true) { desk in
            let browser = try await desk.browser("can.bo")
            let certificate = try #require(try await desk.certificates().first)
            let address = "/desk/certificates/\(certificate.id)/revoke"
            let typed = ["act": "5/QĐ-UBND", "date": "20/11/2026", "reason": "khai sai nguồn gốc"]
            let early = try await browser.fill(address, typed.merging(["date": "01/01/2020"]) { $1 })
            #expect(early.status == 422 && early.body.contains("id=\"date-error\""), "told before it is sure")
            let look = try await browser.fill(address, typed)
            _ = try await desk.test.registry.nominate(
                certificates: [try #require(certificate.number)], to: .regional, number: "9/TTr-SCT",
                on: Day("2026-11-19"), as: desk.test.viewer)
            let refused = try await browser.confirm(look)
            #expect(refused.status == 422 && refused.body.contains("hãy xem trước lần nữa"))
            #expect(refused.body.contains("value=\"khai sai nguồn gốc\""), "what was typed is there")
            #expect(try await desk.certificates().allSatisfy { $0.revocation == nil })
            let again = try await browser.confirm(refused)
            #expect(again.status == 200 && again.body.contains("9/TTr-SCT"), "\(again.body)")
            #expect(try await browser.confirm(again).status == 303)
            #expect(try await desk.certificates().contains { $0.revocation?.number == "5/QĐ-UBND" })
        }
    }

    @Test("a replacement may be in another design, and is issued as it was looked at or not at all")
    func replacedInAnother() async throws {
        try await Self.run(issued: true, published: true) { desk in
            let browser = try await desk.browser("can.bo")
            let new = "\(desk.round)/certificates/designs/new"
            func putIn(_ frame: String) async throws {
                let shown = try await browser.fill(new, file: Self.design(#", "frame": "\#(frame)""#))
                #expect(try await browser.send(Self.second(shown), [:], nil).status == 303)
            }
            try await putIn("lines")
            let old = try #require(try await desk.certificates().first)
            let address = "/desk/certificates/\(old.id)/replace"
            let typed = ["act": "31/QĐ-UBND", "date": "19/11/2026", "reason": "sai tên"]
            let plain = try await browser.fill(address, typed)
            #expect(plain.body.contains("Mẫu chung, khổ A4 ngang, như giấy cũ"), "\(plain.body)")
            let look = try await browser.fill(address, typed.merging(["template": "tinh-mau"]) { $1 })
            #expect(look.body.contains("Mẫu của tỉnh, khổ A4 ngang (tinh-mau)"))
            try await putIn("none")
            let refused = try await browser.confirm(look)
            #expect(refused.status == 422 && refused.body.contains("hãy xem trước lần nữa"))
            #expect(try await desk.certificates().count == 2)
            let again = try await browser.confirm(refused)
            #expect(again.status == 200 && again.body.contains("(tinh-mau)"), "\(again.body)")
            #expect(try await browser.confirm(again).status == 303)
            let made = try await desk.test.asOwner { session in
                try session.value(
                    "SELECT paper::json ->> 'template' FROM certificate WHERE replaces = \(old.id)",
                    as: String.self)
            }
            #expect(made == "tinh-mau")
            let newer = try #require(try await desk.certificates().first { $0.replacedNumber == old.number })
            #expect(try await browser.get("/desk/certificates/\(newer.id)/file").status == 200)
            let third = try await browser.fill(
                "/desk/certificates/\(newer.id)/replace", typed.merging(["template": "khong-co"]) { $1 })
            #expect(third.status == 422 && third.body.contains("không có mẫu “khong-co”"))
        }
    }

    @Test(
        "a replacement shows the new number first, is issued and drawn once, and the old number points to it")
    func replacing() async throws {
        try await Self.run(issued: true, published: true) { desk in
            let browser = try await desk.browser("can.bo")
            let old = try #require(try await desk.certificates().first)
            let address = "/desk/certificates/\(old.id)"
            let look = try await browser.fill(
                "\(address)/replace",
                [
                    "act": "31/QĐ-UBND", "date": "19/11/2026", "reason": "sai tên",
                    "product": "Chè Búp Đúng",
                ])
            #expect(look.status == 200 && look.body.contains("0001/2026/CNNT-T19"), "\(look.body)")
            #expect(look.body.contains("Chè Búp Đúng"))
            #expect(try await desk.certificates().count == 2)
            let done = try await browser.confirm(look)
            #expect(done.status == 303)
            let new = try #require(try await desk.certificates().first { $0.replacedNumber == old.number })
            #expect(done.headers["location"] == "/desk/certificates/\(new.id)?done=1")
            #expect(new.productName == "Chè Búp Đúng" && new.sha256 != nil && new.validTo == old.validTo)
            let again = try await browser.confirm(look)
            #expect(again.status == 303)
            #expect(try await desk.certificates().count == 3)
            #expect(try await browser.get("/desk/certificates/\(new.id)/file").status == 200)
            let page = try await browser.get(address)
            #expect(page.body.contains("0001/2026/CNNT-T19 từ ngày 20/11/2026"))
        }
    }

    @Test(
        "what keeps the file of a replacement from being drawn is told with what to do, and then it is drawn")
    func replacedUndrawn() async throws {
        let signer = try AwaySigner()
        try await Self.run(signer: signer, issued: true, published: true) { desk in
            let browser = try await desk.browser("can.bo")
            let old = try #require(try await desk.certificates().first)
            let look = try await browser.fill(
                "/desk/certificates/\(old.id)/replace",
                ["act": "31/QĐ-UBND", "date": "19/11/2026", "reason": "sai tên"])
            let told = try await browser.confirm(look)
            let new = try #require(try await desk.certificates().first { $0.replacedNumber == old.number })
            let address = "/desk/certificates/\(new.id)"
            #expect(told.status == 200 && told.body.contains("thẻ ký chưa cắm"), "\(told.body)")
            #expect(told.body.contains("giữ nguyên số") && told.body.contains("\(address)/draw"))
            let page = try await browser.get(address)
            #expect(page.body.contains("chưa có tệp") && page.body.contains("\(address)/draw"))
            let again = try await browser.fill("\(address)/draw")
            #expect(again.status == 422 && again.body.contains("thẻ ký chưa cắm"))
            signer.isThere.withLock { $0 = true }
            #expect(try await browser.fill("\(address)/draw").status == 303)
            #expect(try await browser.get("\(address)/file").status == 200)
            let drawn = try await browser.get(address)
            #expect(!drawn.body.contains("\(address)/draw"))
            let secretary = try await desk.browser("thu.ky")
            #expect(try await secretary.get("\(address)/draw").status == 403)
        }
    }

    @Test("certificates that expire in a year are listed with whom to tell")
    func expiring() async throws {
        try await Self.run(issued: true, published: true) { desk in
            let browser = try await desk.browser("can.bo")
            let page = try await browser.get("/desk/certificates/expiring?year=2026")
            #expect(page.body.contains("31/12/2026") && page.body.contains("0912345678"), "\(page.body)")
            #expect(try await !browser.get("/desk/certificates/expiring?year=2027").body.contains("Chè Búp"))
        }
    }

    @Test("file names that are not ASCII come in both forms, and nothing breaks out of the header")
    func names() {
        #expect(Disposition.attachment("0001-2026.pdf") == "attachment; filename=\"0001-2026.pdf\"")
        #expect(
            Disposition.attachment("biên/\"bản\"\r\n.pdf")
                == "attachment; filename=\"bi-n--b-n---.pdf\"; filename*=UTF-8''bi%C3%AAn%2F%22b%E1%BA%A3n%22%0D%0A.pdf"
        )
    }
}

/// Signs nothing until it is there.
private final class AwaySigner: FileSigner {
    let isThere = Mutex(false)
    let identity: SigningIdentity
    var reservedBytes: Int { identity.reservedBytes }

    init() throws { identity = try TestKey.identity }

    func signature(of content: [UInt8]) throws -> [UInt8] {
        guard isThere.withLock({ $0 }) else {
            throw Violation("signer-away", vi: "thẻ ký chưa cắm", en: "the token is not plugged in")
        }
        return try identity.signature(of: content)
    }
}
