/// One layer of rules: a national regulation, a province's own rules over it, or a round's plan over both.
///
/// A layer may leave out what a layer above states; `null` says nothing and changes nothing.
public struct RegulationLayer: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Has an id; national if it extends nothing.
        case regulation
        /// The plan of one round. Its id, title, territory and validity are its own and not the rules'.
        case plan
    }

    public let kind: Kind
    /// Empty for a plan without one.
    public let id: String
    /// The id of the layer above; nil for a national regulation, and allowed to be left out in a plan.
    public let extends: String?
    /// Paths that no lower layer may change, such as `criteria` or `scoring.eligible_at_least`.
    public let locked: [String]
    public let document: JSONValue

    /// Reads a layer and everything that is wrong with it by itself; a regulation that extends nothing must state
    /// criteria and a pipeline and agree with itself, any other is judged as a whole in `Regulation.resolve`.
    public init(_ document: JSONValue, as kind: Kind = .regulation) throws(Refusal) {
        let extends = document["extends"]?.string
        var reader = RuleReader(isWhole: kind == .regulation && extends == nil)
        _ = reader.rules(document)
        if kind == .regulation, document["id"]?.isNull ?? true, !reader.isWhole { reader.missing("/id") }
        try Refusal.throwIfAny(reader.violations)
        self.kind = kind
        self.id = document["id"]?.string ?? ""
        self.extends = extends
        self.locked = document["locked"]?.array?.compactMap(\.string) ?? []
        self.document = document
    }

    /// Reads a layer from a JSON text.
    public init(parsing text: [UInt8], as kind: Kind = .regulation) throws(Refusal) {
        let document: JSONValue
        do throws(Violation) {
            document = try JSONValue(parsing: text)
        } catch {
            throw Refusal(error)
        }
        try self.init(document, as: kind)
    }

    public var title: String? { document["title"]?.string }
    public var territory: String? { document["territory"]?.string }

    /// The days on which the layer is in force.
    public var validity: Validity {
        func day(_ key: String) -> Day? { document[key]?.string.flatMap { try? Day(iso: $0) } }
        // Reading refused a stretch without days.
        return Validity(from: day("valid_from"), to: day("valid_to")) ?? .always
    }

    /// What a regulation must still state before it is kept for rounds to be held under: a tally on files alone needs
    /// none of it.
    public var missingForStoring: [Violation] {
        var reader = RuleReader(isWhole: true)
        var needed = ["title", "legal_basis", "valid_from"]
        if extends == nil { needed += ["levels", "groups"] }
        for key in needed where document[key]?.isNull ?? true || document[key]?.array?.isEmpty ?? false {
            reader.missing("/\(key)")
        }
        return reader.violations
    }
}
