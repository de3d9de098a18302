/// What the sheets of one product group look like: the leaves with their positions, and the criteria they add up to.
///
/// A class, because every mark looks at one and copying it would cost more than the look.
final class Frame: Sendable {
    let leaves: [Leaf]
    /// The criterion of each leaf, by its place in the rules.
    let criterionOfLeaf: [Int]
    let leavesPerCriterion: [Int]
    private let positions: [String: Int]
    private let maxima: [ExactDecimal]
    private let steps: [ExactDecimal?]

    init(rules: Rules, group: ProductGroupID?) {
        leaves = rules.leaves(group: group)
        let places = Dictionary(uniqueKeysWithValues: rules.criteria.enumerated().map { ($1.id, $0) })
        criterionOfLeaf = leaves.compactMap { places[$0.criterion] }
        var counts = Array(repeating: 0, count: rules.criteria.count)
        for criterion in criterionOfLeaf { counts[criterion] += 1 }
        leavesPerCriterion = counts
        positions = Dictionary(uniqueKeysWithValues: leaves.enumerated().map { ($1.id, $0) })
        maxima = leaves.map(\.max)
        steps = leaves.map(\.step)
    }

    func position(of leaf: String) -> Int? { positions[leaf] }

    func contains(_ criteria: Set<String>) -> Bool { criteria.allSatisfy { positions[$0] != nil } }

    /// Nil if the mark may be given for this leaf.
    func violation(of mark: Mark, at position: Int) -> Violation? {
        guard case .value(let value) = mark.content else { return nil }
        let isInRange = value >= .zero && value <= maxima[position]
        if isInRange, steps[position].map({ value.isMultiple(of: $0) }) ?? true { return nil }
        let leaf = leaves[position]
        if value < .zero || value > leaf.max {
            return Violation(
                "mark-out-of-range",
                vi: "Điểm \(value) cho “\(leaf.id)” nằm ngoài khoảng 0–\(leaf.max)",
                en: "The mark \(value) for “\(leaf.id)” is outside 0–\(leaf.max)",
                at: Place(row: mark.row, column: "score"))
        }
        if let step = leaf.step, !value.isMultiple(of: step) {
            return Violation(
                "mark-off-step", vi: "Điểm \(value) cho “\(leaf.id)” không phải là bội số của \(step)",
                en: "The mark \(value) for “\(leaf.id)” is not a multiple of \(step)",
                at: Place(row: mark.row, column: "score"))
        }
        return nil
    }

    func unknownCriterion(_ mark: Mark) -> Violation {
        let known = leaves.map(\.id).joined(separator: ", ")
        return Violation(
            "criterion-unknown",
            vi: "Không có tiêu chí \(Text.quoted(mark.criterion)); các tiêu chí được chấm: \(known)",
            en: "There is no criterion \(Text.quoted(mark.criterion)); marks are given for: \(known)",
            at: Place(row: mark.row, column: "criterion"))
    }
}
