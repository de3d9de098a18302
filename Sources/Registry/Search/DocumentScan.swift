/// Goes through the documents of a kind that may answer a question, in larger and larger parts, until enough do.
struct DocumentScan {
    let kind: SearchKind
    /// The numbers of the documents to be looked at next, ascending; empty: there are no more, or enough were found.
    private(set) var next: [Int64]

    private let documents: MatchingDocuments
    private let known: Set<Int64>
    private let enough: Int
    private var found = 0
    private var size: Int
    private var last: Int64?

    /// - Parameters:
    ///   - unsettled: documents that are looked at whether the index knows them or not.
    ///   - known: documents that need not be looked at.
    ///   - size: how many that the index knows are looked at first.
    init(
        _ kind: SearchKind, of documents: MatchingDocuments, after unsettled: [Int64],
        except known: Set<Int64>,
        first size: Int, enough: Int
    ) {
        self.kind = kind
        self.documents = documents
        self.known = known.union(unsettled)
        self.size = size
        self.enough = enough
        let first = documents.documents(limit: size)
        last = first.last
        next = Set(unsettled).union(first).subtracting(known).sorted()
        if next.isEmpty { advance(by: 0) }
    }

    /// - Parameter count: how many of the documents of `next` answer the question.
    mutating func advance(by count: Int) {
        found += count
        next = []
        // parts of which everything is known are no reason to ask
        while next.isEmpty, let from = last, found < enough {
            size *= 4
            let part = documents.documents(from: from + 1, limit: size)
            last = part.last
            next = part.filter { !known.contains($0) }
        }
    }
}
