public import RuralIndustry

/// The part `corrections` of a bundle: the acts that made a version of the result out of the first, the first act first, each
/// with every mark that it replaced, took out or added. Undone one after the other, from the marks of the bundle backwards, they
/// give the marks of every earlier version.
public struct BundledCorrections: Hashable, Sendable {
    public let corrections: [Correction]

    public struct Correction: Hashable, Sendable {
        /// The version of the result that it made.
        public let version: Int
        public let number: String
        public let correctedOn: Day
        public let reason: String
        /// Number of the complaint that it follows from.
        public let complaint: String?
        /// By entry, stage, judge, leaf.
        public let marks: [Line]

        public init(
            version: Int, number: String, correctedOn: Day, reason: String, complaint: String?, marks: [Line]
        ) {
            self.version = version
            self.number = number
            self.correctedOn = correctedOn
            self.reason = reason
            self.complaint = complaint
            self.marks = marks.sorted { Line.precedes($0.place, $1.place) }
        }
    }

    public struct Line: Hashable, Sendable {
        /// Entry, stage, judge, leaf.
        let place: [String]
        /// Nil: there was none.
        public let before: Mark.Content?
        /// Nil: it was taken out.
        public let after: Mark.Content?
        public let reason: String

        public init(
            entry: String, stage: String, judge: String, leaf: String, before: Mark.Content?,
            after: Mark.Content?, reason: String
        ) {
            place = [entry, stage, judge, leaf]
            self.before = before
            self.after = after
            self.reason = reason
        }

        fileprivate static func precedes(_ left: [String], _ right: [String]) -> Bool {
            for (our, their) in zip(left, right) where our != their {
                return our.utf8.lexicographicallyPrecedes(their.utf8)
            }
            return false
        }
    }

    public init(_ corrections: [Correction]) { self.corrections = corrections }

    /// True if versions follow one another from 2 on, no act speaks twice of a mark, and each, undone, finds what it left.
    ///
    /// - Parameter marks: those of the last version, each with its stage named.
    func lead(to marks: [Mark], rules: Rules) -> Bool {
        guard corrections.map(\.version) == Array(2..<2 + corrections.count) else { return false }
        var now = Dictionary(
            marks.map { ([$0.entry, $0.stage ?? rules.bundledStage, $0.judge, $0.criterion], $0.content) }
        ) { first, _ in first }
        for correction in corrections.reversed() {
            guard !correction.marks.isEmpty,
                Set(correction.marks.map(\.place)).count == correction.marks.count
            else { return false }
            for line in correction.marks {
                guard now.removeValue(forKey: line.place) == line.after, line.before != line.after else {
                    return false
                }
                now[line.place] = line.before
            }
        }
        return true
    }
}

// MARK: As JSON

extension BundledCorrections {
    public var json: JSONValue {
        .array(
            corrections.map { correction in
                .object([
                    "version": .integer(Int64(correction.version)), "number": .string(correction.number),
                    "corrected_on": .string(correction.correctedOn.iso), "reason": .string(correction.reason),
                    "complaint": correction.complaint.map { .string($0) } ?? .null,
                    "marks": .array(
                        correction.marks.map { line in
                            .array(
                                line.place.map { .string($0) } + [
                                    line.before.json, line.after.json, .string(line.reason),
                                ])
                        }),
                ])
            })
    }

    /// - Throws: `bundle-malformed`.
    init(_ part: JSONValue) throws(Violation) {
        guard let list = part.array else { throw BundleVerification.malformed("corrections") }
        corrections = try list.map { (correction) throws(Violation) in
            guard case .integer(let version)? = correction["version"], (2..<1_000_000).contains(version)
            else {
                throw BundleVerification.malformed("corrections")
            }
            return Correction(
                version: Int(version), number: try correction.text("number"),
                correctedOn: try Day(iso: try correction.text("corrected_on")),
                reason: try correction.text("reason"), complaint: correction["complaint"]?.string,
                marks: try correction.list("marks").map { (line) throws(Violation) in try Line(line) })
        }
    }
}

extension BundledCorrections.Line {
    fileprivate init(_ line: JSONValue) throws(Violation) {
        guard let cells = line.array, cells.count == 7, let entry = cells[0].string,
            let stage = cells[1].string,
            let judge = cells[2].string, let leaf = cells[3].string, let reason = cells[6].string
        else { throw BundleVerification.malformed("corrections") }
        self.init(
            entry: entry, stage: stage, judge: judge, leaf: leaf, before: try Mark.Content(cell: cells[4]),
            after: try Mark.Content(cell: cells[5]), reason: reason)
    }
}

extension Mark.Content? {
    fileprivate var json: JSONValue { map { .string($0.text) } ?? .null }
}

extension Mark.Content {
    fileprivate init?(cell: JSONValue) throws(Violation) {
        if cell == .null { return nil }
        guard let text = cell.string else { throw BundleVerification.malformed("corrections") }
        try self.init(text)
    }
}
