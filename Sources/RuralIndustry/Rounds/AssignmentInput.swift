/// Everything that a draw of judges rests on, as it was when it was drawn: whoever has it draws the same again.
public struct AssignmentInput: Hashable, Sendable {
    public let round: Int64
    /// Codes of the accepted entries, in the order of their bytes.
    public let entries: [String]
    /// Codes of the judges who sat, in the order of their bytes.
    public let judges: [String]
    public let barred: Set<JudgeAssignment.Barred>
    public let perEntry: Int
    public let seed: String

    public init(
        round: Int64, entries: [String], judges: [String], barred: Set<JudgeAssignment.Barred>, perEntry: Int,
        seed: String
    ) {
        self.round = round
        self.entries = entries.inByteOrder
        self.judges = judges.inByteOrder
        self.barred = barred
        self.perEntry = perEntry
        self.seed = seed
    }

    /// Draws.
    ///
    /// - Throws: as `JudgeAssignment`.
    public func assignment(sha256: ([UInt8]) -> [UInt8]) throws(Refusal) -> JudgeAssignment {
        try JudgeAssignment(
            entries: entries, judges: judges, perEntry: perEntry, barred: barred, seed: Array(seed.utf8),
            sha256: sha256)
    }
}

// MARK: As a document

extension AssignmentInput {
    private static let format = "cnnt-judge-assignment-1"
    private static let code = "assignment-input-unreadable"

    /// The document that is kept; `init(_:)` reads it back. Canonical as JSON by RFC 8785.
    public var document: JSONValue {
        let pairs = barred.sorted { ($0.entry, $0.judge) < ($1.entry, $1.judge) }
        return .object([
            "format": .string(Self.format), "round": .integer(round),
            "entries": .array(entries.map { .string($0) }), "judges": .array(judges.map { .string($0) }),
            "barred": .array(
                pairs.map { .object(["entry": .string($0.entry), "judge": .string($0.judge)]) }),
            "per_entry": .integer(Int64(perEntry)), "seed": .string(seed),
        ])
    }

    /// - Throws: `assignment-input-unreadable`, with a pointer to what is wrong.
    public init(_ document: JSONValue) throws(Violation) {
        let fields = try StrictObject(
            document, keys: ["format", "round", "entries", "judges", "barred", "per_entry", "seed"],
            code: Self.code)
        guard try fields.text("format") == Self.format else {
            throw Violation(
                Self.code, vi: "không phải là dữ liệu phân công giám khảo (\(Self.format))",
                en: "this is no input of a draw of judges (\(Self.format))", at: fields.place("format"))
        }
        let (entries, judges) = (try fields.texts("entries"), try fields.texts("judges"))
        var barred: Set<JudgeAssignment.Barred> = []
        for (place, value) in try fields.array("barred").enumerated() {
            let pair = try StrictObject(
                value, "/barred/\(place)", keys: ["entry", "judge"], code: Self.code)
            barred.insert(.init(judge: try pair.text("judge"), entry: try pair.text("entry")))
        }
        self.init(
            round: Int64(try fields.number("round")), entries: entries, judges: judges, barred: barred,
            perEntry: try fields.number("per_entry"), seed: try fields.text("seed"))
        guard Set(entries).count == entries.count, Set(judges).count == judges.count else {
            throw Violation(
                Self.code, vi: "có mã sản phẩm hoặc mã giám khảo ghi hai lần",
                en: "an entry or a judge is there twice")
        }
    }
}

extension [String] {
    fileprivate var inByteOrder: [String] { sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
}
