/// Two records that may be of one establishment.
public struct NearDuplicate: Hashable, Sendable {
    /// The one with the lower number.
    public let first: DuplicateCandidate
    public let second: DuplicateCandidate
    public let score: DuplicateScore

    /// The other of the two.
    public func other(than id: Int64) -> DuplicateCandidate { first.id == id ? second : first }
}

/// Finds near-duplicates among many records without comparing each with each.
///
/// Records meet if they share a block: a telephone; a commune and one of the two rarest words of the name; a commune and an
/// address; the same words in the name. In a block of more than `smallBlock` each meets only its neighbours in the order of
/// names, so that the work grows with the number of records. A pair whose names share neither of their rarest words, with
/// other telephones and addresses, is not found: it would hardly reach the score.
public enum NearDuplicates {
    static let smallBlock = 40
    static let neighbours = 12

    /// The pairs that score at least this, the likeliest first. With `touching`, only pairs with one of those records.
    public static func pairs(
        in candidates: [DuplicateCandidate], atLeast least: Int = DuplicateScore.usualLeast,
        touching numbers: Set<Int64>? = nil
    ) -> [NearDuplicate] {
        var found: [NearDuplicate] = []
        for pair in meetings(of: candidates) {
            let (left, right) = (candidates[Int(pair >> 32)], candidates[Int(pair & 0xFFFF_FFFF)])
            if let numbers, !numbers.contains(left.id), !numbers.contains(right.id) { continue }
            guard left.id != right.id, let score = DuplicateScore.atLeast(least, left, right) else {
                continue
            }
            let isOrdered = left.id < right.id
            found.append(
                NearDuplicate(first: isOrdered ? left : right, second: isOrdered ? right : left, score: score)
            )
        }
        return found.sorted {
            ($1.score.total, $0.first.id, $0.second.id) < ($0.score.total, $1.first.id, $1.second.id)
        }
    }

    /// Pairs of positions that share a block, each once, the lower position in the upper half.
    private static func meetings(of candidates: [DuplicateCandidate]) -> [UInt64] {
        var members = blocks(of: candidates)
        members.sort { ($0.block, $0.position) < ($1.block, $1.position) }
        var pairs: [UInt64] = []
        var start = 0
        while start < members.count {
            var end = start + 1
            while end < members.count, members[end].block == members[start].block { end += 1 }
            if end - start > 1 { meet(members[start..<end].map(\.position), candidates, &pairs) }
            start = end
        }
        pairs.sort()
        var unique: [UInt64] = []
        for pair in pairs where pair != unique.last { unique.append(pair) }
        return unique
    }

    private static func meet(
        _ positions: [UInt32], _ candidates: [DuplicateCandidate], _ pairs: inout [UInt64]
    ) {
        var positions = positions
        var reach = positions.count
        if positions.count > smallBlock {
            reach = neighbours
            let keys = Dictionary(
                positions.map { ($0, candidates[Int($0)].comparable.key) },
                uniquingKeysWith: { one, _ in one })
            positions.sort { (keys[$0] ?? "", $0) < (keys[$1] ?? "", $1) }
        }
        for (turn, one) in positions.enumerated() {
            for other in positions[(turn + 1)...].prefix(reach) where one != other {
                pairs.append(UInt64(min(one, other)) << 32 | UInt64(max(one, other)))
            }
        }
    }

    /// A record's place in a block; blocks are numbers, and two that fall together only cost a comparison.
    private struct Member {
        let block: UInt64
        let position: UInt32
    }

    private static func blocks(of candidates: [DuplicateCandidate]) -> [Member] {
        var frequency: [String: Int] = [:]
        for candidate in candidates {
            for word in candidate.comparable.words { frequency[word, default: 0] += 1 }
        }
        var members: [Member] = []
        members.reserveCapacity(candidates.count * 4)
        for (position, candidate) in candidates.enumerated() {
            func join(_ kind: UInt8, _ commune: Int64, _ text: String) {
                members.append(
                    Member(block: block(kind, commune, text), position: UInt32(truncatingIfNeeded: position)))
            }
            if let phone = candidate.phone { join(1, 0, phone) }
            join(2, 0, candidate.comparable.key)
            guard let commune = candidate.commune else { continue }
            if let address = candidate.address { join(3, commune, address) }
            for word in rarest(candidate.comparable.words, frequency) { join(4, commune, word) }
        }
        return members
    }

    /// The two words that the fewest names have; of equals the first in the alphabet.
    private static func rarest(_ words: [String], _ frequency: [String: Int]) -> [String] {
        var rest = Set(words)
        return (0..<2).compactMap { _ in
            let rarest = rest.min { (frequency[$0] ?? 0, $0) < (frequency[$1] ?? 0, $1) }
            if let rarest { rest.remove(rarest) }
            return rarest
        }
    }

    /// FNV-1a over what makes the block.
    private static func block(_ kind: UInt8, _ commune: Int64, _ text: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        add(kind)
        for shift in stride(from: 0, to: 64, by: 8) {
            add(UInt8(truncatingIfNeeded: UInt64(bitPattern: commune) >> UInt64(shift)))
        }
        for byte in text.utf8 { add(byte) }
        return hash
    }
}
