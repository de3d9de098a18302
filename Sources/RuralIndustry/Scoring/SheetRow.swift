/// A line of the table on a score sheet (TT 26/2014/TT-BCT, Phụ lục 4): a heading with the sum of what is under it, or
/// a leaf, which gets a mark.
public struct SheetRow: Hashable, Sendable {
    /// `2`, `2.1`, `2.1.3`.
    public let number: String
    /// 0 for the criteria of the law.
    public let depth: Int
    public let name: String
    public let max: ExactDecimal
    /// The id under which the mark is kept; nil: a heading.
    public let leaf: String?
}

extension Rules {
    /// The table of a group's score sheet, in its order: every criterion with the whole tree of its rubric. Its leaves are
    /// those of `leaves(group:)`.
    public func sheetRows(group: ProductGroupID?) -> [SheetRow] {
        criteria.enumerated().flatMap { index, criterion in
            let nodes = rubrics.children(of: criterion.id, group: group)
            let number = String(index + 1)
            let own = SheetRow(
                number: number, depth: 0, name: criterion.name, max: criterion.max,
                leaf: nodes.isEmpty ? criterion.id : nil)
            return [own] + Self.rows(under: number, nodes, depth: 1)
        }
    }

    /// What a whole sheet may reach: the sum of the criteria's maxima; nil if it is beyond all measure.
    public var sheetMaximum: ExactDecimal? {
        var sum: Int64 = 0
        for criterion in criteria {
            let (next, overflow) = sum.addingReportingOverflow(criterion.max.millionths)
            if overflow { return nil }
            sum = next
        }
        return ExactDecimal(millionths: sum)
    }

    private static func rows(under parent: String, _ nodes: [RubricNode], depth: Int) -> [SheetRow] {
        nodes.enumerated().flatMap { index, node in
            let number = "\(parent).\(index + 1)"
            let own = SheetRow(
                number: number, depth: depth, name: node.name, max: node.max,
                leaf: node.children.isEmpty ? node.id : nil)
            return [own] + rows(under: number, node.children, depth: depth + 1)
        }
    }
}

extension ExactDecimal {
    /// As Vietnamese papers print it: `8,5`.
    public var vietnamese: String {
        String(description.map { $0 == "." ? "," : $0 })
    }
}
