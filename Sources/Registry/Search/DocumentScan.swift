/// Goes through the documents of a kind that may answer a question, in larger and larger parts, until enough do.
struct DocumentScan {
    let kind: SearchKind
    /// The numbers of the documents to be looked at next, ascending; empty: there are no more, or enough were found.
    private(set) var next: [Int64]
    private(set) var found: [SearchCandidate] = []

    private let set: DocumentSet
    private let enough: Int
    private var size: Int
    private var last: Int64?
    private var seen = Set<Int64>()

    /// - Parameters:
    ///   - unsettled: documents that are looked at whether they are in the set or not.
    ///   - size: how many of the set are looked at first.
    init(_ kind: SearchKind, of set: DocumentSet, after unsettled: [Int64], first size: Int, enough: Int) {
        self.kind = kind
        self.set = set
        self.size = size
        self.enough = enough
        let first = set.documents(limit: size)
        last = first.last
        next = Set(unsettled).union(first).sorted()
    }

    /// - Parameter records: what answers the question among the documents of `next`.
    mutating func advance(by records: [SearchCandidate]) {
        found += records.filter { seen.insert($0.id).inserted }
        guard let from = last, found.count < enough else {
            next = []
            return
        }
        size *= 4
        next = set.documents(from: from + 1, limit: size)
        last = next.last
    }
}
