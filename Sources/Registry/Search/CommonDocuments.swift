/// What several sets of documents have in common, worked out as far as it is asked for: of frequent words it is asked for the first
/// few, and joining their sets whole took a fifth of a search.
final class CommonDocuments {
    /// The smallest first: what is left of it costs little to hold against the others.
    private let sets: [DocumentSet]
    private var joined: DocumentSet?

    /// How many documents of the smallest set are held against the others one by one before the sets are joined whole.
    private static let patience = 2048

    /// - Parameter sets: at least one, of one kind of document.
    init(of sets: [DocumentSet]) {
        self.sets = sets.sorted { $0.count < $1.count }
        joined = sets.count == 1 ? sets.first : nil
    }

    func all() throws(SearchIndexError) -> DocumentSet {
        if let joined { return joined }
        guard var all = sets.first else { return try DocumentSet() }
        for set in sets.dropFirst() where !all.isEmpty { all = try all.intersection(set) }
        joined = all
        return all
    }

    /// The documents in the order of their numbers, from the given one on, at most so many.
    func documents(from first: Int64 = 0, limit: Int) throws(SearchIndexError) -> [Int64] {
        if let joined { return joined.documents(from: first, limit: limit) }
        guard let smallest = sets.first else { return [] }
        let tried = smallest.documents(from: first, limit: Self.patience)
        var found: [Int64] = []
        for document in tried where sets.dropFirst().allSatisfy({ $0.contains(document) }) {
            found.append(document)
            if found.count == limit { return found }
        }
        return tried.count < Self.patience ? found : try all().documents(from: first, limit: limit)
    }
}
