import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("The page of a fair")
struct FairPageTests {
    /// A fair of six booths in a row, from 10 to 14 December 2026.
    private static func fair(in test: TestRegistry, named name: String = "Hội chợ Mẫu") async throws
        -> FairRecord
    {
        let fair = try await test.registry.createFair(
            NewFair(
                name: name, level: .provincial, organiserCode: "19", venue: "Quảng trường Mẫu",
                first: Day("2026-12-10"), last: Day("2026-12-14")), as: test.viewer)
        let grid = try BoothGrid(
            rows: 1, boothsPerRow: 6, boothWidth: fair.boothWidth, boothDepth: fair.boothDepth,
            aisle: try Length("3"))
        _ = try await test.registry.importBooths(
            try grid.plan().booths.map { Located($0) }, fair: fair.id, from: .grid, as: test.viewer,
            today: test.today)
        return fair
    }

    private static func hold(
        _ booth: String, of fair: FairRecord, for tenants: [BoothTenant], on days: FairDays? = nil,
        isConfirmed: Bool,
        in test: TestRegistry
    ) async throws {
        let held = try await test.registry.holdBooths(
            NewBoothHold(
                fair: fair.id, booths: [booth], tenants: try BoothTenants(tenants), days: days,
                until: Day("2026-11-30")),
            as: test.viewer, today: test.today)
        if isConfirmed {
            _ = try await test.registry.confirmBooths(
                try #require(held.first).id, as: test.viewer, today: test.today)
        }
    }

    @Test(
        "anybody sees the plan, in which each booth leads to who is in it; who holds one for now is not told")
    func visited() async throws {
        try await TestRegistry.run { test in
            let fair = try await Self.fair(in: test)
            _ = try await test.registry.openFair(fair.id, as: test.viewer)
            try await Self.hold(
                "A01", of: fair, for: [.sponsor("Nhà tài trợ Mẫu"), .sponsor("Bạn đồng hành")],
                isConfirmed: true, in: test)
            try await Self.hold(
                "A02", of: fair, for: [.sponsor("Người còn giữ chỗ")], isConfirmed: false, in: test)
            let last = try FairDays(first: fair.days.last, last: fair.days.last)
            for (booth, tenant, days) in [
                ("A03", "Hai ngày đầu", try FairDays(first: fair.days.first, last: Day("2026-12-11"))),
                ("A03", "Ngày cuối", last), ("A04", "Chỉ ngày cuối", last),
            ] {
                try await Self.hold(
                    booth, of: fair, for: [.sponsor(tenant)], on: days, isConfirmed: true, in: test)
            }
            try await RunningSite.run(test.registry) { site in
                let page = try await site.get("/fairs/\(fair.id)")
                #expect(page.status == 200 && page.headers["content-type"] == "text/html; charset=utf-8")
                #expect(
                    page.body.contains("<h1>Hội chợ Mẫu</h1>")
                        && page.body.contains("10/12/2026 – 14/12/2026"))
                for booth in 1...6 {
                    #expect(
                        page.body.contains(
                            "<a href=\"#gian-\(booth)\"><g class=\"booth\" data-code=\"A0\(booth)\">"))
                    #expect(page.body.contains("<tr id=\"gian-\(booth)\"><th scope=\"row\">A0\(booth)</th>"))
                }
                #expect(page.body.contains("<li>Nhà tài trợ Mẫu</li><li>Bạn đồng hành</li>"))
                #expect(!page.body.contains("Người còn giữ chỗ"))
                #expect(page.body.contains("<td>đang giữ chỗ") && page.body.contains("<td>còn trống"))
                #expect(page.body.contains("3/6"))
                // the plan is of the first day; the list tells of all
                #expect(
                    page.body.contains(
                        "<li>Hai ngày đầu <span class=\"act\">10/12/2026 – 11/12/2026</span></li><li>Ngày cuối <span class=\"act\">14/12/2026</span></li>"
                    ))
                #expect(page.body.contains("<li>Chỉ ngày cuối <span class=\"act\">14/12/2026</span></li>"))
                #expect(try await site.get("/fairs/\(fair.id)", "HEAD").status == 200)
                #expect(try await site.get("/fairs/\(fair.id)", "POST").status == 405)
            }
        }
    }

    @Test("a fair that is not announced is as one that there is not, and so is what is no number")
    func unknown() async throws {
        try await TestRegistry.run { test in
            let planned = try await Self.fair(in: test, named: "Hội chợ chưa công bố")
            let cancelled = try await Self.fair(in: test, named: "Hội chợ đã hủy")
            _ = try await test.registry.openFair(cancelled.id, as: test.viewer)
            _ = try await test.registry.cancelFair(cancelled.id, because: "bão", as: test.viewer)
            try await RunningSite.run(test.registry) { site in
                var answers: Set<String> = []
                for id in [
                    "\(planned.id)", "\(cancelled.id)", "999", "0", "-1", "x", "1e3", "99999999999999999999",
                    "%2e",
                ] {
                    let page = try await site.get("/fairs/\(id)")
                    #expect(page.status == 404, "\(id)")
                    answers.insert(page.body.replacing(/<code>[0-9a-f-]{36}<\/code>/, with: ""))
                }
                #expect(answers.count == 1)
            }
        }
    }

    @Test(
        "participants are found by a part of the name without diacritics, or by the booth; the rest is left out"
    )
    func search() async throws {
        try await TestRegistry.run { test in
            let fair = try await Self.fair(in: test, named: "Hội chợ Mẫu")
            _ = try await test.registry.openFair(fair.id, as: test.viewer)
            for (booth, tenant) in [("A01", "Hợp tác xã Chè Mẫu"), ("A02", "Làng nghề Nón Lá")] {
                try await Self.hold(booth, of: fair, for: [.sponsor(tenant)], isConfirmed: true, in: test)
            }
            try await RunningSite.run(test.registry) { site in
                for question in ["che+mau", "Ch%C3%A8", "a01"] {
                    let page = try await site.get("/fairs/\(fair.id)?q=\(question)")
                    #expect(page.body.contains("1 gian có"), "\(question)")
                    #expect(page.body.contains("<li>Hợp tác xã Chè Mẫu</li>"), "\(question)")
                    #expect(!page.body.contains("<li>Làng nghề Nón Lá</li>"), "\(question)")
                }
                let none = try await site.get("/fairs/\(fair.id)?q=%3Cb%3Ekhong")
                #expect(none.body.contains("0 gian có") && !none.body.contains("<b>khong"))
                #expect(try await !site.get("/fairs/\(fair.id)?q=").body.contains("gian có “"))
            }
        }
    }

    @Test("fairs are listed fifty at a time, the latest first")
    func paged() async throws {
        try await TestRegistry.run { test in
            for number in 1...52 {
                let fair = try await Self.fair(in: test, named: "Hội chợ số \(number)")
                _ = try await test.registry.openFair(fair.id, as: test.viewer)
            }
            try await RunningSite.run(test.registry) { site in
                let first = try await site.get("/fairs").body
                #expect(first.split(separator: "<li><a href=\"/fairs/").count == 51)
                let more = try #require(first.firstMatch(of: /href="(\/fairs\?before=[0-9]+)"/)?.1)
                let rest = try await site.get(String(more)).body
                #expect(rest.split(separator: "<li><a href=\"/fairs/").count == 3)
                #expect(!rest.contains("/fairs?before="))
                #expect(try await site.get("/fairs?before=x").status == 200)
            }
        }
    }

    @Test("names are shown as they are written, whatever they are made of")
    func hostile() async throws {
        try await TestRegistry.run { test in
            let fair = try await Self.fair(in: test, named: "Hội chợ <script>alert(1)</script> & \"bạn\"")
            _ = try await test.registry.openFair(fair.id, as: test.viewer)
            try await Self.hold(
                "A01", of: fair, for: [.sponsor("</text></svg><img src=x onerror=alert(1)>")],
                isConfirmed: true, in: test)
            try await RunningSite.run(test.registry) { site in
                let page = try await site.get("/fairs/\(fair.id)")
                #expect(!page.body.contains("<script") && !page.body.contains("<img"))
                #expect(page.body.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;bạn&quot;"))
                #expect(
                    page.body.contains("<li>&lt;/text&gt;&lt;/svg&gt;&lt;img src=x onerror=alert(1)&gt;</li>")
                )
            }
        }
    }
}
