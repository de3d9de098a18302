/// Advisory: Kendall's W, the agreement of the judges' rankings: 1 is the same ranking by all, 0 none at all. With the
/// correction for ties (Kendall and Gibbons, Rank Correlation Methods, 5th ed., 1990, ch. 6).
public struct Concordance: Hashable, Sendable {
    public let judges: Int
    /// The entries that all of them marked.
    public let entries: Int
    /// To three decimals.
    public let w: String

    /// Why there is no coefficient.
    public enum Gap: String, Error, Hashable, Sendable, CaseIterable {
        case tooFewJudges = "too-few-judges"
        /// Fewer than two entries that every judge marked.
        case tooFewEntries = "too-few-entries"
        /// No judge told any two entries apart.
        case noDifferences = "no-differences"

        public var text: Bilingual {
            switch self {
            case .tooFewJudges:
                Bilingual(
                    vi: "không tính được hệ số Kendall: cần ít nhất hai giám khảo có phiếu được tính",
                    en: "no Kendall coefficient: it needs at least two judges with counted sheets")
            case .tooFewEntries:
                Bilingual(
                    vi: "không tính được hệ số Kendall: cần ít nhất hai sản phẩm mà mọi giám khảo đều chấm",
                    en: "no Kendall coefficient: it needs at least two entries that every judge marked")
            case .noDifferences:
                Bilingual(
                    vi: "không tính được hệ số Kendall: mỗi giám khảo cho mọi sản phẩm cùng một điểm",
                    en: "no Kendall coefficient: every judge gave all entries the same total")
            }
        }
    }

    /// W = 12 S / (m²(n³ − n) − m T): m judges, n entries, S the squared deviations of the rank sums from their mean, T the sum
    /// of t³ − t over every judge's ties.
    init(_ totals: SheetTotals) throws(Gap) {
        let table = totals.byJudge.filter { $0.contains { $0 != nil } }
        let common = (0..<totals.entries).filter { entry in table.allSatisfy { $0[entry] != nil } }
        guard table.count >= 2 else { throw .tooFewJudges }
        guard common.count >= 2 else { throw .tooFewEntries }
        var rankSums = [Double](repeating: 0, count: common.count)
        var ties = 0.0
        for row in table {
            let values = common.map { row[$0] ?? 0 }
            let (ranks, tied) = Self.ranks(values)
            for (place, rank) in ranks.enumerated() { rankSums[place] += rank }
            ties += tied
        }
        let (m, n) = (Double(table.count), Double(common.count))
        let mean = m * (n + 1) / 2
        let s = rankSums.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let most = m * m * (n * n * n - n) - m * ties
        guard most > 0.5 else { throw .noDifferences }
        judges = table.count
        entries = common.count
        w = FixedPoint.text(12 * s / most, decimals: 3)
    }

    /// Ranks from one, equal values sharing the mean of theirs; and the sum of t³ − t.
    private static func ranks(_ values: [Double]) -> (ranks: [Double], ties: Double) {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Double](repeating: 0, count: values.count)
        var ties = 0.0
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, values[order[end]] - values[order[start]] < FixedPoint.indistinct {
                end += 1
            }
            let size = Double(end - start)
            for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
            ties += size * size * size - size
            start = end
        }
        return (ranks, ties)
    }
}
