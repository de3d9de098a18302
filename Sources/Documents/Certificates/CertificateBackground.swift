/// The frame and the watermark of a certificate: after the bronze drums of Đông Sơn, a star in rings of
/// teeth, dots and circles joined by tangents.
enum CertificateBackground {
    static func draw(
        _ template: CertificateTemplate, _ palette: CertificateTemplate.Palette, on canvas: inout PDFCanvas
    ) {
        let breadth = template.geometry.breadth
        canvas.artifact { canvas in
            let page = canvas.size.bounds
            if template.watermark == .drum {
                Drum(center: Point(x: page.midX, y: page.midY + 4 * breadth), radius: 168 * breadth)
                    .drawWatermark(palette.accent.tint(9), on: &canvas)
            }
            switch template.frame {
            case .dongSon: Frame(page: page, palette: palette, unit: breadth).draw(on: &canvas)
            case .lines: Frame(page: page, palette: palette, unit: breadth).drawLines(on: &canvas)
            case .none: break
            }
            for ornament in template.ornaments {
                if case .vector(let drawing) = ornament.content {
                    canvas.draw(drawing, in: ornament.area, palette)
                }
            }
        }
    }
}

/// The frame: a band of circles and tangents between lines, a star in each corner and one above the motto.
private struct Frame {
    let page: Rect
    let palette: CertificateTemplate.Palette
    /// All lengths are multiples of it; 1 on an A4 sheet.
    let unit: Double

    /// How far from the paper's edge the band's middle runs; the outermost line stays inside what office
    /// printers reach.
    private var bandInset: Double { 32 * unit }
    private var bandWidth: Double { 15 * unit }
    private var cornerRadius: Double { 18 * unit }
    private var crestRadius: Double { 19.5 * unit }

    func draw(on canvas: inout PDFCanvas) {
        drawLines(on: &canvas)
        drawBand(on: &canvas)
        let middle = page.inset(by: bandInset)
        for x in [middle.x, middle.maxX] {
            for y in [middle.y, middle.maxY] {
                drawStar(at: Point(x: x, y: y), radius: cornerRadius, rays: 12, on: &canvas)
            }
        }
        drawStar(at: crest, radius: crestRadius, rays: 14, on: &canvas)
    }

    private var crest: Point { Point(x: page.midX, y: bandInset) }

    func drawLines(on canvas: inout PDFCanvas) {
        func outline(_ inset: Double, _ color: Color, _ width: Double) {
            canvas.stroke(.rectangle(page.inset(by: inset)), Pen(color: color, width: width * unit))
        }
        let half = bandWidth / 2
        var band = Path.rectangle(page.inset(by: bandInset - half))
        band.add(.rectangle(page.inset(by: bandInset + half)))
        canvas.fill(band, palette.accent.tint(8), evenOdd: true)
        outline(bandInset - half - 4.5 * unit, palette.metal, 0.6)
        outline(bandInset - half, palette.accent, 1.8)
        outline(bandInset + half, palette.accent, 0.9)
        outline(bandInset + half + 3.5 * unit, palette.metal, 0.6)
    }

    private func drawBand(on canvas: inout PDFCanvas) {
        let middle = page.inset(by: bandInset)
        let gap = cornerRadius + 9 * unit
        let left = middle.x + gap
        let right = middle.maxX - gap
        let top = middle.y + gap
        let bottom = middle.maxY - gap
        let crestGap = crestRadius + 9 * unit
        drawCircles(
            from: Point(x: left, y: middle.y), to: Point(x: crest.x - crestGap, y: middle.y), on: &canvas)
        drawCircles(
            from: Point(x: crest.x + crestGap, y: middle.y), to: Point(x: right, y: middle.y), on: &canvas)
        drawCircles(from: Point(x: left, y: middle.maxY), to: Point(x: right, y: middle.maxY), on: &canvas)
        drawCircles(from: Point(x: middle.x, y: top), to: Point(x: middle.x, y: bottom), on: &canvas)
        drawCircles(from: Point(x: middle.maxX, y: top), to: Point(x: middle.maxX, y: bottom), on: &canvas)
    }

    /// Circles in a row, the upper edge of each joined with the lower edge of the next.
    private func drawCircles(from start: Point, to end: Point, on canvas: inout PDFCanvas) {
        let length = max(end.x - start.x, end.y - start.y)
        let count = Int((length / (15.5 * unit)).rounded())
        let step = Point(x: (end.x - start.x) / Double(count), y: (end.y - start.y) / Double(count))
        let across = end.x > start.x ? Point(x: 0, y: 4.3 * unit) : Point(x: 4.3 * unit, y: 0)
        let centers = (0...count).map { index in
            Point(x: start.x + step.x * Double(index), y: start.y + step.y * Double(index))
        }
        var tangents = Path()
        for (center, next) in zip(centers, centers.dropFirst()) {
            tangents.move(to: Point(x: center.x - across.x, y: center.y - across.y))
            tangents.line(to: next + across)
        }
        canvas.stroke(tangents, Pen(color: palette.metal, width: 0.8 * unit))
        // Rings are dots on dots: a line of round points is one instruction, a circle is four curves.
        let pitch = max(step.x, step.y)
        for (width, color) in [
            (10.2, palette.metal), (8.6, palette.accent.tint(8)), (5.6, palette.accent), (3.9, .white),
            (1.9, palette.metal),
        ] {
            drawDots(centers, pitch, Pen(color: color, width: width * unit), on: &canvas)
        }
    }

