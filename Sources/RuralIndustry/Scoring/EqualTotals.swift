/// Entries with equal totals, and what put them in an order: for minutes, which must say how ties were broken.
public struct EqualTotals: Hashable, Sendable {
    public let total: Rational
    /// By rank, then entry.
    public let entries: [String]
    /// What was applied in turn, until all were apart or nothing was left that separates.
    public let steps: [Step]

    public enum Step: Hashable, Sendable {
        /// A criterion's value of each entry that was still equal with another.
        case criterion(String, [Value])
        /// By lot, in this order.
        case draw([String])
        /// These share a rank.
        case share([String])
    }

    public struct Value: Hashable, Sendable {
        public let entry: String
        public let panel: Rational?

        public init(entry: String, panel: Rational?) {
            self.entry = entry
            self.panel = panel
        }
    }

    public init(total: Rational, entries: [String], steps: [Step]) {
        self.total = total
        self.entries = entries
        self.steps = steps
    }
}

extension Tally {
    /// All ties of the result, the best first.
    ///
    /// - Parameter rules: those that the tally was computed by.
    public func equalTotals(_ rules: Rules) -> [EqualTotals] {
        let ranked = lines.filter { $0.total != nil }
        let within = rules.scoring.rankWithin == .group
        var runs: [[Line]] = []
        for line in ranked {
            let known = runs.firstIndex { run in
                run[0].total == line.total && (!within || run[0].group == line.group)
            }
            if let known { runs[known].append(line) } else { runs.append([line]) }
        }
        let panels = Dictionary(
            details.map { (PanelKey(entry: $0.entry, criterion: $0.criterion), $0.panel) },
            uniquingKeysWith: { first, _ in first })
        return runs.filter { $0.count > 1 }.compactMap { run in
            guard let total = run[0].total else { return nil }
            return EqualTotals(
                total: total, entries: run.map(\.entry), steps: Self.steps(run, rules.scoring.ties, panels))
        }
    }

    private struct PanelKey: Hashable {
        let entry: String
        let criterion: String
    }

    private static func steps(
        _ run: [Line], _ chain: [TieBreaker], _ panels: [PanelKey: Rational?]
    ) -> [EqualTotals.Step] {
        var steps: [EqualTotals.Step] = []
        var equal = [run.map(\.entry)]
        for breaker in chain {
            if equal.isEmpty { return steps }
            switch breaker {
            case .criterion(let id):
                func panel(_ entry: String) -> Rational? {
                    panels[PanelKey(entry: entry, criterion: id)] ?? nil
                }
                steps.append(
                    .criterion(
                        id, equal.flatMap { $0 }.map { EqualTotals.Value(entry: $0, panel: panel($0)) }))
                equal = equal.flatMap { entries in
                    Dictionary(grouping: entries) { panel($0) ?? .zero }.values
                        .filter { $0.count > 1 }
                        .sorted { $0[0] < $1[0] }
                }
            case .draw:
                return steps + equal.map { EqualTotals.Step.draw($0) }
            case .share:
                return steps + equal.map { EqualTotals.Step.share($0) }
            }
        }
        return steps + equal.map { EqualTotals.Step.share($0) }
    }
}
