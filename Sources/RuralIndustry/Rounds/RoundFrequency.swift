/// How often rounds are usually held. Guidance and never a refusal: the rounds of Quảng Nam in 2023 and 2024 were lawful, and
/// the competent authority may decide otherwise.
public struct RoundFrequency: Hashable, Sendable {
    public let level: SelectionLevel
    /// A round of the same organiser is expected so many years after the last.
    public let everyYears: Int
    /// The level whose rounds were held in the year before; nil: none is expected.
    public let yearAfter: SelectionLevel?
    /// The years in which rounds are usually held; nil: in any.
    public let years: Years?

    public enum Years: Hashable, Sendable {
        case odd, even

        func contains(_ year: Int) -> Bool { year.isMultiple(of: 2) == (self == .even) }
    }

    /// What the nation's circulars say where a layer of rules says nothing, in the order of their days.
    private struct Custom {
        let from: Day?
        let everyYears: Int
        let years: @Sendable (SelectionLevel) -> Years?
        let yearAfter: @Sendable (SelectionLevel) -> SelectionLevel?
    }

    private static let customs = [
        // TT 26/2014/TT-BCT: districts and provinces usually in odd years, regions and the nation usually in even ones
        Custom(
            from: nil, everyYears: 2,
            years: { level in
                switch level {
                case .district, .provincial: .odd
                case .regional, .national: .even
                case .commune: nil
                }
            }, yearAfter: { _ in nil }),
        // TT 14/2018/TT-BCT: every two years at all levels, the nation's in the year after the regions'
        Custom(
            from: Day(year: 2018, month: 8, day: 16), everyYears: 2, years: { _ in nil },
            yearAfter: { $0 == .national ? .regional : nil }),
    ]

    /// A round that was held or is under way.
    public struct Held: Hashable, Sendable {
        public let id: String
        public let name: String
        public let level: SelectionLevel
        public let year: Int

        public init(id: String, name: String, level: SelectionLevel, year: Int) {
            self.id = id
            self.name = name
            self.level = level
            self.year = year
        }
    }

    /// As the rules say, or, where they say nothing, as the circular in force on the round's day does. Rules with an interval
    /// or a turn of their own are bound to neither odd nor even years.
    public init(_ rule: LevelRule, on day: Day) {
        let custom = Self.customs.last { $0.from.map { $0 <= day } ?? true }
        level = rule.level
        everyYears = rule.everyYears ?? custom?.everyYears ?? 2
        yearAfter = rule.yearAfter ?? custom?.yearAfter(rule.level)
        years = rule.everyYears == nil && rule.yearAfter == nil ? custom?.years(rule.level) : nil
    }

    /// What a new round of a year departs from, naming the round.
    ///
    /// - Parameter held: those of the organiser at the level, and those of the level before it.
    public func warnings(forYear year: Int, held: [Held]) -> [Violation] {
        let near = held.filter { $0.level == level && abs($0.year - year) < everyYears }
        return near.sorted { ($0.year, $0.id) < ($1.year, $1.id) }.map(tooSoon) + outOfTurn(year, held)
            + unusual(year)
    }

    private func unusual(_ year: Int) -> [Violation] {
        guard let years, !years.contains(year) else { return [] }
        let (vi, en) = years == .odd ? ("năm lẻ", "odd") : ("năm chẵn", "even")
        return [
            Violation(
                "round-unusual-year",
                vi: "bình chọn \(level.name.vi) thường tổ chức vào \(vi), không phải năm \(year)",
                en: "rounds at \(level.name.en) are usually held in \(en) years, not in \(year)")
        ]
    }

    private func tooSoon(_ round: Held) -> Violation {
        Violation(
            "round-frequency",
            vi:
                "thường \(everyYears) năm tổ chức một lần, nhưng đơn vị đã có kỳ bình chọn số \(round.id) năm \(round.year): “\(round.name)”",
            en:
                "rounds are usually held every \(everyYears) years, and the organiser has round \(round.id) of \(round.year): “\(round.name)”"
        )
    }

    private func outOfTurn(_ year: Int, _ held: [Held]) -> [Violation] {
        guard let yearAfter else { return [] }
        let before = held.filter { $0.level == yearAfter }
        guard let last = before.max(by: { ($0.year, $0.id) < ($1.year, $1.id) }),
            !before.contains(where: { $0.year == year - 1 })
        else { return [] }
        return [
            Violation(
                "round-out-of-turn",
                vi:
                    "bình chọn \(level.name.vi) thường vào năm liền sau \(yearAfter.name.vi); gần nhất là kỳ số \(last.id) năm \(last.year): “\(last.name)”",
                en:
                    "a round at \(level.name.en) usually follows \(yearAfter.name.en) by a year; the last is round \(last.id) of \(last.year): “\(last.name)”"
            )
        ]
    }
}
