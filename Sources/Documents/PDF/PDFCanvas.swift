/// The drawing operators of a page or of a form that pages share. Coordinates come from the top left corner.
struct PDFCanvas {
    let size: PageSize
    private(set) var output: PDFBytes

    init(size: PageSize, capacity: Int = 0) {
        self.size = size
        output = PDFBytes(capacity: capacity)
    }

    mutating func fill(_ path: Path, _ color: Color, evenOdd: Bool = false) {
        output.append(color)
        output.append("rg\n")
        trace(path)
        output.append(evenOdd ? "f*\n" : "f\n")
    }

    mutating func stroke(_ path: Path, _ pen: Pen) {
        output.append("q ")
        output.append(pen.color)
        output.append("RG ")
        output.append(pen.width)
        output.append(" w")
        if pen.isRound { output.append(" 1 J 1 j") }
        if !pen.dashes.isEmpty {
            output.append("[")
            for dash in pen.dashes { output.append(numbers: dash) }
            output.append("]0 d")
        }
        output.append("\n")
        trace(path)
        output.append("S Q\n")
    }

    /// Draws the dark modules of a QR code into a square.
    mutating func fill(_ code: QRCode, in square: Rect, _ color: Color) {
        let module = square.width / Double(code.side)
        output.append("q ")
        output.append(color)
        output.append("rg ")
        output.append(precise: module)
        output.append(" 0 0 ")
        output.append(precise: -module)
        output.append(" ")
        output.append(numbers: square.x, size.height - square.y)
        output.append("cm\n")
        // One path for all: modules that touch must not show a seam.
        for run in code.runs {
            output.append(run.column)
            output.append(" ")
            output.append(run.row)
            output.append(" ")
            output.append(run.length)
            output.append(" 1 re\n")
        }
        output.append("f Q\n")
    }

    /// Draws a form at its own place.
    mutating func draw(_ form: PDFForm) {
        output.append("/")
        output.append(form.name)
        output.append(" Do\n")
    }

    /// Draws a picture into a box.
    mutating func draw(_ picture: PDFForm, in box: Rect) {
        output.append("q ")
        output.append(numbers: box.width, 0, 0, box.height, box.x, size.height - box.maxY)
        output.append("cm ")
        draw(picture)
        output.append("Q\n")
    }

    private mutating func trace(_ path: Path) {
        for step in path.steps {
            switch step {
            case .move(let point): trace(point, "m\n")
            case .line(let point): trace(point, "l\n")
            case .curve(let first, let second, let end):
                output.append(numbers: first.x, size.height - first.y, second.x, size.height - second.y)
                trace(end, "c\n")
            case .close: output.append("h\n")
            }
        }
    }

    private mutating func trace(_ point: Point, _ instruction: StaticString) {
        output.append(numbers: point.x, size.height - point.y)
        output.append(instruction)
    }

    // MARK: Text

    /// Shows glyphs on a line.
    ///
    /// - Parameters:
    ///   - origin: where the baseline begins.
    ///   - tracking: additional space after each glyph, in points.
    ///   - turn: how far the line rises, in full turns counter-clockwise.
    mutating func show(
        _ glyphs: ArraySlice<Glyph>, in font: PDFFont, size fontSize: Double, at origin: Point,
        _ color: Color,
        tracking: Double = 0, turn: Double = 0
    ) {
        output.append(color)
        output.append("rg BT/")
        output.append(font.name)
        output.append(" ")
        output.append(numbers: fontSize)
        output.append("Tf ")
        if tracking != 0 {
            output.append(numbers: tracking)
            output.append("Tc ")
        }
        place(origin, turn: turn)
        show(glyphs, in: font, size: fontSize)
        if tracking != 0 { output.append(" 0 Tc") }
        output.append(" ET\n")
    }

    private mutating func place(_ origin: Point, turn: Double) {
        if turn == 0 {
            output.append(numbers: origin.x, size.height - origin.y)
            output.append("Td ")
        } else {
            let along = Point.polar(Point(x: 0, y: 0), radius: 1, turn: 0.25 - turn)
            for part in [along.x, -along.y, along.y, along.x] {
                output.append(precise: part)
                output.append(" ")
            }
            output.append(numbers: origin.x, size.height - origin.y)
            output.append("Tm ")
        }
    }

    /// Writes glyph numbers, with the differences between where a glyph should stand and where its
    /// predecessor's width would put it.
    private mutating func show(_ glyphs: ArraySlice<Glyph>, in font: PDFFont, size: Double) {
        let unitsPerEm = font.face.unitsPerEm
        var isOpen = false
        var surplus = 0
        output.append("[")
        for glyph in glyphs {
            let shift = surplus - Int(glyph.dx)
            if shift != 0 || glyph.dy != 0 {
                if isOpen { output.append(">") }
                isOpen = false
            }
            if shift != 0 { output.append(shift * 1000 / unitsPerEm) }
            if glyph.dy != 0 {
                output.append("]TJ ")
                output.append(Double(glyph.dy) * size / Double(unitsPerEm))
                output.append(" Ts[")
            }
            if !isOpen { output.append("<") }
            isOpen = true
            output.append(hex: font.cid(of: glyph))
            surplus = font.face.advance(of: glyph.id) - Int(glyph.advance) + Int(glyph.dx)
            if glyph.dy != 0 {
                output.append(">]TJ 0 Ts[")
                isOpen = false
            }
        }
        output.append(isOpen ? ">]TJ" : "]TJ")
    }

    // MARK: Marked content

    /// Draws what is only decoration or page furniture and is not read out.
    mutating func artifact(_ draw: (inout PDFCanvas) -> Void) {
        output.append("/Artifact BMC\n")
        draw(&self)
        output.append("EMC\n")
    }

    /// Draws what stands on every page alike, such as the number of the page (ISO 32000-1, 14.8.2.2.2).
    mutating func furniture(_ kind: PageFurniture, _ draw: (inout PDFCanvas) -> Void) {
        output.append("/Artifact<</Type/Pagination/Subtype/")
        output.append(kind.rawValue)
        output.append(">>BDC\n")
        draw(&self)
        output.append("EMC\n")
    }

    mutating func beginMarked(_ role: StructureRole, _ mark: Int) {
        output.append("/")
        output.append(role.rawValue)
        output.append("<</MCID ")
        output.append(mark)
        output.append(">>BDC\n")
    }

    /// Draws what programs are to read as a given text, however it is laid out (ISO 32000-1, 14.9.4).
    mutating func replaced(by text: String, _ draw: (inout PDFCanvas) -> Void) {
        output.append("/Span<</ActualText")
        output.append(textString: text)
        output.append(">>BDC\n")
        draw(&self)
        output.append("EMC\n")
    }

    mutating func endMarked() { output.append("EMC\n") }
}

/// What a page has above or below its content.
enum PageFurniture: String {
    case header = "Header"
    case footer = "Footer"
}

/// A drawing that pages of a document share.
struct PDFForm {
    /// The name under which pages call it.
    let name: String
    let reference: PDFReference
}

/// A drawing ready to be put into documents: its operators, compressed.
struct CompressedDrawing: Sendable {
    let size: PageSize
    let stream: [UInt8]

    /// - Parameter draw: may use paths only; it is an artifact of the page as a whole.
    init(size: PageSize, _ draw: (inout PDFCanvas) -> Void) throws(DocumentError) {
        var canvas = PDFCanvas(size: size)
        draw(&canvas)
        self.size = size
        stream = try Deflater(level: 12).compress(canvas.output.bytes)
    }
}
