/// Which booths are free, and how they hang together.
struct FreeBooths {
    private let neighbours: [[Int]]
    private let boothsOfZone: [[Int]]
    private var isFree: [Bool]

    /// Corners from which a group is tried: the more, the better the rest stays together, and the longer it takes.
    private static let cornersTried = 16

    init(_ frame: AllocationFrame) {
        neighbours = frame.neighbours
        boothsOfZone = frame.boothsOfZone
        isFree = Array(repeating: true, count: frame.booths.count)
    }

    func inZone(_ zone: Int) -> [Int] { boothsOfZone[zone].filter { isFree[$0] } }

    mutating func take(_ booths: [Int]) { for booth in booths { isFree[booth] = false } }

    /// How many booths of a zone hang together at most.
    func longestRun(inZone zone: Int) -> Int { runs(of: inZone(zone)).map(\.count).max() ?? 0 }

    /// So many booths that hang together, from the smallest run of all the zones that holds them, so that large runs stay
    /// whole; nil if no run does.
    func group(of count: Int, inZones zones: [Int]) -> (zone: Int, booths: [Int])? {
        var best: (zone: Int, run: [Int])?
        for zone in zones {
            for run in runs(of: inZone(zone)) where run.count >= count && run.count < best?.run.count ?? .max
            {
                best = (zone, run)
            }
        }
        return best.map { ($0.zone, cut(count, from: $0.run)) }
    }

    /// Splits free booths into runs that hang together, each in the order of the booths.
    private func runs(of booths: [Int]) -> [[Int]] {
        var seen: Set<Int> = []
        let all = Set(booths)
        var runs: [[Int]] = []
        for booth in booths where !seen.contains(booth) {
            seen.insert(booth)
            var run = [booth]
            var place = 0
            while place < run.count {
                for other in neighbours[run[place]] where all.contains(other) && seen.insert(other).inserted {
                    run.append(other)
                }
                place += 1
            }
            runs.append(run.sorted())
        }
        return runs
    }

    /// Cuts a group off a run, from that corner which leaves the rest in the fewest and then the largest pieces.
    private func cut(_ count: Int, from run: [Int]) -> [Int] {
        if run.count == count { return run }
        let corners = run.map { (booth: $0, open: openNeighbours(of: $0, beside: [])) }
            .sorted { ($0.open, $0.booth) < ($1.open, $1.booth) }.prefix(Self.cornersTried)
        var best: (pieces: Int, largest: Int, group: [Int])?
        for corner in corners {
            let group = grow(from: corner.booth, to: count)
            let taken = Set(group)
            let rest = runs(of: run.filter { !taken.contains($0) })
            let largest = rest.map(\.count).max() ?? 0
            if let best, (best.pieces, -best.largest) <= (rest.count, -largest) { continue }
            best = (rest.count, largest, group)
            // the rest is whole: no corner does better
            if rest.count == 1 { break }
        }
        return best?.group ?? []
    }

    /// Adds the neighbour that is least in the way of others until the group is large enough; the run holds so many.
    private func grow(from corner: Int, to count: Int) -> [Int] {
        var group: Set<Int> = [corner]
        var edge = Set(neighbours[corner].filter { isFree[$0] })
        while group.count < count {
            let next = edge.map { (open: openNeighbours(of: $0, beside: group), booth: $0) }
                .min { ($0.open, $0.booth) < ($1.open, $1.booth) }
            guard let booth = next?.booth else { break }
            group.insert(booth)
            edge.remove(booth)
            edge.formUnion(neighbours[booth].filter { isFree[$0] && !group.contains($0) })
        }
        return group.sorted()
    }

    private func openNeighbours(of booth: Int, beside group: Set<Int>) -> Int {
        neighbours[booth].count { isFree[$0] && !group.contains($0) }
    }
}
