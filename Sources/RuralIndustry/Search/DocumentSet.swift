/// A set of documents by their numbers, as bitmaps of blocks: what an index knows of one word, and what follows for several.
public struct DocumentSet: Hashable, Sendable {
    /// Documents of one block. Document `n` is in block `n / blockSize`.
    public static let blockSize = 32_768
    /// The words of 64 bits that a block has.
    public static let blockWords = blockSize / 64

    /// By the number of the block; the first document of a word is its highest bit. Blocks without documents may be missing.
    private var blocks: [Int: [UInt64]] = [:]

    public init() {}

    /// Puts a block in place. Blocks of another length are cut or filled up with nothing.
    public mutating func setBlock(_ number: Int, _ bits: [UInt64]) {
        blocks[number] =
            bits.count == Self.blockWords
            ? bits
            : Array((bits + Array(repeating: 0, count: Self.blockWords)).prefix(Self.blockWords))
    }

    public mutating func insert(_ document: Int64) {
        guard document >= 0 else { return }
        let (block, bit) = Int(document).quotientAndRemainder(dividingBy: Self.blockSize)
        blocks[block, default: Array(repeating: 0, count: Self.blockWords)][bit / 64] |= 1 << (63 - bit % 64)
    }

    public var isEmpty: Bool { blocks.values.allSatisfy { $0.allSatisfy { $0 == 0 } } }

    public var count: Int {
        blocks.values.reduce(0) { $1.reduce($0) { $0 + $1.nonzeroBitCount } }
    }

    public mutating func formIntersection(_ other: DocumentSet) {
        var both: [Int: [UInt64]] = [:]
        for (number, own) in blocks {
            guard let others = other.blocks[number] else { continue }
            both[number] = Self.combined(own, others, &)
        }
        blocks = both
    }

    public mutating func formUnion(_ other: DocumentSet) {
        blocks.merge(other.blocks) { Self.combined($0, $1, |) }
    }

    /// The documents in the order of their numbers, from the given one on, at most so many.
    public func documents(from first: Int64 = 0, limit: Int) -> [Int64] {
        var found: [Int64] = []
        for number in blocks.keys.sorted() where Int64((number + 1) * Self.blockSize) > first {
            for (index, word) in (blocks[number] ?? []).enumerated() {
                var rest = word
                while rest != 0 {
                    guard found.count < limit else { return found }
                    let bit = rest.leadingZeroBitCount
                    rest &= ~(1 << (63 - bit))
                    let document = Int64(number * Self.blockSize + index * 64 + bit)
                    if document >= first { found.append(document) }
                }
            }
        }
        return found
    }

    private static func combined(
        _ left: [UInt64], _ right: [UInt64], _ operation: (UInt64, UInt64) -> UInt64
    ) -> [UInt64] {
        Array(unsafeUninitializedCapacity: blockWords) { result, count in
            for index in 0..<blockWords {
                result.initializeElement(at: index, to: operation(left[index], right[index]))
            }
            count = blockWords
        }
    }
}
