/// What stands on paper in one piece and is never broken between pages; from its own top left corner.
struct Strip {
    var height: Double
    /// The space above, unless it begins a page.
    var gap = 0.0
    /// Is on the same page as the next one, if a page is large enough for both.
    var keepsWithNext = false
    var items: [Item] = []
    /// What stands above it if it begins a page and is not the first of its table.
    var repeatedHead: [Strip] = []

    enum Item {
        case text(PlacedLine)
        case rule(Path, Pen)
        case fill(Rect, Color)
        case code(QRCode, Rect, description: String, part: StructurePlan.Part)
    }
}

/// A line of text with its place.
struct PlacedLine {
    let line: TextFlow.Line
    let size: Double
    /// Where its baseline begins.
    var origin: Point
    /// What it is a part of; nil: it is repeated and not read out again.
    var part: StructurePlan.Part?
}

/// The parts of a document in reading order, planned before anything is drawn.
struct StructurePlan {
    typealias Part = Int

    struct Node {
        let role: StructureRole
        let parent: Part?
        var scope: HeaderScope?
        var columns = 1
    }

    private(set) var nodes: [Node] = []

    mutating func add(
        _ role: StructureRole, in parent: Part? = nil, scope: HeaderScope? = nil, columns: Int = 1
    ) -> Part {
        nodes.append(Node(role: role, parent: parent, scope: scope, columns: columns))
        return nodes.count - 1
    }
}
