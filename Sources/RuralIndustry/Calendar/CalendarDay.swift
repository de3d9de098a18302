/// What the calendar says of a day that is not what its weekday is.
public enum CalendarDayKind: String, CaseIterable, Hashable, Sendable {
    /// A public holiday, or a day off in exchange for one.
    case holiday
    /// A Saturday or Sunday that is worked, mostly in exchange for a day off.
    case working

    public var name: Bilingual {
        switch self {
        case .holiday: Bilingual(vi: "ngày nghỉ", en: "holiday")
        case .working: Bilingual(vi: "ngày làm việc", en: "working day")
        }
    }
}

/// The columns of the calendar file.
public enum CalendarColumn: Int, RecordColumn {
    case date, kind, legalBasis

    public static let names = ["date", "kind", "legal_basis"]
    public static let required: [CalendarColumn] = [.date, .kind]
}

/// A day on which offices do not do what its weekday says (Bộ luật Lao động 2019 Đ112: New Year, Tết, 30/4, 1/5, 2/9, the Hùng
/// kings; the government names the days of Tết and the exchanged days each year).
public struct CalendarDay: Hashable, Sendable {
    public let date: Day
    public let kind: CalendarDayKind
    public let legalBasis: String?

    public init(date: Day, kind: CalendarDayKind, legalBasis: String? = nil) {
        self.date = date
        self.kind = kind
        self.legalBasis = legalBasis
    }

    /// Reads a row; throws everything that is wrong with it. Violations beside those of every field:
    /// `calendar-kind-unknown`, `date-unreadable`, `calendar-kind-of-weekday` (a weekday is worked anyway).
    public static func parse(
        _ fields: Fields<CalendarColumn>, _ notation: Notation = .plain
    ) throws(Refusal) -> CalendarDay {
        var reader = FieldReader(fields, notation)
        let date = reader.requiredDay(.date)
        let kind = reader.requiredChoice(.kind, CalendarDayKind.self, code: "calendar-kind-unknown")
        if let date, kind == .working, !date.weekday.isWeekend {
            reader.report(
                Violation(
                    "calendar-kind-of-weekday",
                    vi: "\(date.vietnamese) là \(date.weekday.name.vi), vốn là ngày làm việc",
                    en: "\(date.iso) is a \(date.weekday.name.en) and worked anyway"), in: .kind)
        }
        let basis = reader.text(.legalBasis)
        guard reader.violations.isEmpty, let date, let kind else { throw reader.refusal }
        return CalendarDay(date: date, kind: kind, legalBasis: basis)
    }

    public var fields: Fields<CalendarColumn> { Fields(texts: [date.iso, kind.rawValue, legalBasis]) }
}
