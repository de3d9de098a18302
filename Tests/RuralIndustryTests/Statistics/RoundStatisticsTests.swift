import RuralIndustry
import Testing

@Suite("Figures of rounds")
struct RoundStatisticsTests {
    private func entry(
        _ group: ProductGroupID, unit: String? = nil, accepted: Bool = true, set: Bool = false,
        eligible: Bool? = nil, recognised: Bool? = nil, award: CountedEntry.Award? = nil
    ) -> CountedEntry {
        CountedEntry(
            level: .provincial, group: group,
            unit: unit.map { CountedEntry.Unit(code: $0, name: "Xã \($0)") },
            isAccepted: accepted, isSet: set, isEligible: eligible, isRecognised: recognised, award: award)
    }

    private func figures(_ statistics: RoundStatistics, _ key: String = "total") -> [String: Int?] {
        Dictionary(
            uniqueKeysWithValues: statistics.lines.filter { $0.key == key }.map { ($0.figure, $0.computed) })
    }

    @Test("entries, sets and awards are counted apart, and entries joined into one set are one award")
    func counted() {
        let joined = CountedEntry.Award(id: 1, isSet: true, isNominated: true)
        let statistics = RoundStatistics(
            of: [
                entry(.food, eligible: true, recognised: true, award: joined),
                entry(.food, eligible: true, recognised: true, award: joined),
                entry(
                    .food, set: true, eligible: true, recognised: true,
                    award: .init(id: 2, isSet: false, isNominated: false)),
                entry(.handicraft, eligible: false, recognised: false), entry(.other, accepted: false),
            ], by: .group)
        let total = figures(statistics)
        for (figure, count) in [
            "entered": 5, "entered_sets": 1, "accepted": 4, "eligible": 3, "recognised": 2,
            "recognised_products": 1,
            "recognised_sets": 1, "nominated": 1,
        ] {
            #expect(total[figure] == count, "\(figure)")
        }
        #expect(total["rewards_vnd"] == .some(nil), "nothing recorded is not zero")
        #expect(figures(statistics, "handicraft")["recognised"] == 0)
        // an entry that was turned away has no result and no decision: unknown, not zero
        #expect(figures(statistics, "other")["recognised"] == .some(nil))
        var keys: [String] = []
        for line in statistics.lines where keys.last != line.key { keys.append(line.key) }
        #expect(keys == ["food", "handicraft", "other", "total"])
    }

    @Test("in any division the rows add up to the total", arguments: [StatisticsKey.group, .unit, .level])
    func addsUp(key: StatisticsKey) {
        var entries: [CountedEntry] = []
        for number in 0..<60 {
            let isRecognised = number % 3 == 0
            entries.append(
                entry(
                    [.food, .handicraft, .other][number % 3], unit: number % 7 == 0 ? nil : "0\(number % 5)",
                    set: number % 11 == 0, eligible: number % 2 == 0, recognised: isRecognised,
                    award: isRecognised
                        ? .init(id: Int64(number), isSet: number % 2 == 0, isNominated: number % 9 == 0) : nil
                ))
        }
        let statistics = RoundStatistics(of: entries, by: key)
        for figure in StatisticsFigure.allCases where figure != .rewards {
            let lines = statistics.lines.filter { $0.figure == figure.rawValue }
            let rows = lines.filter { $0.key != "total" }.compactMap(\.computed).reduce(0, +)
            #expect(rows == lines.last?.computed, "\(figure)")
        }
    }

    @Test("a stated figure stands beside the computed one; a stated share is kept and nothing is made of it")
    func stated() throws {
        let statistics = RoundStatistics(
            of: [entry(.food, eligible: true), entry(.food, eligible: true)], by: nil,
            stated: [
                StatedFigure(figure: "entered", value: try ExactDecimal("3"), source: "Báo cáo 12/BC-SCT"),
                StatedFigure(figure: "eligible_share", value: try ExactDecimal("49.5")),
                StatedFigure(key: "food", figure: "entered", value: try ExactDecimal("2")),
                StatedFigure(figure: "rewards_vnd", value: try ExactDecimal("260000000")),
            ])
        func line(_ key: String, _ figure: String) -> RoundStatistics.Line? {
            statistics.lines.first { $0.key == key && $0.figure == figure }
        }
        #expect(line("total", "entered")?.difference == "-1")
        #expect(line("total", "entered")?.stated?.source == "Báo cáo 12/BC-SCT")
        #expect(line("total", "eligible_share")?.computed == .some(nil))
        #expect(line("total", "eligible_share")?.stated?.value.description == "49.5")
        #expect(line("total", "eligible_share")?.difference == nil)
        #expect(line("food", "entered")?.computed == nil && line("food", "entered")?.stated != nil)
        #expect(line("total", "rewards_vnd")?.difference == nil)
        #expect(line("total", "eligible")?.difference == nil)
    }

    @Test("a row of stated figures is of the total unless it names its key")
    func rows() throws {
        let plain = try StatedFigure(Fields<StatedColumn>(texts: [nil, "recognised", "30", nil]))
        #expect(plain.key == "total" && plain.value.description == "30")
        let vietnamese = try StatedFigure(
            Fields<StatedColumn>(texts: ["food", "share", "49,5", "x"]), .vietnamese)
        #expect(vietnamese.value.description == "49.5")
        #expect(
            Judging.codes { _ = try StatedFigure(Fields<StatedColumn>(texts: [nil, "", "gần 30", nil])) }
                == ["value-missing", "number-unreadable"])
    }
}
