public import RuralIndustry

/// Draws labels for packages from issued certificates: PDF/A-2a and PDF/UA-1, the same bytes for the same papers, design, fonts
/// and libraries.
///
/// One renderer serves one thread, as that of certificates.
public final class LabelRenderer {
    private let faces: Faces
    private let deflater: Deflater
    private let template: LabelTemplate

    /// - Throws: `DocumentError` if a font or a library fails; a refusal with `template-character` if the design has words
    ///   that the fonts cannot show.
    public init(fonts: FontSet, template: LabelTemplate) throws {
        faces = try Faces(fonts)
        deflater = try Deflater(level: 6)
        self.template = template
        try requirePrintable(template.wording)
    }

    /// What was drawn.
    public struct Outcome: Sendable {
        public let bytes: [UInt8]
        public let pages: Int
        /// The numbers of the certificates whose names are shortened: no such label holds them in 5 points.
        public let shortened: Set<String>
    }

    /// A file with labels in the order of the papers.
    ///
    /// - Parameter copies: of each label, one after another.
    /// - Throws: `Refusal`: `paper-character`, `label-template-level` if the design has no colours for a level,
    ///   `label-size-sheet`, `label-overfull`; `DocumentError` if a library fails.
    public func render(
        _ papers: [CertificatePaper], size: LabelSize, sheet: LabelSheet = .single, copies: Int = 1
    ) throws -> Outcome {
        let grid: LabelGrid
        do throws(Violation) { grid = try sheet.grid(size.page) } catch { throw Refusal(error) }
        guard let newest = papers.map(\.issuedOn).max(), copies > 0 else {
            throw Refusal(
                Violation("labels-none", vi: "không có nhãn nào để in", en: "there is no label to print"))
        }
        let labels = try papers.map { try prepared($0, on: size.page) }
        let title =
            labels.count == 1
            ? "Nhãn sản phẩm công nghiệp nông thôn tiêu biểu số \(labels[0].text[.number]) – \(labels[0].text[.productName])"
            : "\(labels.count) nhãn sản phẩm công nghiệp nông thôn tiêu biểu"
        let document = PDFDocument(
            PDFMetadata(
                title: title, author: labels.first?.text.issuer.last ?? "",
                date: newest), deflater: deflater)
        var logo: (form: PDFForm, width: Double, height: Double)?
        if case .bitmap(let bitmap) = template.logo.content {
            logo = (
                document.add(try CompressedBitmap(bitmap)), Double(bitmap.width), Double(bitmap.height)
            )
        }
        let copied = labels.flatMap { [Label](repeating: $0, count: copies) }
        var pages = 0
        for start in stride(from: 0, to: copied.count, by: grid.count) {
            document.addPage(grid.page) { page in
                if grid.hasCutMarks {
                    page.canvas.artifact { canvas in
                        canvas.stroke(grid.cutMarks, Pen(color: .black, width: 0.35))
                    }
                }
                for (index, label) in copied[start...].prefix(grid.count).enumerated() {
                    draw(label, in: grid.place(index), logo, on: &page, document)
                }
            }
            pages += 1
        }
        return Outcome(
            bytes: try document.finish(), pages: pages,
            shortened: Set(labels.filter(\.layout.isShortened).map(\.paper.number)))
    }

    // MARK: Preparing

    private struct Label {
        let paper: CertificatePaper
        let text: CertificateText
        let palette: CertificateTemplate.Palette
        let layout: LabelLayout
        let code: QRCode
    }

    /// The layout alone, for looking at where things stand.
    func layout(of paper: CertificatePaper, on size: LabelSize) throws -> LabelLayout {
        try prepared(paper, on: size.page).layout
    }

    private func prepared(_ paper: CertificatePaper, on size: PageSize) throws -> Label {
        guard let palette = template.palettes[paper.level] else {
            throw Refusal(
                Violation(
                    "label-template-level",
                    vi:
                        "Mẫu nhãn “\(template.id)” không có màu cho \(paper.level.name.vi); hãy bổ sung vào colours",
                    en:
                        "The label template “\(template.id)” has no colours for the \(paper.level.name.en); add them",
                    at: Place(pointer: "/colours")))
        }
        let text = try CertificateText(paper, checkedBy: faces)
        let wording = template.wording
        let layout = try LabelLayout(
            LabelText(texts: [
                .distinction: OfficeText("\(wording.distinction) \(text[.levelName])"),
                .product: .bold(text[.productName]),
                .establishment: OfficeText(text[.establishmentName]),
                .number: OfficeText("\(wording.number) ") + .bold(text[.number]),
                .validity: OfficeText("\(wording.validThrough) \(paper.validThrough.vietnamese)"),
            ]), on: size, faces)
        return Label(
            paper: paper, text: text, palette: palette, layout: layout, code: try QRCode(text[.address]))
    }

