/// How marks become a result.
public struct ScoringRules: Hashable, Sendable {
    public let pipeline: Pipeline
    /// Totals from here on may be recognised; nil: no threshold.
    public let eligibleAtLeast: ExactDecimal?
    /// Marks are multiples of this; nil: any.
    public let step: ExactDecimal?
    /// Decimals of the shown total.
    public let display: Int
    public let rankWithin: RankScope
    /// What separates equal totals, in turn; empty: nothing does, they share a rank.
    public let ties: [TieBreaker]
    public let quorum: Quorum
}

/// Among whom an entry is ranked.
public enum RankScope: String, Hashable, Sendable, CaseIterable {
    case round, group
}

/// One link of the chain that separates equal totals.
public enum TieBreaker: Hashable, Sendable {
    /// The higher value of a criterion comes first.
    case criterion(String)
    /// The rest share the rank, and the ranks they would have filled are skipped.
    case share
    /// By lot, from the seed fixed before judging.
    case draw
}

/// What must be there for a result to count. The law is silent; a round's plan may say.
public struct Quorum: Hashable, Sendable {
    /// Judges whose marks count for an entry, at least.
    public let judgesPerEntry: Int?
    public let membersPresent: Attendance?

    /// Council members at the meeting, at least.
    public enum Attendance: Hashable, Sendable {
        case members(Int)
        /// A part of the council, such as 2/3.
        case share(Rational)

        /// How many of a council must be there.
        public func needed(of size: Int) -> Int {
            switch self {
            case .members(let count): count
            case .share(let share):
                // A share is at most one of a council of a few people: rounding up by whole numbers cannot overflow.
                Int((share.numerator * Int128(size) + share.denominator - 1) / share.denominator)
            }
        }
    }
}

/// The reduction of marks to one number per entry, in a declared order; rounds where a step says so and nowhere else.
///
/// Each of `judges` and `sum` occurs once, `weight` at most once and before the sum.
public struct Pipeline: Hashable, Sendable {
    public let steps: [Step]

    public enum Step: Hashable, Sendable {
        /// The mean over judges, after dropping the lowest and highest so many marks.
        case mean(trim: Trim, round: Int?)
        case median(round: Int?)
        /// Each criterion times its weight.
        case weight(round: Int?)
        /// The sum over criteria.
        case sum(round: Int?)
    }

    public struct Trim: Hashable, Sendable {
        public let lowest: Int
        public let highest: Int
        public static let none = Trim(lowest: 0, highest: 0)
    }

    /// Whether each judge's sheet is summed before the judges are combined; then only complete sheets count.
    public var sumsSheetsFirst: Bool {
        for step in steps {
            switch step {
            case .sum: return true
            case .mean, .median: return false
            case .weight: continue
            }
        }
        return false
    }

    /// Whether weights apply to single marks, before the judges are combined.
    var weighsMarks: Bool {
        if case .weight = steps.first { true } else { false }
    }

    /// Whether the steps reduce marks by judge and criterion to one number.
    static func isPossible(_ steps: [Step]) -> Bool {
        var (hasJudges, hasCriteria, hasWeight) = (true, true, false)
        for step in steps {
            switch step {
            case .mean, .median:
                guard hasJudges else { return false }
                hasJudges = false
            case .sum:
                guard hasCriteria else { return false }
                hasCriteria = false
            case .weight:
                guard hasCriteria, !hasWeight else { return false }
                hasWeight = true
            }
        }
        return !hasJudges && !hasCriteria
    }
}
