import RuralIndustry
import Testing

@Suite("Figures of awards")
struct AwardFiguresTests {
    private static let figures = AwardFigures([
        .init(year: 2021, level: .provincial, group: .food, province: "19", awards: 3),
        .init(year: 2021, level: .national, group: .food, province: "19", awards: 1),
        .init(year: 2024, level: .provincial, group: nil, province: nil, awards: 5),
    ])

    @Test("a choice leaves what is like it, and no choice leaves all")
    func choice() {
        #expect(Self.figures.matching(.init()) == Self.figures)
        #expect(Self.figures.matching(.init(year: 2021)).total == 4)
        #expect(Self.figures.matching(.init(year: 2021, level: .national)).total == 1)
        #expect(Self.figures.matching(.init(group: .food, province: "19")).total == 4)
        #expect(Self.figures.matching(.init(year: 1999)).total == 0)
    }

    @Test("sums over a part of the four add up to the total, and what is not on record is a key of its own")
    func sums() {
        let figures = Self.figures
        #expect(figures.counts(by: \.year) == [2021: 4, 2024: 5])
        #expect(figures.counts(by: \.province) == ["19": 4, nil: 5])
        #expect(figures.counts(by: \.level).values.reduce(0, +) == figures.total)
        #expect(figures.counts(by: \.group).values.reduce(0, +) == figures.total)
    }

    @Test("years run from the first to the last, those without awards between them too")
    func years() {
        #expect(Self.figures.years == 2021...2024)
        #expect(AwardFigures([]).years == nil)
    }
}
