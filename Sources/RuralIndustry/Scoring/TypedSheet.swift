/// A paper sheet as two clerks typed it, each by themselves, with what was settled where they differ. Nothing of it counts
/// before every criterion is agreed or settled.
public struct TypedSheet: Hashable, Sendable {
    public let name: SheetName
    public let leaves: [Leaf]
    /// What each copy says, by leaf.
    public var copies: [Int: [String: Mark.Content]]
    public var settled: [String: Mark.Content]

    public init(
        name: SheetName, leaves: [Leaf], copies: [Int: [String: Mark.Content]] = [:],
        settled: [String: Mark.Content] = [:]
    ) {
        self.name = name
        self.leaves = leaves
        self.copies = copies
        self.settled = settled
    }

    /// What the two copies say of a criterion.
    public enum Finding: Hashable, Sendable {
        case agreed(Mark.Content)
        case settled(Mark.Content)
        case differing(Mark.Content, Mark.Content)
        /// Typed once only, in this copy. The value is not told: who types the other copy must not learn it.
        case once(copy: Int)
        case untyped
    }

    public func finding(_ leaf: String) -> Finding {
        // what two people read alike needs nobody to settle it, nor to outvote it
        if let first = copies[1]?[leaf], first == copies[2]?[leaf] { return .agreed(first) }
        if let settled = settled[leaf] { return .settled(settled) }
        switch (copies[1]?[leaf], copies[2]?[leaf]) {
        case (let first?, let second?): return .differing(first, second)
        case (.some, nil): return .once(copy: 1)
        case (nil, .some): return .once(copy: 2)
        case (nil, nil): return .untyped
        }
    }

    /// Where something is left to type or to settle, in the order of the sheet.
    public var open: [(leaf: Leaf, finding: Finding)] {
        leaves.map { ($0, finding($0.id)) }.filter { $0.1.content == nil }
    }

    /// How many criteria one of the copies still lacks.
    public var untyped: Int {
        leaves.filter { copies[1]?[$0.id] == nil || copies[2]?[$0.id] == nil }.count
    }

    /// What the paper says, once nothing is open.
    public var content: SheetContent? {
        var content = SheetContent()
        for leaf in leaves {
            guard let mark = finding(leaf.id).content else { return nil }
            content.marks[leaf.id] = mark
        }
        return content
    }

    /// - Throws: `nothing-to-settle` where the copies agree, it was settled already, or nobody typed it.
    public func requireUnsettled(_ leaf: String) throws(Violation) {
        let finding = finding(leaf)
        guard finding.content != nil || finding == .untyped else { return }
        throw Violation(
            "nothing-to-settle",
            vi:
                "“\(leaf)” trên phiếu của \(name.judge) cho \(name.entry) đã thống nhất, không có gì để giải quyết",
            en:
                "“\(leaf)” on the sheet of \(name.judge) for \(name.entry) is agreed: there is nothing to settle"
        )
    }
}

extension TypedSheet.Finding {
    /// What the criterion has, if that is certain.
    public var content: Mark.Content? {
        switch self {
        case .agreed(let content), .settled(let content): content
        case .differing, .once, .untyped: nil
        }
    }
}
