extension PDFCanvas {
    /// Shows a line of a flow, one run after another.
    mutating func show(
        _ line: TextFlow.Line, size: Double, at origin: Point, _ color: Color, _ document: PDFDocument
    ) {
        var x = origin.x
        for piece in line.pieces {
            show(
                piece.glyphs, in: document.font(piece.face), size: size, at: Point(x: x, y: origin.y), color)
            x +=
                Double(piece.glyphs.reduce(0) { $0 + Int($1.advance) }) * size
                / Double(piece.face.unitsPerEm)
        }
    }
}
