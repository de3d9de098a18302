/// Gives all booths for which no neighbours are asked.
///
/// Where the quotas nest, that is one flow. Quotas that cut across them are met by a declared rule:
///
/// 1. As long as such a quota is exceeded, as many booths as it is exceeded by are denied to those it covers, the booths
///    worth least first, and the flow is made anew.
/// 2. As long as a step makes the plan worth more, the step that does so most is taken: a free booth is given, a booth is
///    passed on, or a booth is exchanged for a free one in a better zone; always within all quotas.
///
/// Where steps are worth the same and not all of them can be taken, the draw decides.
struct QuotaRepair {
    private let frame: AllocationFrame
    private let lots: Lots
    /// For each request the zones of its booths, the best wish first.
    private(set) var zones: [[Int]] = []
    private(set) var drawn = DrawnRequests()
    private var drawnForDenial = DrawnRequests()
    /// No quota had to be met by the rule: no plan is worth more.
    private(set) var isExact = true
    private let booths: [Int]
    private let left: [Int]

    /// - Parameters:
    ///   - booths: free booths by zone.
    ///   - left: booths by quota that may still be given.
    init(_ frame: AllocationFrame, booths: [Int], left: [Int], by lots: Lots) throws(Refusal) {
        self.frame = frame
        self.lots = lots
        self.booths = booths
        self.left = left
        var most = frame.requests.map { $0.isGroup ? 0 : $0.boothsWanted }
        var last = try flow(most)
        while let quota = frame.quotas.crossing.first(where: { spent($0) > left[$0] }) {
            isExact = false
            for request in try leastWorth(in: quota, spent(quota) - left[quota]) {
                most[request] = min(most[request], zones[request].count) - 1
            }
            last = try flow(most)
        }
        drawn = last.drawn()
        guard !isExact else { return }
        var climb = QuotaClimb(frame, zones: zones, booths: booths, left: left)
        try climb.run(by: lots)
        zones = climb.zones
        drawn.add(drawnForDenial)
        drawn.add(climb.drawn)
    }

    private mutating func flow(_ most: [Int]) throws(Refusal) -> WishFlow {
        var flow = WishFlow(frame, booths: booths, left: left, most: most)
        try flow.settle(by: lots)
        zones = flow.zones
        return flow
    }

    private func spent(_ quota: Int) -> Int {
        zones.indices.reduce(0) { $0 + (frame.quotas.covering[$1].contains(quota) ? zones[$1].count : 0) }
    }

    /// The requests to which the booths worth least were given, one for each booth.
    private mutating func leastWorth(in quota: Int, _ count: Int) throws(Refusal) -> [Int] {
        let given = zones.indices.filter { frame.quotas.covering[$0].contains(quota) }.flatMap { request in
            zones[request].enumerated().map { place, zone in
                (request: request, worth: frame.value(of: request, zone: zone, isFirst: place == 0))
            }
        }.sorted { ($0.worth, $0.request) < ($1.worth, $1.request) }
        let limit = given[count - 1].worth
        let equals = given.filter { $0.worth == limit }.map(\.request)
        let below = given.filter { $0.worth < limit }.map(\.request)
        let open = count - below.count
        guard open < equals.count, Set(equals).count > 1 else { return below + equals.prefix(open) }
        let places = try lots.places(toSeparate: Set(equals).sorted())
        let order = equals.sorted { places[$1] < places[$0] }
        drawnForDenial.add(DrawnRequests(won: Set(order.dropFirst(open)), lost: Set(order.prefix(open))))
        return below + order.prefix(open)
    }
}
