/// The quotas of a fair: those that nest, any two of which cover either no request in common or all of one of them, and
/// those that cut across. All of them hold; only the nested ones can be met in the best way by a flow.
///
/// What counts is which requests the quotas cover, not how they are worded: a province and a product group nest if all
/// requests of the group come from the province. Quotas that cannot be exceeded are left out of both.
struct QuotaTree {
    /// By province, product group and fund; a mark that is not looked at comes last.
    let quotas: [AllocationProblem.Quota]
    /// For each request the quotas that cover it.
    let covering: [[Int]]
    /// The nested quotas, an outer one before those inside it.
    let nested: [Int]
    let crossing: [Int]
    /// For each quota the smallest nested one around it.
    let outer: [Int?]
    /// For each request the smallest nested quota that covers it.
    let home: [Int?]

    init(_ given: [AllocationProblem.Quota], _ requests: [AllocationProblem.Request], booths: Int) {
        let quotas = given.sorted { Self.key($0).lexicographicallyPrecedes(Self.key($1)) }
        self.quotas = quotas
        let covering = requests.map { request in quotas.indices.filter { quotas[$0].covers(request) } }
        self.covering = covering
        var members = [[Int]](repeating: [], count: quotas.count)
        for (request, all) in covering.enumerated() { for quota in all { members[quota].append(request) } }

        var nesting = Nesting(requests: requests.count, members: members)
        var crossing: [Int] = []
        for quota in quotas.indices where !members[quota].isEmpty {
            // no more than all booths can be asked for, which also keeps the sum small
            let wanted = members[quota].reduce(0) { min($0 + min(requests[$1].boothsWanted, booths), booths) }
            if wanted > quotas[quota].maximum, !nesting.takesIn(quota) { crossing.append(quota) }
        }
        self.crossing = crossing
        nested = nesting.fromOutside
        let chains = requests.indices.map { nesting.chain(of: $0) }
        home = chains.map(\.last)
        var outer = [Int?](repeating: nil, count: quotas.count)
        for chain in chains {
            for (around, inside) in zip(chain, chain.dropFirst()) { outer[inside] = around }
        }
        self.outer = outer
    }

    /// Those of a province first: usually there are the most of them, so the flow takes in as many limits as it can.
    private static func key(_ quota: AllocationProblem.Quota) -> [String] {
        [quota.province?.text, quota.group?.rawValue, quota.funds?.rawValue].map {
            $0.map { "0" + $0 } ?? "1"
        }
    }
}

/// Quotas taken in one by one as long as they nest.
private struct Nesting {
    private let members: [[Int]]
    /// For each request the quotas taken in that cover it.
    private var taken: [[Int]]
    private var all: [Int] = []

    init(requests: Int, members: [[Int]]) {
        self.members = members
        taken = Array(repeating: [], count: requests)
    }

    /// Takes a quota in if it nests with all before it.
    mutating func takesIn(_ quota: Int) -> Bool {
        var shared: [Int: Int] = [:]
        for request in members[quota] { for other in taken[request] { shared[other, default: 0] += 1 } }
        guard shared.allSatisfy({ $1 == members[quota].count || $1 == members[$0].count }) else {
            return false
        }
        for request in members[quota] { taken[request].append(quota) }
        all.append(quota)
        return true
    }

    var fromOutside: [Int] { sorted(all) }

    /// The quotas around a request, the outermost first.
    func chain(of request: Int) -> [Int] { sorted(taken[request]) }

    /// The largest first; equal ones in the order of the quotas, so that each is inside the one before.
    private func sorted(_ quotas: [Int]) -> [Int] {
        quotas.sorted { (members[$1].count, $0) < (members[$0].count, $1) }
    }
}
