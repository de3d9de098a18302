import RuralIndustry

/// One sheet with a plan, ready to be written as SVG or PDF; lengths are points.
struct BoothPlanScene {
    struct Box {
        let rect: Rect
        let style: BoothStyle
        var isDashed = false

        /// Inside the outline, which booths side by side share.
        var dashedOutline: Rect? {
            isDashed ? rect.inset(by: min(1.3, rect.width / 5, rect.height / 5)) : nil
        }
    }

    struct Label {
        enum Anchor { case start, middle, end }

        let text: String
        /// Where the baseline begins, has its middle, or ends.
        let origin: Point
        let size: Double
        var anchor: Anchor = .start
        var isBold = false
    }

    /// A booth's box and the labels on it.
    struct Place {
        /// Among the booths of the drawing.
        let booth: Int
        let box: Box
        let labels: [Label]
    }

    let size: PageSize
    /// The plan in words.
    let alternative: String
    let area: Rect
    var head: [Label] = []
    var zones: [Label] = []
    var places: [Place] = []
    var legendBoxes: [Box] = []
    /// One group of labels for each line of the legend.
    var legend: [[Label]] = []
    var foot: [Label] = []

    /// Below this size nobody reads names on paper.
    static let leastName = 5.5
    static let hatchWidth = 0.9
    static let hatchStep = 3.4
    static let outline = Color(0x444444)
    static let ink = Color(0x111111)
}

/// How wide a text is, in ems.
typealias TextMeasure = (_ text: String, _ isBold: Bool) -> Double

/// The width of a text in a usual sans-serif, guessed from its letters and rather too wide: for drawings whose reader has
/// fonts that are not known here.
func guessedWidth(_ text: String, isBold: Bool) -> Double {
    var width = 0.0
    for scalar in text.unicodeScalars {
        switch scalar {
        case "0"..."9": width += 0.6
        case "m", "w", "M", "W": width += 0.95
        case "i", "l", "j", "I", " ", ".", ",", "-", "/", "(", ")": width += 0.36
        default: width += scalar.properties.isUppercase ? 0.74 : 0.58
        }
    }
    return isBold ? width * 1.06 : width
}
