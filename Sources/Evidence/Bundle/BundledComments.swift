public import RuralIndustry

/// The part `comments` of a bundle: what judges wrote on their sheets beside the marks, in every submitted version.
public struct BundledComments: Hashable, Sendable {
    /// By entry, stage, judge, version, leaf: what was written of the sheet as a whole first.
    public let lines: [Line]

    public struct Line: Hashable, Sendable {
        public let entry: String
        public let stage: String
        public let judge: String
        public let version: Int
        /// Nil: the sheet as a whole.
        public let leaf: String?
        public let text: String

        public init(
            entry: String, stage: String, judge: String, version: Int, leaf: String?, text: String
        ) {
            self.entry = entry
            self.stage = stage
            self.judge = judge
            self.version = version
            self.leaf = leaf
            self.text = text
        }

        /// What two lines may not have in common.
        private var place: (names: [String], version: Int, leaf: String) {
            ([entry, stage, judge], version, leaf ?? "")
        }

        static func precedes(_ one: Line, _ other: Line) -> Bool {
            let (left, right) = (one.place, other.place)
            for (our, their) in zip(left.names, right.names) where our != their {
                return our.utf8.lexicographicallyPrecedes(their.utf8)
            }
            if left.version != right.version { return left.version < right.version }
            return left.leaf.utf8.lexicographicallyPrecedes(right.leaf.utf8)
        }
    }

    public init(_ lines: [Line]) { self.lines = lines.sorted(by: Line.precedes) }

    public var json: JSONValue {
        .array(
            lines.map {
                .array([
                    .string($0.entry), .string($0.stage), .string($0.judge), .integer(Int64($0.version)),
                    $0.leaf.map { .string($0) } ?? .null, .string($0.text),
                ])
            })
    }

    /// - Throws: `bundle-malformed`.
    init(_ part: JSONValue) throws(Violation) {
        guard let list = part.array else { throw BundleVerification.malformed("comments") }
        self.init(
            try list.map { (line) throws(Violation) in
                guard let cells = line.array, cells.count == 6, let entry = cells[0].string,
                    let stage = cells[1].string, let judge = cells[2].string,
                    case .integer(let version) = cells[3], (1..<1_000_000).contains(version),
                    cells[4] == .null || cells[4].string != nil, let text = cells[5].string
                else { throw BundleVerification.malformed("comments") }
                return Line(
                    entry: entry, stage: stage, judge: judge, version: Int(version), leaf: cells[4].string,
                    text: text)
            })
    }

    /// True if each is of one place alone and says something of a sheet that is in the bundle.
    ///
    /// - Parameter corrections: a sheet of which they took marks out need not be there any more.
    func belong(
        to marks: BundledMarks, corrections: BundledCorrections?, leaves: (_ entry: String) -> Set<String>
    ) -> Bool {
        if lines.isEmpty { return true }
        let sheets = Set(marks.sheets.map { [$0.entry, $0.stage, $0.judge, String($0.version)] })
        let taken = Set(
            (corrections?.corrections ?? []).flatMap(\.marks).filter { $0.after == nil }.map {
                Array($0.place.prefix(3))
            })
        var known: [String: Set<String>] = [:]
        for line in lines {
            let sheet = [line.entry, line.stage, line.judge]
            guard !line.text.isEmpty, taken.contains(sheet) || sheets.contains(sheet + [String(line.version)])
            else { return false }
            guard let leaf = line.leaf else { continue }
            let those = known[line.entry] ?? leaves(line.entry)
            known[line.entry] = those
            guard those.contains(leaf) else { return false }
        }
        return zip(lines, lines.dropFirst()).allSatisfy(Line.precedes)
    }
}
