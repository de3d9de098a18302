/// One text of a certificate with its style, shaped, before its size is known.
struct CertificateBlock {
    let field: CertificateText.Field?
    let style: CertificateStyle
    let color: Color
    private let fitting: Fitting

    init(
        _ text: String, of field: CertificateText.Field? = nil, _ style: CertificateStyle, _ color: Color,
        _ faces: Faces
    ) throws(UnprintableText) {
        self.field = field
        self.style = style
        self.color = color
        fitting = Fitting(try Paragraph(text, in: faces[style.typeface]), upTo: style.loose.sizes.count)
    }

    func fit(_ tightness: Double, width: Double) -> FittedBlock? {
        fitting.fit(style.rule(tightness), width: width * style.measure(tightness)).map {
            FittedBlock(block: self, text: $0)
        }
    }
}

/// A block at the size that was found for it.
struct FittedBlock {
    let block: CertificateBlock
    let text: FittedText

    func lineHeight(_ tightness: Double) -> Double { CertificateStyle.leading(tightness) * text.size }

    func height(_ tightness: Double) -> Double {
        (CertificateStyle.above + CertificateStyle.below) * text.size
            + Double(text.lines.count - 1) * lineHeight(tightness)
    }

    func centered(at x: Double, firstBaseline: Double, _ tightness: Double) -> CertificateSheet.Item {
        item(firstBaseline, tightness) { x - $0 / 2 }
    }

    func leading(at x: Double, firstBaseline: Double, _ tightness: Double) -> CertificateSheet.Item {
        item(firstBaseline, tightness) { _ in x }
    }

    private func item(_ firstBaseline: Double, _ tightness: Double, left: (Double) -> Double)
        -> CertificateSheet.Item
    {
        let tracking = block.style.tracking * text.size
        let origins = text.lines.enumerated().map { index, line in
            // The space after the last glyph is not seen.
            let gaps = Double(text.paragraph.glyphs(of: line).count - 1)
            return Point(
                x: left(text.width(of: line) + tracking * gaps),
                y: firstBaseline + Double(index) * lineHeight(tightness))
        }
        return CertificateSheet.Item(
            field: block.field, role: block.style.role, text: text, color: block.color, tracking: tracking,
            origins: origins)
    }
}
