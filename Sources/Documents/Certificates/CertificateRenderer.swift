public import RuralIndustry
import Synchronization

/// Draws certificates as PDF files: PDF/A-2a and PDF/UA-1, the same bytes for the same paper, design, fonts and libraries.
///
/// One renderer serves one thread; it keeps fonts open and texts that come back shaped.
public final class CertificateRenderer {
    private let faces: Faces
    private let hashes: [String: String]
    private let issued: [String: IssuedTemplate]
    private let allowsOtherFonts: Bool
    private let deflater: Deflater

    /// - Parameters:
    ///   - templates: the designs that papers name by their identity.
    ///   - allowsOtherFonts: whether papers may be drawn in other font files than those that they were issued in.
    public init(
        fonts: FontSet, templates: [IssuedTemplate] = [], allowsOtherFonts: Bool = false
    ) throws(DocumentError) {
        faces = try Faces(fonts)
        hashes = fonts.hashes
        deflater = try Deflater(level: 1)
        issued = Dictionary(templates.map { ($0.identity, $0) }, uniquingKeysWith: { _, last in last })
        self.allowsOtherFonts = allowsOtherFonts
    }

    /// The file of one certificate.
    ///
    /// - Throws: `Refusal` if the paper is to blame, before anything is drawn: `paper-text-missing`,
    ///   `paper-character`, `paper-text-too-long`, `paper-overfull`, `paper-template-unknown`, `font-different`.
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

    /// One file with a page for each paper, for printing them at once. Its pages look like those of the single files.
    ///
    /// - Throws: as `render`.
    public func print(_ papers: some Sequence<CertificatePaper>, title: String, author: String, date: Day)
        throws -> [UInt8]
    {
        var bytes: [UInt8] = []
        let pages = printing(title: title, author: author, date: date) { bytes += $0 }
        for paper in papers { try pages.add(paper) }
        try pages.finish()
        return bytes
    }

    /// The same file page by page, in the order in which papers are added.
    ///
    /// - Parameter sink: gets each piece of the file as soon as it is written.
    public func printing(
        title: String, author: String, date: Day, to sink: @escaping ([UInt8]) throws -> Void
    ) -> CombinedPages {
        CombinedPages(
            self,
            PDFDocument(
                PDFMetadata(title: PrintedText(title).text, author: PrintedText(author).text, date: date),
                deflater: deflater), to: sink)
    }

    private func document(
        of paper: CertificatePaper, signedIn place: SignaturePlace?
    ) throws -> PDFDocument {
        let page = try prepared(paper, signedAt: place?.signedAt)
        let document = PDFDocument(
            metadata(of: paper, page.text), deflater: deflater,
            signature: place.map { field(of: page, $0) })
        add(page, try Pictures(page.template, page.palette, in: document), to: document)
        return document
    }

    // MARK: Pages

    /// A paper with everything that its page needs, nothing drawn.
    struct PreparedPage {
        let paper: CertificatePaper
        let template: CertificateTemplate
        let palette: CertificateTemplate.Palette
        let text: CertificateText
        let sheet: CertificateSheet
        let code: QRCode
        let mark: Paragraph?
    }

    func prepared(_ paper: CertificatePaper, signedAt moment: Instant?) throws -> PreparedPage {
        let (template, palette) = try design(of: paper)
        let text = try CertificateText(paper, checkedBy: faces)
        let sheet = try CertificateLayout.sheet(
            for: paper, text, template, palette, faces, signedAt: moment)
        let code = try QRCode(text[.address])
        let mark = paper.isSpecimen ? try Paragraph(template.wording.specimen, in: faces[.bold]) : nil
        return PreparedPage(
            paper: paper, template: template, palette: palette, text: text, sheet: sheet, code: code,
            mark: mark)
    }

    /// What the pages of one design and level share in a document.
    struct Pictures {
        let background: PDFForm
        let bitmaps: [(form: PDFForm, box: Rect, description: String)]

        init(
            _ template: CertificateTemplate, _ palette: CertificateTemplate.Palette, in document: PDFDocument
        ) throws {
            background = document.add(try CertificateRenderer.background(template, palette))
            bitmaps = try [template.emblem, template.logo].compactMap { picture in
                guard let picture, case .bitmap(let bitmap) = picture.content else { return nil }
                let box = picture.area.fitted(width: Double(bitmap.width), height: Double(bitmap.height))
                return (document.add(try CompressedBitmap(bitmap)), box, picture.description)
            }
        }
    }

    func add(_ prepared: PreparedPage, _ pictures: Pictures, to document: PDFDocument) {
        let (template, palette, sheet) = (prepared.template, prepared.palette, prepared.sheet)
        document.addPage(template.geometry.page) { page in
            page.canvas.draw(pictures.background)
            if let mark = prepared.mark {
                drawSpecimenMark(mark, template.geometry, on: &page, document)
            }
            drawOrnaments(of: sheet, palette, on: &page.canvas)
            for item in sheet.items { draw(item, on: &page, document) }
            for picture in [template.emblem, template.logo] {
                guard let picture, case .vector(let drawing) = picture.content else { continue }
                page.drawFigure(picture.description, in: picture.area) { canvas in
                    canvas.draw(drawing, in: picture.area, palette)
                }
            }
            for bitmap in pictures.bitmaps {
                page.drawFigure(bitmap.description, in: bitmap.box) { canvas in
                    canvas.draw(bitmap.form, in: bitmap.box)
                }
            }
            let address = CertificateText.spoken(prepared.text[.address])
            page.drawFigure("\(template.wording.qrCode) \(address)", in: sheet.codeArea) { canvas in
                draw(prepared.code, in: sheet.codeArea, palette, on: &canvas)
            }
        }
    }

