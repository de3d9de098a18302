/// What one entry's marks come to, before ranking.
struct EntryOutcome {
    let entry: String
    let group: ProductGroupID?
    let total: Rational?
    /// By criterion, in the order of the rules.
    let panels: [Rational?]
    let judges: Int
    let reason: Tally.Reason?
    let marksCounted: Int
    let excluded: [(cell: Cell, reason: Tally.ExclusionReason)]
    let excludedSheets: [Tally.ExcludedSheet]
    /// What each stage of the rules' plan came to.
    let stages: [StageOutcome]

    init(_ marks: EntryMarks, rules: Rules) throws(NumberOverflow) {
        let plan = rules.stagePlan
        var stages: [StageOutcome] = []
        var rest = marks.cells[...]
        for (number, step) in plan.steps.enumerated() {
            let end = rest.firstIndex { $0.stage != number } ?? rest.endIndex
            let shutOut = step.gate.flatMap { stages[$0.step].shutOut(below: $0.atLeast) }
            stages.append(try StageOutcome(marks, rest[..<end], rules: rules, shutOut: shutOut))
            rest = rest[end...]
        }
        entry = marks.code
        group = marks.group
        let made = plan.parts.map { stages[$0.step] }
        total = try plan.combine(made.map(\.total))
        panels = try rules.criteria.indices.map { (criterion) throws(NumberOverflow) in
            try plan.combine(made.map { $0.panels[criterion] })
        }
        judges = made.map(\.judges).min() ?? 0
        reason = made.compactMap(\.reason).first
        marksCounted = stages.reduce(0) { $0 + $1.marksCounted }
        excluded = stages.flatMap(\.excluded) + rest.map { ($0, .otherStage) }
        excludedSheets = stages.flatMap(\.excludedSheets)
        self.stages = stages
    }

    func line(rank: Int?, rules: Rules) -> Tally.Line {
        Tally.Line(
            entry: entry, group: group, total: total,
            // Totals stay far below the 10³² at which six more decimals would overflow.
            shown: total.flatMap { try? $0.text(decimals: rules.scoring.display) }, rank: rank,
            eligible: rules.scoring.eligibleAtLeast.map { threshold in
                total.map { $0 >= Rational(threshold) } ?? false
            },
            judges: judges, reason: reason)
    }
}

extension StagePlan {
    /// The weighted sum of what the parts came to; nil if one of them has nothing: absent is not zero.
    func combine(_ values: [Rational?]) throws(NumberOverflow) -> Rational? {
        var sum = Rational.zero
        for (value, part) in zip(values, parts) {
            guard let value else { return nil }
            sum = try sum.adding(
                part.weight == Self.whole ? value : try value.multiplied(by: Rational(part.weight)))
        }
        return sum
    }
}

/// What one entry's marks of one stage come to.
struct StageOutcome {
    let total: Rational?
    let panels: [Rational?]
    let judges: Int
    /// Why there is no total.
    let reason: Tally.Reason?
    /// The entry did not come into the stage.
    let isShutOut: Bool
    let marksCounted: Int
    let excluded: [(cell: Cell, reason: Tally.ExclusionReason)]
    let excludedSheets: [Tally.ExcludedSheet]
    /// The sheets that the total was made from.
    let sheets: [CountedSheet]

    /// - Parameter shutOut: why the entry did not come into the stage; nil: it did.
    fileprivate init(
        _ marks: EntryMarks, _ cells: ArraySlice<Cell>, rules: Rules, shutOut: Tally.Reason?
    ) throws(NumberOverflow) {
        let pipeline = rules.scoring.pipeline
        var sorter = SheetSorter(marks, needsWholeSheets: pipeline.sumsSheetsFirst)
        try sorter.sort(cells, isShutOut: shutOut != nil)
        let reduced = try pipeline.reduce(sorter.counted.map(\.sums), weights: rules.criteria.map(\.weight))
        let isBelowQuorum = sorter.counted.count < rules.scoring.quorum.judgesPerEntry ?? 0
        total = isBelowQuorum || shutOut != nil ? nil : reduced.total
        panels = reduced.panels
        judges = sorter.counted.count
        reason = shutOut ?? (isBelowQuorum ? .belowQuorum : reduced.total == nil ? .tooFewMarks : nil)
        isShutOut = shutOut != nil
        marksCounted = sorter.marksCounted
        excluded = sorter.excluded
        excludedSheets = sorter.excludedSheets
        sheets = sorter.counted
    }

