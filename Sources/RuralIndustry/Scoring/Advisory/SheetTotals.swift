/// What each judge gave each entry in all, as floating point, for advisory figures: the weighted sum over the criteria of a
/// sheet that has all of them. Where several stages make the result, over the sheets of a judge who has a whole one in each.
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
        let parts = rules.stagePlan.parts
        for (entry, outcome) in outcomes.enumerated() {
            var totals: [Int: (stages: Int, total: Double)] = [:]
            for part in parts {
                let share = Double(part.weight.millionths) / 1_000_000
                for sheet in outcome.stages[part.step].sheets {
                    var total = 0.0
                    var isWhole = true
                    for (sum, weight) in zip(sheet.sums, weights) {
                        guard let sum else {
                            isWhole = false
                            break
                        }
                        total += Double(sum) / 1_000_000 * weight
                    }
                    guard isWhole else { continue }
                    let before = totals[sheet.judge] ?? (0, 0)
                    totals[sheet.judge] = (before.stages + 1, before.total + share * total)
                }
            }
            for (judge, made) in totals.sorted(by: { $0.key < $1.key }) where made.stages == parts.count {
                sheets.append(Sheet(entry: entry, judge: judge, total: made.total))
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
