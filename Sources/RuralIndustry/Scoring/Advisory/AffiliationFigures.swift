/// Advisory: whether judges mark entrants of their own place or body differently from others.
///
/// A mark's deviation is the mark minus the mean of all marks of that entry and criterion; it is averaged over the
/// marks of judges with the entrant's affiliation and over all other marks. Marks whose affiliation is not known
/// take part in the means but in neither average. Never part of an official result.
///
/// In a file of scores affiliations are texts, compared as they are written; in the registry they are places (`HomePlace`).
public struct AffiliationFigures: Hashable, Sendable {
    public let same: Figure
    public let other: Figure

    public struct Figure: Hashable, Sendable {
        public let marks: Int
        /// Nil without marks.
        public let meanDeviation: Rational?

        /// To three decimals, as it is printed; nil without marks.
        public var meanDeviationText: String? { meanDeviation.flatMap { try? $0.text(decimals: 3) } }
    }

    /// Whether two affiliations are the same; nil if one of them is empty, and so not known.
    public static func isSame(judge: String, entry: String) -> Bool? {
        judge.isEmpty || entry.isEmpty ? nil : judge == entry
    }

    /// Over the values given in the stages that make the result.
    ///
    /// - Throws: `number-overflow`.
    public init(of marks: [Mark], rules: Rules) throws(Refusal) {
        var cells: [CellKey: CellSums] = [:]
        for mark in marks {
            guard case .value(let value) = mark.content,
                rules.stages.isEmpty || mark.stage == nil || mark.stage == rules.resultStage
                    || rules.combination.contains(where: { $0.stage == mark.stage })
            else { continue }
            let stage = rules.combination.isEmpty ? nil : mark.stage
            cells[CellKey(entry: mark.entry, criterion: mark.criterion, stage: stage), default: CellSums()]
                .add(
                    Int128(value.millionths), isSame: mark.isSameAffiliation)
        }
        do throws(NumberOverflow) {
            same = try Self.figure(cells.values.map { ($0.same, $0.all) })
            other = try Self.figure(cells.values.map { ($0.other, $0.all) })
        } catch {
            throw Refusal(error.violation)
        }
    }

    private static func figure(_ cells: [(part: Sum, all: Sum)]) throws(NumberOverflow) -> Figure {
        // Cells with the same number of marks share a denominator: add those first, in whole numbers.
        var byCount: [Int: Int128] = [:]
        var marks = 0
        for (part, all) in cells where part.count > 0 {
            let expected = try Rational.product(all.value, Int128(part.count))
            let found = try Rational.product(part.value, Int128(all.count))
            byCount[all.count] = try Rational.sum(byCount[all.count] ?? 0, try Rational.sum(found, -expected))
            marks += part.count
        }
        guard marks > 0 else { return Figure(marks: 0, meanDeviation: nil) }
        var sum = Rational.zero
        for (count, deviation) in byCount {
            sum = try sum.adding(try Rational(deviation, over: Int128(count) * 1_000_000))
        }
        return Figure(marks: marks, meanDeviation: try sum.divided(by: marks))
    }

    private struct CellKey: Hashable {
        let entry: String
        let criterion: String
        /// Where several stages make the result.
        let stage: String?
    }

    private struct Sum {
        var value: Int128 = 0
        var count = 0

        mutating func add(_ mark: Int128) {
            // Values of 64 bits cannot fill 128.
            value += mark
            count += 1
        }
    }

    private struct CellSums {
        var all = Sum()
        var same = Sum()
        var other = Sum()

        mutating func add(_ mark: Int128, isSame: Bool?) {
            all.add(mark)
            if isSame == true { same.add(mark) }
            if isSame == false { other.add(mark) }
        }
    }
}