    private func requirePrintable(_ wording: LabelTemplate.Wording) throws(Refusal) {
        let words = [
            ("distinction", wording.distinction), ("number", wording.number),
            ("valid_through", wording.validThrough), ("specimen", wording.specimen),
        ]
        try Refusal.throwIfAny(
            words.flatMap { key, text in
                faces[.regular].missingCharacters(in: text).map { scalar in
                    let code = String(scalar.value, radix: 16, uppercase: true)
                    return Violation(
                        "template-character",
                        vi: "Phông chữ không có ký tự “\(scalar)” (U+\(code)); hãy thay",
                        en: "The fonts do not have “\(scalar)” (U+\(code)); replace it",
                        at: Place(pointer: "/wording/\(key)"))
                }
            })
    }

    // MARK: Drawing

    private func draw(
        _ label: Label, in place: Rect, _ logo: (form: PDFForm, width: Double, height: Double)?,
        on page: inout PDFDocument.Page, _ document: PDFDocument
    ) {
        let corner = Point(x: place.x, y: place.y)
        let (layout, palette) = (label.layout, label.palette)
        let section = document.element(.section)
        page.canvas.artifact { canvas in
            let edge = place.inset(by: millimetres(0.9))
            canvas.stroke(.rectangle(edge), Pen(color: palette.accent, width: 0.7))
        }
        if label.paper.isSpecimen {
            drawSpecimenMark(in: layout.textArea.moved(by: corner), palette, section, on: &page, document)
        }
        for block in layout.blocks {
            let role: StructureRole = block.kind == .product ? .heading1 : .paragraph
            page.draw(role, document.element(role, in: section)) { canvas in
                for (line, origin) in zip(block.lines, block.origins) {
                    canvas.show(
                        line, size: block.size, at: corner + origin,
                        block.kind == .product || block.kind == .distinction ? palette.accent : palette.ink,
                        document)
                }
            }
        }
        draw(logo, in: layout.logoArea.moved(by: corner), palette, section, on: &page, document)
        let codeArea = layout.codeArea.moved(by: corner)
        let address = CertificateText.spoken(label.text[.address])
        page.drawFigure(
            document.element(.figure, in: section), "\(template.wording.qrCode) \(address)", in: codeArea
        ) { canvas in
            let module = codeArea.width / Double(label.code.side + 2 * LabelLayout.quietZone)
            canvas.fill(label.code, in: codeArea.inset(by: module * Double(LabelLayout.quietZone)), .black)
        }
    }

    private func draw(
        _ logo: (form: PDFForm, width: Double, height: Double)?, in area: Rect,
        _ palette: CertificateTemplate.Palette, _ section: StructureElement,
        on page: inout PDFDocument.Page, _ document: PDFDocument
    ) {
        let figure = document.element(.figure, in: section)
        switch template.logo.content {
        case .vector(let drawing):
            let box = area.fitted(width: drawing.box.width, height: drawing.box.height)
            page.drawFigure(figure, template.logo.description, in: box) { canvas in
                canvas.draw(drawing, in: box, palette)
            }
        case .bitmap:
            guard let logo else { return }
            // no larger than its pixels allow
            let most = 72 / TemplateReader.leastDotsPerInch
            let fitted = area.fitted(width: logo.width, height: logo.height)
            let scale = min(1, logo.width * most / fitted.width)
            let box = Rect(
                x: fitted.midX - fitted.width * scale / 2, y: fitted.midY - fitted.height * scale / 2,
                width: fitted.width * scale, height: fitted.height * scale)
            page.drawFigure(figure, template.logo.description, in: box) { canvas in
                canvas.draw(logo.form, in: box)
            }
        }
    }

    /// The word MẪU under the texts.
    private func drawSpecimenMark(
        in area: Rect, _ palette: CertificateTemplate.Palette, _ section: StructureElement,
        on page: inout PDFDocument.Page, _ document: PDFDocument
    ) {
        // characters that no font has were refused with the design
        guard let natural = try? TextFlow(.bold(template.wording.specimen), size: 1, faces) else { return }
        let size = min(area.width * 0.8 / natural.width, area.height * 0.8)
        guard let flow = try? TextFlow(.bold(template.wording.specimen), size: size, faces) else { return }
        page.draw(.paragraph, document.element(.paragraph, in: section)) { canvas in
            for line in flow.lines(within: .infinity) {
                canvas.show(
                    line, size: size, at: Point(x: area.midX - line.width / 2, y: area.midY + size * 0.35),
                    Color(0xD02020).tint(14), document)
            }
        }
    }
}

extension Rect {
    fileprivate func moved(by corner: Point) -> Rect {
        Rect(x: x + corner.x, y: y + corner.y, width: width, height: height)
    }
}

extension Violation {
    /// Wording of a design that leaves no room for the names.
    static var labelOverfull: Violation {
        Violation(
            "label-overfull",
            vi:
                "Nhãn không đủ chỗ: lời ghi chung của mẫu hoặc tên cấp dài quá; hãy rút ngắn wording hoặc chọn cỡ lớn hơn",
            en:
                "The label has no room: the design's wording or the level's name is too long; shorten it or choose a larger size"
        )
    }
}
