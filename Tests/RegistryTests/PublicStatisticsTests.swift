import Postgres
import RuralIndustry
import TestSupport
import Testing

@testable import Registry

@Suite("Figures that everybody may have")
struct PublicStatisticsTests {
    private static let day = Day("2026-11-20")

    /// Awards of earlier years given by units, without establishments.
    private func give(
        _ test: TestRegistry, _ issuers: [(level: SelectionLevel, code: String, day: Day)]
    ) async throws {
        let rows = issuers.enumerated().map { number, issuer in
            "Sản phẩm \(number),Cơ sở \(number),\(issuer.level.rawValue),\(issuer.day.year),\(issuer.code),\(number)/\(issuer.day.year)/QĐ,\(issuer.day.iso),\(issuer.day.iso),\(issuer.day.year + 3)-12-31"
        }
        try await test.importAwards(
            "product_name,establishment_name,level,year,issuer_code,decision_number,decision_date,issue_date,valid_to\n"
                + rows.joined(separator: "\n") + "\n")
    }

    @Test("awards count by province exactly as `award count` has it, and those of no province are told apart")
    func likeAwardCount() async throws {
        try await TestRegistry.run { test in
            let (before, after) = (Day("2024-06-30"), Day("2026-01-01"))
            try await give(
                test,
                [
                    (.district, "164", before), (.provincial, "06", before), (.provincial, "19", after),
                    (.provincial, "01", after), (.regional, "south", before),
                ])
            for day in [Self.day, Day("2024-12-31")] {
                let figures = try await test.registry.publicStatistics(on: day, as: .anybody).figures
                let counted = try await test.registry.awardCounts(by: .province, on: day, as: test.viewer)
                var expected: [String?: Int] = [:]
                for count in counted {
                    expected[count.answer == .home ? count.code : nil, default: 0] += count.awards
                }
                #expect(figures.counts(by: \.province) == expected, "\(day)")
                #expect(figures.total == 5)
            }
            let statistics = try await test.registry.publicStatistics(on: Self.day, as: .anybody)
            #expect(statistics.provinces.count == 34)
            #expect(
                statistics.provinces.contains(PublicStatistics.Province(code: "19", name: "Thái Nguyên")))
            #expect(statistics.figures.counts(by: \.year) == [2024: 3, 2026: 2])
        }
    }

    @Test("what is recorded shows at the next look, although figures are kept")
    func kept() async throws {
        try await TestRegistry.run { test in
            let empty = try await test.registry.publicStatistics(on: Self.day, as: .anybody)
            #expect(empty.figures.total == 0 && empty.products == 0)
            try await give(test, [(.provincial, "19", Day("2024-06-30"))])
            let one = try await test.registry.publicStatistics(on: Self.day, as: .anybody)
            #expect(one.figures.total == 1)
            #expect(try await test.registry.publicStatistics(on: Self.day, as: .anybody) == one)
        }
    }

    @Test("the cache counts once for all who ask meanwhile, anew for another state, and keeps no failure")
    func cache() async throws {
        let cache = StatisticsCache()
        let counter = Counter()
        func value(_ state: String, fails: Bool = false) async throws -> PublicStatistics {
            try await cache.value(for: .init(day: Self.day, state: state)) {
                await counter.add()
                if fails { throw CancellationError() }
                try await Task.sleep(for: .milliseconds(50))
                return PublicStatistics(
                    day: Self.day, figures: AwardFigures([]), provinces: [], products: 0, establishments: 0,
                    rounds: 0)
            }
        }
        await #expect(throws: CancellationError.self) { _ = try await value("1", fails: true) }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for _ in 1...20 { tasks.addTask { _ = try await value("1") } }
            try await tasks.waitForAll()
        }
        #expect(await counter.count == 2)
        _ = try await value("2")
        #expect(await counter.count == 3)
    }
}

private actor Counter {
    private(set) var count = 0

    func add() { count += 1 }
}
