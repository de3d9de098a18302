/// What each judge gave each entry in all, as floating point, for advisory figures: the weighted sum over the criteria of a
/// sheet that has all of them.
struct SheetTotals {
    struct Sheet {
        let entry: Int
        let judge: Int
        let total: Double
    }

    let sheets: [Sheet]
    let entries: Int
    let judges: Int

    init(_ outcomes: [EntryOutcome], judges: Int, rules: Rules) {
        let weights =
            rules.scoring.pipeline.hasWeights
            ? rules.criteria.map { Double($0.weight.millionths) / 1_000_000 }
            : rules.criteria.map { _ in 1.0 }
        var sheets: [Sheet] = []
        for (entry, outcome) in outcomes.enumerated() {
            for sheet in outcome.sheets {
                var total = 0.0
                var isWhole = true
                for (sum, weight) in zip(sheet.sums, weights) {
                    guard let sum else {
                        isWhole = false
                        break
                    }
                    total += Double(sum) / 1_000_000 * weight
                }
                if isWhole { sheets.append(Sheet(entry: entry, judge: sheet.judge, total: total)) }
            }
        }
        self.sheets = sheets
        entries = outcomes.count
        self.judges = judges
    }

    /// Totals by judge and entry; nil where there is no whole sheet.
    var byJudge: [[Double?]] {
        var table = Array(repeating: [Double?](repeating: nil, count: entries), count: judges)
        for sheet in sheets { table[sheet.judge][sheet.entry] = sheet.total }
        return table
    }
}

extension Pipeline {
    fileprivate var hasWeights: Bool {
        steps.contains { if case .weight = $0 { true } else { false } }
    }
}
