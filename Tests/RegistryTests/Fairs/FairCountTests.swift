import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Counts of fairs")
struct FairCountTests {
    @Test("booths, establishments and participations are counted each by itself, and only what is confirmed")
    func counting() async throws {
        try await TestRegistry.run { test in
            try await test.fundingRules()
            let one = try await test.establishment(name: "Hợp tác xã Chè")
            let two = try await test.establishment(name: "Cơ sở Miến")
            let (spring, autumn) = (try await test.openFair(), try await test.openFair())
            func confirm(_ held: [BoothAllocationRecord]) async throws {
                let first = try #require(held.first)
                _ = try await test.registry.confirmBooths(first.id, as: test.viewer, today: test.today)
            }
            // one establishment in two booths, two who share one of them elsewhere, one booth without any, one only held
            try await confirm(try await test.hold("A01", "A02", at: spring, for: [.establishment(one.id)]))
            try await confirm(
                try await test.hold("A01", at: autumn, for: [.establishment(one.id), .establishment(two.id)]))
            try await confirm(try await test.hold("A03", at: spring, funds: .national))
            try await test.hold("A04", at: spring, for: [.establishment(two.id)])
            func counts(_ scope: FairCountScope = FairCountScope(), by key: FairCountKey? = nil) async throws
                -> [FairCount]
            {
                try await test.registry.fairCounts(of: scope, by: key, on: test.today, as: test.viewer)
            }
            let all = try #require(try await counts().first)
            #expect([all.fairs, all.booths, all.establishments, all.participations] == [2, 4, 2, 3])
            #expect(all.standardBooths == "4" && all.provinces == 0 && all.key == nil)
            let byFair = try await counts(by: .fair)
            #expect(byFair.map(\.key) == [String(spring.id), String(autumn.id)])
            #expect(byFair.map(\.booths) == [3, 1] && byFair.map(\.participations) == [1, 2])
            let byFunds = try await counts(by: .funds)
            #expect(byFunds.map(\.key) == ["national", nil] && byFunds.map(\.booths) == [1, 3])
            #expect(byFunds.map(\.establishments) == [0, 2])
            #expect(try await counts(FairCountScope(fair: autumn.id)).map(\.booths) == [1])
            #expect(try await counts(FairCountScope(to: Day("2026-12-09"))).isEmpty)
            await expectRefusal("unknown-fair") { _ = try await counts(FairCountScope(fair: 99)) }
            // merged records are one establishment, and the fairs' booths stay as they are
            _ = try await test.registry.mergeEstablishment(
                two.id, into: one.id, on: test.today, because: "Đăng ký hai lần", today: test.today,
                as: test.viewer)
            let merged = try #require(try await counts().first)
            #expect([merged.booths, merged.establishments, merged.participations] == [4, 1, 2])
        }
    }

    @Test(
        "a province counts with what became it, and one code of two, one after the other, is told apart by the day"
    )
    func provinces() async throws {
        try await TestRegistry.run { test in
            // Thái Nguyên had the code 19 before Bắc Kạn (06) joined it on 2025-07-01, and has it since
            func give(_ provinces: [String], at first: Day, on day: Day) async throws {
                let fair = try await test.registry.createFair(
                    NewFair(
                        name: "Hội chợ \(first.iso)", level: .national, organiserCode: "VN", venue: "Mẫu",
                        first: first, last: first), as: test.viewer)
                let grid = try BoothGrid(
                    rows: 1, boothsPerRow: 4, boothWidth: fair.boothWidth, boothDepth: fair.boothDepth,
                    aisle: try Length("3"))
                _ = try await test.registry.importBooths(
                    try grid.plan().booths.map { Located($0) }, fair: fair.id, from: .grid, as: test.viewer,
                    today: day)
                _ = try await test.registry.openFair(fair.id, as: test.viewer)
                for (place, province) in provinces.enumerated() {
                    let held = try await test.hold(
                        "A0\(place + 1)", at: fair, until: day, province: province, on: day)
                    _ = try await test.registry.confirmBooths(
                        try #require(held.first).id, as: test.viewer, today: day)
                }
            }
            try await give(["19", "06", "06"], at: Day("2024-12-10"), on: Day("2024-11-20"))
            try await give(["19"], at: Day("2026-12-10"), on: test.today)
            func counts(_ scope: FairCountScope = FairCountScope(), on day: Day) async throws -> [[String?]] {
                try await test.registry.fairCounts(of: scope, by: .province, on: day, as: test.viewer)
                    .map { [$0.key, String($0.booths)] }
            }
            #expect(try await counts(on: test.today) == [["19", "4"]])
            #expect(
                try await counts(on: Day("2024-12-31")) == [
                    ["06", "2"], ["19", "1"], ["not-attributable", "1"],
                ])
            let then = FairCountScope(province: "06")
            #expect(try await counts(then, on: Day("2024-12-31")) == [["06", "2"]])
            let whole = try await test.registry.fairCounts(
                of: FairCountScope(province: "19"), on: test.today, as: test.viewer)
            #expect(whole.map(\.booths) == [4] && whole.map(\.provinces) == [1])
        }
    }

    @Test(
        "a booth of another size is more than one standard booth; one that is given day by day is one booth")
    func sizes() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair(isOpen: false)
            try await test.importBooths(
                "code,x_m,y_m,width_m,depth_m\nA01,0,0,3,3\nA02,3,0,4,3\n", at: fair)
            _ = try await test.registry.openFair(fair.id, as: test.viewer)
            for days in [
                try FairDays(first: Day("2026-12-10"), last: Day("2026-12-11")),
                try FairDays(first: Day("2026-12-12"), last: Day("2026-12-14")),
            ] {
                let held = try await test.hold("A02", at: fair, days: days)
                _ = try await test.registry.confirmBooths(
                    try #require(held.first).id, as: test.viewer, today: test.today)
            }
            let count = try #require(
                try await test.registry.fairCounts(on: test.today, as: test.viewer).first)
            #expect(count.booths == 1 && count.standardBooths == "1.33")
        }
    }
}
