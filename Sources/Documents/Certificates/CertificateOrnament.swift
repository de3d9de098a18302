/// Small ornaments that move with the text.
enum CertificateOrnament {
    /// A star between two lines that thin out, under the level's name.
    static func divider(
        at center: Point, _ palette: CertificateTemplate.Palette, on canvas: inout PDFCanvas
    ) {
        canvas.fill(.star(center, rays: 8, outer: 5.2, inner: 2.1), palette.metal)
        for side in [-1.0, 1.0] {
            canvas.fill(
                .circle(Point(x: center.x + side * 13, y: center.y), radius: 1.3), palette.accent)
            canvas.fill(
                blade(from: Point(x: center.x + side * 19, y: center.y), reach: side * 118), palette.metal)
        }
    }

    /// A line that is thick at its beginning and ends in nothing.
    private static func blade(from start: Point, reach: Double) -> Path {
        .polygon([
            Point(x: start.x, y: start.y), Point(x: start.x + reach * 0.06, y: start.y - 1.1),
            Point(x: start.x + reach, y: start.y), Point(x: start.x + reach * 0.06, y: start.y + 1.1),
        ])
    }
}
