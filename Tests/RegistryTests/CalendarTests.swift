import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("The calendar in the registry")
struct CalendarTests {
    private static let file = """
        date,kind,legal_basis
        2026-02-16,holiday,9859/TB-BNV
        2026-02-17,holiday,9859/TB-BNV
        2026-08-22,working,9859/TB-BNV

        """

    private func days(_ csv: String) throws -> [Located<CalendarDay>] {
        try RecordFile<CalendarColumn>(csv: csv).parsed { (row, notation) throws(Refusal) in
            try CalendarDay.parse(row.fields, notation)
        }
    }

    @Test("importing again changes nothing, and a corrected file changes what differs")
    func incremental() async throws {
        try await TestRegistry.run { test in
            let first = try await test.registry.importCalendar(days(Self.file), as: test.viewer)
            #expect([first.added, first.changed, first.unchanged] == [3, 0, 0])
            let again = try await test.registry.importCalendar(days(Self.file), as: test.viewer)
            #expect([again.added, again.changed, again.unchanged] == [0, 0, 3])
            let corrected = Self.file.replacing("22,working", with: "22,holiday")
            let third = try await test.registry.importCalendar(days(corrected), as: test.viewer)
            #expect([third.added, third.changed, third.unchanged] == [0, 1, 2])
            let listed = try await test.registry.calendar(year: 2026, as: test.viewer)
            #expect(listed.map(\.kind) == [.holiday, .holiday, .holiday])
            #expect(try await test.registry.calendar(year: 2025, as: test.viewer).isEmpty)
        }
    }

    @Test("a dry run and a file with a day twice change nothing")
    func refused() async throws {
        try await TestRegistry.run { test in
            let tried = try await test.registry.importCalendar(days(Self.file), as: test.viewer, dryRun: true)
            #expect(tried.added == 3)
            let told = await expectRefusal("twice-in-file") {
                _ = try await test.registry.importCalendar(
                    days(Self.file + "2026-02-17,holiday,\n"), as: test.viewer)
            }
            #expect(told.first?.place.row == 5)
            #expect(try await test.registry.calendar(as: test.viewer).isEmpty)
        }
    }

    @Test("the database refuses a weekday made a working day")
    func wall() async throws {
        try await TestRegistry.run { test in
            await expectDatabaseError("23514", constraint: "calendar_day_weekend") {
                try await test.asProgram { session in
                    try session.beginAudit()
                    try session.execute(
                        "INSERT INTO calendar_day (date, kind) VALUES ('2026-08-21', 'working')")
                }
            }
        }
    }
}
