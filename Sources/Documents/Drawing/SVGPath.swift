import Glibc
import RuralIndustry

/// Where and why path data cannot be read.
struct SVGPathError: Error, Hashable {
    /// Counted in characters from 0.
    let offset: Int
    let text: Bilingual
}

extension Path {
    /// Reads path data (SVG 2, 9.3): all commands, absolute and relative; arcs become cubic curves.
    init(svg data: String) throws(SVGPathError) {
        var reader = SVGPathReader(data)
        self = try reader.read()
    }
}

private struct SVGPathReader {
    private let bytes: [UInt8]
    private var place = 0
    private var path = Path()
    private var current = Point(x: 0, y: 0)
    private var start = Point(x: 0, y: 0)
    /// The last control point, mirrored by S and T; nil after other commands.
    private var cubicControl: Point?
    private var quadraticControl: Point?

    init(_ data: String) { bytes = Array(data.utf8) }

    mutating func read() throws(SVGPathError) -> Path {
        skipBlanks()
        guard place < bytes.count else { throw failure(vi: "chuỗi trống", en: "it is empty") }
        guard bytes[place] | 0x20 == UInt8(ascii: "m") else {
            throw failure(vi: "phải bắt đầu bằng M", en: "it must begin with M")
        }
        while place < bytes.count {
            let letter = bytes[place]
            let command = letter | 0x20
            guard Self.parameters[command] != nil else {
                throw failure(
                    vi: "không có lệnh này; các lệnh là M L H V C S Q T A Z",
                    en: "there is no such command; they are M L H V C S Q T A Z")
            }
            place += 1
            try run(command, isRelative: letter & 0x20 != 0)
            skipBlanks()
        }
        return path
    }

    /// How many numbers a command takes.
    private static let parameters: [UInt8: Int] = Dictionary(
        uniqueKeysWithValues: zip(Array("mlhvcsqtaz".utf8), [2, 2, 1, 1, 6, 4, 4, 2, 7, 0]))

    private mutating func run(_ command: UInt8, isRelative: Bool) throws(SVGPathError) {
        let count = Self.parameters[command] ?? 0
        guard count > 0 else {
            path.close()
            current = start
            forgetControls()
            return
        }
        var command = command
        repeat {
            var numbers: [Double] = []
            for index in 0..<count {
                let isFlag = command == UInt8(ascii: "a") && (index == 3 || index == 4)
                numbers.append(isFlag ? try flag() : try number())
            }
            draw(command, numbers, from: isRelative ? current : Point(x: 0, y: 0))
            // further pairs after a move are lines
            if command == UInt8(ascii: "m") { command = UInt8(ascii: "l") }
            skipBlanks()
        } while place < bytes.count && Self.beginsNumber(bytes[place])
    }

    private mutating func draw(_ command: UInt8, _ n: [Double], from origin: Point) {
        func point(_ index: Int) -> Point { Point(x: origin.x + n[index], y: origin.y + n[index + 1]) }
        switch command {
        case UInt8(ascii: "m"):
            current = point(0)
            start = current
            path.move(to: current)
            forgetControls()
        case UInt8(ascii: "l"): line(to: point(0))
        case UInt8(ascii: "h"): line(to: Point(x: origin.x + n[0], y: current.y))
        case UInt8(ascii: "v"): line(to: Point(x: current.x, y: origin.y + n[0]))
        case UInt8(ascii: "c"): curve(point(0), point(2), to: point(4))
        case UInt8(ascii: "s"): curve(mirrored(cubicControl), point(0), to: point(2))
        case UInt8(ascii: "q"): quadratic(point(0), to: point(2))
        case UInt8(ascii: "t"): quadratic(mirrored(quadraticControl), to: point(0))
        default: arc(n, to: point(5))
        }
    }

    private mutating func forgetControls() { (cubicControl, quadraticControl) = (nil, nil) }

    private func mirrored(_ control: Point?) -> Point {
        guard let control else { return current }
        return Point(x: 2 * current.x - control.x, y: 2 * current.y - control.y)
    }

    private mutating func line(to end: Point) {
        path.line(to: end)
        current = end
        forgetControls()
    }

    private mutating func curve(_ first: Point, _ second: Point, to end: Point) {
        path.curve(first, second, to: end)
        current = end
        (cubicControl, quadraticControl) = (second, nil)
    }

    private mutating func quadratic(_ control: Point, to end: Point) {
        func toward(_ from: Point) -> Point {
            Point(x: from.x + (control.x - from.x) * 2 / 3, y: from.y + (control.y - from.y) * 2 / 3)
        }
        path.curve(toward(current), toward(end), to: end)
        current = end
        (cubicControl, quadraticControl) = (nil, control)
    }

