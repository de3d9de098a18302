import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Ceilings of rewards")
struct RewardCeilingTests {
    private func ceilings(_ rows: String) throws -> [Located<RewardCeiling>] {
        let file = "level,territory,amount_vnd,valid_from,valid_to,legal_basis\n" + rows
        return try RecordFile<RewardCeilingColumn>(csv: file).parsed { (row, notation) throws(Refusal) in
            try RewardCeiling.parse(row.fields, notation)
        }
    }

    @Test("those that the law is known to have set come with the program, and none after them")
    func shipped() async throws {
        try await TestRegistry.run { test in
            let known = try await test.registry.rewardCeilings(as: test.viewer)
            #expect(
                known.map { "\($0.level.rawValue) \($0.amount)" } == [
                    "national 10000000", "regional 5000000",
                ])
            #expect(
                known.allSatisfy {
                    $0.validity.contains(Day("2018-05-10")) && !$0.validity.contains(Day("2018-05-11"))
                })
            #expect(known.allSatisfy { $0.legalBasis == "26/2014/TTLT-BTC-BCT" })
        }
    }

    @Test(
        "an office imports its own; again changes nothing, a corrected row takes the place of the first, all or none"
    )
    func own() async throws {
        try await TestRegistry.run { test in
            let row = "provincial,19,3000000,2023-01-01,,12/2022/NQ-HĐND\n"
            func load(_ rows: String, dryRun: Bool = false) async throws -> [Int] {
                let counts = try await test.registry.importRewardCeilings(
                    ceilings(rows), as: test.viewer, dryRun: dryRun)
                return [counts.added, counts.changed, counts.unchanged]
            }
            let tried = try await load(row, dryRun: true)
            #expect(tried == [1, 0, 0])
            #expect(try await load(row) == [1, 0, 0])
            #expect(try await load(row) == [0, 0, 1])
            #expect(try await load(row.replacing("3000000", with: "3500000")) == [0, 1, 0])
            let told = await expectRefusal("reward-territory-unknown") {
                _ = try await load("provincial,20,1,2023-01-01,,x\nprovincial,Q9,1,2023-01-01,,x\n")
            }
            #expect(told.first?.place.row == 3 && told.count == 1)
            await expectRefusal("twice-in-file") { _ = try await load(row + row) }
            await expectRefusal("reward-ceiling-overlap") {
                _ = try await load("provincial,19,1,2024-01-01,,x\n")
            }
            #expect(try await test.registry.rewardCeilings(as: test.viewer).count == 3)
        }
    }

    @Test(
        "statistics put the lowest ceiling of the day of the decision on every award, and tell what is above")
    func inStatistics() async throws {
        try await TestRegistry.run { test in
            _ = try await test.registry.importRewardCeilings(
                ceilings(
                    """
                    district,19,2000000,2023-01-01,2024-01-01,12/2022/NQ-HĐND
                    district,VN,3000000,2023-01-01,,1/2022/TT
                    district,01,1000000,2023-01-01,,Hà Nội
                    district,164,1000000,2024-01-01,,sau
                    """), as: test.viewer)
            let round = try await test.decided(entries: 3, recognised: 2)
            let statistics = try await test.registry.roundStatistics(
                of: .round(round.id), by: .group,
                stated: [StatedFigure(figure: "rewards_vnd", value: try ExactDecimal("5000000"))],
                as: test.viewer)
            let limits = statistics.lines.filter { $0.figure == "rewards_limit_vnd" }
            #expect(limits.map(\.computed) == [4_000_000, 4_000_000])
            #expect(statistics.warnings.count == 1 && statistics.warnings[0].vi.contains("12/2022/NQ-HĐND"))
        }
    }
}
