/// A moment in time, in microseconds since 1970-01-01T00:00:00Z. Comes in as a parameter; nothing here reads
/// a clock.
public struct Instant: Hashable, Comparable, Sendable {
    public let microsecondsSince1970: Int64

    /// Whole seconds, as clocks of other programs count them.
    public var secondsSince1970: Int64 { microsecondsSince1970.floorDivided(by: 1_000_000) }

    public init(microsecondsSince1970: Int64) { self.microsecondsSince1970 = microsecondsSince1970 }

    /// The calendar day in Asia/Ho_Chi_Minh, which has been UTC+7 without daylight saving since 1975-06-13.
    public var vietnameseDay: Day {
        let seconds = Int64(7 * 3600) + microsecondsSince1970.floorDivided(by: 1_000_000)
        return Day(daysSince2000: Int32(seconds.floorDivided(by: 86_400) - Self.daysFrom1970To2000))
    }

    /// `20/11/2026 10:15:00 +07:00`: the moment of a signature as papers state it (NĐ 30/2020/NĐ-CP, Phụ lục I).
    public var vietnameseSecond: String {
        "\(vietnameseDay.vietnamese) \(iso.dropFirst(11).prefix(8)) +07:00"
    }

    /// `2026-11-20T08:30:00+07:00`, to the second.
    public var iso: String {
        let local = Int64(7 * 3600) + microsecondsSince1970.floorDivided(by: 1_000_000)
        let second = Int(local - local.floorDivided(by: 86_400) * 86_400)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(vietnameseDay.iso)T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))+07:00"
    }

    public static func < (left: Instant, right: Instant) -> Bool {
        left.microsecondsSince1970 < right.microsecondsSince1970
    }

    private static let daysFrom1970To2000: Int64 = 10_957
}

extension Int64 {
    fileprivate func floorDivided(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
