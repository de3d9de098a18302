import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Statistics of rounds")
struct StatisticsTests {
    private func figure(_ statistics: RoundStatistics, _ figure: StatisticsFigure, _ key: String = "total")
        -> Int??
    {
        statistics.lines.first { $0.key == key && $0.figure == figure.rawValue }.map(\.computed)
    }

    @Test("a round is counted as its result stands: corrected, decided, with sets and nominations")
    func round() async throws {
        try await TestRegistry.run { test in
            let script = RoundScript()
            let maker = try await test.establishment(commune: script.commune, on: script.heldOn)
            var products: [ProductRecord] = []
            for number in 0..<5 {
                products.append(
                    try await test.product(
                        of: maker, name: "Sản phẩm \(number)", group: number < 4 ? .food : .handicraft))
            }
            let round = try await test.closed(script, totals: [90, 85, 80, 71, 60], products: products)
            func count(_ key: StatisticsKey? = nil) async throws -> RoundStatistics {
                try await test.registry.roundStatistics(of: .round(round.id), by: key, as: test.viewer)
            }
            let closed = try await count()
            #expect(figure(closed, .eligible) == 4 && figure(closed, .recognised) == .some(nil))
            _ = try await test.registry.correctRound(
                round.id,
                act: CorrectionAct(number: "1/QĐ", correctedOn: Day("2023-06-01"), because: "Cộng sai"),
                corrections: [
                    MarkCorrection(
                        .replace, entry: round.codes[3], judge: "J1", criterion: "economy",
                        content: .value(try ExactDecimal("29")))
                ], as: test.viewer, today: test.today)
            #expect(figure(try await count(), .eligible) == 3)
            try await round.decide([
                DecisionRow(
                    entry: round.codes[0], isRecognised: true, setName: "Bộ mẫu",
                    setKind: ProductSetKind.allCases[0]),
                DecisionRow(
                    entry: round.codes[1], isRecognised: true, setName: "Bộ mẫu",
                    setKind: ProductSetKind.allCases[0]),
                DecisionRow(entry: round.codes[2], isRecognised: true),
                DecisionRow(entry: round.codes[3], isRecognised: false),
                DecisionRow(entry: round.codes[4], isRecognised: false),
            ])
            try await round.issue()
            let number = try #require(try await round.certificates().first?.number)
            _ = try await test.registry.nominate(
                certificates: [number], to: .provincial, number: "9/CV", on: Day("2023-08-01"),
                as: test.viewer)
            let decided = try await count(.group)
            #expect(figure(decided, .recognised) == 2 && figure(decided, .recognisedSets) == 1)
            #expect(figure(decided, .recognisedProducts) == 1 && figure(decided, .nominated) == 1)
            #expect(
                figure(decided, .entered, "handicraft") == 1
                    && figure(decided, .recognised, "handicraft") == 0)
            #expect(decided.lines.first { $0.key == "food" }?.name.vi.isEmpty == false)
            let units = try await test.registry.roundStatistics(
                of: .round(round.id), by: .unit, unitLevel: .district, as: test.viewer)
            #expect(figure(units, .entered, "164") == 5)
        }
    }

    @Test(
        "a year is counted by level and territory, cancelled rounds left out, other territories neither found nor counted"
    )
    func year() async throws {
        try await TestRegistry.run { test in
            let city = try await test.closed(totals: [80, 60])
            let province = try await test.closed(.provincial, totals: [90])
            let gone = try await test.closed(RoundScript(name: "Bị hủy"), totals: [90])
            _ = try await test.registry.cancelRound(
                gone.id, act: "1/QĐ", on: Day("2023-06-01"), because: "thử", as: test.viewer)
            func entered(
                level: SelectionLevel? = nil, territory: String? = nil, as viewer: Viewer? = nil
            ) async throws -> Int?? {
                figure(
                    try await test.registry.roundStatistics(
                        of: .year(2023, level: level, territory: territory), by: .level,
                        as: viewer ?? test.viewer),
                    .entered)
            }
            #expect(try await entered() == 3)
            #expect(try await entered(level: .district) == 2)
            #expect(try await entered(territory: "19") == 3)
            #expect(try await entered(territory: "164") == 2)
            #expect(try await entered(territory: "north") == 3)
            #expect(try await entered(territory: "01") == 0)
            try await test.account("thuky")
            try await test.grant(.councilSecretary, in: "round:\(province.id)", to: "thuky")
            let secretary = try await test.viewer("thuky")
            #expect(try await entered(as: secretary) == 1)
            await expectRefusal("outside-territory") {
                _ = try await test.registry.roundStatistics(of: .round(city.id), as: secretary)
            }
        }
    }
}
