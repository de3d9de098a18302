/// A tagged PDF file under construction: PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1), the same bytes
/// for the same input.
///
/// Pages are drawn one after another; the fonts are embedded at the end, when it is known which glyphs were
/// used.
final class PDFDocument {
    private let metadata: PDFMetadata
    private let deflater: Deflater
    private var objects: PDFObjects
    private var structure = PDFStructure()
    private var pages: [PDFReference] = []
    private var fonts: [PDFFont] = []
    private var forms: [PDFForm] = []
    private let catalog: PDFReference
    private let pageTree: PDFReference
    private let resources: PDFReference
    private let signature: (field: SignatureField, widget: PDFReference)?

    private static let profile = Result<[UInt8], DocumentError> { () throws(DocumentError) in
        try Deflater(level: 12).compress(SRGBProfile.bytes)
    }

    /// - Parameter signature: the field of a file that will be signed, on its first page.
    init(_ metadata: PDFMetadata, deflater: Deflater, signature: SignatureField? = nil) {
        self.metadata = metadata
        self.deflater = deflater
        objects = PDFObjects(capacity: 96 * 1024)
        catalog = objects.reserve()
        pageTree = objects.reserve()
        resources = objects.reserve()
        if let signature {
            self.signature = (signature, objects.reserve())
        } else {
            self.signature = nil
        }
    }

    /// The document's font for a face.
    func font(_ face: FontFace) -> PDFFont {
        if let font = fonts.first(where: { $0.face === face }) { return font }
        let font = PDFFont(face: face, name: "F\(fonts.count + 1)", reference: objects.reserve())
        fonts.append(font)
        return font
    }

    /// Puts a drawing into the document, for any number of its pages.
    func add(_ drawing: CompressedDrawing) -> PDFForm {
        let reference = objects.writeStream(drawing.stream) { output in
            output.append("/Type/XObject/Subtype/Form/BBox[0 0 ")
            output.append(numbers: drawing.size.width, drawing.size.height)
            output.append("]/Resources<<>>/Filter/FlateDecode")
        }
        let form = PDFForm(name: "X\(forms.count + 1)", reference: reference)
        forms.append(form)
        return form
    }

    /// Puts a picture into the document, for any number of its pages.
    func add(_ bitmap: CompressedBitmap) -> PDFForm {
        func write(_ data: [UInt8], _ space: StaticString, mask: PDFReference?) -> PDFReference {
            objects.writeStream(data) { output in
                output.append("/Type/XObject/Subtype/Image/Width ")
                output.append(bitmap.width)
                output.append("/Height ")
                output.append(bitmap.height)
                output.append("/BitsPerComponent 8/ColorSpace/")
                output.append(space)
                output.append("/Filter/FlateDecode")
                if let mask {
                    output.append("/SMask ")
                    output.append(mask)
                }
            }
        }
        let mask = bitmap.coverage.map { write($0, "DeviceGray", mask: nil) }
        let form = PDFForm(
            name: "X\(forms.count + 1)", reference: write(bitmap.colors, "DeviceRGB", mask: mask))
        forms.append(form)
        return form
    }

    /// A part of the document for readers who cannot see it; parts are read in the order in which they are
    /// added.
    func element(_ role: StructureRole, in parent: StructureElement = PDFStructure.root) -> StructureElement {
        structure.add(role, to: parent)
    }

    /// A cell of a table.
    ///
    /// - Parameters:
    ///   - scope: which cells it heads; nil: it holds data.
    ///   - columns: how many columns it takes.
    func cell(_ scope: HeaderScope?, columns: Int, in row: StructureElement) -> StructureElement {
        let cell = structure.add(scope == nil ? .dataCell : .headerCell, to: row)
        structure.describe(cell, scope: scope, columns: columns)
        return cell
    }

    /// A page under construction.
    struct Page {
        fileprivate let document: PDFDocument
        fileprivate let index: Int
        var canvas: PDFCanvas

        /// Draws content that belongs to an element of the structure.
        mutating func draw(
            _ role: StructureRole, _ element: StructureElement, _ draw: (inout PDFCanvas) -> Void
        ) {
            canvas.beginMarked(role, document.structure.mark(element, page: index))
            draw(&canvas)
            canvas.endMarked()
        }

        /// Draws content that is a part of the document of its own.
        mutating func draw(_ role: StructureRole, _ draw: (inout PDFCanvas) -> Void) {
            self.draw(role, document.element(role), draw)
        }

        /// Draws a figure.
        ///
        /// - Parameter alternative: the figure in words.
        mutating func drawFigure(_ alternative: String, in box: Rect, _ draw: (inout PDFCanvas) -> Void) {
            drawFigure(document.element(.figure), alternative, in: box, draw)
        }

        /// Draws a figure whose place among the parts of the document is known already.
        mutating func drawFigure(
            _ element: StructureElement, _ alternative: String, in box: Rect,
            _ draw: (inout PDFCanvas) -> Void
        ) {
            document.structure.describe(element, alternative, box: box, page: canvas.size)
            self.draw(.figure, element, draw)
        }
    }

