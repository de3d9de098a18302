/// The result of a round: marks reduced to one exact number per entry, ranked, as the rules say.
///
/// A pure function of its input; the order of the marks never matters.
public struct Tally: Hashable, Sendable {
    /// One per entry, by rank, then entry; entries without a rank last.
    public let lines: [Line]
    /// One per entry and criterion, by entry, then in the order of the criteria.
    public let details: [Detail]
    /// One per mark that did not count, by entry, judge and criterion: submitted = counted + excluded.
    public let exclusions: [Exclusion]
    /// Sheets that did not count because something is missing on them, by entry and judge. Only where sheets are
    /// summed first; otherwise each criterion uses the marks present.
    public let excludedSheets: [ExcludedSheet]
    public let marksSubmitted: Int
    public let marksCounted: Int

    public struct Line: Hashable, Sendable {
        public let entry: String
        /// Nil if it was not given and the rubric does not tell.
        public let group: ProductGroupID?
        /// Nil if there is none, for the `reason`.
        public let total: Rational?
        /// The total with as many decimals as the rules show; never compared.
        public let shown: String?
        public let rank: Int?
        /// Nil if the rules have no threshold.
        public let eligible: Bool?
        /// Judges with at least one counted mark; where sheets are summed first, counted sheets.
        public let judges: Int
        public let reason: Reason?
    }

    /// A total that is below the threshold although what is shown, being rounded, is not.
    public struct Shortfall: Hashable, Sendable, CustomStringConvertible {
        public let total: Rational
        public let threshold: ExactDecimal

        /// `69.995 < 70`.
        public var description: String { "\(total) < \(threshold)" }
    }

    /// Why an entry has no total.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// No marks, or a trim left none.
        case tooFewMarks = "too-few-marks"
        /// Fewer judges than the rules want for an entry.
        case belowQuorum = "below-quorum"
        /// It did not come into a stage that makes the result.
        case notInFinalStage = "not-in-final-stage"
    }

    public struct Detail: Hashable, Sendable {
        public let entry: String
        public let criterion: String
        /// The value after the judges' step, or, where sheets are summed first, the untrimmed mean over counted sheets;
        /// before weights. Nil if no marks counted.
        public let panel: Rational?
    }

    public struct Exclusion: Hashable, Sendable {
        public let entry: String
        public let judge: String
        public let criterion: String
        public let stage: String?
        public let reason: ExclusionReason
        public let row: Int?
    }

    public enum ExclusionReason: Hashable, Sendable {
        /// There is no mark but a reason.
        case absence(Absence)
        /// Another mark of the same sheet is missing, and sheets are summed first.
        case incompleteSheet
        /// Another mark of the same criterion of the same judge is missing.
        case incompleteCriterion
        /// Given in a stage that does not make the result.
        case otherStage
        /// Given in a stage that the entry did not come into.
        case notReached
        /// The judge turned out to be in conflict with the entrant: the whole sheet is left out.
        case conflict
    }

    public struct ExcludedSheet: Hashable, Sendable {
        public let entry: String
        public let judge: String
        /// The leaves without a mark, with the reason given; nil: nothing was handed in.
        public let gaps: [Gap]

        public struct Gap: Hashable, Sendable {
            public let criterion: String
            public let absence: Absence?
        }
    }

    /// An entry to be tallied, also if it has no marks.
    public struct Entry: Hashable, Sendable {
        public let code: String
        public let group: ProductGroupID?

        public init(code: String, group: ProductGroupID? = nil) {
            self.code = code
            self.group = group
        }
    }

    /// Computes the result.
    ///
    /// - Parameters:
    ///   - entries: the accepted entries; nil, for files alone: whatever has marks. An entry without a group takes
    ///     the one whose rubric has all its criteria, if there is only one such.
    ///   - seed: the bytes of the seed for draws, fixed before judging.
    ///   - sha256: the hash for draws.
    /// - Throws: every mark that is wrong, with its row, or `draw-needs-seed`, or `number-overflow`.
    public init(
        of marks: [Mark], entries: [Entry]? = nil, rules: Rules, seed: [UInt8]? = nil,
        sha256: ([UInt8]) -> [UInt8]
    ) throws(Refusal) {
        let table = try MarkTable(marks, entries: entries, rules: rules)
        var outcomes: [EntryOutcome] = []
        outcomes.reserveCapacity(table.entries.count)
        for entry in table.entries {
            do throws(NumberOverflow) {
                outcomes.append(try EntryOutcome(entry, rules: rules))
            } catch {
                throw Refusal(error.violation)
            }
        }
        let ranks = try Ranking(rules: rules, seed: seed).ranks(of: outcomes, sha256: sha256)
        self.init(outcomes, ranks: ranks, marks: marks, table: table, rules: rules)
    }

    private init(
        _ outcomes: [EntryOutcome], ranks: [Int?], marks: [Mark], table: MarkTable, rules: Rules
    ) {
        lines = zip(outcomes, ranks).map { $0.line(rank: $1, rules: rules) }
            // Stable on purpose: the outcomes are in the order of their entries.
            .enumerated().sorted { left, right in
                let (ours, theirs) = (left.element.rank ?? .max, right.element.rank ?? .max)
                return ours != theirs ? ours < theirs : left.offset < right.offset
            }
            .map(\.element)
        details = outcomes.flatMap { outcome in
            zip(rules.criteria, outcome.panels).map {
                Detail(entry: outcome.entry, criterion: $0.id, panel: $1)
            }
        }
        exclusions = zip(table.entries, outcomes).flatMap { entry, outcome in
            entry.exclusions(outcome.excluded, marks: marks)
        }
        excludedSheets = outcomes.flatMap(\.excludedSheets)
        marksSubmitted = marks.count
        marksCounted = outcomes.reduce(0) { $0 + $1.marksCounted }
    }
}

extension Tally.ExclusionReason {
    public var name: Bilingual {
        switch self {
        case .absence(let absence): absence.name
        case .incompleteSheet: Bilingual(vi: "phiếu chấm không đầy đủ", en: "incomplete sheet")
        case .incompleteCriterion: Bilingual(vi: "tiêu chí chấm không đầy đủ", en: "incomplete criterion")
        case .conflict:
            Bilingual(vi: "giám khảo có xung đột lợi ích với cơ sở", en: "judge in conflict with the entrant")
        case .notReached:
            Bilingual(vi: "sản phẩm không vào vòng này", en: "the entry did not come into the stage")
        case .otherStage: Bilingual(vi: "vòng không quyết định kết quả", en: "not the stage of the result")
        }
    }
}

extension Tally.Line {
    /// What is to be said beside the line, so that nobody takes the shown number for the one that was compared; nil: nothing.
    public func shortfall(below threshold: ExactDecimal?) -> Tally.Shortfall? {
        guard eligible == false, let threshold, let total, let shown, let rounded = try? Rational(shown),
            rounded >= Rational(threshold)
        else { return nil }
        return Tally.Shortfall(total: total, threshold: threshold)
    }
}
