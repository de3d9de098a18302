/// What a part of a document is to a reader who cannot see it (ISO 32000-1, 14.8.4).
enum StructureRole: String {
    case document = "Document"
    case section = "Sect"
    case heading1 = "H1"
    case heading2 = "H2"
    case paragraph = "P"
    case figure = "Figure"
    case form = "Form"
    case table = "Table"
    case tableRow = "TR"
    case headerCell = "TH"
    case dataCell = "TD"
}

/// Which cells a header cell of a table speaks of (ISO 32000-1, 14.8.5.7).
enum HeaderScope: String {
    case column = "Column"
    case row = "Row"
}

/// Names an element of a document's structure.
struct StructureElement: Hashable {
    fileprivate let index: Int
}

/// The tree of headings, paragraphs and figures, in reading order, and which marked content belongs to which.
struct PDFStructure {
    private struct Node {
        let role: StructureRole
        let parent: Int
        var alternative: String?
        var box: Rect?
        var boxPageHeight = 0.0
        var scope: HeaderScope?
        var columns = 1
        var kids: [Kid] = []
    }

    private enum Kid {
        case element(Int)
        case content(page: Int, mark: Int)
        case object(page: Int, PDFReference)
    }

    static let root = StructureElement(index: 0)

    private var nodes = [Node(role: .document, parent: 0)]
    /// For each page whose elements are not written yet, the element of each piece of marked content.
    private var marks: [[Int]] = []
    /// Nil: none are written yet.
    private var written: Written?

    /// What is left of the elements of pages that are in the file already.
    private struct Written {
        let tree: PDFReference
        let document: PDFReference
        /// The parts of the document, in reading order.
        var kids: [PDFReference] = []
        /// For each page, the element of each piece of marked content.
        var marks: [[PDFReference]] = []
    }
    /// For each annotation, its element; their keys follow those of the pages.
    private var objects: [Int] = []

    mutating func add(_ role: StructureRole, to parent: StructureElement = root) -> StructureElement {
        nodes.append(Node(role: role, parent: parent.index))
        nodes[parent.index].kids.append(.element(nodes.count - 1))
        return StructureElement(index: nodes.count - 1)
    }

    /// Describes a figure in words and says where on its page it is.
    mutating func describe(_ element: StructureElement, _ alternative: String, box: Rect, page: PageSize) {
        nodes[element.index].alternative = alternative
        nodes[element.index].box = box
        nodes[element.index].boxPageHeight = page.height
    }

    /// Says of a cell which cells it heads, if it does, and how many columns it takes.
    mutating func describe(_ element: StructureElement, scope: HeaderScope?, columns: Int) {
        nodes[element.index].scope = scope
        nodes[element.index].columns = columns
    }

    mutating func addPage() { marks.append([]) }

    /// The number of the next marked content on a page, which belongs to an element from now on.
    mutating func mark(_ element: StructureElement, page: Int) -> Int {
        let page = (all: page, here: page - (written?.marks.count ?? 0))
        let mark = marks[page.here].count
        marks[page.here].append(element.index)
        nodes[element.index].kids.append(.content(page: page.all, mark: mark))
        return mark
    }

    /// Says that an annotation of a page belongs to an element, once all pages are there; gives its key in the tree.
    mutating func place(_ object: PDFReference, page: Int, in element: StructureElement) -> Int {
        nodes[element.index].kids.append(.object(page: page, object))
        objects.append(element.index)
        return marks.count + objects.count - 1
    }

    /// Writes the elements of the pages so far, which are complete: no later page may add to them.
    mutating func writeFinished(to objects: inout PDFObjects, pages: [PDFReference]) {
        var written = self.written ?? Written(tree: objects.reserve(), document: objects.reserve())
        let references = [written.document] + nodes.dropFirst().map { _ in objects.reserve() }
        for (index, node) in nodes.enumerated().dropFirst() {
            write(node, references[index], in: references[node.parent], references, pages, to: &objects)
        }
        for case .element(let index) in nodes[0].kids { written.kids.append(references[index]) }
        written.marks += marks.map { $0.map { references[$0] } }
        nodes = [Node(role: .document, parent: 0)]
        marks = []
        self.written = written
    }

