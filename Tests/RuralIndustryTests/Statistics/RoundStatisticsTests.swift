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
                        ? .init(
                            id: Int64(number), isSet: number % 2 == 0, isNominated: number % 9 == 0,
                            ceiling: Self.ceiling(Int64(1 + number) * 100_000)) : nil
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

    /// That of 26/2014/TTLT-BTC-BCT in its days.
    private static func ceiling(_ amount: Int64) -> RewardCeiling? {
        guard let first = Day(year: 2014, month: 4, day: 8), let end = Day(year: 2018, month: 5, day: 11),
            let validity = Validity(from: first, to: end)
        else { return nil }
        return RewardCeiling(
            level: .regional, territory: "VN", amount: amount, validity: validity,
            legalBasis: "26/2014/TTLT-BTC-BCT")
    }

    @Test(
        "rewards stated above what the ceilings allow are told with the act; where one is not known nothing is said"
    )
    func rewards() throws {
        func statistics(_ stated: String, _ ceilings: [Int64?]) throws -> RoundStatistics {
            RoundStatistics(
                of: ceilings.enumerated().map { number, amount in
                    entry(
                        .food, eligible: true, recognised: true,
                        award: .init(
                            // the first two entries are one set
                            id: Int64(max(number, 1)), isSet: false, isNominated: false,
                            ceiling: amount.flatMap(Self.ceiling)))
                }, by: nil, stated: [StatedFigure(figure: "rewards_vnd", value: try ExactDecimal(stated))])
        }
        let three: [Int64?] = [5_000_000, 5_000_000, 5_000_000]
        let low = try statistics("1", three)
        #expect(figures(low)["rewards_limit_vnd"] == 10_000_000)
        #expect(try statistics("10000000", three).warnings.isEmpty)
        let told = try statistics("10000001", three).warnings
        #expect(
            told.count == 1 && told[0].en.contains("26/2014/TTLT-BTC-BCT")
                && told[0].vi.contains("10000000 đồng"))
        let unknown = try statistics("99000000", [5_000_000, 5_000_000, nil])
        #expect(unknown.warnings.isEmpty && figures(unknown)["rewards_limit_vnd"] == .some(nil))
    }

    @Test("a ceiling is read with its days and its act, and not without")
    func ceilings() throws {
        func parse(_ texts: [String?]) throws(Refusal) -> RewardCeiling {
            try RewardCeiling.parse(Fields<RewardCeilingColumn>(texts: texts))
        }
        let read = try parse([
            "regional", "VN", "5000000", "2014-04-08", "2018-05-11", "26/2014/TTLT-BTC-BCT",
        ])
        #expect(read == Self.ceiling(5_000_000))
        for (texts, codes) in [
            (["", "VN", "5", "2014-04-08", nil, "x"], ["value-missing"]),
            (["regional", "VN", "5.000.000", "2014-04-08", nil, "x"], ["reward-amount"]),
            (["regional", "VN", "0", "2014-04-08", nil, "x"], ["reward-amount"]),
            (["regional", "VN", "5", "2018-05-11", "2014-04-08", "x"], ["validity-empty"]),
            (["regional", "VN", "5", nil, nil, "x"], ["value-missing"]),
            (["xã", "VN", "5", "2014-04-08", nil, ""], ["reward-level-unknown", "value-missing"]),
        ] as [([String?], [String])] {
            #expect(Judging.codes { _ = try parse(texts) } == codes, "\(texts)")
        }
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
