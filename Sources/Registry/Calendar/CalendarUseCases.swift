import Postgres
public import RuralIndustry

extension Registry {
    /// Loads days of the calendar: all or none. A day that is there with another kind or act is changed; loading the same again
    /// changes nothing. A wrong day is put right by importing what it is: there is no removing, as terms were counted on it.
    public func importCalendar(
        _ days: [Located<CalendarDay>], as viewer: Viewer, dryRun: Bool = false
    ) async throws -> ImportCounts {
        try await change(.calendarImport, of: .many("calendar_day"), as: viewer, dryRun: dryRun) { session in
            var seen: Set<Day> = []
            try Refusal.throwIfAny(
                days.filter { !seen.insert($0.value.date).inserted }.map { day in
                    .twiceInFile(day.value.date.iso).inColumn("date").at(day.place)
                })
            let known = Dictionary(
                uniqueKeysWithValues: try session.calendarDays().map { ($0.date, $0) })
            var counts = (added: 0, changed: 0)
            for day in days.map(\.value) where known[day.date] != day {
                try session.execute(
                    """
                    INSERT INTO calendar_day (date, kind, legal_basis) VALUES (\(day.date), \(day.kind), \(day.legalBasis))
                    ON CONFLICT (date) DO UPDATE SET kind = excluded.kind, legal_basis = excluded.legal_basis,
                      audit_id = current_audit()
                    """)
                if known[day.date] == nil { counts.added += 1 } else { counts.changed += 1 }
            }
            return ImportCounts(
                added: counts.added, changed: counts.changed,
                unchanged: days.count - counts.added - counts.changed)
        }
    }

    /// The days of the calendar, of one year or all, in order.
    public func calendar(year: Int? = nil, as viewer: Viewer) async throws -> [CalendarDay] {
        try await read(.calendarRead, of: .reference("calendar_day"), as: viewer) { session in
            try session.calendarDays(year.map { " WHERE extract(year FROM date) = \($0)" } ?? "")
        }
    }
}

extension Session {
    /// What the statutory terms are counted on.
    func workingCalendar() throws -> WorkingCalendar { WorkingCalendar(try calendarDays()) }

    fileprivate func calendarDays(_ condition: SQL = "") throws -> [CalendarDay] {
        try query("SELECT date, kind, legal_basis FROM calendar_day" + condition + " ORDER BY date") {
            CalendarDay(date: try $0("date"), kind: try $0("kind"), legalBasis: try $0("legal_basis"))
        }
    }
}
