import Testing

@testable import Registry

@Suite("Sets of documents")
struct DocumentSetTests {
    @Test("sets of documents are what sets of numbers are", arguments: 1...20)
    func sameAsSets(seed: Int) throws {
        var numbers = SplitMix(state: UInt64(seed))
        func some() -> Set<UInt32> {
            Set((0..<Int(numbers.next() % 300)).map { _ in UInt32(numbers.next() % 100_000) })
        }
        let (left, right) = (some(), some())
        let both = left.union(right)
        let from = Int64(numbers.next() % 100_000)
        let (leftSet, rightSet) = (try DocumentSet(Array(left)), try DocumentSet(Array(right)))
        let union = try leftSet.union(rightSet)
        let intersection = try leftSet.intersection(rightSet)
        #expect(leftSet.count == left.count && leftSet.isEmpty == left.isEmpty)
        #expect(leftSet.documents(limit: .max) == left.sorted().map(Int64.init))
        #expect(union.documents(limit: .max) == both.sorted().map(Int64.init) && union.count == both.count)
        #expect(intersection.documents(limit: .max) == left.intersection(right).sorted().map(Int64.init))
        #expect(
            union.documents(from: from, limit: 10)
                == Array(both.map(Int64.init).filter { $0 >= from }.sorted().prefix(10)))
    }

    @Test("the limits are told apart: nothing, nothing more, the last number that there may be")
    func limits() throws {
        let none = try DocumentSet()
        #expect(none.isEmpty && none.documents(limit: 9) == [])
        let ends = try DocumentSet([0, .max])
        #expect(ends.documents(limit: 9) == [0, Int64(UInt32.max)])
        #expect(ends.documents(from: -5, limit: 1) == [0] && ends.documents(limit: 0) == [])
        #expect(ends.documents(from: Int64(UInt32.max) + 1, limit: 9) == [])
    }
}

@Suite("What several sets of documents have in common")
struct CommonDocumentsTests {
    /// Small sets are tried one by one, large ones joined whole when the tried ones do not suffice.
    @Test("what is found step by step is the intersection, wherever it begins and ends", arguments: 1...20)
    func sameAsIntersection(seed: Int) throws {
        var numbers = SplitMix(state: UInt64(seed))
        let sizes = seed.isMultiple(of: 2) ? [200, 900, 4000] : [9000, 7000, 20000]
        let sets = sizes.map { size in Set((0..<size).map { _ in UInt32(numbers.next() % 30_000) }) }
        var shared = Set<UInt32>(0..<30_000)
        for set in sets { shared.formIntersection(set) }
        let expected = shared.sorted().map(Int64.init)
        let common = CommonDocuments(of: try sets.map { try DocumentSet(Array($0)) })
        let from = Int64(numbers.next() % 30_000)
        for limit in [1, 40, 100_000] {
            #expect(try common.documents(limit: limit) == Array(expected.prefix(limit)))
            #expect(
                try common.documents(from: from, limit: limit)
                    == Array(expected.filter { $0 >= from }.prefix(limit)))
        }
        #expect(try common.all().documents(limit: .max) == expected)
    }

    @Test("an empty set has nothing in common with any, and one set is itself")
    func limits() throws {
        let some = try DocumentSet([1, 2, 3])
        #expect(try CommonDocuments(of: [some, DocumentSet()]).documents(limit: 9) == [])
        #expect(try CommonDocuments(of: [some]).documents(from: 2, limit: 9) == [2, 3])
    }
}

@Suite("What a process remembers of the index")
struct PostingCacheTests {
    private func key(_ word: String, _ kind: SearchKind = .product) -> PostingCache.Key {
        PostingCache.Key(kind: kind, lexeme: word)
    }

    @Test("a set is good for its settlement alone, and for its kind")
    func settlement() throws {
        let cache = PostingCache()
        cache.keep([key("che"): try DocumentSet([1, 2])]) { _ in "first" }
        #expect(cache.sets([key("che"), key("gom")]) { _ in "first" }.keys.map(\.lexeme) == ["che"])
        #expect(cache.sets([key("che")]) { _ in "second" }.isEmpty)
        #expect(cache.sets([key("che", .establishment)]) { _ in "first" }.isEmpty)
        #expect(cache.sets([key("che")]) { _ in nil }.isEmpty)
        cache.keep([key("che"): try DocumentSet([1, 2, 3])]) { _ in "second" }
        #expect(cache.sets([key("che")]) { _ in "second" }[key("che")]?.count == 3)
    }

    @Test("what was not used for longest makes room, and memory stays within its bound")
    func room() throws {
        let capacity = 100_000
        let cache = PostingCache(capacity: capacity)
        let set = try DocumentSet((0..<1000).map { $0 * 3 })
        for number in 0..<500 {
            cache.keep([key("w\(number)"): set]) { _ in "one" }
            #expect(!cache.sets([key("w0")]) { _ in "one" }.isEmpty, "the word that is always asked for went")
            #expect(cache.byteCount <= capacity)
        }
        #expect(cache.sets([key("w499")]) { _ in "one" }.count == 1)
        #expect(cache.sets([key("w1")]) { _ in "one" }.isEmpty)
        // the same word again takes no more room
        let before = cache.byteCount
        cache.keep([key("w499"): set]) { _ in "one" }
        #expect(cache.byteCount == before)
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
