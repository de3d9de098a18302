/// Booths given one by one in the best way: units flow from the source through the nested quotas to the requests, and on to
/// the zones, whose booths count as equal to those who do not ask for neighbours. The best total is exact.
struct WishFlow {
    private let frame: AllocationFrame
    private(set) var network: FlowNetwork
    /// For each request the arcs into it: of its first booth and of all further ones.
    private let unitArcs: [[Int]]
    /// For each request its arcs to zones.
    private let zoneArcs: [[(zone: Int, arc: Int)]]
    /// Nil: nothing had to be drawn.
    private var settled: EqualFlows?

    /// - Parameters:
    ///   - booths: free booths by zone.
    ///   - left: booths by quota that may still be given.
    ///   - most: booths by request that may be given.
    ///   - charges: what each booth of a request takes from its worth; nil: nothing.
    init(_ frame: AllocationFrame, booths: [Int], left: [Int], most: [Int], charges: [Int]? = nil) {
        self.frame = frame
        let (nested, tree) = (frame.quotas.nested, frame.quotas)
        let firstRequest = 1 + nested.count
        let firstZone = firstRequest + frame.requests.count
        let sink = firstZone + frame.zones.count
        var network = FlowNetwork(nodes: sink + 1)
        let nodeOfQuota = Dictionary(uniqueKeysWithValues: zip(nested, 1...))
        func node(of quota: Int?) -> Int { quota.flatMap { nodeOfQuota[$0] } ?? 0 }
        for quota in nested {
            network.addArc(from: node(of: tree.outer[quota]), to: node(of: quota), room: left[quota], cost: 0)
        }
        var unitArcs: [[Int]] = []
        var zoneArcs: [[(zone: Int, arc: Int)]] = []
        for request in frame.requests.indices {
            let (home, this) = (node(of: tree.home[request]), firstRequest + request)
            let charge = charges?[request] ?? 0
            unitArcs.append([
                network.addArc(
                    from: home, to: this, room: min(most[request], 1), cost: charge - frame.scale.firstBooth),
                network.addArc(
                    from: home, to: this, room: max(most[request] - 1, 0),
                    cost: charge - frame.scale.furtherBooth),
            ])
            zoneArcs.append(
                frame.zones.indices.filter { frame.bonus[request][$0] != nil }.map { zone in
                    let arc = network.addArc(
                        from: this, to: firstZone + zone, room: min(most[request], booths[zone]),
                        cost: -frame.wish(of: request, zone: zone))
                    return (zone, arc)
                })
        }
        for zone in frame.zones.indices {
            network.addArc(from: firstZone + zone, to: sink, room: booths[zone], cost: 0)
        }
        network.minimise()
        self.network = network
        self.unitArcs = unitArcs
        self.zoneArcs = zoneArcs
    }

    /// For each request the zones of its booths, the best wish first.
    var zones: [[Int]] {
        zoneArcs.indices.map { request in
            zoneArcs[request].flatMap { Array(repeating: $0.zone, count: network.flow($0.arc)) }
                .sorted {
                    (frame.wish(of: request, zone: $1), $0) < (frame.wish(of: request, zone: $0), $1)
                }
        }
    }

    /// Decides between plans with the same best total.
    ///
    /// - Throws: `draw-needs-seed` if that makes a difference to anybody and there is no seed.
    mutating func settle(by lots: Lots) throws(Refusal) {
        var faces = EqualFlows(network, requests: zip(unitArcs, zoneArcs).map { ($0, $1.map(\.arc)) })
        settled = try faces.settle(by: lots) ? faces : nil
        network = faces.network
    }

    /// For whom that made a difference. It takes as long as to decide, and only the last of several flows is asked.
    func drawn() -> DrawnRequests {
        guard var faces = settled else { return DrawnRequests() }
        return faces.drawn()
    }
}
