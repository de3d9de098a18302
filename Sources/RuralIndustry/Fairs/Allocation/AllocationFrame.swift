/// A problem in one order whatever the order of its rows: booths and zones as people count them, requests by id; what is
/// spoken of by name there is a number here.
struct AllocationFrame {
    let scale: PreferenceScale
    let booths: [AllocationProblem.Booth]
    /// For each booth those it hangs together with, in its own zone.
    let neighbours: [[Int]]
    let zones: [String]
    let zoneOfBooth: [Int]
    /// For each zone its booths.
    let boothsOfZone: [[Int]]
    let requests: [AllocationProblem.Request]
    /// For each request and zone what the zone adds to a booth's worth; nil: the request does not take the zone.
    let bonus: [[Int?]]
    let quotas: QuotaTree

    init(_ problem: AllocationProblem) {
        scale = problem.scale
        let order = problem.booths.indices.map { (place: $0, code: NaturalOrder(problem.booths[$0].code)) }
            .sorted { $0.code < $1.code }.map(\.place)
        booths = order.map { problem.booths[$0] }
        let zones = Set(booths.map(\.zone)).map { (name: $0, order: NaturalOrder($0)) }.sorted {
            $0.order < $1.order
        }
        .map(\.name)
        self.zones = zones
        let numbers = Dictionary(uniqueKeysWithValues: zip(zones, zones.indices))
        let zoneOfBooth = booths.map { numbers[$0.zone] ?? 0 }
        self.zoneOfBooth = zoneOfBooth
        boothsOfZone = zones.indices.map { zone in zoneOfBooth.indices.filter { zoneOfBooth[$0] == zone } }
        neighbours = Self.neighbours(problem.booths, order: order, zoneOfBooth: zoneOfBooth)

        let requests = problem.requests.sorted {
            Array($0.id.utf8).lexicographicallyPrecedes(Array($1.id.utf8))
        }
        self.requests = requests
        bonus = requests.map { Self.bonus($0, zones: zones, problem.scale) }
        quotas = QuotaTree(problem.quotas, requests, booths: problem.booths.count)
    }

    /// The same booths with one of the requests, as if nobody else had asked.
    func alone(_ request: Int) -> AllocationFrame { AllocationFrame(self, only: request) }

    private init(_ whole: AllocationFrame, only request: Int) {
        scale = whole.scale
        booths = whole.booths
        neighbours = whole.neighbours
        zones = whole.zones
        zoneOfBooth = whole.zoneOfBooth
        boothsOfZone = whole.boothsOfZone
        requests = [whole.requests[request]]
        bonus = [whole.bonus[request]]
        // what does not cover it is never in its way
        quotas = QuotaTree(
            whole.quotas.covering[request].map { whole.quotas.quotas[$0] }, requests,
            booths: whole.booths.count)
    }

    /// What a request's booths in zones are together worth.
    ///
    /// - Parameter zones: one for each booth.
    func value(of request: Int, zones: some Collection<Int>) -> Int {
        zones.enumerated().reduce(0) { $0 + value(of: request, zone: $1.element, isFirst: $1.offset == 0) }
    }

    func value(of request: Int, zone: Int, isFirst: Bool) -> Int {
        (isFirst ? scale.firstBooth : scale.furtherBooth) + wish(of: request, zone: zone)
    }

    /// What a booth is worth beyond being one.
    func wish(of request: Int, zone: Int) -> Int {
        scale.point * requests[request].points + (bonus[request][zone] ?? 0)
    }

    private static func bonus(
        _ request: AllocationProblem.Request, zones: [String], _ scale: PreferenceScale
    ) -> [Int?] {
        let places = Dictionary(uniqueKeysWithValues: zip(request.zones, request.zones.indices))
        return zones.map { zone in
            if request.zones.isEmpty { return scale.bonus(place: 0) }
            let place = places[zone]
            return place == nil && !request.takesOtherZones ? nil : scale.bonus(place: place)
        }
    }

    /// - Parameter order: where each booth of the frame stands among the booths as given.
    private static func neighbours(
        _ given: [AllocationProblem.Booth], order: [Int], zoneOfBooth: [Int]
    ) -> [[Int]] {
        var number = [Int](repeating: 0, count: order.count)
        for (new, old) in order.enumerated() { number[old] = new }
        var neighbours = [Set<Int>](repeating: [], count: order.count)
        for (old, booth) in given.enumerated() {
            let this = number[old]
            for other in booth.neighbours.map({ number[$0] }) where zoneOfBooth[this] == zoneOfBooth[other] {
                neighbours[this].insert(other)
                neighbours[other].insert(this)
            }
        }
        return neighbours.map { $0.sorted() }
    }
}
