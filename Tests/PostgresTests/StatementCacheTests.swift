import Testing

@testable import Postgres

@Suite("which statements are prepared")
struct StatementCacheTests {
    private func key(_ text: String, _ types: [UInt32] = []) -> StatementCache.Key {
        .init(text: text, types: types)
    }

    @Test("the second use prepares, and only a recorded name is used afterwards")
    func secondUsePrepares() {
        var cache = StatementCache()
        #expect(cache.use(key("a")) == .unprepared)
        #expect(cache.use(key("a")) == .prepare(name: "s1"))
        // The server refused it: it is tried again under another name.
        #expect(cache.use(key("a")) == .prepare(name: "s2"))
        cache.recordPrepared(key("a"), name: "s2")
        #expect(cache.use(key("a")) == .prepared(name: "s2"))
    }

    @Test("the same text with other types is another statement")
    func typesMatter() {
        var cache = StatementCache()
        _ = cache.use(key("a", [20]))
        #expect(cache.use(key("a", [0])) == .unprepared)
    }

    @Test("the least recently used one makes room, and what was prepared is dropped on the server")
    func evicts() {
        var cache = StatementCache(capacity: 2)
        for text in ["a", "a"] { _ = cache.use(key(text)) }
        cache.recordPrepared(key("a"), name: "s1")
        _ = cache.use(key("b"))
        _ = cache.use(key("a"))
        _ = cache.use(key("c"))
        #expect(cache.count == 2)
        #expect(cache.takeEvicted().isEmpty)
        #expect(cache.use(key("a")) == .prepared(name: "s1"))
        _ = cache.use(key("c"))
        _ = cache.use(key("d"))
        #expect(cache.takeEvicted() == ["s1"])
        #expect(cache.takeEvicted().isEmpty)
    }

    @Test("a forgotten statement starts anew")
    func forgets() {
        var cache = StatementCache()
        for _ in 0..<2 { _ = cache.use(key("a")) }
        cache.recordPrepared(key("a"), name: "s1")
        cache.forget(key("a"))
        #expect(cache.takeEvicted() == ["s1"])
        #expect(cache.use(key("a")) == .unprepared)
        _ = cache.use(key("a"))
        cache.recordPrepared(key("a"), name: "s2")
        // Dropping what the server does not know would be an error there.
        cache.forget(key("a"), isOnServer: false)
        #expect(cache.takeEvicted().isEmpty)
    }
}
