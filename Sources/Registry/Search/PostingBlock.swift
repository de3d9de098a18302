import Postgres

/// A block of the index: which of 32,768 documents hold a word, as a column of type `bit`.
struct PostingBlock: SQLDecodable {
    /// Documents of one block. Document `n` is in block `n / size`.
    static let size = 32_768

    /// The highest bit of the first word is the block's first document.
    private let words: [UInt64]

    init(cell: Cell) throws {
        words = try cell.withBytes(reading: PostingBlock.self) { bytes in
            // the number of bits goes before them
            guard bytes.count == 4 + Self.size / 8 else {
                throw cell.failure(reading: PostingBlock.self, "it has \(bytes.count) bytes")
            }
            return (0..<Self.size / 64).map { index in
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 4 + 8 * index, as: UInt64.self))
            }
        }
    }

    /// Appends the numbers of the documents, in their order.
    ///
    /// - Parameter number: of the block.
    func append(of number: Int, to documents: inout [UInt32]) throws {
        guard number >= 0, let last = UInt32(exactly: number * Self.size + Self.size - 1) else {
            throw SearchIndexError.documentNumber(Int64(number) * Int64(Self.size))
        }
        let first = last - UInt32(Self.size - 1)
        for (index, word) in words.enumerated() where word != 0 {
            var rest = word
            while rest != 0 {
                let bit = rest.leadingZeroBitCount
                rest &= ~(1 << (63 - bit))
                documents.append(first + UInt32(index * 64 + bit))
            }
        }
    }
}
