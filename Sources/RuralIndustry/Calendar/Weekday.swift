/// A day of the week.
public enum Weekday: Int, CaseIterable, Hashable, Sendable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    public var isWeekend: Bool { self == .saturday || self == .sunday }

    public var name: Bilingual {
        switch self {
        case .monday: Bilingual(vi: "thứ Hai", en: "Monday")
        case .tuesday: Bilingual(vi: "thứ Ba", en: "Tuesday")
        case .wednesday: Bilingual(vi: "thứ Tư", en: "Wednesday")
        case .thursday: Bilingual(vi: "thứ Năm", en: "Thursday")
        case .friday: Bilingual(vi: "thứ Sáu", en: "Friday")
        case .saturday: Bilingual(vi: "thứ Bảy", en: "Saturday")
        case .sunday: Bilingual(vi: "Chủ nhật", en: "Sunday")
        }
    }
}

extension Day {
    public var weekday: Weekday {
        // 2000-01-01 was a Saturday
        let sinceMonday = (Int(daysSince2000) + Weekday.saturday.rawValue) % 7
        return Weekday(rawValue: (sinceMonday + 7) % 7) ?? .monday
    }
}
