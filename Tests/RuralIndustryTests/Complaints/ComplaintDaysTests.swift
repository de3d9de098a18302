import RuralIndustry
import Testing

@Suite("The terms of a complaint")
struct ComplaintDaysTests {
    private static let terms = ComplaintTerms(fileWorkingDays: 15, answerWorkingDays: 10)

    private func days(noticed: String, received: String, _ terms: ComplaintTerms = terms) throws
        -> ComplaintDays
    {
        // Tết 2026: off from Monday 16 to Friday 20 February; Saturday the 28th is worked for one of them
        let calendar = WorkingCalendar(
            try (16...20).map { CalendarDay(date: try Day(iso: "2026-02-\($0)"), kind: .holiday) } + [
                CalendarDay(date: try Day(iso: "2026-02-28"), kind: .working)
            ])
        return ComplaintDays(
            noticedOn: try Day(iso: noticed), receivedOn: try Day(iso: received), terms: terms,
            calendar: calendar)
    }

    @Test("Tết does not run, a worked Saturday does, and the last day itself is in time")
    func acrossTet() throws {
        let last = try days(noticed: "2026-02-06", received: "2026-03-05")
        #expect(last.fileBy?.day == (try Day(iso: "2026-03-05")))
        #expect(!last.isLate)
        #expect(try days(noticed: "2026-02-06", received: "2026-03-06").isLate)
        #expect(last.answerBy?.day == (try Day(iso: "2026-03-19")))
        #expect(last.yearsWithoutHolidays == [])
    }

    @Test("rules that state no term have no last day, and nothing is late")
    func unstated() throws {
        let days = try days(
            noticed: "2020-01-01", received: "2026-03-05",
            ComplaintTerms(fileWorkingDays: nil, answerWorkingDays: nil))
        #expect(days.fileBy == nil && days.answerBy == nil && !days.isLate)
    }

    @Test("a term that runs into a year without holidays says so")
    func uncertain() throws {
        #expect(try days(noticed: "2026-12-20", received: "2026-12-28").yearsWithoutHolidays == [2027])
    }
}
