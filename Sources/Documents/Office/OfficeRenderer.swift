import RuralIndustry

/// Draws office papers as PDF files: PDF/A-2a and PDF/UA-1, the same bytes for the same paper, fonts and
/// libraries.
///
/// One renderer serves one thread, as that of certificates.
public final class OfficeRenderer {
    private let faces: Faces
    private let deflater: Deflater

    public init(fonts: FontSet) throws(DocumentError) {
        faces = try Faces(fonts)
        deflater = try Deflater(level: 6)
    }

    /// - Throws: `Refusal` with `paper-character` for a character that no font has and that has no place of its
    ///   own on paper; `DocumentError` if a library fails.
    func render(_ paper: OfficeDocument) throws -> [UInt8] {
        let document = PDFDocument(
            PDFMetadata(
                title: PrintedText(paper.title).text, author: PrintedText(paper.author).text,
                date: paper.date), deflater: deflater)
        var plan = StructurePlan()
        let layouts = try paper.sections.map { try layout($0, &plan) }
        var parts: [StructureElement] = []
        for node in plan.nodes {
            let parent = node.parent.map { parts[$0] } ?? PDFStructure.root
            switch node.role {
            case .headerCell, .dataCell:
                parts.append(document.cell(node.scope, columns: node.columns, in: parent))
            default: parts.append(document.element(node.role, in: parent))
            }
        }
        for layout in layouts {
            for index in layout.pages.indices {
                document.addPage(layout.page.size) { page in
                    draw(layout, index, parts, plan, on: &page, document)
                }
            }
        }
        return try document.finish()
    }

    /// How many pages each section of a paper takes, for looking at.
    func pageCounts(of paper: OfficeDocument) throws -> [Int] {
        var plan = StructurePlan()
        return try paper.sections.map { try layout($0, &plan).pages.count }
    }

    // MARK: Layout

    private struct Layout {
        let page: OfficePage
        let pages: [[(strip: Strip, y: Double)]]
        let head: TextFlow
        let foot: TextFlow
        let numbers: [TextFlow]
    }

    private static let furnitureSize = 9.0

    private func layout(_ section: OfficeSection, _ plan: inout StructurePlan) throws -> Layout {
        let page = OfficePage(isLandscape: section.isLandscape)
        var setting = OfficeSetting(
            faces, width: page.body.width, pageHeight: page.body.height, section: plan.add(.section),
            plan: plan)
        try setting.set(section.blocks)
        plan = setting.plan
        let pages = setting.strips.paginated(height: page.body.height)
        // beside the number of the page there must be room for the foot
        let room = page.body.width - 70
        func furniture(_ text: OfficeText) throws -> TextFlow {
            try setting.fitted(text, size: Self.furnitureSize, notBelow: 4, within: room)
        }
        return Layout(
            page: page, pages: pages, head: try furniture(.italic(section.runningHead)),
            foot: try furniture(OfficeText(section.foot)),
            numbers: try pages.indices.map { try furniture(OfficeText("Trang \($0 + 1)/\(pages.count)")) })
    }

    // MARK: Drawing

    private func draw(
        _ layout: Layout, _ index: Int, _ parts: [StructureElement], _ plan: StructurePlan,
        on page: inout PDFDocument.Page, _ document: PDFDocument
    ) {
        let body = layout.page.body
        if index > 0, !layout.head.isEmpty {
            page.canvas.furniture(.header) { canvas in
                let y = layout.page.headBaseline
                for line in layout.head.lines(within: body.width).prefix(1) {
                    show(line, layout.head.size, at: Point(x: body.x, y: y), on: &canvas, document)
                }
                canvas.stroke(
                    .segment(Point(x: body.x, y: y + 5), Point(x: body.maxX, y: y + 5)),
                    Pen(color: Color(0x888888), width: 0.4))
            }
        }
        for (strip, y) in layout.pages[index] {
            let corner = Point(x: body.x, y: body.y + y)
            drawShapes(of: strip, from: corner, on: &page)
            drawTexts(of: strip, from: corner, parts, plan, on: &page, document)
        }
        page.canvas.furniture(.footer) { canvas in
            let y = layout.page.footBaseline
            let number = layout.numbers[index]
            for line in layout.foot.lines(within: body.width - number.width - 12).prefix(1) {
                show(line, layout.foot.size, at: Point(x: body.x, y: y), on: &canvas, document)
            }
            for line in number.lines(within: body.width) {
                show(
                    line, number.size, at: Point(x: body.maxX - line.width, y: y), on: &canvas,
                    document)
            }
        }
    }

    private func drawShapes(of strip: Strip, from corner: Point, on page: inout PDFDocument.Page) {
        let shapes = strip.items.filter(\.isShape)
        guard !shapes.isEmpty else { return }
        page.canvas.artifact { canvas in
            for shape in shapes {
                switch shape {
                case .fill(let rect, let color):
                    canvas.fill(.rectangle(rect.moved(by: corner)), color)
                case .rule(let path, let pen): canvas.stroke(path.moved(by: corner), pen)
                case .text, .code: break
                }
            }
        }
    }

    /// Lines of one part that follow each other are marked as one piece.
    private func drawTexts(
        of strip: Strip, from corner: Point, _ parts: [StructureElement], _ plan: StructurePlan,
        on page: inout PDFDocument.Page, _ document: PDFDocument
    ) {
        var waiting: [PlacedLine] = []
        func flush() {
            guard let first = waiting.first else { return }
            let lines = waiting
            waiting = []
            func drawAll(_ canvas: inout PDFCanvas) {
                for line in lines {
                    show(line.line, line.size, at: corner + line.origin, on: &canvas, document)
                }
            }
            if let part = first.part {
                page.draw(plan.nodes[part].role, parts[part], drawAll)
            } else {
                page.canvas.artifact(drawAll)
            }
        }
        for item in strip.items {
            switch item {
            case .text(let line):
                if let last = waiting.last, last.part != line.part { flush() }
                waiting.append(line)
            case .code(let code, let area, let description, let part):
                flush()
                let area = area.moved(by: corner)
                page.drawFigure(parts[part], description, in: area) { canvas in
                    let module = area.width / Double(code.side + 2 * QRCode.quietZone)
                    canvas.fill(code, in: area.inset(by: module * Double(QRCode.quietZone)), .black)
                }
            case .rule, .fill: break
            }
        }
        flush()
    }

    private func show(
        _ line: TextFlow.Line, _ size: Double, at origin: Point, on canvas: inout PDFCanvas,
        _ document: PDFDocument
    ) {
        canvas.show(line, size: size, at: origin, OfficeSetting.ink, document)
    }
}

extension Strip.Item {
    fileprivate var isShape: Bool {
        switch self {
        case .rule, .fill: true
        case .text, .code: false
        }
    }
}

extension Rect {
    fileprivate func moved(by corner: Point) -> Rect {
        Rect(x: x + corner.x, y: y + corner.y, width: width, height: height)
    }
}

extension Path {
    fileprivate func moved(by corner: Point) -> Path {
        var path = Path()
        for step in steps {
            switch step {
            case .move(let point): path.move(to: point + corner)
            case .line(let point): path.line(to: point + corner)
            case .curve(let first, let second, let end):
                path.curve(first + corner, second + corner, to: end + corner)
            case .close: path.close()
            }
        }
        return path
    }
}
