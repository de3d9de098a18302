/// A set of documents by their numbers: what the index knows of one word.
struct DocumentSet: Sendable {
    /// Numbers of the blocks that hold some, ascending.
    let numbers: [Int]
    private let blocks: [PostingBlock]

    /// - Parameter blocks: with their numbers, ascending.
    init(_ blocks: [(number: Int, block: PostingBlock)] = []) {
        numbers = blocks.map(\.number)
        self.blocks = blocks.map(\.block)
    }

    /// The block of a number, nil: it holds no document.
    func block(_ number: Int) -> PostingBlock? {
        let next = numbers.partition(where: { $0 >= number })
        return next < numbers.count && numbers[next] == number ? blocks[next] : nil
    }

    /// What it takes of memory, about.
    var byteCount: Int { blocks.reduce(0) { $0 + $1.byteCount + Self.blockOverhead } }

    /// What an array takes beside its elements, and its places in other arrays.
    private static let blockOverhead = 56
}

extension RandomAccessCollection where Index == Int {
    /// The first place from which on all elements are so; none before it is.
    func partition(where isBehind: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
