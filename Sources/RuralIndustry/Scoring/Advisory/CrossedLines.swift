/// The two lines of a round, the threshold and the cut, and which entries lie on another side of them for other totals.
///
/// The cut is taken without tie-breakers: whether a tie is broken by a criterion or by lot says nothing of how firm a result
/// is. Entries with equal totals at the cut are all within it, officially as in every scenario.
struct CrossedLines {
    private let outcomes: [EntryOutcome]
    private let threshold: ExactDecimal?
    private let cut: Int?
    /// The entries that compete for the same places.
    private let scopes: [[Int]]

    init(_ outcomes: [EntryOutcome], rules: Rules, cut: Int?) {
        self.outcomes = outcomes
        threshold = rules.scoring.eligibleAtLeast
        self.cut = cut
        switch rules.scoring.rankWithin {
        case .round: scopes = [Array(outcomes.indices)]
        case .group: scopes = Array(Dictionary(grouping: outcomes.indices) { outcomes[$0].group }.values)
        }
    }

    /// By entry, then in the order of the scenarios, the adjusted totals last.
    func crossings(
        _ scenarios: [(scenario: RobustnessReport.Scenario, totals: [Rational?])], adjusted: [Double?]
    ) -> [RobustnessReport.Crossing] {
        let official = sides(outcomes.map(\.total))
        var found: [(entry: Int, crossing: RobustnessReport.Crossing)] = []
        for (scenario, totals) in scenarios {
            found += differences(official, sides(totals), scenario) { index in
                totals[index].flatMap { try? $0.text(decimals: 3) }
            }
        }
        // an entry without an official total has none that could be adjusted
        let values = zip(outcomes, adjusted).map { $0.total == nil ? nil : $1 }
        found += differences(official, sides(values), .severityAdjusted) { index in
            values[index].map { FixedPoint.text($0, decimals: 3) }
        }
        return found.enumerated()
            .sorted { ($0.element.entry, $0.offset) < ($1.element.entry, $1.offset) }
            .map(\.element.crossing)
    }

    // MARK: Sides

    private struct Sides {
        /// Nil without a threshold.
        var isEligible: [Bool]?
        /// Nil without a cut.
        var isWithinCut: [Bool]?
    }

    private func sides(_ totals: [Rational?]) -> Sides {
        Sides(
            isEligible: threshold.map { line in
                let line = Rational(line)
                return totals.map { total in total.map { $0 >= line } ?? false }
            },
            isWithinCut: cut.map { within($0, totals) { $0 >= $1 } })
    }

    private func sides(_ totals: [Double?]) -> Sides {
        Sides(
            isEligible: threshold.map { line in
                let line = Double(line.millionths) / 1_000_000
                // what floating point cannot tell apart is no crossing
                return totals.map { total in total.map { $0 >= line - FixedPoint.indistinct } ?? false }
            },
            isWithinCut: cut.map { within($0, totals) { $0 >= $1 - FixedPoint.indistinct } })
    }

    private func within<Total: Comparable>(
        _ cut: Int, _ totals: [Total?], reaches: (_ total: Total, _ bound: Total) -> Bool
    ) -> [Bool] {
        var isWithin = Array(repeating: false, count: totals.count)
        for scope in scopes {
            let sorted = scope.compactMap { totals[$0] }.sorted(by: >)
            guard cut > 0, !sorted.isEmpty else { continue }
            let bound = sorted[min(cut, sorted.count) - 1]
            for index in scope { isWithin[index] = totals[index].map { reaches($0, bound) } ?? false }
        }
        return isWithin
    }

    private func differences(
        _ official: Sides, _ other: Sides, _ scenario: RobustnessReport.Scenario, text: (Int) -> String?
    ) -> [(entry: Int, crossing: RobustnessReport.Crossing)] {
        let lines: [(line: RobustnessReport.Line, was: [Bool]?, becomes: [Bool]?)] = [
            (.threshold, official.isEligible, other.isEligible),
            (.cut, official.isWithinCut, other.isWithinCut),
        ]
        return lines.flatMap { line, was, becomes -> [(entry: Int, crossing: RobustnessReport.Crossing)] in
            guard let was, let becomes else { return [] }
            return outcomes.indices.filter { was[$0] != becomes[$0] }.map { index in
                (
                    index,
                    RobustnessReport.Crossing(
                        entry: outcomes[index].entry, scenario: scenario, line: line, comesIn: becomes[index],
                        total: outcomes[index].total, scenarioTotal: text(index))
                )
            }
        }
    }
}

/// Floating-point figures as they are printed.
enum FixedPoint {
    /// Totals that differ by less are the same: far above what rounding adds up to, far below any mark's step.
    static let indistinct = 1e-7

    /// Rounded half away from zero; never `-0.000`.
    static func text(_ value: Double, decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let units = Int128((value * scale).rounded(.toNearestOrAwayFromZero))
        let digits = String(units.magnitude)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count)) + digits
        let whole = padded.dropLast(decimals)
        return (units < 0 ? "-" : "") + whole + (decimals > 0 ? "." + padded.suffix(decimals) : "")
    }
}
