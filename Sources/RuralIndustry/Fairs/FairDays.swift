/// The days of a fair, or of a tenant at it: from the first to the last, both included.
public struct FairDays: Hashable, Sendable {
    public let first: Day
    public let last: Day

    /// Longer than any fair.
    public static let most = 92

    /// Violation: `fair-days` (the last before the first, or a longer stretch than any fair).
    public init(first: Day, last: Day) throws(Violation) {
        guard first <= last, last < first.adding(days: Self.most) else {
            throw Violation(
                "fair-days",
                vi:
                    "từ \(first.vietnamese) đến \(last.vietnamese) không phải là thời gian của một hội chợ (tối đa \(Self.most) ngày)",
                en: "from \(first.iso) to \(last.iso) is no time of a fair (at most \(Self.most) days)")
        }
        self.first = first
        self.last = last
    }

    public func contains(_ other: FairDays) -> Bool { first <= other.first && other.last <= last }

    public var text: Bilingual {
        first == last
            ? Bilingual(vi: "ngày \(first.vietnamese)", en: "on \(first.iso)")
            : Bilingual(
                vi: "từ \(first.vietnamese) đến \(last.vietnamese)", en: "from \(first.iso) to \(last.iso)")
    }
}
