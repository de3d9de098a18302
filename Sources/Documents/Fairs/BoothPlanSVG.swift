import RuralIndustry

extension BoothPlanDrawing {
    /// The plan as an SVG picture of an A3 sheet, which needs no fonts here; the same plan gives the same text.
    ///
    /// Every booth is a group `booth` with its code in `data-code` and a tooltip; a booth with a link is a link. Without links
    /// the whole is one image with a text in place of it for those who cannot see it.
    public func svg() -> String {
        BoothPlanSVG(self, BoothPlanLayout(self, measure: { guessedWidth($0, isBold: $1) }).overview).text
    }
}

/// Writes a sheet as SVG 1.1. Colours and sizes are attributes: a page's policy may forbid styles.
private struct BoothPlanSVG {
    private(set) var text = ""
    private let drawing: BoothPlanDrawing
    /// The names of hatched fillings.
    private var patterns: [BoothStyle: String] = [:]

    init(_ drawing: BoothPlanDrawing, _ scene: BoothPlanScene) {
        self.drawing = drawing
        text.reserveCapacity(400 * drawing.booths.count + 20_000)
        begin(scene)
        let styles = (scene.places.map(\.box) + scene.legendBoxes).map(\.style)
        for style in styles where style.hatch != nil && patterns[style] == nil { define(style) }
        text += "</defs>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
        for label in scene.head + scene.zones { add(label) }
        for place in scene.places { add(place) }
        for box in scene.legendBoxes { add(box) }
        for label in scene.legend.joined() + scene.foot { add(label) }
        text += "</svg>\n"
    }

    private mutating func begin(_ scene: BoothPlanScene) {
        let hasLinks = drawing.booths.contains { $0.link != nil }
        let size = scene.size
        text +=
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(number(size.width)) \(number(size.height))\""
        text +=
            " lang=\"vi\" role=\"\(hasLinks ? "group" : "img")\" aria-labelledby=\"booth-plan-title booth-plan-text\""
        text +=
            " font-family=\"'Noto Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif\" fill=\"\(hex(BoothPlanScene.ink))\">\n"
        text += "<title id=\"booth-plan-title\">\(escaped(drawing.title))</title>\n"
        text += "<desc id=\"booth-plan-text\">\(escaped(scene.alternative))</desc>\n<defs>\n"
    }

    private mutating func define(_ style: BoothStyle) {
        guard let hatch = style.hatch else { return }
        let name = "booth-plan-\(patterns.count + 1)"
        patterns[style] = name
        // lines across a tile's corners would show gaps there: slanted ones are turned with their tile
        let turn =
            switch hatch {
            case .rising, .mesh: " patternTransform=\"rotate(45)\""
            case .falling: " patternTransform=\"rotate(-45)\""
            case .level, .upright, .grid: ""
            }
        let side = number(BoothPlanScene.hatchStep)
        let middle = number(BoothPlanScene.hatchStep / 2)
        let (upright, level) = ("M\(middle) 0V\(side)", "M0 \(middle)H\(side)")
        let path =
            switch hatch {
            case .rising, .falling, .upright: upright
            case .level: level
            case .grid, .mesh: upright + level
            }
        text +=
            "<pattern id=\"\(name)\" width=\"\(side)\" height=\"\(side)\" patternUnits=\"userSpaceOnUse\"\(turn)>"
        text += "<path d=\"M0 0H\(side)V\(side)H0z\" fill=\"\(hex(style.fill))\"/>"
        text +=
            "<path d=\"\(path)\" stroke=\"\(hex(style.hatchColor))\" stroke-width=\"\(number(BoothPlanScene.hatchWidth))\"/></pattern>\n"
    }

    private mutating func add(_ place: BoothPlanScene.Place) {
        let shown = drawing.booths[place.booth]
        let code = escaped(shown.booth.code.text)
        if let link = shown.link { text += "<a href=\"\(escaped(link))\">" }
        text += "<g class=\"booth\" data-code=\"\(code)\"><title>\(escaped(description(of: shown)))</title>"
        add(place.box)
        for label in place.labels { add(label) }
        text += shown.link == nil ? "</g>\n" : "</g></a>\n"
    }

    private func description(of shown: BoothPlanDrawing.ShownBooth) -> String {
        let province = shown.province.map { drawing.provinceNames[$0] ?? $0.text }
        return ([shown.booth.code.text, shown.tenant, province].compactMap { $0 } + [shown.standing.name.vi])
            .joined(separator: " – ")
    }

    private mutating func add(_ box: BoothPlanScene.Box) {
        add(box.rect)
        text += " fill=\"\(patterns[box.style].map { "url(#\($0))" } ?? hex(box.style.fill))\""
        text += " stroke=\"\(hex(BoothPlanScene.outline))\" stroke-width=\"0.5\"/>"
        guard let inner = box.dashedOutline else { return }
        add(inner)
        text +=
            " fill=\"none\" stroke=\"\(hex(BoothPlanScene.ink))\" stroke-width=\"0.7\" stroke-dasharray=\"2.5 1.5\"/>"
    }

    /// Begins a rectangle.
    private mutating func add(_ rect: Rect) {
        text += "<rect x=\"\(number(rect.x))\" y=\"\(number(rect.y))\" width=\"\(number(rect.width))\""
        text += " height=\"\(number(rect.height))\""
    }

    private mutating func add(_ label: BoothPlanScene.Label) {
        text +=
            "<text x=\"\(number(label.origin.x))\" y=\"\(number(label.origin.y))\" font-size=\"\(number(label.size))\""
        switch label.anchor {
        case .start: break
        case .middle: text += " text-anchor=\"middle\""
        case .end: text += " text-anchor=\"end\""
        }
        if label.isBold { text += " font-weight=\"bold\"" }
        text += ">\(escaped(label.text))</text>"
    }
}

/// With at most two decimals.
private func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    let decimals = rest % 10 == 0 ? String(rest / 10) : rest < 10 ? "0\(rest)" : String(rest)
    return "\(sign)\(whole).\(decimals)"
}

private func hex(_ color: Color) -> String {
    let digits = String(UInt32(color.red) << 16 | UInt32(color.green) << 8 | UInt32(color.blue), radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.utf8.count) + digits
}

/// For text and for attributes; characters that XML does not have are left out.
private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in PrintedText(text).text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": continue
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}
