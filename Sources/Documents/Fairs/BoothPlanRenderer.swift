import RuralIndustry

/// Draws plans of fairs as PDF files of A3 sheets: PDF/A-2a and PDF/UA-1, the same bytes for the same plan, fonts and
/// libraries.
///
/// One renderer serves one thread, as that of certificates.
public final class BoothPlanRenderer {
    private let faces: Faces
    private let deflater: Deflater

    public init(fonts: FontSet) throws(DocumentError) {
        faces = try Faces(fonts)
        deflater = try Deflater(level: 6)
    }

    /// The whole plan on one sheet, and in parts on further ones where names would be too small there.
    ///
    /// The booths are a figure with the plan in words; what is written in them, and the legend, is text.
    ///
    /// - Throws: `Refusal` with `paper-character` for a character that no font has and that has no place of its own on paper;
    ///   `DocumentError` if a library fails.
    public func render(_ drawing: BoothPlanDrawing) throws -> [UInt8] {
        let metadata = PDFMetadata(
            title: PrintedText("Sơ đồ gian hàng – \(drawing.title)").text,
            author: PrintedText(drawing.organiser).text, date: drawing.day)
        let document = PDFDocument(metadata, deflater: deflater)
        for scene in BoothPlanLayout(drawing, measure: width).sheets {
            try add(scene, to: document)
        }
        return try document.finish()
    }

    private func width(of text: String, isBold: Bool) -> Double {
        // what no font can show is refused when it is drawn
        (try? TextFlow(OfficeText(text, isBold ? .bold : .regular), size: 1, faces).width) ?? 0
    }

    private func add(_ scene: BoothPlanScene, to document: PDFDocument) throws {
        let head = try scene.head.map(shaped)
        let places = try scene.places.map { try $0.labels.map(shaped) }
        let zones = try scene.zones.map(shaped)
        let legend = try scene.legend.map { try $0.map(shaped) }
        let foot = try scene.foot.map(shaped)
        document.addPage(scene.size) { page in
            let section = document.element(.section)
            for (number, label) in head.enumerated() {
                let role = number == 0 ? StructureRole.heading1 : .paragraph
                page.draw(role, document.element(role, in: section)) { label.draw(on: &$0, document) }
            }
            let figure = document.element(.figure, in: section)
            page.drawFigure(figure, scene.alternative, in: scene.area) { canvas in
                for place in scene.places { canvas.draw(place.box) }
            }
            page.canvas.artifact { canvas in for box in scene.legendBoxes { canvas.draw(box) } }
            for lines in zones.map({ [$0] }) + places + legend {
                page.draw(.paragraph, document.element(.paragraph, in: section)) { canvas in
                    for label in lines { label.draw(on: &canvas, document) }
                }
            }
            page.canvas.furniture(.footer) { canvas in for label in foot { label.draw(on: &canvas, document) }
            }
        }
    }

    private func shaped(_ label: BoothPlanScene.Label) throws(Refusal) -> ShapedLabel {
        let flow = try TextFlow(
            OfficeText(label.text, label.isBold ? .bold : .regular), size: label.size, faces)
        let shift =
            switch label.anchor {
            case .start: 0.0
            case .middle: flow.width / 2
            case .end: flow.width
            }
        return ShapedLabel(flow: flow, origin: Point(x: label.origin.x - shift, y: label.origin.y))
    }
}

private struct ShapedLabel {
    let flow: TextFlow
    let origin: Point

    func draw(on canvas: inout PDFCanvas, _ document: PDFDocument) {
        var x = origin.x
        for piece in flow.lines(within: .infinity).flatMap(\.pieces) {
            canvas.show(
                piece.glyphs, in: document.font(piece.face), size: flow.size, at: Point(x: x, y: origin.y),
                BoothPlanScene.ink)
            let advance = piece.glyphs.reduce(0) { $0 + Int($1.advance) }
            x += Double(advance) * flow.size / Double(piece.face.unitsPerEm)
        }
    }
}

extension PDFCanvas {
    fileprivate mutating func draw(_ box: BoothPlanScene.Box) {
        let outline = Path.rectangle(box.rect)
        fill(outline, box.style.fill)
        if let hatch = box.style.hatch {
            stroke(
                hatch.lines(in: box.rect), Pen(color: box.style.hatchColor, width: BoothPlanScene.hatchWidth))
        }
        stroke(outline, Pen(color: BoothPlanScene.outline, width: 0.5))
        if let inner = box.dashedOutline {
            stroke(.rectangle(inner), Pen(color: BoothPlanScene.ink, width: 0.7, dashes: [2.5, 1.5]))
        }
    }
}

extension BoothStyle.Hatch {
    /// The lines that hatch a box.
    fileprivate func lines(in box: Rect) -> Path {
        let step = BoothPlanScene.hatchStep
        var path = Path()
        func add(from start: Double, to end: Double, by step: Double, _ line: (Double) -> (Point, Point)) {
            var at = start + step / 2
            while at < end {
                let (one, other) = line(at)
                path.add(.segment(one, other))
                at += step
            }
        }
        if self == .level || self == .grid {
            add(from: box.y, to: box.maxY, by: step) { (Point(x: box.x, y: $0), Point(x: box.maxX, y: $0)) }
        }
        if self == .upright || self == .grid {
            add(from: box.x, to: box.maxX, by: step) { (Point(x: $0, y: box.y), Point(x: $0, y: box.maxY)) }
        }
        // slanted by 45°: where x − left + y − top is constant, within the box
        let reach = box.width + box.height
        func slanted(_ sum: Double, mirrored: Bool) -> (Point, Point) {
            let first = min(sum, box.width)
            let last = max(0, sum - box.height)
            func point(_ along: Double) -> Point {
                Point(x: mirrored ? box.maxX - along : box.x + along, y: box.y + sum - along)
            }
            return (point(first), point(last))
        }
        if self == .rising || self == .mesh {
            add(from: 0, to: reach, by: step * 1.414) { slanted($0, mirrored: false) }
        }
        if self == .falling || self == .mesh {
            add(from: 0, to: reach, by: step * 1.414) { slanted($0, mirrored: true) }
        }
        return path
    }
}
