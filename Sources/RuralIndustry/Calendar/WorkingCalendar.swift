/// Which days offices work: Monday to Friday, but for what the calendar says.
///
/// Statutory terms in working days are counted on it: 15 to file a complaint, 10 to answer it (TT 26/2014/TT-BCT Đ20).
public struct WorkingCalendar: Hashable, Sendable {
    private let exceptions: [Day: CalendarDayKind]
    /// The years of which the calendar knows at least one holiday.
    public let coveredYears: Set<Int>

    public init(_ days: some Sequence<CalendarDay>) {
        exceptions = Dictionary(days.map { ($0.date, $0.kind) }) { _, last in last }
        coveredYears = Set(exceptions.filter { $0.value == .holiday }.keys.map(\.year))
    }

    public func isWorking(_ day: Day) -> Bool {
        switch exceptions[day] {
        case .holiday: false
        case .working: true
        case nil: !day.weekday.isWeekend
        }
    }

    /// The last day of a term of working days. The day of the event itself does not count (Bộ luật Dân sự 2015 Đ147.2), so that
    /// one working day from a Friday ends on Monday. With zero it is the day of the event.
    public func deadline(_ workingDays: Int, after day: Day) -> Deadline {
        var last = day
        var left = max(workingDays, 0)
        while left > 0 {
            last = last.adding(days: 1)
            if isWorking(last) { left -= 1 }
        }
        return Deadline(
            day: last, yearsWithoutHolidays: (day.year...last.year).filter { !coveredYears.contains($0) })
    }

    /// How many working days lie after the one day up to and including the other; zero if it is not later.
    public func workingDays(after day: Day, through last: Day) -> Int {
        guard day < last else { return 0 }
        return (1...Int(last.daysSince2000 - day.daysSince2000)).count { isWorking(day.adding(days: $0)) }
    }
}

/// The end of a term, and whether the calendar knew enough to say.
public struct Deadline: Hashable, Sendable {
    public let day: Day
    /// Years that the term touches and for which no holiday was imported: there the day may be too early.
    public let yearsWithoutHolidays: [Int]

    public var isCertain: Bool { yearsWithoutHolidays.isEmpty }
}
