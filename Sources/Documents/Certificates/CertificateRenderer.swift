public import RuralIndustry
import Synchronization

/// Draws certificates as PDF files: PDF/A-2a and PDF/UA-1, A4 landscape, the same bytes for the same paper,
/// fonts and libraries.
///
/// One renderer serves one thread; it keeps fonts open and texts that come back shaped.
public final class CertificateRenderer {
    private let faces: Faces
    private let templates: [String: CertificateTemplate]
    private let deflater: Deflater

    /// - Parameter templates: the designs that papers may name.
    public init(fonts: FontSet, templates: [CertificateTemplate] = [.standard]) throws(DocumentError) {
        faces = try Faces(fonts)
        deflater = try Deflater(level: 1)
        self.templates = Dictionary(templates.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
    }

    /// The file of one certificate.
    ///
    /// - Throws: `Refusal` if the paper is to blame, before anything is drawn: `paper-text-missing`,
    ///   `paper-character`, `paper-text-too-long`, `paper-overfull`, `paper-template-unknown`.
    ///   `DocumentError` if a library fails.
    public func render(_ paper: CertificatePaper) throws -> [UInt8] {
        try document(of: paper, signedIn: nil).finish()
    }

    /// The same with a place for a signature, which is to be filled.
    ///
    /// - Throws: as `render`.
    public func render(_ paper: CertificatePaper, for place: SignaturePlace) throws -> UnsignedFile {
        try document(of: paper, signedIn: place).finishUnsigned()
    }

    private func document(
        of paper: CertificatePaper, signedIn place: SignaturePlace?
    ) throws -> PDFDocument {
        let (template, palette) = try design(of: paper)
        let text = try CertificateText(paper, checkedBy: faces)
        let sheet = try CertificateLayout.sheet(for: paper, text, template.wording, palette, faces)
        let code = try QRCode(text[.address])
        let mark = paper.isSpecimen ? try Paragraph(template.wording.specimen, in: faces[.bold]) : nil
        let document = PDFDocument(
            metadata(of: paper, text), deflater: deflater,
            signature: place.map { field(of: paper, text, template.wording, $0) })
        let background = document.add(try Self.background(palette))
        document.addPage(CertificateSheet.page) { page in
            page.canvas.draw(background)
            if let mark { drawSpecimenMark(mark, on: &page, document) }
            drawOrnaments(of: sheet, palette, on: &page.canvas)
            for item in sheet.items { draw(item, on: &page, document) }
            let address = CertificateText.spoken(text[.address])
            page.drawFigure("\(template.wording.qrCode) \(address)", in: sheet.codeArea) { canvas in
                draw(code, in: sheet.codeArea, palette, on: &canvas)
            }
        }
        return document
    }

    private func field(
        of paper: CertificatePaper, _ text: CertificateText, _ wording: CertificateTemplate.Wording,
        _ place: SignaturePlace
    ) -> SignatureField {
        SignatureField(
            place: place, reason: "\(wording.signatureReason) \(text[.number])", location: text[.place],
            description: "\(wording.signatureField) \(text.issuer.last ?? "")")
    }

    /// Refuses a paper that could not be drawn, without drawing it: for asking before a number is given.
    ///
    /// - Throws: as `render`.
    public func check(_ paper: CertificatePaper) throws { _ = try sheet(for: paper) }

    /// The layout alone, for looking at where things stand.
    func sheet(for paper: CertificatePaper) throws -> CertificateSheet {
        let (template, palette) = try design(of: paper)
        let text = try CertificateText(paper, checkedBy: faces)
        return try CertificateLayout.sheet(for: paper, text, template.wording, palette, faces)
    }

    private func design(of paper: CertificatePaper) throws(Refusal) -> (
        CertificateTemplate, CertificateTemplate.Palette
    ) {
        guard let template = templates[paper.template], let palette = template.palettes[paper.level] else {
            throw Refusal(Self.unknownTemplate(paper))
        }
        return (template, palette)
    }

    private static func unknownTemplate(_ paper: CertificatePaper) -> Violation {
        Violation(
            "paper-template-unknown",
            vi: "Không có mẫu giấy chứng nhận “\(paper.template)” cho \(paper.level.name.vi)",
            en: "There is no certificate template “\(paper.template)” for the \(paper.level.name.en)",
            at: Place(pointer: "/template"))
    }

    private func metadata(of paper: CertificatePaper, _ text: CertificateText) -> PDFMetadata {
        PDFMetadata(
            title: "Giấy chứng nhận sản phẩm công nghiệp nông thôn tiêu biểu số \(text[.number]) – "
                + text[.productName],
            author: text.issuer.last ?? "", date: paper.issuedOn)
    }

    // MARK: Background

    private static let backgrounds = Mutex<[CertificateTemplate.Palette: CompressedDrawing]>([:])

    /// Frame and watermark in a level's colours: drawn and compressed once in the life of the process.
    private static func background(_ palette: CertificateTemplate.Palette) throws(DocumentError)
        -> CompressedDrawing
    {
        if let drawing = backgrounds.withLock({ $0[palette] }) { return drawing }
        let drawing = try CompressedDrawing(size: CertificateSheet.page) { canvas in
            CertificateBackground.draw(palette, on: &canvas)
        }
        backgrounds.withLock { $0[palette] = drawing }
        return drawing
    }

    // MARK: Foreground

    private func draw(
        _ item: CertificateSheet.Item, on page: inout PDFDocument.Page, _ document: PDFDocument
    ) {
        let font = document.font(item.text.paragraph.face)
        page.draw(item.role) { canvas in
            for (line, origin) in zip(item.text.lines, item.origins) {
                canvas.show(
                    item.text.paragraph.glyphs(of: line), in: font, size: item.text.size, at: origin,
                    item.color,
                    tracking: item.tracking)
            }
        }
    }

    private func drawOrnaments(
        of sheet: CertificateSheet, _ palette: CertificateTemplate.Palette, on canvas: inout PDFCanvas
    ) {
        canvas.artifact { canvas in
            canvas.stroke(
                .segment(sheet.mottoRule.start, sheet.mottoRule.end), Pen(color: palette.ink, width: 0.8))
            CertificateOrnament.divider(at: sheet.divider, palette, on: &canvas)
        }
    }

    private func draw(
        _ code: QRCode, in area: Rect, _ palette: CertificateTemplate.Palette, on canvas: inout PDFCanvas
    ) {
        canvas.stroke(.rectangle(area), Pen(color: palette.metal.tint(60), width: 0.6))
        let module = area.width / Double(code.side + 2 * QRCode.quietZone)
        canvas.fill(code, in: area.inset(by: module * Double(QRCode.quietZone)), .black)
    }

    /// The word MẪU across the sheet, rising, under everything else.
    private func drawSpecimenMark(
        _ mark: Paragraph, on page: inout PDFDocument.Page, _ document: PDFDocument
    ) {
        let size = 270.0
        let turn = 0.075
        let face = mark.face
        let width = Double(mark.width(of: 0..<mark.words.count)) * size / Double(face.unitsPerEm)
        let height = Double(face.metrics.capHeight) * size / 1000
        let center = CertificateSheet.page.bounds
        let along = Point.polar(Point(x: 0, y: 0), radius: 1, turn: 0.25 - turn)
        let up = Point.polar(Point(x: 0, y: 0), radius: 1, turn: -turn)
        let origin = Point(
            x: center.midX - along.x * width / 2 - up.x * height / 2,
            y: center.midY + 12 - along.y * width / 2 - up.y * height / 2)
        let font = document.font(face)
        page.draw(.paragraph) { canvas in
            // Programs that collect text line by line would find its letters one below the other.
            canvas.replaced(by: mark.glyphs.map(\.text).joined()) { canvas in
                canvas.show(
                    mark.glyphs[...], in: font, size: size, at: origin, Color(0xD02020).tint(16), turn: turn)
            }
        }
    }
}
