/// Advisory: how one judge marked beside the others.
public struct JudgeFigures: Hashable, Sendable {
    public let judge: String
    /// Whole sheets that counted.
    public let sheets: Int
    /// How much more (less, below zero) the judge gives than the others for the same entries, by additive least squares; to
    /// three decimals. Nil without a whole sheet.
    public let severity: String?
    /// Pearson's correlation of the judge's totals with the mean of the others' for the same entries, to three decimals: 1 is
    /// full agreement. Nil below three such entries, or if either side gave all of them the same.
    public let agreement: String?

    static func all(_ ids: [String], _ totals: SheetTotals, _ severity: SeverityFit) -> [JudgeFigures] {
        let table = totals.byJudge
        var sums = [Double](repeating: 0, count: totals.entries)
        var counts = [Int](repeating: 0, count: totals.entries)
        for sheet in totals.sheets {
            sums[sheet.entry] += sheet.total
            counts[sheet.entry] += 1
        }
        return ids.indices.map { judge in
            var pairs: [(own: Double, others: Double)] = []
            for (entry, own) in table[judge].enumerated() {
                guard let own, counts[entry] > 1 else { continue }
                pairs.append((own, (sums[entry] - own) / Double(counts[entry] - 1)))
            }
            return JudgeFigures(
                judge: ids[judge], sheets: table[judge].count { $0 != nil },
                severity: severity.judges[judge].map { FixedPoint.text($0, decimals: 3) },
                agreement: correlation(pairs).map { FixedPoint.text($0, decimals: 3) })
        }
        .filter { $0.sheets > 0 }
    }

    private static func correlation(_ pairs: [(own: Double, others: Double)]) -> Double? {
        guard pairs.count >= 3 else { return nil }
        let count = Double(pairs.count)
        let own = pairs.reduce(0) { $0 + $1.own } / count
        let others = pairs.reduce(0) { $0 + $1.others } / count
        var (covariance, ownVariance, othersVariance) = (0.0, 0.0, 0.0)
        for pair in pairs {
            covariance += (pair.own - own) * (pair.others - others)
            ownVariance += (pair.own - own) * (pair.own - own)
            othersVariance += (pair.others - others) * (pair.others - others)
        }
        let smallest = FixedPoint.indistinct * FixedPoint.indistinct * count
        guard ownVariance > smallest, othersVariance > smallest else { return nil }
        return covariance / (ownVariance * othersVariance).squareRoot()
    }
}
