/// How awards become priority points for booths: so many points for each level, as the organiser declares it. A certificate
/// gives priority for industrial-promotion funds (TT 26/2014/TT-BCT Đ21); no text names points for booths.
public struct PriorityRule: Hashable, Sendable {
    public enum Counting: String, Hashable, Sendable, CaseIterable {
        /// Only the award with the most points counts.
        case highest
        /// Every award counts.
        case sum
    }

    public let points: [SelectionLevel: Int]
    public let counting: Counting
    /// No request has more than this; nil: no limit.
    public let limit: Int?

    /// Nobody has priority.
    public static let none = PriorityRule(points: [:], counting: .highest, limit: nil)

    private init(points: [SelectionLevel: Int], counting: Counting, limit: Int?) {
        self.points = points
        self.counting = counting
        self.limit = limit
    }

    /// Reads `national:30|regional:20|provincial:10`; a level that is not named has no points.
    ///
    /// - Throws: `priority-rule-unreadable`, `priority-rule-level-repeated`, `priority-points` if points or the limit are
    ///   not between 0 and 10,000.
    public init(_ text: String, counting: Counting = .highest, limit: Int? = nil) throws(Violation) {
        var points: [SelectionLevel: Int] = [:]
        for part in text.split(separator: "|", omittingEmptySubsequences: false) where !text.isEmpty {
            let sides = part.split(separator: ":", omittingEmptySubsequences: false)
            guard sides.count == 2, let level = SelectionLevel(rawValue: String(sides[0])),
                let value = Int(sides[1])
            else {
                throw Violation(
                    "priority-rule-unreadable",
                    vi:
                        "\(Text.quoted(String(part))) không phải là điểm ưu tiên; hãy viết như national:30|provincial:10",
                    en:
                        "\(Text.quoted(String(part))) is not a level's points; write national:30|provincial:10"
                )
            }
            guard points.updateValue(value, forKey: level) == nil else {
                throw Violation(
                    "priority-rule-level-repeated", vi: "Điểm ưu tiên của \(level.name.vi) được ghi hai lần",
                    en: "The points of the \(level.name.en) are given twice")
            }
        }
        guard (points.values + [limit ?? 0]).allSatisfy((0...10_000).contains) else {
            throw Violation(
                "priority-points", vi: "Điểm ưu tiên phải từ 0 đến 10.000",
                en: "Priority points lie between 0 and 10,000")
        }
        self.init(points: points, counting: counting, limit: limit)
    }

    /// The points of somebody with these awards.
    public func points(of awards: some Sequence<SelectionLevel>) -> Int {
        let each = awards.map { points[$0] ?? 0 }
        let all =
            switch counting {
            case .highest: each.max() ?? 0
            case .sum: each.reduce(0, +)
            }
        return min(all, limit ?? all)
    }
}