    /// Writes the tree and the way back from marked content to its element.
    mutating func write(
        to objects: inout PDFObjects, pages: [PDFReference], language: String
    ) -> PDFReference {
        if written != nil { writeFinished(to: &objects, pages: pages) }
        if let written {
            objects.write(written.document) { output in
                output.append("<</Type/StructElem/S/Document/P ")
                output.append(written.tree)
                output.append("/Lang(\(language))/K")
                output.append(written.kids)
                output.append(">>")
            }
            writeTree(written.tree, over: written.document, marks: written.marks, objects: [], to: &objects)
            return written.tree
        }
        let root = objects.reserve()
        let references = nodes.map { _ in objects.reserve() }
        for (index, node) in nodes.enumerated() {
            write(
                node, references[index], in: index == 0 ? root : references[node.parent], references, pages,
                language: index == 0 ? language : nil, to: &objects)
        }
        writeTree(
            root, over: references[0], marks: marks.map { $0.map { references[$0] } },
            objects: self.objects.map { references[$0] }, to: &objects)
        return root
    }

    private func write(
        _ node: Node, _ reference: PDFReference, in parent: PDFReference, _ references: [PDFReference],
        _ pages: [PDFReference], language: String? = nil, to objects: inout PDFObjects
    ) {
        objects.write(reference) { output in
            output.append("<</Type/StructElem/S/")
            output.append(node.role.rawValue)
            output.append("/P ")
            output.append(parent)
            if let language { output.append("/Lang(\(language))") }
            if let alternative = node.alternative {
                output.append("/Alt")
                output.append(textString: alternative)
            }
            if let box = node.box {
                output.append("/A<</O/Layout/Placement/Block/BBox[")
                output.append(
                    numbers: box.x, node.boxPageHeight - box.maxY, box.maxX, node.boxPageHeight - box.y)
                output.append("]>>")
            }
            write(node.scope, columns: node.columns, to: &output)
            write(node.kids, references, pages, to: &output)
            output.append(">>")
        }
    }

    /// - Parameters:
    ///   - marks: for each page, the element of each piece of marked content.
    ///   - placed: for each annotation, its element.
    private func writeTree(
        _ root: PDFReference, over document: PDFReference, marks: [[PDFReference]],
        objects placed: [PDFReference], to objects: inout PDFObjects
    ) {
        objects.write(root) { output in
            output.append("<</Type/StructTreeRoot/K ")
            output.append(document)
            output.append("/ParentTreeNextKey ")
            output.append(marks.count + placed.count)
            output.append("/ParentTree<</Nums[")
            for (page, elements) in marks.enumerated() {
                output.append(page)
                output.append(elements)
            }
            for (index, element) in placed.enumerated() {
                output.append(" ")
                output.append(marks.count + index)
                output.append(" ")
                output.append(element)
            }
            output.append("]>>>>")
        }
    }

    private func write(_ scope: HeaderScope?, columns: Int, to output: inout PDFBytes) {
        guard scope != nil || columns > 1 else { return }
        output.append("/A<</O/Table")
        if let scope {
            output.append("/Scope/")
            output.append(scope.rawValue)
        }
        if columns > 1 {
            output.append("/ColSpan ")
            output.append(columns)
        }
        output.append(">>")
    }

    private func write(
        _ kids: [Kid], _ references: [PDFReference], _ pages: [PDFReference], to output: inout PDFBytes
    ) {
        let home = kids.lazy.compactMap { kid in if case .content(let page, _) = kid { page } else { nil } }
            .first
        if let home {
            output.append("/Pg ")
            output.append(pages[home])
        }
        output.append("/K[")
        for kid in kids {
            switch kid {
            case .element(let index):
                output.append(references[index])
            case .content(let page, let mark) where page == home:
                output.append(mark)
            case .content(let page, let mark):
                output.append("<</Type/MCR/Pg ")
                output.append(pages[page])
                output.append("/MCID ")
                output.append(mark)
                output.append(">>")
            case .object(let page, let object):
                output.append("<</Type/OBJR/Pg ")
                output.append(pages[page])
                output.append("/Obj ")
                output.append(object)
                output.append(">>")
            }
            output.append(" ")
        }
        output.append("]")
    }
}
