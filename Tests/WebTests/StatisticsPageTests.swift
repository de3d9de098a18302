import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("The page of figures")
struct StatisticsPageTests {
    @Test("counts what is published by year, level, group and province, and what is chosen alone")
    func page() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(
                in: test, ["Chè tôm nõn Mẫu", "Mật ong Mẫu"], published: false)
            try await RunningSite.run(test.registry) { site in
                let before = try await site.get("/statistics")
                #expect(before.status == 200 && before.body.contains("Chưa có lần công nhận nào như vậy"))
                #expect(!before.body.contains("Chè tôm nõn"))
                _ = try await test.registry.publishRound(held.round, as: test.viewer)

                let page = try await site.get("/statistics")
                #expect(page.headers["cache-control"] == "public, max-age=60")
                for text in [
                    "<dd>2</dd>", "2023", "Cấp tỉnh", "Chế biến nông", "Thái Nguyên <strong>2</strong>",
                    "Hà Nội <strong>0</strong>", "role=\"img\"", "<title id=\"by-year\">",
                ] {
                    #expect(page.body.contains(text), "\(text)")
                }
                #expect(page.body.contains("aria-labelledby=\"by-year by-year-what\""))
                let tag = try #require(page.headers["etag"])
                #expect(try await site.get("/statistics", ifNoneMatch: tag).status == 304)

                let other = try await site.get("/statistics?year=2020&level=&group=&province=")
                #expect(other.status == 200 && other.body.contains("Chưa có lần công nhận nào như vậy"))
                let chosen = try await site.get("/statistics?year=2023&level=provincial&province=19")
                #expect(chosen.body.contains("<option value=\"19\" selected>Thái Nguyên</option>"))
                #expect(
                    chosen.body.contains("<dd>2</dd>") && !chosen.body.contains("Kỳ bình chọn đã công bố"))
            }
        }
    }

    @Test("what cannot be read is told at its field and above it, and becomes no mark-up")
    func badInput() async throws {
        try await TestRegistry.run { test in
            try await RunningSite.run(test.registry) { site in
                let page = try await site.get(
                    "/statistics?year=%3Cb%3E&level=x&group=%3Cscript%3E&province=%22%3E1")
                #expect(page.status == 200)
                for field in ["year", "level", "group", "province"] {
                    #expect(page.body.contains("<a href=\"#\(field)\">"), "\(field)")
                    #expect(page.body.contains("id=\"\(field)-error\""), "\(field)")
                }
                #expect(!page.body.contains("<script>") && !page.body.contains("<b>"))
                #expect(try await site.get("/statistics", "POST").status == 405)
            }
        }
    }

    @Test("every province of these years has a place of its own on the map")
    func tiles() async throws {
        #expect(Set(ProvinceTile.ofCode.values).count == ProvinceTile.ofCode.count)
        try await TestRegistry.run { test in
            for day in [Day("2025-07-01"), Day("2026-11-20")] {
                let provinces = try await test.registry.publicStatistics(on: day, as: .anybody).provinces
                #expect(Set(provinces.map(\.code)) == Set(ProvinceTile.ofCode.keys))
            }
        }
        for tile in ProvinceTile.ofCode.values {
            for name in tile.classes.split(separator: " ") { #expect(StyleSheet.text.contains(".\(name) {")) }
        }
    }

    @Test("an axis ends at or above the largest number, in at most five steps of 1, 2 or 5")
    func scale() {
        for largest in [0, 1, 4, 5, 6, 10, 11, 99, 100, 101, 12_345, 1_000_000] {
            let scale = Scale(upTo: largest)
            #expect(scale.top >= max(1, largest) && scale.top - scale.step < max(1, largest), "\(largest)")
            #expect((2...6).contains(scale.ticks.count) && scale.ticks.first == 0, "\(largest)")
            let leading = String(scale.step).first
            #expect(leading == "1" || leading == "2" || leading == "5")
        }
    }

    @Test("a colour stands for every count from one to the most, in order")
    func shades() {
        for largest in [0, 1, 3, 4, 5, 17, 1000] {
            let shades = Shades(upTo: largest)
            let styles = (0...largest).map(shades.style)
            #expect(styles == styles.sorted() && styles[0] == "shade-0")
            #expect(styles.dropFirst().allSatisfy { $0 >= "shade-1" && $0 <= "shade-4" })
            #expect(shades.legend.count == 5)
        }
    }

    @Test("a chart of many years writes only as many of them as there is room for, the last among them")
    func crowded() {
        let title = Bilingual(vi: "t", en: "t")
        for count in [1, 2, 10, 11, 40, 200] {
            let years = (2026 - count + 1)...2026
            let chart = Chart(
                id: "a", title: title, summary: "", years: years, counts: [2026: 3])
            #expect(chart.marks.last?.text == "2026")
            #expect(chart.marks.count <= 11 && chart.bars.count == count)
        }
    }
}