    func addPage(_ size: PageSize, _ draw: (inout Page) throws -> Void) rethrows {
        structure.addPage()
        var page = Page(
            document: self, index: pages.count, canvas: PDFCanvas(size: size, capacity: 24 * 1024))
        try draw(&page)
        let content = objects.writeStream(deflater.compress(page.canvas.output.bytes)) { output in
            output.append("/Filter/FlateDecode")
        }
        pages.append(
            objects.write { output in
                output.append("<</Type/Page/Parent ")
                output.append(pageTree)
                output.append("/MediaBox[0 0 ")
                output.append(numbers: size.width, size.height)
                output.append("]/Contents ")
                output.append(content)
                output.append("/Resources ")
                output.append(resources)
                output.append("/Tabs/S/StructParents ")
                output.append(page.index)
                if let signature, page.index == 0 {
                    output.append("/Annots")
                    output.append([signature.widget])
                }
                output.append(">>")
            })
    }

    /// Hands out what is written of a document that is not to be signed; what comes later follows with the next call, and with
    /// `finish`. So a file of many pages is never held as a whole. What the pages so far say of their structure is written too: no
    /// later page adds to an element of theirs.
    func takeWritten() throws(DocumentError) -> [UInt8] {
        structure.writeFinished(to: &objects, pages: pages)
        return try objects.takeOutput()
    }

    /// The whole file of a document that is not to be signed, or what is left of it.
    func finish() throws -> [UInt8] { try finishAll().bytes }

    /// The whole file of a document with a signature field.
    func finishUnsigned() throws -> UnsignedFile {
        let (bytes, gap) = try finishAll()
        guard let gap else { throw DocumentError.signaturePlaceBroken }
        return UnsignedFile(bytes, gap: gap)
    }

    /// Writes what remains.
    private func finishAll() throws -> (bytes: [UInt8], gap: SignatureGap?) {
        let appearance = writeAppearance()
        for font in fonts { try font.write(to: &objects, deflater) }
        objects.write(resources) { output in
            output.append("<</Font<<")
            for font in fonts { Self.append(font.name, font.reference, to: &output) }
            output.append(">>/XObject<<")
            for form in forms { Self.append(form.name, form.reference, to: &output) }
            output.append(">>>>")
        }
        objects.write(pageTree) { output in
            output.append("<</Type/Pages/Kids")
            output.append(pages)
            output.append("/Count ")
            output.append(pages.count)
            output.append(">>")
        }
        let profile = objects.writeStream(try Self.profile.get()) { $0.append("/N 3/Filter/FlateDecode") }
        let description = objects.writeStream(metadata.xmp) { $0.append("/Type/Metadata/Subtype/XML") }
        let information = objects.write { metadata.writeInformation(to: &$0) }
        let gap = writeSignature(appearance)
        let tree = structure.write(to: &objects, pages: pages, language: metadata.language)
        objects.write(catalog) { output in
            output.append("<</Type/Catalog/Pages ")
            output.append(pageTree)
            output.append("/Lang(\(metadata.language))/Metadata ")
            output.append(description)
            output.append(
                "/ViewerPreferences<</DisplayDocTitle true>>/MarkInfo<</Marked true>>/StructTreeRoot ")
            output.append(tree)
            output.append("/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier")
            output.append("(sRGB IEC61966-2.1)/Info(sRGB IEC61966-2.1)/DestOutputProfile ")
            output.append(profile)
            output.append(">>]")
            if let signature {
                // signatures exist, and the file is only ever added to
                output.append("/AcroForm<</SigFlags 3/Fields")
                output.append([signature.widget])
                output.append(">>")
            }
            output.append(">>")
        }
        return (objects.finish(root: catalog, information: information), gap)
    }

    /// Writes the signature's field, last in reading order, and its value with the places left blank.
    private func writeSignature(_ appearance: PDFReference?) -> SignatureGap? {
        guard let signature, let page = pages.first else { return nil }
        let key = structure.place(signature.widget, page: 0, in: element(.form))
        var gap: SignatureGap?
        let value = objects.write { gap = signature.field.writeValue(to: &$0) }
        objects.write(signature.widget) {
            signature.field.writeWidget(
                to: &$0, value: value, page: page, key: key, appearance: appearance)
        }
        return gap
    }

    /// Writes how a visible signature looks, with the fonts of the pages.
    private func writeAppearance() -> PDFReference? {
        guard let appearance = signature?.field.appearance else { return nil }
        var canvas = PDFCanvas(size: PageSize(width: appearance.area.width, height: appearance.area.height))
        appearance.draw(&canvas, self)
        return objects.writeStream(deflater.compress(canvas.output.bytes)) { output in
            output.append("/Type/XObject/Subtype/Form/BBox[0 0 ")
            output.append(numbers: canvas.size.width, canvas.size.height)
            output.append("]/Resources ")
            output.append(resources)
            output.append("/Filter/FlateDecode")
        }
    }

    private static func append(_ name: String, _ reference: PDFReference, to output: inout PDFBytes) {
        output.append("/")
        output.append(name)
        output.append(" ")
        output.append(reference)
    }
}
