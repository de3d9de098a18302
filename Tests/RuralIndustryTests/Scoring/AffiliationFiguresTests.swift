import RuralIndustry
import Testing

@Suite("Affiliation figures")
struct AffiliationFiguresTests {
    private func mark(_ entry: String, _ judge: String, _ value: String, same: Bool?) throws -> Mark {
        Mark(
            entry: entry, judge: judge, criterion: "a", content: .value(try ExactDecimal(value)),
            isSameAffiliation: same)
    }

    @Test("a mark deviates from the mean of its entry and criterion, averaged by affiliation")
    func deviations() throws {
        // Mean 7: deviations +2 (same), -1, -1; mean 5: +1 (same), -1.
        let marks = try [
            mark("001", "J1", "9", same: true), mark("001", "J2", "6", same: false),
            mark("001", "J3", "6", same: false),
            mark("002", "J1", "6", same: true), mark("002", "J2", "4", same: false),
        ]
        let figures = try AffiliationFigures(of: marks, rules: Judging.rules())
        #expect(figures.same.marks == 2)
        #expect(figures.same.meanDeviationText == "1.500")
        #expect(figures.other.marks == 3)
        #expect(figures.other.meanDeviationText == "-1.000")
    }

    @Test("means are exact and printed to three decimals")
    func exact() throws {
        let marks = try [
            mark("001", "J1", "1", same: true), mark("001", "J2", "0", same: false),
            mark("001", "J3", "0", same: false),
        ]
        let figures = try AffiliationFigures(of: marks, rules: Judging.rules())
        #expect(figures.same.meanDeviation?.description == "2/3")
        #expect(figures.same.meanDeviationText == "0.667")
        #expect(figures.other.meanDeviationText == "-0.333")
    }

    @Test("marks of unknown affiliation take part in the means only, absences in nothing")
    func unknown() throws {
        let absent = Mark(
            entry: "001", judge: "J9", criterion: "a", content: .none(.absent), isSameAffiliation: true)
        let marks = try [mark("001", "J1", "3", same: true), mark("001", "J2", "1", same: nil), absent]
        let figures = try AffiliationFigures(of: marks, rules: Judging.rules())
        #expect(figures.same.marks == 1)
        #expect(figures.same.meanDeviationText == "1.000")
        #expect(figures.other.marks == 0)
        #expect(figures.other.meanDeviation == nil)
    }

    @Test("affiliations are the same, different, or not known")
    func same() {
        #expect(AffiliationFigures.isSame(judge: "FRA", entry: "FRA") == true)
        #expect(AffiliationFigures.isSame(judge: "FRA", entry: "JPN") == false)
        #expect(AffiliationFigures.isSame(judge: "", entry: "JPN") == nil)
    }

    @Test(
        "of a province's round and below communes are compared, above it provinces",
        arguments: [
            // commune and province of the judge; of the entrant; below the region; above the province
            ((1, 10), (1, 10), true, true), ((1, 10), (2, 10), false, true), ((1, 10), (2, 20), false, false),
            // a judge of whom the province alone is known
            ((nil, 10), (1, 10), nil, true), ((nil, 20), (1, 10), false, false),
            ((1, 10), (nil, 10), nil, true), ((1, nil), (2, nil), false, nil),
            ((nil, nil), (1, 10), nil, nil),
        ] as [((Int64?, Int64?), (Int64?, Int64?), Bool?, Bool?)])
    func places(judge: (Int64?, Int64?), entrant: (Int64?, Int64?), below: Bool?, above: Bool?) {
        let judge = HomePlace(commune: judge.0, province: judge.1)
        let entrant = HomePlace(commune: entrant.0, province: entrant.1)
        for level in SelectionLevel.allCases {
            let isHigh = level == .regional || level == .national
            #expect(
                AffiliationFigures.isSame(judge: judge, entrant: entrant, at: level)
                    == (isHigh ? above : below),
                "\(level.rawValue)")
            #expect(AffiliationFigures.isSame(judge: nil, entrant: entrant, at: level) == nil)
            #expect(AffiliationFigures.isSame(judge: judge, entrant: nil, at: level) == nil)
        }
    }
}
