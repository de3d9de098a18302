import RuralIndustry
import Testing

@Suite("Days")
struct DayTests {
    @Test("every day of four centuries is written and read back, in both notations")
    func roundTrip() throws {
        let first = try #require(Day(year: 1800, month: 1, day: 1))
        let last = try #require(Day(year: 2200, month: 12, day: 31))
        var day = first
        var wrong: [Day] = []
        while day <= last {
            let iso = try Day(iso: day.iso)
            let vietnamese = try Day(vietnamese: day.vietnamese)
            if iso != day || vietnamese != day { wrong.append(day) }
            day = day.adding(days: 1)
        }
        #expect(wrong == [])
    }

    @Test(
        "known days",
        arguments: [("2000-01-01", 0), ("1999-12-31", -1), ("2025-07-01", 9_313), ("2000-03-01", 60)])
    func known(text: String, days: Int32) throws {
        #expect(try Day(iso: text).daysSince2000 == days)
    }

    @Test(
        "what is no day is refused",
        arguments: [
            "", "2026", "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1-1", "26-11-20", "2026/11/20",
            "2026-11-2a",
            " 2026-11-20", "2026--20", "-2026-11-20", "02026-11-20", "1799-12-31", "3000-01-01", "20-11-2026",
        ])
    func refused(text: String) {
        #expect(codes { try Day(iso: text) } == ["date-unreadable"])
    }

    @Test("20/11/2026 is read in Vietnamese notation only")
    func notations() throws {
        #expect(try Notation.vietnamese.day("20/11/2026").iso == "2026-11-20")
        #expect(try Notation.vietnamese.day("2026-11-20").iso == "2026-11-20")
        #expect(codes { try Notation.plain.day("20/11/2026") } == ["date-unreadable"])
        #expect(codes { try Notation.vietnamese.day("20/11/26") } == ["date-unreadable"])
    }

    @Test("months below March and days below ten are written with a zero in official papers")
    func inWords() throws {
        #expect(try Day(iso: "2026-02-05").inWords == "ngày 05 tháng 02 năm 2026")
        #expect(try Day(iso: "2026-03-15").inWords == "ngày 15 tháng 3 năm 2026")
    }

    @Test("a day in Hà Nội begins at 17:00 UTC of the day before")
    func vietnameseDay() {
        let lastSecond = Instant(microsecondsSince1970: (946_659_600 - 1) * 1_000_000)
        let firstSecond = Instant(microsecondsSince1970: 946_659_600 * 1_000_000)
        #expect(lastSecond.vietnameseDay.iso == "1999-12-31")
        #expect(firstSecond.vietnameseDay.iso == "2000-01-01")
        #expect(firstSecond.iso == "2000-01-01T00:00:00+07:00")
    }

    @Test("stretches overlap if some day belongs to both")
    func overlaps() throws {
        func stretch(_ from: Int32?, _ to: Int32?) throws -> Validity {
            try #require(
                Validity(from: from.map(Day.init(daysSince2000:)), to: to.map(Day.init(daysSince2000:))))
        }
        var samples = Samples(seed: 7)
        for _ in 0..<2_000 {
            let ends = (0..<4).map { _ in Int32(samples.int(0...6)) }
            guard ends[0] < ends[1], ends[2] < ends[3] else { continue }
            let left = try stretch(samples.maybe { _ in ends[0] }, samples.maybe { _ in ends[1] })
            let right = try stretch(samples.maybe { _ in ends[2] }, samples.maybe { _ in ends[3] })
            let share = (-2...10).contains {
                left.contains(Day(daysSince2000: $0)) && right.contains(Day(daysSince2000: $0))
            }
            #expect(left.overlaps(right) == share && right.overlaps(left) == share, "\(left) \(right)")
        }
    }
}
