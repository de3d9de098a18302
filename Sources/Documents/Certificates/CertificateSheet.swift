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

    let geometry: CertificateGeometry
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
    /// The visible field of a digital signature, if the design has one, with its texts.
    var signatureField: Field?

    struct Field {
        let area: Rect
        let items: [Item]
    }

    init(_ geometry: CertificateGeometry) { self.geometry = geometry }
}
