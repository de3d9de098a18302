/// A question to one block: of each group a document holds one word.
struct BlockQuestion {
    /// What the block knows of the words of each group.
    private let groups: [[PostingBlock]]

    init(_ groups: [[PostingBlock]]) { self.groups = groups }

    /// Where documents are that answer it: ascending, from the given place on, at most so many.
    func places(from first: Int, limit: Int) -> [UInt16] {
        guard groups.allSatisfy({ !$0.isEmpty }) else { return [] }
        guard let (group, places) = fewest else { return joined.places(from: first, limit: limit) }
        var found: [UInt16] = []
        for place in places where Int(place) >= first && answers(place, but: group) {
            guard found.count < limit else { break }
            found.append(place)
        }
        return found
    }

    /// The group of one word that the fewest documents hold, and their places; nil: every group has many.
    private var fewest: (group: Int, places: [UInt16])? {
        var fewest: (group: Int, places: [UInt16])?
        for (index, group) in groups.enumerated() where group.count == 1 {
            guard case .places(let places) = group[0] else { continue }
            if places.count < fewest?.places.count ?? .max { fewest = (index, places) }
        }
        return fewest
    }

    private func answers(_ place: UInt16, but known: Int) -> Bool {
        groups.indices.allSatisfy { index in index == known || groups[index].contains { $0.contains(place) } }
    }

    private var joined: BlockBits {
        var joined: BlockBits?
        for group in groups {
            guard joined != nil else {
                joined = BlockBits(holding: group)
                continue
            }
            if group.count == 1, case .bits(let words) = group[0] {
                joined?.formIntersection(BlockBits(words: words))
            } else {
                joined?.formIntersection(BlockBits(holding: group))
            }
        }
        return joined ?? .none
    }
}
