/// A drawing of paths in a box of its own, as SVG has it.
struct VectorPicture: Sendable {
    enum Paint: Hashable, Sendable {
        case color(Color)
        /// A colour of the level's palette.
        case part(PalettePart)
    }

    enum PalettePart: String, Sendable { case accent, metal, ink, muted }

    struct Shape: Sendable {
        let path: Path
        let fill: Paint?
        let stroke: Paint?
        /// In units of the box.
        let strokeWidth: Double
        let isEvenOdd: Bool
    }

    let box: Rect
    let shapes: [Shape]
}

extension VectorPicture.Paint {
    func color(_ palette: CertificateTemplate.Palette) -> Color {
        switch self {
        case .color(let color): color
        case .part(.accent): palette.accent
        case .part(.metal): palette.metal
        case .part(.ink): palette.ink
        case .part(.muted): palette.muted
        }
    }
}

extension PDFCanvas {
    /// Draws a picture as large as an area holds it, in the middle, its proportions kept.
    mutating func draw(_ picture: VectorPicture, in area: Rect, _ palette: CertificateTemplate.Palette) {
        let placed = area.fitted(width: picture.box.width, height: picture.box.height)
        let scale = placed.width / picture.box.width
        func place(_ point: Point) -> Point {
            Point(
                x: placed.x + (point.x - picture.box.x) * scale,
                y: placed.y + (point.y - picture.box.y) * scale)
        }
        for shape in picture.shapes {
            let path = shape.path.mapped(place)
            if let fill = shape.fill { self.fill(path, fill.color(palette), evenOdd: shape.isEvenOdd) }
            if let stroke = shape.stroke {
                self.stroke(path, Pen(color: stroke.color(palette), width: shape.strokeWidth * scale))
            }
        }
    }
}

extension Rect {
    /// The largest box of some proportions inside this one, in its middle.
    func fitted(width: Double, height: Double) -> Rect {
        let scale = min(self.width / width, self.height / height)
        return Rect(
            x: midX - width * scale / 2, y: midY - height * scale / 2, width: width * scale,
            height: height * scale)
    }
}

extension Path {
    func mapped(_ place: (Point) -> Point) -> Path {
        var path = Path()
        for step in steps {
            switch step {
            case .move(let point): path.move(to: place(point))
            case .line(let point): path.line(to: place(point))
            case .curve(let first, let second, let end):
                path.curve(place(first), place(second), to: place(end))
            case .close: path.close()
            }
        }
        return path
    }

    /// The box around all its points, those that only bend curves too; nil if it has none.
    var extent: Rect? {
        var points: [Point] = []
        for step in steps {
            switch step {
            case .move(let point), .line(let point): points.append(point)
            case .curve(let first, let second, let end): points += [first, second, end]
            case .close: break
            }
        }
        guard let first = points.first else { return nil }
        var (left, top, right, bottom) = (first.x, first.y, first.x, first.y)
        for point in points {
            left = min(left, point.x)
            right = max(right, point.x)
            top = min(top, point.y)
            bottom = max(bottom, point.y)
        }
        return Rect(x: left, y: top, width: right - left, height: bottom - top)
    }
}
