public import RuralIndustry

// How the parts of a bundle are written, from values of the domain.

/// An entry as the bundle has it: nothing of whose product it is.
public struct BundledEntry: Hashable, Sendable {
    public let code: String
    public let group: ProductGroupID
    public let state: EntryState

    public init(code: String, group: ProductGroupID, state: EntryState) {
        self.code = code
        self.group = group
        self.state = state
    }

    public static func json(_ entries: [BundledEntry]) -> JSONValue {
        .array(
            entries.sorted { $0.code.utf8.lexicographicallyPrecedes($1.code.utf8) }.map {
                .object([
                    "code": .string($0.code), "group": .string($0.group.rawValue),
                    "state": .string($0.state.rawValue),
                ])
            })
    }

    /// - Throws: `bundle-malformed`.
    static func entries(in part: JSONValue) throws(Violation) -> [BundledEntry] {
        guard let entries = part.array else { throw BundleVerification.malformed("entries") }
        return try entries.map { (entry) throws(Violation) in
            guard let state = EntryState(rawValue: try entry.text("state")) else {
                throw BundleVerification.malformed("entries")
            }
            return BundledEntry(
                code: try entry.text("code"), group: ProductGroupID(rawValue: try entry.text("group")),
                state: state)
        }
    }
}

extension Tally {
    /// The part `tally`: the lines as `cnnt tally` has them.
    public func bundled(rules: Rules, seed: String?) -> JSONValue {
        .object([
            "stage": .string(rules.bundledStage), "seed": seed.map { .string($0) } ?? .null,
            "lines": .array(lines.map(\.json)),
        ])
    }
}

extension Tally.Line {
    fileprivate var json: JSONValue {
        .object([
            "entry": .string(entry), "total": total.map { .string($0.description) } ?? .null,
            "shown": shown.map { .string($0) } ?? .null,
            "rank": rank.map { .integer(Int64($0)) } ?? .null,
            "eligible": eligible.map { .bool($0) } ?? .null, "judges": .integer(Int64(judges)),
            "reason": reason.map { .string($0.rawValue) } ?? .null,
        ])
    }
}

// MARK: Reading

extension JSONValue {
    func text(_ key: String) throws(Violation) -> String {
        guard let text = self[key]?.string else { throw BundleVerification.malformed(key) }
        return text
    }

    func list(_ key: String) throws(Violation) -> [JSONValue] {
        guard let list = self[key]?.array else { throw BundleVerification.malformed(key) }
        return list
    }
}
