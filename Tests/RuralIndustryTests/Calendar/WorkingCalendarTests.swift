import RuralIndustry
import Testing

@Suite("Working days")
struct WorkingCalendarTests {
    private func day(_ iso: String) throws -> Day { try Day(iso: iso) }

    private func calendar(_ rows: (String, CalendarDayKind)...) throws -> WorkingCalendar {
        WorkingCalendar(try rows.map { CalendarDay(date: try Day(iso: $0.0), kind: $0.1) })
    }

    @Test("weekdays are those of the wall calendar, before 2000 too")
    func weekdays() throws {
        for (iso, weekday) in [
            ("2026-11-25", Weekday.wednesday), ("2000-01-01", .saturday), ("1999-12-31", .friday),
            ("1975-04-30", .wednesday), ("2024-02-29", .thursday), ("2026-02-17", .tuesday),
        ] {
            #expect(try day(iso).weekday == weekday, "\(iso)")
        }
        // a week later it is the same, over four centuries
        for offset in stride(from: Int32(-70_000), to: 300_000, by: 997) {
            let some = Day(daysSince2000: offset)
            #expect(some.adding(days: 7).weekday == some.weekday)
            #expect(some.adding(days: 1).weekday.rawValue == (some.weekday.rawValue + 1) % 7)
        }
    }

    @Test("fifteen working days are three weeks without holidays, and the first day is the one after")
    func plain() throws {
        let calendar = try calendar(("2026-01-01", .holiday))
        #expect(calendar.deadline(15, after: try day("2026-11-25")).day == (try day("2026-12-16")))
        #expect(calendar.deadline(1, after: try day("2026-11-27")).day == (try day("2026-11-30")))
        #expect(calendar.deadline(1, after: try day("2026-11-28")).day == (try day("2026-11-30")))
        #expect(calendar.deadline(0, after: try day("2026-11-28")).day == (try day("2026-11-28")))
    }

    @Test("Tết and exchanged days move the end of a term")
    func tet() throws {
        // 2026: Tết from 14 to 22 February by exchange of Monday 16 with Saturday 22 August
        let calendar = try calendar(
            ("2026-02-16", .holiday), ("2026-02-17", .holiday), ("2026-02-18", .holiday),
            ("2026-02-19", .holiday), ("2026-02-20", .holiday), ("2026-08-22", .working))
        #expect(calendar.deadline(10, after: try day("2026-02-11")).day == (try day("2026-03-04")))
        #expect(calendar.deadline(1, after: try day("2026-08-21")).day == (try day("2026-08-22")))
        #expect(!calendar.isWorking(try day("2026-08-23")))
    }

    @Test("a term that reaches into a year without holidays says so")
    func uncertain() throws {
        let calendar = try calendar(("2026-09-02", .holiday))
        #expect(calendar.deadline(5, after: try day("2026-11-25")).isCertain)
        let over = calendar.deadline(15, after: try day("2026-12-20"))
        #expect(over.yearsWithoutHolidays == [2027])
        #expect(!WorkingCalendar([]).deadline(1, after: try day("2026-11-25")).isCertain)
    }

    @Test("counting and adding agree, for any days", arguments: 1...30)
    func inverse(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let start = Day(daysSince2000: Int32.random(in: 8_000...11_000, using: &numbers))
        let calendar = WorkingCalendar(
            (0..<40).map { _ in
                CalendarDay(
                    date: start.adding(days: Int.random(in: 0..<90, using: &numbers)),
                    kind: Bool.random(using: &numbers) ? .holiday : .working)
            })
        for count in 1...20 {
            let end = calendar.deadline(count, after: start).day
            #expect(calendar.isWorking(end))
            #expect(calendar.workingDays(after: start, through: end) == count)
        }
    }

    @Test("a row of the calendar file is read, and a weekday is not made a working day")
    func rows() throws {
        let row = try CalendarDay.parse(
            Fields(named: ["date": "2026-08-22", "kind": "working", "legal_basis": "9859/TB-BNV"]))
        #expect(row.fields.row == ["2026-08-22", "working", "9859/TB-BNV"])
        for (date, kind, code) in [
            ("2026-08-21", "working", "calendar-kind-of-weekday"),
            ("2026-08-22", "off", "calendar-kind-unknown"),
            ("22.8.2026", "holiday", "date-unreadable"),
        ] {
            do throws(Refusal) {
                _ = try CalendarDay.parse(Fields(named: ["date": date, "kind": kind]))
                Issue.record("\(date) \(kind) was accepted")
            } catch {
                #expect(error.violations.map(\.code) == [code])
            }
        }
    }
}