    /// Why an entry does not come into a stage that requires this one; nil: it does.
    fileprivate func shutOut(below threshold: ExactDecimal) -> Tally.Reason? {
        guard let total else { return reason ?? .tooFewMarks }
        return total < Rational(threshold) ? .notInFinalStage : nil
    }
}

/// One judge's sheet as it counts: each criterion's sum of leaves in millionths; nil where one is missing.
struct CountedSheet {
    /// Among the judges of the table.
    let judge: Int
    let sums: [Int128?]
}

/// Sorts an entry's sheets into those that count and those that do not.
private struct SheetSorter {
    private let marks: EntryMarks
    private let needsWholeSheets: Bool

    private(set) var counted: [CountedSheet] = []
    private(set) var marksCounted = 0
    private(set) var excluded: [(cell: Cell, reason: Tally.ExclusionReason)] = []
    private(set) var excludedSheets: [Tally.ExcludedSheet] = []

    init(_ marks: EntryMarks, needsWholeSheets: Bool) {
        self.marks = marks
        self.needsWholeSheets = needsWholeSheets
    }

    /// - Parameter cells: of one stage.
    mutating func sort(_ cells: ArraySlice<Cell>, isShutOut: Bool) throws(NumberOverflow) {
        if isShutOut {
            excluded = cells.map { ($0, .notReached) }
            return
        }
        var rest = cells
        while let first = rest.first {
            let end = rest.firstIndex { $0.judge != first.judge } ?? rest.endIndex
            try sort(sheet: rest[..<end])
            rest = rest[end...]
        }
    }

    private mutating func sort(sheet: ArraySlice<Cell>) throws(NumberOverflow) {
        if sheet.contains(where: { $0.isInConflict }) {
            for cell in sheet { excluded.append((cell, .conflict)) }
            return
        }
        let frame = marks.frame
        var sums = Array(repeating: Int128(0), count: frame.leavesPerCriterion.count)
        var found = Array(repeating: 0, count: frame.leavesPerCriterion.count)
        for cell in sheet {
            guard case .value(let value) = cell.content else { continue }
            let criterion = frame.criterionOfLeaf[cell.leaf]
            sums[criterion] = try Rational.sum(sums[criterion], Int128(value.millionths))
            found[criterion] += 1
        }
        let isWhole = zip(found, frame.leavesPerCriterion).allSatisfy { $0 == $1 }
        if isWhole {
            // a sheet has at least one mark
            counted.append(CountedSheet(judge: sheet.first?.judge ?? 0, sums: sums))
            marksCounted += sheet.count
        } else if needsWholeSheets {
            excludeWhole(sheet)
        } else {
            countPart(sheet, sums: sums, found: found)
        }
    }

    private mutating func excludeWhole(_ sheet: ArraySlice<Cell>) {
        for cell in sheet { excluded.append((cell, cell.absence.map { .absence($0) } ?? .incompleteSheet)) }
        guard let judge = sheet.first?.judge else { return }
        var absences: [Int: Absence?] = [:]
        for cell in sheet { absences[cell.leaf] = .some(cell.absence) }
        let gaps = marks.frame.leaves.enumerated().compactMap { position, leaf -> Tally.ExcludedSheet.Gap? in
            switch absences[position] {
            case nil: Tally.ExcludedSheet.Gap(criterion: leaf.id, absence: nil)
            case .some(let absence): absence.map { Tally.ExcludedSheet.Gap(criterion: leaf.id, absence: $0) }
            }
        }
        excludedSheets.append(
            Tally.ExcludedSheet(entry: marks.code, judge: marks.judgeIDs[judge], gaps: gaps))
    }

    private mutating func countPart(_ sheet: ArraySlice<Cell>, sums: [Int128], found: [Int]) {
        let isComplete = zip(found, marks.frame.leavesPerCriterion).map { $0 == $1 }
        for cell in sheet {
            if let absence = cell.absence {
                excluded.append((cell, .absence(absence)))
            } else if isComplete[marks.frame.criterionOfLeaf[cell.leaf]] {
                marksCounted += 1
            } else {
                excluded.append((cell, .incompleteCriterion))
            }
        }
        guard isComplete.contains(true) else { return }
        counted.append(
            CountedSheet(judge: sheet.first?.judge ?? 0, sums: zip(sums, isComplete).map { $1 ? $0 : nil }))
    }
}

extension Cell {
    fileprivate var absence: Absence? {
        if case .none(let absence) = content { absence } else { nil }
    }
}
