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
    /// The sheets that the total was made from.
    let sheets: [CountedSheet]

    init(_ marks: EntryMarks, rules: Rules) throws(NumberOverflow) {
        let pipeline = rules.scoring.pipeline
        var sorter = SheetSorter(marks, needsWholeSheets: pipeline.sumsSheetsFirst)
        try sorter.sort()
        let reduced = try pipeline.reduce(sorter.counted.map(\.sums), weights: rules.criteria.map(\.weight))
        let isBelowQuorum = sorter.counted.count < rules.scoring.quorum.judgesPerEntry ?? 0
        entry = marks.code
        group = marks.group
        total = isBelowQuorum ? nil : reduced.total
        panels = reduced.panels
        judges = sorter.counted.count
        reason = isBelowQuorum ? .belowQuorum : reduced.total == nil ? .tooFewMarks : nil
        marksCounted = sorter.marksCounted
        excluded = sorter.excluded
        excludedSheets = sorter.excludedSheets
        sheets = sorter.counted
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

    mutating func sort() throws(NumberOverflow) {
        var rest = marks.cells[...]
        while let first = rest.first, first.isOfResultStage {
            let end = rest.firstIndex { $0.judge != first.judge || !$0.isOfResultStage } ?? rest.endIndex
            try sort(sheet: rest[..<end])
            rest = rest[end...]
        }
        for cell in rest { excluded.append((cell, .otherStage)) }
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
