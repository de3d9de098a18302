import RuralIndustry

/// All texts of a certificate, composed from the paper's fields and the template's wording.
struct CertificateBlocks {
    let nation: CertificateBlock
    let motto: CertificateBlock
    /// From the issuing body to the decision, top to bottom.
    let body: [CertificateBlock]
    /// The block of the body before which the ornament stands.
    let dividerIndex: Int
    let number: CertificateBlock
    let validity: CertificateBlock
    let date: CertificateBlock
    let capacity: CertificateBlock?
    let signatoryTitle: CertificateBlock
    let signatoryName: CertificateBlock?
    /// Beside the QR code.
    let explanation: [CertificateBlock]
    /// In the visible field of a digital signature, if the design has one.
    let signatureNote: [CertificateBlock]
    private let geometry: CertificateGeometry

    /// - Parameter wholeMembers: whether a line may end only between two members of a set.
    init(
        _ paper: CertificatePaper, _ text: CertificateText, _ template: CertificateTemplate,
        _ palette: CertificateTemplate.Palette, _ faces: Faces, wholeMembers: Bool, signedAt moment: Instant?
    ) throws(Refusal) {
        let wording = template.wording
        let scale = template.geometry.scale
        geometry = template.geometry
        typealias Field = CertificateText.Field
        func block(
            _ string: String, of field: Field? = nil, _ style: CertificateStyle, _ color: Color? = nil
        ) throws(Refusal) -> CertificateBlock {
            do {
                return try CertificateBlock(
                    string, of: field, style.scaled(by: scale), color ?? palette.ink, faces)
            } catch {
                throw Refusal((field ?? .productName).lacks(error.text.unicodeScalars.first ?? " "))
            }
        }
        func optional(_ field: Field, _ style: CertificateStyle) throws(Refusal) -> CertificateBlock? {
            text[field].isEmpty ? nil : try block(text[field], of: field, style)
        }

        nation = try block(wording.nation, .nation)
        motto = try block(wording.motto, .motto)

        var body: [CertificateBlock] = []
        for (index, line) in text.issuer.enumerated() {
            let isLast = index == text.issuer.count - 1
            let style: CertificateStyle = !isLast ? .superior : index == 0 ? .issuer : .subordinate
            body.append(try block(line, of: .issuer(index), style))
        }
        body.append(try block(wording.title, .title, palette.accent))
        body.append(
            try block("\(wording.distinction) \(text[.levelName])", of: .levelName, .level, palette.accent))
        dividerIndex = body.count
        body.append(try block(text[.productName], of: .productName, .product, palette.accent))
        if !text.members.isEmpty {
            let members = text.members.map { wholeMembers ? Paragraph.unbroken($0) : $0 }
                .joined(separator: "; ")
            body.append(try block("\(wording.members) \(members)", of: .member(0), .members))
        }
        let classification = text[.classification]
        let classed =
            classification.isEmpty
            ? "" : " · " + Paragraph.unbroken("\(wording.classification) \(classification)")
        body.append(try block("\(wording.group) \(text[.group])\(classed)", of: .group, .group))
        body.append(try block(wording.holder, .connective, palette.muted))
        body.append(try block(text[.establishmentName], of: .establishmentName, .establishment))
        body.append(try block(text[.unit], of: .unit, .unit))
        body.append(
            try block(
                "\(wording.decision)\(Paragraph.noBreakSpace)\(text[.decisionNumber]) "
                    + Paragraph.unbroken(paper.decision.day.inWords)
                    + " \(wording.decidedBy) \(text[.decisionAuthority])",
                of: .decisionAuthority, .decision))
        self.body = body

        number = try block("\(wording.number) \(text[.number])", of: .number, .number)
        validity = try block("\(wording.validThrough) \(paper.validThrough.vietnamese)", .validity)
        date = try block("\(text[.place]), \(paper.issuedOn.inWords)", of: .place, .date)
        capacity = try optional(.capacity, .signatory)
        signatoryTitle = try block(text[.signatoryTitle], of: .signatoryTitle, .signatory)
        signatoryName = try optional(.signatoryName, .signatory)
        explanation = [
            try block(wording.scan, .hint, palette.muted),
            try block("\(wording.code) \(text[.code])", of: .code, .code),
            try block(CertificateText.spoken(text[.address]), of: .address, .address, palette.accent),
        ]
        guard template.signatureArea != nil else {
            signatureNote = []
            return
        }
        // every moment is as wide as any other: this one stands for all when a paper is checked before it is signed
        let moment = moment ?? Instant(microsecondsSince1970: 0)
        let last = text.issuer.count - 1
        signatureNote = [
            try block("\(wording.signedBy) \(text.issuer.last ?? "")", of: .issuer(last), .signedBy),
            try block(
                "\(wording.signedAt) \(Paragraph.unbroken(moment.vietnameseSecond))", .signedAt,
                palette.muted),
        ]
    }

    /// A violation for each text that is too long by itself, even at its smallest.
    var tooLong: [Violation] {
        let widths: [(CertificateBlock?, Double)] =
            body.map { ($0, geometry.bodyWidth) }
            + [
                (number, geometry.registerWidth), (date, geometry.signatureWidth),
                (capacity, geometry.signatureWidth),
                (signatoryTitle, geometry.signatureWidth),
                (signatoryName, geometry.signatureWidth),
            ] + explanation.map { ($0, geometry.explanationWidth) }
        return widths.compactMap { block, width in
            guard let block, let field = block.field, block.fit(1, width: width) == nil else { return nil }
            return field.tooLong
        }
    }
}
