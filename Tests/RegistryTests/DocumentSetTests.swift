import Testing

@testable import Registry

@Suite("What is found in the index")
struct MatchingDocumentsTests {
    /// Words of few documents and of many, so that blocks of places meet blocks of bits.
    @Test(
        "what is found step by step is what sets of numbers say, wherever it begins and ends",
        arguments: 1...40)
    func sameAsSets(seed: Int) {
        var numbers = SplitMix(state: UInt64(seed))
        func some() -> Set<Int64> {
            let count = [0, 5, 900, 30_000, 60_000][Int(numbers.next() % 5)]
            return Set((0..<count).map { _ in Int64(numbers.next() % 100_000) })
        }
        let questions = (0..<(1 + seed % 3)).map { _ in
            (0..<(1 + Int(numbers.next() % 4))).map { _ in
                (0..<(1 + Int(numbers.next() % 3))).map { _ in some() }
            }
        }
        let expected = Set(
            questions.flatMap { question in
                let groups = question.map { $0.reduce(into: Set()) { $0.formUnion($1) } }
                return groups.dropFirst().reduce(groups[0]) { $0.intersection($1) }
            }
        ).sorted()
        let found = MatchingDocuments(questions.map { $0.map { $0.map { DocumentSet($0) } } })
        for first in [0, Int64(numbers.next() % 100_000), 32_767, 32_768] {
            for limit in [0, 1, 40, .max] {
                #expect(
                    found.documents(from: first, limit: limit)
                        == Array(expected.filter { $0 >= first }.prefix(limit)))
            }
        }
    }

    @Test("the limits are told apart: nothing, the first and the last of a block, numbers beyond 32 bits")
    func limits() {
        func found(_ question: [[Set<Int64>]], from first: Int64 = 0, limit: Int = .max) -> [Int64] {
            MatchingDocuments([question.map { $0.map { DocumentSet($0) } }])
                .documents(from: first, limit: limit)
        }
        let ends: Set<Int64> = [0, 32_767, 32_768, 1 << 40]
        #expect(found([[ends]]) == ends.sorted())
        #expect(found([[ends]], from: -5, limit: 1) == [0])
        #expect(found([[ends]], from: 32_768) == [32_768, 1 << 40])
        #expect(found([[ends]], from: 1 << 40 + 1) == [])
        #expect(found([[ends], [[]]]) == [] && found([[ends], []]) == [])
        #expect(MatchingDocuments([]).documents(limit: 9) == [])
    }
}

extension DocumentSet {
    fileprivate init(_ documents: Set<Int64>) {
        let size = Int64(PostingBlock.size)
        let blocks = Dictionary(grouping: documents) { Int($0 / size) }.sorted { $0.key < $1.key }
        self.init(
            blocks.map { number, documents in
                let places = documents.map { UInt16($0 % size) }.sorted()
                return (number, PostingBlock(BlockBits(holding: [.places(places)])))
            })
    }
}

@Suite("What a process remembers of the index")
struct PostingCacheTests {
    private func key(_ word: String, _ kind: SearchKind = .product) -> PostingCache.Key {
        PostingCache.Key(kind: kind, lexeme: word)
    }

    @Test("a set is good for its settlement alone, and for its kind")
    func settlement() {
        let cache = PostingCache()
        cache.keep([key("che"): DocumentSet([1, 2])]) { _ in "first" }
        #expect(cache.sets([key("che"), key("gom")]) { _ in "first" }.keys.map(\.lexeme) == ["che"])
        #expect(cache.sets([key("che")]) { _ in "second" }.isEmpty)
        #expect(cache.sets([key("che", .establishment)]) { _ in "first" }.isEmpty)
        #expect(cache.sets([key("che")]) { _ in nil }.isEmpty)
        cache.keep([key("che"): DocumentSet([1, 2, 3])]) { _ in "second" }
        #expect(cache.sets([key("che")]) { _ in "second" }[key("che")] != nil)
    }

    @Test("what was not used for longest makes room, and memory stays within its bound")
    func room() {
        let capacity = 100_000
        let cache = PostingCache(capacity: capacity)
        let set = DocumentSet(Set((0..<1000).map { $0 * 3 }))
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
