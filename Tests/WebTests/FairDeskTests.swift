import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("The officers' desk for fairs")
struct FairDeskTests {
    private static let plan = """
        code,x_m,y_m,width_m,depth_m,zone,corner,price_vnd
        A01,0,0,3,3,Khu A,yes,9600000
        A02,3,0,3,3,Khu A,no,9000000
        A03,6,0,3,3,Khu A,no,9000000
        B01,0,6,3,3,Khu B,no,8000000

        """

    /// Officers of the provinces 19, which holds the fairs, and 01, an auditor of 19, and a server on a day.
    private static func run(
        on day: Day = Day("2026-11-20"), in test: TestRegistry,
        _ body: @escaping @Sendable (RunningSite) async throws -> Void
    ) async throws {
        try await RunningSite.run(test.registry, on: day, body)
    }

    private static func people(_ test: TestRegistry) async throws {
        try await OfficeBrowser.account("can.bo", [(.officer, "19")], in: test)
        try await OfficeBrowser.account("noi.khac", [(.officer, "01")], in: test)
        try await OfficeBrowser.account("kiem.tra", [(.auditor, "19")], in: test)
    }

    /// A fair with the plan, made by forms; its address.
    private static func create(
        _ browser: OfficeBrowser, name: String = "Hội chợ Xuân Mẫu"
    ) async throws -> String {
        let created = try await browser.fill(
            "/desk/fairs/new",
            [
                "name": name, "organiser": "19", "venue": "Quảng trường Mẫu", "first": "10/12/2026",
                "last": "14/12/2026", "set_up": "08/12/2026",
            ])
        #expect(created.status == 303, "\(created.body)")
        let fair = String(try #require(created.headers["location"]).prefix { $0 != "?" })
        let preview = try await browser.fill("\(fair)/import", file: ("file", "so-do.csv", plan))
        #expect(preview.status == 200 && preview.body.contains("Chưa có gì được ghi"), "\(preview.body)")
        #expect(preview.body.contains("9.600.000"))
        #expect(try await browser.get("\(fair)/plan").body.contains("Chưa có sơ đồ"))
        let imported = try await browser.confirm(preview)
        #expect(imported.status == 303, "\(imported.body)")
        return fair
    }

    private static func id(_ fair: String) throws -> Int64 {
        try #require(Int64(fair.split(separator: "/").last ?? ""))
    }

    @Test("a fair goes by forms alone from its creation to its contracts; its owner's side shows each step")
    func whole() async throws {
        try await TestRegistry.run { test in
            try await Self.people(test)
            let maker = try await test.establishment(name: "Gốm Tự Tâm", commune: "05503")
            let second = try await test.establishment(name: "Chè Hai", commune: "05503")
            try await OfficeBrowser.account(
                "chu", [(.establishmentOwner, "establishment:\(maker.id)")], in: test)
            try await Self.run(in: test) { site in
                let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
                let fair = try await Self.create(browser)
                let id = try Self.id(fair)
                var page = try await browser.get(fair)
                #expect(page.body.contains("Bước tiếp theo: công bố và nhận giữ chỗ"))
                #expect(page.body.contains("Không còn thiếu gì"))
                #expect(page.body.contains("4 gian, bản 1"))

                let quota = try await browser.fill(
                    "\(fair)/quotas/new", ["province_code": "19", "booths": "3"])
                #expect(quota.status == 303, "\(quota.body)")
                #expect(try await browser.get("\(fair)/quotas").body.contains("Thái Nguyên (19)"))
                let more = try await browser.fill(
                    "\(fair)/quotas/import",
                    file: ("file", "chi-tieu.csv", "province_code,booths,group,funds\n19,4,,\n"))
                #expect(more.status == 200 && more.body.contains("Xem trước: chi-tieu.csv"))
                #expect(try await browser.confirm(more).status == 303)
                let quotas = try await test.registry.boothQuotas(ofFair: id, on: test.today, as: test.viewer)
                #expect(quotas.map(\.quota.booths) == [4])

                let late = try await browser.fill(
                    "\(fair)/terms", ["requests_until": "10/12/2026", "seed": "xổ số"])
                #expect(late.status == 422 && late.body.contains("trước ngày khai mạc 10/12/2026"))
                #expect(late.body.contains("value=\"xổ số\""), "what was typed is there")
                let terms = try await browser.fill(
                    "\(fair)/terms",
                    ["requests_until": "21/11/2026", "seed": "xổ số 21/11", "points_provincial": "10"])
                #expect(terms.status == 303, "\(terms.body)")
                #expect(try await site.get("/fairs/\(id)").status == 404)
                let opened = try await browser.fill("\(fair)/open")
                #expect(opened.status == 303, "\(opened.body)")
                #expect(try await site.get("/fairs/\(id)").status == 200)

                let owner = try await OfficeBrowser.signedIn("chu", at: site)
                let asked = try await owner.fill("/mine/\(maker.id)/booths/\(id)", ["booths": "1"])
                #expect(asked.status == 303, "\(asked.body)")
                let wrong = try await browser.fill("\(fair)/requests/new", ["booths": "1"])
                #expect(wrong.status == 422 && wrong.body.contains("Hãy ghi đúng một đơn vị"))
                let filed = try await browser.fill(
                    "\(fair)/requests/new",
                    ["establishment_id": String(second.id), "province_code": "19", "booths": "3"])
                #expect(filed.status == 303, "\(filed.body)")
                page = try await browser.get("\(fair)/requests")
                #expect(page.body.contains("Gốm Tự Tâm") && page.body.contains("Chè Hai"))
                #expect(
                    try await browser.get("\(fair)/requests?state=refused").body.contains("Không có đăng ký"))
                #expect(try await browser.get("/desk").body.contains("2 đăng ký đã nhận"))

                let trial = try await browser.fill("\(fair)/allocate", ["until": "30/11/2026"])
                #expect(trial.status == 200 && trial.body.contains("Đây chỉ là chạy thử"))
                #expect(!trial.body.contains("name=\"sure\""), "nothing can be given yet")
            }
            try await Self.run(on: Day("2026-11-23"), in: test) { site in
                let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
                let fair = try await test.registry.fairs(as: test.viewer)[0]
                let address = "/desk/fairs/\(fair.id)"
                let preview = try await browser.fill("\(address)/allocate", ["until": "30/11/2026"])
                #expect(preview.status == 200 && preview.body.contains("Ai được gì, vì sao"))
                #expect(preview.body.contains("Gốm Tự Tâm"))
                #expect(try await test.standings(fair).isEmpty)

                // somebody takes a booth meanwhile: what was looked at is not what would be given
                let held = try await browser.fill(
                    "\(address)/hold",
                    ["booth": "B01", "kind": "sponsor", "tenant": "Nhà tài trợ Mẫu", "until": "25/11/2026"])
                #expect(held.status == 200 && held.body.contains("8.000.000"), "\(held.body)")
                #expect(try await test.standings(fair).isEmpty)
                #expect(try await browser.confirm(held).status == 303)
                let stale = try await browser.confirm(preview)
                #expect(stale.status == 409 && stale.body.contains("khác lúc xem trước"), "\(stale.body)")
                #expect(stale.body.contains("Trong lúc trang này đang mở, hội chợ đã có thay đổi"))
                #expect(try await test.standings(fair) == ["B01 held"])

                let again = try await browser.fill("\(address)/allocate", ["until": "30/11/2026"])
                let done = try await browser.confirm(again)
                #expect(done.status == 303, "\(done.body)")
                let run = String(try #require(done.headers["location"]).prefix { $0 != "?" })
                #expect(try await browser.get(run).body.contains("Ai được gì, vì sao"))
                #expect(try await browser.get("\(run)/text").body.contains("BIÊN BẢN"))
                let minutes = try await browser.get("\(run)/pdf")
                #expect(minutes.status == 200 && minutes.headers["content-type"] == "application/pdf")
                #expect(minutes.body.hasPrefix("%PDF-"))
                #expect(try await test.standings(fair, on: site.day).count == 4)
                #expect(try await browser.get("\(address)/waiting").body.contains("Chè Hai"))
                let booths = try await browser.get("\(address)/booths")
                #expect(booths.body.contains("giữ chỗ đến hết ngày 30/11/2026"))
                let plan = try await browser.get("\(address)/plan?color=province")
                #expect(plan.body.contains("<svg") && plan.body.contains("tr id=\"gian-1\""))
                #expect(plan.body.contains("giữ chỗ đến hết ngày 25/11/2026"))
                #expect(try await browser.get("\(address)/plan/pdf").body.hasPrefix("%PDF-"))
                #expect(try await browser.get("\(address)/plan/history?booth=B01").body.contains("giữ chỗ"))

                // the owner reads until when, and confirms
                let owner = try await OfficeBrowser.signedIn("chu", at: site)
                let mine = try await owner.get("/mine/\(maker.id)")
                #expect(mine.body.contains("trước khi hết ngày 30/11/2026"), "\(mine.body)")
                let own = try await test.registry.ownBooths(of: maker.id, as: test.viewer("chu"))
                #expect(!own.isEmpty)
                for one in own {
                    let answer = try await owner.fill("/mine/\(maker.id)/held-booths/\(one.id)/confirm")
                    #expect(answer.status == 303, "\(answer.body)")
                }
                #expect(try await owner.get("/mine/\(maker.id)").body.contains("đã xác nhận"))
                #expect(try await site.get("/fairs/\(fair.id)").body.contains("Gốm Tự Tâm"))
                let twice = try await owner.fill("/mine/\(maker.id)/held-booths/\(own[0].id)/confirm")
                #expect(twice.status == 422 && twice.body.contains("không chuyển sang “đã xác nhận” được"))
                let strange = try #require(
                    try await test.registry.ownBooths(of: second.id, as: test.viewer).first)
                let others = try await owner.get("/mine/\(maker.id)/held-booths/\(strange.id)/confirm")
                #expect(others.status == 404)

                // what was released goes to who waits
                let sponsor = try #require(
                    try await test.registry.boothStandings(
                        ofFair: fair.id, on: site.day, as: test.viewer
                    ).flatMap(\.allocations).first { $0.booth == "B01" })
                let noReason = try await browser.fill("\(address)/booths/\(sponsor.id)/release")
                #expect(noReason.status == 422)
                let released = try await browser.fill(
                    "\(address)/booths/\(sponsor.id)/release", ["reason": "đổi ý"])
                #expect(released.status == 303, "\(released.body)")
                let offer = try await browser.fill("\(address)/waiting/offer", ["until": "30/11/2026"])
                #expect(offer.status == 200 && offer.body.contains("B01"), "\(offer.body)")
                #expect(try await browser.confirm(offer).status == 303)
                let left = try await test.registry.boothStandings(
                    ofFair: fair.id, on: site.day, as: test.viewer
                ).flatMap(\.allocations).first { $0.booth == "B01" }
                #expect(left?.tenants == ["Chè Hai"])

                let contracts = try await browser.get("\(address)/contracts")
                #expect(contracts.body.contains("Gốm Tự Tâm") && contracts.body.contains("Tổng cộng"))
                #expect(contracts.body.contains("\(address)/contracts/print"))
                let print = try await browser.get("\(address)/contracts/print")
                #expect(print.status == 200 && print.body.hasPrefix("%PDF-"), "\(print.status)")
                #expect(print.headers["content-disposition"]?.contains("in-chung.pdf") == true)
                #expect(try await browser.get("\(address)/contracts/print?part=2").status == 409)
                let past = try await browser.get("/desk/fairs/history?establishment=\(second.id)")
                #expect(past.body.contains("Chè Hai") && past.body.contains("/plan/history?booth"))
                #expect(
                    try await browser.get("/desk/fairs/history?establishment=999").body.contains(
                        "establishment-error"))
                let annex = "\(address)/contracts/\(own[0].id)"
                #expect(try await browser.get("\(annex)/text").body.contains("Gốm Tự Tâm"))
                #expect(try await browser.get("\(annex)/pdf").body.hasPrefix("%PDF-"))
                #expect(try await browser.get("\(address)/contracts/999999/pdf").status == 404)
                #expect(try await browser.get("\(address)/counts").body.contains("Tổng số"))
                #expect(try await browser.get("/desk/fairs/counts?year=2026").body.contains(fair.name))

                let unsure = try await browser.fill("\(address)/cancel", ["reason": "bão"])
                #expect(unsure.status == 422)
                #expect(try await browser.fill("\(address)/close").status == 303)
                #expect(try await test.registry.fair(fair.id, as: test.viewer).state == .closed)
            }
        }
    }

    @Test(
        "the scale of preferences is typed or comes from a file, and what is wrong with it is told in the form"
    )
    func scales() async throws {
        try await TestRegistry.run { test in
            try await Self.people(test)
            let fair = try await test.openFair()
            try await Self.run(in: test) { site in
                let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
                let address = "/desk/fairs/\(fair.id)/terms"
                let typed = try await browser.fill(
                    address, ["requests_until": "21/11/2026", "scale_first_booth": "900"])
                #expect(typed.status == 303, "\(typed.body)")
                let kept = try await test.registry.fairTerms(ofFair: fair.id, as: test.viewer)
                #expect(kept.rules.scale.firstBooth == 900 && kept.rules.scale.furtherBooth == 400)
                let wrong = try await browser.fill(address, ["scale_further_booth": "901"])
                #expect(
                    wrong.status == 422 && wrong.body.contains("scale_first_booth-error"), "\(wrong.body)")
                for (rules, told) in [
                    (#"{"scale": {"first": 1}}"#, "/scale"), ("{", "rules-error"),
                    (
                        #"{"priority": {"points": {"national": 30}, "counting": "x"}}"#,
                        "counting phải là highest hoặc sum"
                    ),
                ] {
                    let answer = try await browser.fill(address, file: ("rules", "thang.json", rules))
                    #expect(answer.status == 422 && answer.body.contains(told), "\(rules): \(answer.body)")
                }
                let taken = try await browser.fill(
                    address,
                    file: (
                        "rules", "thang.json",
                        #"{"priority": {"points": {"national": 30}}, "scale": {"first_booth": 800}}"#
                    ))
                #expect(taken.status == 303, "\(taken.body)")
                let rules = try await test.registry.fairTerms(ofFair: fair.id, as: test.viewer).rules
                #expect(rules.scale.firstBooth == 800 && rules.priority.points == [.national: 30])
                #expect(try await browser.get(address).body.contains("value=\"800\""))
            }
        }
    }

    @Test("a booth that somebody took while the form was open is told, and what was typed stays")
    func stale() async throws {
        try await TestRegistry.run { test in
            try await Self.people(test)
            let fair = try await test.openFair()
            try await Self.run(in: test) { site in
                let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
                let address = "/desk/fairs/\(fair.id)"
                let form = try PageForm(try await browser.get("\(address)/hold?booth=A01").body, at: address)
                #expect(form.fields["booth"] == "A01")
                try await test.hold("A01", at: fair)
                let late = try await browser.send(
                    form, ["kind": "sponsor", "tenant": "Người <b> khác", "until": "25/11/2026"], nil)
                #expect(late.status == 409, "\(late.status)")
                #expect(late.body.contains("Trong lúc trang này đang mở, hội chợ đã có thay đổi"))
                #expect(late.body.contains("đang giữ cho “Nhà tài trợ Mẫu” đến hết ngày 30/11/2026"))
                #expect(late.body.contains("Người &lt;b&gt; khác"))
                #expect(try await test.standings(fair) == ["A01 held"])
                // sent again as it is, it is only wrong
                let again = try await browser.fill(
                    "\(address)/hold?booth=A01",
                    ["kind": "sponsor", "tenant": "Người khác", "until": "25/11/2026"])
                #expect(again.status == 422 && !again.body.contains("Trong lúc trang này"))
            }
        }
    }

    @Test("what is wrong with a hold is told at the form's own fields, whatever commands call them")
    func holdFields() async throws {
        try await TestRegistry.run { test in
            try await Self.people(test)
            let fair = try await test.openFair()
            try await Self.run(in: test) { site in
                let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
                func wrong(_ fields: [String: String]) async throws -> [String] {
                    let page = try await browser.fill(
                        "/desk/fairs/\(fair.id)/hold",
                        ["booth": "A01", "kind": "sponsor", "tenant": "Mẫu", "until": "25/11/2026"].merging(
                            fields
                        ) { $1 })
                    #expect(page.status == 422, "\(fields)")
                    return page.body.split(separator: "href=\"#").dropFirst().compactMap {
                        $0.split(separator: "\"").first.map(String.init)
                    }.filter { $0 != "content" }
                }
                #expect(try await wrong(["kind": "establishment", "tenant": "999999"]) == ["tenant"])
                #expect(try await wrong(["from": "01/01/2026", "to": "02/01/2026"]).first == "from")
                #expect(try await wrong(["until": "01/01/2026"]) == ["until"])
                #expect(try await wrong(["booth": "Z99"]) == ["booth"])
                #expect(try await wrong(["province": "98"]) == ["province"])
            }
        }
    }

    @Test(
        "a fair is changed by a form; whoever sends an older one is told what it is now, and overwrites nothing"
    )
    func edited() async throws {
        try await TestRegistry.run { test in
            try await Self.people(test)
            let fair = try await test.openFair(isOpen: false)
            try await Self.run(in: test) { site in
                let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
                let address = "/desk/fairs/\(fair.id)"
                #expect(try await browser.get(address).body.contains("\(address)/edit"))
                let old = try PageForm(try await browser.get("\(address)/edit").body, at: address)
                #expect(old.fields["name"] == fair.name && old.fields["first"] == "10/12/2026")
                let saved = try await browser.fill("\(address)/edit", ["venue": "Nhà thi đấu <b>"])
                #expect(saved.status == 303, "\(saved.body)")
                let late = try await browser.send(old, ["name": "Hội chợ Khác"], nil)
                #expect(late.status == 409, "\(late.status)")
                #expect(late.body.contains("gười khác đã sửa bản ghi này"), "\(late.body)")
                #expect(late.body.contains("Hiện nay là: Nhà thi đấu &lt;b&gt;"))
                #expect(late.body.contains("value=\"Hội chợ Khác\""), "what was typed is there")
                #expect(try await test.registry.fair(fair.id, as: test.viewer).name == fair.name)
                // having read that, sending it again is meant
                let meant = try await browser.send(
                    try PageForm(late.body, at: address), ["venue": "Nhà thi đấu"], nil)
                #expect(meant.status == 303, "\(meant.body)")
                #expect(try await test.registry.fair(fair.id, as: test.viewer).venue == "Nhà thi đấu")

                _ = try await test.registry.openFair(fair.id, as: test.viewer)
                let form = try await browser.get("\(address)/edit")
                #expect(form.body.contains("phải ghi lý do") && !form.body.contains("name=\"kind\""))
                let unexplained = try await browser.fill("\(address)/edit", ["last": "15/12/2026"])
                #expect(unexplained.status == 422 && unexplained.body.contains("hãy ghi lý do sửa"))
                let explained = try await browser.fill(
                    "\(address)/edit", ["last": "15/12/2026", "reason": "thêm một ngày"])
                #expect(explained.status == 303, "\(explained.body)")
                let shown = try await site.get("/fairs/\(fair.id)")
                #expect(shown.body.contains("Đã thay đổi sau khi công bố"))
                #expect(
                    shown.body.contains(
                        "Thời gian: 10/12/2026 – 14/12/2026 → 10/12/2026 – 15/12/2026. Lý do"))
                #expect(shown.body.contains("thêm một ngày") && !shown.body.contains("Nhà thi đấu <b>"))
                #expect(try await browser.get("\(address)/history").body.contains("sửa hội chợ"))
            }
        }
    }

    @Test("a plan with wrong rows is told row by row, and nothing of it is taken")
    func wrongPlan() async throws {
        try await TestRegistry.run { test in
            try await Self.people(test)
            let fair = try await test.openFair()
            try await Self.run(in: test) { site in
                let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
                let wrong = try await browser.fill(
                    "/desk/fairs/\(fair.id)/import",
                    file: ("file", "sai.csv", "code,x_m,y_m,width_m,depth_m\nA01,0,0,x,3\nA02,1,0,3,3\n"))
                #expect(wrong.status == 422 && wrong.body.contains("Tệp này không nhập được"))
                #expect(wrong.body.contains("width_m") && !wrong.body.contains("name=\"sure\""))
                #expect(try await test.booths(fair).count == 6)
                let grid = try await browser.fill(
                    "/desk/fairs/\(fair.id)/grid", ["rows": "2", "per_row": "0", "price": "9.600.000"])
                #expect(grid.status == 422 && grid.body.contains("value=\"9.600.000\""))
                let drawn = try await browser.fill(
                    "/desk/fairs/\(fair.id)/grid", ["rows": "2", "per_row": "6", "price": "9.600.000"])
                #expect(drawn.status == 200 && drawn.body.contains("B06"), "\(drawn.body)")
                let taken = try await browser.confirm(drawn)
                #expect(taken.status == 303, "\(taken.body)")
                #expect(try await test.booths(fair).count == 12)
            }
        }
    }

    @Test(
        "another province reads a fair and does what its quota lets it do; the organiser's work is refused to it and to who only reads"
    )
    func permission() async throws {
        try await TestRegistry.run { test in
            try await Self.people(test)
            let fair = try await test.openFair()
            let held = try await test.hold("A01", at: fair)
            let limited = try await test.openFair()
            try await test.quotas("province_code,booths\n19,3\n", at: limited)
            try await Self.run(in: test) { site in
                let other = try await OfficeBrowser.signedIn("noi.khac", at: site)
                let auditor = try await OfficeBrowser.signedIn("kiem.tra", at: site)
                let address = "/desk/fairs/\(fair.id)"
                let organisers = [
                    "edit", "open", "close", "cancel", "terms", "import", "grid", "quotas/new",
                    "quotas/import",
                    "allocate", "waiting/offer", "booths/\(held[0].id)/confirm",
                    "booths/\(held[0].id)/move", "booths/\(held[0].id)/release",
                ]
                for path in organisers + ["hold", "requests/new"] {
                    #expect(try await auditor.get("\(address)/\(path)").status == 403, "\(path)")
                    let isProvinces = ["hold", "requests/new"].contains(path)
                    let answer = try await other.get("\(address)/\(path)")
                    #expect(answer.status == (isProvinces ? 200 : 403), "\(path): \(answer.status)")
                }
                #expect(try await other.get("/desk/fairs/\(limited.id)/hold").status == 403)
                let posted = try await other.post(
                    "\(address)/booths/\(held[0].id)/release", ["reason": "x"])
                #expect(posted.status == 403)
                #expect(try await test.standings(fair) == ["A01 held"])
                let page = try await other.get("\(address)/plan")
                #expect(page.status == 200 && !page.body.contains("\(address)/import"))
                #expect(!page.body.contains("/booths/\(held[0].id)/confirm"))
                #expect(try await other.get("/desk/fairs?own=yes").body.contains("Không có hội chợ nào"))
                #expect(try await other.get("/desk/fairs").body.contains(fair.name))
                // out of its own quota it may hold a booth
                let hold = try await other.fill(
                    "\(address)/hold",
                    [
                        "booth": "A02", "kind": "department", "tenant": "Sở Mẫu", "until": "25/11/2026",
                        "province": "01",
                    ])
                #expect(hold.status == 200, "\(hold.body)")
                #expect(try await other.confirm(hold).status == 303)
                let foreign = try await other.fill(
                    "\(address)/hold",
                    ["booth": "A03", "kind": "department", "tenant": "Sở Mẫu", "until": "25/11/2026"])
                #expect(foreign.status == 422 && foreign.body.contains("ngoài phạm vi"))
                #expect(try await other.get("/desk/fairs/999999").status == 404)
                #expect(try await other.get("\(address)/booths/999999/confirm").status == 404)
            }
        }
    }
}
