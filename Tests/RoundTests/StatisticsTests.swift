import Postgres
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

    @Test("by unit an entrant counts where it was on the round's day, wherever it moved since or was before")
    func moved() async throws {
        try await TestRegistry.run { test in
            let script = RoundScript()
            let maker = try await test.establishment(commune: "05503", on: script.heldOn)
            let round = try await test.closed(
                script, totals: [90], products: [try await test.product(of: maker)])
            func units() async throws -> [String] {
                try await test.registry.roundStatistics(
                    of: .round(round.id), by: .unit, unitLevel: .commune, as: test.viewer
                ).lines.filter { $0.figure == StatisticsFigure.entered.rawValue && $0.computed == 1 }.map(
                    \.key)
            }
            func move(to commune: String) async throws {
                var changes = Fields<EstablishmentColumn>()
                changes[.communeCode] = commune
                _ = try await test.registry.editEstablishment(
                    maker.id, changes: changes, because: "Chuyển địa điểm", on: script.heldOn,
                    today: test.today,
                    as: test.viewer)
            }
            /// As if a version had been recorded on a day.
            func record(_ version: Int, on day: String) async throws {
                try await test.tamper { session in
                    try session.execute(
                        """
                        UPDATE audit_event SET recorded_at = \(day)::text::timestamptz WHERE audit_id = (
                          SELECT audit_id FROM establishment_version WHERE establishment_id = \(maker.id) AND version = \(version))
                        """)
                }
            }
            let before = try await units()
            #expect(before.contains("05503"))
            try await move(to: "05779")
            #expect(try await units() == before, "recorded after the round both times")
            try await record(1, on: "2023-01-10")
            #expect(try await units() == before, "moved after the round")
            // in Vietnam this is the morning of the round's day
            try await record(2, on: "2023-05-14T18:00:00Z")
            #expect(try await units().contains("05779"), "moved before the round")
            try await move(to: "05491")
            #expect(try await units().contains("05779"), "and once more after it")
            try await record(2, on: "2023-05-15T18:00:00Z")
            #expect(try await units() == before)
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
