import Postgres
import Registry
import RuralIndustry
import TestPictures
import TestSupport
import Testing

@testable import Web

@Suite("An establishment's own pages")
struct MakerPageTests {
    private static let day = Day("2023-05-15")

    /// Two owners, each of an establishment of their own, and an officer of the province.
    private struct People: Sendable {
        let test: TestRegistry
        let site: RunningSite
        let maker: EstablishmentRecord
        let other: EstablishmentRecord

        func browser(_ login: String) async throws -> PersonBrowser {
            try await PersonBrowser.signedIn(login, test, site, on: site.day)
        }
    }

    private static func run(
        on day: Day = day, _ body: @escaping @Sendable (People) async throws -> Void
    ) async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(name: "Gốm Nhà", commune: "05503")
            let other = try await test.establishment(name: "Mây Hàng Xóm", commune: "05503")
            for (login, role, place) in [
                ("chu.gom", Role.establishmentOwner, "establishment:\(maker.id)"),
                ("chu.may", .establishmentOwner, "establishment:\(other.id)"), ("can.bo", .officer, "19"),
            ] {
                try await test.account(login)
                try await test.grant(role, in: place, to: login, from: Day("2023-01-01"))
            }
            try await RunningSite.run(test.registry, on: day) { site in
                try await body(People(test: test, site: site, maker: maker, other: other))
            }
        }
    }

    private static func round(_ test: TestRegistry) async throws -> Int64 {
        let round = try await test.registry.createRound(
            NewRound(
                regulationID: "vbhn-16-2018", level: .provincial, organiserCode: "19", year: 2023,
                name: "Kỳ Đang Mở", heldOn: Day("2023-06-15"), intakeUntil: Day("2023-05-31")),
            as: test.viewer,
            today: day
        ).id
        return try await test.registry.openRound(round, as: test.viewer).id
    }

    private static func number(_ answer: HTTPAnswer, _ pattern: Regex<(Substring, Substring)>) throws
        -> String
    {
        let text = (answer.headers["location"] ?? "") + "\n" + answer.body
        return String(try #require(text.firstMatch(of: pattern)).1)
    }

    @Test("from a new product over its dossier to an entry that the officer accepts, and back out")
    func story() async throws {
        try await Self.run { people in
            let test = people.test
            let round = try await Self.round(test)
            let owner = try await people.browser("chu.gom")
            #expect(try await owner.get("/mine").headers["location"] == "/mine/\(people.maker.id)")
            #expect(try await owner.get("/account").body.contains("href=\"/mine\""))
            let added = try await owner.post(
                "/mine/\(people.maker.id)/products/new",
                [
                    "name": "Ấm Tử Sa", "group": "handicraft", "markets": "Hà Nội\nHuế",
                    "local_material_percent": "62,5", "price_vnd": "150000",
                ])
            #expect(added.status == 303)
            let product = try Self.number(added, /\/mine\/products\/([0-9]+)/)
            let page = try await owner.get("/mine/products/\(product)?done=added")
            for text in ["Đã thêm.", "Hà Nội; Huế", "62,5", "150.000", "Kỳ Đang Mở", "3 ảnh màu"] {
                #expect(page.body.contains(text), "\(text)")
            }
            for seed in 1...3 {
                let filed = try await owner.upload(
                    "/mine/products/\(product)/papers", ["kind": "photo", "title": "Ảnh \(seed)"],
                    file: "file",
                    named: "anh.jpg", Picture(width: 96, height: 64, seed: seed).jpeg())
                #expect(filed.headers["location"] == "/mine/products/\(product)?done=filed", "\(filed.body)")
            }
            for kind in ["registration-form", "description", "nomination-letter"] {
                #expect(
                    try await owner.upload(
                        "/mine/products/\(product)/papers", ["kind": kind, "issued_on": "10/05/2023"],
                        file: "file", named: "x.pdf", samplePDF("% \(kind)")
                    ).status == 303)
            }
            #expect(try await owner.get("/mine/products/\(product)").body.contains("Giấy chứng nhận đăng ký"))
            #expect(
                try await owner.upload(
                    "/mine/\(people.maker.id)/papers",
                    ["kind": "legal-status", "number": "1", "issuer": "Sở", "issued_on": "03/02/2020"],
                    file: "file", named: "dk.pdf", samplePDF("% đăng ký")
                ).status == 303)
            let form = try await owner.get("/mine/products/\(product)/enter/\(round)")
            #expect(form.status == 200 && form.body.contains("Cấp dưới không tổ chức bình chọn"))
            let unfounded = try await owner.post(
                "/mine/products/\(product)/enter/\(round)", ["note": "Xin xét"])
            #expect(unfounded.status == 422 && unfounded.body.contains("href=\"#lower_certificate\""))
            #expect(unfounded.body.contains("Xin xét"))
            let entered = try await owner.post(
                "/mine/products/\(product)/enter/\(round)", ["lower_certificate": "lower-round-not-held"])
            #expect(entered.headers["location"] == "/mine/products/\(product)?done=entered")
            #expect(try await owner.get("/mine/products/\(product)/enter/\(round)").status == 404)

            let code = try #require(
                try await test.registry.entries(ofRound: round, as: test.viewer).first?.code)
            let received = try await owner.get("/mine/products/\(product)")
            #expect(received.body.contains("đã nhận") && !received.body.contains(code))
            #expect(received.body.contains("Đã đủ giấy tờ"))
            let photo = try Self.number(received, /\/mine\/papers\/([0-9]+)\/withdraw/)
            _ = try await owner.post("/mine/papers/\(photo)/withdraw", ["reason": "mờ"])
            #expect(try await owner.get("/mine/\(people.maker.id)").body.contains("còn thiếu 1 mục giấy tờ"))
            let officer = try await test.viewer("can.bo", on: Self.day)
            _ = try await test.registry.moveEntries(
                round: round, codes: [code], to: .incomplete, because: "thiếu phiếu", as: officer)
            let told = try await owner.get("/mine/\(people.maker.id)")
            #expect(told.body.contains("cần bổ sung: thiếu phiếu"))
            _ = try await test.registry.moveEntries(
                round: round, codes: [code], to: .accepted, because: nil, as: officer)
            let accepted = try await owner.get("/mine/products/\(product)")
            #expect(accepted.body.contains("đã chấp nhận") && !accepted.body.contains("khiếu nại"))
            let entry = try Self.number(accepted, /\/mine\/entries\/([0-9]+)\/withdraw/)
            #expect(try await owner.post("/mine/entries/\(entry)/withdraw", ["reason": " "]).status == 422)
            #expect(
                try await owner.post("/mine/entries/\(entry)/withdraw", ["reason": "hết hàng"]).status == 303)
            #expect(try await owner.get("/mine/products/\(product)").body.contains("đã rút"))
            let actions = try await test.asOwner {
                try $0.values("SELECT action FROM audit_event WHERE actor = 'chu.gom'", as: String.self)
            }
            #expect(actions.count { $0 == "entry.file" } == 2 && actions.count { $0 == "dossier.add" } == 7)
        }
    }

    @Test(
        "what is another owner's is not found, whatever is asked of it; others than owners have no such pages"
    )
    func foreign() async throws {
        try await Self.run { people in
            let test = people.test
            let round = try await Self.round(test)
            let product = try await test.product(of: people.other, name: "Giỏ Mây")
            let paper = try await test.registry.addPapers(
                [
                    IncomingPaper(
                        try Fields(named: ["kind": "photo"]),
                        bytes: Picture(width: 96, height: 64, seed: 5).jpeg())
                ], to: .product(product.id), today: Self.day, as: test.viewer)[0]
            let entry = try await test.registry.fileOwnEntry(
                ofProduct: product.id, round: round, try Fields(named: ["exception": "lower-round-not-held"]),
                today: Self.day, as: test.viewer("chu.may", on: Self.day))
            let site = try await test.registry.addProductionSite(
                ProductionSiteDraft(communeCode: "05503"), of: people.other.id, on: Self.day, today: Self.day,
                as: test.viewer)
            let owner = try await people.browser("chu.gom")
            let neighbour = try await people.browser("chu.may")
            let (other, own) = (people.other.id, people.maker.id)
            for address in [
                "/mine/\(other)", "/mine/\(other)/edit", "/mine/\(other)/versions", "/mine/\(other)/sites",
                "/mine/\(other)/products/new", "/mine/\(other)/papers", "/mine/products/\(product.id)",
                "/mine/products/\(product.id)/edit", "/mine/products/\(product.id)/close",
                "/mine/products/\(product.id)/versions", "/mine/products/\(product.id)/papers",
                "/mine/products/\(product.id)/enter/\(round)", "/mine/papers/\(paper.id)/file",
                "/mine/papers/\(paper.id)/replace", "/mine/papers/\(paper.id)/withdraw",
                "/mine/entries/\(entry.id)/withdraw", "/mine/entries/\(entry.id)/complain",
            ] {
                let answer = try await owner.get(address)
                #expect(answer.status == 404 && !answer.body.contains("Mây"), "\(address): \(answer.status)")
                if !address.hasSuffix("/enter/\(round)") {
                    #expect(try await neighbour.get(address).status == 200, "\(address)")
                }
                let missing = address.replacing(/[0-9]+/, with: "99999")
                #expect(try await owner.get(missing).status == 404, "\(missing)")
            }
            let fields = [
                "name": "Chiếm", "group": "food", "reason": "x", "date": "15/05/2023", "statement": "x",
            ]
            for address in [
                "/mine/\(other)/edit", "/mine/\(other)/products/new", "/mine/\(other)/sites",
                "/mine/products/\(product.id)/edit", "/mine/products/\(product.id)/close",
                "/mine/products/\(product.id)/enter/\(round)", "/mine/papers/\(paper.id)/withdraw",
                "/mine/entries/\(entry.id)/withdraw", "/mine/entries/\(entry.id)/complain",
                "/mine/\(own)/sites/\(site.id)/close",
            ] {
                let answer = try await owner.post(address, fields)
                #expect(answer.status == 404, "\(address): \(answer.status)")
            }
            #expect(
                try await owner.upload(
                    "/mine/products/\(product.id)/papers", ["kind": "photo"], file: "file", named: "a.jpg",
                    Picture(width: 96, height: 64, seed: 6).jpeg()
                ).status == 404)
            #expect(try await test.registry.product(product.id, as: test.viewer).version == product.version)
            let open = try await test.registry.productionSites(of: other, on: Self.day, as: test.viewer)
            #expect(open.count == 1)
            let officer = try await people.browser("can.bo")
            #expect(try await officer.get("/mine").status == 403)
            for (address, atDesk) in [
                ("/mine/\(other)", "/desk/establishments/\(other)"),
                ("/mine/\(other)/edit", "/desk/establishments/\(other)/edit"),
                ("/mine/\(other)/versions?before=3", "/desk/establishments/\(other)/versions?before=3"),
                ("/mine/products/\(product.id)", "/desk/products/\(product.id)"),
                ("/mine/papers/\(paper.id)/file", "/desk/papers/\(paper.id)/file"),
                ("/mine/99999", "/desk/establishments/99999"),
            ] {
                let led = try await officer.get(address)
                #expect(led.status == 303 && led.headers["location"] == atDesk, "\(address): \(led.status)")
            }
            #expect(try await officer.post("/mine/\(other)/edit", fields).status == 403)
            // whoever keeps one establishment and works in an office sees the others at the desk
            try await test.grant(
                .establishmentOwner, in: "establishment:\(own)", to: "can.bo", from: Day("2023-01-01"))
            #expect(try await officer.get("/mine/\(own)").status == 200)
            #expect(
                try await officer.get("/mine/\(other)").headers["location"] == "/desk/establishments/\(other)"
            )
            #expect(try await officer.get("/account").body.contains("href=\"/mine\""))
            #expect(try await PersonBrowser(people.site).get("/mine/\(own)").status == 303)
            #expect(try await PersonBrowser(people.site).post("/mine/\(own)/edit", fields).status == 401)
            #expect(try await owner.post("/mine/\(own)/edit", fields, from: "cross-site").status == 403)
        }
    }

    @Test(
        "an edit of what somebody else changed meanwhile tells the differences, loses nothing and can be repeated"
    )
    func stale() async throws {
        try await Self.run { people in
            let test = people.test
            let owner = try await people.browser("chu.gom")
            let address = "/mine/\(people.maker.id)"
            let form = try await owner.get(address + "/edit")
            #expect(form.body.contains("name=\"version\" value=\"1\""))
            _ = try await test.registry.editEstablishment(
                people.maker.id,
                changes: try Fields(named: ["industry": "gốm sứ", "founded_on": "2001-02-03"]),
                on: Self.day, today: Self.day, as: test.viewer)
            let typed = [
                "name": "Gốm Nhà Mới", "legal_form": "cooperative", "commune_code": "05503", "version": "1",
                "founded_on": "04/02/2001",
            ]
            let told = try await owner.post(address + "/edit", typed)
            #expect(told.status == 422 && told.body.contains("Người khác đã sửa"))
            #expect(told.body.contains("<ins>gốm sứ</ins>") && told.body.contains("<ins>03/02/2001</ins>"))
            #expect(told.body.contains("value=\"Gốm Nhà Mới\"") && told.body.contains("value=\"04/02/2001\""))
            #expect(told.body.contains("name=\"version\" value=\"2\""))
            #expect(try await test.registry.establishment(people.maker.id, as: test.viewer).name == "Gốm Nhà")
            let saved = try await owner.post(address + "/edit", typed.merging(["version": "2"]) { $1 })
            #expect(saved.headers["location"] == address + "?done=saved")
            let versions = try await owner.get(address + "/versions")
            #expect(versions.body.contains("Phiên bản 3") && versions.body.contains("<ins>Gốm Nhà Mới</ins>"))
            #expect(versions.body.contains("ghi mới") && versions.body.contains("· sửa "))
            #expect(!versions.body.contains("establishment.edit"), "the code of what was done")
            let older = try await owner.get(address + "/versions?before=2")
            #expect(older.body.contains("Phiên bản 1") && !older.body.contains("Phiên bản 2"))
            for turn in 1...RecordVersionsView.most {
                _ = try await test.registry.editEstablishment(
                    people.maker.id, changes: try Fields(named: ["industry": "gốm \(turn)"]), on: Self.day,
                    today: Self.day, as: test.viewer)
            }
            let latest = try await owner.get(address + "/versions")
            #expect(
                latest.body.contains("Phiên bản 33") && !latest.body.contains("Phiên bản 3 <")
                    && latest.body.contains("href=\"\(address)/versions?before=4\""))
            #expect(try await owner.get(address).body.contains("04/02/2001"))

            let product = try await test.product(of: people.maker, name: "Bình Hoa")
            _ = try await test.registry.editProduct(
                product.id, changes: try Fields(named: ["material": "đất sét"]), as: test.viewer)
            let again = try await owner.post(
                "/mine/products/\(product.id)/edit", ["name": "Bình Lớn", "group": "food", "version": "1"])
            #expect(again.status == 422 && again.body.contains("<ins>đất sét</ins>"))
        }
    }

    @Test("each entry carries its own complaints and notices, however many entries there are")
    func apart() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(in: test, ["Chè Một", "Chè Hai"])
            let maker = held.products[0].establishmentID
            let entries = try await test.registry.entries(ofRound: held.round, as: test.viewer)
            for (entry, statement) in [(entries[0], "Cộng sai."), (entries[0], "Vẫn sai.")] {
                let filed = try await test.registry.fileComplaint(
                    NewComplaint(
                        round: held.round, entry: entry.code, complainant: "Hợp tác xã Mẫu",
                        statement: statement, receivedOn: Day("2023-07-05"), noticedOn: Day("2023-07-03"),
                        lateReason: nil), as: test.viewer, today: test.today
                ).record
                _ = try await test.registry.withdrawComplaint(
                    filed.id, on: Day("2023-07-06"), because: "x", as: test.viewer,
                    today: test.today)
            }
            try await test.account("chu")
            try await test.grant(.establishmentOwner, in: "establishment:\(maker)", to: "chu")
            let own = try await test.registry.ownEntries(
                of: maker, today: test.today, as: test.viewer("chu"))
            #expect(Set(own.map(\.id)) == Set(entries.map(\.id)))
            for entry in own {
                let isComplainedOf = entry.id == entries[0].id
                #expect(
                    entry.complaints.map(\.statement) == (isComplainedOf ? ["Cộng sai.", "Vẫn sai."] : []))
                let alone = try await test.registry.ownEntry(
                    entry.id, today: test.today, as: test.viewer("chu"))
                #expect(alone == entry)
            }
        }
    }

    @Test("a file that is none of those allowed is refused at its field, and what was typed stays")
    func hostileFiles() async throws {
        try await Self.run { people in
            let test = people.test
            let product = try await test.product(of: people.maker, name: "Bình Hoa")
            let owner = try await people.browser("chu.gom")
            let address = "/mine/products/\(product.id)/papers"
            let photo = Picture(width: 96, height: 64, seed: 7).jpeg()
            let hostile: [(String, [UInt8])] = [
                ("script", Array("<html><script>alert(1)</script>".utf8)),
                ("svg", Array("<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>".utf8)),
                ("zip", Array("PK\u{3}\u{4}".utf8) + [0, 0, 0]), ("half", Array(photo.prefix(200))),
                ("PDF with a script", samplePDF("4 0 obj <</S /JavaScript /JS (x)>> endobj")),
            ]
            for (what, bytes) in hostile {
                let told = try await owner.upload(
                    address, ["kind": "photo", "title": "Ảnh <b>\(what)</b>"], file: "file", named: "anh.jpg",
                    bytes)
                #expect(
                    told.status == 422 && told.body.contains("id=\"file-error\""), "\(what): \(told.status)")
                #expect(told.body.contains("Ảnh &lt;b&gt;\(what)"), "\(what)")
            }
            let nothing = try await owner.upload(
                address, ["kind": "photo"], file: "other", named: "x.jpg", photo)
            #expect(nothing.status == 422 && nothing.body.contains("Chưa chọn tệp."))
            let unkind = try await owner.upload(address, ["kind": ""], file: "file", named: "x.jpg", photo)
            #expect(unkind.status == 422 && unkind.body.contains("href=\"#kind\""))
            // a photograph that is a page too is stored as a photograph alone
            let polyglot = photo + Array("<script>alert(1)</script>".utf8)
            let filed = try await owner.upload(
                address, ["kind": "photo"], file: "file", named: "p.jpg", polyglot)
            if filed.status == 303 {
                let paper = try Self.number(
                    try await owner.get("/mine/products/\(product.id)"), /\/mine\/papers\/([0-9]+)\/file/)
                let file = try await owner.get("/mine/papers/\(paper)/file")
                #expect(file.headers["content-type"] == "image/jpeg" && !file.body.contains("script"))
                #expect(file.headers["content-disposition"]?.hasPrefix("attachment") == true)
                #expect(file.headers["x-content-type-options"] == "nosniff")
            } else {
                #expect(filed.status == 422)
            }
            #expect(try await owner.announce(address, bytes: PaperRoutes.formBytes + 1).status == 413)
            let tooLarge = try await owner.upload(
                address, ["kind": "photo"], file: "file", named: "x.jpg",
                photo + [UInt8](repeating: 0, count: IncomingPaper.sizeLimit))
            #expect(tooLarge.status == 422 && tooLarge.body.contains("id=\"file-error\""))
        }
    }

    @Test("a result is seen once it is published, and complained about within the term, once at a time")
    func complaint() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(in: test, ["Chè Búp"], published: false)
            let maker = held.products[0].establishmentID
            try await test.account("chu.che")
            try await test.grant(
                .establishmentOwner, in: "establishment:\(maker)", to: "chu.che", from: Day("2023-01-01"))
            try await RunningSite.run(test.registry, on: Day("2023-07-12")) { site in
                let owner = try await PersonBrowser.signedIn("chu.che", test, site, on: site.day)
                let address = "/mine/products/\(held.products[0].id)"
                let before = try await owner.get(address)
                #expect(!before.body.contains("Được công nhận") && !before.body.contains("/complain"))
                let entry = try #require(
                    try await test.registry.ownEntries(of: maker, today: site.day, as: test.viewer).first)
                let early = try await owner.post(
                    "/mine/entries/\(entry.id)/complain", ["statement": "Sao thế"])
                #expect(early.status == 422 && early.body.contains("chưa được thông báo hoặc công bố"))
                _ = try await test.registry.publishRound(held.round, as: test.viewer)
                let page = try await owner.get(address)
                #expect(
                    page.body.contains("Được công nhận sản phẩm tiêu biểu") && page.body.contains("/complain")
                )
                let certificate = try #require(held.certificates[0].code)
                #expect(try await owner.get("/mine/\(maker)").body.contains("href=\"/c/\(certificate)\""))
                let empty = try await owner.post("/mine/entries/\(entry.id)/complain", ["statement": " "])
                #expect(empty.status == 422 && empty.body.contains("href=\"#statement\""))
                #expect(
                    try await owner.post(
                        "/mine/entries/\(entry.id)/complain", ["statement": "Điểm <b>thấp</b>"]
                    )
                    .headers["location"] == address + "?done=complained")
                #expect(try await owner.get(address).body.contains("chưa trả lời"))
                let twice = try await owner.post("/mine/entries/\(entry.id)/complain", ["statement": "Nữa"])
                #expect(twice.status == 422 && twice.body.contains("đang có một khiếu nại"))
                let kept = try await test.registry.complaints(round: held.round, as: test.viewer)
                #expect(
                    kept.map(\.statement) == ["Điểm <b>thấp</b>"]
                        && kept[0].complainant == "Hợp tác xã Chè Mẫu")
            }
            try await RunningSite.run(test.registry, on: Day("2023-09-01")) { site in
                let owner = try await PersonBrowser.signedIn("chu.che", test, site, on: site.day)
                let page = try await owner.get("/mine/products/\(held.products[0].id)")
                #expect(!page.body.contains("/complain\""))
            }
        }
    }

    @Test("an entry that is sent twice at once is filed once")
    func twice() async throws {
        try await Self.run { people in
            let round = try await Self.round(people.test)
            let product = try await people.test.product(of: people.maker, name: "Bình Hoa")
            let owner = try await people.browser("chu.gom")
            let address = "/mine/products/\(product.id)/enter/\(round)"
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await owner.post(address, ["lower_certificate": "lower-round-not-held"]).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(
                statuses.count { $0 == 303 } == 1 && statuses.allSatisfy { [303, 404, 422].contains($0) })
            #expect(try await people.test.registry.entries(ofRound: round, as: people.test.viewer).count == 1)
        }
    }

    @Test("a booth is asked for at an open fair, once, within its days, and taken back")
    func booth() async throws {
        try await Self.run(on: Day("2026-11-20")) { people in
            let test = people.test
            let fair = try await test.registry.createFair(
                NewFair(
                    name: "Hội chợ Mở", level: .provincial, organiserCode: "19", venue: "Quảng trường",
                    first: Day("2026-12-10"), last: Day("2026-12-14"), setUpOn: Day("2026-12-08")),
                as: test.viewer)
            let grid = try BoothGrid(
                rows: 1, boothsPerRow: 6, boothWidth: fair.boothWidth, boothDepth: fair.boothDepth,
                aisle: try Length("3"), price: VND(9_600_000))
            _ = try await test.registry.importBooths(
                try grid.plan().booths.map { Located($0) }, fair: fair.id, from: .grid, as: test.viewer,
                today: people.site.day)
            let owner = try await people.browser("chu.gom")
            let address = "/mine/\(people.maker.id)/booths/\(fair.id)"
            #expect(try await owner.get(address).status == 404, "it is only planned")
            _ = try await test.registry.openFair(fair.id, as: test.viewer)
            #expect(try await owner.get("/mine/\(people.maker.id)").body.contains("href=\"\(address)\""))
            let wrong = try await owner.post(
                address, ["booths": "hai", "from_date": "01/12/2026", "zones": "Khu Lạ"])
            #expect(wrong.status == 422 && wrong.body.contains("id=\"booths-error\""))
            #expect(wrong.body.contains("Khu Lạ") && wrong.body.contains("value=\"01/12/2026\""))
            let outside = try await owner.post(address, ["booths": "1", "from_date": "01/12/2026"])
            #expect(outside.status == 422 && outside.body.contains("id=\"from_date-error\""))
            let asked = try await owner.post(address, ["booths": "1"])
            #expect(asked.headers["location"] == "/mine/\(people.maker.id)?done=asked", "\(asked.body)")
            #expect(try await owner.get(address).status == 404, "one request at a fair")
            let page = try await owner.get("/mine/\(people.maker.id)")
            #expect(page.body.contains("Hội chợ Mở") && page.body.contains("đã nộp"))
            let request = try Self.number(page, /\/mine\/booth-requests\/([0-9]+)\/withdraw/)
            let neighbour = try await people.browser("chu.may")
            #expect(try await neighbour.get("/mine/booth-requests/\(request)/withdraw").status == 404)
            #expect(
                try await neighbour.post("/mine/booth-requests/\(request)/withdraw", ["reason": "x"]).status
                    == 404)
            #expect(try await owner.get("/mine/booth-requests/\(request)/withdraw").status == 200)
            #expect(
                try await owner.post("/mine/booth-requests/\(request)/withdraw", ["reason": "bận"]).status
                    == 303)
            #expect(try await owner.get(address).status == 200)
            let kept = try await test.registry.boothRequests(ofFair: fair.id, as: test.viewer)
            #expect(kept.map(\.state) == [.withdrawn] && kept.map(\.province) == ["19"])
        }
    }

    @Test(
        "a site is added by the name of its commune and closed; a paper is replaced and withdrawn for a reason"
    )
    func parts() async throws {
        try await Self.run { people in
            let owner = try await people.browser("chu.gom")
            let address = "/mine/\(people.maker.id)"
            let unknown = try await owner.post(
                address + "/sites", ["commune_code": "Xã Không Có", "makes": "nung"])
            #expect(unknown.status == 422 && unknown.body.contains("id=\"commune_code-error\""))
            #expect(unknown.body.contains("value=\"nung\""))
            let added = try await owner.post(
                address + "/sites",
                ["commune_code": "xã Quyết Thắng, Thái Nguyên", "makes": "nung", "from": "01/02/2020"])
            #expect(added.status == 303)
            let page = try await owner.get(address)
            #expect(page.body.contains("Xã Quyết Thắng") && page.body.contains("từ 01/02/2020"))
            let site = try Self.number(page, /\/sites\/([0-9]+)\/close/)
            #expect(
                try await owner.post("\(address)/sites/\(site)/close", ["date": "x", "reason": "y"]).status
                    == 422)
            #expect(
                try await owner.post(
                    "\(address)/sites/\(site)/close", ["date": "15/05/2023", "reason": "chuyển"]
                )
                .status == 303)
            let paper = ["kind": "food-safety", "number": "12", "issuer": "Sở", "issued_on": "01/02/2023"]
            _ = try await owner.upload(
                address + "/papers", paper, file: "file", named: "a.pdf", samplePDF("% một"))
            let id = try Self.number(try await owner.get(address), /\/mine\/papers\/([0-9]+)\/replace/)
            let reasonless = try await owner.upload(
                "/mine/papers/\(id)/replace", ["reason": ""], file: "file", named: "b.pdf", samplePDF("% hai")
            )
            #expect(reasonless.status == 422 && reasonless.body.contains("href=\"#reason\""))
            #expect(
                try await owner.upload(
                    "/mine/papers/\(id)/replace", ["reason": "bản mới", "number": "13"], file: "file",
                    named: "b.pdf", samplePDF("% hai")
                ).status == 303)
            let newer = try Self.number(try await owner.get(address), /\/mine\/papers\/([0-9]+)\/withdraw/)
            #expect(newer != id)
            #expect(try await owner.post("/mine/papers/\(newer)/withdraw", ["reason": "nhầm"]).status == 303)
            #expect(try await owner.get(address).body.contains("Chưa có giấy tờ nào"))
            let twice = try await owner.post("/mine/papers/\(newer)/withdraw", ["reason": "nhầm"])
            #expect(twice.status == 422 && twice.body.contains("đã được rút"))
        }
    }
}
