import Glibc

/// An outline of straight lines and cubic curves.
struct Path: Sendable {
    enum Step: Sendable {
        case move(Point)
        case line(Point)
        case curve(Point, Point, Point)
        case close
    }

    private(set) var steps: [Step] = []

    mutating func move(to point: Point) { steps.append(.move(point)) }
    mutating func line(to point: Point) { steps.append(.line(point)) }
    mutating func curve(_ first: Point, _ second: Point, to end: Point) {
        steps.append(.curve(first, second, end))
    }
    mutating func close() { steps.append(.close) }
    mutating func add(_ other: Path) { steps += other.steps }

    static func rectangle(_ rect: Rect) -> Path {
        polygon([
            Point(x: rect.x, y: rect.y), Point(x: rect.maxX, y: rect.y), Point(x: rect.maxX, y: rect.maxY),
            Point(x: rect.x, y: rect.maxY),
        ])
    }

    static func polygon(_ points: [Point]) -> Path {
        var path = polyline(points)
        path.close()
        return path
    }

    static func polyline(_ points: [Point]) -> Path {
        var path = Path()
        for (index, point) in points.enumerated() {
            if index == 0 { path.move(to: point) } else { path.line(to: point) }
        }
        return path
    }

    static func segment(_ start: Point, _ end: Point) -> Path { polyline([start, end]) }

    /// Four cubic curves, within 0.03 % of a circle.
    static func circle(_ center: Point, radius: Double) -> Path {
        let handle = radius * 0.5522847498
        func at(_ x: Double, _ y: Double) -> Point { Point(x: center.x + x, y: center.y + y) }
        var path = Path()
        path.move(to: at(radius, 0))
        path.curve(at(radius, handle), at(handle, radius), to: at(0, radius))
        path.curve(at(-handle, radius), at(-radius, handle), to: at(-radius, 0))
        path.curve(at(-radius, -handle), at(-handle, -radius), to: at(0, -radius))
        path.curve(at(handle, -radius), at(radius, -handle), to: at(radius, 0))
        path.close()
        return path
    }

    /// A star whose first ray points upwards.
    static func star(_ center: Point, rays: Int, outer: Double, inner: Double) -> Path {
        polygon(
            (0..<2 * rays).map { index in
                Point.polar(
                    center, radius: index % 2 == 0 ? outer : inner, turn: Double(index) / Double(2 * rays))
            })
    }
}

extension Point {
    /// The point at a distance from a centre; `turn` is in full turns, clockwise from the top.
    static func polar(_ center: Point, radius: Double, turn: Double) -> Point {
        let angle = 2 * Double.pi * turn
        return Point(x: center.x + radius * sin(angle), y: center.y - radius * cos(angle))
    }
}

/// How an outline is drawn.
struct Pen: Sendable {
    var color: Color
    var width: Double
    /// Lengths of drawn and free stretches; empty draws without a break.
    var dashes: [Double] = []
    /// Rounds the ends; a drawn stretch of length 0 is then a dot as wide as the line.
    var isRound = false
}
