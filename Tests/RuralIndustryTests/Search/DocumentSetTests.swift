import Testing

@testable import RuralIndustry

@Suite("Sets of documents")
struct DocumentSetTests {
    @Test("sets of documents are what sets of numbers are", arguments: 1...20)
    func sameAsSets(seed: Int) {
        var numbers = SplitMix(state: UInt64(seed))
        func some() -> Set<Int64> {
            Set((0..<Int(numbers.next() % 300)).map { _ in Int64(numbers.next() % 100_000) })
        }
        let (left, right) = (some(), some())
        let both = left.union(right)
        #expect(DocumentSet(both).documents(limit: .max) == both.sorted())
        var set = DocumentSet(left)
        #expect(set.count == left.count && set.isEmpty == left.isEmpty)
        set.formUnion(DocumentSet(right))
        #expect(set.documents(limit: .max) == both.sorted() && set.count == both.count)
        set.formIntersection(DocumentSet(right))
        #expect(set == DocumentSet(right))
        set.formIntersection(DocumentSet(left))
        #expect(set.documents(limit: .max) == left.intersection(right).sorted())
        let from = Int64(numbers.next() % 100_000)
        #expect(
            DocumentSet(both).documents(from: from, limit: 10)
                == Array(both.filter { $0 >= from }.sorted().prefix(10)))
    }

    @Test("the highest bit of a block is its first document")
    func bits() {
        var set = DocumentSet()
        set.setBlock(1, [1 << 63 | 1, 1 << 62])
        #expect(set.documents(limit: 9) == [32_768, 32_768 + 63, 32_768 + 65])
        #expect(set.documents(from: 32_769, limit: 1) == [32_768 + 63])
        #expect(DocumentSet().isEmpty && DocumentSet().documents(limit: 9) == [])
    }
}

extension DocumentSet {
    fileprivate init(_ documents: Set<Int64>) {
        self.init()
        for document in documents { insert(document) }
    }
}

/// SplitMix64: numbers that a seed fixes.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
