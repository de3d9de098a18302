import RuralIndustry

/// Finds a place for everything that a paper says.
///
/// The foot (number, QR code, signature) is built upwards from the frame, the head hangs from it, and the
/// body is set as large as the space between them allows: airy first, then closer and smaller by steps, each
/// text within its own limits.
struct CertificateLayout {
    private let blocks: CertificateBlocks
    private let geometry: CertificateGeometry
    private let field: CertificateTemplate.SignatureArea?

    /// - Throws: a refusal that names each text that does not fit (`paper-text-too-long`), or
    ///   `paper-overfull`.
    static func sheet(
        for paper: CertificatePaper, _ text: CertificateText, _ template: CertificateTemplate,
        _ palette: CertificateTemplate.Palette, _ faces: Faces, signedAt moment: Instant? = nil
    ) throws(Refusal) -> CertificateSheet {
        // The members of a set look best whole; broken within, they take less space.
        for wholeMembers in text.members.isEmpty ? [false] : [true, false] {
            let blocks = try CertificateBlocks(
                paper, text, template, palette, faces, wholeMembers: wholeMembers, signedAt: moment)
            let layout = CertificateLayout(
                blocks: blocks, geometry: template.geometry, field: template.signatureArea)
            if let sheet = layout.sheet() { return sheet }
            if !wholeMembers { try Refusal.throwIfAny(blocks.tooLong) }
        }
        throw Refusal(
            Violation(
                "paper-overfull",
                vi:
                    "Nội dung không vừa một tờ \(template.page.size) ở cỡ chữ còn đọc được; hãy rút ngắn tên sản phẩm, tên cơ sở hoặc "
                    + "tên các sản phẩm trong bộ",
                en:
                    "The text does not fit on one \(template.page.size) sheet at a readable size; shorten the names of the product, "
                    + "the establishment or the members of the set",
                at: Place(pointer: "/product/name")))
    }

    private static let steps = 20

    private func sheet() -> CertificateSheet? {
        for step in 0...Self.steps {
            if let sheet = sheet(tightness: Double(step) / Double(Self.steps)) { return sheet }
        }
        return nil
    }

    /// The sheet at one mixture of airy and crowded, or nil if something does not fit.
    private func sheet(tightness: Double) -> CertificateSheet? {
        var sheet = CertificateSheet(geometry)
        guard let headBottom = placeHead(on: &sheet) else { return nil }
        var foot = CertificateSheet(geometry)
        guard let footTop = placeFoot(on: &foot, tightness),
            placeBody(on: &sheet, from: headBottom, to: footTop, tightness)
        else { return nil }
        sheet.items += foot.items
        sheet.sealArea = foot.sealArea
        sheet.codeArea = foot.codeArea
        guard placeSignatureField(on: &sheet) else { return nil }
        return sheet
    }

    // MARK: Head

    private func placeHead(on sheet: inout CertificateSheet) -> Double? {
        let center = geometry.page.bounds.midX
        guard let nation = blocks.nation.fit(0, width: geometry.bodyWidth),
            let motto = blocks.motto.fit(0, width: geometry.bodyWidth)
        else { return nil }
        sheet.items.append(nation.centered(at: center, firstBaseline: geometry.nationBaseline, 0))
        sheet.items.append(motto.centered(at: center, firstBaseline: geometry.mottoBaseline, 0))
        let half = motto.text.width / 2
        let y = geometry.bodyTop
        sheet.mottoRule = (Point(x: center - half, y: y), Point(x: center + half, y: y))
        return y
    }

    // MARK: Body

    /// The height that the ornament under the level's name takes, on an airy page and on a crowded one.
    private static let dividerHeight = (loose: 20.0, tight: 11.0)

    /// The least distance of the body from the foot.
    private static let footMargin = (loose: 12.0, tight: 5.0)

    private static func between(_ pair: (loose: Double, tight: Double), _ tightness: Double) -> Double {
        pair.loose + (pair.tight - pair.loose) * tightness
    }

    private func placeBody(
        on sheet: inout CertificateSheet, from top: Double, to bottom: Double, _ tightness: Double
    ) -> Bool {
        var fitted: [FittedBlock] = []
        for block in blocks.body {
            guard let text = block.fit(tightness, width: geometry.bodyWidth) else { return false }
            fitted.append(text)
        }
        let divider = geometry.scale * Self.between(Self.dividerHeight, tightness)
        let gaps = fitted.reduce(0) { $0 + $1.block.style.gap(tightness) }
        let height = fitted.reduce(divider + gaps) { $0 + $1.height(tightness) }
        let margin = geometry.scale * Self.between(Self.footMargin, tightness)
        let slack = bottom - margin - top - height
        guard slack >= 0 else { return false }
        // What is left over widens the gaps, the wide ones most, until they look loose; the rest goes above
        // and below.
        let widening = min(1 + slack / gaps, 1.9)
        var y = top + (slack - gaps * (widening - 1)) * 0.5
        for (index, text) in fitted.enumerated() {
            y += text.block.style.gap(tightness) * widening
            if index == blocks.dividerIndex {
                sheet.divider = Point(x: geometry.page.bounds.midX, y: y + divider * 0.55)
                y += divider
            }
            let baseline = y + CertificateStyle.above * text.text.size
            sheet.items.append(
                text.centered(at: geometry.page.bounds.midX, firstBaseline: baseline, tightness))
            y += text.height(tightness)
        }
        return true
    }

