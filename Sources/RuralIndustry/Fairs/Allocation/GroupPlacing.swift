/// Places those who want several booths side by side, all or none, before everybody else. Which groups fit together best is
/// a hard problem (it holds bin packing), so this is a declared rule: by priority points, then by size, the largest first;
/// each into the zone it wishes for most where so many free booths hang together, and there into the smallest such run.
///
/// Groups with the same points and size are taken by id if thereby none of them has less than it would have if it came
/// first among them, and are drawn otherwise.
struct GroupPlacing {
    /// What became of a group.
    struct Place {
        /// Nil: none.
        var zone: Int?
        var booths: [Int] = []
        /// What was in the way of a better place when its turn came.
        var hindrances: [AllocationPlan.Hindrance] = []
    }

    private let frame: AllocationFrame
    private(set) var free: FreeBooths
    /// Booths by quota that may still be given.
    private(set) var left: [Int]
    /// The groups' places.
    private(set) var places: [Int: Place] = [:]
    private(set) var drawn = DrawnRequests()

    init(_ frame: AllocationFrame, by lots: Lots) throws(Refusal) {
        self.frame = frame
        free = FreeBooths(frame)
        left = frame.quotas.quotas.map(\.maximum)
        let groups = frame.requests.indices.filter { frame.requests[$0].isGroup }
        let equals = Dictionary(grouping: groups) {
            [frame.requests[$0].points, frame.requests[$0].boothsWanted]
        }
        for (_, equal) in equals.sorted(by: { $1.key.lexicographicallyPrecedes($0.key) }) {
            try place(equal, by: lots)
        }
        exchange(groups)
    }

    private mutating func place(_ equal: [Int], by lots: Lots) throws(Refusal) {
        let best = equal.map { value(of: $0, place(for: $0)) }
        var byID = self
        for group in equal { byID.take(group) }
        let isWorse = zip(equal, best).map { byID.value(of: $0, byID.places[$0]) < $1 }
        guard equal.count > 1, isWorse.contains(true) else {
            self = byID
            return
        }
        let draw = try lots.places(toSeparate: equal)
        for group in equal.sorted(by: { draw[$0] < draw[$1] }) { take(group) }
        for (group, best) in zip(equal, best) {
            if value(of: group, places[group]) < best {
                drawn.lost.insert(group)
            } else if best > 0 {
                drawn.won.insert(group)
            }
        }
    }

    private mutating func take(_ group: Int) {
        let place = place(for: group)
        places[group] = place
        free.take(place.booths)
        for quota in frame.quotas.covering[group] { left[quota] -= place.booths.count }
    }

    /// The place that a group has if its turn comes now.
    private func place(for group: Int) -> Place {
        let wanted = frame.requests[group].boothsWanted
        let short = frame.quotas.covering[group].filter { left[$0] < wanted }
        guard short.isEmpty else {
            return Place(hindrances: short.map { .quota(frame.quotas.quotas[$0], left: left[$0]) })
        }
        if frame.booths.isEmpty { return Place(hindrances: [.noBooths]) }
        var hindrances: [AllocationPlan.Hindrance] = []
        for zones in frame.zonesByWish(of: group) {
            if let found = free.group(of: wanted, inZones: zones) {
                let missing = frame.missingZones(of: group, betterThan: frame.bonus[group][found.zone])
                return Place(
                    zone: found.zone, booths: found.booths, hindrances: missing.map(Self.empty) + hindrances)
            }
            hindrances += zones.map { .noRun(zone: frame.zones[$0], longest: free.longestRun(inZone: $0)) }
        }
        return Place(hindrances: frame.missingZones(of: group, betterThan: nil).map(Self.empty) + hindrances)
    }

    private static func empty(_ zone: String) -> AllocationPlan.Hindrance { .noRun(zone: zone, longest: 0) }

    private func value(of group: Int, _ place: Place?) -> Int {
        guard let place, let zone = place.zone else { return 0 }
        return frame.value(of: group, zones: place.booths.map { _ in zone })
    }

    /// Lets two groups of the same size change places where one has more by it and the other no less.
    private mutating func exchange(_ groups: [Int]) {
        let bySize = Dictionary(grouping: groups.filter { places[$0]?.zone != nil }) {
            frame.requests[$0].boothsWanted
        }
        for (_, equal) in bySize.sorted(by: { $0.key < $1.key }) {
            var isSettled = false
            while !isSettled {
                isSettled = true
                for (place, one) in equal.enumerated() {
                    for other in equal[(place + 1)...] where exchange(one, other) { isSettled = false }
                }
            }
        }
    }

    /// False: one of them would have less, or none more.
    private mutating func exchange(_ one: Int, _ other: Int) -> Bool {
        guard let here = places[one], let there = places[other],
            let (zone, target) = pair(here.zone, there.zone),
            zone != target, frame.bonus[one][target] != nil, frame.bonus[other][zone] != nil
        else { return false }
        let gains = (
            value(of: one, there) - value(of: one, here), value(of: other, here) - value(of: other, there)
        )
        guard min(gains.0, gains.1) >= 0, max(gains.0, gains.1) > 0 else { return false }
        places[one] = there.keeping(better(here.hindrances, for: one, than: target))
        places[other] = here.keeping(better(there.hindrances, for: other, than: zone))
        return true
    }

    /// The hindrances that still stand between a group and a better zone.
    private func better(
        _ hindrances: [AllocationPlan.Hindrance], for group: Int, than zone: Int
    ) -> [AllocationPlan.Hindrance] {
        let bonus = frame.bonus[group][zone] ?? 0
        let known = frame.zones.indices.filter { frame.bonus[group][$0] ?? 0 > bonus }.map { frame.zones[$0] }
        let better = Set(known + frame.missingZones(of: group, betterThan: bonus))
        return hindrances.filter { $0.zone.map(better.contains) ?? false }
    }
}

extension GroupPlacing.Place {
    fileprivate func keeping(_ hindrances: [AllocationPlan.Hindrance]) -> Self {
        Self(zone: zone, booths: booths, hindrances: hindrances)
    }
}

private func pair<Value>(_ one: Value?, _ other: Value?) -> (Value, Value)? {
    if let one, let other { (one, other) } else { nil }
}

extension AllocationFrame {
    /// The zones that a request takes, in steps of equal worth, the best first.
    func zonesByWish(of request: Int) -> [[Int]] {
        let worths = Set(bonus[request].compactMap { $0 }).sorted(by: >)
        return worths.map { worth in zones.indices.filter { bonus[request][$0] == worth } }
    }
}
