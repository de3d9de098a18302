/// Lengths on paper are in points (1/72 inch) and are counted from the top left corner, y downwards.
struct Point: Hashable, Sendable {
    var x: Double
    var y: Double

    static func + (left: Point, right: Point) -> Point { Point(x: left.x + right.x, y: left.y + right.y) }
}

struct Rect: Hashable, Sendable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double

    var maxX: Double { x + width }
    var maxY: Double { y + height }
    var midX: Double { x + width / 2 }
    var midY: Double { y + height / 2 }

    func inset(by distance: Double) -> Rect {
        Rect(x: x + distance, y: y + distance, width: width - 2 * distance, height: height - 2 * distance)
    }

    func intersects(_ other: Rect) -> Bool {
        x < other.maxX && other.x < maxX && y < other.maxY && other.y < maxY
    }

    func contains(_ other: Rect) -> Bool {
        x <= other.x && other.maxX <= maxX && y <= other.y && other.maxY <= maxY
    }
}

/// The size of a sheet.
struct PageSize: Hashable, Sendable {
    let width: Double
    let height: Double

    static let a3 = PageSize(width: millimetres(297), height: millimetres(420))
    static let a4 = PageSize(width: millimetres(210), height: millimetres(297))
    static let a5 = PageSize(width: millimetres(148), height: millimetres(210))

    var landscape: PageSize { PageSize(width: max(width, height), height: min(width, height)) }
    var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }
}

func millimetres(_ length: Double) -> Double { length * 72 / 25.4 }