    // MARK: Arcs

    /// From end points to a centre (SVG 2, appendix B.2.4), then at most a quarter turn for each cubic curve.
    private mutating func arc(_ n: [Double], to end: Point) {
        defer {
            current = end
            forgetControls()
        }
        var (rx, ry) = (abs(n[0]), abs(n[1]))
        guard current != end else { return }
        guard rx > 0, ry > 0 else { return path.line(to: end) }
        let turn = n[2] * .pi / 180
        let (cosine, sine) = (cos(turn), sin(turn))
        let (dx, dy) = ((current.x - end.x) / 2, (current.y - end.y) / 2)
        let (x, y) = (cosine * dx + sine * dy, -sine * dx + cosine * dy)
        let reach = x * x / (rx * rx) + y * y / (ry * ry)
        if reach > 1 {
            rx *= reach.squareRoot()
            ry *= reach.squareRoot()
        }
        let down = rx * rx * y * y + ry * ry * x * x
        var factor = max(0, (rx * rx * ry * ry - down) / down).squareRoot()
        if n[3] == n[4] { factor = -factor }
        let (cx, cy) = (factor * rx * y / ry, -factor * ry * x / rx)
        let center = Point(
            x: cosine * cx - sine * cy + (current.x + end.x) / 2,
            y: sine * cx + cosine * cy + (current.y + end.y) / 2)
        let from = atan2((y - cy) / ry, (x - cx) / rx)
        var sweep = atan2((-y - cy) / ry, (-x - cx) / rx) - from
        if n[4] == 0, sweep > 0 { sweep -= 2 * .pi }
        if n[4] != 0, sweep < 0 { sweep += 2 * .pi }
        // radii or a way so small that their squares vanish
        guard sweep.isFinite, center.x.isFinite, center.y.isFinite, rx.isFinite, ry.isFinite else {
            return path.line(to: end)
        }
        let pieces = max(1, Int((abs(sweep) / (.pi / 2) - 0.000_001).rounded(.up)))
        let step = sweep / Double(pieces)
        let handle = 4.0 / 3 * tan(step / 4)
        func at(_ x: Double, _ y: Double) -> Point {
            Point(
                x: center.x + cosine * rx * x - sine * ry * y, y: center.y + sine * rx * x + cosine * ry * y)
        }
        for piece in 0..<pieces {
            let a = from + Double(piece) * step
            let b = a + step
            path.curve(
                at(cos(a) - handle * sin(a), sin(a) + handle * cos(a)),
                at(cos(b) + handle * sin(b), sin(b) - handle * cos(b)),
                to: piece == pieces - 1 ? end : at(cos(b), sin(b)))
        }
    }

    // MARK: Characters

    private mutating func skipBlanks() {
        while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D, 0x0C, UInt8(ascii: ",")].contains(bytes[place]) {
            place += 1
        }
    }

    private static func beginsNumber(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || [UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: ".")].contains(byte)
    }

    private mutating func flag() throws(SVGPathError) -> Double {
        skipBlanks()
        guard place < bytes.count, bytes[place] == 48 || bytes[place] == 49 else {
            throw failure(vi: "ở đây phải là 0 hoặc 1", en: "here must be 0 or 1")
        }
        place += 1
        return Double(bytes[place - 1] - 48)
    }

    private mutating func number() throws(SVGPathError) -> Double {
        skipBlanks()
        let first = place
        func digits() { while place < bytes.count, (48...57).contains(bytes[place]) { place += 1 } }
        if place < bytes.count, [UInt8(ascii: "-"), UInt8(ascii: "+")].contains(bytes[place]) { place += 1 }
        digits()
        if place < bytes.count, bytes[place] == UInt8(ascii: ".") {
            place += 1
            digits()
        }
        if place + 1 < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "e"),
            (48...57).contains(bytes[place + 1]) || Self.beginsNumber(bytes[place + 1])
        {
            place += 2
            digits()
        }
        let text = String(decoding: bytes[first..<place], as: UTF8.self)
        guard let number = Double(text.hasPrefix("+") ? String(text.dropFirst()) : text),
            abs(number) < 1_000_000
        else {
            place = first
            throw failure(vi: "ở đây thiếu một số", en: "a number is missing here")
        }
        return number
    }

    private func failure(vi: String, en: String) -> SVGPathError {
        let offset = String(decoding: bytes[..<min(place, bytes.count)], as: UTF8.self).count
        return SVGPathError(offset: offset, text: Bilingual(vi: vi, en: en))
    }
}
