/// How large a text may be set, by the number of lines it takes.
struct FitRule {
    /// For one line, two lines…: the size it gets if it fits.
    var sizes: [Double]
    /// For one line, two lines…: below this size a further line is better; the last is the smallest readable
    /// size.
    var floors: [Double]

    /// On one line only.
    static func line(_ size: Double, notBelow floor: Double) -> FitRule {
        FitRule(sizes: [size], floors: [floor])
    }

    /// The same for another size of sheet, rounded down to the quarters in which sizes are chosen.
    func scaled(by scale: Double) -> FitRule {
        func quarters(_ sizes: [Double]) -> [Double] { sizes.map { ($0 * scale * 4).rounded(.down) / 4 } }
        return FitRule(sizes: quarters(sizes), floors: quarters(floors))
    }

    /// A rule between two, 0 being the first. Both have the same number of lines.
    static func between(_ loose: FitRule, _ tight: FitRule, at tightness: Double) -> FitRule {
        func mix(_ loose: [Double], _ tight: [Double]) -> [Double] {
            zip(loose, tight).map { $0 + ($1 - $0) * tightness }
        }
        return FitRule(sizes: mix(loose.sizes, tight.sizes), floors: mix(loose.floors, tight.floors))
    }
}

/// A text with the size and the line breaks that were found for it.
struct FittedText {
    let paragraph: Paragraph
    let lines: [Paragraph.Line]
    let size: Double

    /// The width of a line in points.
    func width(of line: Paragraph.Line) -> Double {
        Double(paragraph.width(of: line)) * size / Double(paragraph.face.unitsPerEm)
    }

    var width: Double { lines.reduce(0) { max($0, width(of: $1)) } }
}

/// The even line breaks of one text for each number of lines, found once and used for every size that is
/// tried.
struct Fitting {
    let paragraph: Paragraph
    private let breaks: [(lines: [Paragraph.Line], width: Int)]

    init(_ paragraph: Paragraph, upTo limit: Int) {
        self.paragraph = paragraph
        breaks = (1...limit).map { count in
            let lines = paragraph.balancedLines(count)
            return (lines, lines.reduce(0) { max($0, paragraph.width(of: $1)) })
        }
    }

    /// The text with the fewest lines that leave it large enough, or nil if even the smallest size is too
    /// wide.
    func fit(_ rule: FitRule, width: Double) -> FittedText? {
        for (index, (lines, natural)) in breaks.prefix(rule.sizes.count).enumerated() {
            let widest = natural > 0 ? width * Double(paragraph.face.unitsPerEm) / Double(natural) : .infinity
            // Quarters of a point: small differences between neighbouring certificates would look like
            // mistakes.
            let size = (min(rule.sizes[index], widest) * 4).rounded(.down) / 4
            if size >= rule.floors[index] {
                return FittedText(paragraph: paragraph, lines: lines, size: size)
            }
        }
        return nil
    }
}
