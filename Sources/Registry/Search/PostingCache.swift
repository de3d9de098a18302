import Synchronization

/// What a process remembers of the index of the search: the sets of the words that were looked for. Reading and joining the
/// blocks of frequent words takes the server longer than all the rest of a search.
///
/// A set is good for the settlement that it was read in and no other: whoever settles documents gives the index a new mark in the
/// same transaction, and a search asks for the mark that its own snapshot sees. So a search finds what it would find without
/// this.
final class PostingCache: Sendable {
    struct Key: Hashable {
        let kind: SearchKind
        let lexeme: String
    }

    private struct Entry {
        let set: DocumentSet
        let settlement: String
        var lastUse: UInt64
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var bytes = 0
        var clock: UInt64 = 0
    }

    private let state = Mutex(State())
    private let capacity: Int

    /// - Parameter capacity: bytes of all sets together.
    init(capacity: Int = 64 << 20) { self.capacity = capacity }

    /// The sets that are known of these words as of a settlement.
    func sets(_ keys: some Sequence<Key>, settlement: (SearchKind) -> String?) -> [Key: DocumentSet] {
        state.withLock { state in
            state.clock += 1
            var known: [Key: DocumentSet] = [:]
            for key in keys {
                guard let entry = state.entries[key], entry.settlement == settlement(key.kind) else {
                    continue
                }
                state.entries[key]?.lastUse = state.clock
                known[key] = entry.set
            }
            return known
        }
    }

    /// Keeps sets; if there is no room for them, those that were not used for longest go until half is free.
    func keep(_ sets: [Key: DocumentSet], settlement: (SearchKind) -> String?) {
        state.withLock { state in
            for (key, set) in sets {
                guard let settlement = settlement(key.kind) else { continue }
                let entry = Entry(set: set, settlement: settlement, lastUse: state.clock)
                state.bytes += Self.size(key, set)
                if let old = state.entries.updateValue(entry, forKey: key) {
                    state.bytes -= Self.size(key, old.set)
                }
            }
            guard state.bytes > capacity else { return }
            for (key, entry) in state.entries.sorted(by: { $0.value.lastUse < $1.value.lastUse })
            where state.bytes > capacity / 2 {
                state.entries[key] = nil
                state.bytes -= Self.size(key, entry.set)
            }
        }
    }

    /// Bytes of all sets that are kept.
    var byteCount: Int { state.withLock(\.bytes) }

    private static func size(_ key: Key, _ set: DocumentSet) -> Int {
        set.byteCount + key.lexeme.utf8.count + entryOverhead
    }

    /// What a dictionary's entry and an object take beside the words and bits.
    private static let entryOverhead = 200
}
