/// A network in which whole units flow at the least cost, by the primal-dual method (Ford and Fulkerson 1962, with the
/// potentials of Edmonds and Karp 1972): as long as the cheapest way from the source to the sink costs less than nothing,
/// all ways of that cost are filled together.
///
/// Nodes are numbered so that arcs lead from lower to higher numbers; the source is node 0, the sink the last.
struct FlowNetwork {
    /// Arcs come in pairs: arc `a` and its way back `a ^ 1`.
    private(set) var head: [Int] = []
    /// How many more units an arc takes.
    private(set) var room: [Int] = []
    private var cost: [Int] = []
    private var next: [Int] = []
    private var first: [Int]
    /// Afterwards every arc with room costs at least what the potential of its head exceeds that of its tail by: the proof
    /// that no flow costs less.
    private var potential: [Int]

    private var source: Int { 0 }
    private var sink: Int { first.count - 1 }
    var nodes: Range<Int> { first.indices }
    var arcs: Range<Int> { head.indices }

    init(nodes: Int) {
        first = Array(repeating: -1, count: nodes)
        potential = Array(repeating: 0, count: nodes)
    }

    /// Gives the number of the arc.
    @discardableResult
    mutating func addArc(from tail: Int, to target: Int, room most: Int, cost price: Int) -> Int {
        let arc = head.count
        head += [target, tail]
        room += [most, 0]
        cost += [price, -price]
        next += [first[tail], first[target]]
        first[tail] = arc
        first[target] = arc + 1
        return arc
    }

    func flow(_ arc: Int) -> Int { room[arc ^ 1] }
    func tail(_ arc: Int) -> Int { head[arc ^ 1] }
    func price(_ arc: Int) -> Int { cost[arc] }

    /// Whether flow can be put on the arc, and taken off it, in some flow of the same cost.
    func isTight(_ arc: Int) -> Bool { reducedCost(arc) == 0 }

    /// Puts one more unit on each of the arcs.
    mutating func push(_ arcs: [Int]) {
        for arc in arcs {
            room[arc] -= 1
            room[arc ^ 1] += 1
        }
    }

    /// Sends what lowers the cost, and leads it back from the sink to the source by an arc of its own, so that all flow goes
    /// in circles.
    mutating func minimise() {
        measure()
        while findCheapestWays() { fill() }
        var all = 0
        var arc = first[source]
        while arc >= 0 {
            all += flow(arc)
            arc = next[arc]
        }
        let back = addArc(from: sink, to: source, room: Int.max / 2, cost: 0)
        room[back] -= all
        room[back ^ 1] += all
    }

    private func reducedCost(_ arc: Int) -> Int {
        cost[arc] + potential[head[arc ^ 1]] - potential[head[arc]]
    }

    /// The first potentials: the least costs from the source; of nodes that it does not reach, from anywhere, and so high
    /// that they stay apart.
    private mutating func measure() {
        let apart = 4 * (cost.reduce(0) { max($0, abs($1)) } + 1)
        potential = nodes.map { $0 == source ? 0 : apart }
        for node in nodes {
            var arc = first[node]
            while arc >= 0 {
                if room[arc] > 0 {
                    potential[head[arc]] = min(potential[head[arc]], potential[node] + cost[arc])
                }
                arc = next[arc]
            }
        }
    }

    /// Dijkstra's search over reduced costs, as far as ways cost less than nothing; afterwards the arcs of the cheapest ways
    /// are tight. False: no way lowers the cost.
    private mutating func findCheapestWays() -> Bool {
        let enough = potential[source] - potential[sink]
        guard enough > 0 else { return false }
        var distance = [Int](repeating: .max, count: nodes.count)
        distance[source] = 0
        var queue = NearestFirst()
        queue.add(source, at: 0)
        var reached = enough
        var isFound = false
        while let (node, length) = queue.takeNearest(), length < enough {
            if node == sink {
                reached = length
                isFound = true
                break
            }
            if length > distance[node] { continue }
            var arc = first[node]
            while arc >= 0 {
                if room[arc] > 0 {
                    let (target, longer) = (head[arc], length + reducedCost(arc))
                    if longer < distance[target] {
                        distance[target] = longer
                        queue.add(target, at: longer)
                    }
                }
                arc = next[arc]
            }
        }
        for node in nodes { potential[node] += min(distance[node], reached) }
        return isFound
    }

    /// Fills the tight arcs along shortest ways until each such way is blocked (Dinitz 1970).
    private mutating func fill() {
        var layer = [Int](repeating: -1, count: nodes.count)
        layer[source] = 0
        var queue = [source]
        var place = 0
        while place < queue.count {
            let node = queue[place]
            place += 1
            var arc = first[node]
            while arc >= 0 {
                if room[arc] > 0, layer[head[arc]] < 0, isTight(arc) {
                    layer[head[arc]] = layer[node] + 1
                    queue.append(head[arc])
                }
                arc = next[arc]
            }
        }
        var current = first
        while send(from: source, most: .max, layer, &current) > 0 {}
    }

    /// Sends up to so many units on from a node, along the arcs that are not known to be blocked; gives how many went.
    private mutating func send(from node: Int, most: Int, _ layer: [Int], _ current: inout [Int]) -> Int {
        if node == sink { return most }
        var sent = 0
        while current[node] >= 0 {
            let arc = current[node]
            if room[arc] > 0, layer[head[arc]] == layer[node] + 1, isTight(arc) {
                let more = send(from: head[arc], most: min(most - sent, room[arc]), layer, &current)
                room[arc] -= more
                room[arc ^ 1] += more
                sent += more
                // the arc may take more the next time
                if sent == most { return sent }
            }
            current[node] = next[arc]
        }
        return sent
    }
}

/// A binary heap of nodes by distance, and by number where distances are equal.
private struct NearestFirst {
    private var heap: [(node: Int, distance: Int)] = []

    mutating func add(_ node: Int, at distance: Int) {
        heap.append((node, distance))
        var place = heap.count - 1
        while place > 0, isNearer(place, (place - 1) / 2) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func takeNearest() -> (node: Int, distance: Int)? {
        guard let nearest = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return nearest }
        heap[0] = last
        var place = 0
        while true {
            var least = place
            if 2 * place + 1 < heap.count, isNearer(2 * place + 1, least) { least = 2 * place + 1 }
            if 2 * place + 2 < heap.count, isNearer(2 * place + 2, least) { least = 2 * place + 2 }
            if least == place { return nearest }
            heap.swapAt(place, least)
            place = least
        }
    }

    private func isNearer(_ one: Int, _ other: Int) -> Bool {
        (heap[one].distance, heap[one].node) < (heap[other].distance, heap[other].node)
    }
}
