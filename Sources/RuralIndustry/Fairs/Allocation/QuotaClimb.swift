/// Makes a plan worth more step by step, within all quotas: the second part of `QuotaRepair`.
struct QuotaClimb {
    private let frame: AllocationFrame
    private(set) var zones: [[Int]]
    private(set) var drawn = DrawnRequests()
    /// Free booths by zone.
    private var booths: [Int]
    /// Booths by quota that may still be given.
    private var left: [Int]

    /// A booth for a request: a free one, or one that it has in place of another, or one taken from another request.
    private struct Step {
        let request: Int
        let zone: Int
        var taken: (request: Int, zone: Int)?
        let gain: Int

        /// Nobody else has less by it.
        var isHarmless: Bool { taken.map { $0.request == request } ?? true }
    }

    init(_ frame: AllocationFrame, zones: [[Int]], booths: [Int], left: [Int]) {
        self.frame = frame
        self.zones = zones
        self.booths = booths
        self.left = left
        for (request, given) in zones.enumerated() { for zone in given { count(request, zone, -1) } }
    }

    mutating func run(by lots: Lots) throws(Refusal) {
        while let equal = bestSteps() {
            if let all = takingAll(equal) {
                self = all
            } else {
                try take(drawnFrom: equal, by: lots)
            }
        }
    }

    /// The steps of the highest gain; nil: there is none.
    private func bestSteps() -> [Step]? {
        var best: [Step] = []
        func consider(_ step: Step) {
            let gain = best.first?.gain ?? 0
            if step.gain > gain { best = [step] } else if step.gain == gain, gain > 0 { best.append(step) }
        }
        for request in frame.requests.indices where !frame.requests[request].isGroup {
            for zone in Set(zones[request]).sorted() {
                guard let better = bestFreeZone(for: request) else { continue }
                let gain = frame.wish(of: request, zone: better) - frame.wish(of: request, zone: zone)
                consider(Step(request: request, zone: better, taken: (request, zone), gain: gain))
            }
            guard zones[request].count < frame.requests[request].boothsWanted else { continue }
            for step in gifts(to: request) { consider(step) }
        }
        return best.isEmpty ? nil : best
    }

    /// The ways to give a request one more booth.
    private func gifts(to request: Int) -> [Step] {
        let full = frame.quotas.covering[request].filter { left[$0] < 1 }
        let free = bestFreeZone(for: request)
        let isFirst = zones[request].isEmpty
        if full.isEmpty, let free {
            return [
                Step(
                    request: request, zone: free, gain: frame.value(of: request, zone: free, isFirst: isFirst)
                )
            ]
        }
        var steps: [Step] = []
        for other in frame.requests.indices where other != request && !zones[other].isEmpty {
            let covering = frame.quotas.covering[other]
            guard full.allSatisfy(covering.contains) else { continue }
            for zone in Set(zones[other]).sorted() {
                let loss = frame.value(of: other, zone: zone, isFirst: zones[other].count == 1)
                let targets = [free, frame.bonus[request][zone] == nil ? nil : zone].compactMap { $0 }
                guard
                    let target = targets.max(by: {
                        frame.wish(of: request, zone: $0) < frame.wish(of: request, zone: $1)
                    })
                else { continue }
                let gain = frame.value(of: request, zone: target, isFirst: isFirst) - loss
                if gain > 0 {
                    steps.append(Step(request: request, zone: target, taken: (other, zone), gain: gain))
                }
            }
        }
        return steps
    }

    private func bestFreeZone(for request: Int) -> Int? {
        let free = frame.zones.indices.filter { booths[$0] > 0 && frame.bonus[request][$0] != nil }
        return free.max {
            (frame.wish(of: request, zone: $0), -$0) < (frame.wish(of: request, zone: $1), -$1)
        }
    }

    // MARK: Taking steps

    /// The plan after steps that do not get into each other's way; nil if they do.
    private func takingAll(_ steps: [Step]) -> Self? {
        if steps.count > 1 {
            let isOneEach = Set(steps.map(\.request)).count == steps.count
            guard isOneEach, steps.allSatisfy(\.isHarmless) else { return nil }
        }
        var after = self
        for step in steps {
            guard after.isOpen(step) else { return nil }
            after.take(step)
        }
        return after
    }

    private mutating func take(drawnFrom steps: [Step], by lots: Lots) throws(Refusal) {
        let rivals = Set(steps.map(\.request)).sorted()
        let losers = Set(steps.compactMap { $0.isHarmless ? nil : $0.taken?.request }).sorted()
        let isTie = rivals.count > 1 || losers.count > 1
        let places = isTie ? try lots.places(toSeparate: rivals.count > 1 ? rivals : losers) : []
        func place(_ request: Int?) -> Int { isTie ? request.map { places[$0] } ?? 0 : 0 }
        // the first in the draw gains; the last in the draw gives
        let order = steps.sorted {
            (place($0.request), -place($0.taken?.request), $0.zone) < (
                place($1.request), -place($1.taken?.request), $1.zone
            )
        }
        guard let step = order.first else { return }
        take(step)
        if rivals.count > 1 {
            drawn.add(DrawnRequests(won: [step.request], lost: Set(rivals).subtracting([step.request])))
        }
        if losers.count > 1, let loser = step.taken?.request {
            drawn.add(DrawnRequests(won: Set(losers).subtracting([loser]), lost: [loser]))
        }
    }

    private func isOpen(_ step: Step) -> Bool {
        let isPlace = booths[step.zone] > 0 || step.taken?.zone == step.zone
        return isPlace
            && (step.taken != nil || frame.quotas.covering[step.request].allSatisfy { left[$0] > 0 })
    }

    private mutating func take(_ step: Step) {
        if let taken = step.taken {
            zones[taken.request].remove(at: zones[taken.request].firstIndex(of: taken.zone) ?? 0)
            count(taken.request, taken.zone, 1)
        }
        zones[step.request].append(step.zone)
        zones[step.request].sort {
            (frame.wish(of: step.request, zone: $1), $0) < (frame.wish(of: step.request, zone: $0), $1)
        }
        count(step.request, step.zone, -1)
    }

    private mutating func count(_ request: Int, _ zone: Int, _ change: Int) {
        booths[zone] += change
        for quota in frame.quotas.covering[request] { left[quota] += change }
    }
}
