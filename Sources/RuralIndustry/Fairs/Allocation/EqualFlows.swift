/// Chooses among all flows of the same least cost. They differ by circles of tight arcs, so:
///
/// - If no circle brings any request more, each has the most that it can have in any of them, and as the total is the
///   same in all, nobody's share differs: there is nothing to draw.
/// - Otherwise each request in the order of the draw gets the most that it can have, given what those before it have. From
///   then on a circle may pass through it only by arcs worth the same to it.
struct EqualFlows {
    private(set) var network: FlowNetwork
    /// For each request its node.
    private let nodeOfRequest: [Int]
    /// For each node the tight arcs out of it, whether they have room or not.
    private let tight: [[Int]]
    /// For each pair of arcs at a request what a unit more on it brings when it goes on to a zone, or costs when it comes in;
    /// what comes in lies below zero and what goes on does not, so the two are never equal.
    private var worth: [Int]
    private var isFixed: [Bool]
    private var search: Search

    private struct Search {
        var round = 0
        var nodes: [Int]
        var arcs: [Int]
        /// The arc before each arc on its way; -1: it is the first.
        var before: [Int]
    }

    /// Whether a request is to have more or less.
    private enum Direction: Int {
        case more = 1
        case less = -1
    }

    /// - Parameter requests: the arcs into each request and those from it to zones; all requests have arcs into them.
    init(_ network: FlowNetwork, requests: [(into: [Int], toZones: [Int])]) {
        self.network = network
        nodeOfRequest = requests.map { network.head[$0.into[0]] }
        var worth = [Int](repeating: 0, count: network.arcs.count / 2)
        for request in requests {
            for arc in request.into { worth[arc / 2] = network.price(arc) }
            for arc in request.toZones { worth[arc / 2] = -network.price(arc) }
        }
        self.worth = worth
        var tight = [[Int]](repeating: [], count: network.nodes.count)
        for arc in network.arcs where network.isTight(arc) { tight[network.tail(arc)].append(arc) }
        self.tight = tight
        isFixed = Array(repeating: false, count: network.nodes.count)
        search = Search(
            nodes: Array(repeating: 0, count: network.nodes.count),
            arcs: Array(repeating: 0, count: network.arcs.count),
            before: Array(repeating: -1, count: network.arcs.count))
    }

    /// False: there was nothing to draw.
    ///
    /// - Throws: `draw-needs-seed` if there is something to draw and no seed.
    mutating func settle(by lots: Lots) throws(Refusal) -> Bool {
        let requests = nodeOfRequest.indices
        guard requests.contains(where: { circle(through: nodeOfRequest[$0], .more) != nil }) else {
            return false
        }
        let places = try lots.places(toSeparate: lots.hasSeed ? [] : tied())
        for request in requests.sorted(by: { places[$0] < places[$1] }) {
            while let circle = circle(through: nodeOfRequest[request], .more) { network.push(circle) }
            isFixed[nodeOfRequest[request]] = true
        }
        for node in nodeOfRequest { isFixed[node] = false }
        return true
    }

    /// For whom the draw made a difference, once it has settled the flow.
    mutating func drawn() -> DrawnRequests {
        DrawnRequests(won: Set(requests(.less)), lost: Set(requests(.more)))
    }

    /// Those between whom lots must be drawn.
    private mutating func tied() -> [Int] { Set(requests(.more) + requests(.less)).sorted() }

    /// The requests that have more, or less, in another flow of the same cost.
    private mutating func requests(_ direction: Direction) -> [Int] {
        nodeOfRequest.indices.filter { circle(through: nodeOfRequest[$0], direction) != nil }
    }

    /// A circle that gives a request more, or less; nil if there is none.
    ///
    /// It is sought from all arcs out of the request at once that are worth the same, the best first; what was seen from
    /// better ones leads to nothing from lesser ones, so each node is looked at once.
    private mutating func circle(through node: Int, _ direction: Direction) -> [Int]? {
        let sign = direction.rawValue
        let leaving = tight[node].filter { network.room[$0] > 0 }.map {
            (arc: $0, worth: sign * worth[$0 / 2])
        }
        .sorted { ($1.worth, $0.arc) < ($0.worth, $1.arc) }
        let entering = tight[node].filter { network.room[$0 ^ 1] > 0 }.map { sign * worth[$0 / 2] }
        guard let least = entering.min() else { return nil }
        search.round += 1
        var rest = leaving[...]
        while let best = rest.first?.worth, best > least {
            let equal = rest.prefix { $0.worth == best }
            rest = rest.dropFirst(equal.count)
            for (arc, _) in equal { search.before[arc] = -1 }
            let last = wayBack(to: node, from: equal.map(\.arc)) { sign * $0 < best }
            if let last { return way(endingWith: last) }
        }
        return nil
    }

    /// The arc by which a way comes back to the request; nil if no way does.
    private mutating func wayBack(to node: Int, from start: [Int], _ isWanted: (Int) -> Bool) -> Int? {
        var queue = start
        var place = 0
        while place < queue.count {
            let arc = queue[place]
            place += 1
            let reached = network.head[arc]
            if reached == node {
                if isWanted(worth[arc / 2]) { return arc }
                continue
            }
            if !isFixed[reached] {
                if search.nodes[reached] == search.round { continue }
                search.nodes[reached] = search.round
            }
            for onward in tight[reached] where network.room[onward] > 0 {
                if isFixed[reached] {
                    guard worth[onward / 2] == worth[arc / 2], search.arcs[onward] != search.round else {
                        continue
                    }
                    search.arcs[onward] = search.round
                }
                search.before[onward] = arc
                queue.append(onward)
            }
        }
        return nil
    }

    private func way(endingWith last: Int) -> [Int] {
        Array(sequence(first: last) { search.before[$0] < 0 ? nil : search.before[$0] })
    }
}
