/// Which columns a table may and must have, and which headings name them.
public struct TableShape: Sendable {
    /// What a heading stands for.
    enum Meaning: Equatable {
        /// Position in `known`.
        case column(Int)
        /// A column of running numbers (STT), which office sheets begin with and which says nothing.
        case ordinal
        case unknown
    }

    public let known: [String]
    public let required: [String]
    /// Groups of which at least one must be there.
    public let requiredOneOf: [[String]]
    /// Columns whose cells are calendar days; a cell that a spreadsheet program turned into a date elsewhere is an error.
    public let days: Set<String>
    private let naming: @Sendable (String) -> String?

    /// `naming` gives the known name that a heading stands for, an empty text for a column of running numbers, and nil
    /// for any other. By default headings are the names themselves.
    public init(
        known: [String], required: [String] = [], requiredOneOf: [[String]] = [], days: Set<String> = [],
        naming: @escaping @Sendable (String) -> String? = { $0 }
    ) {
        self.known = known
        self.required = required
        self.requiredOneOf = requiredOneOf
        self.days = days
        self.naming = naming
    }

    func meaning(of heading: String) -> Meaning {
        if let place = known.firstIndex(of: heading) { return .column(place) }
        guard let name = naming(heading) else { return .unknown }
        if name.isEmpty { return .ordinal }
        return known.firstIndex(of: name).map(Meaning.column) ?? .unknown
    }

    /// How well a row does as the header: how many known columns it names, and whether those that must be there are.
    func match(_ texts: [String]) -> (named: Int, isComplete: Bool) {
        var present: Set<String> = []
        for text in texts {
            if case .column(let place) = meaning(of: ColumnMap.trimmed(text)) { present.insert(known[place]) }
        }
        let isComplete =
            required.allSatisfy(present.contains)
            && requiredOneOf.allSatisfy { !present.isDisjoint(with: $0) }
        return (present.count, isComplete && !present.isEmpty)
    }
}

/// A row's texts in the order of the known columns, nil where the file has no such column.
public struct TableRow: Sendable {
    /// As an editor or a spreadsheet program counts, from one.
    public let line: Int
    public let texts: [String?]
    /// Positions in `texts` of what was a number and not text in a workbook: leading zeros may have been lost.
    public let numbers: [Int]

    init(line: Int, texts: [String?], numbers: [Int] = []) {
        self.line = line
        self.texts = texts
        self.numbers = numbers
    }
}