    private func field(of page: PreparedPage, _ place: SignaturePlace) -> SignatureField {
        let (wording, text) = (page.template.wording, page.text)
        var field = SignatureField(
            place: place, reason: "\(wording.signatureReason) \(text[.number])", location: text[.place],
            description: "\(wording.signatureField) \(text.issuer.last ?? "")")
        if let seen = page.sheet.signatureField {
            field.appearance = SignatureField.Appearance(
                area: seen.area, pageHeight: page.template.geometry.page.height
            ) { canvas, document in
                Self.draw(seen, page.palette, on: &canvas, document)
            }
        }
        return field
    }

    /// What is seen of a digital signature: who signed and when, in a thin frame.
    private static func draw(
        _ field: CertificateSheet.Field, _ palette: CertificateTemplate.Palette, on canvas: inout PDFCanvas,
        _ document: PDFDocument
    ) {
        let edge = canvas.size.bounds.inset(by: 0.5)
        canvas.stroke(.rectangle(edge), Pen(color: palette.accent, width: 0.7))
        for item in field.items {
            let font = document.font(item.text.paragraph.face)
            for (line, origin) in zip(item.text.lines, item.origins) {
                canvas.show(
                    item.text.paragraph.glyphs(of: line), in: font, size: item.text.size,
                    at: Point(x: origin.x - field.area.x, y: origin.y - field.area.y), item.color)
            }
        }
    }

    /// Refuses a paper that could not be drawn, without drawing it: for asking before a number is given.
    ///
    /// - Throws: as `render`.
    public func check(_ paper: CertificatePaper) throws { _ = try sheet(for: paper) }

    /// The layout alone, for looking at where things stand.
    func sheet(for paper: CertificatePaper) throws -> CertificateSheet {
        let (template, palette) = try design(of: paper)
        let text = try CertificateText(paper, checkedBy: faces)
        return try CertificateLayout.sheet(for: paper, text, template, palette, faces)
    }

    private func design(of paper: CertificatePaper) throws(Refusal) -> (
        CertificateTemplate, CertificateTemplate.Palette
    ) {
        let template: CertificateTemplate?
        if let identity = paper.templateHash {
            if let issued = issued[identity], !allowsOtherFonts {
                try Refusal.throwIfAny(differences(from: issued.fonts))
            }
            template = issued[identity]?.template
        } else {
            template = try CertificateTemplate.standard()
        }
        guard let template, template.id == paper.template, let palette = template.palettes[paper.level] else {
            throw Refusal(Self.unknownTemplate(paper))
        }
        return (template, palette)
    }

    private func differences(from fonts: [String: String]) -> [Violation] {
        fonts.sorted { $0.key < $1.key }.compactMap { name, expected in
            guard let found = hashes[name], found != expected else { return nil }
            return .fontDifferent(name, expected: expected, found: found)
        }
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

    /// Designs differ in more than their colours: what is drawn is known by the hash of the whole.
    private struct BackgroundKey: Hashable {
        let template: String
        let palette: CertificateTemplate.Palette
    }

    private static let backgrounds = Mutex<[BackgroundKey: CompressedDrawing]>([:])

    /// Frame, watermark and ornaments in a level's colours: drawn and compressed once in the life of the process.
    private static func background(
        _ template: CertificateTemplate, _ palette: CertificateTemplate.Palette
    ) throws(DocumentError) -> CompressedDrawing {
        let key = BackgroundKey(template: template.contentHash, palette: palette)
        if let drawing = backgrounds.withLock({ $0[key] }) { return drawing }
        let drawing = try CompressedDrawing(size: template.geometry.page) { canvas in
            CertificateBackground.draw(template, palette, on: &canvas)
        }
        backgrounds.withLock { $0[key] = drawing }
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
                .segment(sheet.mottoRule.start, sheet.mottoRule.end),
                Pen(color: palette.ink, width: 0.8 * sheet.geometry.scale))
            CertificateOrnament.divider(
                at: sheet.divider, palette, scale: sheet.geometry.scale, on: &canvas)
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
        _ mark: Paragraph, _ geometry: CertificateGeometry, on page: inout PDFDocument.Page,
        _ document: PDFDocument
    ) {
        let size = 270.0 * geometry.breadth
        let turn = 0.075
        let face = mark.face
        let width = Double(mark.width(of: 0..<mark.words.count)) * size / Double(face.unitsPerEm)
        let height = Double(face.metrics.capHeight) * size / 1000
        let center = geometry.page.bounds
        let along = Point.polar(Point(x: 0, y: 0), radius: 1, turn: 0.25 - turn)
        let up = Point.polar(Point(x: 0, y: 0), radius: 1, turn: -turn)
        let origin = Point(
            x: center.midX - along.x * width / 2 - up.x * height / 2,
            y: center.midY + 12 * geometry.breadth - along.y * width / 2 - up.y * height / 2)
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
