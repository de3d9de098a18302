import Evidence
public import RuralIndustry

/// A score sheet as judges and those who run the round see it: nothing of whose product it is.
public struct SheetRecord: Hashable, Sendable {
    public let round: Int64
    public let stage: String
    public let entry: String
    public let judge: String
    /// What judges may read instead of the product's name, if the entry has such a name.
    public let judgingName: String?
    /// As it is printed on the paper sheet; nil where the codes of the round cannot make one.
    public let code: String?
    public let state: SheetState
    /// The last submitted version; 0: none.
    public let version: Int
    public let lines: [Line]
    public let comment: String?
    /// Tells what is written on the sheet now from what was written before: who saw an earlier one has not seen this.
    public let revision: String

    /// A criterion on the sheet.
    public struct Line: Hashable, Sendable {
        public let leaf: Leaf
        public let mark: Mark.Content?
        public let remark: String?
    }

    init(_ name: SheetName, _ board: SheetBoard, _ kept: KeptSheet) {
        round = board.round.id
        stage = board.stage
        entry = name.entry
        judge = name.judge
        let known = board.entries[name.entry]
        judgingName = known?.judgingName
        code =
            (try? SheetCode(
                round: board.round.id, stage: board.rules.stages.count > 1 ? board.stage : nil,
                entry: name.entry,
                judge: name.judge))?.description
        state = kept.standing.state
        version = kept.submitted
        lines = (known.map(board.leaves) ?? []).map {
            Line(leaf: $0, mark: kept.shown.marks[$0.id], remark: kept.shown.remarks[$0.id])
        }
        comment = kept.shown.comment
        revision = kept.revision(of: name, board)
    }

    /// What is written on it.
    public var content: SheetContent {
        var content = SheetContent(comment: comment)
        for line in lines {
            content.marks[line.leaf.id] = line.mark
            content.remarks[line.leaf.id] = line.remark
        }
        return content
    }

    /// The ids of the criteria that still have neither a mark nor a reason for having none.
    public var lacking: [String] { lines.filter { $0.mark == nil }.map(\.leaf.id) }
}

extension KeptSheet {
    /// Of the content, of where it stands and of whose sheet it is, so that what one judge typed is not taken for another who
    /// signed in at the same machine: half of a SHA-256 in hexadecimal.
    func revision(of name: SheetName, _ board: SheetBoard) -> String {
        let text =
            "\(board.round.id) \(board.stage) \(name.entry) \(name.judge) \(submitted) \(standing.state == .submitted) \(shown.json.text)"
        return String(SHA256Digest(of: Array(text.utf8)).hex.prefix(32))
    }
}

/// A version of a sheet that was submitted, or its reopening.
public struct SheetEvent: Sendable {
    public enum Kind: String, Sendable { case submitted, reopened }

    public let kind: Kind
    public let version: Int
    public let at: Instant
    /// The account, or the operator at the machine.
    public let actor: String
    /// How it was submitted: `judge`, `typed`, `import`.
    public let source: String?
    /// Why it was reopened.
    public let reason: String?
    /// Whether a later version took its place; nil for a reopening.
    public let isSuperseded: Bool?
    /// In the order of the sheet.
    public let marks: [(leaf: String, content: Mark.Content)]
    public let comment: String?
}
