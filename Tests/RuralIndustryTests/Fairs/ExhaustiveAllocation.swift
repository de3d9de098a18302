import RuralIndustry

/// All plans of a small problem without groups, tried one by one: a second way to the best total.
struct ExhaustiveAllocation {
    private let problem: AllocationProblem
    private let zones: [String]
    /// For each request, in the order of the problem, its share of each of the best plans.
    private(set) var best: [[Int]] = []
    private(set) var value = 0

    init(_ problem: AllocationProblem) {
        self.problem = problem
        zones = Set(problem.booths.map(\.zone)).sorted()
        var free = zones.map { zone in problem.booths.count { $0.zone == zone } }
        var left = problem.quotas.map(\.maximum)
        tryAll(0, &free, &left, [])
    }

    private mutating func tryAll(_ request: Int, _ free: inout [Int], _ left: inout [Int], _ shares: [Int]) {
        guard request < problem.requests.count else {
            let total = shares.reduce(0, +)
            if total > value || best.isEmpty { (value, best) = (total, []) }
            if total == value { best.append(shares) }
            return
        }
        give(request, 0, 0, 0, &free, &left, shares)
    }

    /// Gives a request some booths in each zone from `zone` on.
    private mutating func give(
        _ request: Int, _ zone: Int, _ count: Int, _ share: Int, _ free: inout [Int], _ left: inout [Int],
        _ shares: [Int]
    ) {
        guard zone < zones.count else {
            tryAll(request + 1, &free, &left, shares + [share])
            return
        }
        give(request, zone + 1, count, share, &free, &left, shares)
        let asked = problem.requests[request]
        let quotas = problem.quotas.indices.filter { problem.quotas[$0].covers(asked) }
        guard count < asked.boothsWanted, free[zone] > 0, quotas.allSatisfy({ left[$0] > 0 }),
            let bonus = bonus(asked, zones[zone])
        else { return }
        free[zone] -= 1
        for quota in quotas { left[quota] -= 1 }
        let booth = (count == 0 ? 1_000 : 400) + 10 * asked.points + bonus
        give(request, zone, count + 1, share + booth, &free, &left, shares)
        free[zone] += 1
        for quota in quotas { left[quota] += 1 }
    }

    private func bonus(_ request: AllocationProblem.Request, _ zone: String) -> Int? {
        if request.zones.isEmpty { return 150 }
        guard let place = request.zones.firstIndex(of: zone) else { return request.takesOtherZones ? 0 : nil }
        return max(0, 150 - 50 * place)
    }
}
