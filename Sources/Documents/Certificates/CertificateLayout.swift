import RuralIndustry

/// Finds a place for everything that a paper says.
///
/// The foot (number, QR code, signature) is built upwards from the frame, the head hangs from it, and the
/// body is set as large as the space between them allows: airy first, then closer and smaller by steps, each
/// text within its own limits.
struct CertificateLayout {
    private let blocks: CertificateBlocks

    /// - Throws: a refusal that names each text that does not fit (`paper-text-too-long`), or
    ///   `paper-overfull`.
    static func sheet(
        for paper: CertificatePaper, _ text: CertificateText, _ wording: CertificateTemplate.Wording,
        _ palette: CertificateTemplate.Palette, _ faces: Faces
    ) throws(Refusal) -> CertificateSheet {
        // The members of a set look best whole; broken within, they take less space.
        for wholeMembers in text.members.isEmpty ? [false] : [true, false] {
            let blocks = try CertificateBlocks(
                paper, text, wording, palette, faces, wholeMembers: wholeMembers)
            if let sheet = CertificateLayout(blocks: blocks).sheet() { return sheet }
            if !wholeMembers { try Refusal.throwIfAny(blocks.tooLong) }
        }
        throw Refusal(
            Violation(
                "paper-overfull",
                vi:
                    "Nội dung không vừa một tờ A4 ở cỡ chữ còn đọc được; hãy rút ngắn tên sản phẩm, tên cơ sở hoặc "
                    + "tên các sản phẩm trong bộ",
                en:
                    "The text does not fit on one A4 sheet at a readable size; shorten the names of the product, "
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
        var sheet = CertificateSheet()
        guard let headBottom = placeHead(on: &sheet) else { return nil }
        var foot = CertificateSheet()
        guard let footTop = placeFoot(on: &foot, tightness),
            placeBody(on: &sheet, from: headBottom, to: footTop, tightness)
        else { return nil }
        sheet.items += foot.items
        sheet.sealArea = foot.sealArea
        sheet.codeArea = foot.codeArea
        return sheet
    }

    // MARK: Head

    private func placeHead(on sheet: inout CertificateSheet) -> Double? {
        let center = CertificateSheet.page.bounds.midX
        guard let nation = blocks.nation.fit(0, width: 400), let motto = blocks.motto.fit(0, width: 400)
        else { return nil }
        sheet.items.append(nation.centered(at: center, firstBaseline: 68, 0))
        sheet.items.append(motto.centered(at: center, firstBaseline: 86, 0))
        let half = motto.text.width / 2
        let y = 92.0
        sheet.mottoRule = (Point(x: center - half, y: y), Point(x: center + half, y: y))
        return y
    }

    // MARK: Body

    /// The height that the ornament under the level's name takes, on an airy page and on a crowded one.
    private static let dividerHeight = (loose: 20.0, tight: 11.0)

    /// The least distance of the body from the foot.
    private static let footMargin = (loose: 12.0, tight: 5.0)

    private func placeBody(
        on sheet: inout CertificateSheet, from top: Double, to bottom: Double, _ tightness: Double
    ) -> Bool {
        var fitted: [FittedBlock] = []
        for block in blocks.body {
            guard let text = block.fit(tightness, width: CertificateSheet.bodyWidth) else { return false }
            fitted.append(text)
        }
        let divider =
            Self.dividerHeight.loose + (Self.dividerHeight.tight - Self.dividerHeight.loose) * tightness
        let gaps = fitted.reduce(0) { $0 + $1.block.style.gap(tightness) }
        let height = fitted.reduce(divider + gaps) { $0 + $1.height(tightness) }
        let margin = Self.footMargin.loose + (Self.footMargin.tight - Self.footMargin.loose) * tightness
        let slack = bottom - margin - top - height
        guard slack >= 0 else { return false }
        // What is left over widens the gaps, the wide ones most, until they look loose; the rest goes above
        // and below.
        let widening = min(1 + slack / gaps, 1.9)
        var y = top + (slack - gaps * (widening - 1)) * 0.5
        for (index, text) in fitted.enumerated() {
            y += text.block.style.gap(tightness) * widening
            if index == blocks.dividerIndex {
                sheet.divider = Point(x: CertificateSheet.page.bounds.midX, y: y + divider * 0.55)
                y += divider
            }
            let baseline = y + CertificateStyle.above * text.text.size
            sheet.items.append(
                text.centered(at: CertificateSheet.page.bounds.midX, firstBaseline: baseline, tightness))
            y += text.height(tightness)
        }
        return true
    }

    // MARK: Foot

    /// Places number, code and signature and returns where the foot begins.
    private func placeFoot(on sheet: inout CertificateSheet, _ tightness: Double) -> Double? {
        var signature = CertificateSheet()
        let width = CertificateSheet.registerWidth
        guard let dateBaseline = placeSignature(on: &signature, tightness),
            let number = blocks.number.fit(tightness, width: width),
            let validity = blocks.validity.fit(tightness, width: width)
        else { return nil }
        let left = CertificateSheet.bodyLeft
        let codeArea = CertificateSheet.codeArea
        // The number stands level with the date, unless the signature is so low that it would reach the code.
        let step = number.lineHeight(tightness) + validity.block.style.gap(tightness)
        let baseline = min(dateBaseline, codeArea.y - 14 - step)
        sheet.items.append(number.leading(at: left, firstBaseline: baseline, tightness))
        sheet.items.append(validity.leading(at: left, firstBaseline: baseline + step, tightness))
        sheet.items += signature.items
        sheet.sealArea = signature.sealArea
        guard placeCode(codeArea, on: &sheet) else { return nil }
        return baseline - CertificateStyle.above * max(number.text.size, 12)
    }

    /// Places date, capacity, title and name from the bottom upwards, and returns the date's baseline.
    private func placeSignature(on sheet: inout CertificateSheet, _ tightness: Double) -> Double? {
        let width = CertificateSheet.signatureWidth
        guard let date = blocks.date.fit(tightness, width: width),
            let title = blocks.signatoryTitle.fit(tightness, width: width)
        else { return nil }
        let center = CertificateSheet.signatureCenter
        var bottom = CertificateSheet.footBottom
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
        let smallest = CertificateSheet.smallestSealArea
        let sealHeight = smallest.height + 1 + 5 * (1 - tightness)
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
        let left = area.maxX + CertificateSheet.codeMargin
        var fitted: [FittedBlock] = []
        for block in blocks.explanation {
            guard let text = block.fit(0, width: CertificateSheet.explanationWidth) else { return false }
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
}
