import Postgres

/// Which of 32,768 documents that follow one another hold a word: a block of the index, a column of type `bit`.
///
/// Where few do, their places are kept, where many do, a bit for each: 4 KB. Joining such blocks takes a fraction of what compressed
/// bitmaps took (Roaring, as Debian builds it): most words of this registry stand in some tens to some thousands of the documents of
/// a block, where those merge lists and count what is left; and a block becomes what is kept without going through its documents.
enum PostingBlock: Sendable {
    /// Documents of one block. Document `n` is in block `n / size`, at the place `n % size`.
    static let size = 32_768

    /// Ascending.
    case places([UInt16])
    /// The highest bit of the first word is the block's first document.
    case bits([UInt64])

    /// From here on bits are joined faster; as many places would take a quarter of the room.
    private static let fewest = size / 64

    init(_ bits: BlockBits) {
        self = bits.count < Self.fewest ? .places(bits.places()) : .bits(bits.words)
    }

    func contains(_ place: UInt16) -> Bool {
        switch self {
        case .bits(let words): return words[Int(place) / 64] & BlockBits.bit(place) != 0
        case .places(let places):
            let next = places.partition(where: { $0 >= place })
            return next < places.count && places[next] == place
        }
    }

    /// What it takes of memory, about.
    var byteCount: Int {
        switch self {
        case .places(let places): 2 * places.count
        case .bits(let words): 8 * words.count
        }
    }
}

extension PostingBlock: SQLDecodable {
    init(cell: Cell) throws {
        self = try cell.withBytes(reading: PostingBlock.self) { bytes in
            // the number of bits goes before them
            guard bytes.count == 4 + Self.size / 8 else {
                throw cell.failure(reading: PostingBlock.self, "it has \(bytes.count) bytes")
            }
            let words = (0..<Self.size / 64).map { index in
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 4 + 8 * index, as: UInt64.self))
            }
            return PostingBlock(BlockBits(words: words))
        }
    }
}
