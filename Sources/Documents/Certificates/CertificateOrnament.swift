/// Small ornaments that move with the text.
enum CertificateOrnament {
    /// A star between two lines that thin out, under the level's name.
    static func divider(
        at center: Point, _ palette: CertificateTemplate.Palette, scale: Double, on canvas: inout PDFCanvas
    ) {
        canvas.fill(.star(center, rays: 8, outer: 5.2 * scale, inner: 2.1 * scale), palette.metal)
        for side in [-1.0, 1.0] {
            canvas.fill(
                .circle(Point(x: center.x + side * 13 * scale, y: center.y), radius: 1.3 * scale),
                palette.accent)
            canvas.fill(
                blade(
                    from: Point(x: center.x + side * 19 * scale, y: center.y), reach: side * 118 * scale,
                    half: 1.1 * scale), palette.metal)
        }
    }

    /// A line that is thick at its beginning and ends in nothing.
    private static func blade(from start: Point, reach: Double, half: Double) -> Path {
        .polygon([
            Point(x: start.x, y: start.y), Point(x: start.x + reach * 0.06, y: start.y - half),
            Point(x: start.x + reach, y: start.y), Point(x: start.x + reach * 0.06, y: start.y + half),
        ])
    }
}