    // MARK: Foot

    /// Places number, code and signature and returns where the foot begins.
    private func placeFoot(on sheet: inout CertificateSheet, _ tightness: Double) -> Double? {
        var signature = CertificateSheet(geometry)
        let width = geometry.registerWidth
        guard let dateBaseline = placeSignature(on: &signature, tightness),
            let number = blocks.number.fit(tightness, width: width),
            let validity = blocks.validity.fit(tightness, width: width)
        else { return nil }
        let left = geometry.margin
        let codeArea = geometry.codeArea
        // The number stands level with the date, unless the signature is so low that it would reach the code.
        let step = number.lineHeight(tightness) + validity.block.style.gap(tightness)
        let baseline = min(dateBaseline, codeArea.y - 14 * geometry.scale - step)
        sheet.items.append(number.leading(at: left, firstBaseline: baseline, tightness))
        sheet.items.append(validity.leading(at: left, firstBaseline: baseline + step, tightness))
        sheet.items += signature.items
        sheet.sealArea = signature.sealArea
        guard placeCode(codeArea, on: &sheet) else { return nil }
        return baseline - CertificateStyle.above * max(number.text.size, 12 * geometry.scale)
    }

    /// Places date, capacity, title and name from the bottom upwards, and returns the date's baseline.
    private func placeSignature(on sheet: inout CertificateSheet, _ tightness: Double) -> Double? {
        let width = geometry.signatureWidth
        guard let date = blocks.date.fit(tightness, width: width),
            let title = blocks.signatoryTitle.fit(tightness, width: width)
        else { return nil }
        let center = geometry.signatureCenter
        var bottom = geometry.footBottom
        var items: [CertificateSheet.Item] = []
        if let block = blocks.signatoryName {
            guard let name = block.fit(tightness, width: width) else { return nil }
            let top = bottom - name.height(tightness)
            items.append(
                name.centered(
                    at: center, firstBaseline: top + CertificateStyle.above * name.text.size, tightness))
            bottom = top
        } else {
            bottom -= title.lineHeight(tightness)
        }
        let smallest = geometry.sealSize
        let sealHeight = smallest.height + 1 + 5 * (1 - tightness) * geometry.scale
        let sealWidth = smallest.width * 1.5
        sheet.sealArea = Rect(
            x: center - sealWidth / 2, y: bottom - sealHeight, width: sealWidth, height: sealHeight)
        bottom -= sealHeight

        var above = [title]
        if let block = blocks.capacity {
            guard let capacity = block.fit(tightness, width: width) else { return nil }
            above.append(capacity)
        }
        above.append(date)
        var baseline = 0.0
        for text in above {
            let top = bottom - text.height(tightness)
            baseline = top + CertificateStyle.above * text.text.size
            items.append(text.centered(at: center, firstBaseline: baseline, tightness))
            bottom = top - text.block.style.gap(tightness)
        }
        sheet.items = items.reversed()
        return baseline
    }

    /// Places the QR code and what explains it at its side.
    private func placeCode(_ area: Rect, on sheet: inout CertificateSheet) -> Bool {
        sheet.codeArea = area
        let left = area.maxX + geometry.codeGap
        var fitted: [FittedBlock] = []
        for block in blocks.explanation {
            guard let text = block.fit(0, width: geometry.explanationWidth) else { return false }
            fitted.append(text)
        }
        let height = fitted.reduce(0) { $0 + $1.height(0) + $1.block.style.gap(0) }
        var y = area.midY - height / 2
        for text in fitted {
            y += text.block.style.gap(0)
            let baseline = y + CertificateStyle.above * text.text.size
            sheet.items.append(text.leading(at: left, firstBaseline: baseline, 0))
            y += text.height(0)
        }
        return true
    }

    /// Places the visible field of a digital signature, in the middle of the place for ink and seal unless the design says
    /// where, and its texts inside it.
    private func placeSignatureField(on sheet: inout CertificateSheet) -> Bool {
        guard let field else { return true }
        let seal = sheet.sealArea
        let area =
            field.area
            ?? Rect(
                x: seal.midX - field.size.width / 2, y: seal.midY - field.size.height / 2,
                width: field.size.width, height: field.size.height)
        let padding = 5 * geometry.scale
        var fitted: [FittedBlock] = []
        for block in blocks.signatureNote {
            guard let text = block.fit(0, width: area.width - 2 * padding) else { return false }
            fitted.append(text)
        }
        let height = fitted.reduce(0) { $0 + $1.height(0) + $1.block.style.gap(0) }
        guard height <= area.height - padding else { return false }
        var y = area.midY - height / 2
        var items: [CertificateSheet.Item] = []
        for text in fitted {
            y += text.block.style.gap(0)
            items.append(
                text.leading(
                    at: area.x + padding, firstBaseline: y + CertificateStyle.above * text.text.size, 0))
            y += text.height(0)
        }
        sheet.signatureField = CertificateSheet.Field(area: area, items: items)
        return true
    }
}
