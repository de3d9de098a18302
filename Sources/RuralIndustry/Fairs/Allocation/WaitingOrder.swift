extension AllocationInput {
    /// The draw ids of those who were given nothing or too little, in the order in which they wait: who has more priority points
    /// first, then who filed earlier, then by lot.
    ///
    /// - Throws: `draw-needs-seed` if equals must be drawn and there is no seed.
    public func waiting(
        after plan: AllocationPlan, sha256: ([UInt8]) -> [UInt8]
    ) throws(Refusal) -> [String] {
        let short = Set(plan.outcomes.filter { !$0.isWhole }.map(\.request.id))
        // both are in the order of the draw ids
        let lots = Lots(plan.outcomes.map(\.request), seed: seed, sha256: sha256)
        let waiting = requests.indices.filter { short.contains(requests[$0].drawID) }
        var order: [Int] = []
        let equals = Dictionary(grouping: waiting) {
            [-points(of: requests[$0]), Int(requests[$0].filedOn.daysSince2000)]
        }
        for (_, equal) in equals.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            if equal.count == 1 {
                order += equal
            } else {
                let places = try lots.places(toSeparate: equal)
                order += equal.sorted { places[$0] < places[$1] }
            }
        }
        return order.map { requests[$0].drawID }
    }
}
