/// Where everything on one certificate stands: the result of the layout, before anything is drawn.
struct CertificateSheet {
    /// A text with the places of its lines.
    struct Item {
        let field: CertificateText.Field?
        let role: StructureRole
        let text: FittedText
        let color: Color
        /// Additional space after each glyph, in points.
        let tracking: Double
        /// Where the baseline of each line begins.
        let origins: [Point]

        /// The space that each line takes: nothing else may be in it.
        var boxes: [Rect] {
            zip(text.lines, origins).map { line, origin in
                let ink = text.paragraph.face.inkHeight(of: text.paragraph.glyphs(of: line))
                return Rect(
                    x: origin.x, y: origin.y - ink.above * text.size,
                    width: text.width(of: line) + tracking * Double(text.paragraph.glyphs(of: line).count),
                    height: (ink.above + ink.below) * text.size)
            }
        }
    }

    static let page = PageSize.a4.landscape
    /// Inside the innermost line of the frame.
    static let interior = page.bounds.inset(by: 44)
    /// What ink and seal need at least.
    static let smallestSealArea = (width: millimetres(40), height: millimetres(30))

    /// In reading order.
    var items: [Item] = []
    /// The rule under the motto.
    var mottoRule = (start: Point(x: 0, y: 0), end: Point(x: 0, y: 0))
    /// The ornament under the level's name.
    var divider = Point(x: 0, y: 0)
    /// The QR code with its quiet zone.
    var codeArea = Rect(x: 0, y: 0, width: 0, height: 0)
    /// Between title and name of the signatory: nothing is drawn here.
    var sealArea = Rect(x: 0, y: 0, width: 0, height: 0)
}

extension CertificateSheet {
    static let bodyLeft = 66.0
    static let bodyWidth = page.width - 2 * bodyLeft
    /// The lowest point of texts and QR code.
    static let footBottom = 541.0
    /// The column of number, validity and QR code.
    static let registerWidth = 372.0
    static let signatureWidth = 310.0
    static let signatureCenter = page.width - bodyLeft - signatureWidth / 2
    static let codeArea = Rect(x: bodyLeft, y: footBottom - 90, width: 90, height: 90)
    static let codeMargin = 13.0
    static let explanationWidth = registerWidth - codeArea.width - codeMargin
}