    private func drawDots(_ centers: [Point], _ pitch: Double, _ pen: Pen, on canvas: inout PDFCanvas) {
        var dots = Path()
        for center in centers {
            dots.move(to: center)
            dots.line(to: center)
        }
        canvas.stroke(dots, Pen(color: pen.color, width: pen.width, isRound: true))
    }

    private func drawStar(at center: Point, radius: Double, rays: Int, on canvas: inout PDFCanvas) {
        func disc(_ share: Double, _ color: Color) {
            canvas.fill(.circle(center, radius: radius * share), color)
        }
        disc(1.13, .white)
        disc(1, palette.metal)
        disc(0.955, .white)
        disc(0.90, palette.accent)
        canvas.stroke(
            .circle(center, radius: radius * 0.79),
            Pen(
                color: palette.metal.tint(70), width: radius * 0.075, dashes: [0, radius * 0.1655],
                isRound: true))
        canvas.stroke(
            .circle(center, radius: radius * 0.69),
            Pen(color: palette.metal.tint(70), width: radius * 0.02))
        canvas.fill(
            .star(center, rays: rays, outer: radius * 0.63, inner: radius * 0.22), palette.metal.tint(55))
        disc(0.15, palette.accent)
        disc(0.09, palette.metal.tint(55))
    }
}

/// The face of a drum in one pale colour.
private struct Drum {
    let center: Point
    let radius: Double

    func drawWatermark(_ color: Color, on canvas: inout PDFCanvas) {
        func ring(_ share: Double, _ width: Double) {
            canvas.stroke(.circle(center, radius: radius * share), Pen(color: color, width: width))
        }
        canvas.fill(.star(center, rays: 14, outer: radius * 0.36, inner: radius * 0.12), color)
        drawFeathers(color, on: &canvas)
        ring(0.39, 0.8)
        dots(at: 0.425, count: 84, width: 2.4, color, on: &canvas)
        ring(0.46, 0.8)
        drawTangentCircles(at: 0.525, count: 40, color, on: &canvas)
        ring(0.59, 0.8)
        teeth(from: 0.59, to: 0.66, count: 96, color, on: &canvas)
        ring(0.70, 0.8)
        comb(at: 0.745, width: 0.06, count: 220, color, on: &canvas)
        ring(0.79, 0.8)
        drawTangentCircles(at: 0.85, count: 64, color, on: &canvas)
        ring(0.91, 0.8)
        teeth(from: 0.91, to: 0.97, count: 140, color, on: &canvas)
        ring(1, 1.6)
    }

    /// Nested angles between the rays of the star.
    private func drawFeathers(_ color: Color, on canvas: inout PDFCanvas) {
        var path = Path()
        for gap in 0..<14 {
            let turn = (Double(gap) + 0.5) / 14
            for share in [0.21, 0.25, 0.29, 0.33] {
                let spread = 0.0155 * (share - 0.12) / 0.18
                path.move(to: .polar(center, radius: radius * (share + 0.025), turn: turn - spread))
                path.line(to: .polar(center, radius: radius * (share - 0.02), turn: turn))
                path.line(to: .polar(center, radius: radius * (share + 0.025), turn: turn + spread))
            }
        }
        canvas.stroke(path, Pen(color: color, width: 0.7))
    }

    private func dots(
        at share: Double, count: Int, width: Double, _ color: Color, on canvas: inout PDFCanvas
    ) {
        let pitch = 2 * Double.pi * radius * share / Double(count)
        canvas.stroke(
            .circle(center, radius: radius * share),
            Pen(color: color, width: width, dashes: [0, pitch], isRound: true))
    }

    /// Short strokes towards the centre: a broad ring, mostly gaps.
    private func comb(
        at share: Double, width: Double, count: Int, _ color: Color, on canvas: inout PDFCanvas
    ) {
        let pitch = 2 * Double.pi * radius * share / Double(count)
        canvas.stroke(
            .circle(center, radius: radius * share),
            Pen(color: color, width: radius * width, dashes: [pitch * 0.4, pitch * 0.6]))
    }

    private func teeth(
        from inner: Double, to outer: Double, count: Int, _ color: Color, on canvas: inout PDFCanvas
    ) {
        var path = Path()
        for index in 0..<count {
            let turn = Double(index) / Double(count)
            let half = 0.36 / Double(count)
            path.move(to: .polar(center, radius: radius * inner, turn: turn - half))
            path.line(to: .polar(center, radius: radius * outer, turn: turn))
            path.line(to: .polar(center, radius: radius * inner, turn: turn + half))
            path.close()
        }
        canvas.fill(path, color)
    }

    private func drawTangentCircles(
        at share: Double, count: Int, _ color: Color, on canvas: inout PDFCanvas
    ) {
        let reach = 0.032
        var tangents = Path()
        for index in 0..<count {
            let turn = Double(index) / Double(count)
            tangents.move(to: .polar(center, radius: radius * (share + reach), turn: turn))
            tangents.line(
                to: .polar(center, radius: radius * (share - reach), turn: turn + 1 / Double(count)))
        }
        canvas.stroke(tangents, Pen(color: color, width: 0.8))
        dots(at: share, count: count, width: radius * 0.072, color, on: &canvas)
        dots(at: share, count: count, width: radius * 0.054, .white, on: &canvas)
        dots(at: share, count: count, width: radius * 0.028, color, on: &canvas)
    }
}
