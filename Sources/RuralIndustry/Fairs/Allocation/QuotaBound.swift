/// What no plan can be worth more than, where groups must be placed or quotas cut across each other.
///
/// The demands for neighbours are left out, and each quota that cuts across is replaced by a price on the booths it covers:
/// with any prices, the best total less the prices paid, plus the price of all that the quotas allow, is such a bound
/// (Lagrangian relaxation). The prices are raised for quotas that are exceeded and lowered for those that are not
/// (Held and Karp 1971), in whole numbers and few rounds; the lowest bound counts.
struct QuotaBound {
    private let frame: AllocationFrame

    private static let rounds = 8

    init(_ frame: AllocationFrame) { self.frame = frame }

    /// - Parameter value: what a plan is worth that keeps to everything; the bound is never lower.
    func bound(above value: Int) -> Int {
        let crossing = frame.quotas.crossing
        let quotas = frame.quotas.quotas
        // no booth is worth so much that a higher price would still change anything
        let highest = frame.scale.ceiling(points: frame.requests.map(\.points).max() ?? 0) ?? 0
        var prices = [Int](repeating: 0, count: quotas.count)
        var best = Int.max
        for _ in 0..<Self.rounds {
            let charges = frame.requests.indices.map { request in
                frame.quotas.covering[request].reduce(0) { $0 + prices[$1] }
            }
            let given = WishFlow(
                frame, booths: frame.boothsOfZone.map(\.count), left: quotas.map(\.maximum),
                most: frame.requests.map(\.boothsWanted), charges: charges
            ).zones
            var total = crossing.reduce(0) { $0 + prices[$1] * quotas[$1].maximum }
            var excess = quotas.map { -$0.maximum }
            for (request, zones) in given.enumerated() {
                total += frame.value(of: request, zones: zones) - charges[request] * zones.count
                for quota in frame.quotas.covering[request] { excess[quota] += zones.count }
            }
            best = min(best, total)
            let tight = crossing.filter { excess[$0] > 0 || prices[$0] > 0 }
            let length = tight.reduce(0) { $0 + excess[$1] * excess[$1] }
            guard length > 0, best > value else { break }
            let step = max(1, (total - value) / length)
            for quota in tight { prices[quota] = min(max(0, prices[quota] + step * excess[quota]), highest) }
        }
        return best
    }
}
