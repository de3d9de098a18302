/// Advisory: how firmly a result stands. Which entries would cross the threshold or the cut if any one judge were left out,
/// if one more extreme at each end were trimmed, or if judges' severity were evened out; and how each judge marked beside the
/// others. Never part of an official result.
public struct RobustnessReport: Hashable, Sendable {
    /// By entry, then in the order of the scenarios.
    public let crossings: [Crossing]
    /// One for each judge with a counted sheet, by code.
    public let judges: [JudgeFigures]
    /// Kendall's coefficient of concordance over the entries that every judge marked, or why there is none.
    public let agreement: Result<Concordance, Concordance.Gap>

    public var concordance: Concordance? { try? agreement.get() }
    /// False if judges and entries fall into groups with no judge in common: severities are then compared only within each.
    public let isConnected: Bool
    /// How many places the cut left; nil: no cut was asked about.
    public let cut: Int?

    /// What was changed.
    public enum Scenario: Hashable, Sendable {
        case withoutJudge(String)
        /// One more lowest and one more highest mark left out.
        case trimmed
        /// Every sheet's total corrected by its judge's severity.
        case severityAdjusted

        public var id: String {
            switch self {
            case .withoutJudge: "without-judge"
            case .trimmed: "trimmed"
            case .severityAdjusted: "severity-adjusted"
            }
        }
    }

    /// Which line an entry would cross.
    public enum Line: String, Hashable, Sendable {
        case threshold, cut
    }

    public struct Crossing: Hashable, Sendable {
        public let entry: String
        public let scenario: Scenario
        public let line: Line
        /// True: it would come in; false: it would drop out.
        public let comesIn: Bool
        /// The official total.
        public let total: Rational?
        /// The total under the scenario to three decimals; nil: there would be none.
        public let scenarioTotal: String?
    }

    /// Computes the report. The marks are those of a tally that was computed without a refusal.
    ///
    /// - Parameter cut: how many entries are recognised (in each group, where ranks are given within groups).
    /// - Throws: what a tally throws.
    public init(
        of marks: [Mark], entries: [Tally.Entry]? = nil, rules: Rules, cut: Int? = nil
    ) throws(Refusal) {
        let table = try MarkTable(marks, entries: entries, rules: rules)
        do throws(NumberOverflow) {
            var outcomes: [EntryOutcome] = []
            outcomes.reserveCapacity(table.entries.count)
            for entry in table.entries { outcomes.append(try EntryOutcome(entry, rules: rules)) }
            let judgeIDs = table.entries.first?.judgeIDs ?? []
            let sheets = SheetTotals(outcomes, judges: judgeIDs.count, rules: rules)
            let severity = SeverityFit(sheets)
            let lines = CrossedLines(outcomes, rules: rules, cut: cut)
            crossings = lines.crossings(
                try Self.scenarios(outcomes, judges: judgeIDs, rules: rules), adjusted: severity.entries)
            judges = JudgeFigures.all(judgeIDs, sheets, severity)
            agreement = Result { () throws(Concordance.Gap) in try Concordance(sheets) }
            isConnected = severity.isConnected
            self.cut = cut
        } catch {
            throw Refusal(error.violation)
        }
    }

    // MARK: Scenarios

    private static func scenarios(
        _ outcomes: [EntryOutcome], judges: [String], rules: Rules
    ) throws(NumberOverflow) -> [(scenario: Scenario, totals: [Rational?])] {
        let pipeline = rules.scoring.pipeline
        let quorum = rules.scoring.quorum.judgesPerEntry ?? 0
        var scenarios: [(scenario: Scenario, totals: [Rational?])] = []
        for (judge, id) in judges.enumerated() {
            var totals: [Rational?] = []
            totals.reserveCapacity(outcomes.count)
            for outcome in outcomes {
                guard outcome.hasSheet(of: judge, rules: rules) else {
                    totals.append(outcome.total)
                    continue
                }
                totals.append(
                    try outcome.total(by: pipeline, without: judge, quorum: quorum, rules: rules))
            }
            scenarios.append((.withoutJudge(id), totals))
        }
        let trimmed = rules.scoring.pipeline.trimmingOneMore
        var totals: [Rational?] = []
        for outcome in outcomes {
            // an entry with too few sheets to lose two keeps its total: what trimming would do to it cannot be said
            let total = try outcome.total(by: trimmed, without: nil, quorum: 0, rules: rules)
            totals.append(outcome.total == nil ? nil : total ?? outcome.total)
        }
        scenarios.append((.trimmed, totals))
        return scenarios
    }
}

extension EntryOutcome {
    fileprivate func hasSheet(of judge: Int, rules: Rules) -> Bool {
        rules.stagePlan.parts.contains { stages[$0.step].sheets.contains { $0.judge == judge } }
    }

    /// The total by another pipeline or with a judge left out; who came into which stage stays as it was.
    fileprivate func total(
        by pipeline: Pipeline, without judge: Int?, quorum: Int, rules: Rules
    ) throws(NumberOverflow) -> Rational? {
        let weights = rules.criteria.map(\.weight)
        var totals: [Rational?] = []
        for part in rules.stagePlan.parts {
            let kept = stages[part.step].sheets.filter { $0.judge != judge }
            totals.append(
                stages[part.step].isShutOut || kept.count < quorum
                    ? nil : try pipeline.reduce(kept.map(\.sums), weights: weights).total)
        }
        return try rules.stagePlan.combine(totals)
    }
}

extension Pipeline {
    /// The same with one more mark left out at each end where judges are combined by a mean; a median is left as it is.
    fileprivate var trimmingOneMore: Pipeline {
        Pipeline(
            steps: steps.map { step in
                guard case .mean(let trim, let round) = step else { return step }
                return .mean(trim: Trim(lowest: trim.lowest + 1, highest: trim.highest + 1), round: round)
            })
    }
}
