/// Finds the pairs of rectangles that may meet without looking at all pairs: from left to right, with those at hand that reach
/// as far.
enum BoothSweep {
    /// Calls once for every pair whose stretches along x overlap (or, `touching`, have an end in common); which of the two comes
    /// first is not fixed.
    static func pairs(_ rectangles: [BoothRectangle], touching: Bool, _ body: (Int, Int) -> Void) {
        let order = rectangles.indices.sorted {
            (rectangles[$0].horizontal.lowerBound, $0) < (rectangles[$1].horizontal.lowerBound, $1)
        }
        var atHand: [Int] = []
        for next in order {
            let start = rectangles[next].horizontal.lowerBound
            atHand.removeAll {
                let end = rectangles[$0].horizontal.upperBound
                return touching ? end < start : end <= start
            }
            for other in atHand { body(other, next) }
            atHand.append(next)
        }
    }
}
