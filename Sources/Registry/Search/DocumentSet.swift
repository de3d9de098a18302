import CRoaring

/// A set of documents by their numbers: what the index knows of one word, and what follows for several. A Roaring bitmap, which
/// keeps a word of few records small and joins those of many fast.
struct DocumentSet: Sendable {
    /// Never changed once it is made, so that any number of threads may read it.
    private final class Bitmap: @unchecked Sendable {
        let pointer: UnsafeMutablePointer<roaring_bitmap_t>

        /// - Parameter pointer: what the library made, to be freed with this; nil, which it gives for want of memory alone: empty.
        init(_ pointer: UnsafeMutablePointer<roaring_bitmap_t>?) throws(SearchIndexError) {
            guard let pointer else { throw .noMemory }
            self.pointer = pointer
        }

        deinit { roaring_bitmap_free(pointer) }
    }

    private let bitmap: Bitmap
    let count: Int

    private init(taking pointer: UnsafeMutablePointer<roaring_bitmap_t>?) throws(SearchIndexError) {
        bitmap = try Bitmap(pointer)
        count = Int(roaring_bitmap_get_cardinality(bitmap.pointer))
    }

    /// - Parameter documents: from 0 to 2³² − 1, in any order.
    init(_ documents: [UInt32] = []) throws(SearchIndexError) {
        let pointer = documents.withUnsafeBufferPointer { roaring_bitmap_of_ptr($0.count, $0.baseAddress) }
        try self.init(taking: pointer)
    }

    var isEmpty: Bool { count == 0 }

    /// What it takes of memory, about.
    var byteCount: Int { roaring_bitmap_portable_size_in_bytes(bitmap.pointer) }

    func contains(_ document: Int64) -> Bool {
        UInt32(exactly: document).map { roaring_bitmap_contains(bitmap.pointer, $0) } ?? false
    }

    func intersection(_ other: DocumentSet) throws(SearchIndexError) -> DocumentSet {
        try DocumentSet(taking: roaring_bitmap_and(bitmap.pointer, other.bitmap.pointer))
    }

    func union(_ other: DocumentSet) throws(SearchIndexError) -> DocumentSet {
        try DocumentSet(taking: roaring_bitmap_or(bitmap.pointer, other.bitmap.pointer))
    }

    /// The documents in the order of their numbers, from the given one on, at most so many.
    func documents(from first: Int64 = 0, limit: Int) -> [Int64] {
        guard let start = UInt32(exactly: max(0, first)) else { return [] }
        var position = roaring_uint32_iterator_t()
        roaring_init_iterator(bitmap.pointer, &position)
        guard roaring_move_uint32_iterator_equalorlarger(&position, start) else { return [] }
        let found = [UInt32](unsafeUninitializedCapacity: min(count, max(0, limit))) { buffer, written in
            written = Int(
                roaring_read_uint32_iterator(&position, buffer.baseAddress, UInt32(buffer.count)))
        }
        return found.map(Int64.init)
    }
}

enum SearchIndexError: Error, CustomStringConvertible {
    case noMemory
    case documentNumber(Int64)

    var description: String {
        switch self {
        case .noMemory: "không đủ bộ nhớ để tìm kiếm (no memory left for the search)"
        case .documentNumber(let number): "số hồ sơ \(number) quá lớn (document number out of range)"
        }
    }
}
