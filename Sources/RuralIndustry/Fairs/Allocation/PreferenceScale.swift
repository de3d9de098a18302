/// What a booth given is worth to the total that an allocation makes as large as possible. No law or circular says how
/// booths of a fair are shared out, so the scale is declared with the fair and printed in the minutes.
///
/// A request's j-th booth in a zone is worth
///
///     (j = 1 ? firstBooth : furtherBooth) + point · (priority points) + rank · max(0, ranks − places behind the first wish)
///
/// where a request that names no zone has its first wish everywhere, so that being easy to please is no disadvantage,
/// and a zone that a request does not name, while it names others, brings nothing beyond the first two terms. All terms
/// are whole numbers: totals are exact.
public struct PreferenceScale: Hashable, Sendable {
    public let firstBooth: Int
    /// Never more than `firstBooth`: a second booth is not worth more than a first.
    public let furtherBooth: Int
    public let point: Int
    public let rank: Int
    public let ranks: Int

    /// A first booth counts more than a further booth of anyone with at most 45 points, in his first zone: as many
    /// establishments as possible have one before some have two.
    public static let standard = PreferenceScale(
        firstBooth: 1_000, furtherBooth: 400, point: 10, rank: 50, ranks: 3)

    /// - Throws: `preference-scale` unless 1 ≤ `furtherBooth` ≤ `firstBooth` and nothing is below zero.
    public init(checked firstBooth: Int, furtherBooth: Int, point: Int, rank: Int, ranks: Int)
        throws(Violation)
    {
        guard furtherBooth >= 1, firstBooth >= furtherBooth, min(point, rank, ranks) >= 0 else {
            throw Violation(
                "preference-scale",
                vi:
                    "Thang điểm nguyện vọng: gian hàng tiếp theo phải được ít nhất 1 và không hơn gian hàng đầu tiên, các số khác không âm",
                en:
                    "The preference scale needs at least 1 for a further booth, no more than for the first, and no number below zero"
            )
        }
        self.init(firstBooth: firstBooth, furtherBooth: furtherBooth, point: point, rank: rank, ranks: ranks)
    }

    private init(firstBooth: Int, furtherBooth: Int, point: Int, rank: Int, ranks: Int) {
        self.firstBooth = firstBooth
        self.furtherBooth = furtherBooth
        self.point = point
        self.rank = rank
        self.ranks = ranks
    }

    /// What a booth's zone adds.
    ///
    /// - Parameter place: the zone's place among those a request names, from 0; nil: it is not named, though others are.
    func bonus(place: Int?) -> Int { rank * max(0, ranks - (place ?? ranks)) }

    /// More than any booth can be worth to somebody with that many points; nil if it is beyond what integers hold.
    func ceiling(points: Int) -> Int? {
        let byPoints = point.multipliedReportingOverflow(by: points)
        let byRank = rank.multipliedReportingOverflow(by: ranks)
        let wish = byPoints.partialValue.addingReportingOverflow(byRank.partialValue)
        let sum = wish.partialValue.addingReportingOverflow(firstBooth)
        let isExact = !byPoints.overflow && !byRank.overflow && !wish.overflow && !sum.overflow
        return isExact ? sum.partialValue : nil
    }
}
